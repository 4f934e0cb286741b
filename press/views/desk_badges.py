"""The badge desk: marked, printed, handed out to the person who showed a paper."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accreditation.models import Accreditation, PersonalDataRead, Status
from ceremony.export import FORMATS, file_of
from ceremony.models import Role
from ceremony.permissions import roles_of
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
    _tell_apart(request, [one for one in page if one.badge and one.badge.status == BadgeStatus.PRINTED])
    counts = dict(_people(request).order_by().values_list("press_badge__status").annotate(Count("pk")))
    context = {
        "page_obj": page,
        "filters": filters,
        "unmarked": counts.get(None, 0),
        "counts": [(status, counts[status]) for status in BadgeStatus if counts.get(status)],
        "states_there": set(counts),
        "identities": Identity.choices,
        "query": request.GET.urlencode(),
    }
    return render(request, "press/desk_badge_list.html", context)


def _tell_apart(request, people):
    """Beside those whose badges are handed out: year of birth and the passport's end, by which the paper is compared.

    For those who decide about the press; the reading is on record. The photo's own address notes whoever opens it.
    """
    if not people or Role.PRESS_DESK not in roles_of(request.user, request.ceremony):
        return
    sealed = Accreditation.objects.only("date_of_birth", "passport_number", "ceremony", "nominator")
    found = sealed.in_bulk([one.accreditation_id for one in people])
    PersonalDataRead.note_all(
        user=request.user, people=found.values(), fields=["date_of_birth", "passport_number"], page="badges",
        at=timezone.now(),
    )  # fmt: skip
    for one in people:
        whose = found[one.accreditation_id]
        one.born_in = whose.date_of_birth.year if whose.date_of_birth else None
        one.passport_end = whose.passport_number[-3:]


@require_safe
@desk_only
def export(request, format):
    """What the filters let through, for whoever prints the badges."""
    if format not in FORMATS:
        raise Http404
    found = BadgeFilter(request.GET).narrow(_people(request)).for_lists().select_related("application__outlet__country")
    statuses, slug = dict(BadgeStatus.choices), request.ceremony.slug
    columns = [
        _("Name on the badge"), _("Family name"), _("Given names"), _("Function"), _("Outlet"), _("Country"), _("Badge"),
        _("Photo"),
    ]  # fmt: skip
    rows = [
        [
            one.accreditation.badge_name, one.accreditation.family_name, one.accreditation.given_names,
            one.get_function_display(), one.application.outlet, one.application.outlet.country or "",
            statuses.get(one.told, ""),
            settings.SITE_URL + reverse("accreditation:photo", args=[slug, one.accreditation.key]),
        ]
        for one in found.annotate(told=F("press_badge__status")).order_by("accreditation__badge_name", "pk")
    ]  # fmt: skip
    return file_of(format, ceremony=request.ceremony, name="badges", columns=columns, rows=rows)


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
