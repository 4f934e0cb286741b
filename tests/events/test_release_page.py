"""The coordinators' page before a release, and its one press."""

import re

import pytest
from django.core.cache import caches

from accounts.models import User
from directory.models import Contact
from directory.texts import LocalText
from events import published as reader
from events.models import ProgrammeVersion, Session, Speaker
from notifications.models import Letter
from tests.events.draft import *  # noqa: F403

pytestmark = pytest.mark.django_db

PAGE, PREVIEW = "/demo/side-events/desk/release/", "/demo/side-events/desk/release/preview/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()
    reader._read.cache_clear()


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def seen(page):
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def text(client, path=PAGE):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_changes_what_stays_off_and_who_is_told(
    desk, opening, evidence, release, coordinator, now, at
):
    release()
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker")
    page = text(desk)
    assert "The public reads version 1" in page
    assert "Version 2 would have: 1 taken off, 1 moved." in page
    assert "Sana Speaker is not accredited, and no excuse is recorded." in page
    for address in ["focal.kenya@plenipo.example", "focal.brazil@plenipo.example"]:
        assert address in page
    assert "2 people get one letter each" in page


def test_a_sponsor_that_declines_after_the_release_is_told_of_by_the_next_one(
    desk, evidence, release, brazilian_focal_point, kenyan_focal_point, now
):
    release()
    evidence.side_event.sponsors.get(entity__code="BRA").leave(by=brazilian_focal_point, at=now)
    page = text(desk)
    assert "Version 2 would have: 1 changed otherwise." in page
    assert "Sponsors: Kenya (before: Kenya, Brazil)." in page
    assert "1 person gets one letter" in page
    assert [kenyan_focal_point.email in page, brazilian_focal_point.email in page] == [True, False]
    response = desk.post(PAGE, {"seen": seen(page), "note": ""}, follow=True)
    assert "Version 2 is released. 1 person is told by letter." in response.content.decode()


def test_one_press_releases_what_is_shown_and_says_how_many_are_told(desk, evidence, opening, coordinator):
    page = text(desk)
    response = desk.post(PAGE, {"seen": seen(page), "note": "Doors open at eight."}, follow=True)
    assert "Version 1 is released. 2 people are told by letter." in response.content.decode()
    version = ProgrammeVersion.objects.get()
    assert (version.note, version.released_by) == ("Doors open at eight.", coordinator)
    assert "there is nothing to release" in response.content.decode()


def test_pressed_twice_it_releases_once(desk, evidence):
    page = text(desk)
    for _press in range(2):
        response = desk.post(PAGE, {"seen": seen(page), "note": "A note"})
    assert response.status_code == 422
    assert "was first: version 1 was released" in response.content.decode()
    assert (ProgrammeVersion.objects.count(), Letter.objects.filter(kind="events.released").count()) == (1, 2)


def test_what_changed_since_the_page_was_shown_is_not_released_unseen_and_the_note_is_kept(
    desk, opening, coordinator, now, at
):
    page = text(desk)
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    response = desk.post(PAGE, {"seen": seen(page), "note": "My careful note"})
    answer = response.content.decode()
    assert response.status_code == 422
    assert "The draft has changed since this page was shown" in answer
    assert "My careful note" in answer
    assert seen(answer) != seen(page)
    assert ProgrammeVersion.objects.count() == 0
    assert desk.post(PAGE, {"seen": seen(answer), "note": "My careful note"}).status_code == 302


def test_looking_makes_no_account_and_writes_no_letter(desk, evidence, brazil, brazilian_delegation):
    brazilian_delegation.nominator.contacts.all().delete()
    Contact.objects.create(entity=brazil, email="mission.brazil@mail.example")
    assert "mission.brazil@mail.example" in text(desk)
    assert not User.objects.filter(email="mission.brazil@mail.example").exists()
    assert Letter.objects.count() == 0


def test_the_page_costs_the_same_for_one_session_and_for_three(
    desk, opening, ceremony, rooms, at, coordinator, now, django_assert_num_queries
):
    text(desk)
    with django_assert_num_queries(18):
        text(desk)
    for number in (1, 2):
        one = Session.objects.schedule(
            ceremony, kind="seminar", title=LocalText(en=f"Seminar {number}"), room=rooms[number], starts_at=at(15),
            ends_at=at(16), by=coordinator, at=now,
        )  # fmt: skip
        one.chairs.create(name="Chair Example")
    with django_assert_num_queries(18):
        text(desk)


def test_officers_read_the_draft_as_the_public_would_and_it_says_that_it_is_one(
    desk, opening, release, coordinator, now
):
    release()
    opening.change(title=LocalText(en="A draft title"), by=coordinator, at=now)
    page = text(desk, PREVIEW)
    assert "A draft title" in page
    assert "This is what version 2 would be." in page


def test_the_page_and_the_draft_are_there_for_coordinators_and_organisers_alone(
    client, opening, organiser, reader, kenyan_focal_point, kenyan_delegation, coordinator
):
    for person, status in [(organiser, 200), (coordinator, 200), (reader, 404), (kenyan_focal_point, 404)]:
        client.force_login(person)
        assert [client.get(path).status_code for path in (PAGE, PREVIEW)] == [status] * 2
    client.force_login(reader)
    assert client.post(PAGE, {"seen": "1-x"}).status_code == 404
    assert ProgrammeVersion.objects.count() == 0
