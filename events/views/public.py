"""What everybody may read of the programme: the newest released version, earlier ones, and what is on now."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe

from ceremony.kept_pages import by_the_minute
from events.changes import Change, tally
from events.feeds import subscription
from events.listing import ARRANGEMENTS, Listing, day_name
from events.models import ProgrammeVersion
from events.published import published
from events.views.kept import released


@released(asks={"by": dict(ARRANGEMENTS).__contains__})
def programme(request, programme, at):
    """All sessions, arranged as one asks (`?by=`) or found by words (`?q=`)."""
    return loader.render_to_string("events/programme.html", listed(request, programme), request)


def listed(request, programme, version=None):
    """What a page with all sessions of a programme shows."""
    by = request.GET.get("by")
    by = by if by in ARRANGEMENTS else "day"
    words = request.GET.get("q", "").strip()[:200]
    items = programme.find(words) if words else programme.items
    groups = programme.grouped(by, items)
    listing = Listing(request.ceremony, programme, version=version, by=by)
    return {
        "programme": programme,
        "version": version,
        "by": by,
        "subscription": subscription("events:ics", request.ceremony.slug),
        "own_subscription": subscription("events:own_ics", request.ceremony.slug),
        "arrangements": listing.arrangements(words),
        "words": words,
        "found": len(items),
        "groups": groups,
        "jumps": listing.jumps(groups),
        "listing": listing.written(groups),
    }


@released()
def session(request, programme, at, key):
    """One session and all that is said of it. One that was cancelled says so at the address that was given out."""
    return loader.render_to_string("events/session.html", _session(request, programme, key), request)


def _session(request, programme, key, version=None):
    item = programme.by_key.get(str(key))
    if item is None:
        raise Http404
    return {"programme": programme, "version": version, "item": item, "day": day_name(item.day)}


@released(asks={"room": str.isdecimal}, moment=by_the_minute)
def now(request, programme, at):
    """The foyer's screen: what is on in each room, and what follows; `?room=` for the one beside a door."""
    room = _room(request.GET.get("room", ""), programme)
    rooms = programme.now_and_next(at, room)
    coming = [] if rooms else programme.next_day(at, room)
    today = request.ceremony.local(at).date()
    context = {
        "programme": programme,
        "room": programme.rooms.get(room),
        "rooms": rooms,
        "coming": coming,
        "today": day_name(today),
        "coming_day": day_name(coming[0].day) if coming else "",
        # Above nought before the first day alone, whichever room is asked for.
        "opens_in": max((programme.on[0].day - today).days, 0) if coming else 0,
        "is_over": bool(programme.on) and not rooms and not coming,
    }
    return loader.render_to_string("events/now.html", context, request)


def _room(asked, programme):
    if asked and asked not in map(str, programme.rooms):
        raise Http404
    return int(asked) if asked else None


@released()
def versions(request, programme, at):
    """Every version that was released, the newest first, and what each changed."""
    rows = ProgrammeVersion.objects.filter(ceremony=request.ceremony).defer("content").order_by("-number")
    context = {
        "programme": programme,
        "versions": [(row, [] if row.number == 1 else changes_of(row, request.ceremony), tally(row.changes)) for row in rows],
    }  # fmt: skip
    return loader.render_to_string("events/version_list.html", context, request)


def changes_of(version, ceremony):
    return [Change(row, ceremony) for row in version.changes]


@login_not_required
@require_safe
def version(request, number):
    """An earlier version as it was read then."""
    earlier = _version(request, number)
    context = {**listed(request, earlier, version=number), "is_newest": _is_newest(request, number)}
    return render(request, "events/programme.html", context)


@login_not_required
@require_safe
def version_session(request, number, key):
    earlier = _version(request, number)
    context = {**_session(request, earlier, key, version=number), "is_newest": _is_newest(request, number)}
    return render(request, "events/session.html", context)


def _version(request, number):
    found = published(request.ceremony, number)
    if found is None:
        raise Http404
    return found


def _is_newest(request, number):
    return published(request.ceremony).number == number
