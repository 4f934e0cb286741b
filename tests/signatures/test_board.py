"""The public pages: what they say of what stands, how they are kept, and that an embargo lets nothing through."""

import csv
import gzip
import io
import json
import re
import uuid

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone, translation

from ceremony.models import Ceremony
from directory.models import Entity, EntityKind, UNGroup
from directory.texts import LocalText
from signatures import log, verifier
from signatures.board import Board
from signatures.models import BoardState, EntryKind, Recording, Standing, Treaty
from signatures.published import Published

pytestmark = pytest.mark.django_db

BOARD, HALL, VERSION = "/demo/signatures/", "/demo/signatures/hall/", "/demo/signatures/version"
PAGES = [BOARD, HALL, "/demo/signatures/status/", "/demo/signatures/treaty/", "/demo/signatures/log/", "/demo/"]
FILES = ["/demo/signatures.json", "/demo/signatures.csv", "/demo/signatures/log.jsonl"]


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()


@pytest.fixture
def states(db):
    """One of each group that the cast lacks."""
    return [
        Entity.objects.create(
            code=code, kind=kind, un_group=group, may_sign=True, short_en=name, formal_en=f"the State of {name}"
        )
        for code, name, kind, group in [
            ("ZZA", "Asia Example", EntityKind.MEMBER_STATE, UNGroup.ASIA_PACIFIC),
            ("ZZE", "East Example", EntityKind.MEMBER_STATE, UNGroup.EASTERN_EUROPEAN),
            ("ZZO", "Observer Example", EntityKind.OBSERVER_STATE, ""),
        ]
    ]


@pytest.fixture
def annul(second_depositary_officer, depositary_officer, now):
    def make(entry):
        return Recording.objects.correct(
            entry,
            EntryKind.ANNULMENT,
            key=uuid.uuid4(),
            by=second_depositary_officer,
            at=now,
            reason="Recorded for another State",
        ).confirm(by=depositary_officer, at=now)

    return make


@pytest.fixture
def kenya_signed(kenya, minister, signed):
    minister(kenya)
    return signed(kenya)


def text(client, path, **headers):
    return client.get(path, **headers).content.decode()


def read(client, path="/demo/signatures.json"):
    return client.get(path).json()


def body_of(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def everything(response):
    return body_of(response) + repr(sorted(response.headers.items()))


def count_on(page):
    return re.search(r'class="count-number">(\d+)<', page)[1]


# What it says


def test_the_board_shows_how_many_signed_as_of_when_and_who_was_last(
    client, treaty, kenya_signed, brazil, ambassador, full_powers, signed, ceremony
):
    ambassador(brazil)
    full_powers(brazil)
    signed(brazil)
    for path in [BOARD, HALL]:
        page = text(client, path)
        assert count_on(page) == "2"
        assert "As of <time" in page
        assert re.findall(r'class="latest-name">([^<]+)<', page) == ["Brazil", "Kenya"]


def test_a_board_says_signed_and_never_that_somebody_is_bound(client, kenya_signed):
    for path in [BOARD, HALL]:
        page = text(client, path)
        main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).lower()
        shown = (
            main.split("what the numbers mean")[0] if path == HALL else main.split("states and organisations whose")[0]
        )
        assert "signed" in shown
        assert [word for word in ["ratified", "party", "parties", "acceded"] if word in shown] == []


def test_the_groups_partition_the_total(
    treaty, kenya_signed, brazil, austria, union, states, minister, ambassador, full_powers, signed, now
):
    for entity in [brazil, austria, *states]:
        minister(entity)
        signed(entity)
    ambassador(union)
    full_powers(union, issuer_office="competent_authority")
    signed(union)
    board = Board(Published.of(treaty, now))
    assert board.by_group == {
        "african": 1, "asia_pacific": 1, "eastern_european": 1, "grulac": 1, "weog": 1, "none": 1, "reio": 1,
    }  # fmt: skip
    assert sum(board.by_group.values()) == board.total == 7


def test_an_annulled_signature_leaves_the_board_and_stays_in_the_log(client, treaty, kenya_signed, annul):
    assert count_on(text(client, BOARD)) == "1"
    annul(kenya_signed)
    page = text(client, BOARD)
    assert count_on(page) == "0"
    assert "Kenya" not in page
    assert "Nobody has signed yet." in page
    assert read(client)["signatories"] == []
    assert "Kenya" not in text(client, "/demo/signatures.csv")
    shown = text(client, "/demo/signatures/log/")
    assert "Annulment of entry 1 (signature)" in shown
    assert "Annulled by entry 2." in shown


