"""What everybody may read of the debate: the list of speakers as far as it is shown, the hall's screen, the texts."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from accreditation.files import hand_out
from ceremony.kept_pages import digest
from ceremony.permissions import roles_of
from events.models import Statement, StatementsList, StatementText
from events.models.statement import SEE_LIST, StatementStatus
from events.permissions import can_read_list_of_speakers
from events.speaking_order import order_of


def list_of(ceremony):
    """The ceremony's list of speakers, or None."""
    speakers = StatementsList.objects.filter(ceremony=ceremony).first()
    if speakers:
        speakers.ceremony = ceremony
    return speakers


@login_not_required
@require_safe
def speakers_list(request):
    """Who speaks, in the order of the list, with the texts that are out; to those to whom the organisers show it."""
    speakers, now = list_of(request.ceremony), timezone.now()
    may_read = speakers is not None and can_read_list_of_speakers(request.user, speakers)
    context = {"speakers": speakers if may_read else None, "now": now}
    if context["speakers"]:
        hearings = order_of(speakers, now)
        texts = {}
        for text in StatementText.objects.public(now).filter(statement__list=speakers).order_by("language"):
            texts.setdefault(text.statement_id, []).append(text)
        lines = [line for hearing in hearings for line in hearing.lines]
        context |= {
            "hearings": [
                (hearing, [(line, texts.get(line.statement.pk, [])) for line in hearing.lines]) for hearing in hearings
            ],
            "count": len(lines),
            "delivered": sum(line.statement.status == StatementStatus.DELIVERED for line in lines),
        }
    return render(request, "events/statement_list.html", context)


@login_not_required
@require_safe
def text(request, key):
    """A text: for everybody once it is delivered and its embargo over, before that for its own and the officers."""
    now = timezone.now()
    texts = StatementText.objects.readable_by(request.user, request.ceremony, now).select_related("statement__list")
    found = get_object_or_404(texts, key=key)
    return hand_out(found.file, content_type=found.content_type, name=found.name, as_attachment=True)


def current_hearing(speakers, at, asked=None):
    """The meeting that is on, else the next one, else the last; or the one that is asked for. None without any."""
    meetings = speakers.in_order_of_time()
    if asked:
        meetings = [one for one in meetings if str(one.pk) == asked]
    if not meetings:
        return None
    coming = [one for one in meetings if one.session.ends_at > at]
    speaking = list(
        Statement.objects.filter(list=speakers, status=StatementStatus.SPEAKING).values_list("meeting", flat=True)
    )
    running = [one for one in meetings if one.pk in speaking]
    return order_of(speakers, at, meeting=(running or coming or meetings[-1:])[0])[0]


def _screen_state(request):
    """What the hall sees; asked once a request, and the page's tag is made of it."""
    if not hasattr(request, "_screen"):
        speakers, now = list_of(request.ceremony), timezone.now()
        if speakers is None or not (speakers.is_public or roles_of(request.user, request.ceremony) & SEE_LIST):
            raise Http404
        request._screen = current_hearing(speakers, now, request.GET.get("meeting"))
    return request._screen


def _tag(request):
    hearing = _screen_state(request)
    shown = [
        [one.pk, str(one), one.started_at, one.minutes]
        for one in (hearing and hearing.speaking, hearing and hearing.next)
        if one
    ]
    return f'"{digest(shown, hearing and [hearing.delivered, str(hearing.meeting)], get_language())}"'


@login_not_required
@require_safe
@condition(etag_func=_tag)
def screen(request):
    """The hall's screen: who has the floor, how long still, and who is next. It asks for itself every two seconds."""
    response = render(request, "events/statement_screen.html", {"hearing": _screen_state(request)})
    response["Cache-Control"] = "no-cache"
    return response
