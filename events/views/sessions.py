"""The sessions as their coordinators write them: texts, times, run of show, chairs, and what is cancelled."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ceremony.access import officers_only
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from directory.models import Entity
from events import clashes
from events.forms.plain import written
from events.forms.session import CancelForm, Chairs, RestoreForm, RunOfShow, SessionFilter, SessionForm, SpeakerLines
from events.models import Session
from events.permissions import COORDINATORS
from events.views import speakers as speakers_desk

PAGE = 50


def seen_session(request, key):
    sessions = Session.objects.filter(ceremony=request.ceremony).select_related(
        "room", "slot", "theme", "side_event__lead"
    )
    session = get_object_or_404(sessions, key=key)
    session.ceremony = request.ceremony
    return session


@require_safe
@officers_only(*COORDINATORS)
def sessions(request):
    filters = SessionFilter(request.GET)
    found = (
        filters.narrow(Session.objects.filter(ceremony=request.ceremony))
        .select_related("room", "side_event__lead")
        .defer("description", "side_event__concept_note")
        .annotate(items=Count("run_of_show", distinct=True))
        .order_by("starts_at", "room__position", "pk")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "events/session_list.html", {"page_obj": page, "filters": filters})


@officers_only(*COORDINATORS)
def session_new(request):
    form = SessionForm(posted(request), ceremony=request.ceremony)
    if request.method == "POST" and form.is_valid():
        made = []

        def verb():
            made.append(
                Session.objects.schedule(request.ceremony, by=request.user, at=timezone.now(), **form.columns())
            )

        if do(request, verb, done=_("The session is on the programme; the public sees it with the next release.")):
            return redirect("events:desk_session", request.ceremony.slug, made[0].key)
    return render(request, "events/session_form.html", {"form": form, "title": ""})


@officers_only(*COORDINATORS)
def session_edit(request, key):
    session = seen_session(request, key)
    title = str(session.title)
    form = SessionForm(posted(request), instance=session, ceremony=request.ceremony)
    if request.method == "POST" and form.is_valid() and _written(request, form, session):
        return redirect("events:desk_session", request.ceremony.slug, key)
    return render(request, "events/session_form.html", {"form": form, "title": title, "key": key})


def _written(request, form, session):
    """Save what the form says; what was refused stands above it, and what was typed is kept."""
    try:
        session.change(by=request.user, at=timezone.now(), seen=form.cleaned_data["seen"], **form.columns())
    except Refused as refused:
        for sentence in refused.messages:
            form.add_error(None, sentence)
        if isinstance(refused, AlreadyDecided):
            form.add_error(
                None, _("Your texts are kept below. Open the session in another window, compare, and save again there.")
            )
        return False
    return do(request, lambda: None, done=_("“%(title)s” is saved.") % {"title": session})


@require_safe
@officers_only(*COORDINATORS)
def session_detail(request, key):
    session = seen_session(request, key)
    run = list(session.run_of_show.all())
    minutes = sum(item.minutes for item in run)
    length = _length(session)
    context = {
        "session": session,
        "run": _with_times(run, session),
        "minutes": minutes,
        "too_long": length is not None and minutes > length and minutes - length,
        "length": length,
        "chairs": session.chairs.select_related("entity", "accreditation"),
        "speakers": speakers_desk.lines_of((session.side_event or session).speakers.all(), request.ceremony),
        "may_settle": not session.side_event_id and not session.is_cancelled,
        "warnings": _warnings(session),
        "cancel_form": RestoreForm() if session.is_cancelled else CancelForm(initial={"seen": session.revision}),
        "history": LedgerRow.objects.about(session),
    }
    return render(request, "events/session_detail.html", context)


def _length(session):
    """In minutes; None while it has no time."""
    return round(session.duration.total_seconds() / 60) if session.starts_at else None


def _with_times(run, session):
    """Each item with the time at which it begins, where the session has one."""
    at = session.starts_at
    for item in run:
        item.starts_at = at
        at = at and at + timezone.timedelta(minutes=item.minutes)
    return run


def _warnings(session):
    if not session.is_placed:
        return []
    there = list(
        Session.objects.placed()
        .filter(ceremony=session.ceremony)
        .select_related("side_event__lead")
        .defer("description", "side_event__concept_note")
    )
    return list(clashes.warnings_of(session, there, clashes.People.of(session.ceremony)))


@officers_only(*COORDINATORS)
def run_of_show(request, key):
    session = seen_session(request, key)
    given = [{"title": item.title, "minutes": item.minutes} for item in session.run_of_show.all()]
    rows = RunOfShow(posted(request), initial=given, prefix="run")
    if request.method == "POST" and rows.is_valid():

        def verb():
            session.write_run_of_show(rows.given(), by=request.user, at=timezone.now(), seen=_seen(request))

        if do(request, verb, done=_("The run of show is saved.")):
            return redirect("events:desk_session", request.ceremony.slug, key)
    context = {
        "session": session,
        "rows": rows,
        "seen": _seen(request) or session.revision,
        "minutes": sum(item["minutes"] for item in given),
        "length": _length(session),
    }
    return render(request, "events/run_of_show.html", context)


@officers_only(*COORDINATORS)
def chairs(request, key):
    session = seen_session(request, key)
    given = [
        {"name": one.name, "entity": one.entity.code if one.entity_id else "", "is_co": one.is_co}
        for one in session.chairs.select_related("entity")
    ]
    rows = Chairs(posted(request), initial=given, prefix="chairs")
    if request.method == "POST" and rows.is_valid():

        def verb():
            chosen = rows.given(request.ceremony)
            session.name_chairs(chosen, by=request.user, at=timezone.now(), seen=_seen(request))

        if do(request, verb, done=_("The chairs are saved.")):
            return redirect("events:desk_session", request.ceremony.slug, key)
    context = {
        "session": session,
        "rows": rows,
        "seen": _seen(request) or session.revision,
        "entities": Entity.objects.in_name_order(),
    }
    return render(request, "events/session_chairs.html", context)


def plain_session(request, key):
    """One whose speakers officers name; those of a side event are named in its proposal."""
    session = seen_session(request, key)
    if session.side_event_id:
        raise Http404
    return session


@officers_only(*COORDINATORS)
def speakers(request, key):
    session = plain_session(request, key)
    rows = SpeakerLines(posted(request), initial=SpeakerLines.given_by(session), prefix="speakers")
    if request.method == "POST" and rows.is_valid():

        def verb():
            session.name_speakers(rows.said(), by=request.user, at=timezone.now(), seen=_seen(request))

        if do(request, verb, done=_("The speakers are saved.")):
            return redirect("events:desk_session", request.ceremony.slug, key)
    context = {"session": session, "rows": rows, "seen": _seen(request) or session.revision}
    return render(request, "events/session_speakers.html", context)


@require_POST
@officers_only(*COORDINATORS)
def speaker(request, key, verb):
    """Say which of the people put forward one of them is, or why he need not be accredited."""
    session = plain_session(request, key)
    if verb not in speakers_desk.VERBS:
        raise Http404
    speakers_desk.VERBS[verb](request, session.speakers.all())
    return redirect("events:desk_session", request.ceremony.slug, key)


def _seen(request):
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


@officers_only(*COORDINATORS)
@require_POST
def cancel(request, key):
    """Cancel a session, or take up again one that was cancelled; either says why."""
    session, by, at = seen_session(request, key), request.user, timezone.now()

    def undo():
        session.restore(by=by, at=at, reason=written(request, "reason"))

    def call_off():
        note = written(request, "note", most=session._meta.get_field("cancelled_note").max_length)
        session.cancel(by=by, at=at, reason=written(request, "reason"), note=note, seen=_seen(request))

    if "restore" in request.POST:
        done = _("“%(title)s” is taken up again, and waits to be placed.") % {"title": session}
        do(request, undo, done=done)
    else:
        done = _("“%(title)s” is cancelled. Release the programme: those affected are told once.") % {"title": session}
        do(request, call_off, done=done)
    return redirect("events:desk_session", request.ceremony.slug, key)
