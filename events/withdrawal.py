"""A side event that does not take place after all: everything that hung on it ends in the same transaction."""

from django.db import transaction
from django.utils.translation import gettext as _now

from ceremony.procedure import Refused, move
from events import letters
from events.answering import nominated_by
from events.models.deciding import NOTHING_PREPARED
from events.models.merge import MergeProposal, MergeStatus
from events.models.review import refuse_the_interested
from events.models.session import Session, lock_programme
from events.models.side_event import SideEvent, SideEventStatus


def withdraw(event, *, by, at, reason):
    """See `SideEvent.withdraw`."""
    was_draft = event.status == SideEventStatus.DRAFT
    if not was_draft and not reason.strip():
        raise Refused(
            _now("Write why the event is withdrawn: its sponsors and the organisers read it."), code="reason"
        )  # fmt: skip
    with transaction.atomic():
        lock_programme(event.ceremony)
        SideEvent.objects.locked(event.pk)
        if not nominated_by(by, event.ceremony).filter(pk=event.lead_id).exists():
            refuse_the_interested(by, event)  # an officer, on behalf of its lead
        move(event, SideEventStatus.WITHDRAWN, by=by, at=at, reason=reason, **NOTHING_PREPARED)
        for merge in MergeProposal.objects.open().filter(bids__side_event=event):
            merge.close(MergeStatus.REFUSED, by=by, at=at, reason=_now("Withdrawn: %(reason)s") % {"reason": reason})
            letters.merge_refused(merge, event, at=at, reason="")
        take_off_the_programme(event, by=by, at=at, reason=reason)
        event.speakers.let_go(event, at=at)
        if not was_draft:
            letters.withdrawn(event, by=by, at=at, reason=reason)


def take_off_the_programme(event, *, by, at, reason):
    """Its session is cancelled in the draft; the next release tells it. The caller holds the programme's lock."""
    session = Session.objects.filter(side_event=event, cancelled_at=None).first()
    if session:
        session.cancel(by=by, at=at, reason=reason)
