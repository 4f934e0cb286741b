"""A call for side events, and proposals on their way: what the tests of proposals share."""

from datetime import timedelta

import pytest

from accounts.models import User
from accreditation.models import Nominator, NominatorContact
from directory.models import Entity, EntityKind
from directory.texts import LocalText
from events.models import CallForSideEvents, Criterion, SideEvent, Slot, Theme

NOTE = "Investigators ask for electronic evidence abroad.\n\nThe event shows how three authorities answer."


@pytest.fixture
def call(ceremony, now):
    return CallForSideEvents.objects.create(
        ceremony=ceremony,
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=3),
        guidance=LocalText(en="Sixty minutes, no more."),
        max_sponsors=6,
    )


@pytest.fixture
def theme(ceremony):
    return Theme.objects.create(ceremony=ceremony, name=LocalText(en="Electronic evidence"))


@pytest.fixture
def criteria(ceremony):
    return [
        Criterion.objects.create(ceremony=ceremony, name=LocalText(en="Substance"), weight=2, position=1),
        Criterion.objects.create(ceremony=ceremony, name=LocalText(en="Diversity of speakers"), position=2),
    ]


@pytest.fixture
def two_slots(ceremony):
    first = ceremony.start_of(ceremony.starts_on, 14)
    return [
        Slot.objects.create(ceremony=ceremony, starts_at=start, ends_at=start + timedelta(minutes=75))
        for start in (first, first + timedelta(minutes=75))
    ]


@pytest.fixture
def organisation(ceremony):
    """Makes an organisation that somebody answers for at the ceremony: organisation("Example Union") -> (entity, user)."""

    def make(name, *, answers=True, **fields):
        number = Entity.objects.count()
        entity = Entity.objects.create(
            **{"code": f"EX{number:03}", "kind": EntityKind.NGO, "short_en": name, "sort_en": name.lower(), **fields}
        )
        if not answers:
            return entity, None
        user = User.objects.create_user(f"office{number}@plenipo.example", name=f"Office of {name}")
        nominator = Nominator.objects.create(ceremony=ceremony, kind="delegation", entity=entity)
        NominatorContact.objects.create(nominator=nominator, user=user)
        return entity, user

    return make


@pytest.fixture
def draft(ceremony, call, theme, two_slots, kenya, kenyan_delegation, kenyan_focal_point, now):
    """Makes a complete draft of Kenya, or of another lead: draft(lead=..., by=..., sponsors=[brazil])."""

    def make(title="Evidence across borders", *, lead=kenya, by=kenyan_focal_point, sponsors=(), **fields):
        event = SideEvent.objects.propose(
            ceremony, lead, by=by, at=now,
            **{
                "title": title, "format": "panel", "theme": theme, "concept_note": NOTE, "audience": 60,
                "layout": "theatre", **fields,
            },
        )  # fmt: skip
        event.wish_for(two_slots[:1], seen=event.revision, by=by, at=now)
        if sponsors:
            event.sponsors.name_all(event, sponsors, seen=event.revision, by=by, at=now)
        return event

    return make


@pytest.fixture
def submitted(draft, kenyan_focal_point, now):
    def make(title="Evidence across borders", *, by=kenyan_focal_point, **fields):
        event = draft(title, by=by, **fields)
        event.submit(by=by, at=now)
        return event

    return make


@pytest.fixture
def decided(submitted, coordinator, now):
    """Makes a proposal on which a decision was released: decided("accepted", title)."""

    def make(decision, *args, reason="All slots are taken.", **fields):
        event = submitted(*args, **fields)
        event.prepare(decision, by=coordinator, at=now, reason=reason)
        event.release_decision(by=coordinator, at=now)
        return event

    return make
