"""An overrun: what runs longer, and the slots that have to wait for it, are shifted together or not at all."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ceremony.procedure import Refused
from events import clashes
from events.models import Session, Slot, lock_programme
from events.models.changing import refuse_unless_accepted, refuse_what_bars, write_together

# Of what is only warned of, what depends on when a session is.
MET = {clashes.Kind.BESIDE, clashes.Kind.SPEAKER, clashes.Kind.HEAD}


def moved(ceremony, slots, minutes, overrunning=None):
    """(slots, sessions) as they would be, in memory: every session of these slots, and the end of the one that overruns."""
    by = timedelta(minutes=minutes)
    slots = list(Slot.objects.filter(ceremony=ceremony, pk__in=[slot.pk for slot in slots]).order_by("starts_at"))
    there = Session.objects.placed().select_related("room", "side_event").defer("side_event__concept_note")
    sessions = list(there.filter(slot__in=slots).order_by("starts_at", "pk"))
    for slot in slots:
        slot.ceremony, slot.starts_at, slot.ends_at = ceremony, slot.starts_at + by, slot.ends_at + by
    for session in sessions:
        session.starts_at, session.ends_at = session.starts_at + by, session.ends_at + by
    if overrunning is not None and overrunning.pk not in {session.pk for session in sessions}:
        longer = there.filter(ceremony=ceremony, pk=overrunning.pk).first()
        if longer is not None:
            longer.ends_at += by
            sessions.insert(0, longer)
    for session in sessions:
        session.ceremony = ceremony
        session.clears_at = session.clears()
    return slots, sessions


def shift(ceremony, slots, minutes, *, by, at, reason, overrunning=None, seen=None):
    """Shift these slots with all their sessions, and let one session run longer. Gives the sessions that were changed.

    Whoever is affected is told with the next release, once. Raises Refused where something stands against one of
    them: then nothing is shifted. `seen` is what `fingerprint` gave when the officer looked.
    """
    if not reason.strip():
        raise Refused(_("Write why: it stays on record."), code="reason")
    try:
        with transaction.atomic():
            lock_programme(ceremony)
            later_slots, sessions = moved(ceremony, slots, minutes, overrunning)
            if not sessions:
                raise Refused(_("Nothing takes place in these slots: there is nothing to shift."), code="empty")
            if seen is not None and seen != fingerprint(sessions):
                raise Refused(
                    _("Somebody has changed these sessions meanwhile. Nothing was shifted: check again."),
                    code="changed",
                )
            refuse_unless_accepted(sessions)
            refuse_what_bars(sessions)
            refuse_a_slot_in_the_way(ceremony, later_slots)
            before = dict(Session.objects.filter(pk__in=[one.pk for one in sessions]).values_list("pk", "starts_at"))
            Slot.objects.bulk_update(later_slots, ["starts_at", "ends_at"])
            write_together(sessions, ["starts_at", "ends_at"])
            for session in sessions:
                was = f"{ceremony.local(before[session.pk]):%H:%M}"
                session._note("shifted", by, at, f"{was} → {session.where}. {reason.strip()}")
    except IntegrityError as error:
        if sentence := clashes.sentence_of(error):
            raise Refused(sentence, code="clash") from error
        raise
    return sessions


@dataclass(frozen=True)
class Preview:
    """What a shift would do, for the officer who looks before it is done."""

    sessions: list  # as they would be
    bars: list
    warnings: list  # what the sessions would run into, or whom they would ask for twice
    staying: list  # what runs at their times, before or after, and is not moved
    seen: str


def preview(ceremony, slots, minutes, overrunning=None):
    later_slots, sessions = moved(ceremony, slots, minutes, overrunning)
    by = timedelta(minutes=minutes)
    there = Session.objects.placed().filter(ceremony=ceremony).exclude(pk__in=[one.pk for one in sessions])
    others = list(there.select_related("side_event__lead").defer("side_event__concept_note").in_order())
    for one in others:
        one.ceremony = ceremony
    times = [
        (min(one.starts_at, one.starts_at - by), max(one.ends_at, one.ends_at - by))
        for one in [*later_slots, *sessions]
    ]
    people = clashes.People.of(ceremony)
    found = (clash for one in sessions for clash in clashes.warnings_of(one, [*others, *sessions], people))
    return Preview(
        sessions, clashes.bars_of(sessions),
        [clash for clash in found if clash.kind in MET],
        [one for one in others if any(one.starts_at < last and first < one.ends_at for first, last in times)],
        fingerprint(sessions),
    )  # fmt: skip


def refuse_a_slot_in_the_way(ceremony, slots):
    """Raises Refused where a slot that stays would run into one that moves."""
    others = Slot.objects.filter(ceremony=ceremony).exclude(pk__in=[slot.pk for slot in slots])
    for other in others:
        other.ceremony = ceremony
        for slot in slots:
            if slot.starts_at < other.ends_at and other.starts_at < slot.ends_at:
                raise Refused(
                    _("The slot %(other)s would begin before the one that is shifted ends: shift it as well.")
                    % {"other": other},
                    code="slot",
                )


def fingerprint(sessions) -> str:
    """Changes when any of these has been changed since."""
    return ",".join(f"{one.pk}.{one.revision}" for one in sorted(sessions, key=lambda one: one.pk))
