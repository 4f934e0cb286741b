import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ceremony.kept_pages import KeptPagesMiddleware
from ceremony.models import Ceremony
from directory.texts import LocalText
from events.models import ProgrammeVersion, Session
from tests.at_once import at_once


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()


def release(ceremony):
    return ProgrammeVersion.objects.release(ceremony, by=None, at=timezone.now())


@pytest.fixture
def opening(ceremony):
    opening = Session.objects.create(
        ceremony=ceremony, kind="opening", title=LocalText(en="High-level opening", vi="Lễ khai mạc"),
        room=ceremony.rooms.get(), starts_at=ceremony.start_of(ceremony.starts_on, 9),
        ends_at=ceremony.start_of(ceremony.starts_on, 10),
    )  # fmt: skip
    release(ceremony)
    return opening


def page(client, **headers):
    return client.get("/demo/", **headers).content.decode()


def test_the_home_shows_what_when_and_where_in_the_ceremonys_zone(client, ceremony, opening):
    shown = page(client)
    for words in [
        "Signing Conference",
        "National Convention Center, Ha Noi",
        "High-level opening",
        ">09:00<",
        "Plenary Hall",
    ]:
        assert words in shown


def test_a_passer_by_costs_six_statements_and_the_next_one_a_single_one(client, opening, django_assert_num_queries):
    with django_assert_num_queries(
        6
    ):  # made: version, ceremony, treaty, call to the press, newest version, its content
        page(client)
    with django_assert_num_queries(1):  # kept: the version
        page(client)


