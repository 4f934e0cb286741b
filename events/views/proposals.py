"""The pages of those who propose: their proposals, one with its steps, and where somebody speaks."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ceremony.models import LedgerRow
from ceremony.permissions import roles_of
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from events import proposal
from events.answering import entities_of, focal_points_of, nominated_by
from events.appearances import own_appearances
from events.forms.proposal import FORM_OF, BeginForm, FocalPointForm
from events.forms.review import WordsForm
from events.models import CallForSideEvents, MergeBid, SideEvent, SideEventStatus, Sponsor
from events.models.side_event import OPEN_TO_CHANGE, SEE_PROPOSALS
from events.models.speaker import OPEN_TO_SPEAKERS
from events.models.sponsor import ASKING, OPEN_TO_SPONSORS
from events.permissions import can_coordinate
from events.proposal import Step
from events.published import published

PAGE = 50
# The steps that a plain form does not show.
TEMPLATES = {Step.SPONSORS: "events/step_sponsors.html", Step.SPEAKERS: "events/step_speakers.html"}
# What is still changed when the rest is not: see `SponsorQuerySet.name_all`, `SpeakerQuerySet.name_all`.
OPEN_STEPS = {Step.SPONSORS: OPEN_TO_SPONSORS, Step.SPEAKERS: OPEN_TO_SPEAKERS}


def call_of(ceremony):
    call = CallForSideEvents.objects.filter(ceremony=ceremony).first()
    if call:
        call.ceremony = ceremony
    return call


def led_event(request, key):
    """One for whose lead the visitor answers. No officer's role stands in for that."""
    events = SideEvent.objects.led_by(request.user, request.ceremony).select_related("lead", "theme", "changed_by")
    return _of_here(request, get_object_or_404(events, key=key))


def concerning_event(request, key):
    """One that the visitor leads, or was asked to sponsor."""
    events = SideEvent.objects.concerning(request.user, request.ceremony).select_related("lead", "theme", "changed_by")
    return _of_here(request, get_object_or_404(events, key=key))


def _of_here(request, event):
    event.ceremony = request.ceremony
    return event


def side_events(request):
    """One's own proposals, and those that one was asked to sponsor."""
    user, ceremony = request.user, request.ceremony
    may_propose = nominated_by(user, ceremony).exists()
    entities = list(entities_of(user, ceremony).values_list("pk", flat=True))
    asked = (
        Sponsor.objects.asked()
        .co()
        .filter(side_event__ceremony=ceremony, entity__in=entities)
        .select_related("side_event__lead", "entity")
        .order_by("-asked_at", "pk")
    )
    if not may_propose and not asked.exists():
        if roles_of(user, ceremony) & SEE_PROPOSALS:
            return redirect("events:desk", ceremony.slug)
        if any(own_appearances(user, ceremony)):
            return redirect("events:speaking", ceremony.slug)
        raise Http404
    now = timezone.now()
    call = call_of(ceremony)
    own = SideEvent.objects.led_by(user, ceremony).select_related("lead", "changed_by").order_by("-number")
    bids = MergeBid.objects.filter(
        is_open=True, answered_at=None, side_event__in=own.order_by().values("pk")
    ).select_related("side_event", "merge")  # fmt: skip
    context = {
        "page_obj": Paginator(own, PAGE).get_page(request.GET.get("page")),
        "asked": asked[:PAGE],
        "bids": bids,
        "call": call,
        "now": now,
        "may_propose": may_propose and call is not None and now >= call.opens_at,
        "may_see_sessions": may_propose,
    }
    return render(request, "events/side_event_list.html", context)


