"""Two or more bids become one, when every lead has said yes, with everybody kept."""

import json

import pytest
from django.db import IntegrityError, transaction

from accreditation.models import NominatorContact
from ceremony.procedure import AlreadyDecided, Refused
from events.models import MergeBid, MergeProposal, ProgrammeVersion, Session, SideEvent, Speaker
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposals import letters


@pytest.fixture
def union(organisation):
    return organisation("Example Union")


@pytest.fixture
def bids(submitted, union, brazil, brazilian_delegation):
    """Kenya's with Brazil, and the Union's with Brazil too."""
    entity, user = union
    return submitted(sponsors=[brazil]), submitted("Evidence, the Union's", lead=entity, by=user, sponsors=[brazil])


@pytest.fixture
def merge(bids, coordinator, now):
    ours, theirs = bids
    return MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now, note="Both speak of evidence.")


def test_the_leads_of_all_bids_are_asked(merge, union):
    assert letters("merge_proposed") == sorted(["focal.kenya@plenipo.example", union[1].email])


def test_with_the_last_yes_they_are_one_and_all_sponsors_and_speakers_are_kept(
    merge, bids, union, brazil, brazilian_focal_point, kenyan_focal_point, now
):
    (ours, theirs), (entity, user) = bids, union
    Speaker.objects.create(side_event=theirs, name="Ada Example", position=1)
    Speaker.objects.create(side_event=ours, name="Bo Example", position=1)
    theirs.sponsors.get(entity=brazil).confirm(by=brazilian_focal_point, at=now)
    merge.accept(ours, by=kenyan_focal_point, at=now)
    assert MergeProposal.objects.get(pk=merge.pk).status == "proposed"
    merge.accept(theirs, by=user, at=now)
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.status, theirs.status, theirs.merged_into) == ("submitted", "merged", ours)
    assert [(one.entity, one.is_lead, one.status) for one in ours.sponsors.all()] == [
        (ours.lead, True, "confirmed"),
        (brazil, False, "confirmed"),
        (entity, False, "confirmed"),
    ]
    assert [speaker.name for speaker in ours.speakers.all()] == ["Bo Example", "Ada Example"]
    assert letters("merged") == sorted(["focal.brazil@plenipo.example", "focal.kenya@plenipo.example", user.email])


def test_one_no_leaves_all_as_they_are(merge, bids, union, kenyan_focal_point, now):
    ours, theirs = bids
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.refuse(theirs, by=union[1], at=now, reason="Ours is about victims.")
    assert [event.status for event in SideEvent.objects.all()] == ["submitted", "submitted"]
    assert letters("merge_off") == sorted(["focal.kenya@plenipo.example", union[1].email])
    with pytest.raises(AlreadyDecided, match="Office of Example Union was first"):
        merge.accept(ours, by=kenyan_focal_point, at=now)


def test_a_lead_answers_once(merge, bids, kenyan_focal_point, now):
    merge.accept(bids[0], by=kenyan_focal_point, at=now)
    with pytest.raises(AlreadyDecided, match="Kito Example has answered already"):
        merge.accept(bids[0], by=kenyan_focal_point, at=now)


def test_while_the_leads_are_asked_nothing_is_decided_or_returned(merge, bids, coordinator, now):
    for verb in (
        lambda: bids[0].prepare("accepted", by=coordinator, at=now),
        lambda: bids[1].give_back(by=coordinator, at=now, to_fix="x"),
        lambda: MergeProposal.objects.propose(bids[0], [bids[1]], by=coordinator, at=now),
    ):
        with pytest.raises(Refused, match="is being asked about a merger"):
            verb()


def test_a_coordinator_calls_it_off_with_a_reason(merge, bids, coordinator, now):
    with pytest.raises(Refused, match="Write why the merger is called off"):
        merge.call_off(by=coordinator, at=now, reason="")
    merge.call_off(by=coordinator, at=now, reason="There is room for both.")
    bids[0].prepare("accepted", by=coordinator, at=now)
    assert len(letters("merge_off")) == 2


def test_a_bid_that_is_withdrawn_ends_the_question(merge, bids, union, kenyan_focal_point, now):
    bids[1].withdraw(by=union[1], at=now, reason="Ill.")
    assert MergeProposal.objects.get().status == "refused"
    assert not MergeBid.objects.filter(is_open=True).exists()


def test_what_is_accepted_goes_on_and_the_other_leaves_the_programme(bids, coordinator, union, kenyan_focal_point, now):
    ours, theirs = bids
    for event in bids:
        event.prepare("accepted", by=coordinator, at=now)
        event.release_decision(by=coordinator, at=now)
    sessions = [
        Session.objects.schedule(event.ceremony, by=coordinator, at=now, **event.for_the_programme()) for event in bids
    ]
    merge = MergeProposal.objects.propose(theirs, [ours], by=coordinator, at=now)
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.accept(theirs, by=union[1], at=now)
    assert [Session.objects.get(pk=one.pk).is_cancelled for one in sessions] == [True, False]


def test_an_accepted_one_is_the_one_that_goes_on(bids, coordinator, now):
    ours, theirs = bids
    theirs.prepare("accepted", by=coordinator, at=now)
    theirs.release_decision(by=coordinator, at=now)
    with pytest.raises(Refused, match=f"{theirs.reference} is accepted: let it be the one that goes on"):
        MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)