def test_who_has_the_page_already_is_told_so_in_no_words(client, opening):
    etag = client.get("/demo/")["ETag"]
    again = client.get("/demo/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def retitled(ceremony):
    Session.objects.update(title={"en": "Changed"})
    release(ceremony)


WRITTEN_BY_HAND = """
    INSERT INTO events_programmeversion (ceremony_id, number, released_at, note, content, changes)
    SELECT ceremony_id, number + 1, now(), '', replace(content::text, 'High-level', 'Changed')::jsonb, changes
    FROM events_programmeversion
"""


@pytest.mark.parametrize(
    "change",
    [
        retitled,
        lambda ceremony: Ceremony.objects.update(venue={"en": "Changed"}),
        lambda ceremony: connection.cursor().execute(WRITTEN_BY_HAND),
    ],
)
def test_a_kept_page_is_never_older_than_what_it_shows_whatever_wrote_it(change, client, ceremony, opening):
    etag = client.get("/demo/")["ETag"]
    assert "Changed" not in page(client)
    change(ceremony)
    assert "Changed" in page(client)
    assert client.get("/demo/", headers={"If-None-Match": etag}).status_code == 200


def test_a_session_that_is_taken_off_leaves_the_page_with_the_next_version(client, ceremony, opening):
    assert "High-level opening" in page(client)
    opening.delete()
    assert "High-level opening" in page(client)
    release(ceremony)
    shown = page(client)
    assert "High-level opening" not in shown
    assert "No session is on the programme." in shown


def test_each_language_is_kept_apart(client, opening):
    assert "Lễ khai mạc" not in page(client)
    assert "Lễ khai mạc" in page(client, headers={"Accept-Language": "vi"})
    assert "Lễ khai mạc" not in page(client)


def test_a_page_for_one_person_is_never_kept_for_another(ceremony, kenyan_delegation, kenyan_focal_point):
    focal_point, stranger = Client(), Client()
    focal_point.force_login(kenyan_focal_point)
    assert "Kito Example" in page(focal_point)
    assert "Kito Example" not in page(stranger)
    assert "Kito Example" in page(focal_point)


def test_the_words_of_one_visitors_address_never_reach_another(client, ceremony):
    client.get("/demo/?utm=somebody")
    assert "somebody" not in page(client)


def test_a_passer_by_gets_no_cookie(client, ceremony):
    response = client.get("/demo/")
    assert response.cookies == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_ceremony_in_preparation_is_there_for_its_officers_only(client, ceremony, organiser, kenyan_focal_point):
    Ceremony.objects.update(is_public=False)
    assert client.get("/demo/").status_code == 404
    client.force_login(kenyan_focal_point)
    assert client.get("/demo/").status_code == 404
    client.force_login(organiser)
    assert client.get("/demo/").status_code == 200


def test_the_only_ceremony_is_the_front_page(client, ceremony):
    assert client.get("/").headers["Location"] == "/demo/"


def test_of_several_the_front_page_lists_those_that_one_may_see(client, ceremony, settings):
    settings.DEMO = False
    for slug, is_public, days in [("past", True, -100), ("hidden", False, 5)]:
        day = ceremony.starts_on + timedelta(days=days)
        Ceremony.objects.create(
            slug=slug,
            title=LocalText(en=f"The {slug} one"),
            time_zone="UTC",
            starts_on=day,
            ends_on=day,
            is_public=is_public,
        )
    shown = client.get("/").content.decode()
    assert shown.index("Signing Conference") < shown.index("The past one")
    assert "The hidden one" not in shown


def test_work_begins_where_something_waits_for_one(
    client, ceremony, organiser, accreditation_officer, vetting_officer, reader, kenyan_delegation, kenyan_focal_point
):
    begins = {
        organiser: "/demo/overview/",
        accreditation_officer: "/demo/accreditation/",
        vetting_officer: "/demo/accreditation/?vetting=asked&status=all",
        reader: "/demo/overview/",
        kenyan_focal_point: "/demo/delegation/KEN/",
    }
    for person, address in begins.items():
        client.force_login(person)
        assert client.get("/work/").headers["Location"] == address


def test_whoever_has_no_work_goes_on_to_the_front_page(client, ceremony, brazilian_focal_point):
    assert client.get("/work/").headers["Location"] == "/accounts/login/?next=/work/"
    client.force_login(brazilian_focal_point)
    assert client.get("/work/").headers["Location"] == "/"


def test_the_administration_is_offered_to_those_who_have_something_there(client, ceremony, organiser, reader):
    for person, offered in [(organiser, True), (reader, False)]:
        client.force_login(person)
        for path in ["/demo/", "/accounts/me/"]:
            assert ('href="/admin/"' in client.get(path).content.decode()) is offered


def test_browsers_find_the_icon_where_they_look_for_it(client, db):
    icon = client.get("/favicon.ico")
    assert (icon.status_code, b"".join(icon)[:4]) == (200, b"\0\0\1\0")


def test_a_title_is_not_cut_at_its_hyphen(client, ceremony, opening):
    type(ceremony).objects.filter(pk=ceremony.pk).update(title={"en": "High-Level Conference - a rehearsal"})
    assert "<h1>High\N{NON-BREAKING HYPHEN}Level Conference - a rehearsal</h1>" in page(client)


def test_without_a_ceremony_the_front_page_says_what_to_do(client, db, settings):
    settings.DEMO = False
    assert "No conference is public yet" in client.get("/").content.decode()


def test_a_rehearsal_says_so_at_the_top_and_at_the_bottom_of_every_page(client, ceremony, organiser):
    Ceremony.objects.update(is_rehearsal=True)
    assert page(client).count("<span>REHEARSAL<") == 2
    client.force_login(organiser)
    for path in ["/demo/overview/", "/demo/officers/"]:
        assert client.get(path).content.decode().count("<span>REHEARSAL<") == 2
    Ceremony.objects.update(is_rehearsal=False)
    assert "REHEARSAL" not in page(Client())


@pytest.mark.django_db(transaction=True)
def test_a_page_that_many_ask_for_at_once_is_made_once(rf, ceremony):
    made = []

    def make(request):
        made.append(1)
        time.sleep(0.1)
        return HttpResponse("the home")

    keeping = KeptPagesMiddleware(make)
    answers = at_once(*[lambda: keeping(rf.get("/demo/")).content] * 8)
    assert (answers, made) == ([b"the home"] * 8, [1])


def test_what_sets_a_cookie_is_kept_for_nobody(rf, ceremony):
    def make(request):
        response = HttpResponse(f"for {request.META['HTTP_X_NAME']}")
        response.set_cookie("mine", "1")
        return response

    keeping = KeptPagesMiddleware(make)
    shown = [keeping(rf.get("/demo/", headers={"X-Name": name})).content for name in ("one", "other")]
    assert shown == [b"for one", b"for other"]


def test_a_page_of_one_address_is_never_shown_at_another(client, ceremony):
    Ceremony.objects.create(
        slug="other", title=LocalText(en="The other one"), time_zone="UTC", starts_on="2026-05-01",
        ends_on="2026-05-02", is_public=True,
    )  # fmt: skip
    assert "Signing Conference" in page(client)
    assert "Signing Conference" not in client.get("/other/").content.decode()
    assert "The other one" in client.get("/other/").content.decode()
