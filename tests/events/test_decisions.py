"""Decisions: prepared one by one or many together, told when they are released, with a report of what was left alone."""

import pytest
from django.db import IntegrityError, transaction

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from events import decisions
from events.models import SideEvent
from notifications.models import Letter
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposals import letters


def test_what_is_prepared_is_told_to_nobody_before_it_is_released(submitted, coordinator, kenyan_focal_point, now):
    event = submitted()
    before = Letter.objects.count()
    event.prepare("accepted", by=coordinator, at=now)
    event.refresh_from_db()
    assert (event.status, event.prepared_status, Letter.objects.count()) == ("submitted", "accepted", before)
    event.release_decision(by=coordinator, at=now)
    event.refresh_from_db()
    assert (event.status, event.prepared_status, event.decided_by) == ("accepted", "", coordinator)
    assert letters("accepted") == ["focal.kenya@plenipo.example"]


@pytest.mark.parametrize("decision", ["waitlisted", "declined"])
def test_the_reason_is_in_the_letter(decided, decision):
    event = decided(decision, reason="All slots are taken.")
    letter = Letter.objects.get(kind=f"events.{decision}")
    assert event.status == decision
    assert "All slots are taken." in letter.text
    assert LedgerRow.objects.about(event).last().reason == "All slots are taken."


def test_co_sponsors_hear_of_it_too_but_not_those_who_said_no(
    submitted, organisation, brazil, brazilian_delegation, brazilian_focal_point, coordinator, now
):
    union, officer = organisation("Example Union")
    event = submitted(sponsors=[brazil, union])
    event.sponsors.get(entity=union).decline(by=officer, at=now)
    event.prepare("accepted", by=coordinator, at=now)
    event.release_decision(by=coordinator, at=now)
    assert letters("accepted") == ["focal.brazil@plenipo.example", "focal.kenya@plenipo.example"]


def test_to_decline_takes_a_reason(submitted, coordinator, now):
    event = submitted()
    with pytest.raises(Refused, match="Write why it is declined"):
        event.prepare("declined", by=coordinator, at=now, reason=" ")
    with pytest.raises(IntegrityError, match="a_prepared_refusal_has_a_reason"), transaction.atomic():
        SideEvent.objects.filter(pk=event.pk).update(
            prepared_status="declined", prepared_by=coordinator, prepared_at=now
        )


def test_of_two_who_prepare_the_second_is_told_who_was_first(submitted, coordinator, second_coordinator, now):
    event = submitted()
    event.prepare("accepted", by=coordinator, at=now)
    with pytest.raises(AlreadyDecided, match="Cora Coordinator has prepared “Accepted” meanwhile"):
        SideEvent.objects.get(pk=event.pk).prepare("declined", by=second_coordinator, at=now, reason="No.", seen="")
    with pytest.raises(AlreadyDecided, match="Cora Coordinator has prepared"):
        SideEvent.objects.get(pk=event.pk).unprepare(by=coordinator, seen="declined")
    event.unprepare(by=coordinator, seen="accepted")
    assert SideEvent.objects.get(pk=event.pk).prepared_by is None


def test_a_lead_has_one_slot_and_a_second_one_takes_a_reason(submitted, decided, coordinator, now):
    first = decided("accepted")
    second = submitted("Another of Kenya's")
    with pytest.raises(Refused, match=f"Kenya leads {first.reference} “Evidence across borders” already"):
        second.prepare("accepted", by=coordinator, at=now)
    with pytest.raises(Refused, match="Write why this lead may have a second event"):
        second.allow_second(by=coordinator, at=now, reason="")
    second.allow_second(by=coordinator, at=now, reason="It is the host's neighbour.")
    second.prepare("accepted", by=coordinator, at=now)
    second.release_decision(by=coordinator, at=now)
    assert [event.status for event in SideEvent.objects.all()] == ["accepted", "accepted"]


def test_postgresql_itself_gives_a_lead_one_slot(submitted, decided, coordinator, now):
    decided("accepted")
    second = submitted("Another")
    with pytest.raises(IntegrityError, match="one_accepted_event_a_lead"), transaction.atomic():
        SideEvent.objects.filter(pk=second.pk).update(status="accepted", decided_by=coordinator, decided_at=now)


def test_a_bulk_prepares_what_it_can_and_says_what_it_skipped_and_why(
    submitted, draft, organisation, coordinator, second_coordinator, now
):
    union, officer = organisation("Example Union")
    good, second = submitted(), submitted("Another of Kenya's")
    theirs = submitted("The Union's", lead=union, by=officer)
    theirs.prepare("declined", by=second_coordinator, at=now, reason="No substance.")
    unready = draft("Still a draft")
    events = list(SideEvent.objects.filter(pk__in=[good.pk, second.pk, theirs.pk, unready.pk]))
    report = decisions.prepare(events, "accepted", by=coordinator, at=now, seen={})
    assert [event.pk for event in report.done] == [good.pk]
    assert [(event.pk, sentences[0][:44]) for event, sentences in report.skipped] == [
        (second.pk, "Kenya leads SE-001 “Evidence across borders”"),
        (theirs.pk, "Cai Coordinator has prepared “Declined” mean"),
        (unready.pk, "A proposal that is “Draft” cannot become “Ac"),
    ]


