"""What the desk says of what was recorded stays true: it follows what became of it."""

import re

import pytest
from playwright.sync_api import expect

from signatures.models import Call, Recording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_table(tablet, sitting, kenya, minister, treaty_officer, now):
    """A tablet that shows Kenya at the table."""
    minister(kenya)
    Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    desk = tablet(treaty_officer, "record", sitting.pk)
    desk.keyboard.press("n")
    expect(desk.locator(".desk-word")).to_have_text("At the table")
    return desk


def record(desk):
    desk.keyboard.press("r")
    expect(desk.locator("[data-said]")).to_contain_text("It waits to be confirmed.")


@pytest.fixture
def recorded(at_the_table):
    """Kenya, recorded at a tablet that says so."""
    record(at_the_table)
    return at_the_table


def test_what_was_sent_back_is_no_longer_said_to_wait(recorded, depositary_officer, now):
    Recording.objects.get().send_back(by=depositary_officer, at=now, reason="Nobody sat there")
    said = recorded.locator("[data-said]")
    expect(said).to_contain_text("sent back by Dora Depositary")
    expect(said).to_contain_text("Nobody sat there")
    expect(said).not_to_contain_text("waits")


def test_what_was_confirmed_is_said_with_its_number(recorded, depositary_officer, now):
    Recording.objects.get().confirm(by=depositary_officer, at=now)
    expect(recorded.locator("[data-said]")).to_contain_text("entry 1 of the log, confirmed by Dora Depositary")


def test_what_was_confirmed_before_the_screen_was_refreshed_is_said_too(at_the_table, depositary_officer, now):
    held = []
    at_the_table.route(re.compile("part=1"), lambda refreshing: held.append(refreshing))
    record(at_the_table)
    Recording.objects.get().confirm(by=depositary_officer, at=now)
    for refreshing in held:
        refreshing.continue_()
    at_the_table.unroute(re.compile("part=1"))
    expect(at_the_table.locator("[data-said]")).to_contain_text("entry 1 of the log, confirmed by Dora Depositary")
