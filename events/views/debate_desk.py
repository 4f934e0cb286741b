"""The officers' pages of the debate: the list, one statement, and the live page from which the floor is given."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accreditation.models import Nominator
from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.models import Delegate
from delegations.views.lookups import posted
from directory.models import Entity
from events.forms.debate import EnterForm, MoveForm, ReplyForm, SwapForm
from events.forms.plain import written
from events.models import Exchange, Statement, StatementStatus, StatementText
from events.models.statement import SEE_LIST
from events.permissions import COORDINATORS, can_coordinate
from events.speaking_order import order_of, places_to_exchange
from events.views.debate_public import current_hearing, list_of

S = StatementStatus


@require_safe
@officers_only(*SEE_LIST)
def statements(request):
    """The whole list: by meeting, with counts and times, and what has changed about somebody's level meanwhile."""
    speakers, now = list_of(request.ceremony), timezone.now()
    context = {"speakers": speakers, "now": now, "may_change": can_coordinate(request.user, request.ceremony)}
    if speakers:
        hearings = order_of(speakers, now)
        lines = [line for hearing in hearings for line in hearing.lines]
        texts = {}
        for key, text in (
            StatementText.objects.standing().filter(statement__list=speakers).values_list("statement", "language")
        ):
            texts.setdefault(key, []).append(text)
        context |= {
            "hearings": [
                (hearing, [(line, texts.get(line.statement.pk, [])) for line in hearing.lines]) for hearing in hearings
            ],
            "count": len(lines),
            "planned": sum(hearing.planned for hearing in hearings),
            "other_level": _other_level(lines),
            "open_exchanges": Exchange.objects.open().filter(asking__list=speakers).count(),
        }
    return render(request, "events/debate.html", context)


def _other_level(lines):
    """Statements whose speaker has another rank in the delegation by now: {key: the word for it}."""
    spoken = {line.statement.speaker_id: line.statement for line in lines if line.statement.status == S.INSCRIBED}
    ranks = Delegate.objects.filter(accreditation__in=[key for key in spoken if key]).only("rank", "accreditation")
    return [
        (spoken[one.accreditation_id], one.get_rank_display())
        for one in ranks
        if one.rank != spoken[one.accreditation_id].rank
    ]


@require_safe
@officers_only(*SEE_LIST)
def export(request, format):
    speakers = list_of(request.ceremony)
    if format not in FORMATS or speakers is None:
        raise Http404
    columns = [
        _("Meeting"), _("Number"), _("State or organisation"), _("On behalf of"), _("Level"), _("Speaker"), _("Minutes"),
        _("Status"), _("Requested"), _("Expected"), _("Began"), _("Ended"),
    ]  # fmt: skip
    rows = [
        [
            str(hearing.meeting or ""), line.number, str(line.statement.entity), line.statement.on_behalf_of,
            _("Right of reply") if line.statement.reply else line.statement.get_rank_display(),
            str(line.statement.speaker or ""), line.statement.minutes, line.statement.get_status_display(),
            line.statement.requested_at, line.expected or "", line.statement.started_at or "", line.statement.ended_at or "",
        ]
        for hearing in order_of(speakers, timezone.now())
        for line in hearing.lines
    ]  # fmt: skip
    return file_of(format, ceremony=request.ceremony, name="statements", columns=columns, rows=rows)


def _entities(ceremony):
    return Entity.objects.filter(pk__in=Nominator.objects.filter(ceremony=ceremony).values("entity")).in_name_order()


