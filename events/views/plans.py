"""Plans that the machine proposes: asked for, looked at, and only then taken."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ceremony.access import officers_only
from ceremony.procedure import Refused
from ceremony.telling import do
from events import auto_place
from events.models import PlacementPlan, PlanStatus, SideEvent
from events.permissions import COORDINATORS

SHOWN = 20


@officers_only(*COORDINATORS)
def plans(request):
    """Ask for a plan; and the last ones."""
    if request.method == "POST":
        asked = []

        def verb():
            anew = bool(request.POST.get("anew"))
            asked.append(PlacementPlan.objects.ask(request.ceremony, by=request.user, at=timezone.now(), anew=anew))

        do(request, verb, done=_("The plan is being worked out. It takes some seconds: reload this page."))
        return redirect("events:plan", request.ceremony.slug, asked[0].key)
    accepted = SideEvent.objects.taking_place().filter(ceremony=request.ceremony)
    context = {
        "plans": request.ceremony.plans.select_related("asked_by")[:SHOWN],
        "unplaced": accepted.filter(session__starts_at=None).count(),
        "accepted": accepted.count(),
    }
    return render(request, "events/plan_list.html", context)


def seen_plan(request, key):
    plan = get_object_or_404(PlacementPlan.objects.select_related("asked_by"), ceremony=request.ceremony, key=key)
    plan.ceremony = request.ceremony
    return plan


@officers_only(*COORDINATORS)
def plan(request, key):
    """What it would place where, and what it could not place and why."""
    plan = seen_plan(request, key)
    rooms = {room.pk: room for room in request.ceremony.rooms.all()}
    slots = {slot.pk: slot for slot in request.ceremony.slots.all()}
    for slot in slots.values():
        slot.ceremony = request.ceremony
    rows = [*plan.result.get("placed", []), *plan.result.get("unplaced", [])]
    events = SideEvent.objects.select_related("lead").defer("concept_note").in_bulk([row["side_event"] for row in rows])
    placed = [
        {"event": events.get(row["side_event"]), "room": rooms.get(row["room"]), "slot": slots.get(row["slot"]), "wish": row["wish"]}
        for row in plan.result.get("placed", [])
    ]  # fmt: skip
    placed.sort(
        key=lambda row: (
            row["slot"] is None,
            row["slot"] and row["slot"].starts_at,
            row["room"] and row["room"].position,
        )
    )
    titles = {key: f"{event.reference} “{event}”" for key, event in events.items()}
    unplaced = [
        (events.get(row["side_event"]), [auto_place.sentence(one, rooms=rooms, slots=slots, titles=titles) for one in row["reasons"]])
        for row in plan.result.get("unplaced", [])
    ]  # fmt: skip
    context = {
        "plan": plan,
        "placed": placed,
        "unplaced": unplaced,
        "satisfaction": _percent(plan.satisfaction),
        "bound": _percent(plan.bound),
        "first_wishes": sum(row["wish"] == 1 for row in placed),
        "is_working": plan.status == PlanStatus.REQUESTED,
        "is_ready": plan.status == PlanStatus.READY,
    }
    return render(request, "events/plan_detail.html", context)


def _percent(share):
    return None if share is None else round(share * 100, 1)


@officers_only(*COORDINATORS)
@require_POST
def plan_decide(request, key):
    """Take it, drop it, or try again one that failed."""
    plan, by, at = seen_plan(request, key), request.user, timezone.now()
    if "drop" in request.POST:
        do(request, lambda: plan.drop(by=by, at=at), done=_("The plan is dropped; nothing was moved."))
    elif "again" in request.POST:
        do(request, lambda: plan.try_again(by=by, at=at), done=_("The plan is being worked out again."))
    else:
        return _taken(request, plan, by, at)
    return redirect("events:plan", request.ceremony.slug, plan.key)


def _taken(request, plan, by, at):
    try:
        count, skipped = plan.take(by=by, at=at)
    except Refused as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return redirect("events:plan", request.ceremony.slug, plan.key)
    said = ngettext("%(number)d side event was placed.", "%(number)d side events were placed.", count) % {
        "number": count
    }
    messages.success(request, said)
    for title, why in skipped:
        messages.warning(request, _("“%(title)s” was left alone: %(why)s") % {"title": title, "why": why})
    return redirect("events:board", request.ceremony.slug)
