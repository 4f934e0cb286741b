"""The board: what is refused in words and by PostgreSQL, who is told that somebody was first, and a day that overruns."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ceremony.models import LedgerRow, RoomBlock
from ceremony.procedure import AlreadyDecided, Refused
from events import clashes
from events import rooms as doors
from events.models import Session, Slot
from events.overrun import fingerprint, moved, shift


def refusal(verb, *args, **kwargs):
    """What the person is told."""
    with pytest.raises(Refused) as told:
        verb(*args, **kwargs)
    return told.value.messages


@contextmanager
def refused_by_postgresql(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        yield
    assert refused.value.__cause__.diag.constraint_name == name


# Impossible, in words and in PostgreSQL


def test_a_room_is_taken_until_it_is_cleared(session, rooms, at):
    session("First", at(9), at(10), room=rooms[0])
    assert refusal(session, "Second", at(10), at(11), room=rooms[0]) == [
        "Room 1 needs 15 minutes to change over: “First” is there 09:00–10:00."
    ]
    assert refusal(session, "Second", at(9, 30), at(11), room=rooms[0]) == [
        "Room 1 is taken by “First”, 09:00–10:00, and free again at 10:15."
    ]
    assert session("Second", at(10, 15), at(11), room=rooms[0]).clears_at == at(11, 15)


def test_a_side_event_is_refused_beside_what_stands_alone_wherever_it_is(session, rooms, at, opening):
    assert refusal(session, "Beside", at(9, 30), at(10, 30), room=rooms[0], kind="side_event") == [
        "“Beside” would run beside “Opening” (09:00–10:00), and nothing runs in parallel to that."
    ]
    assert refusal(session, "Beside", at(9, 30), at(10, 30), kind="side_event") != []
    session("A seminar may", at(9, 30), at(10, 30), room=rooms[0])
    session("After it", at(10), at(11), room=rooms[1], kind="side_event")


def test_what_already_runs_beside_it_bars_a_session_that_is_to_stand_alone(session, rooms, hall, at):
    session("Beside", at(9, 30), at(10, 30), room=rooms[0], kind="side_event")
    told = "“Beside” would run beside “Opening” (09:00–10:00), and nothing runs in parallel to that."
    assert refusal(session, "Opening", at(9), at(10), room=hall, kind="opening", no_parallel=True) == [told]


@pytest.mark.parametrize(("kind", "alone"), [("side_event", False), ("opening", True)])
def test_postgresql_alone_refuses_the_pair(session, rooms, hall, at, kind, alone):
    first = session("First", at(9), at(10), room=hall, kind="opening", no_parallel=True)
    second = session("Second", at(11), at(12), room=rooms[0], kind=kind, no_parallel=alone)
    rows = Session.objects.filter(pk=second.pk)
    times = {"starts_at": first.starts_at, "ends_at": first.ends_at, "clears_at": first.ends_at + timedelta(minutes=15)}
    if alone:  # Two that stand alone are no side events: no rule keeps them apart.
        assert rows.update(**times) == 1
        return
    with refused_by_postgresql("nothing_beside_what_stands_alone"):
        rows.update(**times)


def test_a_blocked_room_is_refused_both_ways(session, rooms, at, ceremony):
    doors.block(rooms[0], at(12), at(13), reason="Rehearsal of the signing")
    assert refusal(session, "Lunch talk", at(11, 30), at(12, 30), room=rooms[0]) == [
        "Room 1 is blocked, 12:00–13:00: Rehearsal of the signing."
    ]
    # Its turnover would run into it.
    assert refusal(session, "Late", at(11), at(12), room=rooms[0]) != []
    early = session("Early", at(10, 45), at(11, 45), room=rooms[0])
    assert "in use at that time: “Early”" in refusal(doors.block, rooms[0], at(11), at(11, 30), reason="Repair")[0]
    with refused_by_postgresql("a_session_stays_out_of_blocked_times"):
        RoomBlock.objects.create(room=rooms[0], starts_at=at(11), ends_at=at(11, 30), reason="Repair")
    with refused_by_postgresql("a_session_stays_out_of_blocked_times"):
        early.starts_at, early.ends_at = at(12, 15), at(12, 45)
        early.save()


def test_a_closed_room_is_refused_both_ways(session, rooms, at):
    room = rooms[0]
    room.opens, room.closes = at(9).time().replace(hour=9), at(9).time().replace(hour=18)
    doors.change(room)
    assert refusal(session, "Evening", at(17, 30), at(18, 30), room=room) == ["Room 1 is open from 09:00 to 18:00."]
    last = session("Last", at(17), at(18), room=room)
    room.closes = room.closes.replace(hour=17)
    assert refusal(doors.change, room) == ["Room 1 is open from 09:00 to 17:00."]
    with refused_by_postgresql("a_room_in_use_is_open"):
        type(room).objects.filter(pk=room.pk).update(closes="17:00")
    with refused_by_postgresql("a_room_in_use_is_open"):
        last.starts_at, last.ends_at = at(18), at(19)
        last.save()


def test_a_longer_turnover_is_refused_where_two_would_be_too_close(session, rooms, at):
    first = session("First", at(9), at(10), room=rooms[0])
    session("Second", at(10, 15), at(11), room=rooms[0])
    rooms[0].turnover = 20
    assert refusal(doors.change, rooms[0]) == ["Room 1 needs 20 minutes to change over: “Second” is there 10:15–11:00."]
    rooms[0].turnover = 5
    doors.change(rooms[0])
    first.refresh_from_db()
    assert first.clears_at == at(10, 5)


@pytest.mark.django_db(transaction=True)
def test_postgresql_keeps_the_turnover_of_a_room_and_of_its_sessions_equal(session, rooms, at):
    made = session("First", at(9), at(10), room=rooms[0])
    with refused_by_postgresql("a_room_is_cleared_before_the_next"):
        type(rooms[0]).objects.filter(pk=rooms[0].pk).update(turnover=30)
    with refused_by_postgresql("a_room_is_cleared_before_the_next"):
        Session.objects.filter(pk=made.pk).update(clears_at=at(10))


def test_a_session_across_midnight_is_refused_and_the_days_are_named(session, rooms, at):
    told = refusal(session, "Gala", at(22), at(1, day=1), room=rooms[0])
    assert "ends on the day on which it starts. Enter two." in told[0]
    session("Until midnight", at(22), at(0, day=1), room=rooms[0])
    late = session("Not placed yet")
    with refused_by_postgresql("a_session_lies_in_one_day"):
        Session.objects.filter(pk=late.pk).update(starts_at=at(23), ends_at=at(0, 1, day=1), clears_at=at(0, 1, day=1))


def test_what_is_cancelled_frees_its_room_and_says_why(session, rooms, at, coordinator, now):
    first = session("First", at(9), at(10), room=rooms[0])
    assert refusal(first.cancel, by=coordinator, at=now, reason=" ") == [
        "Write why it is cancelled: it stays on record, and is not published."
    ]
    first.cancel(by=coordinator, at=now, reason="The speaker is ill")
    session("Second", at(9), at(10), room=rooms[0])
    assert refusal(first.unplace, by=coordinator, at=now) == ["“First” is cancelled: take it up again first."]
    first.restore(by=coordinator, at=now, reason="She is well again")
    assert (first.starts_at, first.room, first.cancelled_at) == (None, None, None)


def test_a_room_in_use_is_not_deleted(session, rooms, at, ceremony):
    session("First", at(9), at(10), room=rooms[0])
    assert "“First”" in refusal(doors.remove, rooms[0])[0]
    doors.remove(rooms[1])
    assert ceremony.rooms.filter(pk=rooms[1].pk).exists() is False


# Verbs


def test_a_move_leaves_a_row_that_says_from_where_to_where(session, rooms, at, coordinator, now, ceremony):
    made = session("First", at(9), at(10), room=rooms[0])
    made.place(rooms[1], at(11), at(12), by=coordinator, at=now, seen=1)
    row = LedgerRow.objects.about(made).last()
    day = ceremony.starts_on
    assert (row.after, row.by, row.reason) == (
        "moved", coordinator, f"Room 1, {day} 09:00–10:00 → Room 2, {day} 11:00–12:00",
    )  # fmt: skip
    assert (made.room, made.starts_at, made.clears_at, made.revision) == (rooms[1], at(11), at(12, 15), 2)


def test_the_second_of_two_coordinators_is_told_who_was_first(session, rooms, at, coordinator, second_coordinator, now):
    made = session("First", at(9), at(10), room=rooms[0])
    other = Session.objects.get(pk=made.pk)
    made.place(rooms[1], at(11), at(12), by=coordinator, at=now, seen=1)
    with pytest.raises(AlreadyDecided, match=r"Cora Coordinator was first: at .* “First” was moved"):
        other.place(rooms[0], at(14), at(15), by=second_coordinator, at=now, seen=1)
    other.refresh_from_db()
    assert other.starts_at == at(11)


def test_two_sessions_change_places_in_full_rooms(session, rooms, at, coordinator, now):
    first = session("First", at(9), at(10), room=rooms[0])
    second = session("Second", at(9), at(10), room=rooms[1])
    first.swap(second, by=coordinator, at=now, seen=1, seen_other=1)
    assert (first.room, second.room) == (rooms[1], rooms[0])
    third = session("Third")
    third.swap(first, by=coordinator, at=now)
    assert (third.room, third.starts_at, third.ends_at, first.starts_at) == (rooms[1], at(9), at(10), None)


def test_a_swap_that_would_not_fit_moves_neither(session, rooms, at, coordinator, now):
    long = session("Long", at(9), at(11), room=rooms[0])
    short = session("Short", at(9), at(10), room=rooms[1])
    session("Next", at(10, 15), at(11), room=rooms[1])
    assert refusal(long.swap, short, by=coordinator, at=now) == [
        "Room 2 is taken by “Next”, 10:15–11:00, and free again at 11:15."
    ]
    assert [one.room for one in Session.objects.order_by("pk")[:2]] == rooms


def test_an_accepted_side_event_is_placed_once(accepted, rooms, slots, coordinator, second_coordinator, now):
    event = accepted("Tracing assets")
    made = Session.objects.place_first(
        event, rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
    )
    assert (str(made.title), made.audience, made.slot, made.side_event) == ("Tracing assets", 30, slots[0], event)
    with pytest.raises(AlreadyDecided, match="Cora Coordinator was first"):
        Session.objects.place_first(
            event, rooms[1], slots[1].starts_at, slots[1].event_ends_at, by=second_coordinator, at=now
        )
    waiting = accepted("Waiting", status="waitlisted")
    assert refusal(Session.objects.place_first, waiting, rooms[1], slots[1].starts_at, slots[1].event_ends_at, by=coordinator, at=now) == [
        "“Waiting” is “On the waiting list”: only accepted side events are placed."
    ]  # fmt: skip


# Overrun


def test_an_overrun_shifts_a_slots_sessions_together(
    session, accepted, rooms, hall, slots, at, coordinator, now, ceremony
):
    plenary = session("Plenary", at(12), at(14), room=hall, kind="plenary", no_parallel=True)
    events = [accepted(f"Event {number}") for number in (1, 2, 3)]
    for event, room, slot in zip(events, [*rooms, rooms[0]], [slots[0], slots[0], slots[1]], strict=True):
        Session.objects.place_first(event, room, slot.starts_at, slot.event_ends_at, slot=slot, by=coordinator, at=now)
    told = refusal(shift, ceremony, [slots[0]], 20, by=coordinator, at=now, reason="Statements", overrunning=plenary)
    assert told != []
    _slots, sessions = moved(ceremony, slots[:3], 20, plenary)
    changed = shift(
        ceremony, slots[:3], 20, by=coordinator, at=now, reason="Statements", overrunning=plenary,
        seen=fingerprint(Session.objects.filter(pk__in=[one.pk for one in sessions])),
    )  # fmt: skip
    assert len(changed) == 4
    assert [(one.starts_at, one.ends_at) for one in Session.objects.order_by("starts_at", "pk")] == [
        (at(12), at(14, 20)), (at(14, 20), at(15, 20)), (at(14, 20), at(15, 20)), (at(15, 35), at(16, 35)),
    ]  # fmt: skip
    assert Slot.objects.get(pk=slots[0].pk).starts_at == at(14, 20)
    assert {one.revision for one in changed} == {2}


def test_what_was_looked_at_is_what_is_shifted(accepted, rooms, slots, coordinator, now, ceremony):
    made = Session.objects.place_first(
        accepted(), rooms[0], slots[2].starts_at, slots[2].event_ends_at, slot=slots[2], by=coordinator, at=now
    )
    seen = fingerprint([made])
    made.place(rooms[1], made.starts_at, made.ends_at, slot=slots[2], by=coordinator, at=now)
    assert refusal(shift, ceremony, [slots[2]], 10, by=coordinator, at=now, reason="Late", seen=seen) == [
        "Somebody has changed these sessions meanwhile. Nothing was shifted: check again."
    ]


def test_the_clashes_names_are_all_of_postgresqls(db):
    """A refusal that the database knows by another name would be an error page."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT conname::text FROM pg_constraint UNION ALL SELECT prosrc FROM pg_proc")
        there = "\n".join(name for (name,) in cursor.fetchall())
    assert [name for name in clashes.REFUSALS if name not in there] == []


def test_what_moves_together_is_asked_about_where_it_goes(session, rooms, at, ceremony):
    """Two that change hours in one room: neither is in the other's way any more."""
    first, second = session("First", at(9), at(10), room=rooms[0]), session("Second", at(11), at(12), room=rooms[0])
    first.starts_at, first.ends_at, second.starts_at, second.ends_at = at(11), at(12), at(9), at(10)
    assert clashes.bars_of([first, second]) == []
    second.starts_at, second.ends_at = at(10), at(11)
    assert [clash.kind for clash in clashes.bars_of([first, second])] == ["room", "room"]
