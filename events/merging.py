"""Several bids become one: all who stand behind any of them stand behind it, and nobody who speaks is lost.

Who has said no to the one that goes on, or left it, stays as he answered.
"""

from django.db.models import Max
from django.utils.translation import gettext as _now

from ceremony.procedure import move
from events import letters
from events.models.deciding import NOTHING_PREPARED
from events.models.merge import MergeStatus
from events.models.side_event import SideEvent, SideEventStatus
from events.models.sponsor import Sponsor, SponsorStatus
from events.withdrawal import take_off_the_programme


def merge(proposal, *, by, at):
    """All leads have said yes. The caller holds the programme's lock, the bids' rows and the proposal's."""
    into = SideEvent.objects.select_related("ceremony", "lead").get(pk=proposal.into_id)
    bids = [bid for bid in proposal.bids.select_related("side_event__lead") if bid.side_event_id != into.pk]
    gone = [bid.side_event for bid in bids]
    proposal.close(MergeStatus.ACCEPTED, by=by, at=at)
    for bid in bids:
        other = bid.side_event
        other.ceremony = into.ceremony
        _bring_sponsors(bid, into, by=by, at=at)
        _bring_speakers(other, into)
        move(
            other, SideEventStatus.MERGED, by=by, at=at, reason=_now("Merged into %(event)s") % {"event": into.reference},
            merged_into=into, **NOTHING_PREPARED,
        )  # fmt: skip
        reason = _now("Merged into %(event)s") % {"event": f"{into.reference} “{into}”"}
        take_off_the_programme(other, by=by, at=at, reason=reason)
    if into.status == SideEventStatus.ACCEPTED:
        into.speakers.invite(into, at=at)
    letters.merged(proposal, gone, at=at)


def _bring_sponsors(bid, into, *, by, at):
    """The other's lead agreed to it, and so confirmed. Its co-sponsors keep what they said; who was only asked is asked anew.

    The yes of a co-sponsor was to the other bid: where he has declined or left this one, that is his answer to it.
    """
    there = {sponsor.entity_id: sponsor for sponsor in into.sponsors.all()}
    for sponsor in bid.side_event.sponsors.filter(status__in=[SponsorStatus.CONFIRMED, SponsorStatus.ASKED]):
        known = there.get(sponsor.entity_id)
        said_by, said_at = (
            (bid.answered_by, bid.answered_at) if sponsor.is_lead else (sponsor.answered_by, sponsor.answered_at)
        )
        if known is None:
            known = Sponsor.objects.create(
                side_event=into, entity=sponsor.entity, status=sponsor.status,
                asked_at=sponsor.asked_at or at, answered_by=said_by, answered_at=said_at,
            )  # fmt: skip
            if sponsor.status == SponsorStatus.ASKED:
                letters.sponsor_asked(known, at=at)
        elif (sponsor.is_lead and known.status != SponsorStatus.CONFIRMED) or (
            sponsor.status == SponsorStatus.CONFIRMED and known.status == SponsorStatus.ASKED
        ):
            move(known, SponsorStatus.CONFIRMED, by=by, at=at, answered_by=said_by, answered_at=said_at)


def _bring_speakers(other, into):
    known = set(into.speakers.exclude(accreditation=None).values_list("accreditation", flat=True))
    last = into.speakers.aggregate(last=Max("position"))["last"] or 0
    coming = [speaker for speaker in other.speakers.all() if speaker.accreditation_id not in known]
    for place, speaker in enumerate(coming, start=last + 1):
        speaker.side_event, speaker.position = into, place
        speaker.save(update_fields=["side_event", "position"])
