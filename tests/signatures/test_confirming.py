"""The depositary's screen: who confirms a signature, who comes second, and who finds no such screen."""

import pytest

from signatures.models import Entry, Recording
from tests.signatures.asking import *  # noqa: F403
from tests.signatures.pressing import press

pytestmark = pytest.mark.django_db


def test_confirming_twice_is_told_the_entry_both_times(depositary, kenya, minister, recording):
    minister(kenya)
    key = recording(kenya).key
    answers = [depositary.script("recording_confirm", key) for _again in range(2)]
    assert answers[0] == answers[1]
    assert answers[0][:2] == (200, "confirmed")
    assert answers[0][2][0].startswith("Kenya (KEN): entry 1 of the log, confirmed by Dora Depositary")
    assert depositary.get("recording_state", key).json()["state"] == "confirmed"


def test_who_comes_second_is_told_who_was_first(depositary, other_depositary, kenya, minister, recording):
    minister(kenya)
    key = recording(kenya).key
    depositary.post("recording_confirm", key)
    status, state, words = other_depositary.script("recording_send_back", key, reason="I see nobody")
    assert (status, state) == (200, "confirmed")
    assert "confirmed by Dora Depositary" in words[0]


def test_a_treaty_officer_finds_no_confirming_screen(officer, kenya, minister, recording):
    minister(kenya)
    key = recording(kenya).key
    assert officer.get("confirm").status_code == 404
    assert officer.post("recording_confirm", key).status_code == 404
    assert officer.post("recording_send_back", key, reason="x").status_code == 404


def test_who_recorded_sees_that_another_confirms(depositary, sitting, kenya, minister, calling):
    minister(kenya)
    call = calling(kenya)
    depositary.post("record", sitting.pk, **press(call))
    page = depositary.page("confirm")
    assert "You recorded it: another officer of the depositary confirms it." in page
    assert "Confirm KENYA" not in page
    assert depositary.script("recording_confirm", call.key)[0] == 409
    assert Entry.objects.count() == 0


def test_sending_back_asks_for_a_reason(depositary, kenya, minister, recording):
    minister(kenya)
    key = recording(kenya).key
    assert depositary.told("recording_send_back", key, reason=" ") == ["Write why it is sent back."]
    assert Recording.objects.get().status == "pending"
