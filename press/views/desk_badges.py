"""The badge desk: marked, printed, handed out to the person who showed a paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accreditation.models import Status
from ceremony.telling import do
from press import badges as many
from press.forms.desk_badges import BadgeFilter
from press.forms.keys import keys_in
from press.models import BadgeStatus, Identity, Journalist, PressBadge
from press.own_affairs import refuse_own_affair
from press.views.desk import PAGE, desk_only, typed


def _people(request):
    """Everybody accredited, and whoever has a badge that is not worth anything any more."""
    return Journalist.objects.of_ceremony(request.ceremony).filter(
        Q(accreditation__status=Status.APPROVED) | Q(press_badge__isnull=False)
    )


@require_safe
@desk_only
def badges(request):
    filters = BadgeFilter(request.GET)
    found = filters.narrow(_people(request)).for_lists().select_related(
        "accreditation", "application__outlet", "press_badge__handed_by"
    )  # fmt: skip
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.badge = getattr(one, "press_badge", None)
        if one.badge:
            one.badge.journalist = one
    counts = dict(_people(request).order_by().values_list("press_badge__status").annotate(Count("pk")))
    context = {
        "page_obj": page,
        "filters": filters,
        "unmarked": counts.get(None, 0),
        "counts": [(status, counts[status]) for status in BadgeStatus if counts.get(status)],
        "identities": Identity.choices,
        "query": request.GET.urlencode(),
    }
    return render(request, "press/desk_badge_list.html", context)


def _way(request):
    here = request.POST.get("here", "")
    return redirect(reverse("press:desk_badges", args=[request.ceremony.slug]) + (f"?{here}" if here else ""))


@require_POST
@desk_only
def many_at_once(request, verb):
    calls = {"mark": (many.mark, _("To be printed")), "print": (many.print_all, _("Printed"))}
    if verb not in calls:
        raise Http404
    keys = keys_in(*request.POST.getlist("people"))[:PAGE]
    people = list(_people(request).filter(accreditation__key__in=keys).for_lists().select_related(
        "accreditation__ceremony", "application__outlet", "press_badge"
    ))  # fmt: skip
    if not people:
        messages.error(request, _("Nothing was done: mark the people first."))
        return _way(request)
    call, label = calls[verb]
    report = call(people, by=request.user, at=timezone.now())
    if report.done:
        said = ngettext("%(label)s: %(count)d person.", "%(label)s: %(count)d people.", len(report.done))
        messages.success(request, said % {"label": label, "count": len(report.done)})
    if report.skipped:
        lines = format_html_join("", "<li>{}: {}</li>", report.skipped)
        said = ngettext(
            "%(count)d person was left as before.", "%(count)d people were left as before.", len(report.skipped)
        )
        messages.warning(request, format_html("{}<ul>{}</ul>", said % {"count": len(report.skipped)}, lines))
    return _way(request)


@require_POST
@desk_only
def badge_verb(request, key, verb):
    one = get_object_or_404(
        PressBadge.objects.of_ceremony(request.ceremony).for_lists(), journalist__accreditation__key=key
    )
    one.journalist.accreditation.ceremony = request.ceremony
    reason, how = typed(request.POST, "reason", 500), {"by": request.user, "at": timezone.now()}
    verbs = {
        "hand-out": lambda: one.hand_out(identity=request.POST.get("identity", ""), **how),
        "print-again": lambda: one.print_again(reason=reason, **how),
        "void": lambda: one.void(reason=reason, **how),
    }
    if verb not in verbs:
        raise Http404

    def carry_out():
        refuse_own_affair(request.user, [one.journalist.application.nominator_id])
        verbs[verb]()

    do(
        request,
        carry_out,
        done=lambda: _("%(name)s: “%(status)s”.") % {"name": one.journalist, "status": one.get_status_display()},
    )
    return _way(request)
