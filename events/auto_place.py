"""Rooms and slots for accepted side events by their wishes: as many as possible placed, then as many wishes as possible.

An assignment of bids to places (a room in a slot), solved as an integer programme by HiGHS, which also proves how much
better any plan could be. What no plan can place is named, with the reason.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from django.utils.translation import gettext as _

from ceremony.models import Layout
from events import clashes
from events.models import Session, SessionKind, SideEvent, SideEventStatus
from events.models.changing import lock_programme, write_together
from events.rooms import furnished

SECONDS = 8.0
# What it is worth to get the first wish, the second, ...: whole tenths, so that less than a tenth of a gap is none.
WORTH = [10, 8, 6, 4, 2]
LATER_WISH = 1


class NoPlan(Exception):
    """The solver gave no answer; the message is for the log of the plan."""


# The task, as plain data


@dataclass(frozen=True)
class Bid:
    key: int  # of the side event
    wishes: tuple = ()  # slots, the best first
    audience: int = 0
    layout: str = ""
    booths: int = 0
    stream: bool = False


@dataclass(frozen=True)
class Hall:
    key: int
    seats: dict  # by layout; "" at large
    booths: int = 0
    streams: bool = False

    def seats_for(self, bid):
        return self.seats.get(bid.layout, self.seats[""])

    def suits(self, bid):
        seats = self.seats_for(bid)
        return (not seats or bid.audience <= seats) and bid.booths <= self.booths and (self.streams or not bid.stream)


@dataclass(frozen=True)
class Hour:
    key: int  # of the slot
    starts_at: datetime
    ends_at: datetime
    clears: dict  # room -> when it is free again after an event of this slot


@dataclass
class Task:
    bids: list
    halls: list
    hours: list
    free: set  # (room, slot) in which nothing stands in the way
    groups: list = field(default_factory=list)  # sets of bids of which no two run in one slot: they share people
    busy: dict = field(default_factory=dict)  # bid -> slots in which its people are elsewhere

    def places(self, bid):
        """(room, slot) in which this bid could be."""
        busy = self.busy.get(bid.key, ())
        return [
            (hall.key, hour.key)
            for hall in self.halls if hall.suits(bid)
            for hour in self.hours if (hall.key, hour.key) in self.free and hour.key not in busy
        ]  # fmt: skip


@dataclass
class Found:
    placed: dict  # bid -> (room, slot)
    unplaced: dict  # bid -> [reason]
    satisfaction: float
    bound: float
    seconds: float
    wishes: dict = field(default_factory=dict)  # bid -> the place among its wishes, from 1
    revisions: dict = field(default_factory=dict)  # bid -> the revision of the session that would move

    def as_json(self):
        return {
            "placed": [
                {
                    "side_event": bid, "room": room, "slot": slot, "wish": self.wishes.get(bid),
                    "revision": self.revisions.get(bid, 0),
                }
                for bid, (room, slot) in self.placed.items()
            ],
            "unplaced": [{"side_event": bid, "reasons": reasons} for bid, reasons in self.unplaced.items()],
            "seconds": round(self.seconds, 2),
        }  # fmt: skip


def worth(bid, slot):
    """Tenths of a wish: ten for the first one."""
    if slot not in bid.wishes:
        return 0
    rank = bid.wishes.index(slot)
    return WORTH[rank] if rank < len(WORTH) else LATER_WISH


# The solution


def solve(task, seconds=SECONDS) -> Found:
    """Raises NoPlan when the solver gives no answer at all."""
    began = monotonic()
    choices = [(bid, room, slot) for bid in task.bids for room, slot in task.places(bid)]
    wishing = [bid for bid in task.bids if bid.wishes]
    most = 10 * len(wishing)
    # One bid more is worth more than all wishes together.
    a_bid = most + 1
    gains = [a_bid + worth(bid, slot) for bid, _room, slot in choices]
    chosen, limit = _maximum(gains, _rows(task, choices), seconds - (monotonic() - began))
    placed = {choices[one][0].key: choices[one][1:] for one in chosen}
    got = sum(worth(bid, placed[bid.key][1]) for bid in wishing if bid.key in placed)
    # At best as many bids as the bound allows, and then what it leaves for wishes.
    limit = math.floor(limit + 1e-6)
    could = most if limit // a_bid > len(placed) else min(most, limit - a_bid * len(placed))
    by_key = {bid.key: bid for bid in task.bids}
    return Found(
        placed=placed,
        unplaced={bid.key: reasons(task, bid, placed) for bid in task.bids if bid.key not in placed},
        satisfaction=got / most if most else 1.0,
        bound=max(got, could) / most if most else 1.0,
        seconds=monotonic() - began,
        wishes={
            key: by_key[key].wishes.index(slot) + 1
            for key, (_room, slot) in placed.items() if slot in by_key[key].wishes
        },
    )  # fmt: skip


def _rows(task, choices):
    """Sets of choices of which at most one is taken."""
    by_bid, by_place, by_group = defaultdict(list), defaultdict(list), defaultdict(list)
    groups_of = defaultdict(list)
    for number, group in enumerate(task.groups):
        for bid in group:
            groups_of[bid].append(number)
    hours = {hour.key: hour for hour in task.hours}
    for number, (bid, room, slot) in enumerate(choices):
        by_bid[bid.key].append(number)
        by_place[room, slot].append(number)
        for group in groups_of[bid.key]:
            by_group[group, slot].append(number)
    rows = [*by_bid.values(), *by_group.values()]
    # A room is taken until it is cleared, which may be longer than the slot.
    for (room, slot), those in by_place.items():
        mine = hours[slot]
        later = [
            there for (other, its), there in by_place.items()
            if other == room and its != slot and mine.starts_at <= hours[its].starts_at < mine.clears[room]
        ]  # fmt: skip
        rows.append(those)
        rows += [those + there for there in later]
    return [row for row in rows if len(row) > 1]


def _maximum(gains, rows, seconds):
    """(the choices that are taken, more than which nothing can gain)."""
    if not gains:
        return [], 0
    # Sixty megabytes, which only the worker that makes a plan needs.
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(gains), len(rows)
    model.col_cost_ = gains
    model.col_lower_, model.col_upper_ = [0.0] * len(gains), [1.0] * len(gains)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(gains)
    model.row_lower_, model.row_upper_ = [-highspy.kHighsInf] * len(rows), [1.0] * len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts, index = [0], []
    for row in rows:
        index += row
        starts.append(len(index))
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, index, [1.0] * len(index)
    solver = highspy.Highs()
    for name, value in [
        ("output_flag", False), ("threads", 1), ("time_limit", max(0.1, seconds)), ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
    ]:  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(model)
    solver.run()
    info, solution = solver.getInfo(), solver.getSolution()
    if not solution.value_valid:
        raise NoPlan(solver.modelStatusToString(solver.getModelStatus()))
    taken = [number for number, value in enumerate(solution.col_value) if value > 0.5]
    limit = info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else sum(gains)
    return taken, limit


def reasons(task, bid, placed):
    """Why a bid has no place: the first thing that leaves it none, as a code with its numbers."""
    halls = task.halls
    for code, fits, facts in [
        ("audience", lambda hall: not hall.seats_for(bid) or bid.audience <= hall.seats_for(bid),
         {"audience": bid.audience, "layout": bid.layout, "most": max([hall.seats_for(bid) for hall in halls], default=0)}),
        ("booths", lambda hall: bid.booths <= hall.booths,
         {"booths": bid.booths, "most": max([hall.booths for hall in halls], default=0)}),
        ("stream", lambda hall: hall.streams or not bid.stream, {}),
    ]:  # fmt: skip
        if not any(fits(hall) for hall in halls):
            return [{"code": code, **facts}]
    suitable = [hall for hall in halls if hall.suits(bid)]
    if not suitable:
        return [{"code": "together"}]
    free = {(hall.key, hour.key) for hall in suitable for hour in task.hours} & task.free
    if not free:
        return [{"code": "taken", "rooms": [hall.key for hall in suitable]}]
    places = task.places(bid)
    if not places:
        return [{"code": "busy", "slots": sorted({slot for _room, slot in free})}]
    takers = [key for key, place in placed.items() if place in places]
    shared = {slot for key, (_room, slot) in placed.items() for group in task.groups if {key, bid.key} <= set(group)}
    return [
        {"code": "competition", "places": len(places), "others": takers, "shared": len({s for _r, s in places} & shared)}
    ]  # fmt: skip


# From the tables and back


def work_out(ceremony, *, anew=False, seconds=SECONDS) -> Found:
    """The plan of a ceremony as it stands now."""
    task, revisions = task_of(ceremony, anew=anew)
    found = solve(task, seconds)
    found.revisions = {key: revision for key, revision in revisions.items() if key in found.placed}
    return found


def task_of(ceremony, *, anew=False):
    """(the task, {side event: revision of its session}) from the tables; with `anew`, what is placed moves too."""
    rooms, slots = furnished(ceremony.rooms.filter(takes_side_events=True)), list(ceremony.slots.all())
    events = {
        event.pk: event
        for event in SideEvent.objects.taking_place().filter(ceremony=ceremony)
        .defer("concept_note").prefetch_related("wishes").order_by("number")
    }  # fmt: skip
    sessions = list(Session.objects.standing().filter(ceremony=ceremony).select_related("room", "side_event"))
    of_event = {one.side_event_id: one for one in sessions if one.side_event_id in events}
    fixed = [one for one in sessions if one.starts_at and not (anew and one.side_event_id in events)]
    still = {one.side_event_id for one in fixed}
    there = [event for key, event in events.items() if key not in still]
    people = clashes.People.of(ceremony)
    known = {event.pk: _people_of(people, event, of_event.get(event.pk)) for event in there}
    return (
        Task(
            bids=[_bid(event, of_event.get(event.pk)) for event in there],
            halls=[_hall(room) for room in rooms],
            hours=[_hour(slot, rooms) for slot in slots],
            free=_free(ceremony, rooms, slots, fixed),
            groups=_groups(people, there, known),
            busy=_busy(people, there, known, slots, fixed),
        ),
        {key: one.revision for key, one in of_event.items()},
    )


def _bid(event, session):
    its = session or event
    return Bid(
        key=event.pk,
        wishes=tuple(wish.slot_id for wish in sorted(event.wishes.all(), key=lambda wish: wish.position)),
        audience=its.audience or 0,
        layout=its.layout,
        booths=len(session.languages if session else event.interpretation),
        stream=event.stream or bool(session and session.stream_url),
    )


def _hall(room):
    seats = {"": room.capacity} | {setup.layout: setup.capacity for setup in room.setups.all()}
    return Hall(room.pk, seats, room.booths, room.streams)


def _hour(slot, rooms):
    last = slot.event_ends_at
    clears = {room.pk: Session(room=room, starts_at=slot.starts_at, ends_at=last).clears() for room in rooms}
    return Hour(slot.pk, slot.starts_at, last, clears)


def _free(ceremony, rooms, slots, fixed):
    found = set()
    for room in rooms:
        room.ceremony = ceremony
        for slot in slots:
            trial = Session(
                ceremony=ceremony, kind=SessionKind.SIDE_EVENT, room=room, starts_at=slot.starts_at,
                ends_at=slot.event_ends_at,
            )  # fmt: skip
            if not any(clashes.bars_among([trial], fixed, room.blocks.all(), ceremony)):
                found.add((room.pk, slot.pk))
    return found


def _people_of(people, event, session):
    known = dict(people.at_side_event.get(event.pk, {}))
    return known | people.at_session.get(session.pk, {}) if session else known


def _groups(people, events, known):
    """Who speaks at several, who leads several, and a head of delegation who is needed at two."""
    together = defaultdict(set)
    for event in events:
        for key in known[event.pk]:
            together[key].add(event.pk)
        for entity, is_lead in people.sponsors.get(event.pk, []):
            if is_lead:
                together["lead", entity].add(event.pk)
    groups = {frozenset(those) for those in together.values() if len(those) > 1}
    for event in events:
        heads = {
            key for entity, _lead in people.sponsors.get(event.pk, []) for key in people.heads.get(entity, [()])[0]
        }
        for other in events:
            if other is not event and heads & known[other.pk].keys() and not heads & known[event.pk].keys():
                groups.add(frozenset({event.pk, other.pk}))
    return sorted(groups, key=sorted)


def _busy(people, events, known, slots, fixed):
    """{bid: slots in which somebody whom it needs is at something that stays where it is}."""
    found = defaultdict(set)
    for slot in slots:
        beside = [one for one in fixed if one.starts_at < slot.event_ends_at and slot.starts_at < one.ends_at]
        for other in beside:
            theirs = people.of_session(other)
            their_leads = {entity for entity, is_lead in people.sponsors_of(other) if is_lead}
            for event in events:
                sponsors = people.sponsors.get(event.pk, [])
                leads = {entity for entity, is_lead in sponsors if is_lead}
                heads = {key for entity, _lead in sponsors for key in people.heads.get(entity, [()])[0]}
                heads = heads if not heads & known[event.pk].keys() else set()
                if leads & their_leads or (known[event.pk].keys() | heads) & theirs.keys():
                    found[event.pk].add(slot.pk)
    return dict(found)


def take(plan, *, by, at):
    """Place what the plan proposes, as far as it still can be. Gives (how many, [(title, why it was left alone)]).

    All that moves, moves at once; what something stands against stays where it is.
    """
    ceremony = plan.ceremony
    lock_programme(ceremony)
    rooms = {room.pk: room for room in ceremony.rooms.all()}
    slots = {slot.pk: slot for slot in ceremony.slots.all()}
    keys = [row["side_event"] for row in plan.result["placed"]]
    events = SideEvent.objects.select_related("lead", "theme").in_bulk(keys)
    there = {
        one.side_event_id: one for one in Session.objects.filter(side_event__in=keys).select_related("room", "slot")
    }
    wanted, skipped, before = {}, [], {}
    for row in plan.result["placed"]:
        event, room, slot = events.get(row["side_event"]), rooms.get(row["room"]), slots.get(row["slot"])
        session = there.get(row["side_event"])
        if why := _outdated(event, room, slot, session, row["revision"]):
            skipped.append((str(event or _("A proposal")), why))
            continue
        event.ceremony = room.ceremony = slot.ceremony = ceremony
        if session is None:
            session = Session(ceremony=ceremony, **event.for_the_programme())
        session.ceremony = ceremony
        before[event.pk] = session.where
        session.room, session.slot = room, slot
        session.starts_at, session.ends_at = slot.starts_at, slot.event_ends_at
        if session.where != before[event.pk]:
            wanted[event.pk] = session
    while bars := clashes.bars_of(wanted.values()):
        clash = bars[0]
        skipped.append((str(clash.session), clash.sentence))
        del wanted[clash.session.side_event_id]
    _write(wanted, before, by, at)
    return len(wanted), skipped


def _write(wanted, before, by, at):
    write_together([one for one in wanted.values() if one.pk], ["room", "slot", "starts_at", "ends_at"])
    for key, session in wanted.items():
        if session.pk is None:
            session.save(force_insert=True)
        was = before[key]
        session._note("moved" if was else "placed", by, at, f"{was} → {session.where}" if was else session.where)


def _outdated(event, room, slot, session, revision):
    if event is None or event.status != SideEventStatus.ACCEPTED:
        return _("It is not accepted any more.")
    if room is None:
        return _("Its room is not there any more.")
    if slot is None:
        return _("Its slot is not there any more.")
    if session is not None and session.is_cancelled:
        return _("It was cancelled meanwhile.")
    if (session.revision if session else 0) != revision:
        return _("It was moved meanwhile, and stays where it is.")
    return ""


def sentence(reason, *, rooms, slots, titles):
    """A reason as the reader reads it. `rooms`, `slots` and `titles` name what it tells of, by key."""
    words = dict(reason)
    match reason["code"]:
        case "audience":
            words["layout"] = dict(Layout.choices).get(reason["layout"], _("any set-up"))
            return _("%(audience)d people are expected; the largest room seats %(most)d (%(layout)s).") % words
        case "booths":
            return _("It needs %(booths)d interpretation booths; no room has more than %(most)d.") % words
        case "stream":
            return _("It is to be streamed, and no room can be.")
        case "together":
            return _("No room has all that it needs: seats, interpretation booths and web TV.")
        case "taken":
            words["rooms"] = _listed(rooms, reason["rooms"])
            return _("The rooms that suit it (%(rooms)s) are taken, closed or blocked in every slot.") % words
        case "busy":
            words["slots"] = _listed(slots, reason["slots"])
            return (
                _(
                    "Whenever a room that suits it is free (%(slots)s), its speakers, lead or a head of delegation are at another session."
                )
                % words
            )
        case _:
            words["others"] = _listed(titles, reason["others"])
            if not reason["others"]:
                return (
                    _(
                        "In each of the %(places)d places that suit it, its people would be at another session of this plan."
                    )
                    % words
                )
            return _("The %(places)d places that suit it go to others, or its people are at them: %(others)s.") % words


def _listed(names, keys):
    known = [str(names[key]) for key in keys if key in names]
    return ", ".join(known[:8]) + ("…" if len(known) > 8 else "")
