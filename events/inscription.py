"""How a statement comes on the list of speakers, at which meeting and in which class; and a right of reply."""

import uuid

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _now

from accreditation.models import OVER, Nominator
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from delegations.models import Rank
from events.models.statement import MOST_REPLIES, Statement, StatementStatus, lock_list

S = StatementStatus


def inscribe(statements, speakers, entity, *, by, at, delegate, rank, wished_day, on_behalf_of, because):
    """See `StatementQuerySet.inscribe`."""
    from events import letters

    if because.strip():
        require_an_officer(by, speakers.ceremony)
    else:
        speakers.require_open(at)
        if not Nominator.objects.filter(ceremony=speakers.ceremony_id, entity=entity).answered_by(by).exists():
            raise Refused(
                _now("You do not answer for %(entity)s at this ceremony.") % {"entity": entity.name_in_text},
                code="not_yours",
            )
    rank = rank_of(delegate, entity, rank)
    level = speakers.class_of(entity, rank)
    admitted = {"admitted_by": by, "admitted_at": at, "admitted_because": because.strip()} if because else {}
    try:
        with transaction.atomic():
            lock_list(speakers)
            statement = statements.create(
                list=speakers, entity=entity, rank=rank, level=level, place_class=level, place_at=at,
                speaker=delegate and delegate.accreditation, on_behalf_of=on_behalf_of.strip(),
                wished_day=wished_day, requested_by=by, requested_at=at,
                meeting=_meeting_for(speakers, level.group_minutes if on_behalf_of else level.minutes, wished_day),
                **admitted,
            )  # fmt: skip
            LedgerRow.objects.record(statement, before="", after=S.INSCRIBED, by=by, at=at, reason=because)
            letters.statement_inscribed(statement, at=at)
    except IntegrityError as error:
        if refused := _in_words(error, entity, on_behalf_of):
            raise refused from error
        raise
    return statement


def reply(statements, meeting, entity, *, by, at, key):
    """See `StatementQuerySet.reply`."""
    from events import letters

    speakers = meeting.list
    if not entity.is_state:
        raise Refused(_now("A right of reply is a State's."), code="no_state")
    is_own = Nominator.objects.filter(ceremony=speakers.ceremony_id, entity=entity).answered_by(by).exists()
    if not is_own:
        require_an_officer(by, speakers.ceremony)
    meeting.require_begun(at)
    with transaction.atomic():
        lock_list(speakers)
        there = statements.filter(meeting=meeting, entity=entity, reply__gt=0)
        if same := statements.filter(key=key).first():
            if (same.meeting_id, same.entity_id) == (meeting.pk, entity.pk):
                return same
            key = uuid.uuid4()  # of a page that was taken back and filled in for somebody else
        taken = set(there.exclude(status=S.WITHDRAWN).values_list("reply", flat=True))
        # Whoever withdrew the first and keeps the second may ask for the first again.
        number = next((number for number in range(1, MOST_REPLIES + 1) if number not in taken), None)
        if number is None:
            raise Refused(
                _now("%(entity)s has had two rights of reply at this meeting: there is no third.") % {"entity": entity},
                code="no_third",
            )
        statement = statements.create(
            key=key, list=speakers, meeting=meeting, entity=entity, rank=Rank.OTHER, reply=number, place_at=at,
            requested_by=by, requested_at=at,
        )  # fmt: skip
        LedgerRow.objects.record(statement, before="", after=S.INSCRIBED, by=by, at=at)
        letters.statement_reply(statement, at=at)
    return statement


def require_an_officer(by, ceremony):
    from events.permissions import can_coordinate

    if by is None or not can_coordinate(by, ceremony):
        raise Refused(_now("Only an officer of the debate does this."), code="not_an_officer")


def rank_of(delegate, entity, rank):
    """The level at which one speaks. Raises Refused for a person of somebody else, or one who does not come."""
    if delegate is None:
        if rank is None:
            raise Refused(_now("Choose who speaks, or at which level."), code="no_level")
        return Rank(rank)
    if delegate.accreditation.nominator.entity_id != entity.pk or delegate.accreditation.status in OVER:
        raise Refused(
            _now("%(name)s is not on the list of %(entity)s.") % {"name": delegate, "entity": entity.name_in_text},
            code="not_a_delegate",
        )
    return Rank(delegate.rank)


def _meeting_for(speakers, minutes, wished_day):
    """The first meeting of the wished day that has the time, else the first of all; else the one with the most left."""
    meetings = speakers.in_order_of_time()
    if not meetings:
        return None
    taken = minutes_by_meeting(Statement.objects.filter(list=speakers).standing())
    left = {one: one.minutes - taken.get(one.pk, 0) for one in meetings}
    wished = [one for one in meetings if one.day == wished_day]
    for one in [*wished, *meetings]:
        if left[one] >= minutes:
            return one
    return max(wished or meetings, key=left.get)


def minutes_by_meeting(statements) -> dict:
    """{key of the meeting: minutes} that these take by their limits; rights of reply come on top, and are not planned."""
    own = models.Case(
        models.When(given_minutes__isnull=False, then=F("given_minutes")),
        models.When(on_behalf_of="", then=F("level__minutes")),
        default=F("level__group_minutes"),
    )
    rows = statements.filter(reply=0).order_by().values_list("meeting").annotate(minutes=models.Sum(own))
    return dict(rows)


def _in_words(error, entity, group):
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name == "one_statement_an_entity":
        return Refused(_now("%(entity)s is on the list already.") % {"entity": entity}, code="twice")
    if name == "one_statement_a_group":
        return Refused(
            _now("Somebody speaks on behalf of “%(group)s” already.") % {"group": group.strip()}, code="twice"
        )
    return None
