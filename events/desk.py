"""What proposals bring to the pages that gather: a delegation's task, the officers' way in, counts, and what is late."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count as CountRows
from django.db.models import Max, Min, OuterRef, Subquery
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from ceremony.desk import Card, Copy, Count, Figure, Invited, Late, Progress, Task, TaskState, Watch, desk
from ceremony.models import LedgerRow
from ceremony.rehearsal import twin
from delegations.models import KIND
from events.answering import ceremonies_of
from events.at_a_glance import Glance
from events.models import (
    CallForSideEvents,
    MergeProposal,
    SideEvent,
    SideEventStatus,
    Sponsor,
    SponsorStatus,
)
from events.models.side_event import OVER, SEE_PROPOSALS
from events.permissions import COORDINATORS

S = SideEventStatus
PATIENCE = timedelta(days=5)
RELEASE_PATIENCE = timedelta(days=2)


# The delegation's task


def _state(nominator, at):
    """What side events ask of a delegation: answers first, then what was returned, then drafts before the call closes."""
    glance = Glance.of(nominator)
    call = glance.call
    if call is None:
        return TaskState(Progress.NOT_NEEDED, (_now("There is no call for side events."),))
    asks, done = [], Counter()
    for row in glance.sponsorships:
        event, is_lead = SideEvent(**row["event"]), row["is_lead"]
        name = {"event": f"{event.reference} “{event}”"}
        if is_lead and row["has_open_bid"]:
            asks.append(_now("%(event)s: answer whether it is merged.") % name)
        if is_lead and event.status == S.RETURNED:
            asks.append(_now("%(event)s was returned to be put right.") % name)
        elif row["answer"] == SponsorStatus.ASKED and event.status not in OVER:
            asks.append(_now("%(event)s: answer whether you co-sponsor it.") % name)
        elif is_lead and event.status == S.ACCEPTED and row["has_unsettled"]:
            asks.append(_now("%(event)s: speakers without an accreditation.") % name)
        elif is_lead:
            done[event.status] += 1
    closes = call.closes_at if call.is_open(at) else None
    if asks:
        return TaskState(Progress.ATTENTION, tuple(asks))
    if done[S.DRAFT]:
        if call.has_closed(at):
            return TaskState(Progress.NOT_NEEDED, (_now("A draft was not submitted before the call closed."),))
        words = ngettext("%(count)d draft is not submitted.", "%(count)d drafts are not submitted.", done[S.DRAFT])
        return TaskState(Progress.IN_PROGRESS, (words % {"count": done[S.DRAFT]},), closes)
    if done[S.SUBMITTED] or done[S.WAITLISTED]:
        return TaskState(Progress.WAITING)
    if done[S.ACCEPTED]:
        return TaskState(Progress.DONE)
    if closes:
        return TaskState(Progress.NOT_NEEDED, (_now("The call is open: you may propose a side event."),), closes)
    return TaskState(Progress.NOT_NEEDED)


def _side_events(nominator):
    return address_of("events:side_events", nominator.ceremony.slug)


# The officers' way in, and the overview


def _to(name, query=""):
    return lambda ceremony: address_of(f"events:{name}", ceremony.slug) + query


def _to_decide(ceremony, at):
    return SideEvent.objects.filter(ceremony=ceremony, status__in=[S.SUBMITTED], prepared_status="").count()


def _by_status(ceremony, at):
    counts = dict(
        SideEvent.objects.filter(ceremony=ceremony)
        .exclude(status=S.DRAFT)
        .order_by()
        .values_list("status")
        .annotate(CountRows("pk"))
    )
    address = _to("desk")(ceremony)
    return [
        Figure(sum(counts.values()), address=f"{address}?status=all"),
        *(
            Figure(counts[status], str(status.label), f"{address}?status={status.value}")
            for status in SideEventStatus
            if counts.get(status)
        ),
    ]


def late(ceremony, at):
    """What has waited too long, a line a kind with the number and the first of them; of a ceremony that is over, nothing."""
    if ceremony.is_over(at):
        return []
    events = SideEvent.objects.filter(ceremony=ceremony)
    returned = events.filter(status=S.RETURNED).annotate(returned_at=_since(S.RETURNED))
    kinds = [
        (
            events.filter(status=S.SUBMITTED, prepared_status="", reviews=None, submitted_at__lt=at - PATIENCE),
            "submitted_at",
            lambda number: ngettext(
                "%(count)d proposal for a side event has had no review for five days.",
                "%(count)d proposals for side events have had no review for five days.",
                number,
            ),
            _("the side-event coordinators"),
            _to("desk", "?order=waiting"),
        ),
        (
            events.exclude(prepared_status="").filter(prepared_at__lt=at - RELEASE_PATIENCE),
            "prepared_at",
            lambda number: ngettext(
                "%(count)d decision on a side event is prepared and not released.",
                "%(count)d decisions on side events are prepared and not released.",
                number,
            ),
            _("the side-event coordinators"),
            _to("decisions"),
        ),
        (
            events.filter(status=S.DRAFT, late_asked_at__isnull=False),
            "late_asked_at",
            lambda number: ngettext(
                "%(count)d proposal for a side event came after the call had closed.",
                "%(count)d proposals for side events came after the call had closed.",
                number,
            ),
            _("the side-event coordinators"),
            _to("desk", "?status=late"),
        ),
        (
            returned.filter(returned_at__lt=at - PATIENCE),
            "returned_at",
            lambda number: ngettext(
                "%(count)d side event was returned more than five days ago and did not come back.",
                "%(count)d side events were returned more than five days ago and did not come back.",
                number,
            ),
            _("the leads"),
            _to("desk", "?status=returned"),
        ),
        (
            Sponsor.objects.filter(
                side_event__ceremony=ceremony, status=SponsorStatus.ASKED, asked_at__lt=at - PATIENCE
            ).exclude(side_event__status__in=OVER),
            "asked_at",
            lambda number: ngettext(
                "%(count)d co-sponsor has not answered for five days.",
                "%(count)d co-sponsors have not answered for five days.",
                number,
            ),
            _("the co-sponsors"),
            _to("desk", "?status=all"),
        ),
        (
            MergeProposal.objects.open().filter(ceremony=ceremony, proposed_at__lt=at - PATIENCE),
            "proposed_at",
            lambda number: ngettext(
                "%(count)d merger has waited for an answer for five days.",
                "%(count)d mergers have waited for an answer for five days.",
                number,
            ),
            _("the leads"),
            _to("mergers"),
        ),
    ]
    found = []
    for rows, column, words, whose, address in kinds:
        told = rows.order_by().aggregate(count=CountRows("pk", distinct=True), since=Min(column))
        if told["count"]:
            found.append(Late(words(told["count"]) % told, told["since"], str(whose), address(ceremony)))
    return found


def _since(status):
    """When the ledger saw a side event become this last."""
    rows = (
        LedgerRow.objects.filter(subject=SideEvent._meta.label_lower, subject_id=OuterRef("pk"), after=status)
        .order_by()
        .values("subject_id")
    )
    return Subquery(rows.annotate(at=Max("at")).values("at"))


def copy_call(original, rehearsal, copied, at):
    """The call and its criteria; proposals are of people, and stay."""
    for row in [*CallForSideEvents.objects.filter(ceremony=original), *original.criteria.all()]:
        copied[row] = twin(row, ceremony=rehearsal)


def register():
    desk.add(
        Task(
            name="side_events",
            label=_("Side events"),
            kinds=frozenset({KIND}),
            order=70,
            address=_side_events,
            state=_state,
        )
    )
    desk.add(Invited(name="events", order=30, ceremonies=ceremonies_of))
    desk.add(
        Card(
            name="side_events",
            label=_("Side events"),
            roles=frozenset(SEE_PROPOSALS),
            order=30,
            address=_to("desk"),
            waiting=_to_decide,
            description=_("Proposals: review, return, decide, merge; release what was decided."),
        )
    )
    desk.add(
        Count(
            name="side events by status",
            label=_("Side events proposed"),
            definition=_(
                "Every proposal that was submitted at least once or withdrawn, by its status now; drafts are not counted. "
                "The parts add up to the total."
            ),
            order=30,
            figures=_by_status,
            roles=frozenset(SEE_PROPOSALS),
        )
    )
    desk.add(Watch(name="side_events", order=30, late=late, roles=frozenset(COORDINATORS)))
    desk.add(Copy(name="events.call", order=110, copy=copy_call))