def test_what_is_prepared_is_released_together_and_what_changed_meanwhile_is_left_alone(
    submitted, organisation, coordinator, now
):
    union, officer = organisation("Example Union")
    ours, theirs = submitted(), submitted("The Union's", lead=union, by=officer)
    for event, decision in [(ours, "accepted"), (theirs, "waitlisted")]:
        event.prepare(decision, by=coordinator, at=now)
    prepared = list(decisions.prepared(ours.ceremony))
    theirs.withdraw(by=officer, at=now, reason="Ill.")
    report = decisions.release(prepared, by=coordinator, at=now)
    assert [event.pk for event in report.done] == [ours.pk]
    assert [(event.pk, sentences) for event, sentences in report.skipped] == [
        (theirs.pk, ["Nothing is prepared for this proposal."])
    ]
    assert [event.status for event in SideEvent.objects.order_by("pk")] == ["accepted", "withdrawn"]


def test_a_proposal_that_is_returned_loses_what_was_prepared(submitted, coordinator, now):
    event = submitted()
    event.prepare("accepted", by=coordinator, at=now)
    event.give_back(by=coordinator, at=now, to_fix="Say who speaks.")
    assert SideEvent.objects.get(pk=event.pk).prepared_status == ""


def test_from_the_waiting_list_it_may_be_accepted_later(decided, coordinator, now):
    event = decided("waitlisted")
    event.prepare("accepted", by=coordinator, at=now)
    event.release_decision(by=coordinator, at=now)
    assert (event.status, len(letters("accepted"))) == ("accepted", 1)


def test_what_was_declined_is_taken_up_again_with_a_reason(decided, coordinator, now):
    event = decided("declined")
    with pytest.raises(Refused, match="Write why the proposal is taken up again"):
        event.reopen(by=coordinator, at=now, reason="")
    event.reopen(by=coordinator, at=now, reason="A slot became free.")
    assert (event.status, letters("reopened")) == ("submitted", ["focal.kenya@plenipo.example"])


def test_letters_of_decisions_wait_where_the_ceremony_holds_them(submitted, ceremony, coordinator, now):
    type(ceremony).objects.filter(pk=ceremony.pk).update(holds_decision_letters=True)
    event = submitted()
    event.ceremony.refresh_from_db()
    event.prepare("accepted", by=coordinator, at=now)
    event.release_decision(by=coordinator, at=now)
    assert Letter.objects.get(kind="events.accepted").status == "held"


def test_a_speaker_who_is_nobodys_delegate_is_invited_once_when_the_event_is_accepted(
    submitted, draft, kenyan_focal_point, coordinator, now
):
    from events.models import Speaker

    event = draft()
    speakers = [Speaker(name="Ada Example", email="ada@speaker.example"), Speaker(name="Bo Example")]
    event.speakers.name_all(event, speakers, seen=event.revision, by=kenyan_focal_point, at=now)
    event.submit(by=kenyan_focal_point, at=now)
    assert letters("speaker_invited") == []
    event.prepare("accepted", by=coordinator, at=now)
    event.release_decision(by=coordinator, at=now)
    assert letters("speaker_invited") == ["ada@speaker.example"]
    event.refresh_from_db()
    ada = event.speakers.get(name="Ada Example")
    event.speakers.name_all(event, [ada], seen=event.revision, by=kenyan_focal_point, at=now)
    assert (letters("speaker_invited"), ada.user.email) == (["ada@speaker.example"], "ada@speaker.example")


def test_an_event_waits_for_its_speakers_until_they_are_accredited_or_excused(
    decided, person, kenyan_delegation, coordinator, kenyan_focal_point, now
):
    from accreditation.models import Accreditation
    from events.models import Speaker

    event, amina = decided("accepted"), person(kenyan_delegation).accreditation
    speakers = [Speaker(name="Amina Example", accreditation=amina), Speaker(name="Bo Example")]
    event.speakers.name_all(event, speakers, seen=event.revision, by=kenyan_focal_point, at=now)

    def waiting():
        return [speaker.name for speaker in event.speakers.unsettled()]

    assert waiting() == ["Amina Example", "Bo Example"]
    Accreditation.objects.filter(pk=amina.pk).update(status="approved", decided_by=coordinator, decided_at=now)
    assert waiting() == ["Bo Example"]
    with pytest.raises(Refused, match="Write why the event may be published"):
        event.speakers.get(name="Bo Example").record_excuse(by=coordinator, at=now, reason="")
    event.speakers.get(name="Bo Example").record_excuse(by=coordinator, at=now, reason="Speaks by video.")
    assert waiting() == []


def test_a_letter_without_a_reason_has_no_gap_where_it_would_stand(decided):
    decided("accepted", reason="")
    letter = Letter.objects.get(kind="events.accepted")
    assert "\n\n\n" not in letter.text
    assert "<bdi></bdi>" not in letter.html


def test_of_two_that_were_prepared_at_the_same_instant_the_first_to_be_released_has_the_slot(
    submitted, coordinator, now
):
    first, second = submitted("First"), submitted("Second")
    SideEvent.objects.update(prepared_status="accepted", prepared_by=coordinator, prepared_at=now)
    report = decisions.release(list(SideEvent.objects.all()), by=coordinator, at=now)
    assert ([event.pk for event in report.done], [event.pk for event, _why in report.skipped]) == (
        [first.pk],
        [second.pk],
    )
