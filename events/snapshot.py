"""What a version of the programme holds: a copy of everything that the public may read, in every language.

    {"rooms": [{"id", "name"}], "themes": [{"id", "name"}], "sessions": [...]}

`programme.schema.json` says what a session holds. Rooms and themes stand in their order, names are texts by language.
A session that was published once stays in all later versions: as "cancelled", or as "off" when it left the programme
otherwise, so that every calendar that took it over learns of it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _now

from ceremony.models import Ceremony
from directory.models import name_language
from directory.texts import LocalText
from events.changes import changes_between, matter
from events.models import ProgrammeVersion, Session, SideEventStatus, SponsorStatus

# Who has neither said no nor left may still say yes.
WAITED_FOR = [SponsorStatus.NAMED, SponsorStatus.ASKED]


@dataclass(frozen=True)
class Off:
    """What will not be published, and why: a whole session, or something of one that is published."""

    session: Session
    why: tuple[str, ...]


@dataclass
class Preview:
    """The version that a release would make now."""

    ceremony: Ceremony
    before: ProgrammeVersion | None
    content: dict
    off: list[Off]  # sessions
    left_off: list[Off]  # of sessions that are published

    @classmethod
    def of(cls, ceremony, at):
        before = ProgrammeVersion.objects.newest(ceremony)
        draft, off, left_off = draft_of(ceremony)
        return cls(ceremony, before, following(before.content if before else None, draft, at), off, left_off)

    @property
    def number(self):
        """Of the version that would be made."""
        return self.before.number + 1 if self.before else 1

    @property
    def keys_on(self):
        """Of the sessions that it says take place."""
        return [session["key"] for session in self.content["sessions"] if session["status"] == "confirmed"]

    @cached_property
    def changes(self):
        return changes_between(self.before.content if self.before else None, self.content)

    @cached_property
    def seen(self) -> str:
        """What an officer has before his eyes: changes whenever anything would be released that he did not see."""
        sessions = [
            {name: value for name, value in one.items() if name != "changed_at"} for one in self.content["sessions"]
        ]
        words = json.dumps([{**self.content, "sessions": sessions}], sort_keys=True)
        return f"{self.number}-{hashlib.sha256(words.encode()).hexdigest()[:20]}"

    def affected(self):
        from events.affected import affected_by

        return affected_by(self.changes, self.ceremony)


def following(before, draft, at) -> dict:
    """The draft as the version after `before`: each session with its number of revisions and the time of the last one."""
    earlier = {session["key"]: session for session in before["sessions"]} if before else {}
    sessions = []
    for session in draft["sessions"]:
        old = earlier.pop(session["key"], None)
        if session["status"] == "cancelled":
            if old is None:
                continue  # nobody ever read of it
            # As it was published: where it was to be, and not where it stands in a draft.
            session = {**old, "status": "cancelled", "note": session["note"]}
        sessions.append(_numbered(session, old, at))
    # What left the draft, in the state in which it was published last.
    gone = [{**old, "status": "off"} if old["status"] == "confirmed" else old for old in earlier.values()]
    sessions += [_numbered(session, earlier[session["key"]], at) for session in gone]
    return {**draft, "sessions": sorted(sessions, key=lambda one: (one["starts_at"], one["key"]))}


def _numbered(session, old, at):
    if old is None:
        return {**session, "sequence": 0, "changed_at": iso(at)}
    if _as_published(session) == _as_published(old):
        return {**session, "sequence": old["sequence"], "changed_at": old["changed_at"]}
    return {**session, "sequence": old["sequence"] + 1, "changed_at": iso(at)}


def _as_published(session):
    return matter(session), session["status"], session["note"]


def draft_of(ceremony):
    """(content, what stays off, what is left off), from the rows as they are now."""
    sessions = (
        Session.objects.filter(ceremony=ceremony)
        .select_related("room", "theme", "side_event__lead", "side_event__theme")
        .prefetch_related(
            "chairs__entity", "chairs__accreditation", "run_of_show", "speakers__accreditation",
            "side_event__sponsors__entity", "side_event__speakers__accreditation",
        )
        .order_by("starts_at", "pk")
    )  # fmt: skip
    contents, off, left_off = [], [], []
    for session in sessions:
        if session.is_cancelled:
            contents.append(_content(session) | {"status": "cancelled", "note": session.cancelled_note})
        elif why := what_keeps_off(session):
            off.append(Off(session, why))
        else:
            contents.append(_content(session))
            if why := what_is_left_off(session):
                left_off.append(Off(session, why))
    draft = {
        "rooms": [_named(room) for room in ceremony.rooms.all()],
        "themes": [_named(theme) for theme in ceremony.themes.all()],
        "sessions": contents,
    }
    return draft, off, left_off


def what_keeps_off(session) -> tuple[str, ...]:
    """Why a session that stands is not published; each reason is a sentence."""
    event, why = session.side_event, []
    if not session.starts_at:
        why.append(_now("It has no time yet."))
    if event is None:
        return tuple(why)
    if event.status != SideEventStatus.ACCEPTED:
        why.append(_now("The proposal is “%(status)s”.") % {"status": event.get_status_display()})
    if not any(one.is_lead and one.status == SponsorStatus.CONFIRMED for one in event.sponsors.all()):
        why.append(_now("The lead, %(entity)s, has not confirmed.") % {"entity": event.lead.name_in_text})
    why += [_not_accredited(speaker) for speaker in event.speakers.all() if not speaker.is_settled]
    return tuple(why)


def what_is_left_off(session) -> tuple[str, ...]:
    """What of a session that is published is not."""
    why = [_not_accredited(speaker) for speaker in session.speakers.all() if not speaker.is_settled]
    if session.side_event:
        why += [
            _now("%(entity)s has not confirmed as a sponsor.") % {"entity": sponsor.entity.short_name}
            for sponsor in session.side_event.sponsors.all()
            if sponsor.status in WAITED_FOR
        ]
    return tuple(why)


def _not_accredited(speaker):
    return _now("%(name)s is not accredited, and no excuse is recorded.") % {"name": speaker.name}


def _content(session) -> dict:
    event = session.side_event
    theme = session.theme or (event and event.theme)
    speakers = [*session.speakers.all(), *(event.speakers.all() if event else [])]
    return {
        "key": str(session.key),
        "status": "confirmed",
        "note": "",
        "kind": session.kind,
        "reference": event.reference if event else "",
        "title": texts(session.title),
        "description": texts(session.description),
        "format": event.format if event else "",
        "starts_at": iso(session.starts_at),
        "ends_at": iso(session.ends_at),
        "room": _named(session.room),
        "theme": _named(theme),
        "no_parallel": session.no_parallel,
        "languages": sorted(session.languages),
        "access": session.access,
        "stream_url": session.stream_url,
        "responsible": session.responsible,
        "chairs": [_chair(chair) for chair in session.chairs.all()],
        "run": [{"title": texts(item.title), "minutes": item.minutes} for item in session.run_of_show.all()],
        "sponsors": _sponsors(event) if event else [],
        "speakers": [_speaker(speaker) for speaker in speakers if speaker.is_settled],
    }


def _sponsors(event):
    """The lead first, then the others in the order in which they were asked. Who has not confirmed is no sponsor yet."""
    confirmed = [one for one in event.sponsors.all() if one.status == SponsorStatus.CONFIRMED]
    return [
        {"code": one.entity.code, "name": names_of(one.entity), "is_lead": one.is_lead}
        for one in sorted(confirmed, key=lambda one: (not one.is_lead, one.pk))
    ]


def _chair(chair):
    return {
        "name": chair.name,
        "function": chair.accreditation.title if chair.accreditation else "",
        "organisation": names_of(chair.entity) if chair.entity else {},
        "is_co": chair.is_co,
    }


def _speaker(speaker):
    return {
        "name": speaker.name,
        "function": speaker.function,
        "organisation": texts(speaker.organisation),
    }


def _named(thing):
    return {"id": thing.pk, "name": texts(thing.name)} if thing else None


def texts(value) -> dict:
    """A text by language. One that says nothing of its language stands under "und"."""
    if isinstance(value, dict):
        return {code: text for code, text in value.items() if text}
    return {"und": value} if value else {}


def names_of(entity) -> dict:
    """The entity's short name in every language of the site that the directory has it in."""
    named = {code: getattr(entity, f"short_{name_language(code)}") for code, _name in settings.LANGUAGES}
    return LocalText({code: name for code, name in named.items() if name})


def iso(at) -> str | None:
    """An instant as the same text wherever it was read: in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat() if isinstance(at, datetime) else None
