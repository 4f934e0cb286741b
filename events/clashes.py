"""What stands against a session where it is: what is impossible, which PostgreSQL refuses too, and what only warns."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.composed import Composed
from accreditation.models.accreditation import OVER
from ceremony.instants import written
from ceremony.models import RoomBlock
from delegations.models import Delegation
from directory.models import names_alone
from directory.sorting import search_key
from events.models import Session, SessionChair, SessionKind, SideEventStatus, Speaker, Sponsor, SponsorStatus

INSTANT = timedelta(microseconds=1)
# Where everybody is at once; and what goes on all day, to which one comes and goes.
FOR_EVERYBODY = {SessionKind.WELCOME, SessionKind.OPENING, SessionKind.SIGNING, SessionKind.PLENARY}
BY_THE_WAY = {SessionKind.EXHIBITION, SessionKind.RECEPTION}


class Kind(models.TextChoices):
    ROOM = "room", _("Room taken")
    PARALLEL = "parallel", _("Beside a session that stands alone")
    BLOCKED = "blocked", _("Room blocked")
    CLOSED = "closed", _("Room closed")
    MIDNIGHT = "midnight", _("Across midnight")
    TIMES = "times", _("Ends before it starts")
    FOREIGN = "foreign", _("Room of another ceremony")
    SPEAKER = "speaker", _("A person in two places")
    HEAD = "head", _("A sponsor's head of delegation is elsewhere")
    LEAD = "lead", _("More than one event of a lead")
    AUDIENCE = "audience", _("Room too small")
    INTERPRETERS = "interpreters", _("Interpretation booths short")
    STREAM = "stream", _("Room cannot be streamed")
    OVER = "over", _("Proposal no longer accepted")
    BESIDE = "beside", _("Beside what everybody attends")


IMPOSSIBLE = [Kind.ROOM, Kind.PARALLEL, Kind.BLOCKED, Kind.CLOSED, Kind.MIDNIGHT, Kind.TIMES, Kind.FOREIGN]
WARNINGS = [kind for kind in Kind if kind not in IMPOSSIBLE]

# The names of PostgreSQL's refusals: what is said when somebody else was there a moment before.
REFUSALS = {
    "one_session_at_a_time_in_a_room": _("This room is taken at that time."),
    "nothing_beside_what_stands_alone": _("No side event runs beside a session with nothing in parallel."),
    "a_session_stays_out_of_blocked_times": _("The room is blocked at that time."),
    "a_room_in_use_is_open": _("The room is closed at that time."),
    "a_session_lies_in_one_day": _("A session ends on the day on which it starts: enter two."),
    "a_session_ends_after_it_starts": _("The session ends before it starts."),
    "a_session_uses_a_room_of_its_ceremony": _("This room belongs to another ceremony."),
    "a_session_has_a_theme_of_its_ceremony": _("This theme belongs to another ceremony."),
    "accepted_side_events_are_placed": _("Only accepted side events are placed."),
    "a_room_is_cleared_before_the_next": _(
        "Two sessions of this room would be closer to each other than its turnover."
    ),
    "slots_follow_one_another": _("Another slot runs at that time."),
    "events_session_side_event_id_key": _("This side event has a session already: look at the board again."),
}


@dataclass(frozen=True)
class Clash:
    kind: Kind
    sentence: str
    session: Session
    others: tuple[Session, ...] = ()
    who: str = ""  # which person it is about, however the name is written


def sentence_of(error) -> str:
    """What to say of a refusal of PostgreSQL's; empty for one that is none of the programme's."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return str(REFUSALS.get(name, ""))


# Impossible


def bars_of(sessions) -> list[Clash]:
    """What makes it impossible that these sessions, all of one ceremony, are where they are now in memory."""
    placed = [one for one in sessions if one.is_placed]
    if not placed:
        return []
    for one in placed:
        one.clears_at = one.clears()
    ceremony = placed[0].ceremony
    first, last = min(one.starts_at for one in placed), max(one.clears_at for one in placed)
    there = (
        Session.objects.placed()
        .filter(ceremony=ceremony, starts_at__lt=last, clears_at__gt=first)
        .exclude(pk__in=[one.pk for one in sessions if one.pk])
        .select_related("room")
    )
    blocks = RoomBlock.objects.filter(
        room__in={one.room_id for one in placed if one.room_id}, starts_at__lt=last, ends_at__gt=first
    )
    return list(bars_among(placed, [*there, *placed], blocks, ceremony))


