"""The order in which the list of speakers is heard: numbers, expected times, counts and totals, meeting by meeting."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ceremony.instants import written
from events.models.statement import Statement, StatementStatus

S = StatementStatus


@dataclass(frozen=True)
class Line:
    """One statement in the order of its meeting."""

    statement: Statement
    number: int  # 1, 2, 3 ...; rights of reply count on
    expected: datetime | None  # when it is likely to begin; None for what was heard or passed over

    @property
    def place(self) -> str:
        """The place as a page says it, whose foot names the zone."""
        return self._said(lambda at: written(at, "SHORT_DATETIME_FORMAT", self.statement.ceremony.zone))

    @property
    def place_in_full(self) -> str:
        """The place as a letter says it, with the zone of its time."""
        return self._said(self.statement.ceremony.show_time)

    def _said(self, show):
        if self.statement.meeting is None:
            return _("not placed yet")
        words = {"number": self.number, "meeting": self.statement.meeting}
        if self.expected is None:
            return _("number %(number)d, %(meeting)s") % words
        return _("number %(number)d, %(meeting)s, about %(when)s") % (words | {"when": show(self.expected)})


@dataclass
class Hearing:
    """One meeting, and what is heard at it. `meeting` is None for statements that no meeting has taken yet."""

    meeting: object
    lines: list = field(default_factory=list)

    def _statements(self, *statuses):
        return [line.statement for line in self.lines if not statuses or line.statement.status in statuses]

    @property
    def count(self):
        return len(self.lines)

    @property
    def planned(self):
        """Minutes by the limits of all."""
        return sum(one.minutes for one in self._statements())

    @property
    def free(self):
        """Minutes that are left of the meeting; below zero when the list is longer than it."""
        return self.meeting.minutes - self.planned if self.meeting else 0

    @property
    def too_long_by(self):
        return -self.free if self.free < 0 else 0

    @property
    def delivered(self):
        return len(self._statements(S.DELIVERED))

    @property
    def to_come(self):
        return self._statements(S.INSCRIBED)

    @property
    def passed(self):
        return self._statements(S.PASSED)

    @property
    def speaking(self):
        return next(iter(self._statements(S.SPEAKING)), None)

    @property
    def next(self):
        return next(iter(self.to_come), None)

    @property
    def spoken(self):
        """How long those who were heard have spoken together."""
        return sum((one.lasted for one in self._statements(S.DELIVERED)), timedelta())

    @property
    def minutes_spoken(self):
        return round(self.spoken / timedelta(minutes=1))

    @property
    def minutes_to_come(self):
        return sum(one.minutes for one in self.to_come)

    @property
    def ends(self):
        """When the last one is likely to have ended; None before the meeting has a time."""
        expected = [line.expected + timedelta(minutes=line.statement.minutes) for line in self.lines if line.expected]
        ended = [one.ended_at for one in self._statements(S.DELIVERED)]
        return max([*expected, *ended], default=None)


def order_of(speakers, at, *, meeting=None) -> list:
    """The hearings of a list, or of one meeting, in the order of time, with what stands on them."""
    statements = (
        Statement.objects.filter(list=speakers)
        .standing()
        .select_related("entity", "level", "place_class", "speaker")
        .defer("speaker__passport_number", "speaker__passport_index", "speaker__date_of_birth")
        .in_order()
    )
    meetings = [meeting] if meeting else speakers.in_order_of_time()
    hearings = {one.pk: Hearing(one) for one in meetings}
    rest = Hearing(None)
    for statement in statements.filter(meeting=meeting) if meeting else statements:
        statement.list = speakers
        hearing = hearings.get(statement.meeting_id, rest)
        statement.meeting = hearing.meeting
        hearing.lines.append(statement)
    found = [*hearings.values(), *([rest] if rest.lines else [])]
    for hearing in found:
        hearing.lines = list(_timed(hearing, at))
        if hearing.meeting:
            hearing.meeting.list = speakers
    return found


def _timed(hearing, at):
    """Those who were heard in the order in which they were; then who speaks, and who is expected when."""
    clock = hearing.meeting.session.starts_at if hearing.meeting else None
    begun = any(one.started_at for one in hearing.lines)
    heard = sorted((one for one in hearing.lines if one.started_at), key=lambda one: one.started_at)
    for number, one in enumerate([*heard, *(one for one in hearing.lines if not one.started_at)], start=1):
        limit = timedelta(minutes=one.minutes)
        expected = None
        if one.ended_at:
            clock = one.ended_at
        elif one.started_at:
            clock = max(one.started_at + limit, at)
        elif one.status == S.INSCRIBED and clock:
            expected = max(clock, at) if begun else clock
            clock = expected + limit
        yield Line(one, number, expected)


def places_to_exchange(speakers, at) -> dict:
    """The lines of those who have a place to exchange, in the order of the list: {key of the statement: line}."""
    lines = [line for hearing in order_of(speakers, at) for line in hearing.lines]
    return {
        line.statement.pk: line for line in lines if line.statement.status == S.INSCRIBED and not line.statement.reply
    }


def place_of(statement, at) -> str:
    """The place in words, as a letter says it: number, meeting, and when it is likely to begin."""
    line = _line_of(statement, at) if statement.meeting else None
    return line.place_in_full if line else _("not placed yet")


def expected_of(statement, at):
    """When it is likely to begin, as its meeting stands at this instant."""
    line = _line_of(statement, at)
    return line.expected if line else None


def _line_of(statement, at):
    hearings = order_of(statement.list, at, meeting=statement.meeting)
    return next((line for line in hearings[0].lines if line.statement.pk == statement.pk), None)
