"""What must not be signed: each is refused with the rule in words, kept as an attempt, and nothing of it is half done."""

import re
import uuid
from datetime import date, timedelta

import pytest

from ceremony.procedure import Refused
from directory.models import Entity, EntityKind
from directory.texts import LocalText
from signatures.models import (
    Action,
    Attempt,
    Call,
    Check,
    Entry,
    FullPowers,
    Manner,
    Recording,
    SigningWindow,
    Sitting,
    Standing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused():
    """Tries, and looks whether it was refused in these words, kept under these rules, and left nothing behind."""

    def trying(verb, words, entity, tried, rules):
        before = (Recording.objects.count(), Entry.objects.count(), Standing.objects.count())
        with pytest.raises(Refused, match=words):
            verb()
        attempt = Attempt.objects.latest("pk")
        assert (attempt.entity_code, attempt.verb, attempt.codes) == (entity.code, tried, rules)
        assert (Recording.objects.count(), Entry.objects.count(), Standing.objects.count()) == before

    return trying


UNTICKED = {
    "treaty_named": "The treaty is named exactly",
    "signing_authorised": "expressly authorised",
    "issuer_signed": "The issuer signed it",
    "same_entity": "not from one with a like name",
}


@pytest.mark.parametrize(
    ("read", "words", "rule"),
    [
        ({"issuer_office": "other_minister"}, "does not issue full powers", "powers_of_another_office"),
        ({"issuer_office": "permanent_representative"}, "does not issue full powers", "powers_of_another_office"),
        ({"issuer_name": "Bento Example"}, "Nobody issues full powers to himself", "powers_to_oneself"),
        *(
            ({"checks": [one for one in Check.values if one != check]}, words, f"not_{check}")
            for check, words in UNTICKED.items()
        ),
    ],
)
def test_a_paper_that_does_not_empower_is_not_accepted(
    brazil, full_powers, treaty_officer, now, refused, read, words, rule
):
    powers = full_powers(brazil, upto="examining", **read)
    refused(lambda: powers.accept_copy(by=treaty_officer, at=now), words, brazil, "accept", [rule])
    assert FullPowers.objects.get().status == "examining"


def test_what_is_merely_not_written_yet_is_no_attempt(brazil, full_powers, treaty_officer, now):
    with pytest.raises(Refused):
        full_powers(brazil, upto="examining", issuer_name="").accept_copy(by=treaty_officer, at=now)
    assert Attempt.objects.count() == 0


def test_a_flaw_found_on_the_page_is_kept_as_an_attempt_and_what_was_read_is_not(
    client, brazil, full_powers, treaty_officer
):
    powers = full_powers(brazil, upto="examining")
    client.force_login(treaty_officer)
    read = {
        "person_named": "Bento Example", "issuer_office": "other_minister", "issuer_name": "Iara Example",
        "issued_on": "2025-10-01", "checks": Check.values,
    }  # fmt: skip
    client.post(f"/demo/signatures/desk/powers/{powers.key}/accept/", read)
    assert Attempt.objects.values_list("verb", "codes").get() == ("accept", ["powers_of_another_office"])
    assert FullPowers.objects.values_list("status", "issuer_office").get() == ("examining", "foreign_minister")


@pytest.mark.parametrize(
    ("prepare", "words", "rule"),
    [
        ("another person", "name Caio Example, not Bento Example", "powers_name_another"),
        ("revoked this morning", "were revoked", "powers_revoked"),
        ("never verified", "not verified by the depositary", "powers_not_verified"),
        ("of a State with a like name", "needs full powers: none were announced", "no_powers"),
    ],
)
def test_powers_that_are_not_good_are_not_enough_at_the_table(
    brazil, kenya, ambassador, full_powers, recording, treaty_officer, now, refused, prepare, words, rule
):
    ambassador(brazil)
    match prepare:
        case "another person":
            full_powers(brazil, person_named="Caio Example")
        case "revoked this morning":
            full_powers(brazil).revoke(by=treaty_officer, at=now, reason="By note verbale of this morning")
        case "never verified":
            full_powers(brazil, upto="accepted")
        case "of a State with a like name":
            full_powers(kenya)  # they name the same person
    refused(lambda: recording(brazil), words, brazil, "record", [rule])
    assert Call.objects.get().status == "called"


def test_an_office_that_nobody_confirmed(kenya, minister, recording, treaty_officer, now, refused):
    minister(kenya).withdraw_confirmation(by=treaty_officer, at=now, reason="A new government")
    refused(lambda: recording(kenya), "no treaty officer has confirmed", kenya, "record", ["office_not_confirmed"])


def test_the_european_union_before_any_member(union, ambassador, full_powers, recording, refused):
    ambassador(union)
    full_powers(union, issuer_office="competent_authority")
    refused(lambda: recording(union), "only after one of its member States", union, "record", ["no_member_signed"])


def test_a_state_twice(kenya, minister, signed, treaty_officer, now, refused):
    minister(kenya)
    signed(kenya)
    call = Call.objects.get()
    again = lambda: Recording.objects.record(call, key=uuid.uuid4(), by=treaty_officer, at=now)  # noqa: E731
    refused(again, "has signed already: entry 1", kenya, "record", ["has_signed"])


def test_a_state_twice_while_the_first_waits(kenya, minister, recording, treaty_officer, now, refused):
    minister(kenya)
    recording(kenya)
    call = Call.objects.get()
    again = lambda: Recording.objects.record(call, key=uuid.uuid4(), by=treaty_officer, at=now)  # noqa: E731
    at = call.ceremony.show_time(now)
    assert at.endswith("(Ha Noi time)")
    words = re.escape(f"Kenya waits to be confirmed: Thuy Treaty recorded it, {at}. Confirm it")
    refused(again, words, kenya, "record", ["recorded_pending"])


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Asia/Ho_Chi_Minh", date(2025, 10, 25), date(2025, 10, 26)),
        ("America/New_York", date(2025, 10, 27), date(2026, 3, 8)),
    ],
)
def test_a_second_outside_the_window_in_either_place(
    treaty, kenya, minister, treaty_officer, now, refused, zone, first, last
):
    window = SigningWindow.objects.create(
        treaty=treaty, place=LocalText(en=zone), time_zone=zone, first_day=first, last_day=last
    )
    sitting = Sitting.objects.create(
        treaty=treaty, window=window, name=LocalText(en="Appointment"), starts_at=window.opens_at
    )
    minister(kenya)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)

    def enter(signed_at):
        return Recording.objects.record(call, key=uuid.uuid4(), by=treaty_officer, at=now, signed_at=signed_at)

    now = window.closes_at + timedelta(days=30)
    for outside in [window.opens_at - timedelta(seconds=1), window.closes_at]:
        refused(lambda at=outside: enter(at), "outside the days", kenya, "record", ["outside_window"])
    assert enter(window.closes_at - timedelta(seconds=1)).matter["local"][11:19] == "23:59:59"


