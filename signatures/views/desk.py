"""The signing desk: the recording officer's screen, and the depositary's, where what was recorded is confirmed."""

from types import SimpleNamespace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ceremony.access import officers_only
from ceremony.models import Role
from ceremony.procedure import Refused, who_was_first
from ceremony.telling import do
from signatures.desk_forms import AfterwardsForm, declarations_of
from signatures.echo import Echo
from signatures.live import live_page
from signatures.models import Call, CallStatus, Recording, RecordingStatus, Remark, Stands
from signatures.permissions import can_confirm
from signatures.readiness import Colour, readiness_of, readiness_then
from signatures.views.call_lists import DESK, number_of, seen_call, seen_sitting, seen_treaty

NEXT = 6
LAST = 3


def three_lights(light):
    """(name, pill, sentences) of each: may it sign here and now, by whose authority, and has it not signed yet."""
    done = {"has_signed", "has_acceded"}
    before = [bar for bar in light.bars if bar.code in done]
    open_to_it = [bar for bar in light.bars if bar.code not in done]
    grave = any(lack.is_grave for lack in light.lacks)
    bad, colour = (_("Refused"), Colour.BLOCKED) if grave else (_("Missing"), Colour.AMBER)
    authority, sentences = _lit(light.lacks, _("In order"), bad, colour)
    return [
        (_("May sign here and now"), *_lit(open_to_it, _("Yes"), _("No"))),
        (_("Authority"), authority, sentences or _owed(light.case)),
        (_("Signed before"), *_lit(before, _("Not yet"), _("Has signed"))),
    ]


def _owed(case) -> list[str]:
    """That the full powers it rests on were taken provisionally: why, and when the original is due. Rule 2."""
    powers = case.powers
    if case.is_by_office or not powers.is_provisional:
        return []
    values = {"day": date_format(powers.original_due_on), "reason": powers.manner_reason}
    return [_("Accepted provisionally: the original is due on %(day)s. %(reason)s") % values]


def _lit(objections, good, bad, colour=Colour.BLOCKED):
    if not objections:
        return SimpleNamespace(value=Colour.READY, label=good), []
    return SimpleNamespace(value=colour, label=bad), [str(objection) for objection in objections]


def _with_light(call, light):
    call.light, call.lights = light, three_lights(light)
    # Bars are lifted by nobody, and somebody has to sign.
    call.accepted = call.is_accepted(light)
    call.can_be_accepted = bool(light.lacks and light.case.representative and not light.bars)
    call.may_be_recorded = not light.bars and (not light.lacks or call.accepted)
    return call


# Recording


@officers_only(*DESK)
def record(request, sitting):
    sitting = seen_sitting(request, sitting)
    if request.method == "POST":
        return _record(request, sitting)
    return live_page(
        request, "signatures/desk_record.html", "signatures/_desk_now.html", lambda: _desk_of(request, sitting)
    )


def _desk_of(request, sitting):
    calls = list(sitting.calls.on_the_list().select_related("entity", "called_by", "despite_by").in_order())
    for call in calls:
        call.sitting, call.treaty = sitting, sitting.treaty
    called = next((call for call in calls if call.status == CallStatus.CALLED), None)
    waiting = [call for call in calls if call.status == CallStatus.WAITING]
    shown = [call for call in [called, *waiting[:NEXT]] if call]
    lights = readiness_of(sitting.treaty, [call.entity for call in shown], timezone.now(), sitting.window)
    for call in shown:
        _with_light(call, lights[call.entity_id])
    ours = Recording.objects.filter(call__sitting=sitting).select_related(
        "entity", "recorded_by", "decided_by", "entry"
    )  # fmt: skip
    return {
        "sitting": sitting,
        "called": called,
        "following": waiting[:NEXT],
        "more": max(len(waiting) - NEXT, 0),
        "later": [call for call in calls if call.status in {CallStatus.PASSED, CallStatus.POSTPONED}],
        "signed": sum(call.status == CallStatus.SIGNED for call in calls),
        "total": len(calls),
        "pending": [_told(one, sitting.treaty) for one in ours.filter(status=RecordingStatus.PENDING).order_by("-pk")],
        "decided": [
            _told(one, sitting.treaty)
            for one in ours.exclude(status=RecordingStatus.PENDING).order_by("-decided_at")[:LAST]
        ],
        "declarations": declarations_of(request) if called else None,
        "can_accept": can_confirm(request.user, request.ceremony),
    }


