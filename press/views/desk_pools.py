"""Pools on the desk: prepared, opened, drawn; each request; and the escort's list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accreditation.models import Status
from ceremony import typesetting
from ceremony.export import file_of
from ceremony.models import LedgerRow
from ceremony.telling import do, do_with
from delegations.views.lookups import posted
from press.forms.desk_pools import ESCORTS_ACTS, POOL_VERBS, PoolForm, RequestFilter, acts_for
from press.forms.keys import keys_in
from press.forms.verbs import offered
from press.kinds_of_place import BY_THE_DESK, kinds_for
from press.lists import escort as lists
from press.lists import papers
from press.models import Journalist, Pool, PoolRequest, PoolStatus, RequestStatus
from press.models.pool_request import WITH_PLACE
from press.own_affairs import refuse_own_affair
from press.permissions import can_escort, can_run_the_desk
from press.views.desk import PAGE, carried_out, desk_only, typed


def seen_pool(request, key):
    pools = Pool.objects.of_ceremony(request.ceremony).select_related("session__room", "escort").defer("sealed_seed")
    found = get_object_or_404(pools.prefetch_related("places"), key=key)
    found.session.ceremony = request.ceremony
    return found


def _counts(pools):
    """(pool, kind, status) -> how many requests."""
    rows = PoolRequest.objects.filter(pool__in=pools).order_by().values_list("pool", "kind", "status")
    return {(pool, kind, status): count for pool, kind, status, count in rows.annotate(Count("pk"))}


def _tell_places(pools):
    counts = _counts(pools)
    for pool in pools:
        pool.rows = []
        for place in pool.places.all():
            found = {status: counts.get((pool.pk, place.kind, status), 0) for status in RequestStatus}
            placed = sum(found[status] for status in WITH_PLACE)
            pool.rows.append(
                (place, sum(found.values()), placed, found[RequestStatus.COLLECTED], found[RequestStatus.WAITING])
            )
        pool.total = sum(row[0].count for row in pool.rows)
        pool.asked = sum(row[1] for row in pool.rows)
        pool.placed = sum(row[2] for row in pool.rows)


@require_safe
@desk_only
def pools(request):
    found = list(
        Pool.objects.of_ceremony(request.ceremony)
        .select_related("session__room")
        .defer("sealed_seed")
        .prefetch_related("places")
        .order_by("session__starts_at", "pk")
    )
    for one in found:
        one.session.ceremony = request.ceremony
    _tell_places(found)
    return render(request, "press/desk_pool_list.html", {"pools": found, "now": timezone.now()})


@desk_only
def pool_new(request):
    form = PoolForm(posted(request), ceremony=request.ceremony)
    made = []

    def verb():
        how = {"by": request.user, "at": timezone.now()}
        made.append(
            Pool.objects.prepare(form.cleaned_data["session"], places=form.places(), **form.columns(), **how)
        )  # fmt: skip

    if request.method == "POST" and do_with(
        request, form, verb, done=_("The pool is prepared; nobody sees it before you open it.")
    ):
        return redirect("press:desk_pool", request.ceremony.slug, made[0].key)
    return render(request, "press/desk_pool_form.html", {"form": form, "pool": None})


@desk_only
def pool_edit(request, key):
    found = seen_pool(request, key)
    form = PoolForm(posted(request), instance=found, ceremony=request.ceremony)

    def verb():
        how = {"by": request.user, "at": timezone.now()}
        found.amend(seen=form.cleaned_data["seen"], places=form.places(), **form.columns(), **how)

    done = (
        _(
            "The pool is saved. Of another gathering point, time or note everybody who has a place or waits gets a letter."
        )
        if found.status == PoolStatus.GIVEN
        else _("The pool is saved.")
    )
    if request.method == "POST" and do_with(request, form, verb, done=done):
        return redirect("press:desk_pool", request.ceremony.slug, key)
    return render(request, "press/desk_pool_form.html", {"form": form, "pool": found})


@require_safe
@desk_only
def pool(request, key):
    return _show(request, seen_pool(request, key))


def _show(request, found, bound=None):
    at, slug = timezone.now(), request.ceremony.slug
    _tell_places([found])
    filters = RequestFilter(request.GET)
    asked = filters.narrow(PoolRequest.objects.filter(pool=found)).for_lists()
    page = Paginator(asked.order_by("kind", F("rank").asc(nulls_last=True), "asked_at", "pk"), PAGE)
    page = page.get_page(request.GET.get("page"))
    for one in page:
        one.pool = found
        one.acts = acts_for(one, pool=found, at=at)
    context = {
        "pool": found,
        "now": at,
        "verbs": offered(
            POOL_VERBS, found, at=at, bound=bound,
            address=lambda verb: reverse("press:desk_pool_verb", args=[slug, found.key, verb]),
        ),
        "filters": filters,
        "page_obj": page,
        "query": request.GET.urlencode(),
        "may_pass_on": _colleagues(found, page) if found.status == PoolStatus.GIVEN else {},
        "history": LedgerRow.objects.about(found),
    }  # fmt: skip
    for one in page:
        one.colleagues = context["may_pass_on"].get(one.pk, [])
    return render(request, "press/desk_pool.html", context)


def _colleagues(pool, requests):
    """Key of a request with a place -> accredited colleagues of the same outlet without one in this pool whom it fits."""
    outlets = {one.journalist.application.outlet_id for one in requests if one.status in WITH_PLACE}
    if not outlets:
        return {}
    with_place = PoolRequest.objects.filter(pool=pool, status__in=WITH_PLACE).values("journalist")
    people = (
        Journalist.objects.approved().filter(application__outlet__in=outlets).exclude(pk__in=with_place).for_lists()
    )
    of_outlet = {}
    for one in people:
        of_outlet.setdefault(one.application.outlet_id, []).append(one)
    return {
        one.pk: [
            other
            for other in of_outlet.get(one.journalist.application.outlet_id, [])
            if one.kind in BY_THE_DESK or one.kind in kinds_for(other)
        ]
        for one in requests
        if one.status in WITH_PLACE
    }


@require_POST
@desk_only
def pool_verb(request, key, verb):
    found = seen_pool(request, key)
    form, was_done = carried_out(request, POOL_VERBS, verb, found)
    return (
        redirect("press:desk_pool", request.ceremony.slug, key)
        if was_done
        else _show(request, seen_pool(request, key), form)
    )


@require_POST
def request_verb(request, key, asked, verb):
    """One request: the desk does everything, the escort hands out cards and notes who did not come, or came after all."""
    found = seen_pool(request, key)
    is_desk = can_run_the_desk(request.user, request.ceremony)
    if not is_desk and not (verb in ESCORTS_ACTS and can_escort(request.user, request.ceremony, found)):
        raise Http404
    one = get_object_or_404(PoolRequest.objects.filter(pool=found).for_lists(), key=asked)
    if not is_desk and verb == "put_back" and one.status != RequestStatus.NO_SHOW:
        raise Http404
    one.pool = found
    reason, how = typed(request.POST, "reason", 500), {"by": request.user, "at": timezone.now()}

    def pass_on():
        people = Journalist.objects.of_ceremony(request.ceremony).for_lists()
        to = get_object_or_404(people, accreditation__key__in=keys_in(request.POST.get("to")))
        refuse_own_affair(request.user, [to.application.nominator_id])
        one.pass_on(to, reason=reason, **how)

    verbs = {
        "give": lambda: one.give(reason=reason, **how),
        "withdraw": lambda: one.withdraw(reason=reason, **how),
        "hand_card": lambda: one.hand_card(**how),
        "no_show": lambda: one.no_show(reason=reason, **how),
        "put_back": lambda: one.put_back(reason=reason, **how),
        "pass_on": pass_on,
    }
    if verb not in verbs:
        raise Http404

    def carry_out():
        refuse_own_affair(request.user, [one.journalist.application.nominator_id])
        verbs[verb]()

    def done():
        said = {"name": one.journalist, "status": one.get_status_display(), "number": one.card_number}
        return (_("%(name)s: card number %(number)s.") if verb == "hand_card" else _("%(name)s: “%(status)s”.")) % said

    do(request, carry_out, done=done)
    if request.POST.get("on") == "escort" or not is_desk:
        return redirect("press:desk_pool_escort", request.ceremony.slug, key)
    here = request.POST.get("here", "")
    return redirect(reverse("press:desk_pool", args=[request.ceremony.slug, key]) + (f"?{here}" if here else ""))


@require_safe
def escort(request, key):
    found = seen_pool(request, key)
    if not can_escort(request.user, request.ceremony, found):
        raise Http404
    at, asked = timezone.now(), list(lists.requests_of(found))
    absent = list(
        PoolRequest.objects.filter(pool=found, status=RequestStatus.NO_SHOW).for_lists().order_by("kind", "pk")
    )
    for one in [*asked, *absent]:
        one.pool = found
        one.acts = acts_for(one, pool=found, at=at, is_escort=True)
        one.is_accredited = one.journalist.accreditation.status == Status.APPROVED
    context = {
        "pool": found, "now": at, "coming": [one for one in asked if one.status in WITH_PLACE],
        "waiting": sorted((one for one in asked if one.status not in WITH_PLACE), key=lambda one: (one.kind, one.turn)),
        "absent": absent, "places": found.places.all(), "runs_it": can_run_the_desk(request.user, request.ceremony),
    }  # fmt: skip
    return render(request, "press/desk_pool_escort.html", context)


@require_safe
def escort_list(request, key, format):
    found = seen_pool(request, key)
    if not can_escort(request.user, request.ceremony, found) or format not in {"pdf", "xlsx"}:
        raise Http404
    asked, ceremony = list(lists.requests_of(found)), request.ceremony
    name = f"pool-{found.session.starts_at:%Y%m%d-%H%M}" if found.session.starts_at else "pool"
    if format == "xlsx":
        return file_of(
            format, ceremony=ceremony, name=name, columns=lists.sheet_columns(), rows=lists.sheet_rows(found, asked)
        )  # fmt: skip
    data = papers.paper(
        ceremony, title=_("Press pool: list for the escort"), about=found.session.title,
        facts=[
            (_("Session"), ceremony.show_time(found.session.starts_at) if found.session.starts_at else "–"),
            (_("Gathers"), f"{found.gathering_point}, {ceremony.show_time(found.gathers_at)}"),
            (_("Escort"), found.escort or "–"),
        ],
        columns=lists.columns(), widths=["14mm", 1.4, 1.4, 0.9, 1, "12mm"], sections=lists.sections(found, asked),
        at=timezone.now(), note=found.note, wide=False,
    )  # fmt: skip
    try:
        return papers.as_file(ceremony, name, data)
    except typesetting.NoFont as missing:
        messages.error(request, str(missing))
        return redirect("press:desk_pool_escort", ceremony.slug, key)
