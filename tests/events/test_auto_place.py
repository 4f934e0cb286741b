"""The plan of the machine, checked by a reading of the task that shares nothing with the solver."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.urls import reverse

from ceremony.models import Room
from ceremony.procedure import AlreadyDecided, Refused
from events import auto_place
from events import rooms as doors
from events.auto_place import Bid, Hall, Hour, Task
from events.models import PlacementPlan, PlanStatus, Session, SideEvent, Speaker
from events.tasks import make_plan
from tests.notifications.conftest import broker  # noqa: F401

DAY = datetime(2025, 10, 25, 2, tzinfo=UTC)


def hours(number, *, halls, turnover=15):
    """Slots of an hour, a quarter of one apart."""
    found = []
    for place in range(number):
        first = DAY + timedelta(minutes=75 * place)
        last = first + timedelta(minutes=60)
        found.append(Hour(place, first, last, {hall.key: last + timedelta(minutes=turnover) for hall in halls}))
    return found


def generated(seed, *, bids=45, rooms=12, slots=6):
    """A task of the size of Ha Noi: wishes crowd into the first slots, some share speakers, some rooms are taken."""
    dice = random.Random(seed)
    halls = [
        Hall(key, {"": 90 + 20 * key, "round": 60 + 15 * key}, booths=key % 4, streams=key % 3 == 0)
        for key in range(rooms)
    ]
    places = hours(slots, halls=halls)
    crowd = [slot for slot in range(slots) for _time in range(slots - slot)]
    made = [
        Bid(
            key=1000 + key,
            wishes=tuple(dict.fromkeys(dice.choice(crowd) for _wish in range(dice.randint(0, 4)))),
            audience=dice.randint(20, 180),
            layout=dice.choice(["", "theatre", "round"]),
            booths=dice.choice([0, 0, 0, 1, 2]),
            stream=dice.random() < 0.2,
        )
        for key in range(bids)
    ]  # fmt: skip
    free = {(hall.key, hour.key) for hall in halls for hour in places if dice.random() < 0.9}
    groups = [frozenset(bid.key for bid in dice.sample(made, dice.randint(2, 3))) for _group in range(bids // 4)]
    busy = {bid.key: {dice.randrange(slots)} for bid in dice.sample(made, bids // 7)}
    return Task(made, halls, places, free, groups, busy)


def faults(task, found):
    """Everything that is wrong with a plan, by a plain reading of the task."""
    wrong = []
    bids = {bid.key: bid for bid in task.bids}
    halls, slots = {hall.key: hall for hall in task.halls}, {hour.key: hour for hour in task.hours}
    if {*found.placed, *found.unplaced} != {*bids} or {*found.placed} & {*found.unplaced}:
        wrong.append("somebody is lost, or there twice")
    for key, (room, slot) in found.placed.items():
        bid, hall = bids[key], halls[room]
        seats = hall.seats[bid.layout] if bid.layout in hall.seats else hall.seats[""]
        if seats and bid.audience > seats:
            wrong.append(f"{key}: {bid.audience} in a room of {seats}")
        if bid.booths > hall.booths or (bid.stream and not hall.streams):
            wrong.append(f"{key}: the room lacks something")
        if (room, slot) not in task.free:
            wrong.append(f"{key}: the room is taken")
        if slot in task.busy.get(key, ()):
            wrong.append(f"{key}: its people are elsewhere")
    for key, (room, slot) in found.placed.items():
        for other, (its_room, its_slot) in found.placed.items():
            if key < other:
                first, last = sorted([slots[slot], slots[its_slot]], key=lambda hour: hour.starts_at)
                if room == its_room and (first is last or first.clears[room] > last.starts_at):
                    wrong.append(f"{key} and {other} in one room")
                if slot == its_slot and any({key, other} <= group for group in task.groups):
                    wrong.append(f"{key} and {other} share people")
    return wrong


def wished(task, found):
    """The share of the wishes that are fulfilled, counted anew."""
    worth = [1, 0.8, 0.6, 0.4, 0.2]
    wishing = [bid for bid in task.bids if bid.wishes]
    got = [
        worth[bid.wishes.index(found.placed[bid.key][1])]
        for bid in wishing if bid.key in found.placed and found.placed[bid.key][1] in bid.wishes
    ]  # fmt: skip
    return sum(got) / len(wishing) if wishing else 1.0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_task_of_the_size_of_ha_noi_is_solved_in_time_and_proved(seed):
    task = generated(seed)
    found = auto_place.solve(task)
    assert faults(task, found) == []
    assert found.seconds < 10
    assert found.satisfaction == pytest.approx(wished(task, found))
    assert found.satisfaction <= found.bound <= 1
    assert found.bound - found.satisfaction < 0.01
    assert len(found.placed) == 45


def test_of_more_bids_than_places_those_left_over_are_named_with_what_took_their_place():
    task = generated(3, bids=45, rooms=4, slots=6)
    found = auto_place.solve(task)
    assert faults(task, found) == []
    assert len(found.placed) <= 24
    assert len(found.unplaced) >= 45 - 24
    bids = {bid.key: bid for bid in task.bids}
    for key, (reason,) in found.unplaced.items():
        places = task.places(bids[key])
        if reason["code"] == "competition":
            # Each of its places is somebody's, or at a time at which its people are at another of the plan.
            taken = {place: other for other, place in found.placed.items()}
            shared = {
                found.placed[other][1] for group in task.groups if key in group for other in group & found.placed.keys()
            }
            assert places
            assert all(place in taken or place[1] in shared for place in places)
        else:
            assert places == []


def brute(task):
    """The best (number, tenths of wishes) of a small task, by trying everything."""
    best = (0, 0)

    def go(rest, placed):
        nonlocal best
        if not rest:
            found = auto_place.Found(placed, {bid.key: [] for bid in task.bids if bid.key not in placed}, 0, 0, 0)
            if not faults(task, found):
                tenths = sum(auto_place.worth(bid, placed[bid.key][1]) for bid in task.bids if bid.key in placed)
                best = max(best, (len(placed), tenths))
            return
        bid, *others = rest
        go(others, placed)
        for place in task.places(bid):
            if place not in placed.values():
                go(others, placed | {bid.key: place})

    go(task.bids, {})
    return best


@pytest.mark.parametrize("seed", range(6))
def test_what_is_proved_is_what_trying_everything_finds(seed):
    task = generated(seed, bids=5, rooms=2, slots=2)
    found = auto_place.solve(task)
    tenths = sum(auto_place.worth(bid, found.placed[bid.key][1]) for bid in task.bids if bid.key in found.placed)
    assert faults(task, found) == []
    assert (len(found.placed), tenths) == brute(task)
    assert found.satisfaction == found.bound


def test_a_turnover_longer_than_the_pause_takes_the_next_slot_too():
    halls = [Hall(1, {"": 100})]
    task = Task([Bid(1), Bid(2)], halls, hours(2, halls=halls, turnover=30), {(1, 0), (1, 1)})
    found = auto_place.solve(task)
    assert faults(task, found) == []
    assert len(found.placed) == 1


@pytest.mark.parametrize(
    ("bid", "code"),
    [
        (Bid(1, audience=500), "audience"), (Bid(1, booths=3), "booths"), (Bid(1, stream=True), "stream"),
        (Bid(1, audience=90, booths=1), "together"),
    ],
)  # fmt: skip
def test_what_no_room_has_is_the_reason(bid, code):
    halls = [Hall(1, {"": 100}), Hall(2, {"": 50}, booths=2)]
    found = auto_place.solve(Task([bid], halls, hours(1, halls=halls), {(1, 0), (2, 0)}))
    assert [reason["code"] for reason in found.unplaced[1]] == [code]


def test_without_rooms_or_slots_or_bids_there_is_a_plan_of_nothing():
    found = auto_place.solve(Task([Bid(1)], [], [], set()))
    assert (found.placed, found.satisfaction, found.bound) == ({}, 1.0, 1.0)
    assert auto_place.solve(Task([], [], [], set())).unplaced == {}


def test_out_of_time_it_says_how_far_it_may_be_from_the_best():
    task = generated(1)
    found = auto_place.solve(task, seconds=0.01)
    assert faults(task, found) == []
    assert found.satisfaction <= found.bound <= 1


# From the tables and back


@pytest.fixture
def made(ceremony, coordinator, now):
    """made(): a plan, worked out as the worker does it."""

    def make(**fields):
        plan = PlacementPlan.objects.ask(ceremony, by=coordinator, at=now, **fields)
        make_plan(plan.pk)
        plan.refresh_from_db()
        return plan

    return make


def test_a_plan_is_shown_before_anything_moves_and_then_taken(made, accepted, rooms, slots, coordinator, now):
    events = [accepted(f"Event {number}", wishes=[slots[0], slots[1]]) for number in range(4)]
    plan = made()
    assert (plan.status, plan.satisfaction, plan.is_proved) == (PlanStatus.READY, 0.95, True)
    assert Session.objects.count() == 0
    assert plan.take(by=coordinator, at=now) == (4, [])
    assert {session.side_event for session in Session.objects.all()} == {*events}
    assert sorted(Session.objects.values_list("slot", flat=True)) == [slots[0].pk] * 3 + [slots[1].pk]
    with pytest.raises(AlreadyDecided, match="Cora Coordinator was first"):
        PlacementPlan(pk=plan.pk, ceremony=plan.ceremony, status=PlanStatus.READY, result=plan.result).take(
            by=coordinator, at=now
        )


def test_what_has_its_place_stays_and_is_planned_around(
    made, accepted, session, hall, rooms, slots, at, coordinator, now
):
    session("Plenary", at(14), at(15), room=hall, kind="plenary", no_parallel=True)
    doors.block(rooms[0], at(15, 15), at(17, 30), reason="Repair")
    there = Session.objects.place_first(
        accepted("There"), rooms[1], slots[1].starts_at, slots[1].event_ends_at, slot=slots[1], by=coordinator, at=now
    )
    speaker = {"name": "Amina Example"}
    Speaker.objects.create(side_event=there.side_event, **speaker)
    event = accepted("New", wishes=[slots[0], slots[1], slots[2]])
    Speaker.objects.create(side_event=event, **speaker)
    type(hall).objects.filter(pk=hall.pk).update(opens="08:00", closes="15:00")
    plan = made()
    (row,) = plan.result["placed"]
    assert (row["side_event"], row["room"], row["slot"], row["wish"]) == (event.pk, rooms[1].pk, slots[2].pk, 3)


@pytest.mark.parametrize("anew", [False, True])
def test_what_was_cancelled_is_neither_planned_nor_counted_as_waiting(
    client, made, accepted, rooms, slots, coordinator, now, anew
):
    where = {"room": rooms[0], "starts_at": slots[0].starts_at, "ends_at": slots[0].event_ends_at, "slot": slots[0]}
    off = Session.objects.place_first(accepted("Off"), **where, by=coordinator, at=now)
    off.cancel(by=coordinator, at=now, reason="The speaker is ill.")
    event = accepted("On", wishes=[slots[0]])
    assert [row["side_event"] for row in made(anew=anew).result["placed"]] == [event.pk]
    client.force_login(coordinator)
    page = client.get(reverse("events:plans", args=["demo"])).content.decode()
    assert "1 of 1 accepted side events has no place yet." in page


def test_all_anew_two_that_are_in_each_others_wish_change_places(made, accepted, rooms, slots, coordinator, now):
    placed = []
    for wish, slot in [(slots[0], slots[1]), (slots[1], slots[0])]:
        event = accepted("Event", wishes=[wish])
        placed.append(
            Session.objects.place_first(
                event, rooms[0], slot.starts_at, slot.event_ends_at, slot=slot, by=coordinator, at=now
            )
        )
    Room.objects.filter(pk=rooms[1].pk).update(capacity=10)
    Room.objects.filter(position=0).update(capacity=10)
    assert made().result["placed"] == []
    plan = made(anew=True)
    assert plan.satisfaction == 1.0
    assert plan.take(by=coordinator, at=now) == (2, [])
    assert [Session.objects.get(pk=one.pk).slot for one in placed] == [slots[0], slots[1]]


def test_what_changed_since_the_plan_is_left_alone_and_named(made, accepted, session, rooms, slots, coordinator, now):
    withdrawn, moved, taken, fine = [accepted(name) for name in ("Withdrawn", "Moved", "Taken", "Fine")]
    plan = made()
    wanted = {row["side_event"]: row for row in plan.result["placed"]}
    SideEvent.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    # On the second day, where the plan has put nobody.
    last = slots[-1]
    Session.objects.place_first(moved, rooms[0], last.starts_at, last.event_ends_at, slot=last, by=coordinator, at=now)
    room, slot = (
        Room.objects.get(pk=wanted[taken.pk]["room"]),
        next(one for one in slots if one.pk == wanted[taken.pk]["slot"]),
    )
    session("In its place", slot.starts_at, slot.event_ends_at, room=room)
    count, skipped = plan.take(by=coordinator, at=now)
    assert (count, dict(skipped)["Withdrawn"], dict(skipped)["Moved"]) == (
        1, "It is not accepted any more.", "It was moved meanwhile, and stays where it is.",
    )  # fmt: skip
    assert "is taken by “In its place”" in dict(skipped)["Taken"]
    assert Session.objects.filter(side_event=fine).exists()
    assert Session.objects.get(side_event=moved).slot == last


def test_bids_that_cannot_be_placed_are_named_on_the_page_with_the_reason(
    client, made, accepted, rooms, slots, ceremony, coordinator
):
    accepted("Too many", audience=4000, layout="theatre")
    accepted("All the world", interpretation=["en", "fr", "es", "ru", "ar", "zh-hans", "vi"], interpretation_paid_by="sponsors", stream=True, audience=1300)  # fmt: skip
    accepted("Fine", wishes=[slots[0]])
    plan = made()
    client.force_login(coordinator)
    page = client.get(reverse("events:plan", args=[ceremony.slug, plan.key])).content.decode()
    assert "4000 people are expected; the largest room seats 1200 (Theatre)." in page
    assert "1300 people are expected; the largest room seats 1200 (Theatre)." in page
    assert "proved to be the most" in page
    response = client.post(reverse("events:plan_decide", args=[ceremony.slug, plan.key]), {"take": "1"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["1 side event was placed."]


def test_the_same_plan_asked_for_twice_is_one_and_a_dropped_one_moves_nothing(
    ceremony, accepted, rooms, slots, coordinator, now
):
    accepted()
    first = PlacementPlan.objects.ask(ceremony, by=coordinator, at=now)
    assert PlacementPlan.objects.ask(ceremony, by=coordinator, at=now) == first
    make_plan(first.pk)
    first.refresh_from_db()
    first.drop(by=coordinator, at=now)
    with pytest.raises(Refused):
        first.take(by=coordinator, at=now)
    assert Session.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_told_after_the_commit_and_makes_the_plan(
    ceremony,
    accepted,
    rooms,
    slots,
    coordinator,
    now,
    broker,  # noqa: F811
):
    accepted("Tracing assets", wishes=[slots[0]])
    plan = PlacementPlan.objects.ask(ceremony, by=coordinator, at=now)
    with current_app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        message = queue.get(timeout=10)
        message.ack()
    assert (message.headers["task"], message.payload[0]) == ("events.tasks.make_plan", [plan.pk])
    current_app.tasks[message.headers["task"]](*message.payload[0])
    plan.refresh_from_db()
    assert (plan.status, plan.satisfaction) == (PlanStatus.READY, 1.0)


def test_a_worker_that_was_killed_leaves_a_plan_to_the_sweep_and_not_for_ever(
    ceremony, accepted, rooms, slots, coordinator, now
):
    plan = PlacementPlan.objects.ask(ceremony, by=coordinator, at=now)
    later = now + timedelta(minutes=3)
    PlacementPlan.objects.filter(pk=plan.pk).update(attempts=1)
    assert plan.make(at=now) is False  # somebody is at it
    assert list(PlacementPlan.objects.abandoned(later)) == [plan]
    PlacementPlan.objects.filter(pk=plan.pk).update(attempts=3)
    assert plan.make(at=later) is False
    assert PlacementPlan.objects.get(pk=plan.pk).status == PlanStatus.FAILED