def _told(recording, treaty):
    recording.treaty = treaty
    recording.echo = Echo(recording.matter)
    recording.words = in_words(recording)
    return recording


def _record(request, sitting):
    """What the button says. Sent twice with one key it is recorded once, and the second is told so."""
    calls = Call.objects.filter(sitting=sitting).select_related("entity", "sitting__window")
    call = get_object_or_404(calls, pk=number_of(request.POST.get("call")))
    call.treaty, key = sitting.treaty, _key(request.POST.get("key"))
    declarations = declarations_of(request)
    if declarations.is_bound and not declarations.is_valid():
        return _answer(request, sitting, "refused", [_("The declaration cannot be read: look at its text.")])
    at = timezone.now()
    try:
        recording = Recording.objects.record(
            call, key=key, by=request.user, at=at, seen=request.POST.get("who", ""),
            declarations=declarations.given() if declarations.is_bound else (),
        )  # fmt: skip
    except Refused as refused:
        return _answer(request, sitting, "refused", _not_recorded(call, refused, at))
    return _answer(request, sitting, state_of(recording), [in_words(recording)])


def _not_recorded(call, refused, at):
    """That it was not recorded, why not, and what can be done now."""
    if getattr(refused, "code", None) == "not_called":
        return refused.messages  # says all of it
    first, *others = refused.messages
    values = {"name": call.entity.short_name, "code": call.entity.code, "why": first}
    sentences = [_("Not recorded: %(name)s (%(code)s). %(why)s") % values, *others]
    if isinstance(refused, Stands) and refused.codes != ["recorded_pending"]:
        light = readiness_of(call.treaty, [call.entity], at, call.sitting.window)[call.entity_id]
        sentences.append(_way_on(light))
    return sentences


def _way_on(light):
    if light.bars:
        return _("No officer lifts this: pass, postpone, or press “Called in error”.")
    if light.case.representative is None:
        return _("Name who signs first; or pass, and call again later.")
    return _("Put it right and press again, ask the depositary's officer to accept it despite this, or pass.")


def _key(text):
    """What is no key belongs to no call: nothing is found by it, and nothing is recorded with it."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _answer(request, sitting, state, sentences):
    """The same answer for the desk's script and for a plain form."""
    if request.accepts("text/html"):
        for sentence in sentences:
            (messages.error if state == "refused" else messages.success)(request, sentence)
        return redirect("signatures:record", request.ceremony.slug, sitting.pk)
    return JsonResponse({"state": state, "words": sentences}, status=409 if state == "refused" else 200)


STATES = {
    RecordingStatus.PENDING: "recorded",
    RecordingStatus.CONFIRMED: "confirmed",
    RecordingStatus.SENT_BACK: "sent_back",
}


def state_of(recording):
    """What became of a key: "recorded", "confirmed", "sent_back"; "not_recorded" where there is nothing of it."""
    return STATES[recording.status] if recording else "not_recorded"


def in_words(recording):
    """A clear answer, whoever asks, however often: the State by name and code, what was done of it, by whom and when."""
    if recording is None:
        return _("Not recorded. You can press again.")
    entity = recording.entity
    values = {
        "name": entity.short_name, "code": entity.code, "by": recording.recorded_by,
        "at": recording.ceremony.show_time(recording.recorded_at),
    }  # fmt: skip
    if recording.status == RecordingStatus.PENDING:
        return _("%(name)s (%(code)s): recorded by %(by)s, %(at)s. It waits to be confirmed.") % values
    values |= {"by": recording.decided_by, "at": recording.ceremony.show_time(recording.decided_at)}
    if recording.status == RecordingStatus.CONFIRMED:
        return _("%(name)s (%(code)s): entry %(number)d of the log, confirmed by %(by)s, %(at)s.") % (
            values | {"number": recording.entry.number}
        )
    return _("%(name)s (%(code)s): sent back by %(by)s, %(at)s: %(reason)s. Nothing was entered.") % (
        values | {"reason": Remark.objects.why(recording, RecordingStatus.SENT_BACK) or "—"}
    )


