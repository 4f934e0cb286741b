"""Press conferences on the desk, the moderator's order of the questions, and the texts released at their minute."""

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accreditation.files import hand_out
from ceremony.models import LedgerRow
from ceremony.telling import do, do_with
from delegations.views.lookups import posted
from press.forms.desk_conferences import TEXT_VERBS, ConferenceForm, TextForm
from press.forms.keys import keys_in
from press.forms.verbs import offered
from press.models import PressConference, PressText, QuestionStatus, Seat, SeatStatus
from press.permissions import can_moderate, can_run_the_desk
from press.views.desk import PAGE, carried_out, desk_only, number


def seen_conference(request, key):
    conferences = PressConference.objects.of_ceremony(request.ceremony).select_related("session__room", "moderator")
    found = get_object_or_404(conferences, key=key)
    found.session.ceremony = request.ceremony
    return found


@require_safe
@desk_only
def conferences(request):
    found = (
        PressConference.objects.of_ceremony(request.ceremony)
        .select_related("session__room", "moderator")
        .annotate(
            seated=Count("seatings", filter=Q(seatings__status=SeatStatus.SEATED), distinct=True),
            waiting=Count("seatings", filter=Q(seatings__status=SeatStatus.WAITING), distinct=True),
            asked=Count("questions", filter=Q(questions__status=QuestionStatus.PUT_IN), distinct=True),
        )
        .order_by("session__starts_at", "pk")
    )
    return render(request, "press/desk_conference_list.html", {"conferences": found, "now": timezone.now()})


@desk_only
def conference_new(request):
    form = ConferenceForm(posted(request), ceremony=request.ceremony)
    made = []

    def verb():
        how = {"by": request.user, "at": timezone.now()}
        made.append(PressConference.objects.prepare(form.cleaned_data["session"], **form.columns(), **how))

    if request.method == "POST" and do_with(request, form, verb, done=_("The press conference is set up.")):
        return redirect("press:desk_conference", request.ceremony.slug, made[0].key)
    return render(request, "press/desk_conference_form.html", {"form": form, "conference": None})


@desk_only
def conference_edit(request, key):
    found = seen_conference(request, key)
    form = ConferenceForm(posted(request), instance=found, ceremony=request.ceremony)

    def verb():
        found.amend(seen=form.cleaned_data["seen"], **form.columns(), by=request.user, at=timezone.now())

    if request.method == "POST" and do_with(request, form, verb, done=_("The press conference is saved.")):
        return redirect("press:desk_conference", request.ceremony.slug, key)
    return render(request, "press/desk_conference_form.html", {"form": form, "conference": found})


@require_safe
def conference(request, key):
    """Seats for the desk; the questions for the moderator too."""
    found = seen_conference(request, key)
    if not can_moderate(request.user, request.ceremony, found):
        raise Http404
    runs_it = can_run_the_desk(request.user, request.ceremony)
    seats = found.seatings.exclude(status=SeatStatus.WITHDRAWN).select_related(
        "journalist__accreditation", "journalist__application__outlet"
    )
    counts = dict(found.seatings.order_by().values_list("status").annotate(Count("pk")))
    questions = list(
        found.questions.exclude(status=QuestionStatus.WITHDRAWN)
        .select_related("journalist__accreditation", "journalist__application__outlet")
        .annotate(
            seat=Subquery(found.seatings.filter(journalist=OuterRef("journalist")).order_by().values("status")[:1])
        )
        .order_by("position", "pk")
    )
    put_in = [one for one in questions if one.status == QuestionStatus.PUT_IN]
    for place, one in enumerate(put_in, start=1):
        one.place = place
    context = {
        "conference": found,
        "now": timezone.now(),
        "runs_it": runs_it,
        "chairs": found.session.chairs.select_related("entity"),
        "seated": counts.get(SeatStatus.SEATED, 0),
        "waiting": counts.get(SeatStatus.WAITING, 0),
        "page_obj": Paginator(seats.order_by("status", "asked_at", "pk"), PAGE).get_page(request.GET.get("page"))
        if runs_it
        else None,
        "put_in": put_in,
        "settled": [one for one in questions if one.status != QuestionStatus.PUT_IN],
        "texts": found.texts.filter(withdrawn_at=None) if runs_it else [],
        "history": LedgerRow.objects.about(found) if runs_it else [],
    }
    return render(request, "press/desk_conference.html", context)


