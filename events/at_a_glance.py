"""What events ask of one delegation, read in one statement: for the three tasks on its list."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from accounts.composed import Composed
from ceremony.models import Ceremony
from events.models import (
    BoothProposal,
    BoothStatus,
    CallForSideEvents,
    Exchange,
    Exhibition,
    MergeBid,
    Speaker,
    Sponsor,
    Statement,
    StatementsList,
)


def _sponsorships(ceremony, entity):
    """What the entity leads, and what it was asked to sponsor."""
    bids = MergeBid.objects.filter(side_event=OuterRef("side_event"), is_open=True, answered_at=None)
    unsettled = Speaker.objects.unsettled().filter(side_event=OuterRef("side_event"))
    return (
        Sponsor.objects.asked()
        .filter(side_event__ceremony=ceremony, entity=entity)
        .order_by("side_event__number")
        .values(
            found=JSONObject(
                event=JSONObject(number="side_event__number", title="side_event__title", status="side_event__status"),
                is_lead="is_lead",
                answer="status",
                has_open_bid=Exists(bids),
                has_unsettled=Exists(unsettled),
            )
        )
    )


def _statements(ceremony, entity):
    asked = Exchange.objects.open().filter(asked=OuterRef("pk"))
    return (
        Statement.objects.standing()
        .filter(list__ceremony=ceremony, entity=entity, reply=0)
        .order_by()
        .values(found=JSONObject(status="status", speaker="speaker", is_asked=Exists(asked)))
    )


def _booth(ceremony, entity):
    """A constraint lets no more than one proposal stand."""
    return (
        BoothProposal.objects.filter(
            ceremony=ceremony, entity=entity, status__in=[BoothStatus.SUBMITTED, BoothStatus.ACCEPTED]
        )
        .order_by()
        .values(found=JSONObject(status="status", number="booth__number"))
    )


_row = Composed(
    lambda ceremony, entity: (
        Ceremony.objects.filter(pk=ceremony)
        .order_by()
        .annotate(
            sponsorships=ArraySubquery(_sponsorships(ceremony, entity)),
            statements=ArraySubquery(_statements(ceremony, entity)),
            booth=Subquery(_booth(ceremony, entity)),
        )
        .values_list(
            "call_for_side_events__opens_at",
            "call_for_side_events__closes_at",
            "statements_list__opens_at",
            "statements_list__closes_at",
            "exhibition__opens_at",
            "exhibition__closes_at",
            "sponsorships",
            "statements",
            "booth",
        )
    )
)


class Glance:
    """Call, list of speakers and exhibition of a ceremony, or None, with their times; and what an entity has there."""

    def __init__(self, ceremony, entity):
        [(*times, self.sponsorships, self.statements, self.booth)] = _row(ceremony, entity)
        self.call, self.speakers, self.exhibition = (
            model(opens_at=opens_at, closes_at=closes_at) if opens_at else None
            for model, opens_at, closes_at in zip(
                [CallForSideEvents, StatementsList, Exhibition], times[::2], times[1::2], strict=True
            )
        )

    @classmethod
    def of(cls, nominator):
        """The one that this nominator carries, or a new one."""
        if "events" not in nominator.__dict__:
            nominator.__dict__["events"] = cls(nominator.ceremony_id, nominator.entity_id)
        return nominator.__dict__["events"]