@officers_only(*DESK)
@require_GET
def record_state(request, sitting):
    """After an unclear answer the desk asks what became of its key."""
    sitting = seen_sitting(request, sitting)
    recording = Recording.objects.of_key(_key(request.GET.get("key")))
    if recording and recording.treaty_id != sitting.treaty_id:
        raise Http404
    return JsonResponse({"state": state_of(recording), "words": [in_words(recording)]})


ACTS = {
    "call": lambda call, by, at, reason: call.call(by=by, at=at),
    "back": lambda call, by, at, reason: call.call_back(by=by, at=at),
    "pass": lambda call, by, at, reason: call.pass_over(by=by, at=at, reason=reason),
    "postpone": lambda call, by, at, reason: call.postpone(by=by, at=at, reason=reason),
    "put-back": lambda call, by, at, reason: call.put_back(by=by, at=at, reason=reason),
}


@officers_only(*DESK)
@require_POST
def call_act(request, call, act):
    """Call, call back, pass, postpone. What the officer saw decides: who was called anew meanwhile is not passed."""
    if act not in ACTS:
        raise Http404
    call = seen_call(request, call)
    seen, key = request.POST.get("seen", call.status), request.POST.get("key", "")
    if seen != call.status or (key and key != str(call.key or "")):
        messages.error(request, who_was_first(call))
    else:
        try:
            ACTS[act](call, request.user, timezone.now(), request.POST.get("reason", ""))
        except Refused as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
    return redirect("signatures:record", request.ceremony.slug, call.sitting_id)


@officers_only(Role.DEPOSITARY)
@require_POST
def accept_despite(request, call):
    """Rule 6: the depositary decides. Only of who is at the table, as this officer saw it called."""
    call = seen_call(request, call)
    call.key = _key(request.POST.get("key"))
    do(
        request,
        lambda: call.accept_despite(
            by=request.user, at=timezone.now(), reason=request.POST.get("reason", ""), seen=request.POST.get("who", "")
        ),
        done=_("Accepted despite what is missing: %(entity)s can be recorded.") % {"entity": call.entity},
    )
    if request.POST.get("from") == "confirm":
        return redirect("signatures:confirm", request.ceremony.slug)
    return redirect("signatures:record", request.ceremony.slug, call.sitting_id)


@officers_only(*DESK)
def afterwards(request, sitting):
    """The desk failed, paper was used: what was signed is entered now, with the time on the paper."""
    sitting = seen_sitting(request, sitting)
    is_entered = request.method == "POST" and not {"look", "accept"} & {*request.POST}
    form = AfterwardsForm(request.POST if is_entered else None, sitting=sitting, initial=request.POST.dict())
    declarations = declarations_of(request)
    if request.method == "POST":
        known = Recording.objects.of_key(_key(request.POST.get("key")))
        if known and known.treaty_id == sitting.treaty_id:  # Sent a second time: its State waits no more.
            messages.success(request, in_words(known))
            return redirect("signatures:record", request.ceremony.slug, sitting.pk)
        if "accept" in request.POST:
            _accept_afterwards(request, sitting, form)
        elif form.is_valid() and (not declarations.is_bound or declarations.is_valid()):
            try:
                recording = _enter_afterwards(request, sitting, form.cleaned_data, declarations)
            except Refused as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, in_words(recording))
                return redirect("signatures:record", request.ceremony.slug, sitting.pk)
    chosen = _on_paper(sitting, form, form["call"].value())
    if chosen:
        _with_light(chosen, _light_then(chosen, form))
    context = {
        "sitting": sitting, "form": form, "declarations": declarations, "chosen": chosen,
        "can_accept": can_confirm(request.user, request.ceremony),
    }  # fmt: skip
    return render(request, "signatures/desk_afterwards.html", context)


def _on_paper(sitting, form, pk):
    """The call that may be entered from paper, or None."""
    call = form.fields["call"].queryset.filter(pk=number_of(pk)).first()
    if call:
        call.sitting, call.treaty = sitting, sitting.treaty
    return call


def _light_then(call, form):
    """By the time on the paper, once it is written; whether the treaty was open then is judged when it is recorded."""
    at, who = form.typed("signed_at"), form.typed("signed_by")
    if at is None:
        return readiness_of(call.treaty, [call.entity], timezone.now())[call.entity_id]
    return readiness_then(call.treaty, call.entity, at, representative=who)


