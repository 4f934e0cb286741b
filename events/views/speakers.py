"""Who speaks: what officers do about it at a side event and at a session, and the page of those who speak themselves."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ceremony.procedure import Refused
from ceremony.telling import do
from events import feeds
from events.answering import nominated_by
from events.appearances import own_appearances
from events.forms.review import WordsForm


def lines_of(speakers, ceremony):
    """(speaker, the form for his excuse, people put forward who may be he), in their order."""
    rows = list(speakers.with_people())
    namesakes = speakers.namesakes(ceremony)
    return [(one, WordsForm(prefix=f"speaker-{one.pk}"), namesakes.get(one.pk, [])) for one in rows]


# What officers settle. `speakers` are those of one side event or session


def _named(request, speakers):
    """The one about whom the button is, as long as it is still he. Raises Refused for nobody."""
    asked = request.POST.get("speaker", "")
    is_key = asked.isascii() and asked.isdecimal() and len(asked) < 19
    speaker = speakers.with_people().filter(pk=asked).first() if is_key else None
    if speaker is None:
        raise Refused(_("This speaker is not named any more. Look at the speakers again; nothing was changed."))
    speaker.name = request.POST.get("name", speaker.name)  # as the officer had him before his eyes
    return speaker


def excuse(request, speakers):
    form = WordsForm(request.POST, prefix=f"speaker-{request.POST.get('speaker', '')}")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def verb():
        _named(request, speakers).record_excuse(by=request.user, at=timezone.now(), reason=reason)

    do(request, verb, done=_("The excuse is recorded: the accreditation is not waited for."))


def recognise(request, speakers):
    def verb():
        speaker = _named(request, speakers)
        found = speakers.namesakes(request.ceremony).get(speaker.pk, [])
        person = next((one for one in found if str(one.key) == request.POST.get("person")), None)
        if person is None:
            raise Refused(_("Nobody of this name is put forward any more. Nothing was changed."))
        speaker.recognise(person, by=request.user, at=timezone.now())

    do(request, verb, done=_("The speaker is known by the accreditation now."))


VERBS = {"excuse": excuse, "recognise": recognise}


# One's own


def speaking(request):
    """Where one speaks or chairs, and where those do whom one puts forward, as far as it is published."""
    own, others = own_appearances(request.user, request.ceremony)
    if not own and not others and not nominated_by(request.user, request.ceremony).exists():
        raise Http404
    return render(request, "events/speaking.html", {"own": own, "others": others})


@require_safe
def speaking_calendar(request):
    """What is published of one's own, or with `?of=delegation` of those whom one puts forward, for a calendar."""
    own, others = own_appearances(request.user, request.ceremony)
    wanted = others if request.GET.get("of") == "delegation" else own
    if not wanted:
        raise Http404
    items = list({row.item.key: row.item for row in wanted if row.item}.values())
    calendar = feeds.calendar(request.ceremony, items, name=_("My sessions"))
    return HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-sessions.ics"', "Cache-Control": "private, no-store"},
    )
