"""The public pages: what they say of what stands, to people and to programs."""

import csv
import io
import json
import re

import pytest
from django.utils import translation

from ceremony.models import Ceremony
from directory.models import Entity
from directory.texts import LocalText
from signatures import log, verifier
from signatures.board import Board
from signatures.models import BoardState, Recording, Standing, Treaty
from signatures.published import Published
from tests.signatures.watching import *  # noqa: F403
from tests.signatures.watching import (
    BOARD,
    FILES,
    HALL,
    PAGES,
    VERSION,
    body_of,
    count_on,
    everything,
    main_of,
    read,
    text,
)

pytestmark = pytest.mark.django_db


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
