"""The board: where everything is, and each move of it. Every move is a plain form; a script only saves the reload."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ceremony.access import officers_only
from ceremony.procedure import Refused
from ceremony.telling import do
from events import board as boards
from events import clashes
from events.forms.overrun import OverrunForm
from events.overrun import preview, shift
from events.permissions import COORDINATORS

SCRIPTED = "X-Board"  # the board's own script asks for the board alone


@require_safe
@officers_only(*COORDINATORS)
def board(request):
    return _shown(request, request.GET.get("day"), request.GET.get("pick", ""))


def _shown(request, day, pick="", last=""):
    """`last` is what was moved: it keeps the focus."""
    context = {"board": boards.Board(request.ceremony, _day(day), pick, last)}
    template = "events/_board.html" if request.headers.get(SCRIPTED) else "events/board.html"
    return render(request, template, context)


def _day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@officers_only(*COORDINATORS)
@require_POST
def move(request):
    """Place, move, swap or take off what was picked: `to` says which."""
    said = []
    is_done = do(request, lambda: said.extend(_carried_out(request)), done=lambda: said[1])
    day = request.POST.get("day", "")
    if request.headers.get(SCRIPTED):
        return _shown(request, day, last=boards.key_of(said[0]) if is_done else request.POST.get("item", ""))
    # What was refused stays picked, to be put elsewhere.
    query = {"day": day} if is_done else {"day": day, "pick": request.POST.get("item", "")}
    return redirect(f"{reverse('events:board', args=[request.ceremony.slug])}?{urlencode(query)}")


def _carried_out(request):
    """Calls the verb that the form names; (what was moved, the sentence of what was done). Raises Refused."""
    ceremony, by, at = request.ceremony, request.user, timezone.now()
    item = boards.item_of(ceremony, request.POST.get("item", ""), _revision(request.POST.get("seen")))
    to = request.POST.get("to", "")
    if to == "unplace":
        item.session.unplace(by=by, at=at, seen=item.seen)
        return item.session, _("“%(title)s” waits to be placed.") % {"title": item.session}
    if to.startswith("swap:"):
        _swap, key, seen = [*to.split(":"), "", ""][:3]
        other = boards.item_of(ceremony, key, _revision(seen))
        had_places = boards.has_a_place(item.session) and boards.has_a_place(other.session)
        session, left = boards.swap(item, other, by=by, at=at)
        if had_places:
            words = {"title": session, "other": left}
            return session, _("“%(title)s” and “%(other)s” have changed places.") % words
        placed, waits = (session, left) if boards.has_a_place(session) else (left, session)
        words = {"title": placed, "room": placed.room, "time": clashes.hours(placed, ceremony), "other": waits}
        return session, _(
            "“%(title)s” is in %(room)s, %(time)s. “%(other)s” has lost this place and waits to be placed."
        ) % words
    session = boards.put(item, boards.whereto(ceremony, to), by=by, at=at)
    return session, _("“%(title)s” is in %(room)s, %(time)s.") % {
        "title": session, "room": session.room, "time": clashes.hours(session, ceremony),
    }  # fmt: skip


def _revision(text):
    return int(text) if (text or "").isdecimal() and len(text) < 10 else 0  # which no session has that was seen


@officers_only(*COORDINATORS)
def overrun(request):
    """Shift slots with all their sessions: checked first, then done, together or not at all."""
    ceremony = request.ceremony
    form = OverrunForm(request.POST if "minutes" in request.POST else None, ceremony=ceremony)
    checked = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "shift" in request.POST and _shifted(request, data):
            return redirect("events:board", ceremony.slug)
        checked = preview(ceremony, data["slots"], data["minutes"], data["session"])
    return render(request, "events/overrun.html", {"form": form, "checked": checked})


def _shifted(request, data):
    said = []

    def verb():
        said.append(
            shift(
                request.ceremony, data["slots"], data["minutes"], by=request.user, at=timezone.now(),
                reason=data["reason"], overrunning=data["session"], seen=request.POST.get("seen"),
            )
        )  # fmt: skip

    try:
        verb()
    except Refused as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return False
    messages.success(
        request,
        _("%(number)d sessions are %(minutes)d minutes later. Release the programme: those affected are told once.")
        % {"number": len(said[0]), "minutes": data["minutes"]},
    )
    return True
