"""Sittings and their call lists: who is called, in which order, and what the caller reads out."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ceremony.access import officers_only
from ceremony.models import LedgerRow, Role
from ceremony.telling import do
from delegations.forms import ReasonForm
from delegations.views.lookups import posted
from directory.models import NAME_LANGUAGES
from signatures import call_list
from signatures.desk_forms import AddForm, GenerateForm, PlaceForm, SittingForm, TransferForm
from signatures.live import live_page
from signatures.models import Call, CallStatus, Remark, Representative, Sitting, Treaty
from signatures.models.call import TO_COME
from signatures.readiness import Colour, readiness_of

DESK = (Role.TREATY, Role.DEPOSITARY)


def seen_sitting(request, pk):
    """A sitting of this ceremony's treaty; every other one does not exist."""
    sittings = Sitting.objects.filter(treaty__ceremony=request.ceremony).select_related("treaty", "window")
    sitting = get_object_or_404(sittings, pk=pk)
    sitting.treaty.ceremony = request.ceremony
    return sitting


def seen_call(request, pk):
    calls = Call.objects.filter(treaty__ceremony=request.ceremony).select_related("entity", "treaty", "sitting__window")
    call = get_object_or_404(calls, pk=pk)
    call.treaty.ceremony = request.ceremony
    call.sitting.treaty = call.treaty
    return call


def seen_treaty(request):
    treaty = get_object_or_404(Treaty, ceremony=request.ceremony)
    treaty.ceremony = request.ceremony
    return treaty


# Sittings


@officers_only(*DESK)
def sittings(request):
    treaty = seen_treaty(request)
    found = (
        treaty.sittings.select_related("window")
        .annotate(
            listed=Count("calls", filter=~Q(calls__status=CallStatus.STRUCK)),
            to_come=Count("calls", filter=Q(calls__status__in=TO_COME)),
            signed=Count("calls", filter=Q(calls__status=CallStatus.SIGNED)),
        )
        .order_by("starts_at", "pk")
    )
    context = {"sittings": found, "treaty": treaty, "listed": sum(sitting.listed for sitting in found)}
    return render(request, "signatures/sitting_list.html", context)


@officers_only(*DESK)
def sitting_new(request):
    return _sitting_form(request, Sitting(treaty=seen_treaty(request)))


@officers_only(*DESK)
def sitting_edit(request, sitting):
    return _sitting_form(request, seen_sitting(request, sitting))


def _sitting_form(request, sitting):
    form = SittingForm(posted(request), instance=sitting, treaty=sitting.treaty)
    if request.method == "POST" and form.is_valid():
        form.instance.settle(by=request.user, at=timezone.now())
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.instance})
        return redirect("signatures:call_list", request.ceremony.slug, form.instance.pk)
    return render(request, "signatures/sitting_form.html", {"form": form, "sitting": sitting})


# The list


def _lit(sitting, calls, at, window=None):
    """`calls` as a list, each with its light: one question for all of them."""
    calls = list(calls)
    lights = readiness_of(sitting.treaty, [call.entity for call in calls], at, window)
    for call in calls:
        call.light = lights[call.entity_id]
        call.accepted_despite = _accepted_despite(call)
    return calls


def _accepted_despite(call) -> str:
    """Rule 6, marked wherever it appears: of a signature that stands, or of who is still to be recorded. Empty for others."""
    if signature := call.light.case.signature:
        return (signature.content["despite"] or {}).get("reason", "")
    return call.despite if call.is_accepted(call.light) else ""


@officers_only(*DESK)
def call_list_page(request, sitting):
    sitting = seen_sitting(request, sitting)
    treaty = sitting.treaty
    every = _lit(sitting, sitting.calls.select_related("entity").in_order(), timezone.now())
    calls = [call for call in every if call.status != CallStatus.STRUCK]
    context = {
        "sitting": sitting,
        "calls": calls,
        "struck": [call for call in every if call.status == CallStatus.STRUCK],
        "tallies": [
            (colour, count)
            for colour in Colour
            if (count := sum(call.light.colour == colour for call in calls))
        ],
        "unlisted": call_list.to_be_listed(treaty).count(),
        "generate_form": GenerateForm(),
        "add_form": AddForm(treaty=treaty),
        "place_form": PlaceForm(auto_id="place_%s"),
    }  # fmt: skip
    return render(request, "signatures/call_list.html", context)


@officers_only(*DESK)
@require_POST
def generate(request, sitting):
    sitting = seen_sitting(request, sitting)
    form = GenerateForm(request.POST)
    forget = form.is_valid() and form.cleaned_data["forget_moves"]
    added = call_list.generate(sitting, by=request.user, at=timezone.now(), forget_moves=forget)
    told = ngettext("%(number)d was added", "%(number)d were added", added) % {"number": added}
    messages.success(request, _("The list is in the order “%(order)s”; %(added)s.") % {
        "order": sitting.get_order_display(), "added": told,
    })  # fmt: skip
    return redirect("signatures:call_list", request.ceremony.slug, sitting.pk)


@officers_only(*DESK)
@require_POST
def call_add(request, sitting):
    sitting = seen_sitting(request, sitting)
    form = AddForm(request.POST, treaty=sitting.treaty)
    if form.is_valid():
        entity, reason = form.cleaned_data["entity"], form.cleaned_data["reason"]
        do(
            request,
            lambda: Call.objects.add(sitting, entity, by=request.user, at=timezone.now(), reason=reason),
            done=_("%(entity)s is on the list, at its end.") % {"entity": entity},
        )
    else:
        messages.error(request, _("Choose a State or organisation that may sign and is on no list."))
    return redirect("signatures:call_list", request.ceremony.slug, sitting.pk)


