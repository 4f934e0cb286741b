"""Press conferences: one's own people's seats and questions."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accreditation.models import Status
from ceremony.telling import do
from events.models import SessionChair
from press.forms.conferences import QuestionForm, SeatForm
from press.models import Journalist, PressConference, PressText, Question, QuestionStatus, Seat, SeatStatus
from press.own import as_key
from press.views.pools import own_people


@require_GET
def own(request):
    return _page(request)


def _page(request, *, form=None, of=None, status=200):
    """All conferences with one's people's seats and questions; `form` is a question that came back, `of` a conference."""
    people, now = own_people(request), timezone.now()
    keys = [one.pk for one in people]
    conferences = list(
        PressConference.objects.of_ceremony(request.ceremony).select_related("session__room").order_by(
            "session__starts_at", "pk"
        )
    )  # fmt: skip
    seats = _grouped(Seat.objects.filter(journalist__in=keys).order_by("pk"))
    questions = _grouped(Question.objects.filter(journalist__in=keys).order_by("position", "pk"))
    chairs = {}
    for chair in SessionChair.objects.filter(session__press_conference__in=conferences):
        chairs.setdefault(chair.session_id, []).append(chair)
    texts = {}
    for text in PressText.objects.public(now).filter(conference__in=conferences).defer("body"):
        texts.setdefault(text.conference_id, []).append(text)
    by_key = {one.pk: one for one in people}
    rows = []
    for conference in conferences:
        conference.session.ceremony = request.ceremony
        own_seats, own_questions = seats.get(conference.pk, []), questions.get(conference.pk, [])
        for row in [*own_seats, *own_questions]:
            row.conference, row.journalist = conference, by_key[row.journalist_id]
        seated = {seat.journalist_id for seat in own_seats if seat.status != SeatStatus.WITHDRAWN}
        approved = [one for one in people if one.accreditation.status == Status.APPROVED]
        free = [one for one in approved if one.pk not in seated]
        rows.append(
            {
                "conference": conference,
                "seats": own_seats,
                "questions": own_questions,
                "chairs": chairs.get(conference.session_id, []),
                "texts": texts.get(conference.pk, []),
                "takes_people": conference.takes_people(now),
                "seat_form": SeatForm(conference=conference, people=free)
                if free and conference.takes_people(now)
                else None,
                "question_form": (form if conference.pk == of else None)
                or (
                    QuestionForm(conference=conference, people=approved, initial={"language": request.LANGUAGE_CODE})
                    if approved and conference.takes_questions(now)
                    else None
                ),
            }
        )
    context = {
        "rows": rows,
        "people": people,
        "now": now,
        "withdrawn": SeatStatus.WITHDRAWN,
        "put_in": QuestionStatus.PUT_IN,
    }
    return render(request, "press/conference_list.html", context, status=status)


def _grouped(rows):
    found = {}
    for row in rows:
        found.setdefault(row.conference_id, []).append(row)
    return found


def _conference(request, key):
    found = get_object_or_404(PressConference.objects.of_ceremony(request.ceremony).select_related("session"), key=key)
    found.session.ceremony = request.ceremony
    return found


def _to_list(request):
    return redirect("press:conferences", request.ceremony.slug)


@require_POST
def sign_up(request, key):
    people, conference = own_people(request), _conference(request, key)
    form = SeatForm(request.POST, conference=conference, people=people)
    if not form.is_valid():
        messages.error(request, _("Choose who comes."))
        return _to_list(request)
    said = {}

    def verb():
        said["seat"] = conference.sign_up(form.journalist, by=request.user, at=timezone.now())

    def done():
        if said["seat"].status == SeatStatus.SEATED:
            return _("%(name)s has a seat at “%(conference)s”.") % {"name": form.journalist, "conference": conference}
        return _("Every seat is taken: %(name)s is on the waiting list and gets a letter when one becomes free.") % {
            "name": form.journalist
        }

    do(request, verb, done=done)
    return _to_list(request)


@require_POST
def leave(request, key):
    _people, conference = own_people(request), _conference(request, key)
    if not request.POST.get("person"):
        messages.error(request, _("Choose who does not come."))
        return _to_list(request)
    seat = get_object_or_404(
        Seat.objects.filter(
            conference=conference, journalist__in=Journalist.objects.answered_by(request.user, request.ceremony)
        ).select_related("journalist__accreditation"),
        journalist__accreditation__key=as_key(request.POST.get("person")),
    )
    seat.conference = conference
    do(
        request,
        lambda: seat.leave(by=request.user, at=timezone.now()),
        done=_("%(name)s does not come: the seat is free for the next one.") % {"name": seat.journalist},
    )
    return _to_list(request)


@require_POST
def put_question(request, key):
    people, conference = own_people(request), _conference(request, key)
    form = QuestionForm(request.POST, conference=conference, people=people)
    if not form.is_valid():
        return _page(request, form=form, of=conference.pk)
    data = form.cleaned_data
    is_done = do(
        request,
        lambda: conference.put_question(
            form.journalist, data["text"], language=data["language"], to_whom=data["to_whom"], by=request.user,
            at=timezone.now(),
        ),
        done=_("The question is put in. The moderator keeps the order."),
    )  # fmt: skip
    return _to_list(request) if is_done else _page(request, form=form, of=conference.pk)


@require_POST
def question_withdraw(request, key):
    found = get_object_or_404(
        Question.objects.filter(
            conference__session__ceremony=request.ceremony,
            journalist__in=Journalist.objects.answered_by(request.user, request.ceremony),
        ).select_related("conference__session"),
        key=key,
    )
    found.conference.session.ceremony = request.ceremony
    do(
        request,
        lambda: found.withdraw(by=request.user, at=timezone.now()),
        done=_("The question is withdrawn."),
    )
    return _to_list(request)
