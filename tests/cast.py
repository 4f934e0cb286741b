"""The people of the tests. Kenya's focal point must never see a trace of Brazil's delegation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accreditation.models import Accreditation, Nominator, NominatorContact
from ceremony.models import Ceremony, Deadline, DeadlineKind, Officer, Role, Room
from delegations.models import Delegate, Delegation
from directory.models import Entity, EntityKind, UNGroup
from directory.texts import LocalText


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def kenya(db):
    return Entity.objects.create(
        code="KEN", iso2="KE", kind=EntityKind.MEMBER_STATE, un_group=UNGroup.AFRICAN, may_sign=True,
        short_en="Kenya", formal_en="the Republic of Kenya", short_vi="Kenya", formal_vi="Cộng hòa Kenya", sort_en="kenya",
    )  # fmt: skip


@pytest.fixture
def brazil(db):
    return Entity.objects.create(
        code="BRA", iso2="BR", kind=EntityKind.MEMBER_STATE, un_group=UNGroup.GRULAC, may_sign=True,
        short_en="Brazil", formal_en="the Federative Republic of Brazil", short_vi="Brazil", sort_en="brazil",
    )  # fmt: skip


@pytest.fixture
def ceremony(db):
    opening = timezone.localdate() + timedelta(days=20)
    ceremony = Ceremony.objects.create(
        slug="demo",
        title=LocalText(en="Signing Conference", vi="Hội nghị ký kết"),
        city=LocalText(en="Ha Noi", vi="Hà Nội"),
        venue=LocalText(en="National Convention Center", vi="Trung tâm Hội nghị Quốc gia"),
        time_zone="Asia/Ho_Chi_Minh",
        starts_on=opening,
        ends_on=opening + timedelta(days=1),
        is_public=True,
        contact_email="secretariat@plenipo.example",
    )
    Room.objects.create(ceremony=ceremony, name=LocalText(en="Plenary Hall"), capacity=1200)
    for kind, days in [(DeadlineKind.NOTE_VERBALE, 8), (DeadlineKind.REGISTRATION, 10), (DeadlineKind.ARRIVALS, 15)]:
        Deadline.objects.create(ceremony=ceremony, kind=kind, at=timezone.now() + timedelta(days=days))
    return ceremony


def times_of_a_session_that_is_on(ceremony, now):
    """An hour of today that holds this minute: no session goes on past midnight, and the tests run at night too."""
    today = ceremony.local(now).date()
    midnight, next_midnight = (ceremony.start_of(today + timedelta(days=day)) for day in (0, 1))
    starts = min(max(now - timedelta(minutes=10), midnight), next_midnight - timedelta(hours=1))
    ends = starts + timedelta(hours=1)
    return {"starts_at": starts, "ends_at": ends, "clears_at": ends}


def _officer(ceremony, role, name):
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@plenipo.example", name=name)
    officer = Officer.objects.appoint(ceremony=ceremony, user=user, role=role, by=None, at=timezone.now())
    assert officer.status == "active"
    return user


@pytest.fixture
def organiser(ceremony):
    return _officer(ceremony, Role.ORGANISER, "Olga Organiser")


@pytest.fixture
def second_organiser(ceremony):
    return _officer(ceremony, Role.ORGANISER, "Sven Second")


@pytest.fixture
def accreditation_officer(ceremony):
    return _officer(ceremony, Role.ACCREDITATION, "Adil Accreditor")


@pytest.fixture
def vetting_officer(ceremony):
    return _officer(ceremony, Role.VETTING, "Vera Vetting")


@pytest.fixture
def reader(ceremony):
    return _officer(ceremony, Role.READER, "Rafa Reader")


def _delegation(ceremony, entity, user, organiser=None):
    nominator = Nominator.objects.create(ceremony=ceremony, kind="delegation", entity=entity)
    NominatorContact.objects.create(nominator=nominator, user=user)
    return Delegation.objects.create(nominator=nominator, invited_by=organiser, invited_at=timezone.now())


@pytest.fixture
def kenyan_focal_point(db):
    return User.objects.create_user("focal.kenya@plenipo.example", name="Kito Example")


@pytest.fixture
def brazilian_focal_point(db):
    return User.objects.create_user("focal.brazil@plenipo.example", name="Bia Example")


@pytest.fixture
def kenyan_delegation(ceremony, kenya, kenyan_focal_point):
    return _delegation(ceremony, kenya, kenyan_focal_point)


@pytest.fixture
def brazilian_delegation(ceremony, brazil, brazilian_focal_point):
    return _delegation(ceremony, brazil, brazilian_focal_point)


@pytest.fixture
def person(db):
    """Makes a delegate, in draft: person(delegation, "Amina", "Example")."""

    def make(delegation, given_names="Amina", family_name="Example", **fields):
        delegate_fields = {key: fields.pop(key) for key in ("role", "rank", "arrives_at", "needs") if key in fields}
        accreditation = Accreditation.objects.create(
            ceremony=delegation.ceremony,
            nominator=delegation.nominator,
            given_names=given_names,
            family_name=family_name,
            **{"badge_name": f"{given_names} {family_name}", "passport_number": "", **fields},
        )
        return Delegate.objects.create(delegation=delegation, accreditation=accreditation, **delegate_fields)

    return make
