"""What the public reads of the programme: the newest version alone, arranged, found, kept, in every direction."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from ceremony.models import Ceremony
from directory.models import Entity
from directory.texts import LocalText
from events import published as reader
from events.models import Session, Speaker
from events.published import published
from tests.events.draft import *  # noqa: F403

pytestmark = pytest.mark.django_db

PAGE, NOW, VERSIONS = "/demo/programme/", "/demo/programme/now/", "/demo/programme/versions/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()
    reader._read.cache_clear()


@pytest.fixture
def released(opening, seminar, evidence, release):
    return release()


def text(client, path=PAGE, **headers):
    response = client.get(path, **headers)
    assert response.status_code == 200, response
    return response.content.decode()


def shown(page):
    """Titles in the order of the page."""
    return re.findall(r'class="programme-title" href="[^"]+"><bdi[^>]*>([^<]+)</bdi>', page)


def headings(page):
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<h2 id=\"[\w-]+-name\">(.*?)</h2>", page)]


# What is there


def test_before_the_first_release_the_page_says_so_and_shows_nothing_of_the_draft(client, opening, evidence):
    for path in [PAGE, NOW, VERSIONS, "/demo/"]:
        page = text(client, path)
        assert "The programme is not published yet." in page
        assert "High-level opening" not in page
        assert "across borders" not in page


def test_the_public_reads_the_released_version_and_not_the_draft(client, released, opening, coordinator, now):
    opening.change(title=LocalText(en="A draft title"), by=coordinator, at=now)
    for path in [PAGE, "/demo/", f"/demo/programme/session/{opening.key}/"]:
        page = text(client, path)
        assert "High-level opening" in page
        assert "A draft title" not in page


def test_sessions_stand_by_day_in_the_order_of_their_time(client, released):
    page = text(client)
    assert shown(page) == ["High-level opening", "Tracing virtual assets", "Évidence across borders"]
    assert ">09:00<" in page
    assert "Version 1, released" in page
    assert len(headings(page)) == 1


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("room", ["Plenary Hall", "Room 1", "Room 2"]),
        ("theme", ["Electronic evidence", "Without a theme"]),
        ("language", ["Arabic", "French", "Without interpretation"]),
        ("sponsor", ["Brazil", "Kenya", "The organisers"]),
    ],
)
def test_sessions_are_arranged_as_one_asks(client, released, by, groups):
    assert headings(text(client, f"{PAGE}?by={by}")) == groups


def test_by_language_says_that_only_interpretation_is_listed(client, released):
    words = "Listed are the languages of interpretation alone."
    assert words in text(client, f"{PAGE}?by=language")
    assert words not in text(client)


def test_an_arrangement_that_is_not_known_is_by_day(client, released):
    assert shown(text(client, f"{PAGE}?by=colour")) == shown(text(client))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("evidence", ["Tracing virtual assets", "Évidence across borders"]),  # a theme, and a title
        ("EVIDENCE borders", ["Évidence across borders"]),
        ("khai mac", ["High-level opening"]),
        ("truy vet", ["Tracing virtual assets"]),
        ("كينيا", ["Évidence across borders"]),
        ("ken", ["Évidence across borders"]),
        ("plenaryhall", ["High-level opening"]),
        ("room 2", ["Évidence across borders"]),
        ("nothing of the sort", []),
    ],
)
def test_a_search_finds_in_every_language_with_or_without_accents(
    client, opening, seminar, evidence, release, kenya, words, found
):
    Entity.objects.filter(pk=kenya.pk).update(short_ar="كِينيا")
    release()
    page = text(client, f"{PAGE}?q={words}")
    assert shown(page) == found
    assert f"{len(found)} session" in page


def test_a_search_for_markup_finds_nothing_and_writes_none(client, released):
    page = text(client, PAGE + "?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert shown(page) == []


def test_a_session_has_a_page_with_all_that_is_said_of_it(
    client, opening, evidence, release, coordinator, now, kenyan_delegation, person
):
    evidence.change(description=LocalText(en="First part.\n\nSecond part."), by=coordinator, at=now)
    evidence.run_of_show.create(position=1, title="Welcome", minutes=10)
    evidence.run_of_show.create(position=2, title="Panel", minutes=50)
    evidence.chairs.create(name="Chair Example", is_co=True)
    speaker = Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker", function="Judge")
    speaker.record_excuse(by=coordinator, at=now, reason="By video")
    release()
    page = text(client, f"/demo/programme/session/{evidence.key}/")
    for words in [
        "SE-001",
        "Panel discussion",
        "Kenya",
        "Brazil",
        "Chair Example",
        "Sana Speaker",
        "Judge",
        "14:00",
        "14:10",
    ]:
        assert words in page
    assert '<p dir="auto">First part.</p><p dir="auto">Second part.</p>' in page


def test_markup_in_a_description_is_read_and_not_obeyed(client, evidence, release, coordinator, now):
    evidence.change(
        title=LocalText(en="<b>Bold</b>"), description=LocalText(en="<script>x</script>\n\n<a href='//evil'>y</a>"),
        by=coordinator, at=now,
    )  # fmt: skip
    release()
    for path in [PAGE, f"/demo/programme/session/{evidence.key}/", "/demo/"]:
        page = text(client, path)
        assert "<script>x" not in page
        assert "<b>Bold" not in page
        assert "<a href='//evil'" not in page


def test_a_title_of_300_characters_in_arabic_is_shown_whole(client, accepted, placed, release):
    title = ("مكافحة الجريمة " * 30)[:300].strip()
    event = placed(accepted(title, language="ar"))
    release()
    page = text(client)
    assert f'<bdi lang="ar">{title}</bdi>' in page
    assert title in text(client, f"/demo/programme/session/{event.key}/")


def test_what_was_cancelled_says_so_at_its_old_place_with_the_note_for_everybody(
    client, released, evidence, release, coordinator, now
):
    evidence.cancel(by=coordinator, at=now, reason="secret-reason", note="The host asks so")
    release(minutes=1)
    assert "Cancelled" in text(client)
    page = text(client, f"/demo/programme/session/{evidence.key}/")
    assert "The host asks so" in page
    assert "secret-reason" not in page
    assert "14:00" in page


def test_a_session_that_nobody_released_is_404(client, released, opening, ceremony, rooms, at, coordinator, now):
    late = Session.objects.schedule(
        ceremony, kind="seminar", title=LocalText(en="Late"), room=rooms[2], starts_at=at(18), ends_at=at(19),
        by=coordinator, at=now,
    )  # fmt: skip
    assert client.get(f"/demo/programme/session/{late.key}/").status_code == 404
    assert client.get(f"/demo/programme/session/{late.key}.ics").status_code == 404


# Earlier versions


def test_an_earlier_version_stays_readable_and_says_that_it_no_longer_holds(
    client, released, opening, release, coordinator, now
):
    opening.change(title=LocalText(en="A better title"), by=coordinator, at=now)
    release("We found better words.", minutes=1)
    first, second = text(client, VERSIONS + "1/"), text(client, VERSIONS + "2/")
    assert "High-level opening" in first
    assert "It no longer holds." in first
    assert "It no longer holds." not in second
    assert "A better title" in second
    assert "High-level opening" in text(client, f"{VERSIONS}1/session/{opening.key}/")
    assert client.get(VERSIONS + "3/").status_code == 404
    page = text(client, VERSIONS)
    assert "We found better words." in page
    assert "It was called “High-level opening” before." in page


def test_the_list_of_versions_costs_the_same_with_one_and_with_three(
    client, released, opening, release, coordinator, now, django_assert_num_queries
):
    text(client, VERSIONS)
    caches["rendered"].clear()
    with django_assert_num_queries(4):  # what is kept, ceremony, newest version, versions
        text(client, VERSIONS)
    for number in (1, 2):
        opening.change(title=LocalText(en=f"Title {number}"), by=coordinator, at=now)
        release(minutes=number)
    text(client, VERSIONS)
    caches["rendered"].clear()
    with django_assert_num_queries(4):
        text(client, VERSIONS)


# Kept


def test_a_passer_by_costs_one_statement_and_what_is_made_anew_three(client, released, django_assert_num_queries):
    reader._read.cache_clear()
    with django_assert_num_queries(4):  # what is kept, ceremony, newest version, and once its content
        text(client)
    for path in [f"{PAGE}?by=room", NOW, "/demo/programme.ics", "/demo/programme.json"]:
        with django_assert_num_queries(3):
            text(client, path)
    for path in [PAGE, f"{PAGE}?by=room", "/demo/programme.ics", "/demo/programme.json"]:
        with django_assert_num_queries(1):
            text(client, path)
    with django_assert_num_queries(2):
        text(client, f"{PAGE}?q=evidence")


def test_whoever_is_signed_in_costs_no_more_than_his_navigation(
    client, released, kenyan_delegation, kenyan_focal_point, django_assert_num_queries
):
    client.force_login(kenyan_focal_point)
    text(client)
    with django_assert_num_queries(5):  # session, user, ceremony, newest version, what he is focal point of
        text(client)


def test_what_is_kept_has_the_headers_of_what_was_made(client, released):
    for path in [PAGE, "/demo/programme.ics", "/demo/programme.json"]:
        made, kept = client.get(path), client.get(path)
        assert dict(made.items()) == dict(kept.items())
        assert made.content == kept.content
    assert {"Content-Security-Policy", "X-Frame-Options", "Vary", "ETag"} <= set(client.get(PAGE).headers)


def test_a_version_that_was_asked_for_too_early_is_there_once_it_is(
    client, released, opening, release, coordinator, now
):
    assert client.get(VERSIONS + "2/").status_code == 404
    opening.change(title=LocalText(en="A better title"), by=coordinator, at=now)
    release(minutes=1)
    assert "A better title" in text(client, VERSIONS + "2/")
    assert "A better title" in text(client)


def test_who_has_the_page_already_is_told_so_in_no_words(client, released, opening, release, coordinator, now):
    for path in [PAGE, f"{PAGE}?by=room", "/demo/programme.ics", "/demo/programme.json", NOW]:
        etag = client.get(path)["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
    opening.change(title=LocalText(en="A better title"), by=coordinator, at=now)
    etag = client.get(PAGE)["ETag"]
    release(minutes=1)
    fresh = client.get(PAGE, headers={"If-None-Match": etag})
    assert (fresh.status_code, "A better title" in fresh.content.decode()) == (200, True)


def test_a_change_of_the_ceremonys_own_words_is_seen_at_once(client, released):
    text(client)
    Ceremony.objects.update(contact_email="changed@plenipo.example")
    assert "changed@plenipo.example" in text(client)


def test_each_language_and_arrangement_is_kept_apart(client, released):
    assert "Lễ khai mạc" not in text(client)
    assert "Lễ khai mạc" in text(client, headers={"Accept-Language": "vi"})
    assert "Lễ khai mạc" not in text(client)
    assert headings(text(client, f"{PAGE}?by=room")) != headings(text(client))


def test_the_words_of_one_visitors_address_never_reach_another(client, released):
    for query in ["?utm=somebody", "?q=somebody", "?by=somebody", "?by=room&by=somebody"]:
        client.get(PAGE + query)
    assert "somebody" not in text(client)
    assert "somebody" not in text(client, f"{PAGE}?by=room")


def test_a_page_for_one_person_is_never_kept_for_another(released, kenyan_delegation, kenyan_focal_point):
    focal_point, stranger = Client(), Client()
    focal_point.force_login(kenyan_focal_point)
    assert "Kito Example" in text(focal_point)
    assert "Kito Example" not in text(stranger)


def test_a_ceremony_in_preparation_shows_its_programme_to_its_officers_alone(client, released, coordinator):
    text(client)
    text(client)
    Ceremony.objects.update(is_public=False)
    paths = [PAGE, NOW, VERSIONS, "/demo/programme.ics", "/demo/programme.json", "/demo/programme.schema.json"]
    assert [client.get(path).status_code for path in paths] == [404] * 6
    assert [Client().get(path).status_code for path in paths] == [404] * 6
    client.force_login(coordinator)
    assert [client.get(path).status_code for path in paths] == [200] * 6


# The home, and directions


def test_the_home_shows_the_outline_and_counts_the_side_events(client, released):
    page = text(client, "/demo/")
    assert "High-level opening" in page
    assert "Évidence across borders" not in page
    assert re.search(r'href="/demo/programme/#day-[\d-]+">1 side event<', page)


def test_the_page_runs_from_right_to_left_in_arabic(client, released, settings):
    settings.COMPLETE_LANGUAGES = ["en", "vi", "ar"]
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "ar"
    page = text(client)
    assert '<html lang="ar" dir="rtl">' in page
    assert '<bdi lang="en">High-level opening</bdi>' in page


# Now and next


def test_the_foyer_shows_what_is_on_in_each_room_and_what_follows(released, ceremony, at, opening, seminar, evidence):
    programme = published(ceremony)

    def seen(when, room=None):
        return [
            (str(name), [str(item.title) for item in now], str(following.title) if following else None)
            for name, now, following in programme.now_and_next(when, room)
        ]

    assert seen(at(8)) == [
        ("Plenary Hall", [], "High-level opening"),
        ("Room 1", [], "Tracing virtual assets"),
        ("Room 2", [], "Évidence across borders"),
    ]
    assert seen(at(9)) == [
        ("Plenary Hall", ["High-level opening"], None),
        ("Room 1", [], "Tracing virtual assets"),
        ("Room 2", [], "Évidence across borders"),
    ]
    assert seen(at(10)) == [
        ("Room 1", [], "Tracing virtual assets"),
        ("Room 2", [], "Évidence across borders"),
    ]
    assert seen(at(11, 30), seminar.room_id) == [("Room 1", ["Tracing virtual assets"], None)]
    assert seen(at(15)) == []
    assert [str(item.title) for item in programme.next_day(at(9, day=-1))] == ["High-level opening"]
    assert programme.next_day(at(15)) == []


def test_what_was_cancelled_is_not_on_the_foyers_screen(released, evidence, release, coordinator, ceremony, at, now):
    evidence.cancel(by=coordinator, at=now, reason="The host asks so")
    release(minutes=1)
    assert [str(name) for name, _now, _next in published(ceremony).now_and_next(at(13))] == []


def test_before_the_first_day_the_foyer_says_when_the_programme_opens(client, released, ceremony, at, monkeypatch):
    days = (ceremony.starts_on - ceremony.local(timezone.now()).date()).days
    page = text(client, NOW)
    assert f"The programme opens in {days} days." in page
    assert "High-level opening" in page
    monkeypatch.setattr(timezone, "now", lambda: at(9, day=-1))
    assert "The programme opens in 1 day." in text(client, NOW)
    for later in [at(9), at(20)]:
        monkeypatch.setattr(timezone, "now", lambda later=later: later)
        assert "The programme opens in" not in text(client, NOW)


def test_the_foyers_page_leads_back_to_the_programme(client, released):
    assert f'<p class="foyer-back"><a href="{PAGE}">The whole programme</a></p>' in text(client, NOW)


def test_the_foyers_page_needs_no_script(client, released, ceremony, rooms, now):
    Ceremony.objects.update(starts_on=ceremony.starts_on - timedelta(days=20))
    page = text(client, NOW)
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "High-level opening" in page
    assert "High-level opening" not in text(client, f"{NOW}?room={rooms[0].pk}")
    assert "Tracing virtual assets" in text(client, f"{NOW}?room={rooms[0].pk}")
