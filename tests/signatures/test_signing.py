"""Rules 1 to 8 at the desk: what may be recorded, what is refused and why, and what stands afterwards."""

import uuid
from datetime import timedelta

import pytest

from ceremony.procedure import AlreadyDecided, Refused
from signatures import log
from signatures.models import Action, Attempt, Call, Entry, EntryKind, Manner, Recording, Standing, Stands

pytestmark = pytest.mark.django_db


def standing(treaty):
    return {(one.entity_code, one.part): one.entry.number for one in Standing.objects.filter(treaty=treaty)}


def test_a_minister_for_foreign_affairs_signs_by_virtue_of_office(treaty, kenya, minister, signed):
    minister(kenya)
    entry = signed(kenya)
    assert (entry.number, entry.content["basis"]["kind"]) == (1, "office")
    assert standing(treaty) == {("KEN", "signature"): 1}
    assert Call.objects.get(entity=kenya).status == "signed"
    assert log.check(treaty) == []


def test_an_ambassador_signs_with_verified_full_powers(treaty, brazil, ambassador, full_powers, signed):
    ambassador(brazil)
    full_powers(brazil)
    assert signed(brazil).content["basis"]["issued_by"] == "foreign_minister"
    assert log.check(treaty) == []


@pytest.mark.parametrize("upto", ["examining", "accepted"])
def test_a_copy_that_nobody_verified_is_not_enough(brazil, ambassador, full_powers, recording, upto):
    ambassador(brazil)
    full_powers(brazil, upto=upto)
    with pytest.raises(Stands) as refused:
        recording(brazil)
    assert refused.value.codes == ["powers_not_verified"]


def test_full_powers_that_name_another_person_are_not_enough(brazil, ambassador, full_powers, recording):
    ambassador(brazil, name="Caio Example")
    full_powers(brazil)
    with pytest.raises(Stands, match="name Bento Example, not Caio Example"):
        recording(brazil)


def test_full_powers_revoked_this_morning_are_not_enough(
    brazil, ambassador, full_powers, recording, treaty_officer, now
):
    ambassador(brazil)
    full_powers(brazil).revoke(by=treaty_officer, at=now, reason="By note verbale of this morning")
    with pytest.raises(Stands, match="were revoked"):
        recording(brazil)


def test_an_office_that_nobody_confirmed_is_not_enough(treaty, kenya, minister, recording, treaty_officer, now):
    minister(kenya).withdraw_confirmation(by=treaty_officer, at=now, reason="A new government was sworn in")
    with pytest.raises(Stands) as refused:
        recording(kenya)
    assert refused.value.codes == ["office_not_confirmed"]
    assert Attempt.objects.values_list("entity_code", "verb", "codes").get() == (
        "KEN",
        "record",
        ["office_not_confirmed"],
    )
    assert (Recording.objects.count(), Entry.objects.count()) == (0, 0)


def test_naming_somebody_else_withdraws_what_was_confirmed(kenya, minister, ambassador, recording):
    minister(kenya)
    ambassador(kenya, name="Kamau Example")
    with pytest.raises(Stands) as refused:
        recording(kenya)
    assert refused.value.codes == ["no_powers"]


def test_the_depositary_may_accept_despite_a_lack_of_authority(
    treaty, brazil, ambassador, calling, treaty_officer, depositary_officer, now
):
    ambassador(brazil)
    call = calling(brazil)
    call.accept_despite(by=depositary_officer, at=now, reason="The original is on its way; assurance of the mission")
    entry = Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).confirm(
        by=depositary_officer, at=now
    )
    assert entry.content["despite"]["rules"] == ["no_powers"]
    assert entry.content["despite"]["reason"].startswith("The original is on its way")
    assert log.check(treaty) == []


def test_nobody_accepts_despite_a_second_signature(
    treaty, kenya, minister, signed, sitting, treaty_officer, depositary_officer, now
):
    minister(kenya)
    signed(kenya)
    with pytest.raises(Refused, match="on the list already"):
        Call.objects.add(sitting, kenya, by=treaty_officer, at=now)


