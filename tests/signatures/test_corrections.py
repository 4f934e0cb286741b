"""What is put right after it was confirmed: annulments and rectifications, and instruments that are deposited."""

import re
import uuid
from datetime import timedelta

import pytest

from signatures import log
from signatures.echo import Echo
from signatures.models import Entry, Recording
from tests.signatures.asking import *  # noqa: F403
from tests.signatures.asking import NO_DECLARATION, declaring

pytestmark = pytest.mark.django_db


def test_an_entry_is_annulled_by_two_officers_of_the_depositary_and_entered_again(
    officer, depositary, other_depositary, treaty, kenya, minister, signed
):
    minister(kenya)
    signed(kenya)
    key = depositary.get("annul", 1).context["form"]["key"].value()
    assert "A correction" not in depositary.page("entry", 1)
    depositary.post("annul", 1, key=key, reason="Recorded for the wrong State")
    depositary.post("annul", 1, key=key, reason="Recorded for the wrong State")
    assert Recording.objects.filter(status="pending").count() == 1
    assert "waits to be confirmed by another officer" in officer.page("entry", 1)
    page = other_depositary.page("confirm")
    assert "Confirm the annulment of entry 1, KENYA (KEN)" in page
    assert "Put right" not in page
    other_depositary.post("recording_confirm", key)
    assert "It does not stand any more" in officer.page("entry", 1)
    assert signed(kenya).number == 3
    assert log.check(treaty) == []


def rectifying(page, **changed):
    form = page.context["form"]
    typed = {field.html_name: field.value() for field in form}
    at = typed["signed_at"]
    typed["signed_at"] = at if isinstance(at, str) else at.strftime("%Y-%m-%dT%H:%M:%S")
    return typed | NO_DECLARATION | changed


def test_a_rectification_shows_what_stood_and_what_is_put_right(
    depositary, other_depositary, treaty, kenya, minister, signed
):
    minister(kenya)
    signed(kenya)
    page = depositary.get("rectify", 1)
    nothing = depositary.post("rectify", 1, **rectifying(page, reason="No reason"))
    assert "Nothing differs from what stands" in nothing.content.decode()
    typed = rectifying(page, title="Minister for Foreign and Diaspora Affairs", reason="Title in full")
    typed |= declaring("declaration", "en", "Kenya declares.")
    assert depositary.post("rectify", 1, **typed).status_code == 302
    confirming = other_depositary.page("confirm")
    wanted = [
        "Amina Example, Minister for Foreign Affairs",
        "Amina Example, Minister for Foreign and Diaspora Affairs",
        "Kenya declares.",
        "Title in full",
    ]
    assert [words for words in wanted if words not in confirming] == []
    other_depositary.post("recording_confirm", typed["key"])
    entry = Entry.objects.get(number=2)
    assert (entry.kind, entry.corrects, entry.content["representative"]["title"]) == (
        "rectification", 1, "Minister for Foreign and Diaspora Affairs",
    )  # fmt: skip
    assert entry.content["at"] == Entry.objects.get(number=1).content["at"]
    assert log.check(treaty) == []


def test_a_time_outside_the_window_is_no_rectification(depositary, kenya, minister, signed, window):
    minister(kenya)
    signed(kenya)
    before = (window.opens_at - timedelta(seconds=1)).astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")
    page = depositary.post(
        "rectify", 1, **rectifying(depositary.get("rectify", 1), signed_at=before, reason="By the minutes")
    )
    assert "outside the days on which the treaty is open" in page.content.decode()
    assert Recording.objects.filter(status="pending").count() == 0


def test_an_annulment_shows_the_hour_of_the_signature_and_its_own_apart(
    depositary, other_depositary, kenya, minister, signed, now
):
    minister(kenya)
    entry = signed(kenya, at=now - timedelta(minutes=30))
    depositary.post("annul", 1, key=uuid.uuid4(), reason="Recorded for the wrong State")
    own = Echo(Recording.objects.get(corrects=entry).matter)

    def hours(page):
        return re.findall(r"<dt>([^<]*[Tt]ime[^<]*)</dt>\s*<dd>([^<]*)<", page)

    told = [("Time of entry 1", Echo(entry.content).when), ("Time of the annulment", own.when)]
    assert hours(depositary.page("annul", 1)) == [("Time", told[0][1])]
    assert hours(other_depositary.page("confirm")) == told
    other_depositary.post("recording_confirm", Recording.objects.get(corrects=entry).key)
    assert hours(depositary.page("entry", 2)) == told


def test_annulling_and_rectifying_are_the_depositarys(officer, kenya, minister, signed):
    minister(kenya)
    signed(kenya)
    assert (officer.get("annul", 1).status_code, officer.get("rectify", 1).status_code) == (404, 404)
    assert "Rectify" not in officer.page("entry", 1)


def test_an_instrument_is_deposited_and_rule_8_is_said_in_words(
    officer, depositary, treaty, kenya, brazil, minister, signed, now, ceremony
):
    minister(kenya)
    signed(kenya)
    typed = {
        "key": uuid.uuid4(), "reference": "C.N.7.2026", "deposited_at": ceremony.local(now + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S"),
        **NO_DECLARATION,
    }  # fmt: skip
    page = officer.post("deposit", entity=brazil.pk, action="ratification", **typed)
    assert "Brazil has not signed before that time: only who has signed ratifies" in page.content.decode()
    assert officer.post("deposit", entity=kenya.pk, action="ratification", **typed).status_code == 302
    depositary.post("recording_confirm", typed["key"])
    assert "Instrument C.N.7.2026." in officer.page("entry", 2)
    assert log.check(treaty) == []


def test_entries_are_found_by_number_and_by_name(officer, kenya, brazil, minister, signed):
    for entity in (kenya, brazil):
        minister(entity)
        signed(entity)

    def found(asked):
        return [entry.number for entry in officer.get("entries", q=asked).context["page_obj"]]

    assert (found(""), found("1"), found("brazil"), found("Zed")) == ([2, 1], [1], [2], [])
