"""Who speaks: what officers do about it at a side event and at a session, and the page of those who speak themselves."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ceremony.telling import do
from events import feeds
from events.appearances import own_appearances
from events.forms.review import WordsForm


def lines_of(speakers, ceremony):
    """(speaker, the form for his excuse, people put forward who may be he), in their order."""
    rows = list(speakers.with_people())
    namesakes = speakers.namesakes(ceremony)
    return [(one, WordsForm(prefix=f"speaker-{one.pk}"), namesakes.get(one.pk, [])) for one in rows]


# What officers settle. `speakers` are those of one side event or session


def _named(request, speakers):
    """The one about whom the button is, as long as it is still he."""
    asked = request.POST.get("speaker", "")
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    speaker = get_object_or_404(speakers.with_people(), pk=asked)
    speaker.name = request.POST.get("name", speaker.name)  # the one whom the officer had before him
    return speaker


def excuse(request, speakers):
    speaker = _named(request, speakers)
    form = WordsForm(request.POST, prefix=f"speaker-{speaker.pk}")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    do(
        request,
        lambda: speaker.record_excuse(by=request.user, at=timezone.now(), reason=reason),
        done=_("The event does not wait for the accreditation of %(name)s.") % {"name": speaker},
    )


def recognise(request, speakers):
    speaker = _named(request, speakers)
    people = {str(one.key): one for one in speakers.namesakes(request.ceremony).get(speaker.pk, [])}
    person = people.get(request.POST.get("person"))
    if person is None:
        raise Http404
    do(
        request,
        lambda: speaker.recognise(person, by=request.user, at=timezone.now()),
        done=_("%(name)s is the person put forward by %(nominator)s.")
        % {"name": speaker, "nominator": person.nominator},
    )


VERBS = {"excuse": excuse, "recognise": recognise}


# One's own


def speaking(request):
    """Where one speaks or chairs, and where those do whom one puts forward, as far as it is published."""
    own, others = own_appearances(request.user, request.ceremony)
    if not own and not others:
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
