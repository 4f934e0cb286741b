"""Co-sponsors: named from the directory, asked by letter, and answering for themselves, also after a release."""

import pytest
from django.db import IntegrityError, transaction

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from events.models import Sponsor
from notifications.kinds import letter_kinds
from notifications.models import Letter
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposals import letters


def statuses(event):
    return {sponsor.entity.code: sponsor.status for sponsor in event.sponsors.all()}


def test_nobody_is_asked_before_the_proposal_is_submitted(draft, brazil, brazilian_delegation, kenyan_focal_point, now):
    event = draft(sponsors=[brazil])
    assert (statuses(event), letters("sponsor_asked")) == ({"KEN": "confirmed", "BRA": "named"}, [])
    event.submit(by=kenyan_focal_point, at=now)
    assert (statuses(event), letters("sponsor_asked")) == (
        {"KEN": "confirmed", "BRA": "asked"},
        ["focal.brazil@plenipo.example"],
    )


def test_two_co_sponsors_confirm_for_themselves_and_the_lead_is_told(
    submitted, organisation, brazil, brazilian_delegation, brazilian_focal_point, now
):
    union, officer = organisation("Example Union")
    event = submitted(sponsors=[brazil, union])
    event.sponsors.get(entity=brazil).confirm(by=brazilian_focal_point, at=now)
    event.sponsors.get(entity=union).confirm(by=officer, at=now)
    assert statuses(event) == {"KEN": "confirmed", "BRA": "confirmed", union.code: "confirmed"}
    assert letters("sponsor_answered") == ["focal.kenya@plenipo.example"] * 2
    assert [row.by for row in LedgerRow.objects.about(event.sponsors.get(entity=union))][-1] == officer


def test_a_no_is_told_to_the_lead_and_may_become_a_yes(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, now
):
    sponsor = submitted(sponsors=[brazil]).sponsors.co().get()
    sponsor.decline(by=brazilian_focal_point, at=now, reason="We hold our own.")
    assert "We hold our own." in Letter.objects.get(kind="events.sponsor_answered").text
    sponsor.confirm(by=brazilian_focal_point, at=now)
    assert sponsor.status == "confirmed"


def test_a_sponsor_that_leaves_after_the_release_is_told_to_lead_and_coordinators(
    decided, brazil, brazilian_delegation, brazilian_focal_point, coordinator, now
):
    event = decided("accepted", sponsors=[brazil])
    sponsor = event.sponsors.co().get()
    sponsor.confirm(by=brazilian_focal_point, at=now)
    Letter.objects.all().delete()
    sponsor.leave(by=brazilian_focal_point, at=now, reason="A new government.")
    assert letters("sponsor_answered") == ["cora.coordinator@plenipo.example", "focal.kenya@plenipo.example"]
    assert [one.entity.code for one in event.sponsors.confirmed()] == ["KEN"]
    event.refresh_from_db()
    assert event.status == "accepted"


def test_the_lead_does_not_leave_its_own_event(submitted, kenyan_focal_point, now):
    with pytest.raises(Refused, match="Kenya leads the event"):
        submitted().sponsors.get(is_lead=True).leave(by=kenyan_focal_point, at=now)


def test_a_withdrawn_event_is_answered_by_nobody(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, kenyan_focal_point, now
):
    event = submitted(sponsors=[brazil])
    event.withdraw(by=kenyan_focal_point, at=now, reason="Ill.")
    with pytest.raises(Refused, match="there is nothing to answer any more"):
        event.sponsors.co().get().confirm(by=brazilian_focal_point, at=now)


def test_of_two_colleagues_who_answer_the_second_is_told(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, now
):
    sponsor = submitted(sponsors=[brazil]).sponsors.co().get()
    stale = Sponsor.objects.get(pk=sponsor.pk)
    sponsor.confirm(by=brazilian_focal_point, at=now)
    with pytest.raises(AlreadyDecided, match="Bia Example was first"):
        stale.decline(by=brazilian_focal_point, at=now)


def test_ones_own_lead_is_no_co_sponsor(draft, kenya, kenyan_focal_point, now):
    event = draft()
    with pytest.raises(Refused, match="Kenya leads the event: it is a sponsor already"):
        event.sponsors.name_all(event, [kenya], seen=event.revision, by=kenyan_focal_point, at=now)
    with pytest.raises(IntegrityError, match="none of its co-sponsors"), transaction.atomic():
        Sponsor.objects.filter(side_event=event).update(is_lead=False)


def test_the_same_entity_twice_is_once(draft, brazil, kenyan_focal_point, now):
    event = draft()
    event.sponsors.name_all(event, [brazil, brazil], seen=event.revision, by=kenyan_focal_point, at=now)
    assert statuses(event) == {"KEN": "confirmed", "BRA": "named"}
    with pytest.raises(IntegrityError, match="one_sponsor_an_event_and_entity"), transaction.atomic():
        Sponsor.objects.create(side_event=event, entity=brazil)


