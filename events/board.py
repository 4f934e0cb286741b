"""The board: rooms by time for one day, what waits to be placed, and what clashes."""

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.addresses import address_of
from accounts.composed import Composed
from ceremony.desk import Card, desk
from ceremony.models import Room
from ceremony.procedure import Refused
from directory.models import names_alone
from directory.texts import LocalText
from events import clashes
from events.models import Session, SessionKind, SideEvent, SideEventStatus, Slot, Wish
from events.models.changing import who_was_first
from events.permissions import COORDINATORS
from events.rooms import furnished

AN_HOUR = timedelta(hours=1)
SHORTEST = timedelta(minutes=15)  # a gap in which nothing can be put is no target
WIDEST = 8  # quarters of an hour: a longer time is drawn no wider


@dataclass
class Cell:
    """One cell of a room's row."""

    kind: str  # session, slot, free, blocked, closed, gap
    starts_at: datetime
    ends_at: datetime
    span: int = 1
    session: Session | None = None
    slot: Slot | None = None
    reason: str = ""
    to: str = ""  # what is posted to put something here
    bars: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    is_first: bool = False  # of all places, where the keyboard begins

    @property
    def is_target(self):
        return bool(self.to)


@dataclass
class Row:
    room: object
    cells: list


class Item:
    """Something that can be put on the board: a session, or an accepted side event that has none yet."""

    def __init__(self, session, seen):
        self.session, self.seen = session, seen

    @property
    def key(self):
        return key_of(self.session)


def key_of(session):
    """What names it in the board's forms: a session by its key, else the side event's."""
    return f"s.{session.key}" if session.pk else f"e.{session.side_event.key}"