def test_what_is_recorded_and_not_confirmed_is_nowhere(client, treaty, kenya, minister, recording):
    minister(kenya)
    recording(kenya)
    for path in PAGES + FILES:
        assert "Kenya" not in everything(client.get(path))


def test_names_are_those_of_that_day_in_the_readers_language(client, kenya_signed, kenya):
    Entity.objects.filter(pk=kenya.pk).update(short_en="Renamed", short_vi="Renamed")
    assert 'class="tile-name">Kenya<' in text(client, BOARD)
    entry = Treaty.objects.get().entries.get()
    with translation.override("vi"):
        assert entry.formal_name == "Cộng hòa Kenya"


def test_nothing_signed_yet_is_said_in_words(client, treaty):
    assert "Nobody has signed yet." in text(client, BOARD)
    assert "Nobody has signed yet." in text(client, HALL)
    assert "Nobody has signed yet, and no instrument" in text(client, "/demo/signatures/status/")
    assert "Nothing is entered yet." in text(client, "/demo/signatures/log/")
    assert (read(client)["total"], read(client)["head"], read(client)["signatories"]) == (0, "0" * 64, [])


def test_a_conference_without_a_treaty_says_so_and_has_no_other_page(client, ceremony):
    assert "No treaty has been entered" in text(client, BOARD)
    assert client.get(VERSION).content == b"none"
    paths = [HALL, *PAGES[2:5], *FILES]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)


def test_the_head_of_the_log_stands_wherever_numbers_do(client, treaty, kenya_signed):
    for path in PAGES + FILES:
        assert log.head(treaty)[1] in everything(client.get(path)), path


def test_acceptance_despite_is_marked_wherever_the_signature_appears(
    client, treaty, brazil, ambassador, calling, treaty_officer, depositary_officer, now
):
    ambassador(brazil)
    call = calling(brazil)
    call.accept_despite(by=depositary_officer, at=now, reason="Assurance of the mission")
    Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).confirm(by=depositary_officer, at=now)
    for path in [BOARD, HALL, "/demo/signatures/log/"]:
        assert "ccepted by the depositary despite a lack of authority" in text(client, path)
    assert read(client)["signatories"][0]["accepted_despite"] is True


def test_a_provisional_board_is_marked_on_every_page_with_numbers(client, treaty, kenya_signed):
    assert not [path for path in PAGES if "rovisional" in main_of(text(client, path))]
    Treaty.objects.update(board=BoardState.PROVISIONAL)
    assert [path for path in PAGES if "rovisional" not in main_of(text(client, path))] == []
    assert read(client)["board"] == "provisional"


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


def test_a_rehearsal_is_marked_on_pages_and_in_files(client, treaty, kenya, minister, signed):
    Ceremony.objects.update(is_rehearsal=True)
    treaty.ceremony.refresh_from_db()
    minister(kenya)
    signed(kenya)
    for path in PAGES:
        assert text(client, path).count("<span>REHEARSAL<") == 2
    assert read(client)["rehearsal"] is True
    for path in FILES[1:]:
        assert 'filename="REHEARSAL-demo' in client.get(path)["Content-Disposition"]


# For programs


def test_the_json_holds_the_total_the_groups_the_head_and_who_signed(client, treaty, ceremony, kenya_signed, now):
    found = read(client)
    day = kenya_signed.local_date
    assert {key: found[key] for key in ["total", "head", "entries", "board", "rehearsal", "by_group", "signatories"]} == {
        "total": 1,
        "head": kenya_signed.hash,
        "entries": 1,
        "board": "open",
        "rehearsal": False,
        "by_group": {
            "african": 1, "asia_pacific": 0, "eastern_european": 0, "grulac": 0, "weog": 0, "none": 0, "reio": 0,
        },
        "signatories": [
            {"code": "KEN", "name": "Kenya", "group": "african", "signed_on": day, "day_established": True,
             "place": "Ha Noi", "accepted_despite": False, "entry": 1},
        ],
    }  # fmt: skip
    assert verifier.instant(found["as_of"]) >= now.replace(microsecond=0)
    assert set(found["definitions"]) >= {"as_of", "total", "head", "by_group", "signed_on"}


