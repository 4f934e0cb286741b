import pytest

from accreditation.bulk import carry_out
from accreditation.models import RefusalCode, ReturnCode
from accreditation.quotas import place_or_waitlist
from ceremony.models import Quota
from notifications.models import Letter


@pytest.fixture
def officer(accreditation_officer, now):
    return {"by": accreditation_officer, "at": now}


def nobody_is_barred(person):
    return ""


def test_a_decision_is_told_to_every_active_contact(amina, officer, brazilian_focal_point, kenyan_focal_point):
    amina.nominator.contacts.create(user=brazilian_focal_point, is_active=False)
    amina.approve(**officer)
    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient, letter.subject) == (
        "accreditation.approved", kenyan_focal_point, "Kenya: accreditation approved",
    )  # fmt: skip
    assert "– Amina Example" in letter.text


def test_a_returned_person_is_told_what_to_correct_in_the_readers_language(amina, officer, kenyan_focal_point):
    amina.send_back(code=ReturnCode.PHOTO, note="The photo is dark.", **officer)
    assert "Amina Example: The photo cannot be used. The photo is dark." in Letter.objects.get().text


def test_whoever_moves_up_from_the_waiting_list_gets_the_letter_that_was_promised(amina, officer, kenyan_focal_point):
    amina.waitlist(**officer, reason="The hall is full.")
    assert "You will get a letter when a place becomes free." in Letter.objects.get().text
    amina.let_in(**officer)
    letter = Letter.objects.get(kind="accreditation.moved_up")
    assert (letter.recipient, letter.subject) == (kenyan_focal_point, "Kenya: a place has become free")
    assert "Amina Example\n" in letter.text
    assert "The hall is full." not in letter.text


def test_the_letter_of_a_security_refusal_says_no_ground(amina, officer):
    amina.refuse(code=RefusalCode.SECURITY, **officer)
    text = Letter.objects.get().text
    assert "– Amina Example\n" in text
    assert ("security" in text.lower(), "Not granted" in text) == (False, False)


def test_no_letter_holds_a_restricted_field(amina, officer):
    amina.approve(**officer)
    amina.revoke(note="The badge was lent.", **officer)
    for letter in Letter.objects.all():
        assert "C1234567" not in letter.text + letter.html + letter.subject


def test_the_same_decision_a_second_time_is_a_second_letter(amina, officer, kenyan_focal_point, now):
    for _time in range(2):
        amina.send_back(code=ReturnCode.PHOTO, note="The photo is dark.", **officer)
        amina.submit(by=kenyan_focal_point, at=now)
    assert Letter.objects.filter(kind="accreditation.returned").count() == 2


def test_many_approved_together_are_one_letter_a_nominator(
    candidate, kenyan_delegation, kenyan_focal_point, amina, bruno, accreditation_officer, now
):
    zawadi = candidate(kenyan_delegation, kenyan_focal_point, "Zawadi")
    report = carry_out("approve", [zawadi, bruno, amina], may=nobody_is_barred, by=accreditation_officer, at=now)
    assert (report.done, report.skipped) == ([amina, bruno, zawadi], [])
    letters = Letter.objects.order_by("subject")
    assert [letter.subject for letter in letters] == ["Brazil: accreditation approved", "Kenya: accreditation approved"]
    assert ("– Amina Example\n– Zawadi Example" in letters[1].text, "Bruno" in letters[1].text) == (True, False)


def test_a_bulk_in_which_nothing_was_done_writes_nothing(amina, bruno, accreditation_officer, now):
    carry_out("approve", [amina], may=lambda person: "Not yours.", by=accreditation_officer, at=now)
    assert Letter.objects.count() == 0


def test_a_decision_letter_waits_where_the_ceremony_holds_them(amina, officer, ceremony):
    ceremony.holds_decision_letters = True
    ceremony.save()
    amina.refresh_from_db()
    amina.approve(**officer)
    assert Letter.objects.get().status == "held"


def test_a_decision_that_fails_writes_no_letter(amina, bruno, officer):
    amina.approve(**officer)
    type(bruno).objects.filter(pk=bruno.pk).update(passport_index=amina.passport_index)
    bruno.refresh_from_db()
    from ceremony.procedure import Refused

    with pytest.raises(Refused):
        bruno._decide("approved", write=True, **officer)
    assert Letter.objects.count() == 1


# Quotas


@pytest.fixture
def two_representatives(ceremony):
    return Quota.objects.create(ceremony=ceremony, entity_kind="member_state", role="representative", limit=2)


def place(person, delegation, user, now, **fields):
    found = person(delegation, **fields).accreditation
    return place_or_waitlist(found, role="representative", by=user, at=now), found


def test_within_the_quota_people_are_submitted(person, kenyan_delegation, kenyan_focal_point, two_representatives, now):
    assert [place(person, kenyan_delegation, kenyan_focal_point, now)[1].status for _one in range(2)] == [
        "submitted"
    ] * 2


def test_over_the_quota_of_a_role_one_waits_and_reads_why(
    person, kenyan_delegation, kenyan_focal_point, two_representatives, now
):
    for _one in range(2):
        place(person, kenyan_delegation, kenyan_focal_point, now)
    placed, third = place(person, kenyan_delegation, kenyan_focal_point, now)
    third.refresh_from_db()
    assert (placed, third.status, third.submitted_at, third.decision_note) == (
        False, "waitlisted", now,
        "The quota for this role is 2 and is used up. The person is on the waiting list; "
        "the organisers decide when a place becomes free.",
    )  # fmt: skip


def test_a_nominators_own_quota_goes_before_that_of_its_kind(
    person, kenyan_delegation, kenyan_focal_point, ceremony, now
):
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", role="", limit=0)
    kenyan_delegation.nominator.quota = 1
    kenyan_delegation.nominator.save()
    statuses = [place(person, kenyan_delegation, kenyan_focal_point, now)[1].status for _one in range(2)]
    assert statuses == ["submitted", "waitlisted"]


def test_whoever_withdraws_leaves_a_place(person, kenyan_delegation, kenyan_focal_point, two_representatives, now):
    first = place(person, kenyan_delegation, kenyan_focal_point, now)[1]
    place(person, kenyan_delegation, kenyan_focal_point, now)
    first.withdraw(by=kenyan_focal_point, at=now)
    assert place(person, kenyan_delegation, kenyan_focal_point, now)[1].status == "submitted"


def test_the_quota_of_one_delegation_is_not_anothers(
    person, kenyan_delegation, kenyan_focal_point, brazilian_delegation, brazilian_focal_point, two_representatives, now
):
    for _one in range(3):
        place(person, kenyan_delegation, kenyan_focal_point, now)
    assert place(person, brazilian_delegation, brazilian_focal_point, now)[0] is True


def test_an_officer_moves_somebody_up_from_the_waiting_list(
    person, kenyan_delegation, kenyan_focal_point, officer, ceremony, now
):
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", role="", limit=0)
    waits = place(person, kenyan_delegation, kenyan_focal_point, now)[1]
    waits.let_in(**officer)
    assert (waits.status, waits.decision_note, waits.submitted_at) == ("submitted", "", now)
