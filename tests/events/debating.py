"""A debate of two meetings: Kenya and Brazil may speak, and whoever else a test invites."""

from datetime import timedelta

import pytest

from accounts.models import User
from accreditation.models import Nominator, NominatorContact
from ceremony.procedure import Refused
from delegations.models import Delegation, Rank
from directory.models import Entity, EntityKind, UNGroup
from directory.texts import LocalText
from events.models import Session, Statement, StatementsList
from events.speaking_order import order_of
from tests.cast import times_of_a_session_that_is_on


@pytest.fixture
def meetings(ceremony, hall, at, now):
    """The sessions: 14:00 to 15:00 of the first day, 9:00 to 12:00 of the second."""
    return [
        Session.objects.schedule(
            ceremony,
            by=None,
            at=now,
            kind="plenary",
            title=LocalText(en=title),
            room=hall,
            starts_at=first,
            ends_at=last,
        )
        for title, first, last in [
            ("First meeting", at(14), at(15)),
            ("Second meeting", at(9, day=1), at(12, day=1)),
        ]
    ]


@pytest.fixture
def speakers(ceremony, meetings, now):
    """The list, open since an hour, with five classes: fewer than the usual ones, so that two ranks share one."""
    speakers = StatementsList.objects.set_up(
        ceremony, sessions=meetings, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=5)
    )
    heads, *_deputies, foreign, _others = speakers.classes.filter(position__lte=6)
    speakers.classes.filter(position__lte=6).exclude(pk__in=[heads.pk, foreign.pk]).delete()
    for one, name, lowest, position in [
        (heads, "Heads of State and Government", Rank.DEPUTY_HEAD_OF_GOVERNMENT, 1),
        (foreign, "Ministers", Rank.MINISTER, 2),
    ]:
        one.name, one.lowest, one.position = LocalText(en=name), lowest, position
        one.save()
    for position, one in enumerate(speakers.classes.all(), start=1):
        speakers.classes.filter(pk=one.pk).update(position=position)
    return speakers


@pytest.fixture
def begun(ceremony, meetings, now):
    """The first meeting is on."""

    def begin():
        Session.objects.filter(pk=meetings[0].pk).update(**times_of_a_session_that_is_on(ceremony, now))

    return begin


@pytest.fixture
def in_session(begun):
    """From the beginning of the test."""
    begun()


@pytest.fixture
def invited(ceremony, now):
    """Makes a State with a delegation and its focal point: invited("FJI", "Fiji")."""

    def make(code, name, kind=EntityKind.MEMBER_STATE):
        group = UNGroup.ASIA_PACIFIC if kind == EntityKind.MEMBER_STATE else ""
        entity = Entity.objects.create(code=code, kind=kind, un_group=group, short_en=name, sort_en=name.lower())
        nominator = Nominator.objects.create(ceremony=ceremony, kind="delegation", entity=entity)
        user = User.objects.create_user(f"focal.{code.lower()}@plenipo.example", name=f"{name} Example")
        NominatorContact.objects.create(nominator=nominator, user=user)
        entity.delegation = Delegation.objects.create(nominator=nominator, invited_at=now)
        entity.focal_point = user
        return entity

    return make


@pytest.fixture
def kenya_asks(speakers, kenya, kenyan_delegation, kenyan_focal_point, now):
    return Statement.objects.inscribe(speakers, kenya, rank=Rank.MINISTER, by=kenyan_focal_point, at=now)


@pytest.fixture
def brazil_asks(speakers, kenya_asks, brazil, brazilian_delegation, brazilian_focal_point, now):
    """A minute after Kenya, at the same level."""
    return Statement.objects.inscribe(
        speakers, brazil, rank=Rank.MINISTER, by=brazilian_focal_point, at=now + timedelta(minutes=1)
    )


@pytest.fixture
def ask(speakers, now):
    """Inscribes an entity: ask(fiji, Rank.MINISTER, minutes=5) that much later."""

    def make(entity, rank, *, minutes=0, by=None, **fields):
        return Statement.objects.inscribe(
            speakers, entity, rank=rank, by=by or entity.focal_point, at=now + timedelta(minutes=minutes), **fields
        )

    return make


@pytest.fixture
def order(speakers, now):
    """Names in the order of the meetings: [["Kenya"], ["Brazil"]]."""
    return lambda: [[str(line.statement) for line in hearing.lines] for hearing in order_of(speakers, now)]


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return refused.value.messages


__all__ = ["ask", "begun", "brazil_asks", "in_session", "invited", "kenya_asks", "meetings", "order", "speakers"]
