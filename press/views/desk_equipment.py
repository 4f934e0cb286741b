"""Equipment on the desk: decided item by item or many at once, changed on arrival, and printed for the customs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ceremony import typesetting
from ceremony.export import file_of
from ceremony.models import LedgerRow
from ceremony.telling import do_with
from delegations.views.lookups import posted
from press import customs
from press.forms.desk_equipment import ArrivalForm, EquipmentFilter, MarkedForm
from press.forms.keys import keys_in
from press.lists import equipment as lists
from press.lists import papers
from press.models import EquipmentItem, EquipmentStatus
from press.models.equipment import DECLARED
from press.own_affairs import refuse_own_affair
from press.views.desk import PAGE, desk_only, number


def _items(request):
    return EquipmentItem.objects.of_ceremony(request.ceremony)


@require_safe
@desk_only
def equipment(request):
    filters = EquipmentFilter(request.GET, ceremony=request.ceremony)
    found = filters.narrow(_items(request))
    found = found.for_lists().select_related("application__nominator").order_by("application__outlet__name_key", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for item in page:
        item.application.nominator.ceremony = request.ceremony
    counts = dict(_items(request).order_by().values_list("status").annotate(Count("pk")))
    context = {
        "page_obj": page,
        "filters": filters,
        "counts": [(status, counts[status]) for status in EquipmentStatus if counts.get(status)],
        "query": request.GET.urlencode(),
        "lists": [(name, label) for name, label in lists.LISTS.items()],
        "ways": [(name, label) for name, label in lists.WAYS.items()],
    }
    return render(request, "press/desk_equipment_list.html", context)


@require_POST
@desk_only
def decide(request):
    """About the marked items; those who declared them get one letter about all of theirs."""
    form = MarkedForm(request.POST)
    marked = dict(text.partition("@")[::2] for text in request.POST.getlist("items")[:PAGE])
    keys = keys_in(*marked)
    items = list(
        _items(request).filter(key__in=keys).select_related("application__nominator__ceremony", "application__outlet")
    )
    way = redirect(reverse("press:desk_equipment", args=[request.ceremony.slug]) + _back(request))
    if not form.is_valid() or not items:
        messages.error(request, _("Nothing was done: mark the items first."))
        return way
    report = customs.decide(
        items, form.cleaned_data["verb"], by=request.user, at=timezone.now(), words=form.cleaned_data["words"],
        seen={item.key: number(marked.get(str(item.key))) for item in items},
    )  # fmt: skip
    if report.done:
        said = ngettext("%(count)d item: %(what)s.", "%(count)d items: %(what)s.", len(report.done))
        messages.success(request, said % {"count": len(report.done), "what": report.done[0].get_status_display()})
    if report.skipped:
        lines = format_html_join("", "<li>{}: {}</li>", ((item, " ".join(why)) for item, why in report.skipped))
        said = ngettext(
            "%(count)d item was left as before.", "%(count)d items were left as before.", len(report.skipped)
        )
        messages.warning(request, format_html("{}<ul>{}</ul>", said % {"count": len(report.skipped)}, lines))
    return way


def _back(request):
    here = request.POST.get("here", "")
    return f"?{here}" if here else ""


@desk_only
def item(request, key):
    found = get_object_or_404(
        _items(request).for_lists().select_related("application__nominator__ceremony", "decided_by"), key=key
    )
    name = str(found)
    form = ArrivalForm(posted(request), instance=found)

    def verb():
        refuse_own_affair(request.user, [found.application.nominator_id])
        found.change_on_arrival(
            seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"], by=request.user, at=timezone.now(),
            **form.columns(),
        )  # fmt: skip

    if request.method == "POST" and do_with(request, form, verb, done=_("The change is on record.")):
        return redirect("press:desk_item", request.ceremony.slug, key)
    changes = found.changes.select_related("by")
    for change in changes:
        change.lines = [
            (EquipmentItem._meta.get_field(column).verbose_name, *change.what[column])
            for column in DECLARED
            if column in change.what
        ]
    context = {"item": found, "name": name, "form": form, "changes": changes, "history": LedgerRow.objects.about(found)}
    return render(request, "press/desk_item.html", context)


@require_safe
@desk_only
def paper(request, sheet, format):
    """The customs or the frequency list, of what the filters of the address let through, as PDF or xlsx."""
    if sheet not in lists.LISTS or format not in {"pdf", "xlsx"}:
        raise Http404
    ceremony, at = request.ceremony, timezone.now()
    way = request.GET.get("by") if request.GET.get("by") in lists.WAYS else "port"
    found = EquipmentFilter(request.GET, ceremony=ceremony).narrow(_items(request)).for_lists()
    if sheet == "frequencies":
        found = found.filter(frequency_from__isnull=False)
    items = list(found.select_related("application__nominator"))
    for one in items:
        one.application.nominator.ceremony = ceremony
    if format == "xlsx":
        rows = [lists.sheet_row(one) for one in lists.in_order(items, way)]
        return file_of(format, ceremony=ceremony, name=f"{sheet}-{way}", columns=lists.sheet_columns(), rows=rows)
    columns, row, widths = lists.PRINTED[sheet]
    facts = [(_("Order"), lists.WAYS[way]), (_("Items"), len(items))]
    if sheet == "customs":
        facts.append((_("Value"), lists.sums(items) or "–"))
    data = papers.paper(
        ceremony, title=lists.LISTS[sheet], about=_("Equipment of the press, for temporary import"), facts=facts,
        columns=columns(), widths=widths, sections=lists.sections(items, way, row), at=at,
    )  # fmt: skip
    try:
        return papers.as_file(ceremony, f"{sheet}-{way}", data)
    except typesetting.NoFont as missing:
        messages.error(request, str(missing))
        return redirect("press:desk_equipment", ceremony.slug)
