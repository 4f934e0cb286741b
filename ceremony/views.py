from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from ceremony import home as front_room
from ceremony.access import officers_only
from ceremony.desk import desk
from ceremony.forms import AppointForm
from ceremony.kept_pages import by_the_day, made_once
from ceremony.models import Ceremony, Officer, Role
from ceremony.permissions import can_organise, roles_of
from ceremony.procedure import Refused
from ceremony.rehearsal import make_rehearsal
from ceremony.telling import do


@login_not_required
@require_safe
def front(request):
    """The ceremonies that this visitor may see; straight to the only one."""
    ceremonies = list(Ceremony.objects.visible_to(request.user))
    if len(ceremonies) == 1:
        return redirect(ceremonies[0])
    today = timezone.localdate()
    return render(
        request,
        "ceremony/ceremony_list.html",
        {
            "coming": sorted(
                (one for one in ceremonies if one.ends_on >= today), key=lambda one: (one.is_rehearsal, one.starts_on)
            ),
            "over": [one for one in ceremonies if one.ends_on < today],
        },
    )


@require_safe
def work(request):
    """On to where this person's work begins, at the next ceremony that has any; else to the front page."""
    today = timezone.localdate()
    ceremonies = Ceremony.objects.visible_to(request.user)
    for ceremony in sorted(ceremonies, key=lambda one: (one.is_rehearsal, one.ends_on < today, one.starts_on)):
        if address := _work_begins_at(request.user, ceremony):
            return redirect(address)
    return redirect("front")


def _work_begins_at(user, ceremony):
    """Where something waits for an officer; of organisers and readers the overview; "" for whoever has no work here."""
    roles = roles_of(user, ceremony)
    cards = desk.cards_for(roles)
    if not roles & {Role.ORGANISER, Role.READER}:
        cards.sort(key=lambda card: card.waiting is None)
    if cards:
        return cards[0].address(ceremony)
    return next((entry.address for entry in desk.ways_for(ceremony, user) if not entry.is_for_everybody), "")


@made_once(front_room.version, moment=by_the_day)
@login_not_required
@require_safe
def home(request):
    """The public home."""
    return render(request, "ceremony/ceremony_home.html", front_room.contents(request.ceremony, timezone.now()))


@require_safe
@officers_only(*Role)
def overview(request):
    """What is late and whose move it is, the day's work, and the counts of every room."""
    at = timezone.now()
    ceremony, roles = request.ceremony, roles_of(request.user, request.ceremony)
    context = {
        "now": at,
        "late": desk.late(ceremony, at, roles),
        "cards": [
            {"label": card.label, "description": card.description, "address": card.address(ceremony),
             "waiting": card.waiting(ceremony, at) if card.waiting else None}
            for card in desk.cards_for(roles)
            if card.name != "ceremony.overview"
        ],
        "deadlines": ceremony.deadlines.all(),
        "counts": [Bars(count, count.figures(ceremony, at)) for count in desk.counts_for(roles)],
        "can_organise": can_organise(request.user, ceremony),
    }  # fmt: skip
    return render(request, "ceremony/ceremony_overview.html", context)


class Bars:
    """A count as the overview draws it: its parts, the rest that no part names, and bars that sum to the total."""

    def __init__(self, count, figures):
        self.count = count
        self.total, *self.parts = figures
        self.rest = self.total.value - sum(part.value for part in self.parts) if self.parts and count.partition else 0
        self.whole = max([self.total.value, 1, *(part.value for part in self.parts)])

    def lines(self):
        """(figure, percentage of the whole) of every part."""
        return [(part, round(100 * part.value / self.whole, 1)) for part in self.parts]

    def rest_share(self):
        return round(100 * self.rest / self.whole, 1)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Role.ORGANISER)
def officers(request):
    """Who has which role; an organiser gives one more."""
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            officer = _appoint(request, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{officer}: {officer.get_status_display()}.")
            return redirect("ceremony:officers", request.ceremony.slug)
    people = Officer.objects.filter(ceremony=request.ceremony).select_related("user", "granted_by", "seconded_by")
    return render(
        request,
        "ceremony/officer_list.html",
        {"form": form, "standing": people.standing().in_order(), "ended": people.ended().in_order()},
        status=422 if form.errors else 200,
    )


@transaction.atomic
def _appoint(request, data):
    user, _made = User.objects.reachable_at(data["email"], name=data["name"], language=request.LANGUAGE_CODE)
    return Officer.objects.appoint(
        ceremony=request.ceremony,
        user=user,
        role=data["role"],
        by=request.user,
        at=timezone.now(),
        reason=data["reason"],
    )


@require_POST
@officers_only(Role.ORGANISER)
def officer_second(request, pk):
    officer = get_object_or_404(Officer, pk=pk, ceremony=request.ceremony)
    return _moved(request, officer, lambda: officer.second(by=request.user, at=timezone.now()))


@require_POST
@officers_only(Role.ORGANISER)
def officer_end(request, pk):
    officer = get_object_or_404(Officer, pk=pk, ceremony=request.ceremony)
    reason = request.POST.get("reason", "").strip()
    return _moved(request, officer, lambda: officer.end(by=request.user, at=timezone.now(), reason=reason))


def _moved(request, officer, verb):
    do(request, verb, done=lambda: f"{officer}: {officer.get_status_display()}.")
    return redirect("ceremony:officers", request.ceremony.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Role.ORGANISER)
def rehearsal_make(request):
    """One page that says what is copied and what is not, and the button."""
    if request.method == "POST":
        try:
            rehearsal = make_rehearsal(request.ceremony, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("ceremony:rehearsal_make", request.ceremony.slug)
        messages.success(request, _("The rehearsal is made. This is it: only its officers see it."))
        return redirect("ceremony:overview", rehearsal.slug)
    return render(request, "ceremony/rehearsal_make.html", {"rehearsals": request.ceremony.rehearsals.all()})
