"""The released programme for calendars and for programs. What is here depends on the version and the language alone."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from accounts.addresses import address_of
from events.models import Access, SessionKind
from events.models.side_event import Format

ONE_HOUR = timedelta(hours=1)
SCHEMA = "https://json-schema.org/draft/2020-12/schema"


# Calendars


def calendar(ceremony, items, *, name="", address=None) -> str:
    """These sessions as iCalendar (RFC 5545), in the language that is active.

    Times name the ceremony's zone, whose rules travel along. A session keeps its UID for ever; SEQUENCE grows with
    each release that changes it, and what was cancelled or left the programme says so instead of vanishing.
    """
    feed = Calendar()
    title = f"{ceremony.title}: {name}" if name else str(ceremony.title)
    if ceremony.is_rehearsal:
        title = _("REHEARSAL: %(subject)s") % {"subject": title}
    feed.add("prodid", "-//Plenipo//Programme//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("name", title)
    feed.add("x-wr-calname", title)
    feed.add("x-wr-timezone", ceremony.time_zone)
    # An hour: what the newer programs and the older ones read.
    feed.add("refresh-interval", ONE_HOUR, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT1H")
    if address:
        feed.add("source", settings.SITE_URL + address, parameters={"VALUE": "URI"})
    if items:
        feed.add_component(
            rules_of(ceremony.zone, min(item.starts_at for item in items), max(item.ends_at for item in items))
        )
    for item in items:
        feed.add_component(_event(ceremony, item))
    return feed.to_ical().decode()


def subscription(view, *args) -> str:
    """The address that a calendar program takes over and asks again, in the language that is active."""
    return f"webcal://{settings.SITE_URL.partition('://')[2]}{address_of(view, *args)}?language={get_language()}"


def _event(ceremony, item):
    event = Event()
    changed_at = datetime.fromisoformat(item.changed_at)
    event.add("uid", item.key)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", item.sequence)
    event.add("status", "CONFIRMED" if item.is_on else "CANCELLED")
    event.add("dtstart", in_zone(item.starts_at, ceremony.zone))
    event.add("dtend", in_zone(item.ends_at, ceremony.zone))
    event.add("summary", _summary(ceremony, item), parameters={"LANGUAGE": get_language()})
    places = [place for place in (item.room, ceremony.venue, ceremony.city) if place]
    event.add("location", ", ".join(map(str, places)))
    event.add("categories", [str(word) for word in (item.kind_word, item.theme) if word])
    if description := "\n".join(_about(item)):
        event.add("description", description)
    page = address_of("events:session", ceremony.slug, item.key)
    event.add("url", settings.SITE_URL + page)
    return event


def _summary(ceremony, item):
    title = str(item.title)
    if item.status == "cancelled":
        title = _("Cancelled: %(title)s") % {"title": title}
    elif not item.is_on:
        title = _("Off the programme: %(title)s") % {"title": title}
    return _("REHEARSAL: %(subject)s") % {"subject": title} if ceremony.is_rehearsal else title


def _about(item):
    if item.note:
        yield _("The organisers say: %(note)s") % {"note": item.note}
    if item.sponsors:
        yield _("Sponsors: %(names)s") % {"names": ", ".join(str(sponsor.name) for sponsor in item.sponsors)}
    if item.languages:
        yield _("Interpretation: %(names)s") % {"names": ", ".join(map(str, item.language_words))}
    if item.access != Access.OPEN:
        yield str(Access(item.access).label)
    if item.stream_url:
        yield _("Web TV: %(address)s") % {"address": item.stream_url}
    if text := str(item.description):
        yield ""
        yield text


def in_zone(at, zone):
    """The instant by the clocks of the zone. In the hour that clocks show twice, in UTC: there the name says too little."""
    local = at.astimezone(zone)
    return at.astimezone(UTC) if local.fold else local


def rules_of(zone, first, last) -> Timezone:
    """VTIMEZONE: how the clocks of the zone went in the years of these instants.

    Made here: icalendar's own writes the onset of daylight time by the new clocks instead of the old ones.
    """
    begin = datetime(first.astimezone(zone).year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    end = datetime(last.astimezone(zone).year + 1, 1, 2, tzinfo=UTC)
    rules = Timezone()
    rules.add("tzid", str(zone))
    rules.add_component(_observance(zone, begin, begin))
    for at in _turns(zone, begin, end):
        rules.add_component(_observance(zone, at, at - timedelta(seconds=1)))
    return rules


def _observance(zone, at, before):
    """What the clocks do from this instant on."""
    new, old = at.astimezone(zone), before.astimezone(zone)
    part = TimezoneDaylight() if new.dst() else TimezoneStandard()
    part.add("dtstart", (at + old.utcoffset()).replace(tzinfo=None))
    part.add("tzoffsetfrom", old.utcoffset())
    part.add("tzoffsetto", new.utcoffset())
    part.add("tzname", new.tzname())
    return part


def _turns(zone, begin, end):
    """The instants at which the clocks are changed, to the second."""
    day = begin
    while day < end:
        following = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            before, after = day, following
            while after - before > timedelta(seconds=1):
                middle = (before + (after - before) / 2).replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == day.astimezone(zone).utcoffset():
                    before = middle
                else:
                    after = middle
            yield after
        day = following


# Programs


def data(ceremony, programme) -> dict:
    """The version as `programme.schema.json` describes it: every text in every language that it exists in."""
    return {
        "$schema": settings.SITE_URL + address_of("events:schema", ceremony.slug),
        "ceremony": {
            "slug": ceremony.slug,
            "title": dict(ceremony.title),
            "city": dict(ceremony.city),
            "venue": dict(ceremony.venue),
            "time_zone": ceremony.time_zone,
            "is_rehearsal": ceremony.is_rehearsal,
        },
        "version": programme.number,
        "released_at": programme.released_at.astimezone(UTC).isoformat() if programme.released_at else None,
        "note": programme.note,
        "rooms": programme.content["rooms"],
        "themes": programme.content["themes"],
        "sessions": [_session(ceremony, item) for item in programme.items],
    }


def _session(ceremony, item):
    page = address_of("events:session", ceremony.slug, item.key)
    return {
        **item.content,
        "starts_at": item.from_local.isoformat(),
        "ends_at": item.to_local.isoformat(),
        "url": settings.SITE_URL + page,
    }


def _texts(about):
    languages = [code for code, _name in settings.LANGUAGES]
    return {
        "type": "object",
        "description": f"{about}, by language. “und”: the language is not known.",
        "propertyNames": {"enum": [*languages, "und"]},
        "additionalProperties": {"type": "string"},
    }


def _object(about, **properties):
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _string(about, **more):
    return {"type": "string", "description": about, **more}


def _list(items):
    return {"type": "array", "items": items}


def _or_null(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def schema(ceremony) -> dict:
    """What `programme.json` holds, as a JSON schema, for whoever writes an application or a screen."""
    instant = {"type": "string", "format": "date-time"}
    named = _object("A room or theme", id={"type": "integer"}, name=_texts("Its name"))
    person = {
        "name": _string("As on the programme"),
        "function": _string("Functional title; may be empty"),
        "organisation": _texts("State or organisation; may be empty"),
    }
    session = _object(
        "A session of the programme. One that was published once stays, with the status that it has now.",
        key=_string("Names the session for ever; the UID of its calendar entry", format="uuid"),
        url=_string("Its page", format="uri"),
        status={
            "enum": ["confirmed", "cancelled", "off"],
            "description": "confirmed: takes place. cancelled: does not. off: left the programme, for the time being.",
        },
        note=_string("What the organisers say of its cancellation; may be empty"),
        sequence={"type": "integer", "minimum": 0, "description": "How many releases have changed it since the first"},
        changed_at={**instant, "description": "When it was last changed by a release, in UTC"},
        kind={"enum": SessionKind.values},
        reference=_string("The number of a side event; else empty"),
        title=_texts("Title"),
        description=_texts("Description, plain text; may be empty"),
        format={"enum": ["", *Format.values], "description": "Format of a side event; else empty"},
        starts_at={**instant, "description": "By the clocks of the ceremony, with their offset from UTC"},
        ends_at={**instant, "description": "By the clocks of the ceremony, with their offset from UTC"},
        room=_or_null(named),
        theme=_or_null(named),
        no_parallel={"type": "boolean", "description": "No side event runs beside it"},
        languages={**_list({"type": "string"}), "description": "Languages of interpretation"},
        access={"enum": Access.values},
        stream_url=_string("Where it is streamed; else empty"),
        responsible=_string("Body that answers for it; may be empty"),
        chairs=_list(_object("A chair", **person, is_co={"type": "boolean", "description": "A co-chair"})),
        run=_list(_object("A line of the run of show", title=_texts("What happens"), minutes={"type": "integer"})),
        sponsors=_list(
            _object(
                "A State or organisation that has confirmed; the lead is the first",
                code=_string("Its code in the directory; of a State its ISO 3166-1 alpha-3 code"),
                name=_texts("Its short name"),
                is_lead={"type": "boolean"},
            )
        ),
        speakers=_list(_object("A speaker", **person)),
    )
    schema = _object(
        "The programme of a ceremony as it was released last. Nothing of a draft is in it.",
        ceremony=_object(
            "The conference",
            slug=_string("First part of its addresses"),
            title=_texts("Title"),
            city=_texts("City"),
            venue=_texts("Venue"),
            time_zone=_string("IANA name of the zone of all times"),
            is_rehearsal={"type": "boolean"},
        ),
        version={"type": "integer", "minimum": 0, "description": "0: nothing has been released yet"},
        released_at=_or_null(instant),
        note=_string("What the organisers say of this version; may be empty"),
        rooms={**_list(named), "description": "In their order"},
        themes={**_list(named), "description": "In their order"},
        sessions={**_list(session), "description": "In the order of their beginning"},
    )
    schema["properties"]["$schema"] = {"type": "string", "format": "uri"}
    return {
        "$schema": SCHEMA,
        "$id": settings.SITE_URL + address_of("events:schema", ceremony.slug),
        "title": "Programme",
        **schema,
    }
