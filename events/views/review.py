"""The coordinators' desk: all proposals, and one with everything that they do about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accreditation.models import OVER as NOT_COMING
from accreditation.models import Accreditation, NominatorContact
from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from ceremony.telling import do
from events.forms.review import FixForm, PrepareForm, ReviewForm, SideEventFilter, WordsForm
from events.models import Review, SideEvent, SideEventStatus, Sponsor, SponsorStatus
from events.models.review import interest_of, mean_score
from events.models.side_event import DECISIONS, SEE_PROPOSALS, TO_DECIDE
from events.permissions import COORDINATORS, can_coordinate
from events.views.proposals import call_of

PAGE = 50
S = SideEventStatus


def listed(request):
    """The proposals that the filter leaves, each with lead, points and number of reviews; and the filter."""
    filters = SideEventFilter(request.GET, ceremony=request.ceremony)
    own = NominatorContact.objects.filter(
        user=request.user, is_active=True, nominator__ceremony=request.ceremony,
        nominator__entity__in=Sponsor.objects.filter(side_event=OuterRef(OuterRef("pk"))).values("entity"),
    )  # fmt: skip
    events = (
        SideEvent.objects.visible_to(request.user, request.ceremony)
        .select_related("lead", "theme")
        .annotate(
            score=mean_score(),
            review_count=Count("reviews", distinct=True),
            sponsor_count=Count("sponsors", filter=Q(sponsors__status=SponsorStatus.CONFIRMED), distinct=True),
            unanswered=Count("sponsors", filter=Q(sponsors__status=SponsorStatus.ASKED), distinct=True),
            is_own=Exists(own),
        )
    )
    return filters.narrow(events, request.user), filters


@require_safe
@officers_only(*SEE_PROPOSALS)
def desk(request):
    events, filters = listed(request)
    context = {
        "page_obj": Paginator(events, PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "query": request.GET.urlencode(),
        "decisions": DECISIONS,
        "may_decide": can_coordinate(request.user, request.ceremony),
        "call": call_of(request.ceremony),
        "now": timezone.now(),
        "prepared_count": SideEvent.objects.filter(ceremony=request.ceremony).exclude(prepared_status="").count(),
    }
    return render(request, "events/desk_list.html", context)


@require_safe
@officers_only(*SEE_PROPOSALS)
def export(request, format):
    if format not in FORMATS:
        raise Http404
    events, _filters = listed(request)
    columns = [
        _("Number"), _("Title"), _("Status"), _("Lead"), _("Confirmed sponsors"), _("Theme"), _("Format"), _("Audience"),
        _("Set-up of the room"), _("Interpretation into"), _("To be streamed"), _("Reviews"), _("Points"), _("Submitted"),
    ]  # fmt: skip
    rows = [
        [
            one.reference,
            one.title,
            one.get_status_display(),
            str(one.lead),
            one.sponsor_count,
            str(one.theme or ""),
            one.get_format_display(),
            one.audience or "",
            one.get_layout_display(),
            ", ".join(one.interpretation),
            _("yes") if one.stream else _("no"),
            one.review_count,
            "" if one.is_own or one.score is None else f"{one.score:.1f}",
            one.submitted_at or "",
        ]
        for one in events
    ]
    return file_of(format, ceremony=request.ceremony, name="side-events", columns=columns, rows=rows)


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
    call = call_of(ceremony)
    speakers = list(event.speakers.with_people())
    forms = {}
    if may_decide and not interest and event.status in TO_DECIDE:
        forms["review_form"] = ReviewForm(event=event, review=own_review)
        forms["prepare_form"] = PrepareForm(
            initial={
                "decision": event.prepared_status, "reason": event.prepared_reason, "seen": event.prepared_status,
            }
        )  # fmt: skip
        forms["fix_form"] = FixForm()
        if not event.second_reason and event.rivals().exists():
            forms["second_form"] = WordsForm()
    if may_decide and event.status == S.DRAFT and call and call.has_closed(now):
        forms["late_form"] = WordsForm()
    if may_decide and event.status == S.DECLINED:
        forms["reopen_form"] = WordsForm()
    if may_decide and event.is_standing:
        forms["withdraw_form"] = WordsForm()
    waiting = SideEvent.objects.filter(ceremony=ceremony, status__in=TO_DECIDE).exclude(pk=event.pk)
    context = {
        "event": event,
        "now": now,
        "interest": interest,
        "may_decide": may_decide,
        "reviews": [] if interest else [(review, review.pk in impartial) for review in reviews],
        "score": None if interest else SideEvent.objects.annotate(score=mean_score()).get(pk=event.pk).score,
        "own_review": own_review,
        "sponsors": event.sponsors.select_related("entity", "answered_by"),
        "wishes": event.wishes.select_related("slot__ceremony").order_by("position"),
        "speakers": [(one, WordsForm(prefix=f"speaker-{one.pk}"), namesakes(one)) for one in speakers],
        "unsettled_count": sum(not one.is_settled for one in speakers),
        "bids": event.bids.select_related("merge").order_by("-pk"),
        "merged": event.merged.select_related("lead"),
        "rivals": event.rivals().select_related("lead") if event.status in TO_DECIDE else [],
        "history": LedgerRow.objects.about(event),
        "next": waiting.filter(number__gt=event.number).order_by("number").first(),
        "open": next(iter(came_back), ""),
        "form": next(iter(came_back.values()), None),
    }
    return render(request, "events/desk_event.html", context | forms | came_back)


def namesakes(speaker):
    """People put forward at the ceremony under the speaker's whole name: one of them may be the speaker."""
    if speaker.accreditation_id or speaker.excuse:
        return []
    return list(
        Accreditation.objects.filter(ceremony=speaker.ceremony)
        .exclude(status__in=NOT_COMING)
        .named(speaker.name)
        .select_related("nominator__entity")
        .only("key", "given_names", "family_name", "status", "nominator")[:5]
    )


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
        lambda: event.unprepare(seen=request.POST.get("seen", "")),
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


def _speaker(request, event):
    return get_object_or_404(event.speakers.with_people(), pk=request.POST.get("speaker") or 0)


def _excuse(request, event):
    speaker = _speaker(request, event)
    form = WordsForm(request.POST, prefix=f"speaker-{speaker.pk}")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    do(
        request,
        lambda: speaker.record_excuse(by=request.user, at=timezone.now(), reason=reason),
        done=_("The event does not wait for the accreditation of %(name)s.") % {"name": speaker},
    )


def _recognise(request, event):
    speaker = _speaker(request, event)
    found = [one for one in namesakes(speaker) if str(one.key) == request.POST.get("person")]
    if not found:
        raise Http404
    do(
        request,
        lambda: speaker.recognise(found[0]),
        done=_("%(name)s is the person put forward by %(nominator)s.")
        % {"name": speaker, "nominator": found[0].nominator},
    )


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
    "excuse": _excuse,
    "recognise": _recognise,
}