def test_an_organisation_signs_after_a_member_and_never_by_office(
    treaty, union, austria, ambassador, minister, full_powers, recording, signed, treaty_officer, now
):
    with pytest.raises(Refused, match="never signs by virtue of office"):
        minister(union)
    ambassador(union)
    full_powers(union, issuer_office="competent_authority")
    with pytest.raises(Stands) as refused:
        recording(union)
    assert refused.value.codes == ["no_member_signed"]
    Call.objects.get(entity=union).call_back(by=treaty_officer, at=now)
    minister(austria)
    signed(austria)
    assert signed(union).number == 2
    assert log.check(treaty) == []


def test_the_last_members_entry_is_not_annulled_before_the_organisations(
    treaty,
    union,
    austria,
    ambassador,
    minister,
    full_powers,
    signed,
    second_depositary_officer,
    depositary_officer,
    now,
):
    minister(austria)
    ambassador(union)
    full_powers(union, issuer_office="competent_authority")
    first, second = signed(austria), signed(union)
    with pytest.raises(Stands) as refused:
        annul(first, second_depositary_officer, depositary_officer, now)
    assert refused.value.codes == ["reio_first"]
    annul(second, second_depositary_officer, depositary_officer, now)
    annul(first, second_depositary_officer, depositary_officer, now)
    assert standing(treaty) == {}
    assert log.check(treaty) == []


def annul(entry, recorder, confirmer, at, reason="Recorded for the wrong State"):
    pending = Recording.objects.correct(entry, EntryKind.ANNULMENT, key=uuid.uuid4(), by=recorder, at=at, reason=reason)
    return pending.confirm(by=confirmer, at=at)


@pytest.mark.parametrize(("second", "inside"), [(-1, True), (0, False)])
def test_the_window_closes_at_midnight_there(treaty, window, kenya, minister, recording, second, inside):
    minister(kenya)
    at = window.closes_at + timedelta(seconds=second)
    if inside:
        assert recording(kenya, at).at == at
    else:
        with pytest.raises(Stands, match="outside the days"):
            recording(kenya, at)


def test_the_same_key_records_once(kenya, minister, calling, treaty_officer, now):
    minister(kenya)
    call = calling(kenya)
    recordings = {Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).pk for _again in range(3)}
    assert len(recordings) == 1


def test_who_records_does_not_confirm(kenya, minister, recording, treaty_officer, now):
    minister(kenya)
    with pytest.raises(Refused, match="Who records does not confirm"):
        recording(kenya).confirm(by=treaty_officer, at=now)
    assert Entry.objects.count() == 0