def _accept_afterwards(request, sitting, form):
    """Rule 6, of the State that the button names, whichever is chosen beside it. It is recorded by another press."""
    call = _on_paper(sitting, form, request.POST["accept"])
    if call is None:
        raise Http404
    reason, signed_at = request.POST.get("despite", ""), form.typed("signed_at")
    if signed_at is None:
        messages.error(request, form.fields["signed_at"].error_messages["required"])
        return
    do(
        request,
        lambda: call.accept_despite(
            by=request.user, at=timezone.now(), reason=reason, signed_at=signed_at, signed_by=form.typed("signed_by")
        ),
        done=_("Accepted despite what is missing: %(entity)s can be recorded.") % {"entity": call.entity},
    )


def _enter_afterwards(request, sitting, data, declarations):
    call = data["call"]
    call.sitting, call.treaty = sitting, sitting.treaty
    return Recording.objects.record(
        call, key=data["key"], by=request.user, at=timezone.now(), signed_at=data["signed_at"],
        signed_by=data.get("signed_by"),
        declarations=declarations.given() if declarations.is_bound else (),
    )  # fmt: skip


# Confirming


@officers_only(Role.DEPOSITARY)
def confirm(request):
    treaty = seen_treaty(request)

    def context():
        pending = list(_recordings_pending(treaty))
        for one in pending:
            one.is_own = one.recorded_by_id == request.user.pk
        return {"treaty": treaty, "pending": pending, "at_the_table": _at_the_table(treaty)}

    return live_page(request, "signatures/desk_confirm.html", "signatures/_confirm_now.html", context)


def _recordings_pending(treaty):
    pending = Recording.objects.pending().filter(treaty=treaty).select_related("entity", "recorded_by", "corrects")
    for recording in pending.order_by("pk"):
        recording.echo = Echo(recording.matter)
        if recording.corrects:
            recording.corrected = Echo(recording.corrects.content)
            recording.changes = recording.echo.changes_from(recording.corrected)
        yield recording


def _at_the_table(treaty):
    calls = Call.objects.filter(treaty=treaty, status=CallStatus.CALLED).select_related("entity", "sitting__window")
    calls = list(calls.order_by("called_at"))
    for call in calls:
        call.sitting.treaty = call.treaty = treaty
        light = readiness_of(treaty, [call.entity], timezone.now(), call.sitting.window)[call.entity_id]
        _with_light(call, light)
    return calls


def _seen_recording(request, key):
    recordings = Recording.objects.filter(treaty__ceremony=request.ceremony)
    recording = get_object_or_404(
        recordings.select_related("treaty", "entity", "call", "recorded_by", "decided_by", "entry"), key=key
    )
    recording.treaty.ceremony = request.ceremony
    return recording


@officers_only(Role.DEPOSITARY)
@require_POST
def recording_confirm(request, recording):
    return _decide(request, recording, lambda one: one.confirm(by=request.user, at=timezone.now()))


@officers_only(Role.DEPOSITARY)
@require_POST
def recording_send_back(request, recording):
    reason = request.POST.get("reason", "")
    return _decide(request, recording, lambda one: one.send_back(by=request.user, at=timezone.now(), reason=reason))


def _decide(request, key, verb):
    """Pressed twice it is decided once; who comes second is told what was decided, and by whom."""
    recording = _seen_recording(request, key)
    state = "refused"
    try:
        if recording.status == RecordingStatus.PENDING:
            verb(recording)
        sentences, state = [in_words(recording)], state_of(recording)
    except Refused as refused:
        sentences = refused.messages
    if not request.accepts("text/html"):
        return JsonResponse({"state": state, "words": sentences}, status=409 if state == "refused" else 200)
    for sentence in sentences:
        (messages.error if state == "refused" else messages.success)(request, sentence)
    return redirect("signatures:confirm", request.ceremony.slug)


@officers_only(Role.DEPOSITARY)
@require_GET
def recording_state(request, recording):
    recording = _seen_recording(request, recording)
    return JsonResponse({"state": state_of(recording), "words": [in_words(recording)]})