@require_POST
def order(request, key):
    """The order of the questions, from the number that was written beside each."""
    found = seen_conference(request, key)
    if not can_moderate(request.user, request.ceremony, found):
        raise Http404
    keys = request.POST.getlist("question")
    places = [number(text) or 10**6 for text in request.POST.getlist("place")]
    wanted = [key for _place, _was, key in sorted(zip(places, range(len(keys)), keys, strict=False))]
    do(
        request,
        lambda: found.order(wanted, seen=number(request.POST.get("seen")) or 0, by=request.user, at=timezone.now()),
        done=_("The order is saved."),
    )
    return redirect("press:desk_conference", request.ceremony.slug, key)


@require_POST
def question_verb(request, key, question, verb):
    found = seen_conference(request, key)
    if not can_moderate(request.user, request.ceremony, found):
        raise Http404
    one, how = get_object_or_404(found.questions, key=question), {"by": request.user, "at": timezone.now()}
    verbs = {
        "take": (lambda: one.take(**how), _("The question is marked as taken.")),
        "pass-over": (lambda: one.pass_over(**how), _("The question is passed over.")),
        "put-back": (lambda: one.put_back(**how), _("The question is back in the order.")),
    }
    if verb not in verbs:
        raise Http404
    call, done = verbs[verb]
    one.conference = found
    do(request, call, done=done)
    return redirect("press:desk_conference", request.ceremony.slug, key)


@require_POST
@desk_only
def seat_leave(request, key, seat):
    found = seen_conference(request, key)
    one = get_object_or_404(Seat.objects.filter(conference=found).select_related("journalist__accreditation"), pk=seat)
    how = {"by": request.user, "at": timezone.now()}
    done = _("%(name)s has no seat any more; the next who waits has it.") % {"name": one.journalist}
    do(request, lambda: one.leave(reason=_("By the press desk"), **how), done=done)
    return redirect("press:desk_conference", request.ceremony.slug, key)


# Texts


@require_safe
@desk_only
def texts(request):
    found = PressText.objects.filter(ceremony=request.ceremony).select_related("conference__session").defer("body")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    at = timezone.now()
    for one in page:
        one.is_out, one.from_when = one.is_public(at), one.released_at()
    return render(request, "press/desk_text_list.html", {"page_obj": page, "now": at})


@desk_only
def text_new(request):
    of = keys_in(request.GET.get("conference"))
    form = TextForm(posted(request), request.FILES or None, ceremony=request.ceremony, of=of)
    made = []

    def verb():
        how = {"by": request.user, "at": timezone.now()}
        made.append(PressText.objects.hand_in(request.ceremony, **form.columns(), **how))

    if request.method == "POST" and do_with(
        request, form, verb, done=_("The text is kept. Publish it when it is right.")
    ):
        return redirect("press:desk_text", request.ceremony.slug, made[0].key)
    return render(request, "press/desk_text_form.html", {"form": form})


def seen_text(request, key):
    return get_object_or_404(
        PressText.objects.filter(ceremony=request.ceremony).select_related("conference__session", "published_by"),
        key=key,
    )


@require_safe
@desk_only
def text(request, key):
    return _show_text(request, seen_text(request, key))


def _show_text(request, found, bound=None):
    at = timezone.now()
    context = {
        "text": found,
        "is_out": found.is_public(at),
        "released_at": found.released_at(),
        "now": at,
        "verbs": offered(
            TEXT_VERBS, found, at=at, bound=bound,
            address=lambda verb: reverse("press:desk_text_verb", args=[request.ceremony.slug, found.key, verb]),
        ),
        "history": LedgerRow.objects.about(found),
    }  # fmt: skip
    return render(request, "press/desk_text.html", context)


@require_safe
@desk_only
def text_file(request, key):
    """As it will be handed out; before its minute the desk alone reads it."""
    found = seen_text(request, key)
    if not found.file:
        raise Http404
    return hand_out(found.file, content_type=found.content_type, name=found.name, as_attachment=True)


@require_POST
@desk_only
def text_verb(request, key, verb):
    found = seen_text(request, key)
    form, was_done = carried_out(request, TEXT_VERBS, verb, found)
    return redirect("press:desk_text", request.ceremony.slug, key) if was_done else _show_text(request, found, form)