def bars_among(sessions, there, blocks, ceremony):
    """The same, of what is in memory already: `there` is all that takes place, `sessions` among it."""
    for session in sessions:
        yield from _bars(session, there, blocks, ceremony)


def _bars(session, there, blocks, ceremony):
    if session.ends_at <= session.starts_at:
        yield Clash(Kind.TIMES, _now("The session ends before it starts."), session)
        return
    yield from _day(session, ceremony)
    room, clears_at = session.room, session.clears()
    if room is not None:
        yield from _room(session, room, clears_at, blocks, ceremony)
    for other in there:
        if _is_same(session, other):
            continue
        if room is not None and other.room_id == room.pk and _overlap(session.starts_at, clears_at, other.starts_at, other.clears_at or other.clears()):  # fmt: skip
            yield Clash(Kind.ROOM, _taken(session, other, ceremony), session, (other,))
        if _overlap(session.starts_at, session.ends_at, other.starts_at, other.ends_at):
            alone = (
                other if _may_not_be_beside(session, other) else session if _may_not_be_beside(other, session) else None
            )
            if alone is not None:
                beside = session if alone is other else other
                sentence = _now(
                    "“%(event)s” would run beside “%(alone)s” (%(time)s), and nothing runs in parallel to that."
                )
                words = {"event": beside, "alone": alone, "time": hours(alone, ceremony)}
                yield Clash(Kind.PARALLEL, sentence % words, session, (other,))


def _day(session, ceremony):
    first, last = ceremony.local(session.starts_at), ceremony.local(session.ends_at - INSTANT)
    if first.date() != last.date():
        words = {"first": _date(session.starts_at, ceremony), "last": _date(session.ends_at, ceremony)}
        yield Clash(
            Kind.MIDNIGHT,
            _now(
                "It starts on %(first)s and ends on %(last)s: a session ends on the day on which it starts. Enter two."
            )
            % words,
            session,
        )


def _room(session, room, clears_at, blocks, ceremony):
    if room.ceremony_id != ceremony.pk:
        yield Clash(Kind.FOREIGN, _now("This room belongs to another ceremony."), session)
        return
    if room.opens is not None and not is_open(room, session.starts_at, session.ends_at, ceremony):
        words = {"room": room, "opens": f"{room.opens:%H:%M}", "closes": f"{room.closes:%H:%M}"}
        sentence = _now("%(room)s is open from %(opens)s to %(closes)s.") % words
        yield Clash(Kind.CLOSED, sentence, session)
    for block in blocks:
        if block.room_id == room.pk and _overlap(session.starts_at, clears_at, block.starts_at, block.ends_at):
            words = {"room": room, "time": hours(block, ceremony), "reason": block.reason}
            yield Clash(Kind.BLOCKED, _now("%(room)s is blocked, %(time)s: %(reason)s.") % words, session)


def is_open(room, starts_at, ends_at, ceremony):
    """By the clocks of the place."""
    if room.opens is None:
        return True
    first, last = ceremony.local(starts_at).replace(tzinfo=None), ceremony.local(ends_at).replace(tzinfo=None)
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + _since_midnight(room.opens) <= first and last <= day + _since_midnight(room.closes)


def _since_midnight(hour):
    return timedelta(hours=hour.hour, minutes=hour.minute, seconds=hour.second)


def _is_same(session, other):
    return other is session or (other.pk is not None and other.pk == session.pk)


def _overlap(first, last, other_first, other_last):
    return first < other_last and other_first < last


def _may_not_be_beside(event, alone):
    return alone.no_parallel and event.kind == SessionKind.SIDE_EVENT and not event.no_parallel


def _taken(session, other, ceremony):
    words = {
        "room": session.room, "event": other, "time": hours(other, ceremony),
        "clears": written(other.clears_at or other.clears(), "H:i", ceremony.zone),
    }  # fmt: skip
    if _overlap(session.starts_at, session.ends_at, other.starts_at, other.ends_at):
        return _now("%(room)s is taken by “%(event)s”, %(time)s, and free again at %(clears)s.") % words
    return _now("%(room)s needs %(minutes)d minutes to change over: “%(event)s” is there %(time)s.") % {
        **words, "minutes": session.room.turnover,
    }  # fmt: skip