def test_a_definitive_signature(kenya, deposited, refused):
    refused(
        lambda: deposited(kenya, Action.DEFINITIVE_SIGNATURE), "not possible", kenya, "deposit", ["definitive"]
    )  # fmt: skip


def test_an_organisation_that_may_not_sign(sitting, deposited, treaty_officer, now, refused):
    red_cross = Entity.objects.create(
        code="ICRC", kind=EntityKind.IGO, short_en="Red Cross", formal_en="the Red Cross", sort_en="red cross"
    )
    listing = lambda: Call.objects.add(sitting, red_cross, by=treaty_officer, at=now)  # noqa: E731
    refused(listing, "may not sign", red_cross, "list", ["may_not_sign"])
    refused(lambda: deposited(red_cross, Action.ACCESSION), "may not sign", red_cross, "deposit", ["may_not_sign"])
    assert Call.objects.count() == 0


def test_one_officer_as_both(kenya, minister, calling, depositary_officer, now, refused):
    minister(kenya)
    call = calling(kenya)
    recording = Recording.objects.record(call, key=call.key, by=depositary_officer, at=now)
    refused(
        lambda: recording.confirm(by=depositary_officer, at=now), "another officer does", kenya, "confirm", ["one_officer"]
    )  # fmt: skip
    assert Recording.objects.get().status == "pending"


