"""Answers of those who were asked: a co-sponsor for itself, a lead about a merger."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from events.answering import entities_of
from events.forms.review import AnswerForm
from events.models import MergeProposal, SideEvent, SponsorStatus
from events.models.side_event import OVER
from events.views.proposals import led_event

YES, NO = "yes", "no"


def sponsor(request, key):
    """A co-sponsor's answer: yes or no when it is asked, and later whether it leaves or joins after all."""
    event = get_object_or_404(
        SideEvent.objects.concerning(request.user, request.ceremony).select_related("lead", "theme"), key=key
    )
    event.ceremony = request.ceremony
    own = event.sponsors.asked().co().filter(entity__in=entities_of(request.user, request.ceremony).values("pk"))
    rows = list(own.select_related("entity", "answered_by"))
    code = request.GET.get("entity")
    rows = [row for row in rows if not code or row.entity.code == code] if code else rows
    if not rows:
        raise Http404
    chosen = next((row for row in rows if row.status == SponsorStatus.ASKED), rows[0])
    chosen.side_event = event
    form = AnswerForm(posted(request), choices=_choices(chosen))
    if request.method == "POST" and form.is_valid() and _answered(request, chosen, form):
        return redirect("events:side_event", request.ceremony.slug, event.key)
    context = {
        "event": event,
        "sponsor": chosen,
        "others": [row for row in rows if row != chosen],
        "form": form,
        "is_over": event.status in OVER,
        "sponsors": event.sponsors.select_related("entity"),
    }
    return render(request, "events/sponsor_answer.html", context)


def _choices(row):
    name = {"entity": row.entity.name_in_text}
    if row.status == SponsorStatus.ASKED:
        return [
            (YES, _("Yes, %(entity)s co-sponsors it") % name),
            (NO, _("No, %(entity)s does not co-sponsor it") % name),
        ]
    if row.status == SponsorStatus.CONFIRMED:
        return [(NO, _("%(entity)s leaves the event") % name)]
    return [(YES, _("%(entity)s co-sponsors it after all") % name)]


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
    """The lead of one of the bids reads the others' titles and notes, and says yes or no."""
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
    return render(
        request, "events/merge_answer.html", {"event": event, "merge": asked, "bids": bids, "own": own, "form": form}
    )


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
