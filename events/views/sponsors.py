"""Answers of those who were asked: a co-sponsor for itself, a lead about a merger."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ceremony.procedure import AlreadyDecided, Refused, who_was_first
from ceremony.telling import do
from delegations.views.lookups import posted
from events.answering import entities_of
from events.forms.answer import NO, YES, SponsorAnswerForm
from events.forms.review import AnswerForm
from events.models import MergeProposal, Sponsor, SponsorStatus
from events.models.merge import MergeStatus
from events.models.sponsor import COUNTED_ON
from events.views.proposals import call_of, led_event


def sponsor(request, key):
    """A co-sponsor's answer: yes or no when it is asked, and later whether it leaves or joins after all."""
    rows = _own_rows(request, key)
    code = request.POST.get("entity") or request.GET.get("entity")
    named = [row for row in rows if row.entity.code == code] if code else rows
    if not named:
        return _taken_back(request, code)
    chosen = next((row for row in named if row.status == SponsorStatus.ASKED), named[0])
    event = chosen.side_event
    event.ceremony = request.ceremony
    form = SponsorAnswerForm(posted(request), row=chosen)
    if request.method == "POST":
        if "entity" in request.POST and request.POST.get("seen") != chosen.status:
            form = form.anew(AlreadyDecided(who_was_first(chosen)))
        elif form.is_valid() and _answered(request, chosen, form):
            if chosen.status == SponsorStatus.CONFIRMED:
                return redirect(event)
            return redirect("events:side_events", request.ceremony.slug)
    context = {
        "event": event,
        "sponsor": chosen,
        "others": [row for row in rows if row != chosen],
        "form": form,
        "is_over": event.is_over,
        # Whoever declined or left reads its title, and no more.
        "reads": chosen.status in COUNTED_ON,
        "sponsors": event.sponsors.select_related("entity"),
        "wishes": event.wishes.select_related("slot__ceremony").order_by("position"),
        "speakers": event.speakers.all(),
        "call": call_of(request.ceremony),
        "now": timezone.now(),
    }
    return render(request, "events/sponsor_answer.html", context)


def _own_rows(request, key):
    """Of this event, what was asked of those for whom the visitor answers."""
    entities = entities_of(request.user, request.ceremony)
    return list(
        Sponsor.objects.asked()
        .co()
        .filter(side_event__key=key, side_event__ceremony=request.ceremony, entity__in=entities.values("pk"))
        .select_related("entity", "answered_by", "side_event__lead", "side_event__theme")
    )


def _taken_back(request, code):
    """Whoever answers a question that is no longer there is told so; to everybody else nothing was ever asked."""
    if request.method != "POST" or not code:
        raise Http404
    entity = get_object_or_404(entities_of(request.user, request.ceremony), code=code)
    return render(request, "events/sponsor_taken_back.html", {"entity": entity}, status=410)


def _answered(request, row, form):
    by, at, reason = request.user, timezone.now(), form.cleaned_data["reason"]
    try:
        if form.cleaned_data["answer"] == YES:
            row.confirm(by=by, at=at)
        elif row.status == SponsorStatus.CONFIRMED:
            row.leave(by=by, at=at, reason=reason)
        else:
            row.decline(by=by, at=at, reason=reason)
    except Refused as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("Thank you. The lead is told: %(answer)s.") % {"answer": row.get_status_display()})
    return True


@require_POST
def ask(request, key, code):
    """The lead asks somebody once more who has said no, or left."""
    event = led_event(request, key)
    row = get_object_or_404(event.sponsors.co().select_related("entity"), entity__code=code)
    row.side_event = event
    do(
        request,
        lambda: row.ask(by=request.user, at=timezone.now()),
        done=_("%(entity)s is asked by letter.") % {"entity": row.entity},
    )
    return redirect(event)


def merge_answer(request, key, merge):
    """The lead of one of the bids reads the others' titles and, while it is asked, their notes; and says yes or no."""
    event = led_event(request, key)
    asked = get_object_or_404(
        MergeProposal.objects.filter(ceremony=request.ceremony).select_related("into__lead"),
        pk=merge,
        bids__side_event=event,
    )
    asked.ceremony = request.ceremony
    bids = list(asked.bids.select_related("side_event__lead", "side_event__theme", "answered_by"))
    own = next(bid for bid in bids if bid.side_event_id == event.pk)
    yes = _("Yes, one event with all sponsors, which goes on as %(reference)s") % {"reference": asked.into.reference}
    form = AnswerForm(posted(request), choices=[(YES, yes), (NO, _("No, each for itself"))])
    form.fields["reason"].label = _("A word to the other leads, if you say no (optional)")
    form.fields["reason"].help_text = _("It is in the letter that they get.")
    if request.method == "POST" and form.is_valid() and _merged(request, asked, event, form):
        return redirect("events:side_event", request.ceremony.slug, event.key)
    context = {
        "event": event, "merge": asked, "bids": bids, "own": own, "form": form,
        "is_open": asked.status == MergeStatus.PROPOSED,
    }  # fmt: skip
    return render(request, "events/merge_answer.html", context)


def _merged(request, asked, event, form):
    by, at = request.user, timezone.now()
    try:
        if form.cleaned_data["answer"] == YES:
            asked.accept(event, by=by, at=at)
        else:
            asked.refuse(event, by=by, at=at, reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("Thank you: %(state)s.") % {"state": asked.get_status_display()})
    return True
