"""How the public pages are kept: made once for a version, never older than what they show, and apart by language and reader."""

import gzip
import re

import pytest
from django.test import Client

from ceremony.models import Ceremony
from signatures.models import Treaty
from tests.signatures.watching import *  # noqa: F403
from tests.signatures.watching import BOARD, FILES, HALL, PAGES, VERSION, count_on, everything, text

pytestmark = pytest.mark.django_db


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
