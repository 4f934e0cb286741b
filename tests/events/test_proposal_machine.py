"""Leads, co-sponsors and coordinators do anything, in any order. Whatever they do, no proposal is lost and the rules hold.

The verbs may refuse; what they may not do is break. What is asked after each step is counted here in a way of its own.
"""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from events.models import MergeBid, MergeProposal, Session, SideEvent, Sponsor
from events.models.side_event import DECIDED
from tests.events.proposing import *  # noqa: F403

LEADS = 3
leads = st.integers(0, LEADS - 1)
numbers = st.integers(0, 5)  # of the proposal meant
decisions = st.sampled_from([*DECIDED, "accepted", "accepted"])


class Season(RuleBasedStateMachine):
    """One example: from the call to the programme. Whatever happens is taken back at the end."""

    stage: SimpleNamespace
    seen = Counter()

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.at = self.stage.now
        self.confirmed = set()  # (event, entity) that said yes and did not leave

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def tried(self, verb, *arguments, **how):
        """Whether the verb did it."""
        self.at += timedelta(seconds=1)
        try:
            with transaction.atomic():
                verb(*arguments, at=self.at, **how)
                with connection.cursor() as cursor:  # As if it were committed.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except Refused:
            return False
        return True

    def event(self, number):
        events = SideEvent.objects.select_related("lead", "ceremony").order_by("pk")
        return events[number % count] if (count := events.count()) else None

    def user_of(self, entity):
        return self.stage.users[entity.pk]

    @initialize()
    def three_bids(self):
        for lead in range(LEADS):
            self.propose_and_submit(lead=lead, other=(lead + 1) % LEADS)

    @rule(lead=leads, other=leads)
    def propose_and_submit(self, lead, other):
        if SideEvent.objects.count() >= 6:
            return
        entity, user = self.stage.leads[lead]
        event = self.stage.draft(f"By {entity}", lead=entity, by=user)
        if lead != other:
            co_sponsor = [self.stage.leads[other][0]]
            assert self.tried(event.sponsors.name_all, event, co_sponsor, seen=event.revision, by=user)
        assert self.tried(event.submit, by=user)

    @rule(number=numbers, yes=st.booleans(), leaves=st.booleans())
    def answer(self, number, yes, leaves):
        if (event := self.event(number)) is None:
            return
        for sponsor in event.sponsors.co().select_related("entity"):
            sponsor.side_event = event
            verb = sponsor.leave if leaves else sponsor.confirm if yes else sponsor.decline
            if self.tried(verb, by=self.user_of(sponsor.entity)):
                change = self.confirmed.add if sponsor.status == "confirmed" else self.confirmed.discard
                change((event.pk, sponsor.entity_id))

    @rule(number=numbers, decision=decisions, release=st.booleans())
    def decide(self, number, decision, release):
        if (event := self.event(number)) is None:
            return
        self.tried(event.prepare, decision, by=self.stage.coordinator, reason="So.", seen=event.prepared_status)
        if release:
            event = self.event(number)
            self.tried(event.release_decision, by=self.stage.coordinator)

    @rule(number=numbers)
    def return_and_submit_again(self, number):
        if (event := self.event(number)) and self.tried(event.give_back, by=self.stage.coordinator, to_fix="More."):
            assert self.tried(self.event(number).submit, by=self.user_of(event.lead))

    @rule(number=numbers)
    def place(self, number):
        event = self.event(number)
        if event and event.status == "accepted" and not Session.objects.filter(side_event=event).exists():
            fields = event.for_the_programme()
            assert self.tried(Session.objects.schedule, event.ceremony, by=self.stage.coordinator, **fields)

    @rule(into=numbers, others=st.integers(0, 1), answers=st.sampled_from(["yy", "yy", "yy", "yn", "y", ""]))
    def ask_about_a_merger(self, into, others, answers):
        # With the one after it, or the one after that: there are three at least.
        first, other = self.event(into), self.event(into + others + 1)
        if first is None or not self.tried(MergeProposal.objects.propose, first, [other], by=self.stage.coordinator):
            return
        merge = MergeProposal.objects.select_related("into__ceremony", "ceremony").latest("pk")
        for bid, said in zip(merge.bids.select_related("side_event__lead"), answers, strict=False):
            verb = merge.accept if said == "y" else merge.refuse
            self.tried(verb, bid.side_event, by=self.user_of(bid.side_event.lead))

    @rule(number=numbers, yes=st.booleans())
    def answer_about_a_merger(self, number, yes):
        if (event := self.event(number)) is None:
            return
        for bid in event.bids.filter(is_open=True).select_related("merge__into__ceremony", "merge__ceremony"):
            self.tried(bid.merge.accept if yes else bid.merge.refuse, event, by=self.user_of(event.lead))

    @rule(number=numbers)
    def withdraw(self, number):
        if event := self.event(number):
            self.tried(event.withdraw, by=self.user_of(event.lead), reason="Ill.")

    def where_it_went(self, event):
        while event.merged_into_id:
            event = event.merged_into
        return event

    @invariant()
    def no_proposal_is_lost(self):
        """Whoever led or confirmed stands behind whatever his event has become."""
        for event in SideEvent.objects.select_related("merged_into"):
            goes_on = self.where_it_went(event)
            behind = set(goes_on.sponsors.confirmed().values_list("entity", flat=True))
            if goes_on.pk == event.pk:
                assert event.lead_id in behind
            for known, entity in self.confirmed:
                if known == goes_on.pk:
                    assert entity in behind

    @invariant()
    def a_lead_has_one_slot(self):
        self.seen.update(SideEvent.objects.values_list("status", flat=True))
        leads = Counter(SideEvent.objects.accepted().values_list("lead", flat=True))
        assert all(count == 1 for count in leads.values())

    @invariant()
    def an_open_question_is_about_bids_that_stand(self):
        for bid in MergeBid.objects.filter(is_open=True).select_related("side_event", "merge"):
            assert bid.merge.status == "proposed"
            assert bid.side_event.status in {"submitted", "waitlisted", "accepted"}

    @invariant()
    def what_does_not_take_place_is_not_on_the_programme(self):
        assert set(
            Session.objects.standing().filter(side_event__isnull=False).values_list("side_event__status", flat=True)
        ) <= {"accepted"}  # fmt: skip

    @invariant()
    def the_ledger_knows_every_status(self):
        for row in [*SideEvent.objects.all(), *Sponsor.objects.co(), *MergeProposal.objects.all()]:
            last = LedgerRow.objects.about(row).last()
            # A sponsor that came with a merger was written down where it came from.
            assert last is None or last.after == row.status


