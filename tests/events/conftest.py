"""The programme of a small ceremony: a hall, two rooms, three slots on each of two days, and who places things there."""

import itertools
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from ceremony.models import Officer, Role, Room
from directory.models import Entity, EntityKind
from directory.texts import LocalText
from events.models import Session, SideEvent, Slot, Sponsor


def coordinating(ceremony, name):
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@plenipo.example", name=name)
    Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.SIDE_EVENTS, by=None, at=timezone.now())
    return user


@pytest.fixture
def coordinator(ceremony):
    return coordinating(ceremony, "Cora Coordinator")


@pytest.fixture
def second_coordinator(ceremony):
    return coordinating(ceremony, "Cai Coordinator")


@pytest.fixture
def hall(ceremony):
    """In the hall of the cast whoever sits stays."""
    hall = ceremony.rooms.get()
    Room.objects.filter(pk=hall.pk).update(turnover=0, booths=7, streams=True)
    hall.refresh_from_db()
    return hall


@pytest.fixture
def rooms(ceremony, hall):
    """Room 1, of 100 seats with two booths and streaming; Room 2, of 40 with neither."""
    return [
        Room.objects.create(
            ceremony=ceremony, name=LocalText(en="Room 1"), capacity=100, position=1, booths=2, streams=True
        ),
        Room.objects.create(ceremony=ceremony, name=LocalText(en="Room 2"), capacity=40, position=2),
    ]


@pytest.fixture
def at(ceremony):
    """An hour of the first day, or of another one: at(14, 15), at(9, day=1)."""
    return lambda hour, minute=0, day=0: ceremony.start_of(ceremony.starts_on + timedelta(days=day), hour, minute)


@pytest.fixture
def slots(ceremony, at):
    """14:00, 15:15 and 16:30 of both days: an hour each, and a quarter of one to change over."""
    return [
        Slot.objects.create(ceremony=ceremony, starts_at=first, ends_at=first + timedelta(minutes=75))
        for day in (0, 1)
        for first in (at(14, day=day), at(15, 15, day=day), at(16, 30, day=day))
    ]


@pytest.fixture
def session(ceremony, now):
    """Puts a session on the programme: session("Plenary", at(9), at(10), room=hall, kind="plenary")."""

    def make(title="Seminar", starts_at=None, ends_at=None, **fields):
        fields.setdefault("kind", "seminar")
        return Session.objects.schedule(
            ceremony, by=None, at=now, title=LocalText(en=title), starts_at=starts_at, ends_at=ends_at, **fields
        )

    return make


@pytest.fixture
def accepted(ceremony, coordinator, now):
    """Makes an accepted side event: accepted("Tracing assets", lead=kenya, wishes=[slot], audience=30)."""
    numbers = itertools.count(1)

    def make(title="Side event", lead=None, *, wishes=(), sponsors=(), **fields):
        number = next(numbers)
        lead = lead or Entity.objects.create(
            code=f"X{number:02}",
            kind=EntityKind.NGO,
            short_en=f"Example Institute {number}",
            sort_en=f"example {number}",
        )
        event = SideEvent.objects.create(
            **{
                "ceremony": ceremony, "number": number, "lead": lead, "focal_point": coordinator, "title": title,
                "format": "panel", "concept_note": "A note.", "layout": "theatre", "audience": 30, "status": "accepted",
                "submitted_by": coordinator, "submitted_at": now, "decided_by": coordinator, "decided_at": now, **fields,
            }
        )  # fmt: skip
        Sponsor.objects.create(
            side_event=event, entity=lead, is_lead=True, status="confirmed", answered_by=coordinator, answered_at=now
        )
        for one in sponsors:
            Sponsor.objects.create(
                side_event=event, entity=one, status="confirmed", asked_at=now, answered_by=coordinator, answered_at=now
            )
        for place, slot in enumerate(wishes, start=1):
            event.wishes.create(slot=slot, position=place)
        return event

    return make


@pytest.fixture
def window(browser, live_server, settings):
    """window(coordinator): signed in, on a desk's screen."""
    contexts = []

    def opening(user, **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 1000}, **options})
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture
def placed(accepted, coordinator, now):
    """placed(room, slot, ...): an accepted side event on the board."""

    def make(room, slot, title="Side event", **fields):
        event = accepted(title, **fields)
        return Session.objects.place_first(
            event, room, slot.starts_at, slot.event_ends_at, slot=slot, by=coordinator, at=now
        )

    return make


@pytest.fixture
def opening(session, hall, at):
    return session("Opening", at(9), at(10), room=hall, kind="opening", no_parallel=True)
