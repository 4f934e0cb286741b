"""The first page of the desk: how many there are, as of now, and what waits."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accreditation.models import Status
from ceremony.export import FORMATS, file_of
from press import figures, waiting
from press.models import Outlet, call_of
from press.permissions import can_run_the_desk, can_see_numbers
from press.views.desk import PAGE


def _way(request, text):
    """By what the people are counted. Outlets by name are for the desk: of a single person's, the number is the person."""
    ways = [way for way in figures.WAYS if way != "outlet" or can_run_the_desk(request.user, request.ceremony)]
    return text if text in ways else "kind", [(way, figures.WAYS[way]) for way in ways]


def _seen(request):
    if not can_see_numbers(request.user, request.ceremony):
        raise Http404


@require_safe
def desk(request):
    _seen(request)
    at, ceremony = timezone.now(), request.ceremony
    way, ways = _way(request, request.GET.get("by", ""))
    counts = figures.by_status(ceremony)
    groups = [label for _name, label, _statuses in figures.GROUPS]
    page = Paginator(figures.table(ceremony, way), PAGE).get_page(request.GET.get("page"))
    runs_it = can_run_the_desk(request.user, ceremony)
    context = {
        "as_of": at,
        "total": sum(counts.values()),
        "by_status": [(status, counts[status]) for status in Status if counts.get(status)],
        "outlets": figures.outlets_by_status(Outlet.objects.filter(ceremony=ceremony)),
        "way": way,
        "ways": ways,
        "groups": groups,
        "page_obj": page,
        "rows": [(label, count, list(zip(groups, numbers, strict=True))) for label, count, numbers in page],
        "call": call_of(ceremony),
        "runs_it": runs_it,
        "waiting": waiting.lines(ceremony, at) if runs_it else [],
    }
    return render(request, "press/desk.html", context)


@require_safe
def export(request, format):
    _seen(request)
    if format not in FORMATS:
        raise Http404
    way, _ways = _way(request, request.GET.get("by", ""))
    columns = [figures.WAYS[way], _("All"), *(label for _name, label, _statuses in figures.GROUPS), _("As of")]
    as_of = request.ceremony.show_time(timezone.now())
    rows = [[label, total, *numbers, as_of] for label, total, numbers in figures.table(request.ceremony, way)]
    return file_of(format, ceremony=request.ceremony, name=f"press-by-{way}", columns=columns, rows=rows)