@officers_only(*DESK)
@require_POST
def call_move(request, sitting):
    """A place given by hand, from the list itself: dragged, by Alt and arrows, or typed."""
    sitting = seen_sitting(request, sitting)
    here = reverse("signatures:call_list", args=[request.ceremony.slug, sitting.pk])
    call = sitting.calls.select_related("entity").filter(pk=number_of(request.POST.get("call"))).first()
    if call is None:
        messages.error(request, _("It is not on this list any more: look at the list again."))
        return redirect(here)
    call.sitting, call.treaty = sitting, sitting.treaty
    form = PlaceForm(request.POST)
    if form.is_valid():
        number, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
        do(
            request,
            lambda: call_list.place(call, number, by=request.user, at=timezone.now(), reason=reason),
            done=lambda: _placed(call, number),
        )
    else:
        for sentences in form.errors.values():
            messages.error(request, " ".join(sentences))
    return redirect(f"{here}#call-{call.pk}")


def _placed(call, asked):
    """Where it stands now, and why not where it was asked to."""
    values = {"entity": call.entity, "number": call.position}
    if asked > call.position:
        return _("The list ends before that place: %(entity)s is the last now, number %(number)d.") % values
    return _("%(entity)s is number %(number)d now.") % values


def _changed(verb, call, data):
    call.refresh_from_db(fields=["position"])
    if verb == "move":
        return _placed(call, data["number"])
    words = {
        "transfer": _("%(entity)s is on the list of the other session now, at its end."),
        "strike": _("%(entity)s is off this list."),
        "put_back": _("%(entity)s waits again, as number %(number)d."),
    }
    return words[verb] % {"entity": call.entity, "number": call.position}


def number_of(text) -> int:
    """A key as a form sent it; 0, which no row has, for what is none."""
    return int(text) if (text or "").isdecimal() and len(text) < 10 else 0


@officers_only(*DESK)
def call_change(request, call):
    """One State's place: move it, give it to another sitting, take it off. Each form names its verb."""
    call = seen_call(request, call)
    verb, is_post = request.POST.get("verb"), request.method == "POST"
    forms = {
        "move": PlaceForm(request.POST if verb == "move" else None, initial={"number": call.position}),
        "transfer": TransferForm(request.POST if verb == "transfer" else None, call=call),
        "strike": ReasonForm(request.POST if verb == "strike" else None, prefix="strike"),
        "put_back": ReasonForm(request.POST if verb == "put_back" else None, prefix="put_back"),
    }
    form, at = forms.get(verb), timezone.now()
    if is_post and form is not None and form.is_valid():
        data, by = form.cleaned_data, request.user
        verbs = {
            "move": lambda: call_list.place(call, data["number"], by=by, at=at, reason=data["reason"]),
            "transfer": lambda: call_list.transfer(call, data["sitting"], by=by, at=at, reason=data["reason"]),
            "strike": lambda: call.strike(by=by, at=at, reason=data["reason"]),
            "put_back": lambda: call.put_back(by=by, at=at, reason=data["reason"]),
        }
        back = call.sitting_id
        if do(request, verbs[verb], done=lambda: _changed(verb, call, data)):
            return redirect("signatures:call_list", request.ceremony.slug, back)
    context = {
        "call": call,
        "forms": forms,
        "form": form,
        "is_to_come": call.status in TO_COME,
        "can_put_back": call.status in TO_COME and call.status != CallStatus.WAITING,
        "history": Remark.objects.beside(LedgerRow.objects.about(call)),
    }
    return render(request, "signatures/call_change.html", context)


@officers_only(*DESK)
def call_list_print(request, sitting):
    sitting = seen_sitting(request, sitting)
    calls = _lit(sitting, sitting.calls.on_the_list().select_related("entity").in_order(), timezone.now())
    return render(
        request, "signatures/call_list_print.html", {"sitting": sitting, "calls": calls, "now": timezone.now()}
    )


# The caller


@officers_only(*DESK)
def caller(request, sitting):
    """What is read out: who is called, in full and in the chosen language, how to say it, and who comes next."""
    sitting = seen_sitting(request, sitting)
    language = request.GET.get("in", "")
    language = language if language in NAME_LANGUAGES else (get_language() or "en").split("-")[0]

    def context():
        listed = sitting.calls.filter(status__in=[CallStatus.WAITING, CallStatus.CALLED])
        calls = list(listed.select_related("entity").in_order())
        called = next((call for call in calls if call.status == CallStatus.CALLED), None)
        waiting = [call for call in calls if call.status == CallStatus.WAITING]
        shown = [called, *waiting[:3]] if called else waiting[:4]  # who is read out, and the next three
        representatives = Representative.objects.current().filter(
            treaty=sitting.treaty, entity__in=[call.entity_id for call in shown]
        )
        by_entity = {one.entity_id: one for one in representatives}
        for call in shown:
            call.representative = by_entity.get(call.entity_id)
            with override(language):
                call.read_out = call.entity.formal_name
                call.short = call.entity.short_name
        return {
            "sitting": sitting,
            "called": called,
            "shown": shown[0] if shown else None,
            "then": shown[1:],
            "language": language,
            "languages": NAME_LANGUAGES,
        }

    return live_page(request, "signatures/call_caller.html", "signatures/_caller_now.html", context)
