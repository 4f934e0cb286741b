"""Twenty coordinators at the same instant; and whatever is done in whatever order, nothing overlaps and nothing is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ceremony.models import Room
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from events import board as boards
from events.models import Session, SideEvent, Slot
from tests.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_book_one_room_and_slot_one_wins(accepted, rooms, slots, coordinator, now):
    events = [accepted(f"Event {number}") for number in range(20)]

    def book(event):
        slot = slots[0]
        return Session.objects.place_first(
            event, rooms[0], slot.starts_at, slot.event_ends_at, slot=slot, by=coordinator, at=now
        )

    outcomes = at_once(*(lambda event=event: book(event) for event in events))
    won = [outcome for outcome in outcomes if isinstance(outcome, Session)]
    assert len(won) == 1
    told = {sentence for outcome in outcomes if isinstance(outcome, Refused) for sentence in outcome.messages}
    assert told == {f"Room 1 is taken by “{won[0]}”, 14:00–15:00, and free again at 15:15."}
    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_write_past_the_verbs_postgresql_lets_one_in(ceremony, rooms, slots, at):
    def book():
        row = Session(
            ceremony=ceremony,
            kind="seminar",
            title=LocalText(en="Seminar"),
            room=rooms[0],
            starts_at=at(9),
            ends_at=at(10),
        )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
        except Exception as error:  # two that wait for each other: PostgreSQL ends one of them
            return "deadlock" if "deadlock detected" in str(error) else error
        return "booked"

    outcomes = at_once(*[book] * 20)
    assert outcomes.count("booked") == 1
    assert set(outcomes) - {"booked", "deadlock"} == {"one_session_at_a_time_in_a_room"}


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_move_one_session_one_is_first_and_the_others_are_told(session, rooms, at, coordinator, now):
    made = session("Seminar", at(8), at(9), room=rooms[0])

    def move(number):
        mine = Session.objects.get(pk=made.pk)
        mine.place(rooms[1], at(10) + timedelta(minutes=number), at(12), by=coordinator, at=now, seen=1)
        return mine

    outcomes = at_once(*(lambda number=number: move(number) for number in range(20)))
    assert sum(isinstance(outcome, Session) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 19
    made.refresh_from_db()
    assert made.revision == 2


@pytest.mark.django_db(transaction=True)
def test_a_room_is_not_blocked_and_booked_at_once(session, rooms, at):
    from events import rooms as doors

    outcomes = at_once(
        lambda: session("Seminar", at(9), at(10), room=rooms[0]),
        lambda: doors.block(rooms[0], at(9), at(10), reason="Repair"),
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1


# Any sequence of moves


class Moves(RuleBasedStateMachine):
    """A coordinator who does anything at all, with what he saw a while ago too."""

    fixtures = None

    @initialize()
    def begin(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.ceremony, self.rooms, self.slots, self.by, self.at, at = Moves.fixtures
        Session.objects.schedule(
            self.ceremony, by=None, at=self.at, kind="opening", title=LocalText(en="Opening"), room=self.rooms[0],
            starts_at=at(13), ends_at=at(14, 30), no_parallel=True,
        )  # fmt: skip
        seminar = Session.objects.schedule(
            self.ceremony, by=None, at=self.at, kind="seminar", title=LocalText(en="Seminar"), room=self.rooms[1],
            starts_at=at(14, 45), ends_at=at(16, 15),
        )  # fmt: skip
        self.events = list(SideEvent.objects.order_by("number"))
        self.others = [seminar.key]
        self.told = []
        self.hours = [at(hour, minute) for hour in (13, 14, 15, 16, 17, 23) for minute in (0, 20, 45)]

    def keys(self):
        placed = dict(Session.objects.filter(side_event__isnull=False).values_list("side_event__key", "key"))
        return [f"s.{placed[event.key]}" if event.key in placed else f"e.{event.key}" for event in self.events] + [
            f"s.{key}" for key in self.others
        ]

    def item(self, number, seen):
        keys = self.keys()
        key = keys[number % len(keys)]
        if key.startswith("s."):
            seen = Session.objects.get(key=key[2:]).revision - seen
        return boards.item_of(self.ceremony, key, max(seen, 0))

    def tried(self, verb):
        try:
            verb()
        except Refused as refused:
            self.told += refused.messages

    @rule(number=st.integers(0, 5), old=st.integers(0, 1), room=st.integers(0, 2), slot=st.integers(0, 2))
    def put_in_a_slot(self, number, old, room, slot):
        slot = self.slots[slot]
        self.tried(
            lambda: boards.put(
                self.item(number, old), (self.rooms[room], slot.starts_at, slot), by=self.by, at=self.at
            )
        )  # fmt: skip

    @rule(number=st.integers(0, 5), room=st.integers(0, 2), hour=st.integers(0, 17))
    def put_at_an_hour(self, number, room, hour):
        target = (self.rooms[room], self.hours[hour], None)
        self.tried(lambda: boards.put(self.item(number, 0), target, by=self.by, at=self.at))

    @rule(number=st.integers(0, 5), other=st.integers(0, 5), old=st.integers(0, 1))
    def swap(self, number, other, old):
        self.tried(lambda: boards.swap(self.item(number, old), self.item(other, 0), by=self.by, at=self.at))

    @rule(number=st.integers(0, 5), old=st.integers(0, 1))
    def unplace(self, number, old):
        def verb():
            item = self.item(number, old)
            item.session.unplace(by=self.by, at=self.at, seen=item.seen)

        self.tried(verb)

    @rule(slots=st.sets(st.integers(0, 2), min_size=1), minutes=st.sampled_from([-30, 10, 75]))
    def shift(self, slots, minutes):
        from events.overrun import shift

        chosen = [self.slots[number] for number in slots]
        self.tried(lambda: shift(self.ceremony, chosen, minutes, by=self.by, at=self.at, reason="Late"))
        for slot in self.slots:
            slot.refresh_from_db()

    @rule(turnover=st.sampled_from([0, 15, 40]), room=st.integers(0, 2))
    def turn_over(self, turnover, room):
        from events import rooms as doors

        room = Room.objects.get(pk=self.rooms[room].pk)
        room.ceremony, room.turnover = self.ceremony, turnover
        self.tried(lambda: doors.change(room))
        self.rooms = list(self.ceremony.rooms.order_by("position", "pk"))
        for one in self.rooms:
            one.ceremony = self.ceremony

    @invariant()
    def nothing_overlaps(self):
        """Asked of the rows themselves, without the code that placed them."""
        placed = list(Session.objects.filter(starts_at__isnull=False, cancelled_at=None).select_related("room"))
        for one in placed:
            for other in placed:
                if one.pk >= other.pk:
                    continue
                if one.room_id and one.room_id == other.room_id:
                    turnover = timedelta(minutes=one.room.turnover)
                    first, last = sorted([one, other], key=lambda session: session.starts_at)
                    assert first.ends_at + turnover <= last.starts_at
                if {one.kind, other.kind} >= {"side_event", "opening"}:
                    assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at

    @invariant()
    def nothing_is_lost(self):
        """Every accepted proposal is on the board, or among those that wait, and nowhere twice."""
        there = [
            session.side_event_id
            for day in boards.Board(self.ceremony).days
            for row in boards.Board(self.ceremony, day).rows
            for cell in row.cells
            if (session := cell.session) and session.side_event_id
        ]
        waiting = [session.side_event_id for session in boards.Board(self.ceremony).unplaced if session.side_event_id]
        assert sorted([*there, *waiting]) == sorted(event.pk for event in self.events)

    def teardown(self):
        if hasattr(self, "point"):
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)


def test_no_sequence_of_moves_makes_an_overlap_or_loses_a_proposal(
    ceremony, hall, rooms, slots, accepted, coordinator, now, at
):
    for number in range(5):
        accepted(f"Event {number}")
    Slot.objects.filter(pk__in=[slot.pk for slot in slots[3:]]).delete()
    Moves.fixtures = (ceremony, [hall, *rooms], slots[:3], coordinator, now, at)
    for slot in slots:
        slot.ceremony = ceremony
    run_state_machine_as_test(
        Moves,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