def new(request):
    """The first step; with it the draft is there, and can be left and found again."""
    entities = nominated_by(request.user, request.ceremony).in_name_order()
    if not entities.exists():
        raise Http404
    call, now = call_of(request.ceremony), timezone.now()
    if call is None or now < call.opens_at:
        return redirect("events:side_events", request.ceremony.slug)  # which says when to come back
    form = BeginForm(posted(request), entities=entities, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            event = SideEvent.objects.propose(request.ceremony, typed.pop("lead"), by=request.user, at=now, **typed)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The draft is kept as %(reference)s.") % {"reference": event.reference})
            return redirect(_after(event, Step.BASICS, request))
    stands = SideEvent.objects.taking_the_slot_of(request.ceremony, entities.order_by().values("pk"))
    return render(request, "events/side_event_new.html", {"form": form, "call": call, "now": now, "stands": stands})


def _after(event, step, request):
    """Where one goes when a step is saved: to the next one, or back to the whole."""
    steps = list(Step)
    place = steps.index(step) + 1
    if "leave" in request.POST or place == len(steps) or not event.is_open_to_change:
        return event.get_absolute_url()
    return f"{event.get_absolute_url()}?step={steps[place]}"


def side_event(request, key):
    """The whole proposal, or with `?step=` one page of its form."""
    user, ceremony = request.user, request.ceremony
    if not SideEvent.objects.concerning(user, ceremony).filter(key=key).exists():
        get_object_or_404(SideEvent.objects.visible_to(user, ceremony), key=key)
        return redirect("events:desk_event", ceremony.slug, key)
    event = concerning_event(request, key)
    is_own = nominated_by(user, ceremony).filter(pk=event.lead_id).exists()
    if "step" in request.GET or request.method == "POST":
        if not is_own:
            raise Http404
        return _step(request, event, request.GET.get("step", ""))
    call, now = call_of(ceremony), timezone.now()
    lacks = proposal.lacks(event) if event.is_open_to_change else []
    speakers = list(event.speakers.with_people())
    sponsors = list(event.sponsors.select_related("entity", "answered_by"))
    may_submit = is_own and event.is_open_to_change
    stands = SideEvent.objects.taking_the_slot_of(ceremony, [event.lead_id]).exclude(pk=event.pk)
    own_sponsor = None if is_own else _own_sponsor(sponsors, user, ceremony)
    context = {
        "event": event,
        "is_own": is_own,
        "call": call,
        "now": now,
        "lacks": lacks,
        "steps": _steps(event, lacks) if is_own else [],
        "sponsors": sponsors,
        "own_sponsor": own_sponsor,
        "stands": stands if may_submit and not event.second_reason else [],
        "wishes": event.wishes.select_related("slot__ceremony").order_by("position"),
        "speakers": speakers,
        "unsettled": [one for one in speakers if not one.is_settled],
        "may_name_sponsors": is_own and event.status == SideEventStatus.ACCEPTED and not ceremony.has_begun(now),
        "may_ask": is_own and event.status in ASKING,
        "may_entrust": is_own and not event.is_over,
        "may_name_speakers": is_own and event.status in OPEN_TO_SPEAKERS,
        "may_withdraw": is_own and SideEventStatus.WITHDRAWN in event.MOVES.get(event.status, ()),
        "has_closed": call is not None and call.has_closed(now),
        "bids": event.bids.filter(is_open=True).select_related("merge") if is_own else [],
        "history": _history(event) if is_own else [],
        "place": published_place(ceremony, event),
    }
    return render(request, "events/side_event_detail.html", context)


def _history(event):
    """As its lead reads it. What officers note among themselves moves nothing, and why they took a proposal in late or up
    again is theirs: every other reason was written to the sponsors.
    """
    rows = list(LedgerRow.objects.about(event).exclude(before=F("after")))
    for row in rows:
        if row.after == SideEventStatus.SUBMITTED:
            row.reason = ""
    return rows


def _own_sponsor(sponsors, user, ceremony):
    own = set(entities_of(user, ceremony).values_list("pk", flat=True))
    return next((one for one in sponsors if one.entity_id in own), None)


def _steps(event, lacks):
    """(step, its address, what it lacks) in their order."""
    return [
        (step, f"{event.get_absolute_url()}?step={step}", [lack.sentence for lack in lacks if lack.step == step])
        for step in Step
    ]


def published_place(ceremony, event):
    """Where and when it takes place as the public reads it, or None before that."""
    programme = published(ceremony)
    session = getattr(event, "session", None)
    item = programme.by_key.get(str(session.key)) if programme and session else None
    return item if item and item.is_on else None


def _step(request, event, step):
    if step not in Step.values:
        raise Http404
    step = Step(step)
    if event.status not in OPEN_STEPS.get(step, OPEN_TO_CHANGE):
        messages.error(
            request,
            _("This proposal is “%(status)s” and cannot be changed now. Ask the organisers to return it to you.")
            % {"status": event.get_status_display()},
        )
        return redirect(event)
    form = FORM_OF[step](posted(request), event=event, user=request.user)
    if request.method == "POST":
        if "find" in request.POST:
            pass  # The page again, with what was found; nothing is saved.
        elif "more" in request.POST and step == Step.SPEAKERS:
            form = form.with_more_lines()
        elif form.is_valid() and _saved(request, event, form):
            messages.success(request, _("“%(step)s” is saved.") % {"step": step.label})
            return redirect(_after(event, step, request))
    place = list(Step).index(step)
    context = {
        "event": event,
        "form": form,
        "step": step,
        "number": place + 1,
        "of": len(Step),
        "before": list(Step)[place - 1] if place else None,
        "is_last": place + 1 == len(Step),
        "call": call_of(request.ceremony),
        "now": timezone.now(),
    }
    return render(request, TEMPLATES.get(step, "events/step.html"), context)


def _saved(request, event, form):
    try:
        form.save(by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused)
        if getattr(refused, "code", None) == "changed":
            form.see(SideEvent.objects.values_list("revision", flat=True).get(pk=event.pk))
        return False
    return True


@require_POST
def submit(request, key):
    event = led_event(request, key)
    do(
        request,
        lambda: event.submit(by=request.user, at=timezone.now()),
        done=_("%(reference)s is submitted. Its co-sponsors are asked by letter, and you get a receipt.")
        % {"reference": event.reference},
    )
    return redirect(event)


def withdraw(request, key):
    """Also a draft that was begun in error; after submission with a reason."""
    event = led_event(request, key)
    form = WordsForm(posted(request))
    if event.status == SideEventStatus.DRAFT:
        form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            event.withdraw(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(reference)s is withdrawn.") % {"reference": event.reference})
            return redirect(event)
    return render(request, "events/side_event_withdraw.html", {"event": event, "form": form})


def focal_point(request, key):
    """Who is written to about the event itself: changed by those who answer for its lead, or by a coordinator."""
    user, ceremony = request.user, request.ceremony
    visible, own = SideEvent.objects.visible_to(user, ceremony), SideEvent.objects.led_by(user, ceremony)
    events = (visible if can_coordinate(user, ceremony) else own).select_related("lead", "focal_point")
    event = _of_here(request, get_object_or_404(events, key=key))
    others = focal_points_of(event.lead, ceremony).exclude(pk=event.focal_point_id)
    form = FocalPointForm(posted(request), event=event, people=others)
    if request.method == "POST" and form.is_valid():
        done = do(
            request,
            lambda: event.entrust(form.chosen, seen=form.cleaned_data["seen"], by=user, at=timezone.now()),
            done=_("%(name)s is the focal point now, and is told by letter.") % {"name": form.chosen},
        )
        return redirect(event) if done else redirect("events:focal_point", ceremony.slug, event.key)
    return render(request, "events/focal_point.html", {"event": event, "form": form})
