"""Pools: the draw as everybody may check it, and one's own people's requests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accreditation.models import OVER, Status
from ceremony.procedure import Refused
from ceremony.telling import do
from press import explaining
from press.forms.pools import AskForm, PassOnForm
from press.kinds_of_place import BY_THE_DESK, kinds_for
from press.models import Journalist, Pool, PoolRequest, RequestStatus
from press.models.pool_request import WITH_PLACE
from press.own import applications_of

PAGE = 100
MAY_LEAVE = {RequestStatus.REQUESTED, RequestStatus.WAITING, RequestStatus.LEFT_OUT, *WITH_PLACE}


@login_not_required
@require_safe
def pool(request, key):
    """Places, hash, seed and tickets: whatever is needed to repeat the draw. No name of anybody."""
    found = _published(request, key)
    drawn = PoolRequest.objects.filter(pool=found).exclude(ticket="").order_by("kind", "rank", "pk")
    context = {
        "pool": found,
        "places": found.places.all(),
        "asked": PoolRequest.objects.filter(pool=found, status=RequestStatus.REQUESTED).count(),
        "page_obj": Paginator(drawn.only("key", "kind", "ticket", "round", "rank", "status"), PAGE).get_page(
            request.GET.get("page")
        ),
        "with_place": WITH_PLACE,
        "own": request.user.is_authenticated and applications_of(request.user, request.ceremony),
        "now": timezone.now(),
    }
    return render(request, "press/pool_detail.html", context)


def _published(request, key):
    pools = Pool.objects.of_ceremony(request.ceremony).published().select_related("session__room").defer("sealed_seed")
    found = get_object_or_404(pools, key=key)
    found.session.ceremony = request.ceremony
    return found


def own_people(request):
    """The people of all applications that the visitor answers for; 404 for whoever has no application."""
    people = list(
        Journalist.objects.answered_by(request.user, request.ceremony)
        .for_lists()
        .exclude(accreditation__status__in=[*OVER, Status.DRAFT])
    )
    if not people and not applications_of(request.user, request.ceremony):
        raise Http404
    return people


@require_GET
def own(request):
    """The pools, and where one's own people stand in each, with how it came about."""
    people, now = own_people(request), timezone.now()
    pools = list(
        Pool.objects.of_ceremony(request.ceremony)
        .published()
        .select_related("session__room")
        .prefetch_related("places")
        .defer("sealed_seed")
        .order_by("session__starts_at", "pk")
    )
    asked = PoolRequest.objects.filter(journalist__in=[one.pk for one in people]).for_lists().order_by("pk")
    of_pool = {}
    for one in asked:
        of_pool.setdefault(one.pool_id, []).append(one)
    rows = [_row(request, pool, of_pool.get(pool.pk, []), people, now) for pool in pools]
    return render(request, "press/pool_list.html", {"rows": rows, "people": people, "now": now})


def _row(request, pool, asked, people, now):
    pool.session.ceremony = request.ceremony
    standing = [one for one in asked if one.status in MAY_LEAVE]
    for one in asked:
        one.pool = pool
    free = [one for one in people if one.pk not in {request.journalist_id for request in standing}]
    takes = pool.takes_requests(now)
    form = AskForm(pool=pool, people=free) if takes and free else None
    colleagues = [one for one in people if one.accreditation.status == Status.APPROVED]
    lines = []
    for one in asked:
        others = [other for other in colleagues if _may_take(other, one, asked)] if one.status in WITH_PLACE else []
        lines.append(
            {
                "request": one,
                "sentences": explaining.of(one),
                "may_leave": one in standing and pool.status != "cancelled",
                "pass_on": PassOnForm(request=one, people=others) if others and pool.status == "given" else None,
            }
        )
    return {
        "pool": pool,
        "lines": lines,
        "takes": takes,
        "form": form if form and form.people else None,
        "nobody_fits": bool(form and not form.people),
    }


def _may_take(other, asked, all_asked):
    """A colleague of the same outlet, of a function that fits, who has no place in this pool himself."""
    has_place = {one.journalist_id for one in all_asked if one.status in WITH_PLACE}
    return (
        other.pk not in has_place
        and other.application.outlet_id == asked.journalist.application.outlet_id
        and (asked.kind in BY_THE_DESK or asked.kind in kinds_for(other))
    )


@require_POST
def ask(request, key):
    people, found = own_people(request), _published(request, key)
    form = AskForm(request.POST, pool=found, people=people)
    if not form.is_valid():
        for error in [error for errors in form.errors.values() for error in errors]:
            messages.error(request, error)
        return redirect("press:pools", request.ceremony.slug)
    who = form.journalist
    try:
        PoolRequest.objects.ask(found, who, form.cleaned_data["kind"], by=request.user, at=timezone.now())
    except Refused as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    else:
        words = _("%(name)s has asked for a place in the pool “%(pool)s”.") % {"name": who, "pool": found}
        messages.success(request, words)
    return redirect("press:pools", request.ceremony.slug)


def _own_request(request, key):
    found = get_object_or_404(
        PoolRequest.objects.filter(
            pool__session__ceremony=request.ceremony,
            journalist__in=Journalist.objects.answered_by(request.user, request.ceremony),
        ).for_lists(),
        key=key,
    )
    found.journalist.accreditation.ceremony = request.ceremony
    return found


@require_POST
def withdraw(request, key):
    found = _own_request(request, key)
    do(
        request,
        lambda: found.withdraw(by=request.user, at=timezone.now()),
        done=_("The request of %(name)s is withdrawn.") % {"name": found.journalist},
    )
    return redirect("press:pools", request.ceremony.slug)


@require_POST
def pass_on(request, key):
    """A colleague takes the place, with a record."""
    found = _own_request(request, key)
    form = PassOnForm(request.POST, request=found, people=own_people(request))
    if not form.is_valid():
        messages.error(request, _("Choose who takes the place."))
    else:
        do(
            request,
            lambda: found.pass_on(form.journalist, by=request.user, at=timezone.now()),
            done=_("The place of %(name)s is %(other)s's now.") % {"name": found.journalist, "other": form.journalist},
        )
    return redirect("press:pools", request.ceremony.slug)
