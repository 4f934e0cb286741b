"""The coordinators' desk: all proposals, narrowed down, in order, and as a file."""

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, Q, Value, When
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from events.forms.review import SideEventFilter
from events.models import Review, SideEvent, SponsorStatus
from events.models.assignment import due_from
from events.models.review import is_of_interest_to, mean_score
from events.models.side_event import DECISIONS, SEE_PROPOSALS
from events.permissions import can_coordinate
from events.views.proposals import call_of

PAGE = 50


def listed(request):
    """The proposals that the filter leaves, each with lead, points and number of reviews; and the filter.

    The points of others are hidden from whoever answers for a sponsor, and from whose own review is due.
    """
    filters = SideEventFilter(request.GET, ceremony=request.ceremony)
    may_review = can_coordinate(request.user, request.ceremony)
    due = ExpressionWrapper(due_from(request.user), BooleanField()) if may_review else Value(False)
    events = (
        SideEvent.objects.visible_to(request.user, request.ceremony)
        .select_related("lead", "theme")
        .annotate(
            is_own=is_of_interest_to(request.user, request.ceremony),
            is_due=due,
            score=Case(When(Q(is_own=True) | Q(is_due=True), then=None), default=mean_score()),
            review_count=Count("reviews", distinct=True),
            sponsor_count=Count("sponsors", filter=Q(sponsors__status=SponsorStatus.CONFIRMED), distinct=True),
            unanswered=Count("sponsors", filter=Q(sponsors__status=SponsorStatus.ASKED), distinct=True),
        )
    )
    return filters.narrow(events, request.user), filters


@require_safe
@officers_only(*SEE_PROPOSALS)
def desk(request):
    events, filters = listed(request)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    spread = Review.objects.spread([one.pk for one in page.object_list])
    for one in page.object_list:
        one.spread = spread.get(one.pk)
    context = {
        "page_obj": page,
        "filters": filters,
        "query": request.GET.urlencode(),
        "decisions": DECISIONS,
        "may_decide": can_coordinate(request.user, request.ceremony),
        "call": call_of(request.ceremony),
        "now": timezone.now(),
        "prepared_count": SideEvent.objects.filter(ceremony=request.ceremony).exclude(prepared_status="").count(),
    }
    return render(request, "events/desk_list.html", context)


@require_safe
@officers_only(*SEE_PROPOSALS)
def export(request, format):
    if format not in FORMATS:
        raise Http404
    events, _filters = listed(request)
    columns = [
        _("Number"), _("Title"), _("Status"), _("Lead"), _("Confirmed sponsors"), _("Theme"), _("Format"), _("Audience"),
        _("Set-up of the room"), _("Interpretation into"), _("To be streamed"), _("Reviews"), _("Points"), _("Submitted"),
    ]  # fmt: skip
    rows = [
        [
            one.reference,
            one.title,
            one.get_status_display(),
            str(one.lead),
            one.sponsor_count,
            str(one.theme or ""),
            one.get_format_display(),
            one.audience or "",
            one.get_layout_display(),
            ", ".join(one.interpretation),
            _("yes") if one.stream else _("no"),
            one.review_count,
            "" if one.score is None else f"{one.score:.1f}",
            one.submitted_at or "",
        ]
        for one in events
    ]
    return file_of(format, ceremony=request.ceremony, name="side-events", columns=columns, rows=rows)
