"""The focal point's page: what is asked for, and what is not."""

import pytest

from delegations.models import Rank
from signatures.models import Office, Representative

pytestmark = pytest.mark.django_db

EXPLAINED = "Full powers are a paper that names the person who signs"
PUT_AWAY = "Hand in full powers all the same"


@pytest.fixture
def page(client, treaty, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return lambda: client.get("/demo/delegation/KEN/signing/").content.decode()


def test_who_signs_by_virtue_of_a_confirmed_office_is_asked_for_no_paper(page, kenya, minister):
    minister(kenya)
    shown = page()
    assert "Not needed: there is nothing for you to hand in." in shown
    assert (EXPLAINED in shown, "Three papers" in shown, "They will come later" in shown) == (False, False, False)
    assert shown.index(PUT_AWAY) < shown.index("Hand in the full powers")


def test_an_office_that_is_not_confirmed_yet_asks_for_none_either(page, treaty, kenya, treaty_officer, now):
    Representative.objects.name_for(
        treaty, kenya, name="Amina Example", title="Minister", rank=Rank.FOREIGN_MINISTER,
        office=Office.FOREIGN_MINISTER, by=treaty_officer, at=now,
    )  # fmt: skip
    shown = page()
    assert "Not needed once the office is confirmed." in shown
    assert (EXPLAINED in shown, PUT_AWAY in shown) == (False, True)


def test_whoever_needs_full_powers_reads_what_they_are(page, kenya, ambassador):
    ambassador(kenya)
    shown = page()
    assert (EXPLAINED in shown, PUT_AWAY in shown, "Three papers" in shown) == (True, False, True)


def test_after_the_signature_no_step_is_numbered_any_more(page, kenya, minister, signed):
    minister(kenya)
    signed(kenya)
    shown = page()
    assert ("Who signed" in shown, "2. Who signs?" in shown, "4. Full powers" in shown) == (True, False, False)
    assert "there is nothing for you to hand in" not in shown