def test_the_json_is_the_same_in_every_language(client, kenya_signed):
    english, vietnamese = read(client), client.get("/demo/signatures.json", headers={"Accept-Language": "vi"}).json()
    assert english | {"as_of": ""} == vietnamese | {"as_of": ""}


def test_the_csv_agrees_with_the_json_and_no_cell_is_a_formula(client, treaty, states, minister, signed):
    Entity.objects.filter(code="ZZA").update(short_en='=HYPERLINK("http://evil.example")')
    dangerous = Entity.objects.get(code="ZZA")
    minister(dangerous)
    signed(dangerous)
    rows = list(csv.DictReader(io.StringIO(text(client, "/demo/signatures.csv").removeprefix("\ufeff"))))
    told = read(client)["signatories"]
    assert [row["code"] for row in rows] == [one["code"] for one in told] == ["ZZA"]
    assert rows[0]["name"] == "'" + told[0]["name"]
    assert (rows[0]["signed_on"], rows[0]["day_established"], rows[0]["head"]) == (
        told[0]["signed_on"],
        "true",
        log.head(treaty)[1],
    )


def test_whoever_downloads_log_and_program_finds_it_whole(client, treaty, kenya_signed, annul):
    annul(kenya_signed)
    lines = body_of(client.get("/demo/signatures/log.jsonl")).splitlines()
    program = {"__name__": "downloaded"}
    exec(body_of(client.get("/demo/signatures/verifier.py")), program)
    assert program["problems"](lines, kenya_signed.hash) == []
    assert program["problems"](lines[:-1], log.head(treaty)[1]) != []
    assert json.loads(lines[0])["entries"] == 2


def test_the_log_can_be_searched_by_the_name_of_a_state(client, kenya_signed, brazil, ambassador, full_powers, signed):
    ambassador(brazil)
    full_powers(brazil)
    signed(brazil)
    both, one = text(client, "/demo/signatures/log/"), text(client, "/demo/signatures/log/?q=kenya")
    assert re.findall(r'id="entry-(\d+)"', both) == ["2", "1"]
    assert re.findall(r'id="entry-(\d+)"', one) == ["1"]
    assert "No entry is about “nowhere”" in text(client, "/demo/signatures/log/?q=nowhere")


# How it is kept


def test_the_version_costs_one_statement_whoever_asks(client, kenya_signed, organiser, django_assert_num_queries):
    officer = Client()
    officer.force_login(organiser)
    for who in [client, officer]:
        with django_assert_num_queries(1):
            answer = who.get(VERSION)
        assert (answer.cookies, answer.has_header("Vary")) == ({}, False)


@pytest.mark.parametrize("path", ["/none/signatures/version", "/demo/x/signatures/version", "/%00/signatures/version"])
def test_there_is_no_version_where_there_is_no_ceremony(client, kenya_signed, path):
    assert client.get(path).status_code == 404


def test_a_version_is_only_asked_for(client, kenya_signed):
    assert client.post(VERSION).status_code == 405


def test_who_has_the_version_is_told_so_in_no_words_until_something_is_confirmed(
    client, treaty, kenya_signed, brazil, ambassador, full_powers, recording, depositary_officer, now
):
    ambassador(brazil)
    full_powers(brazil)
    first = client.get(VERSION)
    assert first["Cache-Control"] == "public, s-maxage=1"
    known = {"If-None-Match": first["ETag"]}
    again = client.get(VERSION, headers=known)
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "public, s-maxage=1")
    waiting = recording(brazil)
    assert client.get(VERSION, headers=known).status_code == 304
    waiting.confirm(by=depositary_officer, at=now)
    assert client.get(VERSION, headers=known).status_code == 200


def test_the_page_carries_the_version_that_it_shows(client, treaty, kenya_signed):
    for path in [BOARD, HALL]:
        tag = re.search(r'data-tag="([^"]+)"', text(client, path))[1]
        assert client.get(VERSION).content.decode() == tag
        assert client.get(VERSION, headers={"If-None-Match": f'"{tag}"'}).status_code == 304


