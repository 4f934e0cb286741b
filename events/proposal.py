"""A proposal on its way in: what it still lacks, step by step, and how it is submitted, in time or late."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.procedure import Refused, move
from events import letters
from events.models.call import CallForSideEvents
from events.models.review import refuse_the_interested
from events.models.side_event import OPEN_TO_CHANGE, SideEvent, SideEventStatus
from events.models.slot import Slot

S = SideEventStatus


class Step(TextChoices):
    """The pages of the form, in their order."""

    BASICS = "basics", _("Title and format")
    THEME = "theme", _("Theme and concept note")
    SPONSORS = "sponsors", _("Co-sponsors")
    SLOTS = "slots", _("Wished slots")
    ROOM = "room", _("Room and services")
    SPEAKERS = "speakers", _("Speakers")


@dataclass(frozen=True)
class Lack:
    step: Step
    sentence: str


def lacks(event) -> list[Lack]:
    """What keeps it from being submitted, in the order of the steps; empty when it is complete."""
    found = []
    if not event.title:
        found.append(Lack(Step.BASICS, _now("The title is missing.")))
    if not event.format:
        found.append(Lack(Step.BASICS, _now("The format is not chosen.")))
    if not event.theme_id and event.ceremony.themes.exists():
        found.append(Lack(Step.THEME, _now("The theme is not chosen.")))
    if not event.concept_note.strip():
        found.append(Lack(Step.THEME, _now("The concept note is missing.")))
    if not event.wishes.exists() and Slot.objects.filter(ceremony=event.ceremony_id).exists():
        found.append(Lack(Step.SLOTS, _now("No slot is wished yet.")))
    if not event.audience:
        found.append(Lack(Step.ROOM, _now("The expected audience is missing.")))
    if not event.layout:
        found.append(Lack(Step.ROOM, _now("The set-up of the room is not chosen.")))
    return found


def submit(event, *, by, at):
    """See `SideEvent.submit`."""
    call = CallForSideEvents.objects.get(ceremony=event.ceremony_id)
    if event.status == S.DRAFT and call.has_closed(at):
        # Outside of any transaction that the refusal rolls back: the coordinators see that somebody came too late.
        SideEvent.objects.filter(pk=event.pk, status=S.DRAFT, late_asked_at=None).update(late_asked_at=at)
        raise Refused(
            _now("The call closed on %(when)s. Your proposal was not submitted; it is kept as a draft, with everything that you "
                 "wrote. The coordinators see that you came too late, and may admit it: write to them why at %(contact)s.")
            % {"when": event.ceremony.show_time(call.closes_at), "contact": event.ceremony.contact_email or "–"},
            code="closed",
        )  # fmt: skip
    _send_in(event, OPEN_TO_CHANGE, by=by, at=at)


def admit_late(event, *, by, at, reason):
    """See `SideEvent.admit_late`."""
    refuse_the_interested(by, event)
    call = CallForSideEvents.objects.get(ceremony=event.ceremony_id)
    if not reason.strip():
        raise Refused(_now("Write why it is admitted after the call has closed: it stays on record."), code="reason")
    if not call.has_closed(at):
        raise Refused(_now("The call is open: its lead submits the proposal."), code="open")
    _send_in(event, [S.DRAFT], by=by, at=at, reason=reason, late_by=by, late_at=at, late_reason=reason.strip())


def _send_in(event, states, *, by, at, reason="", **columns):
    if event.status not in states:
        raise Refused(
            _now("This proposal is “%(status)s” and cannot be submitted now.") % {"status": event.get_status_display()},
            code="closed",
        )
    with transaction.atomic():
        [now] = SideEvent.objects.locked(event.pk)
        if lacking := lacks(now):
            raise Refused(
                [Refused(lack.sentence, code=lack.step) for lack in lacking],
            )
        if now.submitted_at is None:
            columns |= {"submitted_by": by, "submitted_at": at}
        move(event, S.SUBMITTED, by=by, at=at, reason=reason, **columns)
        event.sponsors.ask_named(event, by=by, at=at)
        letters.received(event, at=at)