def test_the_second_to_confirm_is_told_who_was_first(
    kenya, minister, recording, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    pending = recording(kenya)
    again = Recording.objects.get(pk=pending.pk)
    pending.confirm(by=depositary_officer, at=now)
    with pytest.raises(AlreadyDecided, match="Dora Depositary was first"):
        again.confirm(by=second_depositary_officer, at=now)


def test_who_comes_after_the_confirmation_is_told_who_was_first(
    kenya, minister, recording, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    recording(kenya).confirm(by=depositary_officer, at=now)
    late = Recording.objects.get()
    with pytest.raises(AlreadyDecided, match="Dora Depositary was first"):
        late.confirm(by=second_depositary_officer, at=now)
    with pytest.raises(AlreadyDecided, match="Dora Depositary was first"):
        late.send_back(by=second_depositary_officer, at=now, reason="Not yet at the table")


def test_what_is_sent_back_can_be_recorded_again(treaty, kenya, minister, recording, signed, depositary_officer, now):
    minister(kenya)
    recording(kenya).send_back(by=depositary_officer, at=now, reason="Not yet at the table")
    assert Call.objects.get(entity=kenya).status == "waiting"
    assert signed(kenya).number == 1


def test_an_annulled_signature_is_entered_again(
    treaty, kenya, minister, signed, second_depositary_officer, depositary_officer, now
):
    minister(kenya)
    annul(signed(kenya), second_depositary_officer, depositary_officer, now)
    assert signed(kenya).number == 3
    assert standing(treaty) == {("KEN", "signature"): 3}
    assert log.check(treaty) == []


def test_a_rectification_stands_in_the_place_of_what_it_corrects(
    treaty, kenya, minister, signed, second_depositary_officer, depositary_officer, now
):
    minister(kenya)
    entry = signed(kenya)
    changes = {
        "representative": entry.content["representative"] | {"title": "Minister for Foreign and Diaspora Affairs"}
    }
    Recording.objects.correct(
        entry,
        EntryKind.RECTIFICATION,
        key=uuid.uuid4(),
        by=second_depositary_officer,
        at=now,
        reason="Title in full",
        changes=changes,
    ).confirm(by=depositary_officer, at=now)
    assert standing(treaty) == {("KEN", "signature"): 2}
    assert log.check(treaty) == []


def test_only_who_has_signed_ratifies_and_only_who_has_not_accedes(treaty, kenya, brazil, minister, signed, deposited):
    with pytest.raises(Stands) as refused:
        deposited(brazil, Action.RATIFICATION)
    assert refused.value.codes == ["not_signed"]
    minister(kenya)
    signed(kenya)
    with pytest.raises(Stands) as refused:
        deposited(kenya, Action.ACCESSION)
    assert refused.value.codes == ["signed"]
    deposited(kenya, Action.RATIFICATION)
    with pytest.raises(Stands) as refused:
        deposited(kenya, Action.ACCEPTANCE)
    assert refused.value.codes == ["stands"]
    deposited(brazil, Action.ACCESSION)
    assert log.check(treaty) == []


def test_a_definitive_signature_is_refused_in_words(kenya, deposited):
    with pytest.raises(Stands, match="definitive signature is not possible"):
        deposited(kenya, Action.DEFINITIVE_SIGNATURE)


def test_a_provisional_acceptance_is_in_the_entry_until_closed(
    treaty, brazil, ambassador, full_powers, depositary_officer, signed, now
):
    ambassador(brazil)
    powers = full_powers(brazil, upto="accepted")
    with pytest.raises(Refused, match="the day on which the original is due"):
        powers.verify(by=depositary_officer, at=now, manner=Manner.PROVISIONAL)
    powers.verify(by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="In the bag", due_on=now.date())
    assert signed(brazil).content["basis"]["original_due_on"] == now.date().isoformat()


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ({"issuer_office": "other_minister"}, "does not issue full powers"),
        ({"issuer_office": "permanent_representative"}, "does not issue full powers"),
        ({"issuer_name": "Bento Example"}, "Nobody issues full powers to himself"),
        ({"checks": ["treaty_named"]}, "The issuer signed it"),
    ],
)  # fmt: skip
def test_full_powers_with_a_flaw_are_not_accepted(brazil, full_powers, read, words):
    with pytest.raises(Refused, match=words):
        full_powers(brazil, upto="accepted", **read)


def test_who_uploaded_does_not_verify(brazil, full_powers, second_treaty_officer, now):
    powers = full_powers(brazil, upto="accepted")
    with pytest.raises(Refused, match="Who uploaded the copy does not verify it"):
        powers.verify(by=second_treaty_officer, at=now, manner=Manner.ORIGINAL)


@pytest.mark.parametrize("verb", ["call_back", "put_back", "pass_over", "postpone"])
def test_what_is_recorded_or_signed_leaves_its_place_only_by_sending_back_or_annulment(
    treaty, kenya, minister, recording, treaty_officer, depositary_officer, now, verb
):
    minister(kenya)
    pending = recording(kenya)
    for status in ("recorded", "signed"):
        with pytest.raises(Refused):
            getattr(Call.objects.get(entity=kenya), verb)(by=treaty_officer, at=now)
        assert Call.objects.get(entity=kenya).status == status
        pending.confirm(by=depositary_officer, at=now)
    assert standing(treaty) == {("KEN", "signature"): 1}


def test_an_observer_that_may_not_sign_does_not_accede(treaty, union, deposited):
    union.kind, union.may_sign = "observer_state", False
    union.save()
    with pytest.raises(Stands) as refused:
        deposited(union, Action.ACCESSION)
    assert refused.value.codes == ["may_not_sign"]