@pytest.mark.parametrize(("path", "kept", "made"), [
    (BOARD, 1, 4), (HALL, 1, 4), ("/demo/signatures/status/", 1, 4), ("/demo/signatures/treaty/", 1, 6),
    ("/demo/signatures.json", 1, 4),
])  # fmt: skip
def test_a_page_is_made_once_with_few_statements_however_many_have_signed(
    client, kenya_signed, brazil, austria, minister, signed, django_assert_num_queries, path, kept, made
):
    with django_assert_num_queries(made):
        client.get(path)
    with django_assert_num_queries(kept):
        client.get(path)
    for entity in [brazil, austria]:
        minister(entity)
        signed(entity)
    with django_assert_num_queries(made):
        client.get(path)


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_is_listed_with_six_statements(
    client, kenya, brazil, austria, minister, signed, django_assert_num_queries, number
):
    for entity in [kenya, brazil, austria][:number]:
        minister(entity)
        signed(entity)
    with django_assert_num_queries(6):
        assert text(client, "/demo/signatures/log/").count('id="entry-') == number


def test_the_csv_and_the_export_take_few_statements(client, kenya_signed, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/demo/signatures.csv")
    with django_assert_num_queries(4):
        everything(client.get("/demo/signatures/log.jsonl"))


@pytest.mark.parametrize("change", [
    lambda: Treaty.objects.update(title={"en": "Changed"}, short_title={"en": "Changed"}),
    lambda: Ceremony.objects.update(title={"en": "Changed"}),
])  # fmt: skip
def test_a_kept_page_is_never_older_than_what_it_shows(client, kenya_signed, change):
    before = {path: client.get(path)["ETag"] for path in [*PAGES[:4], FILES[0]] if path != "/demo/"}
    assert not [path for path in PAGES if "Changed" in text(client, path)]
    change()
    assert [path for path in PAGES if "Changed" not in text(client, path)] == []
    assert [path for path, tag in before.items() if client.get(path)["ETag"] == tag] == []


@pytest.mark.parametrize("path", [BOARD, HALL])
def test_under_a_version_stands_the_page_as_everybody_sees_it(client, treaty, kenya_signed, path):
    shown, tag = text(client, path), client.get(VERSION).content.decode()
    followed = text(client, f"{path}at/{tag}")
    assert f'data-tag="{tag}"' in followed
    assert (count_on(followed), count_on(shown)) == ("1", "1")
    # The one is not kept in the place of the other: their own addresses stand on them.
    assert text(client, path).count(f"{path}at/") == 0


def test_a_followed_page_is_made_once_for_all_who_watch(client, kenya_signed, organiser, django_assert_num_queries):
    address = f"{BOARD}at/{client.get(VERSION).content.decode()}"
    first = text(client, address)
    with django_assert_num_queries(1):
        assert text(Client(), address) == first
    with django_assert_num_queries(1):
        assert text(Client(), f"{BOARD}at/made-up-1") == first
    # Each language and each person apart.
    assert 'lang="vi"' in text(Client(), address, headers={"Accept-Language": "vi"})
    client.force_login(organiser)
    assert text(client, address) != first


def test_a_followed_page_of_a_conference_in_preparation_is_for_its_own_people(client, kenya_signed, organiser):
    address = f"{BOARD}at/{client.get(VERSION).content.decode()}"
    Ceremony.objects.update(is_public=False)
    client.force_login(organiser)
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_a_kept_page_is_compressed_for_who_can_read_that(client, kenya_signed):
    plain = client.get(HALL)
    packed = client.get(HALL, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert ("Content-Encoding" in plain, packed["Content-Encoding"]) == (False, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert [answer["Vary"].count("Accept-Encoding") for answer in (plain, packed)] == [1, 1]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]}
    assert client.get(HALL, headers=headers).status_code == 304


def test_each_language_is_kept_apart(client, kenya_signed):
    english = text(client, BOARD)
    assert '<html lang="vi"' in text(client, BOARD, headers={"Accept-Language": "vi"})
    assert text(client, BOARD) == english


def test_an_officer_reads_the_same_numbers_and_nothing_of_his_page_is_kept(client, kenya_signed, organiser):
    officer = Client()
    officer.force_login(organiser)
    page = text(officer, BOARD)
    assert count_on(page) == "1"
    assert "Olga Organiser" in page
    assert "Olga Organiser" not in text(client, BOARD)


def test_a_board_in_preparation_is_shown_to_its_own_people_and_kept_by_nobody(client, kenya_signed, organiser):
    Ceremony.objects.update(is_public=False)
    for path in [VERSION, *PAGES, *FILES]:
        assert client.get(path).status_code == 404
    client.force_login(organiser)
    assert client.get(VERSION)["Cache-Control"] == "private, no-cache"
    page = text(client, BOARD)
    assert count_on(page) == "1"
    # Whoever watches it asks for the page itself: the version is asked for without anybody's cookie.
    assert "data-version" not in page


# Embargo


def test_under_embargo_no_address_says_more_than_that(client, treaty, kenya_signed, organiser):
    Treaty.objects.update(board=BoardState.EMBARGOED)
    officer = Client()
    officer.force_login(organiser)
    traces = ["Kenya", "KEN", kenya_signed.hash, "Amina", "1 of 2", "Head of the log"]
    for path in [*PAGES, *FILES, VERSION, "/demo/signatures/log/?q=kenya"]:
        for who in [client, officer]:
            said = everything(who.get(path))
            assert [trace for trace in traces if trace in said] == [], path
            assert 'class="count-number"' not in said
            assert path == VERSION or "under embargo" in said, path
    found = read(client)
    assert [found[key] for key in ["total", "head", "entries", "by_group", "signatories"]] == [None] * 5
    assert [client.get(path).status_code for path in FILES] == [200, 403, 403]


def test_the_facts_of_the_treaty_are_no_secret_under_embargo(client, treaty, window, kenya_signed):
    Treaty.objects.update(board=BoardState.EMBARGOED)
    page = text(client, "/demo/signatures/treaty/")
    assert "Ha Noi" in main_of(page)
    assert "It enters into force 90 days after the day of deposit of instrument number 2." in page
    assert "<meter" not in page


def test_under_embargo_nothing_tells_that_something_was_confirmed(
    client, treaty, kenya_signed, brazil, ambassador, full_powers, signed, annul, now, monkeypatch
):
    # Pages are kept by the minute.
    monkeypatch.setattr(timezone, "now", lambda: now)
    ambassador(brazil)
    full_powers(brazil)
    Treaty.objects.update(board=BoardState.EMBARGOED)
    caches["rendered"].clear()
    watched = [*PAGES[:4], "/demo/", VERSION]

    def told():
        return {path: (client.get(path)["ETag"], body_of(client.get(path))) for path in watched}

    before = told()
    signed(brazil)
    annul(kenya_signed)
    assert told() == before


def test_lifting_the_embargo_changes_the_version_and_shows_all(client, treaty, kenya_signed):
    Treaty.objects.update(board=BoardState.EMBARGOED)
    tag = client.get(VERSION)["ETag"]
    Treaty.objects.update(board=BoardState.OPEN)
    assert client.get(VERSION, headers={"If-None-Match": tag}).status_code == 200
    assert count_on(text(client, BOARD)) == "1"


# The home and the ways in


def test_the_home_tells_how_many_signed_and_leads_to_the_board(client, kenya_signed):
    page = text(client, "/demo/")
    assert '<strong class="big-figure">1</strong>' in page
    assert "As of entry 1 of the log" in page
    assert f'<a href="{BOARD}">Signatures</a>' in page


def test_who_has_nothing_of_his_own_is_still_told_so_beside_the_way_for_everybody(client, treaty, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    page = text(client, "/demo/")
    assert "Nothing here is addressed to" in page
    assert f'<a href="{BOARD}">Signatures</a>' in page


def test_the_board_of_one_ceremony_counts_no_signature_of_another(client, treaty, kenya_signed):
    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="The other one"), time_zone="UTC", starts_on="2026-05-01", ends_on="2026-05-02",
        is_public=True,
    )  # fmt: skip
    Treaty.objects.create(ceremony=other, title=LocalText(en="Another treaty"), actions=["signature"])
    assert read(client, "/other/signatures.json")["total"] == 0
    assert "Kenya" not in text(client, "/other/signatures/")
    assert Standing.objects.count() == 1


def test_whose_day_is_not_established_counts_and_is_never_named_as_last(
    client, treaty, kenya_signed, brazil, minister, calling, treaty_officer, depositary_officer, now
):
    minister(brazil)
    call = calling(brazil)
    Recording.objects.record(call, key=call.key, by=treaty_officer, at=now, day_established=False).confirm(
        by=depositary_officer, at=now
    )
    page = text(client, BOARD)
    assert count_on(page) == "2"
    assert re.findall(r'class="latest-name">([^<]+)<', page) == ["Kenya"]
    assert "1 who signed is not drawn: the day is not established." in page
    board = Board(Published.of(treaty, now))
    assert [(number, total) for _day, number, total in board.days()] == [(1, 1)]
    assert board.without_day == 1
