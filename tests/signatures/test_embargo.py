"""Under embargo no page, file or header lets anything through."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from signatures.models import BoardState, Treaty
from tests.signatures.watching import *  # noqa: F403
from tests.signatures.watching import BOARD, FILES, PAGES, VERSION, body_of, count_on, everything, main_of, read, text

pytestmark = pytest.mark.django_db


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
