"""A draft of a programme: an opening, a seminar, and side events of Kenya with Brazil as its co-sponsor."""

from datetime import timedelta

import pytest

from accounts.models import User
from ceremony.models import Officer, Role, Room
from directory.texts import LocalText
from events.models import ProgrammeVersion, Session, SideEvent, Slot, Speaker, Sponsor, Theme


@pytest.fixture
def coordinator(ceremony, now):
    user = User.objects.create_user("cora.coordinator@plenipo.example", name="Cora Coordinator")
    Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.SIDE_EVENTS, by=None, at=now)
    return user


@pytest.fixture
def second_coordinator(ceremony, now):
    user = User.objects.create_user("cleo.coordinator@plenipo.example", name="Cleo Coordinator")
    Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.SIDE_EVENTS, by=None, at=now)
    return user


@pytest.fixture
def hall(ceremony):
    return ceremony.rooms.get(name__en="Plenary Hall")


@pytest.fixture
def rooms(ceremony, hall):
    return [
        Room.objects.create(
            ceremony=ceremony, name=LocalText(en=f"Room {number}", vi=f"Phòng {number}"), capacity=100, position=number
        )
        for number in (1, 2, 3)
    ]


@pytest.fixture
def theme(ceremony):
    return Theme.objects.create(ceremony=ceremony, name=LocalText(en="Electronic evidence", vi="Bằng chứng điện tử"))


@pytest.fixture
def at(ceremony):
    """at(14, 30): that time of the first day, at(9, day=1) of the second."""
    return lambda hour, minute=0, day=0: ceremony.start_of(ceremony.starts_on + timedelta(days=day), hour, minute)


@pytest.fixture
def opening(ceremony, hall, at, coordinator, now):
    return Session.objects.schedule(
        ceremony, kind="opening", title=LocalText(en="High-level opening", vi="Lễ khai mạc"), room=hall,
        starts_at=at(9), ends_at=at(10), no_parallel=True, languages=["fr", "ar"], by=coordinator, at=now,
    )  # fmt: skip


@pytest.fixture
def seminar(ceremony, rooms, theme, at, coordinator, now):
    return Session.objects.schedule(
        ceremony, kind="seminar", title=LocalText(en="Tracing virtual assets", vi="Truy vết tài sản ảo"), room=rooms[0],
        starts_at=at(11), ends_at=at(12, 30), theme=theme, languages=["fr"], by=coordinator, at=now,
    )  # fmt: skip


@pytest.fixture
def accepted(ceremony, theme, kenya, kenyan_focal_point, coordinator, now):
    """Makes an accepted side event of Kenya: accepted("Title", [co-sponsors who confirmed])."""

    def make(title="Évidence across borders", sponsors=(), lead=kenya, focal_point=kenyan_focal_point, **fields):
        event = SideEvent.objects.create(
            **{
                "ceremony": ceremony, "number": SideEvent.objects.count() + 1, "status": "accepted", "lead": lead,
                "focal_point": focal_point, "title": title, "theme": theme, "format": "panel", "layout": "theatre",
                "concept_note": "What it is about.", "audience": 80, "submitted_by": focal_point, "submitted_at": now,
                "decided_by": coordinator, "decided_at": now,
                **fields,
            }
        )  # fmt: skip
        Sponsor.objects.lead(event, by=focal_point, at=now)
        for entity in sponsors:
            Sponsor.objects.create(
                side_event=event, entity=entity, status="confirmed", asked_at=now, answered_by=focal_point,
                answered_at=now,
            )  # fmt: skip
        return event

    return make


@pytest.fixture
def placed(ceremony, rooms, at, coordinator, now):
    """Places a side event: placed(event, hour, room)."""

    def make(event, hour=14, room=None, minute=0, day=0):
        start = at(hour, minute, day)
        return Session.objects.place_first(
            event, room or rooms[1], start, start + timedelta(hours=1), by=coordinator, at=now
        )

    return make


@pytest.fixture
def evidence(accepted, placed, brazil, kenyan_delegation, brazilian_delegation):
    """The session of Kenya's side event, which Brazil co-sponsors."""
    return placed(accepted(sponsors=[brazil]))


@pytest.fixture
def release(ceremony, coordinator, now):
    """Releases what is there: release("A note", minutes=5) later than the one before."""

    def make(note="", *, by=coordinator, minutes=0):
        return ProgrammeVersion.objects.release(ceremony, by=by, at=now + timedelta(minutes=minutes), note=note)

    return make


__all__ = [
    "Slot", "Speaker", "accepted", "at", "coordinator", "evidence", "hall", "opening", "placed", "release", "rooms",
    "second_coordinator", "seminar", "theme",
]  # fmt: skip