def hours(thing, ceremony):
    """14:00–15:00, by the clocks of the place."""
    return f"{written(thing.starts_at, 'H:i', ceremony.zone)}–{written(thing.ends_at, 'H:i', ceremony.zone)}"


def _date(at, ceremony):
    return written(at, "DATE_FORMAT", ceremony.zone)


# Warnings


@dataclass
class People:
    """Who is where: speakers and chairs of each session, its sponsors, and the heads of their delegations."""

    # What a person is known by (an accreditation, an address, a name) -> the name to be shown
    at_session: dict = field(default_factory=lambda: defaultdict(dict))
    at_side_event: dict = field(default_factory=lambda: defaultdict(dict))
    sponsors: dict = field(default_factory=lambda: defaultdict(list))  # side event -> [(entity, is_lead)]
    names: dict = field(default_factory=dict)  # entity -> its Entity
    heads: dict = field(default_factory=dict)  # entity -> (known by, name)
    leading: dict = field(default_factory=lambda: defaultdict(set))  # entity -> side events
    known: dict = field(default_factory=dict, repr=False)  # what `of_session` found already

    @classmethod
    def of(cls, ceremony):
        people = cls()
        for session, side_event, name, accreditation, email in _there(ceremony.pk):
            there = people.at_session[session] if session else people.at_side_event[side_event]
            there.update(dict.fromkeys(known_by(name, accreditation, email), name))
        # A co-sponsor that has not confirmed brings nobody.
        for sponsor in _confirmed(ceremony.pk):
            people.sponsors[sponsor.side_event_id].append((sponsor.entity_id, sponsor.is_lead))
            if sponsor.is_lead:
                people.leading[sponsor.entity_id].add(sponsor.side_event_id)
            people.names[sponsor.entity_id] = sponsor.entity
            if head := sponsor.head:
                name = f"{head['given']} {head['family']}".strip()
                keys = known_by(name, head["accreditation"]) | known_by(head["badge"])
                people.heads[sponsor.entity_id] = (keys, head["badge"] or name)
        return people

    def of_session(self, session):
        """What its speakers and chairs are known by -> the name to be shown."""
        place = session.pk, session.side_event_id
        if place not in self.known:
            self.known[place] = self.at_session.get(session.pk, {}) | self.at_side_event.get(session.side_event_id, {})
        return self.known[place]

    def sponsors_of(self, session):
        return self.sponsors.get(session.side_event_id, []) if session.side_event_id else []


def _head_of(ceremony):
    """The head of the delegation that the sponsor sends to the ceremony."""
    heads = Delegation.objects.filter(
        nominator__ceremony=ceremony, nominator__entity=OuterRef("entity"), head__isnull=False
    ).exclude(head__accreditation__status__in=OVER).order_by().values(
        found=JSONObject(
            accreditation="head__accreditation", badge="head__accreditation__badge_name",
            given="head__accreditation__given_names", family="head__accreditation__family_name",
        )
    )  # fmt: skip
    return Subquery(heads[:1])


def _chairs_and_speakers(ceremony):
    chairs = SessionChair.objects.filter(session__ceremony=ceremony).order_by().values_list(
        "session", Value(None, output_field=models.BigIntegerField()), "name", "accreditation", Value("")
    )  # fmt: skip
    speakers = Speaker.objects.filter(
        models.Q(session__ceremony=ceremony) | models.Q(side_event__ceremony=ceremony)
    ).order_by().values_list("session", "side_event", "name", "accreditation", "email")  # fmt: skip
    return chairs.union(speakers, all=True)


_there = Composed(_chairs_and_speakers)
_confirmed = Composed(
    lambda ceremony: (
        Sponsor.objects.filter(side_event__ceremony=ceremony, status=SponsorStatus.CONFIRMED)
        .select_related("entity")
        .defer(*names_alone("entity"))
        .annotate(head=_head_of(ceremony))
        .order_by("pk")
    )
)
_as_searched = lru_cache(maxsize=4096)(search_key)