class Board:
    def __init__(self, ceremony, day=None, pick="", last=""):
        self.ceremony, self.last = ceremony, last
        self.rooms = furnished(_rooms(ceremony.pk))
        self.blocks = {room.pk: list(room.blocks.all()) for room in self.rooms}
        self.slots = _slots(ceremony.pk)
        self.sessions = self._sessions()
        self.people = clashes.People.of(ceremony)
        self.day = day if day in self.days else self.days[0]
        self.unplaced = [*self._without_a_place(), *self._without_a_session()]
        self.picked = self._picked(pick)

    # What there is

    def _sessions(self):
        rooms, slots = {room.pk: room for room in self.rooms}, {slot.pk: slot for slot in self.slots}
        for thing in [*self.rooms, *self.slots]:
            thing.ceremony = self.ceremony
        sessions = _standing(self.ceremony.pk)
        for session in sessions:
            session.ceremony = self.ceremony
            session.room, session.slot = rooms.get(session.room_id), slots.get(session.slot_id)
            session.wishes = [slots[slot] for slot in session.wished if slot in slots]
        return sessions

    @cached_property
    def placed(self):
        return [session for session in self.sessions if session.starts_at]

    def _without_a_place(self):
        """Sessions that lack a time, or a room."""
        for session in self.sessions:
            if not session.starts_at or session.room is None:
                yield session

    def _without_a_session(self):
        slots = {slot.pk: slot for slot in self.slots}
        for event in _without_session(self.ceremony.pk):
            yield session_to_be(event, self.ceremony, [slots[slot] for slot in event.wished if slot in slots])

    def _picked(self, key):
        return next((one for one in [*self.sessions, *self.unplaced] if key and key_of(one) == key), None)

    @cached_property
    def days(self):
        """The ceremony's own, and those on which something takes place besides."""
        others = {self.ceremony.local(one.starts_at).date() for one in [*self.placed, *self.slots]}
        return sorted({*self.ceremony.days, *others})

    # What clashes

    @cached_property
    def warnings(self):
        """{session: its warnings}, of all that has a time."""
        return {one.pk: list(clashes.warnings_of(one, self.placed, self.people)) for one in self.placed}

    @cached_property
    def clashes_by_kind(self):
        """[(kind, [clash])]: each pair once. What is impossible is on no board: PostgreSQL refuses it."""
        found = {}
        for clash in (clash for those in self.warnings.values() for clash in those):
            pair = frozenset([clash.session.pk, *(one.pk for one in clash.others)])
            found.setdefault(clash.kind, {}).setdefault((pair, clash.who), clash)
        return [(kind, list(found[kind].values())) for kind in clashes.Kind if kind in found]

    @property
    def _blocks(self):
        return [block for those in self.blocks.values() for block in those]

    # The table

    @cached_property
    def today(self):
        return [one for one in self.placed if self.ceremony.local(one.starts_at).date() == self.day]

    @cached_property
    def slots_today(self):
        return [one for one in self.slots if self.ceremony.local(one.starts_at).date() == self.day]

    @cached_property
    def times(self):
        """The instants at which something of the day begins or ends: the table has a column between each two."""
        first, last = self.ceremony.start_of(self.day), self.ceremony.start_of(self.day + timedelta(days=1))
        found = set()
        for one in self.today:
            found |= {one.starts_at, one.ends_at}
        for slot in self.slots_today:
            found |= {slot.starts_at, slot.event_ends_at}
        for block in self._blocks:
            if block.starts_at < last and block.ends_at > first:
                found |= {max(block.starts_at, first), min(block.ends_at, last)}
        found = found or {self.ceremony.start_of(self.day, 9), self.ceremony.start_of(self.day, 18)}
        for room in self.rooms:
            if room.opens:
                hours = (self.ceremony.start_of(self.day, hour.hour, hour.minute) for hour in (room.opens, room.closes))
                found |= {at for at in hours if min(found) < at < max(found)}
        return sorted(at.astimezone(UTC) for at in found)

    @cached_property
    def _columns_from(self):
        return {at: number for number, at in enumerate(self.times)}

    @property
    def columns(self):
        """(when it begins, how wide it is drawn) of each column."""
        return [
            (first, max(1, min(WIDEST, round((last - first) / SHORTEST)))) for first, last in pairwise(self.times)
        ]  # fmt: skip

    @cached_property
    def rows(self):
        rows = [Row(room, self._cells(room)) for room in self.rooms]
        if self.picked is not None:
            targets = [cell for row in rows for cell in row.cells if cell.is_target]
            for cell in targets:
                self._judge(cell)
            self._choose_first(targets)
        return rows

    def _choose_first(self, targets):
        """Where the keyboard begins: in the slot that is wished most, else at the first free place; never at another session."""
        wishes = self.picked.wishes
        free = [cell for cell in targets if not cell.bars]

        def worth(cell):
            wish = wishes.index(cell.slot) if cell.slot in wishes else len(wishes)
            return wish, len(cell.warnings)

        if first := min(free, key=worth, default=None):
            first.is_first = True

    def _cells(self, room):
        there = {one.starts_at: one for one in self.today if one.room_id == room.pk}
        slots = {slot.starts_at: slot for slot in self.slots_today}
        index, cells, at = self._columns_from, [], 0
        while at < len(self.times) - 1:
            now = self.times[at]
            cell = self._cell(room, now, there, slots)
            cell.span = index[cell.ends_at] - at
            at = index[cell.ends_at]
            cells.append(cell)
        return cells

    def _cell(self, room, now, there, slots):
        """What begins at this instant in a room; free time goes on until the next thing."""
        if now in there:
            session = there[now]
            return Cell("session", now, session.ends_at, session=session, warnings=self.warnings[session.pk])
        if block := self._block_at(room, now):
            end = min([block.ends_at.astimezone(UTC), *(at for at in there if at > now), self.times[-1]])
            return Cell("blocked", now, end, reason=block.reason)
        end = self._until(room, now, there)
        if not clashes.is_open(room, now, end, self.ceremony):
            end = self._next(now)
            if not clashes.is_open(room, now, end, self.ceremony):
                return Cell("closed", now, end)
        slot = slots.get(now)
        if slot and slot.event_ends_at <= end:
            return Cell("slot", now, slot.event_ends_at.astimezone(UTC), slot=slot, to=_target(room, now, slot))
        end = min([end, *(at for at in slots if at > now)])
        if end - now < SHORTEST * 2:
            return Cell("gap", now, end)
        return Cell("free", now, end, to=_target(room, now))

    def _block_at(self, room, at):
        return next((one for one in self.blocks[room.pk] if one.starts_at <= at < one.ends_at), None)

    def _until(self, room, now, there):
        """When the next thing begins in the room, or the day ends."""
        blocks = [one.starts_at.astimezone(UTC) for one in self.blocks[room.pk] if one.starts_at > now]
        hours = [
            self.ceremony.start_of(self.day, hour.hour, hour.minute).astimezone(UTC)
            for hour in (room.opens, room.closes) if hour
        ]  # fmt: skip
        later = [at for at in [*there, *blocks, *hours] if now < at]
        return min([*later, self.times[-1]])

    def _next(self, now):
        return next(at for at in self.times if at > now)

    def _judge(self, cell):
        """What would stand against the picked one here."""
        room = next(room for room in self.rooms if cell.to.startswith(f"{room.pk}@"))
        there = [one for one in self.placed if one is not self.picked]
        wanted = copy.copy(self.picked)
        wanted.room = room
        wanted.starts_at, wanted.ends_at, wanted.slot = times_for(self.picked, cell.starts_at, cell.slot)
        cell.bars = list(clashes.bars_among([wanted], there, self.blocks[room.pk], self.ceremony))
        if not cell.bars:
            cell.warnings = list(clashes.warnings_of(wanted, there, self.people))


