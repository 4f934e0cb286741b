from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from ceremony.access import officers_only
from ceremony.models import LedgerRow, Role
from ceremony.procedure import Refused
from ceremony.telling import do
from notifications import wording
from notifications.forms import AddressForm, LetterTextForm, OutboxFilter, kinds_in_outboxes, letters_chosen
from notifications.kinds import letter_kinds
from notifications.models import Letter, LetterStatus, LetterText
from notifications.writing import sample_paper, standard_words

PAGE = 50
# A letter brings its own styles, as mail must. Nothing else of it is obeyed, and only our own pages may frame it.
as_paper = csp_replace(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": [NONE], "frame-ancestors": [SELF]}
)


def _letter(request, number):
    letters = Letter.objects.visible_to(request.user, request.ceremony).select_related("ceremony", "recipient")
    return get_object_or_404(letters, pk=number)


@officers_only(Role.ORGANISER)
def outbox(request):
    filter_form = OutboxFilter(request.GET)
    letters = Letter.objects.visible_to(request.user, request.ceremony)
    counts = dict(letters.values_list("status").annotate(Count("pk")).order_by())
    rows = filter_form.narrow(letters).select_related("ceremony").defer("text", "html")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "notifications/letter_list.html",
        {
            "filter_form": filter_form,
            "page_obj": page,
            "states": [(status, counts.get(status, 0)) for status in LetterStatus],
            "any": bool(counts),
            "some_held": any(letter.status == LetterStatus.HELD for letter in page),
        },
    )


@officers_only(Role.ORGANISER)
@require_POST
def release_many(request):
    """The chosen ones, or all that the filter in the address shows; those that were left alone are named."""
    if "all" in request.POST:
        letters = OutboxFilter(request.GET).narrow(Letter.objects.visible_to(request.user, request.ceremony))
        letters = letters.filter(status=LetterStatus.HELD)
    else:
        letters = letters_chosen(request)
    verb = "withdraw" if "withdraw" in request.POST else "release"
    done, skipped = letters.each(verb, by=request.user, at=timezone.now())
    _report(request, verb, done, skipped)
    return redirect(_back(request))


def _report(request, verb, done, skipped):
    if verb == "release":
        words = ngettext("%(count)d letter was released.", "%(count)d letters were released.", done)
    else:
        words = ngettext("%(count)d letter was withdrawn.", "%(count)d letters were withdrawn.", done)
    if done:
        messages.success(request, words % {"count": done})
    elif not skipped:
        messages.warning(request, _("No letter was chosen: tick those that you mean."))
    for sentence in skipped[:10]:
        messages.warning(request, sentence)
    if len(skipped) > 10:
        rest = len(skipped) - 10
        words = ngettext("%(count)d more was left alone.", "%(count)d more were left alone.", rest)
        messages.warning(request, words % {"count": rest})


def _back(request):
    query = request.GET.urlencode()
    address = request.path.removesuffix("release/")
    return f"{address}?{query}" if query else address


@officers_only(Role.ORGANISER)
def letter(request, number):
    return _show(request, _letter(request, number))


def _show(request, letter, form=None, status=200):
    kind = letter_kinds.get(letter.kind)
    return render(
        request,
        "notifications/letter_detail.html",
        {
            "letter": letter,
            "kind": kind,
            "form": form or AddressForm(initial={"to_email": letter.current_address}),
            "rows": LedgerRow.objects.about(letter),
        },
        status=status,
    )


@officers_only(Role.ORGANISER)
@xframe_options_sameorigin
@as_paper
def letter_paper(request, number):
    return HttpResponse(_letter(request, number).shown_html)


@officers_only(Role.ORGANISER)
@require_POST
def letter_release(request, number):
    return _one(request, number, "release", _("The letter is on its way."))


@officers_only(Role.ORGANISER)
@require_POST
def letter_withdraw(request, number):
    return _one(request, number, "withdraw", _("The letter will not be sent."))


def _one(request, number, verb, done):
    letter = _letter(request, number)
    do(request, lambda: getattr(letter, verb)(by=request.user, at=timezone.now()), done=done)
    return redirect(letter)


@officers_only(Role.ORGANISER)
@require_POST
def letter_try_again(request, number):
    letter = _letter(request, number)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            letter.try_again(by=request.user, at=timezone.now(), to_email=form.cleaned_data["to_email"])
        except Refused as refusal:
            form.add_error("to_email", refusal.message)
        else:
            messages.success(request, _("It is tried again at once."))
            return redirect(letter)
    return _show(request, letter, form, status=422)


# The organisers' own words


@officers_only(Role.ORGANISER)
def texts(request):
    own = {(text.kind, text.language): text for text in LetterText.objects.filter(ceremony=request.ceremony)}
    languages = [pair for pair in settings.LANGUAGES if pair[0] in settings.COMPLETE_LANGUAGES]
    rows = [
        (kind, [(code, language, own.get((kind.name, code))) for code, language in languages])
        for kind in kinds_in_outboxes()
    ]
    return render(request, "notifications/text_list.html", {"rows": rows, "languages": languages})


def _kind_and_text(request, language, kind):
    kind = letter_kinds.get(kind)
    if kind is None or kind.is_sign_in or language not in settings.COMPLETE_LANGUAGES:
        raise Http404
    own = LetterText.objects.filter(ceremony=request.ceremony, kind=kind.name, language=language).first()
    return kind, own or LetterText(ceremony=request.ceremony, kind=kind.name, language=language)


@officers_only(Role.ORGANISER)
def text(request, language, kind):
    kind, text = _kind_and_text(request, language, kind)
    subject, body = standard_words(kind, language)
    initial = {} if text.pk else {"subject": subject, "body": body}
    form = LetterTextForm(request.POST or None, instance=text, initial=initial)
    if request.method == "POST" and form.is_valid():
        LetterText.objects.put(text, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. Letters that are written from now on have these words."))
        return redirect("notifications:texts", request.ceremony.slug)
    return render(
        request,
        "notifications/text_edit.html",
        {
            "form": form,
            "kind": kind,
            "text": text,
            "language_name": dict(settings.LANGUAGES)[language],
            "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
            "placeholders": [(f"{{{name}}}", what) for name, (what, _sample) in kind.known.items()],
            "standard": {"subject": subject, "body": body},
        },
        status=422 if form.errors else 200,
    )


@officers_only(Role.ORGANISER)
@xframe_options_sameorigin
@as_paper
def text_preview(request, language, kind):
    """The words in force, or those that stand in the form just now, as a letter with invented values; saves nothing."""
    kind, text = _kind_and_text(request, language, kind)
    subject, body = (text.subject, text.body) if text.pk else standard_words(kind, language)
    subject, body = request.POST.get("subject", subject), request.POST.get("body", body)
    problems = []
    for check, words in ((wording.check_subject, subject), (wording.check_body, body)):
        try:
            check(kind, words)
        except ValidationError as error:
            problems += error.messages
    if problems:
        return render(request, "notifications/letters/problems.html", {"problems": problems})
    return HttpResponse(sample_paper(kind, request.ceremony, language, words=(subject, body), at=timezone.now()).html)


@officers_only(Role.ORGANISER)
@require_POST
def text_reset(request, language, kind):
    _kind, text = _kind_and_text(request, language, kind)
    if text.pk:
        text.delete()
        messages.success(request, _("The standard words are back."))
    return redirect("notifications:texts", request.ceremony.slug)
