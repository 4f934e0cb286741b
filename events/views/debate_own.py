"""A delegation's own place in the debate: inscription, speaker, text, exchange of places, right of reply."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accreditation.models import OVER
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.precedence import in_delegation_order
from delegations.views.lookups import own_delegation, posted
from events.forms.debate import AskForm, InscribeForm, KeyForm, SpeakerForm, TextForm
from events.models import Exchange, Statement, StatementText
from events.speaking_order import order_of, places_to_exchange
from events.views.debate_public import list_of


def _people(delegation):
    """Those who may speak: everybody on the list who has not left it."""
    delegates = delegation.delegates.for_lists().exclude(accreditation__status__in=OVER)
    people = in_delegation_order(_of(delegation, one) for one in delegates)
    return [one for one in people if one.role not in {"security", "spouse", "technical", "interpreter"} or one.is_head]


def _of(delegation, delegate):
    delegate.delegation = delegation
    delegate.accreditation.nominator = delegation.nominator
    return delegate


def _own(request, delegation, speakers):
    return Statement.objects.filter(list=speakers, entity=delegation.entity).standing()


def statement(request, code):
    delegation = own_delegation(request, code)
    speakers = list_of(request.ceremony)
    form = None
    if speakers and speakers.is_open(timezone.now()):
        form = InscribeForm(posted(request), people=_people(delegation), days=_days(speakers))
        if request.method == "POST" and form.is_valid() and _inscribed(request, speakers, delegation, form):
            return redirect("events:statement", request.ceremony.slug, code)
    return _page(request, delegation, speakers, form)


def _days(speakers):
    return sorted({meeting.day for meeting in speakers.in_order_of_time()})


def _inscribed(request, speakers, delegation, form):
    data = form.cleaned_data
    try:
        Statement.objects.inscribe(
            speakers, delegation.entity, by=request.user, at=timezone.now(), wished_day=data["wished_day"],
            on_behalf_of=data["on_behalf_of"], **form.level,
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("%(entity)s is on the list of speakers.") % {"entity": delegation.entity})
    return True


def _page(request, delegation, speakers, form=None, status=200):
    now = timezone.now()
    context = {"delegation": delegation, "speakers": speakers, "form": form, "now": now}
    if speakers:
        lines = [line for hearing in order_of(speakers, now) for line in hearing.lines]
        own = [line for line in lines if line.statement.entity_id == delegation.entity.pk]
        texts = {}
        for text in StatementText.objects.standing().filter(statement__in=[line.statement.pk for line in own]):
            texts.setdefault(text.statement_id, []).append(text)
        exchanges = Exchange.objects.open().about(*[line.statement.pk for line in own])
        exchanges = exchanges.select_related(
            "asking__entity", "asking__place_class", "asked__entity", "asked__place_class"
        )
        exchanges = list(exchanges) if own else []
        numbers = {line.statement.pk: line for line in lines}
        context |= {
            "own": [(line, texts.get(line.statement.pk, [])) for line in own],
            "exchanges": [
                (
                    one,
                    numbers.get(one.asking_id),
                    numbers.get(one.asked_id),
                    one.asking.entity_id == delegation.entity.pk,
                )
                for one in exchanges
            ],
            "is_open": speakers.is_open(now),
            "reply_form": KeyForm() if delegation.entity.is_state and _running(speakers, now) else None,
        }
    return render(request, "events/statement_own.html", context, status=status)


def _running(speakers, at):
    """The meeting that has begun and is not over."""
    for one in speakers.in_order_of_time():
        one.list = speakers
        if at < one.session.ends_at:
            return one if one.has_begun(at) else None
    return None


def _found(request, code, key):
    delegation = own_delegation(request, code)
    speakers = list_of(request.ceremony)
    if speakers is None:
        raise Http404
    statements = _own(request, delegation, speakers).select_related("entity", "level", "meeting__session")
    found = get_object_or_404(statements, key=key)
    found.list = speakers
    return delegation, found


def _step(request, delegation, found, form, verb, *, title, submit, multipart=False, done):
    """A page with one form; done, or the form again with what was typed and why not."""
    if request.method == "POST" and form.is_valid():
        try:
            verb(form)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, done)
            return redirect("events:statement", request.ceremony.slug, delegation.entity.code)
    context = {
        "delegation": delegation,
        "statement": found,
        "form": form,
        "title": title,
        "submit": submit,
        "multipart": multipart,
        "back": ("events:statement", delegation.entity.code),
    }
    return render(request, "events/statement_step.html", context)


def speaker(request, code, key):
    delegation, found = _found(request, code, key)
    form = SpeakerForm(posted(request), people=_people(delegation), statement=found)
    return _step(
        request, delegation, found, form,
        lambda form: found.speak_by(by=request.user, at=timezone.now(), **form.level),
        title=_("Who speaks"), submit=_("Save who speaks"), done=_("It is saved who speaks."),
    )  # fmt: skip


def text_hand_in(request, code, key):
    delegation, found = _found(request, code, key)
    form = TextForm(posted(request), request.FILES or None, initial={"language": get_language()})
    return _step(
        request, delegation, found, form,
        lambda form: StatementText.objects.hand_in(
            found, form.cleaned_data["file"], language=form.cleaned_data["language"],
            embargo_until=form.cleaned_data["embargo_until"], by=request.user, at=timezone.now(),
        ),
        title=_("Text of the statement"), submit=_("Hand in the text"), multipart=True,
        done=_("The text is kept. Nobody but you and the officers of the debate reads it before it was delivered."),
    )  # fmt: skip


def exchange_ask(request, code, key):
    """With whom one may change: those who have a place still, as far as delegations see the list."""
    delegation, found = _found(request, code, key)
    if not found.list.is_shown_to_delegations:
        raise Http404
    places = places_to_exchange(found.list, timezone.now())
    own = places.get(found.pk)
    others = {key: line for key, line in places.items() if line.statement.entity_id != delegation.entity.pk}
    form = AskForm(posted(request), places=others, own=own)
    return _step(
        request, delegation, found, form,
        lambda form: Exchange.objects.ask(found, form.cleaned_data["other"], by=request.user, at=timezone.now()),
        title=_("Exchange places"), submit=_("Ask to exchange places"), done=_("The other delegation is asked by letter."),
    )  # fmt: skip


@require_POST
def withdraw(request, code, key):
    _delegation, found = _found(request, code, key)
    do(
        request,
        lambda: found.withdraw(by=request.user, at=timezone.now()),
        done=_("%(statement)s is off the list of speakers.") % {"statement": found},
    )
    return redirect("events:statement", request.ceremony.slug, code)


@require_POST
def exchange_answer(request, code, exchange, answer):
    """The one asked says yes or no; the one who asked calls it off."""
    delegation = own_delegation(request, code)
    found = get_object_or_404(
        Exchange.objects.filter(asking__list__ceremony=request.ceremony).select_related(
            "asking__list", "asking__entity", "asked__list", "asked__entity"
        ),
        pk=exchange,
        **{"asking__entity" if answer == "call-off" else "asked__entity": delegation.entity},
    )
    for one in (found.asking, found.asked):
        one.list.ceremony = request.ceremony
    verbs = {"accept": found.accept, "refuse": found.refuse, "call-off": found.call_off}
    if answer not in verbs:
        raise Http404
    do(
        request,
        lambda: verbs[answer](by=request.user, at=timezone.now()),
        done=lambda: _("Exchange of places: %(answer)s.") % {"answer": found.get_status_display()},
    )
    return redirect("events:statement", request.ceremony.slug, code)


@require_POST
def reply_ask(request, code):
    """A right of reply at the meeting that is on."""
    delegation = own_delegation(request, code)
    speakers = list_of(request.ceremony)
    if speakers is None:
        raise Http404
    now = timezone.now()
    meeting = _running(speakers, now)
    if meeting is None:
        messages.error(request, _("A right of reply is asked for while a meeting is on. None is on now."))
    else:
        form = KeyForm(request.POST)
        key = form.cleaned_data["key"] if form.is_valid() else None
        do(
            request,
            lambda: Statement.objects.reply(meeting, delegation.entity, key=key, by=request.user, at=now),
            done=_("Your right of reply is noted: it is heard at the end of the meeting."),
        )
    return redirect("events:statement", request.ceremony.slug, code)
