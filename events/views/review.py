"""One proposal on the coordinators' desk, with everything that they do about it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ceremony.access import officers_only
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from ceremony.telling import do
from events.forms.review import AssignForm, FixForm, PrepareForm, ReviewForm, WordsForm
from events.models import Review, ReviewAssignment, SideEvent, SideEventStatus
from events.models.review import interest_of, score_of
from events.models.side_event import SEE_PROPOSALS, TO_DECIDE
from events.permissions import COORDINATORS, can_coordinate
from events.views import speakers
from events.views.proposals import call_of

S = SideEventStatus


def seen_event(request, key):
    events = SideEvent.objects.visible_to(request.user, request.ceremony).select_related(
        "lead",
        "theme",
        "focal_point",
        "submitted_by",
        "late_by",
        "prepared_by",
        "decided_by",
        "second_by",
        "merged_into",
    )
    event = get_object_or_404(events, key=key)
    event.ceremony = request.ceremony
    return event


@require_GET
@officers_only(*SEE_PROPOSALS)
def desk_event(request, key):
    return _page(request, seen_event(request, key))


def _page(request, event, **came_back):
    """`came_back` is the form to be shown again with what was typed."""
    user, ceremony, now = request.user, request.ceremony, timezone.now()
    may_decide = can_coordinate(user, ceremony)
    interest = interest_of(user, event)
    reviews = list(
        Review.objects.filter(side_event=event).select_related("reviewer").prefetch_related("scores__criterion")
    )
    impartial = set(Review.objects.impartial().filter(side_event=event).values_list("pk", flat=True))
    own_review = next((review for review in reviews if review.reviewer_id == user.pk), None)
    assigned = [row.reviewer for row in event.assignments.select_related("reviewer")]
    is_reviewer = bool(own_review) or user in assigned or not assigned
    # Points that are seen before one's own are given weigh on them.
    is_blind = may_decide and not interest and is_reviewer and not own_review and event.status in TO_DECIDE
    call = call_of(ceremony)
    lines = speakers.lines_of(event.speakers.all(), ceremony)
    may_act = may_decide and not interest
    forms = {}
    if may_act and event.status in TO_DECIDE:
        if is_reviewer:
            forms["review_form"] = ReviewForm(event=event, review=own_review)
        seen = {"reviewers": [one.pk for one in assigned], "seen": ReviewAssignment.objects.seen(event)}
        forms["assign_form"] = AssignForm(event=event, initial=seen)
        forms["prepare_form"] = PrepareForm(
            initial={
                "decision": event.prepared_status, "reason": event.prepared_reason, "seen": event.prepared_status,
            }
        )  # fmt: skip
        forms["fix_form"] = FixForm()
        if not event.second_reason and event.rivals().exists():
            forms["second_form"] = WordsForm()
    if may_act and event.status == S.DRAFT and call and call.has_closed(now):
        forms["late_form"] = WordsForm()
    if may_act and event.status == S.DECLINED:
        forms["reopen_form"] = WordsForm()
    if may_act and event.is_standing:
        forms["withdraw_form"] = WordsForm()
    waiting = SideEvent.objects.filter(ceremony=ceremony, status__in=TO_DECIDE).exclude(pk=event.pk)
    context = {
        "event": event,
        "now": now,
        "interest": interest,
        "may_decide": may_decide,
        "may_act": may_act,
        "may_settle": may_act and event.is_standing,
        "assigned": assigned,
        "is_blind": is_blind,
        "review_count": len(reviews),
        "reviews": [] if interest or is_blind else [(review, review.pk in impartial) for review in reviews],
        "score": None if interest or is_blind else score_of(event),
        "spread": None if interest or is_blind else Review.objects.spread([event]).get(event.pk),
        "own_review": own_review,
        "sponsors": event.sponsors.select_related("entity", "answered_by"),
        "wishes": event.wishes.select_related("slot__ceremony").order_by("position"),
        "speakers": lines,
        "unsettled_count": sum(not one.is_settled for one, _form, _namesakes in lines),
        "bids": event.bids.select_related("merge").order_by("-pk"),
        "merged": event.merged.select_related("lead"),
        "rivals": event.rivals().select_related("lead") if event.status in TO_DECIDE else [],
        "history": LedgerRow.objects.about(event),
        "next": waiting.filter(number__gt=event.number).order_by("number").first(),
        "open": next(iter(came_back), ""),
        "form": next(iter(came_back.values()), None),
    }
    return render(request, "events/desk_event.html", context | forms | came_back)


# The verbs, one address each


@require_POST
@officers_only(*COORDINATORS)
def desk_verb(request, key, verb):
    event = seen_event(request, key)
    if verb not in VERBS:
        raise Http404
    came_back = VERBS[verb](request, event)
    if came_back:
        return _page(request, event, **came_back)
    return redirect("events:desk_event", request.ceremony.slug, event.key)


def _by_form(request, form, name, verb, done):
    if not form.is_valid():
        return {name: form}
    try:
        verb(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused)
        return {name: form}
    messages.success(request, done)
    return None


def _review(request, event):
    form = ReviewForm(request.POST, event=event)
    return _by_form(
        request,
        form,
        "review_form",
        lambda typed: Review.objects.write(
            event,
            reviewer=request.user,
            at=timezone.now(),
            eligible=typed["eligible"] == "yes",
            points=form.points,
            comment=typed["comment"],
        ),
        _("Your review of %(reference)s is kept.") % {"reference": event.reference},
    )


def _return(request, event):
    return _by_form(
        request,
        FixForm(request.POST),
        "fix_form",
        lambda typed: event.give_back(by=request.user, at=timezone.now(), to_fix=typed["to_fix"]),
        _("%(reference)s is returned; a letter says what to put right.") % {"reference": event.reference},
    )


def _prepare(request, event):
    return _by_form(
        request,
        PrepareForm(request.POST),
        "prepare_form",
        lambda typed: event.prepare(
            typed["decision"], by=request.user, at=timezone.now(), reason=typed["reason"], seen=typed["seen"]
        ),
        _("The decision on %(reference)s is prepared. Nobody is told before it is released.")
        % {"reference": event.reference},
    )


def _unprepare(request, event):
    do(
        request,
        lambda: event.unprepare(by=request.user, seen=request.POST.get("seen", "")),
        done=_("What was prepared for %(reference)s is taken back.") % {"reference": event.reference},
    )


def _with_words(name, verb, done, *, words="reason"):
    """A verb that takes a sentence and nothing else."""

    def view(request, event):
        return _by_form(
            request,
            WordsForm(request.POST),
            name,
            lambda typed: getattr(event, verb)(by=request.user, at=timezone.now(), **{words: typed["reason"]}),
            done() % {"reference": event.reference},
        )

    return view


def _assign(request, event):
    return _by_form(
        request,
        AssignForm(request.POST, event=event),
        "assign_form",
        lambda typed: ReviewAssignment.objects.assign(
            event, typed["reviewers"], seen=typed["seen"], by=request.user, at=timezone.now()
        ),
        _("The reviewers of %(reference)s are set; whoever is new among them gets a letter.")
        % {"reference": event.reference},
    )


def _of_speakers(verb):
    return lambda request, event: verb(request, event.speakers.all())


VERBS = {
    "review": _review,
    "return": _return,
    "prepare": _prepare,
    "unprepare": _unprepare,
    "admit-late": _with_words(
        "late_form", "admit_late", lambda: _("%(reference)s is admitted after the call has closed.")
    ),
    "allow-second": _with_words(
        "second_form", "allow_second", lambda: _("The lead of %(reference)s may have a second slot.")
    ),
    "reopen": _with_words("reopen_form", "reopen", lambda: _("%(reference)s is under review again.")),
    "withdraw": _with_words("withdraw_form", "withdraw", lambda: _("%(reference)s is withdrawn; letters say so.")),
    "assign": _assign,
    "excuse": _of_speakers(speakers.excuse),
    "recognise": _of_speakers(speakers.recognise),
}