def test_one_alone_a_draft_and_one_of_another_ceremony_are_not_merged(bids, draft, coordinator, now):
    with pytest.raises(Refused, match="Choose two proposals or more"):
        MergeProposal.objects.propose(bids[0], [bids[0]], by=coordinator, at=now)
    with pytest.raises(Refused, match="is “Draft” and cannot be merged"):
        MergeProposal.objects.propose(bids[0], [draft("Unready")], by=coordinator, at=now)


def test_three_bids_take_three_yeses(bids, submitted, organisation, union, coordinator, kenyan_focal_point, now):
    entity, user = organisation("Example Institute")
    third = submitted("A third", lead=entity, by=user)
    merge = MergeProposal.objects.propose(bids[0], [bids[1], third], by=coordinator, at=now)
    for event, by in [(bids[0], kenyan_focal_point), (bids[1], union[1]), (third, user)]:
        assert MergeProposal.objects.get(pk=merge.pk).status == "proposed"
        merge.accept(event, by=by, at=now)
    assert [event.status for event in SideEvent.objects.all()] == ["submitted", "merged", "merged"]
    assert bids[0].sponsors.count() == 4


def test_postgresql_holds_what_a_merger_says(merge, bids, submitted, now):
    with pytest.raises(IntegrityError, match="an_event_is_in_one_open_merger"), transaction.atomic():
        MergeBid.objects.create(
            merge=MergeProposal.objects.create(
                ceremony=merge.ceremony, into=bids[0], proposed_by=merge.proposed_by, proposed_at=now
            ),
            side_event=bids[0],
        )
    with pytest.raises(IntegrityError, match="what_was_merged_says_into_what"), transaction.atomic():
        SideEvent.objects.filter(pk=bids[0].pk).update(status="merged")


def test_a_co_sponsor_who_declined_or_left_what_goes_on_stays_as_he_answered(
    bids, organisation, union, brazil, brazilian_focal_point, coordinator, kenyan_focal_point, now
):
    ours, theirs = bids
    theirs.sponsors.get(entity=brazil).confirm(by=brazilian_focal_point, at=now)
    ours.sponsors.get(entity=brazil).decline(by=brazilian_focal_point, at=now)
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.accept(theirs, by=union[1], at=now)
    said = ours.sponsors.get(entity=brazil)
    assert (said.status, said.answered_by) == ("declined", brazilian_focal_point)
    assert "focal.brazil@plenipo.example" not in letters("merged")


def test_a_lead_who_had_left_what_goes_on_comes_back_with_its_yes_to_the_merger(
    submitted, union, coordinator, kenyan_focal_point, now
):
    entity, user = union
    ours, theirs = submitted(sponsors=[entity]), submitted("The Union's", lead=entity, by=user)
    ours.sponsors.co().get().confirm(by=user, at=now)
    ours.sponsors.co().get().leave(by=user, at=now)
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.accept(theirs, by=user, at=now)
    assert ours.sponsors.co().get().status == "confirmed"


def test_speakers_who_come_to_an_accepted_event_are_invited_then(
    bids, union, draft, coordinator, kenyan_focal_point, now
):
    ours, theirs = bids
    Speaker.objects.create(side_event=theirs, name="Ada Example", email="ada@speaker.example", position=1)
    ours.prepare("accepted", by=coordinator, at=now)
    ours.release_decision(by=coordinator, at=now)
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    assert letters("speaker_invited") == []
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.accept(theirs, by=union[1], at=now)
    assert letters("speaker_invited") == ["ada@speaker.example"]


def test_a_merger_and_a_withdrawal_publish_nobodys_reason(
    ceremony, bids, hall, at, coordinator, union, kenyan_focal_point, now
):
    ours, theirs = bids
    for event, hour in zip(bids, (9, 11), strict=True):
        event.prepare("accepted", by=coordinator, at=now)
        event.release_decision(by=coordinator, at=now)
        Session.objects.schedule(
            ceremony, by=coordinator, at=now, room=hall, starts_at=at(hour), ends_at=at(hour + 1),
            **event.for_the_programme(),
        )  # fmt: skip
    ProgrammeVersion.objects.release(ceremony, by=coordinator, at=now)
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now, note="A quarrel about victims.")
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.accept(theirs, by=union[1], at=now)
    ours.refresh_from_db()
    ours.withdraw(by=kenyan_focal_point, at=now, reason="The minister was dismissed.")
    version = ProgrammeVersion.objects.release(ceremony, by=coordinator, at=now)
    assert [one["status"] for one in version.content["sessions"]] == ["cancelled", "cancelled"]
    kept = json.dumps([version.content, version.changes])
    assert ("dismissed" in kept, "quarrel" in kept, "Merged into" in kept) == (False, False, False)


def test_who_answers_for_a_sponsor_neither_proposes_a_merger_nor_calls_one_off(
    bids, union, coordinator, second_coordinator, brazilian_delegation, now
):
    NominatorContact.objects.create(nominator=brazilian_delegation.nominator, user=coordinator)
    ours, theirs = bids
    with pytest.raises(Refused, match="You answer for Brazil, which sponsors this event: somebody else judges it"):
        MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    assert not MergeProposal.objects.exists()
    merge = MergeProposal.objects.propose(ours, [theirs], by=second_coordinator, at=now)
    with pytest.raises(Refused, match="You answer for Brazil, which sponsors this event: somebody else judges it"):
        merge.call_off(by=coordinator, at=now, reason="Ours is better alone.")
    assert MergeProposal.objects.get().status == "proposed"