def _wished(key):
    """The slots that a side event wishes, the best first."""
    return ArraySubquery(Wish.objects.filter(side_event=OuterRef(key)).order_by("position").values("slot"))


# Asked for after each move.
_standing = Composed(
    lambda ceremony: (
        Session.objects.standing()
        .filter(ceremony=ceremony)
        .select_related("side_event__lead")
        .defer("description", "side_event__concept_note", *names_alone("side_event__lead"))
        .annotate(wished=_wished("side_event"))
        .order_by("starts_at", "pk")
    )
)
_without_session = Composed(
    lambda ceremony: (
        SideEvent.objects.filter(ceremony=ceremony, status=SideEventStatus.ACCEPTED, session=None)
        .select_related("lead")
        .defer("concept_note", *names_alone("lead"))
        .annotate(wished=_wished("pk"))
        .order_by("number")
    )
)
_rooms = Composed(lambda ceremony: Room.objects.filter(ceremony=ceremony).order_by("position", "pk"))
_slots = Composed(lambda ceremony: Slot.objects.filter(ceremony=ceremony).order_by("starts_at"))


def session_to_be(event, ceremony, wishes=()):
    """An accepted side event that has no session yet, as the session that it will be."""
    event.ceremony = ceremony
    session = Session(
        ceremony=ceremony, revision=0, kind=SessionKind.SIDE_EVENT, side_event=event, title=LocalText({event.language: str(event)}),
        theme_id=event.theme_id, languages=event.interpretation, layout=event.layout, audience=event.audience,
    )  # fmt: skip
    session.wishes = list(wishes)
    return session


def _target(room, at, slot=None):
    return f"{room.pk}@{at:%Y-%m-%dT%H:%M:%S}Z@{slot.pk if slot else ''}"


def times_for(session, starts_at, slot=None):
    """(from, to, slot) of a session that is put at this instant: in a slot, or as long as it was."""
    length = session.duration
    fits_the_slot = slot is not None and (
        session.kind == SessionKind.SIDE_EVENT or length is None or length == slot.event_ends_at - slot.starts_at
    )
    if fits_the_slot:
        return slot.starts_at, slot.event_ends_at, slot
    return starts_at, starts_at + (length or AN_HOUR), None


def register():
    desk.add(
        Card(
            name="events.board",
            label=_lazy("Board of the programme"),
            roles=frozenset(COORDINATORS),
            order=35,
            address=lambda ceremony: address_of("events:board", ceremony.slug),
            waiting=lambda ceremony, at: _waiting(ceremony),
            description=_lazy(
                "Rooms by time: accepted side events are placed, and clashes shown. Sessions, rooms and slots."
            ),
        )
    )


