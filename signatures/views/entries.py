"""The log as officers read it: each entry with everything, what corrects it, and what was refused."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ceremony.access import officers_only
from ceremony.models import Role
from ceremony.procedure import Refused
from directory.models import Entity
from signatures import log
from signatures.desk_forms import AnnulForm, DepositForm, RectifyForm, declarations_of
from signatures.echo import Echo
from signatures.models import Action, Entry, EntryKind, Recording, Standing
from signatures.permissions import can_confirm
from signatures.sentences import in_short
from signatures.views.call_lists import DESK, seen_treaty
from signatures.views.desk import in_words

PAGE = 50
# What an attempt was about.
TRIED = {
    "list": _lazy("To put it on a call list"),
    "record": _lazy("To record the signature"),
    "accept_despite": _lazy("To accept it despite what is missing"),
    "deposit": _lazy("To record an instrument"),
    "annulment": _lazy("To annul an entry"),
    "rectification": _lazy("To rectify an entry"),
    "confirm": _lazy("To confirm what was recorded"),
    "send_back": _lazy("To send back what was recorded"),
    "accept": _lazy("To accept full powers"),
    "verify": _lazy("To verify full powers"),
}


@officers_only(*DESK)
def entries(request):
    treaty = seen_treaty(request)
    found, asked = treaty.entries.order_by("-number"), request.GET.get("q", "").strip()
    if asked:
        number = int(asked) if asked.isdecimal() and len(asked) < 9 else None
        found = found.filter(number=number) if number is not None else _named(found, asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    standing = set(
        Standing.objects.filter(treaty=treaty, entry__in=[one.pk for one in page.object_list]).values_list("entry", flat=True)
    )  # fmt: skip
    for entry in page.object_list:
        entry.echo, entry.stands = Echo(entry.content), entry.pk in standing
    number, head = log.head(treaty)
    context = {"treaty": treaty, "page_obj": page, "asked": asked, "number": number, "head": head}
    return render(request, "signatures/entry_list.html", context)


def _named(entries, words):
    return entries.filter(entity_code__in=Entity.objects.named(words).values("code"))


@officers_only(*DESK)
def attempts(request):
    """What was refused at the desk, and by which rule."""
    treaty = seen_treaty(request)
    page = Paginator(treaty.attempts.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    codes = {attempt.entity_code for attempt in page.object_list}
    names = {entity.code: entity for entity in Entity.objects.filter(code__in=codes)}
    for attempt in page.object_list:
        attempt.rules = [in_short(code) for code in attempt.codes]
        attempt.entity = names.get(attempt.entity_code)
        attempt.tried = TRIED.get(attempt.verb, attempt.verb)
    return render(request, "signatures/attempt_list.html", {"page_obj": page})


def _seen_entry(request, number):
    treaty = seen_treaty(request)
    entry = get_object_or_404(treaty.entries, number=number)
    entry.treaty = treaty
    return entry


@officers_only(*DESK)
def entry(request, entry):
    entry = _seen_entry(request, entry)
    echo = Echo(entry.content)
    corrected = None
    if entry.corrects:
        corrected = Echo(Entry.objects.get(treaty=entry.treaty, number=entry.corrects).content)
    context = {
        "entry": entry,
        "echo": echo,
        "stands": Standing.objects.filter(entry=entry).exists(),
        "corrected": corrected,
        "changes": echo.changes_from(corrected) if corrected else [],
        "corrected_by": Entry.objects.filter(treaty=entry.treaty, corrects=entry.number).order_by("number"),
        "waiting": entry.corrections.filter(status="pending").select_related("recorded_by").first(),
        "may_correct": can_confirm(request.user, request.ceremony),
    }
    return render(request, "signatures/entry_detail.html", context)


@officers_only(Role.DEPOSITARY)
def annul(request, entry):
    entry = _seen_entry(request, entry)
    form = AnnulForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _corrected(request, form, entry, EntryKind.ANNULMENT, data, {}):
            return redirect("signatures:entry", request.ceremony.slug, entry.number)
    context = {"entry": entry, "echo": Echo(entry.content), "form": form}
    return render(request, "signatures/entry_annul.html", context)


@officers_only(Role.DEPOSITARY)
def rectify(request, entry):
    entry = _seen_entry(request, entry)
    echo = Echo(entry.content)
    form = RectifyForm(request.POST if request.method == "POST" else None, entry=entry, echo=echo)
    declarations = declarations_of(request, entry.content["declarations"])
    if request.method == "POST" and form.is_valid() and (not declarations.is_bound or declarations.is_valid()):
        given = declarations.given() if declarations.is_bound else entry.content["declarations"]
        changes = form.changes(given)
        if not changes:
            form.add_error(None, _("Nothing differs from what stands: change what is to be put right."))
        elif _corrected(request, form, entry, EntryKind.RECTIFICATION, form.cleaned_data, changes):
            return redirect("signatures:entry", request.ceremony.slug, entry.number)
    context = {"entry": entry, "echo": echo, "form": form, "declarations": declarations}
    return render(request, "signatures/entry_rectify.html", context)


def _beside(form, refused):
    """What is refused because of the time stands beside the time."""
    of_the_time = getattr(refused, "code", None) in {"future", "outside_window"}
    name = next((name for name in ("signed_at", "deposited_at") if of_the_time and name in form.fields), None)
    form.add_error(name, refused.messages)


def _corrected(request, form, entry, kind, data, changes):
    """Whether the correction waits now to be confirmed by another officer."""
    try:
        Recording.objects.correct(
            entry, kind, key=data["key"], by=request.user, at=timezone.now(), reason=data["reason"], changes=changes
        )
    except Refused as refused:
        _beside(form, refused)
        return False
    messages.success(
        request, _("Recorded. It stands in the log once another officer of the depositary has confirmed it.")
    )
    return True


@officers_only(*DESK)
def deposit(request):
    """An instrument was handed to the depositary: rule 8 says who may, and no signing window applies."""
    treaty = seen_treaty(request)
    form = DepositForm(request.POST if request.method == "POST" else None, treaty=treaty)
    declarations = declarations_of(request)
    if request.method == "POST" and form.is_valid() and (not declarations.is_bound or declarations.is_valid()):
        data = form.cleaned_data
        try:
            recording = Recording.objects.deposit(
                treaty, data["entity"], Action(data["action"]), key=data["key"], by=request.user, at=timezone.now(),
                deposited_at=data["deposited_at"], reference=data["reference"],
                declarations=declarations.given() if declarations.is_bound else (),
            )  # fmt: skip
        except Refused as refused:
            _beside(form, refused)
        else:
            messages.success(request, in_words(recording))
            return redirect("signatures:entries", request.ceremony.slug)
    context = {"treaty": treaty, "form": form, "declarations": declarations}
    return render(request, "signatures/entry_deposit.html", context)