def known_by(name, accreditation=None, email=""):
    keys = {("name", _as_searched(name))}
    if accreditation:
        keys.add(("accreditation", accreditation))
    if email:
        keys.add(("email", email.lower()))
    return keys


def warnings_of(session, there, people):
    """What is possible, and had better be looked at."""
    yield from _of_the_room(session)
    if session.side_event_id and session.side_event.status != SideEventStatus.ACCEPTED:
        words = {"status": session.side_event.get_status_display()}
        sentence = _now("Its proposal is “%(status)s”: take it off the board, or cancel it.") % words
        yield Clash(Kind.OVER, sentence, session)
    mine, sponsors = people.of_session(session), people.sponsors_of(session)
    heads = _heads(sponsors, mine, people)
    for other in there:
        if session.starts_at < other.ends_at and other.starts_at < session.ends_at and not _is_same(session, other):
            if _draw_away(session, other):
                sentence = _now("“%(event)s” takes place at that time (%(time)s).")
                words = {"event": other, "time": hours(other, session.ceremony)}
                yield Clash(Kind.BESIDE, sentence % words, session, (other,))
            theirs = people.of_session(other)
            for name in sorted({mine[key] for key in mine.keys() & theirs.keys()}):
                words = {"name": name, "event": other}
                sentence = _now("%(name)s is also at “%(event)s” at that time.") % words
                yield Clash(Kind.SPEAKER, sentence, session, (other,), search_key(name))
            for entity, keys, name in heads:
                if not keys.isdisjoint(theirs):
                    words = {"name": name, "entity": people.names[entity], "event": other}
                    sentence = (
                        _now("%(name)s, head of the delegation of %(entity)s, is at “%(event)s” at that time.") % words
                    )
                    yield Clash(Kind.HEAD, sentence, session, (other,), search_key(name))
    yield from _leads(session, sponsors, there, people)


def _draw_away(one, other):
    """Whether those who belong in one would be kept from the other: two of a plenary's kind, or anything beside a signing.

    Side events beside what stands alone are impossible already; beside a plenary they are meant to be.
    """
    kinds = {one.kind, other.kind}
    if kinds & BY_THE_WAY:
        return False
    alone = one.no_parallel or other.no_parallel or SessionKind.SIGNING in kinds
    return alone or kinds <= FOR_EVERYBODY


def _heads(sponsors, mine, people):
    """[(entity, what its head of delegation is known by, the name)] of the sponsors whose heads do not speak here."""
    heads = [(entity, *people.heads[entity]) for entity, _is_lead in sponsors if entity in people.heads]
    return [(entity, keys, name) for entity, keys, name in heads if keys.isdisjoint(mine)]


def _leads(session, sponsors, there, people):
    for entity in [entity for entity, is_lead in sponsors if is_lead]:
        if len(people.leading[entity]) < 2:
            continue
        others = [
            other for other in there if other.pk != session.pk and other.is_placed and (entity, True) in people.sponsors_of(other)
        ]  # fmt: skip
        if others:
            words = {"entity": people.names[entity], "events": ", ".join(f"“{other}”" for other in others)}
            yield Clash(Kind.LEAD, _now("%(entity)s also leads %(events)s.") % words, session, tuple(others))


def _of_the_room(session):
    room = session.room
    if room is None:
        return
    if is_too_small(room, session):
        seats = room.seats(session.layout)
        words = {"audience": session.audience, "seats": seats, "room": room}
        yield Clash(Kind.AUDIENCE, _now("%(audience)d are expected, %(room)s seats %(seats)d.") % words, session)
    wanted = len(session.languages)
    if wanted > room.booths:
        sentence = ngettext(
            "It needs %(wanted)d interpretation booth, %(room)s has %(booths)d.",
            "It needs %(wanted)d interpretation booths, %(room)s has %(booths)d.",
            wanted,
        ) % {"wanted": wanted, "room": room, "booths": room.booths}
        yield Clash(Kind.INTERPRETERS, sentence, session)
    if wants_stream(session) and not room.streams:
        yield Clash(Kind.STREAM, _now("It is to be streamed, and %(room)s cannot.") % {"room": room}, session)


def is_too_small(room, session):
    seats = room.seats(session.layout)
    return bool(session.audience and seats and session.audience > seats)


def wants_stream(session):
    return bool(session.stream_url or (session.side_event_id and session.side_event.stream))
