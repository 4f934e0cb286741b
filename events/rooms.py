"""Changes of rooms that are in use: what the sessions in them have to bear, and what they forbid."""

from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.composed import Composed
from ceremony.instants import written
from ceremony.models import Room, RoomBlock, RoomSetup
from ceremony.procedure import Refused
from events import clashes
from events.models import Exhibition, Session, lock_programme


def _setups_and_blocks(rooms):
    none = {
        "at": Value(None, output_field=models.DateTimeField()),
        "seats": Value(None, output_field=models.IntegerField()),
    }
    setups = RoomSetup.objects.filter(room__pk__among=rooms).order_by().values_list(
        "pk", "room", "layout", "capacity", none["at"], none["at"]
    )  # fmt: skip
    blocks = RoomBlock.objects.filter(room__pk__among=rooms).order_by().values_list(
        "pk", "room", "reason", none["seats"], "starts_at", "ends_at"
    )  # fmt: skip
    return setups.union(blocks, all=True)


_furniture = Composed(_setups_and_blocks)


def furnished(rooms):
    """These rooms with their set-ups and blocked times, fetched in one statement for both."""
    rooms = list(rooms)
    of = {room.pk: {"setups": [], "blocks": []} for room in rooms}
    for pk, room, word, capacity, starts_at, ends_at in sorted(_furniture([*of])):
        if starts_at is None:
            of[room]["setups"].append(RoomSetup(pk=pk, room_id=room, layout=word, capacity=capacity))
        else:
            of[room]["blocks"].append(RoomBlock(pk=pk, room_id=room, reason=word, starts_at=starts_at, ends_at=ends_at))
    for room in rooms:
        room._prefetched_objects_cache = {
            "setups": of[room.pk]["setups"], "blocks": sorted(of[room.pk]["blocks"], key=lambda one: one.starts_at),
        }  # fmt: skip
    return rooms


def change(room, seats=None):
    """Save a room as it is now in memory, and how many it seats by layout; its sessions are cleared after its new turnover.

    Raises Refused where sessions would then be too close to each other, or in a room that is closed.
    """
    with _in_words(), transaction.atomic():
        lock_programme(room.ceremony)
        sessions = list(Session.objects.placed().filter(room=room).select_related("ceremony") if room.pk else [])
        for session in sessions:
            session.room = room
        if bars := _first_of_each_pair(clashes.bars_among(sessions, sessions, [], room.ceremony)):
            raise Refused([Refused(clash.sentence, code=clash.kind) for clash in bars])
        room.save()
        for session in sessions:
            session.clears_at = session.clears()
        Session.objects.bulk_update(sessions, ["clears_at"])
        if seats is not None:
            _furnish(room, seats)


def overfull(room):
    """The sessions in a room, as it is on record, to which more are expected than it seats."""
    if not room.pk:
        return set()
    kept = Room.objects.prefetch_related("setups").get(pk=room.pk)
    return {session for session in Session.objects.placed().filter(room=room) if clashes.is_too_small(kept, session)}


def _furnish(room, seats):
    """Make {layout: seats} the set-ups of the room; of those that stay nothing is written that stands there already."""
    there = {setup.layout: setup for setup in room.setups.all()}
    room.setups.exclude(layout__in=list(seats)).delete()
    for layout, capacity in seats.items():
        if layout not in there:
            room.setups.create(layout=layout, capacity=capacity)
        elif there[layout].capacity != capacity:
            there[layout].capacity = capacity
            there[layout].save(update_fields=["capacity"])


def _first_of_each_pair(found):
    pairs = {}
    for clash in found:
        pairs.setdefault((clash.kind, frozenset([clash.session.pk, *(one.pk for one in clash.others)])), clash)
    return pairs.values()


def block(room, starts_at, ends_at, *, reason):
    """Take a room away for a time. Raises Refused while a session is there, which it names."""
    with _in_words(), transaction.atomic():
        lock_programme(room.ceremony)
        there = Session.objects.placed().filter(room=room, starts_at__lt=ends_at, clears_at__gt=starts_at).in_order()
        if there:
            raise Refused(
                _("%(room)s is in use at that time: %(sessions)s. Move what is there first.")
                % {"room": room, "sessions": _named(there, room.ceremony)},
                code="in_use",
            )
        return RoomBlock.objects.create(room=room, starts_at=starts_at, ends_at=ends_at, reason=reason)


def remove(room):
    """Delete a room. Raises Refused while anything is, or was to be, in it: a session, the exhibition."""
    with transaction.atomic():
        lock_programme(room.ceremony)
        there = list(Session.objects.filter(room=room).in_order())
        if there:
            raise Refused(
                ngettext(
                    "%(room)s is in use and stays: %(sessions)s. Move it to another room first.",
                    "%(room)s is in use and stays: %(sessions)s. Move them to other rooms first.",
                    len(there),
                )
                % {"room": room, "sessions": _named(there, room.ceremony)},
                code="in_use",
            )
        if Exhibition.objects.filter(room=room).exists():
            raise Refused(
                _("%(room)s is in use and stays: the exhibition is held there. Give the exhibition another room first.")
                % {"room": room},
                code="in_use",
            )
        room.delete()


def _named(sessions, ceremony):
    return "; ".join(
        f"“{one}”, {written(one.starts_at, 'SHORT_DATE_FORMAT', ceremony.zone)} {clashes.hours(one, ceremony)}"
        if one.starts_at else f"“{one}”"
        for one in list(sessions)[:5]
    )  # fmt: skip


class _in_words:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, IntegrityError) and (sentence := clashes.sentence_of(error)):
            raise Refused(sentence, code="clash") from error