def _waiting(ceremony):
    """Accepted side events without a place."""
    return SideEvent.objects.taking_place().filter(ceremony=ceremony, session__starts_at=None).count()


# What the board's forms ask for


def item_of(ceremony, key, seen):
    """What a form names, as an Item. Raises Refused for what there is not, or not any more."""
    kind, _dot, its_key = key.partition(".")
    try:
        if kind == "s":
            session = Session.objects.get(ceremony=ceremony, key=its_key)
            session.ceremony = ceremony
            return Item(session, seen)
        event = SideEvent.objects.select_related("lead").get(
            ceremony=ceremony, key=its_key, status=SideEventStatus.ACCEPTED
        )
    except (Session.DoesNotExist, SideEvent.DoesNotExist, ValueError, TypeError, ValidationError):
        raise Refused(
            _("This is not on the board any more: look at the board again. Nothing was changed."), code="gone"
        ) from None
    there = Session.objects.filter(side_event=event).first()
    if there is not None:
        there.ceremony = ceremony
        raise Refused(who_was_first(there), code="already_changed")
    return Item(session_to_be(event, ceremony), seen)


def whereto(ceremony, target):
    """(room, instant, slot or None) of what `_target` wrote. Raises Refused for a room or slot that is gone."""
    room, _at, rest = target.partition("@")
    at, _at, slot = rest.partition("@")
    starts_at = _instant(at)
    found = next((one for one in _rooms(ceremony.pk) if one.pk == _number(room)), None)
    if found is None or starts_at is None:
        raise Refused(_("This room is not there any more: look at the board again. Nothing was changed."), code="room")
    found.ceremony = ceremony
    if not slot:
        return found, starts_at, None
    its_slot = next((one for one in _slots(ceremony.pk) if one.pk == _number(slot)), None)
    if its_slot is None or its_slot.starts_at != starts_at:
        raise Refused(_("This slot has been changed: look at the board again. Nothing was changed."), code="slot")
    its_slot.ceremony = ceremony
    return found, starts_at, its_slot


def _instant(text):
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo else None


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 19 else 0


# What they do


def put(item, target, *, by, at):
    """Place or move what was picked. Raises Refused in words, and AlreadyDecided."""
    room, starts_at, slot = target
    session = item.session
    first, last, slot = times_for(session, starts_at, slot)
    if session.pk:
        session.place(room, first, last, slot=slot, by=by, at=at, seen=item.seen)
        return session
    return Session.objects.place_first(session.side_event, room, first, last, slot=slot, by=by, at=at)


def swap(item, other, *, by, at):
    """Both change places; of two, what has no place takes that of the other, which waits to be placed from then on.

    Gives the sessions of both. Raises Refused where what would lose its place is no side event: an opening is taken
    off the programme by its own name, never by what was put onto it.
    """
    for one, its_other in [(item, other), (other, item)]:
        if has_a_place(one.session) and not has_a_place(its_other.session) and not may_give_way(one.session):
            raise Refused(
                _("“%(title)s” is no side event, and does not lose its place to another. Nothing was changed.")
                % {"title": one.session},
                code="stays",
            )
    if item.session.pk and other.session.pk:
        item.session.swap(other.session, by=by, at=at, seen=item.seen, seen_other=other.seen)
        return item.session, other.session
    new, there = (other, item) if item.session.pk else (item, other)
    if not there.session.pk or not there.session.starts_at:
        raise Refused(_("Choose two sessions, at least one of them with a place."), code="swap")
    room, starts_at, slot = there.session.room, there.session.starts_at, there.session.slot
    with transaction.atomic():
        there.session.unplace(by=by, at=at, seen=there.seen)
        placed = put(new, (room, starts_at, slot), by=by, at=at)
    return (placed, there.session) if new is item else (there.session, placed)


def has_a_place(session):
    return bool(session.starts_at and session.room_id)


def may_give_way(session):
    """Whether it can be put back among what waits by putting something else in its place."""
    return session.kind == SessionKind.SIDE_EVENT
