"""The desk's outlets: which there are, which are verified, which are one; and their requests for more places."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accreditation.models import IN_QUOTA, Accreditation, NominatorContact, Status
from ceremony.export import FORMATS, file_of
from ceremony.models import LedgerRow
from ceremony.telling import do_with
from delegations.views.lookups import posted
from press import quotas, waiting
from press.forms.desk_outlets import APPLICATION_VERBS, OUTLET_VERBS, QUOTA_VERBS, MergeForm, OutletFilter, OutletForm
from press.forms.keys import keys_in
from press.forms.verbs import offered
from press.models import (
    Application,
    AssignmentLetter,
    Journalist,
    Outlet,
    OutletName,
    OutletStatus,
    PressQuota,
    QuotaRequest,
    QuotaRequestStatus,
)
from press.own_affairs import refuse_own_affair
from press.views.desk import PAGE, carried_out, desk_only, typed

MOST_PEOPLE = 200  # of one outlet on its page


def seen_outlet(request, key):
    found = get_object_or_404(
        Outlet.objects.filter(ceremony=request.ceremony).select_related("country", "merged_into", "decided_by"), key=key
    )
    found.ceremony = request.ceremony
    return found


def nominators_of(outlet):
    return [application.nominator_id for application in outlet.applications.all()]


def _filter(request):
    return OutletFilter(request.GET, late=waiting.late_applications(request.ceremony, timezone.now()))


@require_safe
@desk_only
def outlets(request):
    filters = _filter(request)
    found = filters.narrow(Outlet.objects.filter(ceremony=request.ceremony)).select_related("country")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    _tell_people(request.ceremony, page)
    asked = QuotaRequest.objects.filter(outlet__ceremony=request.ceremony, status=QuotaRequestStatus.ASKED).count()
    return render(request, "press/desk_outlet_list.html", {"page_obj": page, "filters": filters, "asked": asked})


def _tell_people(ceremony, outlets):
    """Beside each outlet how many it brings, how many of them are approved, and how many it may bring."""
    counts = Counter()
    rows = Accreditation.objects.filter(nominator__press_application__outlet__in=list(outlets)).order_by()
    for outlet, status, people in rows.values_list("nominator__press_application__outlet", "status").annotate(
        Count("pk")
    ):
        counts[outlet, "coming"] += people if status in IN_QUOTA else 0
        counts[outlet, "approved"] += people if status == Status.APPROVED else 0
    of_kind = dict(PressQuota.objects.filter(ceremony=ceremony).values_list("outlet_kind", "limit"))
    for one in outlets:
        one.coming, one.approved = counts[one.pk, "coming"], counts[one.pk, "approved"]
        one.limit = one.quota if one.quota is not None else of_kind.get(one.kind, of_kind.get(""))


def _tell_papers(outlets):
    """Beside each outlet its names, how many letters of assignment it has handed in, and who answers for it."""
    names, contacts = {}, {}
    for name in OutletName.objects.filter(outlet__in=outlets).order_by("-is_main", "pk"):
        names.setdefault(name.outlet_id, []).append(name)
    of_outlet = "nominator__press_application__outlet"
    for contact in (
        NominatorContact.objects.filter(is_active=True, **{f"{of_outlet}__in": outlets})
        .annotate(outlet=F(of_outlet))
        .select_related("user")
        .order_by("pk")
    ):
        contacts.setdefault(contact.outlet, {})[contact.user_id] = contact.user
    letters = Counter(
        AssignmentLetter.objects.filter(application__outlet__in=outlets)
        .standing()
        .order_by()
        .values_list("application__outlet", flat=True)
    )
    for one in outlets:
        one.called, one.letters = names.get(one.pk, []), letters[one.pk]
        one.contacts = list(contacts.get(one.pk, {}).values())


@require_safe
@desk_only
def export(request, format):
    if format not in FORMATS:
        raise Http404
    found = list(
        _filter(request)
        .narrow(Outlet.objects.filter(ceremony=request.ceremony))
        .select_related("country")
        .prefetch_related("names")
    )
    _tell_people(request.ceremony, found)
    columns = [
        _("Outlet"), _("Other names"), _("Kind"), _("Country"), _("Website"), _("Status"), _("With a place"), _("Approved"),
        _("Quota"),
    ]  # fmt: skip
    rows = [
        [
            one.name, ", ".join(name.name for name in one.names.all() if not name.is_main), one.get_kind_display(),
            one.country or "", one.website, one.get_status_display(), one.coming, one.approved,
            "" if one.limit is None else one.limit,
        ]
        for one in found
    ]  # fmt: skip
    return file_of(format, ceremony=request.ceremony, name="outlets", columns=columns, rows=rows)


@require_safe
@desk_only
def outlet(request, key):
    return _show(request, seen_outlet(request, key))


def _show(request, found, bound=None, *, quota_bound=None, application_bound=None):
    at, slug = timezone.now(), request.ceremony.slug
    applications = list(
        found.applications.select_related("nominator")
        .prefetch_related("nominator__contacts__user")
        .defer("contact_phone")
    )
    late = set(waiting.late_applications(request.ceremony, at).filter(outlet=found).values_list("pk", flat=True))
    for one in applications:
        one.nominator.ceremony = request.ceremony
        one.asks_late = one.pk in late
        one.verbs = offered(
            APPLICATION_VERBS, one, at=at,
            address=lambda verb, one=one: reverse("press:desk_application_verb", args=[slug, one.key, verb]),
            bound=application_bound if application_bound and application_bound.subject.pk == one.pk else None,
        )  # fmt: skip
    asks = found.quota_requests.filter(status=QuotaRequestStatus.ASKED).select_related("asked_by").first()
    context = {
        "outlet": found,
        "names": found.names.all(),
        "verbs": offered(
            OUTLET_VERBS, found, at=at, bound=bound,
            address=lambda verb: reverse("press:desk_outlet_verb", args=[slug, found.key, verb]),
        ),
        "applications": applications,
        "people": Journalist.objects.filter(application__outlet=found).for_lists()[:MOST_PEOPLE],
        "letters": AssignmentLetter.objects.filter(application__outlet=found).standing().select_related("application__nominator"),
        "near": Outlet.objects.near(request.ceremony, found.name, website=found.website, without=found)
        if found.status != OutletStatus.MERGED
        else [],
        "twins": found.twins.all(),
        "limit": quotas.limit_of(found),
        "placed": quotas.placed(found),
        "asks": asks,
        "quota_verbs": offered(
            QUOTA_VERBS, asks, at=at, bound=quota_bound,
            address=lambda verb: reverse("press:desk_quota_verb", args=[slug, asks.pk, verb]),
        ) if asks else [],
        "history": LedgerRow.objects.about(found),
    }  # fmt: skip
    return render(request, "press/desk_outlet.html", context)


@require_POST
@desk_only
def outlet_verb(request, key, verb):
    found = seen_outlet(request, key)
    form, was_done = carried_out(request, OUTLET_VERBS, verb, found, nominators=nominators_of(found))
    return redirect("press:desk_outlet", request.ceremony.slug, key) if was_done else _show(request, found, form)


@require_POST
@desk_only
def quota_verb(request, pk, verb):
    asked = get_object_or_404(
        QuotaRequest.objects.select_related("outlet__ceremony", "application__nominator"),
        outlet__ceremony=request.ceremony, pk=pk,
    )  # fmt: skip
    concerned = [asked.application.nominator_id, *nominators_of(asked.outlet.now())]
    form, was_done = carried_out(request, QUOTA_VERBS, verb, asked, nominators=concerned)
    if was_done:
        return redirect("press:desk_outlet", request.ceremony.slug, asked.outlet.key)
    return _show(request, seen_outlet(request, asked.outlet.key), quota_bound=form)


@require_POST
@desk_only
def application_verb(request, key, verb):
    found = get_object_or_404(
        Application.objects.visible_to(request.user, request.ceremony).with_outlet().defer("contact_phone"), key=key
    )
    outlet_key = found.outlet.key
    form, was_done = carried_out(request, APPLICATION_VERBS, verb, found, nominators=[found.nominator_id])
    if was_done:
        return redirect("press:desk_outlet", request.ceremony.slug, outlet_key)
    return _show(request, seen_outlet(request, outlet_key), application_bound=form)


@desk_only
def outlet_edit(request, key):
    found = seen_outlet(request, key)
    name = found.name
    form = OutletForm(posted(request), instance=found)

    def verb():
        refuse_own_affair(request.user, nominators_of(found))
        found.amend(seen=form.cleaned_data["seen"], by=request.user, at=timezone.now(), **form.columns())

    if request.method == "POST" and do_with(
        request, form, verb, done=lambda: _("“%(name)s” is saved.") % {"name": found}
    ):
        return redirect("press:desk_outlet", request.ceremony.slug, key)
    return render(request, "press/desk_outlet_form.html", {"form": form, "outlet": found, "name": name})


@desk_only
def outlet_merge(request, key):
    """Choose among the near ones, or among those that a search finds."""
    found, words = seen_outlet(request, key), typed(request.GET, "q", 100)
    standing = (
        Outlet.objects.filter(ceremony=request.ceremony).standing().exclude(pk=found.pk).select_related("country")
    )
    if words.strip():
        keys = [one.pk for one in standing.named(words)[:20]]
    else:
        near = Outlet.objects.near(request.ceremony, found.name, website=found.website, without=found)
        keys = [one.outlet.pk for one in near]
    # What was chosen before somebody else searched or renamed is still there to be chosen.
    others = standing.filter(pk__in=keys) if request.method == "GET" else standing
    form = MergeForm(posted(request), others=others)

    def verb():
        into = form.cleaned_data["into"]
        refuse_own_affair(request.user, [*nominators_of(found), *nominators_of(into)])
        found.merge_into(into, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    done = _(
        "“%(name)s” is merged. Its people, letters and names are with the other now, and its contacts have a letter about it."
    ) % {"name": found}
    if request.method == "POST":
        if do_with(request, form, verb, done=done):
            return redirect("press:desk_outlet", request.ceremony.slug, form.cleaned_data["into"].key)
        chosen = form.data.get("into", "")
        form.fields["into"].queryset = standing.filter(pk__in=keys) | standing.filter(key__in=keys_in(chosen))
    beside = [found, *form.fields["into"].queryset] if keys or request.method == "POST" else []
    _tell_people(request.ceremony, beside)
    _tell_papers(beside)
    context = {
        "form": form, "outlet": found, "words": words, "found": len(keys), "people": found.people.count(), "beside": beside,
    }  # fmt: skip
    return render(request, "press/desk_outlet_merge.html", context)
