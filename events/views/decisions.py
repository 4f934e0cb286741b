"""Many proposals at once: decisions prepared and released together, and the mergers that are proposed to leads."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ceremony.access import officers_only
from ceremony.procedure import Refused
from delegations.views.lookups import posted
from events import decisions
from events.forms.plain import written
from events.forms.review import MergeForm, WordsForm
from events.models import MergeProposal, SideEvent
from events.models.merge import MERGEABLE
from events.models.review import is_of_interest_to
from events.models.side_event import DECISIONS
from events.permissions import COORDINATORS

MOST_AT_ONCE = 200
UNPREPARE = "unprepare"


def _marked(request):
    """The proposals of this ceremony whose boxes are ticked; the leads with them, for the report."""
    keys = [key for key in request.POST.getlist("event")[:MOST_AT_ONCE] if _is_key(key)]
    events = SideEvent.objects.visible_to(request.user, request.ceremony).filter(key__in=keys).select_related("lead")
    return [_of_here(request, event) for event in events.order_by("number")]


def _is_key(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _of_here(request, event):
    event.ceremony = request.ceremony
    return event


def _ticked(events):
    return urlencode([("event", event.key) for event in events])


@require_POST
@officers_only(*COORDINATORS)
def bulk(request):
    """Prepare one decision for all that are marked, or take back what is prepared; or go on to their merger."""
    action = request.POST.get("decision", "")
    events = _marked(request)
    if not events:
        messages.error(request, _("Nothing is marked: tick the proposals first. Nothing was changed."))
        return redirect("events:desk", request.ceremony.slug)
    if "merge" in request.POST:
        return redirect(f"{reverse('events:mergers', args=[request.ceremony.slug])}?{_ticked(events)}")
    seen = {str(event.key): request.POST.get(f"seen-{event.key}", "") for event in events}
    now = timezone.now()
    if action == UNPREPARE:
        report = decisions.unprepare(events, by=request.user, seen=seen)
    elif action in dict(DECISIONS):
        try:
            reason = written(request, "reason")
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("events:desk", request.ceremony.slug)
        report = decisions.prepare(events, action, by=request.user, at=now, reason=reason, seen=seen)
    else:
        messages.error(request, _("Choose what is to be prepared. Nothing was changed."))
        return redirect("events:desk", request.ceremony.slug)
    context = {"report": report, "decision": dict(DECISIONS).get(action), "is_release": False}
    return render(request, "events/decision_report.html", context)


@officers_only(*COORDINATORS)
def release(request):
    """What is prepared, to be read once more; then told, with one letter to each of those who answer for the sponsors."""
    if request.method == "POST":
        events = _marked(request)
        if not events:
            messages.error(request, _("Nothing is marked: tick the proposals first. Nothing was changed."))
            return redirect("events:decisions", request.ceremony.slug)
        report = decisions.release(events, by=request.user, at=timezone.now())
        return render(request, "events/decision_report.html", {"report": report, "is_release": True})
    prepared = decisions.prepared(request.ceremony).select_related("lead", "prepared_by")
    own = Q(is_of_interest_to(request.user, request.ceremony))
    context = {"prepared": prepared.exclude(own)[:MOST_AT_ONCE], "own": prepared.filter(own).count()}
    return render(request, "events/decision_list.html", context)


@officers_only(*COORDINATORS)
def mergers(request):
    """Propose to the leads of the marked bids that they become one; below, what was proposed so far."""
    picked = [key for key in [*request.GET.getlist("event"), *request.POST.getlist("event")] if _is_key(key)]
    events = list(
        SideEvent.objects.visible_to(request.user, request.ceremony)
        .filter(key__in=picked, status__in=MERGEABLE)
        .select_related("lead")
        .order_by("number")
    )
    form = MergeForm(posted(request), events=events)
    if request.method == "POST" and form.is_valid() and _proposed(request, form):
        return redirect("events:mergers", request.ceremony.slug)
    proposals = (
        MergeProposal.objects.filter(ceremony=request.ceremony)
        .select_related("into", "proposed_by")
        .prefetch_related("bids__side_event__lead")
    )
    context = {"events": events, "form": form, "proposals": proposals[:100], "was_picked": bool(picked)}
    return render(request, "events/merge_list.html", context)


def _proposed(request, form):
    into = form.events[form.cleaned_data["into"]]
    others = [event for event in form.events.values() if event != into]
    into.ceremony = request.ceremony
    try:
        MergeProposal.objects.propose(
            into, others, by=request.user, at=timezone.now(), note=form.cleaned_data["note"]
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("The leads are asked by letter."))
    return True


@officers_only(*COORDINATORS)
def merge_call_off(request, merge):
    proposal = get_object_or_404(
        MergeProposal.objects.filter(ceremony=request.ceremony).select_related("into"), pk=merge
    )
    if not proposal.MOVES.get(proposal.status):
        raise Http404
    proposal.ceremony = request.ceremony
    form = WordsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            proposal.call_off(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The merger is called off; letters say so."))
            return redirect("events:mergers", request.ceremony.slug)
    return render(request, "events/merge_call_off.html", {"merge": proposal, "form": form})