def every_ending():
    """One example that chance does not choose: each state is seen, whatever the others come to."""
    season = Season()
    season.three_bids()
    for verb, *arguments in [
        (season.decide, 0, "waitlisted", True),
        (season.decide, 1, "declined", True),
        (season.decide, 2, "accepted", True),
        (season.place, 2),
        (season.ask_about_a_merger, 2, 0, "yy"),
        (season.withdraw, 2),
    ]:
        verb(*arguments)
        season.no_proposal_is_lost()
        season.a_lead_has_one_slot()
        season.what_does_not_take_place_is_not_on_the_programme()
    season.teardown()


@pytest.mark.django_db
def test_no_sequence_of_verbs_loses_a_proposal(draft, organisation, kenya, kenyan_focal_point, coordinator, now):
    pairs = [(kenya, kenyan_focal_point), *(organisation(f"Example {number}") for number in range(LEADS - 1))]
    Season.stage = SimpleNamespace(
        now=now, draft=draft, coordinator=coordinator, leads=pairs, users={entity.pk: user for entity, user in pairs}
    )
    every_ending()
    run_state_machine_as_test(
        Season,
        settings=settings(
            max_examples=10, stateful_step_count=20, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # Else it were easily true.
    assert {"submitted", "accepted", "merged", "withdrawn", "declined", "waitlisted"} <= set(Season.seen)