def test_ten_sponsors_are_more_than_the_call_allows(draft, organisation, kenyan_focal_point, now):
    event = draft()
    ten = [organisation(f"Example {number}", answers=False)[0] for number in range(9)]
    with pytest.raises(Refused) as refused:
        event.sponsors.name_all(event, ten, seen=event.revision, by=kenyan_focal_point, at=now)
    assert refused.value.messages == [
        "An event has 6 sponsors at most, the lead included; you have chosen 10 with the lead. Take some off."
    ]
    assert event.sponsors.count() == 1
    event.sponsors.name_all(event, ten[:5], seen=event.revision, by=kenyan_focal_point, at=now)
    assert event.sponsors.count() == 6


def test_who_has_confirmed_is_not_taken_off_by_the_lead(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, kenyan_focal_point, coordinator, organisation, now
):
    union, _user = organisation("Example Union")
    event = submitted(sponsors=[brazil, union])
    event.sponsors.get(entity=brazil).confirm(by=brazilian_focal_point, at=now)
    event.give_back(by=coordinator, at=now, to_fix="Fewer sponsors.")
    event.refresh_from_db()
    with pytest.raises(Refused, match="Brazil confirmed already"):
        event.sponsors.name_all(event, [], seen=event.revision, by=kenyan_focal_point, at=now)
    event.refresh_from_db()
    event.sponsors.name_all(event, [brazil], seen=event.revision, by=kenyan_focal_point, at=now)
    assert statuses(event) == {"KEN": "confirmed", "BRA": "confirmed"}


def test_a_co_sponsor_that_was_named_after_a_return_is_asked_when_it_comes_back(
    submitted, brazil, brazilian_delegation, kenyan_focal_point, coordinator, now
):
    event = submitted()
    event.give_back(by=coordinator, at=now, to_fix="Find a second sponsor.")
    event.refresh_from_db()
    event.sponsors.name_all(event, [brazil], seen=event.revision, by=kenyan_focal_point, at=now)
    event.submit(by=kenyan_focal_point, at=now)
    assert letters("sponsor_asked") == ["focal.brazil@plenipo.example"]


def test_a_lead_asks_while_the_proposal_is_with_the_organisers_and_at_no_other_time(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, kenyan_focal_point, coordinator, now
):
    event = submitted(sponsors=[brazil])
    sponsor = event.sponsors.co().get()
    sponsor.decline(by=brazilian_focal_point, at=now)
    event.give_back(by=coordinator, at=now, to_fix="More.")
    with pytest.raises(Refused, match="This event is “Returned”: nobody is asked now"):
        sponsor.ask(by=kenyan_focal_point, at=now)
    event.submit(by=kenyan_focal_point, at=now)
    sponsor.ask(by=kenyan_focal_point, at=now)
    sponsor.decline(by=brazilian_focal_point, at=now)
    event.withdraw(by=kenyan_focal_point, at=now, reason="Ill.")
    with pytest.raises(Refused, match="This event is “Withdrawn”: nobody is asked now"):
        sponsor.ask(by=kenyan_focal_point, at=now)
    assert sponsor.status == "declined"


def test_a_co_sponsor_of_a_draft_is_not_asked_before_it_is_submitted(draft, brazil, kenyan_focal_point, now):
    with pytest.raises(Refused, match="This event is “Draft”: nobody is asked now"):
        draft(sponsors=[brazil]).sponsors.co().get().ask(by=kenyan_focal_point, at=now)


def test_more_sponsors_than_the_call_allows_are_kept_where_a_merger_brought_them(
    call, submitted, brazil, coordinator, kenyan_focal_point, organisation, now
):
    event = submitted(sponsors=[brazil])
    event.give_back(by=coordinator, at=now, to_fix="More.")
    type(call).objects.update(max_sponsors=1)
    event.sponsors.name_all(event, [brazil], seen=event.revision, by=kenyan_focal_point, at=now)
    one, _nobody = organisation("Example Union", answers=False)
    with pytest.raises(Refused, match="1 sponsors at most"):
        event.sponsors.name_all(event, [brazil, one], seen=event.revision, by=kenyan_focal_point, at=now)


def test_a_letter_that_asks_is_not_sent_any_more_when_the_event_is_over(
    submitted, brazil, brazilian_delegation, kenyan_focal_point, now
):
    event = submitted(sponsors=[brazil])
    letter, kind = Letter.objects.get(kind="events.sponsor_asked"), letter_kinds["events.sponsor_asked"]
    assert kind.still_wanted(letter)
    event.withdraw(by=kenyan_focal_point, at=now, reason="Ill.")
    assert not kind.still_wanted(letter)
