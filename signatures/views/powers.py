"""The officers' pages about full powers: what is to do, the paper beside its checklist, and the file itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accreditation.files import hand_out
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from ceremony.telling import do
from directory.models import name_language
from signatures.flaws import flaws_of
from signatures.forms import GiveBackForm, OriginalForm, PowersFilter, ReadingForm, RevokeForm, VerifyForm
from signatures.models import Check, FullPowers, PowersStatus, Remark, Representative
from signatures.models.powers import MOVES
from signatures.permissions import can_confirm, can_prepare
from signatures.views.entities import desk_only

PAGE = 50
S = PowersStatus
TO_DO = [S.RECEIVED, S.EXAMINING, S.ACCEPTED]


@require_GET
@desk_only
def powers_list(request):
    filters = PowersFilter(request.GET)
    powers = filters.narrow(FullPowers.objects.visible_to(request.user, request.ceremony), TO_DO)
    powers = powers.select_related("entity", "uploaded_by").order_by(
        f"entity__sort_{name_language(get_language())}", "-pk"
    )
    context = {"page_obj": Paginator(powers, PAGE).get_page(request.GET.get("page")), "filters": filters}
    return render(request, "signatures/powers_list.html", context)


def _powers(request, key):
    powers = FullPowers.objects.visible_to(request.user, request.ceremony).select_related(
        "entity", "treaty", "announced_by", "uploaded_by", "examined_by", "verified_by"
    )
    found = get_object_or_404(powers, key=key)
    found.treaty.ceremony = request.ceremony
    return found


@require_GET
@desk_only
def powers(request, key):
    return _page(request, _powers(request, key))


def _page(request, found, **came_back):
    """`came_back` is the form to be shown again with what was typed."""
    today, user, ceremony = timezone.localdate(), request.user, request.ceremony
    moves = MOVES.get(found.status, set())
    forms = {}
    if found.status == S.EXAMINING:
        forms["reading_form"] = ReadingForm(powers=found, today=today)
    if found.status == S.ACCEPTED:
        forms["give_back_form"] = GiveBackForm()
    may_verify = can_confirm(user, ceremony)
    if S.VERIFIED in moves and may_verify and found.uploaded_by_id != user.pk:
        forms["verify_form"] = VerifyForm(powers=found, today=today)
    if found.is_provisional and may_verify:
        forms["original_form"] = OriginalForm(today=today)
    if S.REVOKED in moves:
        forms["revoke_form"] = RevokeForm()
    who = Representative.objects.of(found.treaty, found.entity)
    waiting = FullPowers.objects.filter(treaty=found.treaty, status__in=TO_DO).exclude(pk=found.pk)
    context = {
        "powers": found,
        "entity": found.entity,
        "representative": who,
        "names_another": bool(who and found.person_named and not who.is_named(found.person_named)),
        "uploaded_by_oneself": found.uploaded_by_id == user.pk,
        "may_verify": may_verify,
        "next": waiting.order_by("uploaded_at", "pk").first(),
        "history": Remark.objects.beside(LedgerRow.objects.about(found)),
        "open": next(iter(came_back), ""),
        "form": next(iter(came_back.values()), None),
    }
    return render(request, "signatures/powers_detail.html", context | forms | came_back)


@require_GET
def powers_copy(request, key):
    """The file, for the officers and for those who answer for the entity; each opening is on record."""
    found = _powers(request, key)
    if not found.file:
        raise Http404
    found.note_opened(by=request.user, at=timezone.now())
    is_picture = found.content_type.startswith("image/")
    beside = "beside" in request.GET and can_prepare(request.user, request.ceremony)
    response = hand_out(
        found.file, content_type=found.content_type, name=found.file_name, as_attachment=not (is_picture or beside)
    )
    if beside:
        # A browser's own reader does not start in a sandbox. It is no page of ours: nothing in a PDF reaches the site.
        response["X-Frame-Options"] = "SAMEORIGIN"
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return response


# The verbs, one address each


@require_POST
@desk_only
def powers_verb(request, key, verb):
    found = _powers(request, key)
    if verb not in VERBS or (verb in OF_THE_DEPOSITARY and not can_confirm(request.user, request.ceremony)):
        raise Http404
    came_back = VERBS[verb](request, found)
    if came_back:
        return _page(request, found, **came_back)
    return redirect("signatures:powers", request.ceremony.slug, found.key)


def _examine(request, found):
    do(
        request,
        lambda: found.examine(by=request.user, at=timezone.now()),
        done=_("The full powers of %(entity)s are under examination.") % {"entity": found.entity},
    )


def _read(request, found, verb, done):
    """A verb of the examination, with what is read in the paper; both or neither."""
    if found.status != S.EXAMINING:
        messages.error(request, _("The full powers are not under examination any more."))
        return None
    form = ReadingForm(request.POST, powers=found, today=timezone.localdate())
    if form.is_valid():
        try:
            verb(form)
        except Refused as refused:
            if getattr(refused, "code", None) == "already_decided":
                messages.error(request, " ".join(refused.messages))
                return None
            _put_beside(form, found, refused)
        else:
            messages.success(request, done % {"entity": found.entity})
            return None
    return {"reading_form": form}


def _put_beside(form, found, refused):
    if getattr(refused, "code", None) == "reason":
        form.add_error("defects", refused)
        return
    flaws = flaws_of(found)
    unticked = [flaw for flaw in flaws if flaw.field == "checks"]
    for flaw in flaws:
        if flaw.field != "checks" or len(unticked) == 1:
            form.add_error(flaw.field, flaw.sentence)
    if len(unticked) > 1:  # which ones, the boxes beside it show
        form.add_error(
            "checks",
            _("%(number)d of %(all)d are not ticked: tick what stands in the paper, or return it with what is missing.")
            % {"number": len(unticked), "all": len(Check)},
        )


def _save(request, found):
    return _read(
        request,
        found,
        lambda form: found.note_reading(by=request.user, **form.read),
        _("What you read in the powers of %(entity)s is saved."),
    )


def _accept(request, found):
    return _read(
        request,
        found,
        lambda form: found.accept_copy(by=request.user, at=timezone.now(), **form.read),
        _("The copy of the full powers of %(entity)s is accepted: a depositary's officer verifies them."),
    )


def _return(request, found):
    done = _("The full powers of %(entity)s are returned; a letter says what to put right.")
    if found.status == S.EXAMINING:
        return _read(request, found, lambda form: _return_as_read(request, found, form), done)
    return _by_form(
        request,
        GiveBackForm(request.POST),
        "give_back_form",
        lambda typed: found.give_back(by=request.user, at=timezone.now(), **typed),
        done % {"entity": found.entity},
    )


def _return_as_read(request, found, form):
    with transaction.atomic():
        found.note_reading(by=request.user, **form.read)
        found.give_back(by=request.user, at=timezone.now(), defects=form.cleaned_data["defects"])


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


def _verify(request, found):
    form = VerifyForm(request.POST, powers=found, today=timezone.localdate())
    return _by_form(
        request,
        form,
        "verify_form",
        lambda typed: form.verify(by=request.user, at=timezone.now()),
        _("The full powers of %(entity)s are verified.") % {"entity": found.entity},
    )


def _original(request, found):
    return _by_form(
        request,
        OriginalForm(request.POST, today=timezone.localdate()),
        "original_form",
        lambda typed: found.receive_original(by=request.user, at=timezone.now(), on=typed["on"]),
        _("The original of the full powers of %(entity)s is here.") % {"entity": found.entity},
    )


def _revoke(request, found):
    return _by_form(
        request,
        RevokeForm(request.POST),
        "revoke_form",
        lambda typed: found.revoke(by=request.user, at=timezone.now(), reason=typed["reason"], since=typed["since"]),
        _("The full powers of %(entity)s are revoked.") % {"entity": found.entity},
    )


VERBS = {
    "examine": _examine,
    "save": _save,
    "accept": _accept,
    "return": _return,
    "verify": _verify,
    "original": _original,
    "revoke": _revoke,
}
OF_THE_DEPOSITARY = {"verify", "original"}