def test_one_officer_who_uploads_and_verifies(brazil, full_powers, second_treaty_officer, now, refused):
    powers = full_powers(brazil, upto="accepted")
    refused(
        lambda: powers.verify(by=second_treaty_officer, at=now, manner=Manner.ORIGINAL), "does not verify it", brazil,
        "verify", ["own_upload"],
    )  # fmt: skip


def test_only_the_depositary_verifies(brazil, full_powers, treaty_officer, now):
    powers = full_powers(brazil, upto="accepted")
    with pytest.raises(Refused, match="Only the depositary's officers"):
        powers.verify(by=treaty_officer, at=now, manner=Manner.ORIGINAL)
    assert FullPowers.objects.get().status == "accepted"


def test_a_ratification_by_one_who_did_not_sign(kenya, deposited, refused):
    refused(lambda: deposited(kenya, Action.RATIFICATION), "has not signed", kenya, "deposit", ["not_signed"])


def test_a_name_that_was_erased_is_nobodys(brazil, ambassador, full_powers, recording, refused):
    who = ambassador(brazil)
    powers = full_powers(brazil)
    type(who).objects.update(name="—")
    FullPowers.objects.filter(pk=powers.pk).update(person_named="")
    refused(lambda: recording(brazil), "not verified", brazil, "record", ["powers_not_verified"])


def test_a_key_of_another_ceremony_records_nothing_here(kenya, minister, recording, treaty, now, treaty_officer):
    minister(kenya)
    used = recording(kenya)
    call = Call.objects.get()
    call.treaty.pk += 1
    with pytest.raises(Refused, match="This key belongs to another"):
        Recording.objects.record(call, key=used.key, by=treaty_officer, at=now)


def test_a_declaration_of_no_kind_is_said_and_not_recorded(client, kenya, minister, calling, sitting, treaty_officer):
    minister(kenya)
    call = calling(kenya)
    client.force_login(treaty_officer)
    answer = client.post(
        f"/demo/signatures/desk/record/{sitting.pk}/",
        {
            "call": call.pk, "key": call.key, "declarations-TOTAL_FORMS": "1", "declarations-INITIAL_FORMS": "0",
            "declarations-0-text": "We understand article 3 as follows.",
        },
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert Recording.objects.count() == 0


def test_the_desk_says_that_an_original_is_still_owed(
    client, brazil, ambassador, full_powers, calling, sitting, treaty_officer, depositary_officer, now
):
    ambassador(brazil)
    full_powers(brazil, upto="accepted").verify(
        by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="In the bag", due_on=date(2030, 1, 31)
    )
    calling(brazil)
    client.force_login(treaty_officer)
    page = f"/demo/signatures/desk/record/{sitting.pk}/"
    assert (
        "Accepted provisionally: the original is due on 31 January 2030. In the bag"
        in client.get(page).content.decode()
    )
    FullPowers.objects.get().receive_original(by=depositary_officer, at=now, on=now.date())
    assert "Accepted provisionally" not in client.get(page).content.decode()


def test_a_declaration_in_no_language_is_refused_in_words(kenya, minister, calling, treaty_officer, now):
    minister(kenya)
    call = calling(kenya)
    declarations = [{"kind": "declaration", "language": "", "text": "We understand article 3 so."}]
    with pytest.raises(Refused, match="cannot be entered as it is"):
        Recording.objects.record(call, key=call.key, by=treaty_officer, at=now, declarations=declarations)
    assert Recording.objects.count() == 0