@officers_only(*COORDINATORS)
def enter(request):
    """An officer puts somebody on the list, with a reason."""
    speakers = _list(request)
    days = sorted({meeting.day for meeting in speakers.in_order_of_time()})
    form = EnterForm(posted(request), entities=_entities(request.ceremony), days=days)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = Statement.objects.inscribe(
                speakers, data["entity"], rank=data["rank"], wished_day=data["wished_day"],
                on_behalf_of=data["on_behalf_of"], because=data["reason"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(entity)s is on the list of speakers.") % {"entity": made})
            return redirect("events:debate", request.ceremony.slug)
    return render(
        request, "events/debate_form.html", {"form": form, "title": _("Enter a statement"), "submit": _("Enter it")}
    )


def _list(request):
    speakers = list_of(request.ceremony)
    if speakers is None:
        raise Http404
    return speakers


def _found(request, key):
    speakers = _list(request)
    statements = Statement.objects.filter(list=speakers).select_related(
        "entity", "level", "place_class", "meeting__session", "speaker", "requested_by", "admitted_by"
    )
    found = get_object_or_404(statements.defer("speaker__passport_number", "speaker__date_of_birth"), key=key)
    found.list = speakers
    if found.meeting:
        found.meeting.list = speakers
    return found


@officers_only(*SEE_LIST)
def statement(request, key):
    """One statement: what is known of it, its history, and what an officer may do about its place."""
    return _page(request, _found(request, key))


def _page(request, found, **came_back):
    context = {
        "statement": found,
        "texts": found.texts.standing().order_by("language"),
        "history": LedgerRow.objects.about(found),
        "may_change": can_coordinate(request.user, request.ceremony),
        "now": timezone.now(),
        "form": next(iter(came_back.values()), None),
    }
    if context["may_change"] and found.is_to_come and not found.reply:
        context |= {"move_form": MoveForm(meetings=_meetings(found)), "swap_form": SwapForm(**_places(found))}
        context |= came_back
    return render(request, "events/debate_statement.html", context)


def _meetings(found):
    keys = [one.pk for one in found.list.in_order_of_time() if one.pk != found.meeting_id]
    return found.list.meetings.filter(pk__in=keys).select_related("session").order_by("session__starts_at")


def _places(found):
    """What the form of an exchange takes: the places of all others, and its own."""
    places = places_to_exchange(found.list, timezone.now())
    return {"own": places.pop(found.pk, None), "places": places}


@require_POST
@officers_only(*COORDINATORS)
def move(request, key):
    found = _found(request, key)
    form = MoveForm(request.POST, meetings=_meetings(found))
    return _done(
        request, found, form, "move_form",
        lambda: found.move_to(
            form.cleaned_data["meeting"], reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        done=_("It is moved, and the delegation is told."),
    )  # fmt: skip


@require_POST
@officers_only(*COORDINATORS)
def swap(request, key):
    found = _found(request, key)
    form = SwapForm(request.POST, **_places(found))

    def verb():
        data = form.cleaned_data
        Exchange.objects.by_officer(
            found, data["other"], reason=data["reason"], by=request.user, at=timezone.now()
        )  # fmt: skip

    return _done(
        request, found, form, "swap_form", verb, done=_("They have exchanged places, and both delegations are told.")
    )


def _done(request, found, form, name, verb, *, done):
    if form.is_valid():
        try:
            verb()
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, done)
            return redirect("events:debate_statement", request.ceremony.slug, found.key)
    return _page(request, found, **{name: form})


@require_POST
@officers_only(*COORDINATORS)
def follow_level(request, key):
    """Take over the rank that the speaker has in the delegation by now."""
    found = _found(request, key)
    do(
        request,
        lambda: found.follow_rank(by=request.user, at=timezone.now()),
        done=_("The level is taken over."),
    )
    return redirect("events:debate", request.ceremony.slug)


@require_POST
@officers_only(*COORDINATORS)
def withdraw(request, key):
    found = _found(request, key)
    do(
        request,
        lambda: found.take_off(by=request.user, at=timezone.now(), reason=written(request, "reason")),
        done=_("%(statement)s is off the list of speakers.") % {"statement": found},
    )
    return redirect("events:debate", request.ceremony.slug)


@require_POST
@officers_only(*COORDINATORS)
def not_delivered(request, key):
    """A statement that was ended by mistake is on the list again."""
    found = _found(request, key)
    do(
        request,
        lambda: found.not_delivered(by=request.user, at=timezone.now(), reason=written(request, "reason")),
        done=_("%(name)s is back on the list, and the delegation is told.") % {"name": found},
    )
    return redirect("events:debate_statement", request.ceremony.slug, found.key)


# On the day


@require_safe
@officers_only(*COORDINATORS)
def live(request):
    """Who has the floor, who is next, who was passed over; the buttons are there and nowhere else."""
    speakers, now = _list(request), timezone.now()
    hearing = current_hearing(speakers, now, request.GET.get("meeting"))
    context = {"speakers": speakers, "hearing": hearing, "meetings": speakers.in_order_of_time(), "now": now}
    if hearing:
        context["has_begun"] = hearing.meeting.has_begun(now)
        context["reply_form"] = ReplyForm(entities=_entities(request.ceremony).states())
    return render(request, "events/debate_live.html", context)


FLOOR = {
    "start": (Statement.start, gettext_lazy("%(name)s has the floor.")),
    "end": (Statement.end, gettext_lazy("%(name)s has been heard.")),
    "take-back": (Statement.take_back, gettext_lazy("%(name)s is back on the list.")),
    "pass": (Statement.pass_over, gettext_lazy("%(name)s is passed over.")),
    "put-back": (Statement.put_back, gettext_lazy("%(name)s is heard at the end of the meeting.")),
}


@require_POST
@officers_only(*COORDINATORS)
def floor(request, key, act):
    """Give the floor and take it. `seen` is the status that the officer had on the screen."""
    if act not in FLOOR:
        raise Http404
    found = _found(request, key)
    verb, words = FLOOR[act]

    def act_as_seen():
        found.require_as_seen(request.POST.get("seen"))
        verb(found, by=request.user, at=timezone.now())

    do(request, act_as_seen, done=words % {"name": found})
    return _back_to_live(request, found.meeting_id)


@require_POST
@officers_only(*COORDINATORS)
def reply(request, meeting):
    """A right of reply that was asked for in the hall."""
    speakers = _list(request)
    found = get_object_or_404(speakers.meetings.select_related("session"), pk=meeting)
    found.list = speakers
    form = ReplyForm(request.POST, entities=_entities(request.ceremony).states())
    if form.is_valid():
        do(
            request,
            lambda: Statement.objects.reply(
                found, form.cleaned_data["entity"], key=form.cleaned_data["key"], by=request.user, at=timezone.now()
            ),
            done=_("The right of reply is noted."),
        )  # fmt: skip
    else:
        messages.error(request, _("Choose the State that replies."))
    return _back_to_live(request, found.pk)


def _back_to_live(request, meeting):
    response = redirect("events:debate_live", request.ceremony.slug)
    if meeting:
        response["Location"] += f"?meeting={meeting}"
    return response
