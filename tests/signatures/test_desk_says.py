"""What the desk says of what was recorded stays true: it follows what became of it."""

import pytest
from playwright.sync_api import expect

from signatures.models import Call, Recording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def recorded(tablet, sitting, kenya, minister, treaty_officer, now):
    """Kenya, recorded at a tablet that says so."""
    minister(kenya)
    Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    desk = tablet(treaty_officer, "record", sitting.pk)
    desk.keyboard.press("n")
    expect(desk.locator(".desk-word")).to_have_text("At the table")
    desk.keyboard.press("r")
    expect(desk.locator("[data-said]")).to_contain_text("It waits to be confirmed.")
    return desk


def test_what_was_sent_back_is_no_longer_said_to_wait(recorded, depositary_officer, now):
    Recording.objects.get().send_back(by=depositary_officer, at=now, reason="Nobody sat there")
    said = recorded.locator("[data-said]")
    expect(said).to_contain_text("sent back by Dora Depositary")
    expect(said).to_contain_text("Nobody sat there")
    expect(said).not_to_contain_text("waits")


def test_what_was_confirmed_is_said_with_its_number(recorded, depositary_officer, now):
    Recording.objects.get().confirm(by=depositary_officer, at=now)
    expect(recorded.locator("[data-said]")).to_contain_text("entry 1 of the log, confirmed by Dora Depositary")
