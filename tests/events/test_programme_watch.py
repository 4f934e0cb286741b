"""What the overview says of a programme that is late."""

from datetime import timedelta

import pytest

from ceremony.desk import desk
from ceremony.models import Role
from directory.texts import LocalText
from events.models import ProgrammeVersion, Session
from events.programme import late
from tests.events.draft import *  # noqa: F403

pytestmark = pytest.mark.django_db

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def said(ceremony, at):
    return [(one.what, one.since) for one in late(ceremony, at)]


@pytest.fixture(autouse=True)
def opens(ceremony):
    """The opening, two months later than elsewhere in the tests: what is released now was not changed before."""
    ceremony.starts_on, ceremony.ends_on = ceremony.starts_on + 60 * DAY, ceremony.ends_on + 60 * DAY
    ceremony.save()
    return ceremony.start_of(ceremony.starts_on)


@pytest.fixture
def released(opening, coordinator, opens):
    """A version of a month before the opening, and a move of half a month before it."""
    ProgrammeVersion.objects.release(opening.ceremony, by=coordinator, at=opens - 30 * DAY)
    moved = opens - 15 * DAY
    opening.place(opening.room, opening.starts_at - HOUR, opening.ends_at - HOUR, by=coordinator, at=moved)
    return moved


DIFFERS = "1 session differs from version 1 of the programme, which everybody reads."


def test_a_draft_that_differs_for_more_than_a_day_is_late(released, ceremony):
    assert said(ceremony, released + DAY - MINUTE) == []
    assert said(ceremony, released + DAY + MINUTE) == [(DIFFERS, released)]


def test_within_a_week_of_the_opening_an_hour_is_too_long(opening, released, ceremony, release, coordinator, opens):
    ProgrammeVersion.objects.release(ceremony, by=coordinator, at=opens - 14 * DAY)
    moved = opens - 3 * DAY
    opening.place(opening.room, opening.starts_at + HOUR, opening.ends_at + HOUR, by=coordinator, at=moved)
    assert said(ceremony, moved + HOUR - MINUTE) == []
    assert said(ceremony, moved + HOUR + MINUTE) == [(DIFFERS.replace("version 1", "version 2"), moved)]


def test_a_sponsor_who_declines_after_the_release_is_late_from_then_on(
    evidence, release, ceremony, brazilian_focal_point, opens, coordinator
):
    ProgrammeVersion.objects.release(ceremony, by=coordinator, at=opens - 30 * DAY)
    left = opens - 20 * DAY
    evidence.side_event.sponsors.get(entity__code="BRA").leave(by=brazilian_focal_point, at=left)
    assert said(ceremony, left + 2 * DAY) == [(DIFFERS, left)]


def test_before_the_first_release_and_after_the_end_nothing_is_late(opening, ceremony, opens):
    assert [said(ceremony, opens - 30 * DAY), said(ceremony, opens + 60 * DAY)] == [[], []]


def test_close_to_the_opening_what_has_no_room_is_named(opening, accepted, ceremony, coordinator, now, opens):
    accepted("Not on the board yet")
    for title, kind in [("No room yet", "seminar"), ("At the palace", "reception")]:
        Session.objects.schedule(ceremony, kind=kind, title=LocalText(en=title), by=coordinator, at=now)
    close = opens - 7 * DAY
    assert said(ceremony, close - MINUTE) == []
    assert said(ceremony, close) == [("2 sessions have no room.", close)]


def test_it_is_the_coordinators_and_organisers_who_are_told(opening, accepted, ceremony, opens):
    accepted("Not on the board yet")
    told = {role: [one.address for one in desk.late(ceremony, opens, {role})] for role in Role.values}
    board = "/demo/side-events/board/"
    assert {role for role, addresses in told.items() if board in addresses} == {Role.SIDE_EVENTS, Role.ORGANISER}
