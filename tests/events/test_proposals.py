"""A proposal on its way in: drafts that are left and found again, the call's instant, what is refused and what is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from events import proposal
from events.models import SideEvent, Speaker, SponsorStatus
from notifications.models import Letter
from tests.events.proposing import *  # noqa: F403


def said(refused):
    return refused.value.messages


def letters(kind):
    return sorted(Letter.objects.filter(kind=f"events.{kind}").values_list("to_email", flat=True))


def test_a_proposal_begins_as_a_draft_with_its_lead_and_a_number(
    ceremony, call, kenya, kenyan_delegation, kenyan_focal_point, now
):
    event = SideEvent.objects.propose(ceremony, kenya, by=kenyan_focal_point, at=now, title="Evidence")
    other = SideEvent.objects.propose(ceremony, kenya, by=kenyan_focal_point, at=now, title="Another")
    assert (event.status, event.reference, other.reference) == ("draft", "SE-001", "SE-002")
    [lead] = event.sponsors.all()
    assert (lead.entity, lead.is_lead, lead.status) == (kenya, True, "confirmed")
    assert [row.after for row in LedgerRow.objects.about(event)] == ["draft"]


def test_who_answers_for_nobody_at_the_ceremony_proposes_nothing(
    ceremony, call, brazil, kenyan_delegation, kenyan_focal_point, organiser, now
):
    for user in (kenyan_focal_point, organiser):
        with pytest.raises(Refused, match="You do not answer for Brazil at this ceremony"):
            SideEvent.objects.propose(ceremony, brazil, by=user, at=now, title="Stolen")
    assert SideEvent.objects.count() == 0


def test_before_the_call_opens_one_is_told_when_to_come_back(
    ceremony, call, kenya, kenyan_delegation, kenyan_focal_point, now
):
    with pytest.raises(
        Refused, match=f"opens on {ceremony.show_time(call.opens_at)}".replace("(", r"\(").replace(")", r"\)")
    ):
        SideEvent.objects.propose(
            ceremony, kenya, by=kenyan_focal_point, at=call.opens_at - timedelta(seconds=1), title="x"
        )


def test_without_a_call_there_is_nothing_to_propose(ceremony, kenya, kenyan_delegation, kenyan_focal_point, now):
    with pytest.raises(Refused, match="There is no call for side events"):
        SideEvent.objects.propose(ceremony, kenya, by=kenyan_focal_point, at=now, title="x")


def test_a_draft_says_step_by_step_what_it_lacks(
    ceremony, call, theme, two_slots, kenya, kenyan_delegation, kenyan_focal_point, now
):
    event = SideEvent.objects.propose(ceremony, kenya, by=kenyan_focal_point, at=now)
    assert [(lack.step.value, lack.sentence) for lack in proposal.lacks(event)] == [
        ("basics", "The title is missing."),
        ("basics", "The format is not chosen."),
        ("theme", "The theme is not chosen."),
        ("theme", "The concept note is missing."),
        ("slots", "No slot is wished yet."),
        ("room", "The expected audience is missing."),
        ("room", "The set-up of the room is not chosen."),
    ]
    with pytest.raises(Refused) as refused:
        event.submit(by=kenyan_focal_point, at=now)
    assert len(said(refused)) == 7
    with pytest.raises(IntegrityError, match="a_submitted_proposal_is_complete"), transaction.atomic():
        SideEvent.objects.filter(pk=event.pk).update(
            status="submitted", submitted_by=kenyan_focal_point, submitted_at=now
        )


def test_a_complete_draft_is_submitted_with_a_receipt(draft, kenyan_focal_point, now):
    event = draft()
    event.submit(by=kenyan_focal_point, at=now)
    event.refresh_from_db()
    assert (event.status, event.submitted_by, event.submitted_at) == ("submitted", kenyan_focal_point, now)
    assert letters("received") == ["focal.kenya@plenipo.example"]


def test_the_instant_at_which_the_call_closes_is_too_late_and_the_one_before_is_not(call, draft, kenyan_focal_point):
    in_time, late = draft(), draft("Late by nothing")
    in_time.submit(by=kenyan_focal_point, at=call.closes_at - timedelta(microseconds=1))
    with pytest.raises(Refused, match="The call closed on"):
        late.submit(by=kenyan_focal_point, at=call.closes_at)
    assert (in_time.status, late.status) == ("submitted", "draft")


def test_a_minute_after_closing_the_proposal_is_kept_as_a_draft_and_the_coordinators_see_it(
    call, draft, kenyan_focal_point
):
    event, late = draft(), call.closes_at + timedelta(minutes=1)
    with pytest.raises(Refused) as refused:
        event.submit(by=kenyan_focal_point, at=late)
    assert said(refused) == [
        f"The call closed on {event.ceremony.show_time(call.closes_at)}. Your proposal was not submitted; it is kept as a "
        "draft, with everything that you wrote. The coordinators see that you came too late, and may admit it: write to "
        "them why at secretariat@plenipo.example."
    ]
    event.refresh_from_db()
    assert (event.status, event.title, event.late_asked_at) == ("draft", "Evidence across borders", late)


def test_after_closing_a_draft_can_still_be_written(call, draft, kenya, ceremony, kenyan_focal_point):
    event, late = draft(), call.closes_at + timedelta(minutes=1)
    event.change(seen=event.revision, by=kenyan_focal_point, at=late, title="Written on")
    begun = SideEvent.objects.propose(ceremony, kenya, by=kenyan_focal_point, at=late, title="Begun late")
    assert (SideEvent.objects.get(pk=event.pk).title, begun.status) == ("Written on", "draft")


def test_an_officer_admits_late_with_a_reason_on_record(call, draft, coordinator, kenyan_focal_point, brazil):
    event, late = draft(sponsors=[brazil]), call.closes_at + timedelta(days=1)
    with pytest.raises(Refused, match="Write why it is admitted after the call has closed"):
        event.admit_late(by=coordinator, at=late, reason=" ")
    event.admit_late(by=coordinator, at=late, reason="The mission's mail was down.")
    event.refresh_from_db()
    assert (event.status, event.late_by, event.late_reason) == (
        "submitted",
        coordinator,
        "The mission's mail was down.",
    )
    assert LedgerRow.objects.about(event).last().reason == "The mission's mail was down."
    assert event.sponsors.co().get().status == "asked"


def test_while_the_call_is_open_nobody_is_admitted_late(draft, coordinator, now):
    with pytest.raises(Refused, match="The call is open"):
        draft().admit_late(by=coordinator, at=now, reason="Why not")


def test_postgresql_itself_refuses_a_late_proposal_that_nobody_admitted(call, draft, kenyan_focal_point):
    event = draft()
    with pytest.raises(IntegrityError, match="an officer admits"), transaction.atomic():
        SideEvent.objects.filter(pk=event.pk).update(
            status="submitted", submitted_by=kenyan_focal_point, submitted_at=call.closes_at
        )


def test_a_call_that_is_closed_earlier_later_on_takes_nothing_back(call, submitted, now):
    event = submitted()
    type(call).objects.filter(pk=call.pk).update(closes_at=now - timedelta(days=1))
    SideEvent.objects.filter(pk=event.pk).update(catering="Tea")
    assert SideEvent.objects.get(pk=event.pk).status == "submitted"


def test_of_two_who_write_the_same_draft_the_second_is_told_and_overwrites_nothing(
    draft, kenyan_delegation, kenyan_focal_point, now
):
    event = draft()
    colleague = kenyan_delegation.add_focal_point(
        email="second@plenipo.example", name="Amina Example", by=None, at=now
    ).user
    seen = event.revision
    event.change(seen=seen, by=colleague, at=now, title="The colleague's title")
    with pytest.raises(Refused) as refused:
        SideEvent.objects.get(pk=event.pk).change(seen=seen, by=kenyan_focal_point, at=now, title="Mine")
    assert refused.value.code == "changed"
    assert said(refused)[0].startswith("Amina Example has saved this proposal meanwhile")
    assert SideEvent.objects.get(pk=event.pk).title == "The colleague's title"


def test_what_was_submitted_is_changed_only_after_it_was_returned(submitted, coordinator, kenyan_focal_point, now):
    event = submitted()
    with pytest.raises(Refused, match="This proposal is “Submitted” and cannot be changed now"):
        event.change(seen=event.revision, by=kenyan_focal_point, at=now, title="Other")
    event.give_back(by=coordinator, at=now, to_fix="Say who speaks.")
    event.change(seen=event.revision, by=kenyan_focal_point, at=now, title="Other")
    assert SideEvent.objects.get(pk=event.pk).title == "Other"


def test_what_was_returned_may_be_submitted_again_after_closing_and_keeps_its_first_time(
    call, submitted, coordinator, kenyan_focal_point, now
):
    event = submitted()
    event.give_back(by=coordinator, at=now, to_fix="Say who speaks.")
    assert letters("returned") == ["focal.kenya@plenipo.example"]
    event.submit(by=kenyan_focal_point, at=call.closes_at + timedelta(days=2))
    event.refresh_from_db()
    assert (event.status, event.submitted_at) == ("submitted", now)


def test_a_return_says_what_to_put_right(submitted, coordinator, now):
    event = submitted()
    with pytest.raises(Refused, match="Write what has to be put right"):
        event.give_back(by=coordinator, at=now, to_fix="  ")
    assert event.status == "submitted"


def test_a_title_of_300_characters_in_arabic_is_kept_whole(draft):
    title = ("الأدلة الإلكترونية عبر الحدود " * 20)[:300].strip()
    assert SideEvent.objects.get(pk=draft(title).pk).title == title


def test_thirty_speakers_are_kept_and_forty_are_refused_in_words(draft, kenyan_focal_point, now):
    event = draft()
    forty = [Speaker(name=f"Speaker {number}") for number in range(40)]
    with pytest.raises(Refused) as refused:
        event.speakers.name_all(event, forty, seen=event.revision, by=kenyan_focal_point, at=now)
    assert said(refused) == ["An event has 30 speakers at most; you have named 40. Take some off: nothing was saved."]
    assert event.speakers.count() == 0
    event.refresh_from_db()
    event.speakers.name_all(event, forty[:30], seen=event.revision, by=kenyan_focal_point, at=now)
    assert event.speakers.count() == 30


def test_a_speaker_is_named_once(draft, kenyan_focal_point, now):
    event = draft()
    twice = [Speaker(name="Ada Example"), Speaker(name="ada example")]
    with pytest.raises(Refused, match="is named twice"):
        event.speakers.name_all(event, twice, seen=event.revision, by=kenyan_focal_point, at=now)


def test_a_draft_that_was_begun_in_error_goes_without_a_letter(draft, kenyan_focal_point, now):
    event = draft()
    event.withdraw(by=kenyan_focal_point, at=now)
    assert (event.status, Letter.objects.count()) == ("withdrawn", 0)


def test_after_submission_a_withdrawal_has_a_reason_and_the_sponsors_are_told(
    submitted, brazil, brazilian_delegation, coordinator, kenyan_focal_point, now
):
    event = submitted(sponsors=[brazil])
    with pytest.raises(Refused, match="Write why the event is withdrawn"):
        event.withdraw(by=kenyan_focal_point, at=now)
    event.withdraw(by=kenyan_focal_point, at=now, reason="The minister cannot come.")
    assert letters("withdrawn") == ["cora.coordinator@plenipo.example", "focal.brazil@plenipo.example"]


def test_a_withdrawal_after_acceptance_frees_the_slot_and_cancels_the_session(
    decided, coordinator, kenyan_focal_point, now
):
    from events.models import Session

    event = decided("accepted")
    session = Session.objects.schedule(event.ceremony, by=coordinator, at=now, **event.for_the_programme())
    event.withdraw(by=kenyan_focal_point, at=now, reason="The minister cannot come.")
    session.refresh_from_db()
    assert (event.status, session.is_cancelled) == ("withdrawn", True)
    assert not event.rivals().exists()


def test_what_is_over_is_not_withdrawn_again(submitted, kenyan_focal_point, now):
    event = submitted()
    stale = SideEvent.objects.get(pk=event.pk)
    event.withdraw(by=kenyan_focal_point, at=now, reason="Once.")
    with pytest.raises(AlreadyDecided, match="Kito Example was first"):
        event.withdraw(by=kenyan_focal_point, at=now, reason="Twice.")
    with pytest.raises(AlreadyDecided, match="Kito Example was first"):
        stale.withdraw(by=kenyan_focal_point, at=now, reason="At the same time.")


# What a person may not see


def test_a_proposal_is_seen_by_its_lead_the_asked_and_the_officers_and_by_nobody_else(
    draft, ceremony, brazil, brazilian_delegation, brazilian_focal_point, kenyan_focal_point, coordinator, organiser,
    accreditation_officer, now,
):  # fmt: skip
    event = draft(sponsors=[brazil])

    def seeing():
        people = [kenyan_focal_point, brazilian_focal_point, coordinator, organiser, accreditation_officer]
        people = [User.objects.get(pk=user.pk) for user in people]
        return [user.name for user in people if SideEvent.objects.visible_to(user, ceremony).exists()]

    assert seeing() == ["Kito Example", "Cora Coordinator", "Olga Organiser"]
    event.submit(by=kenyan_focal_point, at=now)
    assert seeing() == ["Kito Example", "Bia Example", "Cora Coordinator", "Olga Organiser"]


def test_a_speaker_of_another_ceremony_a_wish_and_a_theme_are_refused_by_postgresql(
    draft, kenyan_focal_point, ceremony
):
    from ceremony.models import Ceremony
    from directory.texts import LocalText
    from events.models import Slot, Theme, Wish

    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="Other"), time_zone="UTC", starts_on="2026-01-01", ends_on="2026-01-01"
    )
    foreign_theme = Theme.objects.create(ceremony=other, name=LocalText(en="Elsewhere"))
    start = other.start_of(ceremony.starts_on, 9)
    foreign_slot = Slot.objects.create(ceremony=other, starts_at=start, ends_at=start + timedelta(hours=1))
    event = draft()
    with pytest.raises(IntegrityError, match="a_side_event_has_a_theme_of_its_ceremony"), transaction.atomic():
        SideEvent.objects.filter(pk=event.pk).update(theme=foreign_theme)
    with pytest.raises(IntegrityError, match="The slot belongs to another ceremony"), transaction.atomic():
        Wish.objects.create(side_event=event, slot=foreign_slot, position=9)
    with pytest.raises(IntegrityError, match="keeps its ceremony, its number and its lead"), transaction.atomic():
        SideEvent.objects.filter(pk=event.pk).update(ceremony=other, theme=None)


def test_whom_a_delegation_asks_answers_also_where_only_the_directory_knows_him(submitted, organisation):
    union, _nobody = organisation("Example Union", answers=False)
    union.contacts.create(email="office@union.example", name="Office of the Union")
    event = submitted(sponsors=[union])
    user = User.objects.get(email="office@union.example")
    assert letters("sponsor_asked") == ["office@union.example"]
    assert list(SideEvent.objects.visible_to(user, event.ceremony)) == [event]
    assert event.sponsors.co().get().status == SponsorStatus.ASKED


def test_what_was_declined_is_submitted_again_by_nobody_and_taken_up_by_an_officer_with_a_reason(
    decided, call, coordinator, kenyan_focal_point, now
):
    event = decided("declined")
    with pytest.raises(Refused, match="This proposal is “Declined” and cannot be submitted now"):
        event.submit(by=kenyan_focal_point, at=now)
    with pytest.raises(Refused, match="This proposal is “Declined” and cannot be submitted now"):
        event.admit_late(by=coordinator, at=call.closes_at, reason="So.")
    assert SideEvent.objects.get(pk=event.pk).status == "declined"
    event.reopen(by=coordinator, at=now, reason="A slot became free.")
    assert SideEvent.objects.get(pk=event.pk).status == "submitted"


def test_an_officer_admits_a_draft_and_not_what_the_lead_puts_right(submitted, call, coordinator):
    event = submitted()
    event.give_back(by=coordinator, at=call.closes_at, to_fix="More.")
    with pytest.raises(Refused, match="This proposal is “Returned” and cannot be submitted now"):
        event.admit_late(by=coordinator, at=call.closes_at, reason="So.")
