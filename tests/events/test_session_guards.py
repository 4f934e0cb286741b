import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connections, transaction

from ceremony.models import Ceremony, Room
from directory.texts import LocalText
from events.models import Session


@pytest.fixture
def unsaved(ceremony, hall):
    """Makes a session in the hall, not saved: unsaved(9, 10) from nine to ten on the first day."""

    def make(first, last, **fields):
        return Session(
            **{
                "ceremony": ceremony,
                "kind": "plenary",
                "title": LocalText(en=f"From {first} to {last}"),
                "room": hall,
                "starts_at": ceremony.start_of(ceremony.starts_on, first),
                "ends_at": ceremony.start_of(ceremony.starts_on, last),
                **fields,
            }
        )

    return make


@pytest.fixture
def foreign_room(ceremony):
    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="Other"), time_zone="UTC", starts_on="2026-01-01", ends_on="2026-01-01"
    )
    return Room.objects.create(ceremony=other, name=LocalText(en="Elsewhere"))


def test_two_sessions_do_not_overlap_in_a_room(unsaved):
    unsaved(9, 11).save()
    for first, last in [(10, 12), (8, 10), (9, 11), (10, 11), (8, 12)]:
        with pytest.raises(ValidationError, match="Plenary Hall is taken by “From 9 to 11”, 09:00–11:00"):
            unsaved(first, last).full_clean()
        with pytest.raises(IntegrityError, match="one_session_at_a_time_in_a_room"), transaction.atomic():
            unsaved(first, last).save()


def test_one_may_follow_the_other_without_a_gap_and_another_room_is_free(unsaved, ceremony):
    room = Room.objects.create(ceremony=ceremony, name=LocalText(en="Room 2"))
    elsewhere = [unsaved(9, 11, room=room), unsaved(9, 11, room=None), unsaved(9, 11, room=None)]
    for fits in [unsaved(9, 11), unsaved(11, 12), unsaved(8, 9), *elsewhere]:
        fits.full_clean()
        fits.save()
    assert Session.objects.count() == 6


def test_a_session_ends_after_it_starts(unsaved):
    with pytest.raises(ValidationError, match="The session ends before it starts"):
        unsaved(11, 9, room=None).full_clean()
    with pytest.raises(IntegrityError, match="a_session_ends_after_it_starts"), transaction.atomic():
        unsaved(11, 11, room=None).save()


def test_a_room_of_another_ceremony_is_refused_by_the_form_and_by_the_database(unsaved, foreign_room):
    with pytest.raises(ValidationError, match="This room belongs to another ceremony"):
        unsaved(9, 10, room=foreign_room).full_clean()
    with pytest.raises(IntegrityError, match="a_session_uses_a_room_of_its_ceremony"), transaction.atomic():
        unsaved(9, 10, room=foreign_room).save()


def test_a_room_in_use_does_not_move_to_another_ceremony(unsaved, hall, foreign_room):
    unsaved(9, 10).save()
    with pytest.raises(IntegrityError, match="a_session_uses_a_room_of_its_ceremony"), transaction.atomic():
        Room.objects.filter(pk=hall.pk).update(ceremony=foreign_room.ceremony)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_a_room_at_once_one_is_refused_by_the_database(unsaved):
    """Each sees a free room, because neither sees what the other has not committed yet.

    Where both rows are there before either is checked, each waits for the other, and PostgreSQL ends one of them.
    """
    start = threading.Barrier(2)
    outcomes = []

    def book(wanted):
        wanted.full_clean()
        start.wait(10)
        try:
            with transaction.atomic():
                wanted.save()
            outcomes.append("booked")
        except (IntegrityError, OperationalError) as error:
            refusal = str(error)
            outcomes.append("one_session_at_a_time_in_a_room" in refusal or "deadlock detected" in refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=book, args=[unsaved(9 + shift, 11 + shift)]) for shift in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes, key=str) == [True, "booked"]
    assert Session.objects.count() == 1


def test_a_ceremony_goes_with_its_sessions_and_rooms_but_not_once_the_ledger_tells_of_it(unsaved, ceremony, organiser):
    from django.db.models import ProtectedError

    unsaved(9, 10).save()
    with pytest.raises(ProtectedError):
        ceremony.delete()


# The admin


def form(session, **changes):
    local = {name: session.ceremony.local(getattr(session, name)) for name in ("starts_at", "ends_at")}
    return {
        "ceremony": session.ceremony_id, "kind": session.kind, "access": session.access, "title_en": session.title["en"], "room": session.room_id,
        **{f"{name}_0": at.strftime("%Y-%m-%d") for name, at in local.items()},
        **{f"{name}_1": at.strftime("%H:%M") for name, at in local.items()},
        **changes,
    }  # fmt: skip


def test_an_organiser_puts_a_session_on_the_programme_in_the_ceremonys_own_time(client, organiser, unsaved):
    client.force_login(organiser)
    wanted = unsaved(9, 10)
    response = client.post("/admin/events/session/add/", form(wanted))
    assert response.status_code == 302, response.context["adminform"].form.errors
    made = Session.objects.get()
    assert (made.starts_at, made.ends_at, made.room) == (wanted.starts_at, wanted.ends_at, wanted.room)


def test_a_taken_room_is_an_error_in_the_form_and_what_was_typed_is_kept(client, organiser, unsaved):
    unsaved(9, 11).save()
    client.force_login(organiser)
    response = client.post("/admin/events/session/add/", form(unsaved(10, 12), title_en="Typed title"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Plenary Hall is taken by “From 9 to 11”, 09:00–11:00, and free again at 11:00." in page
    assert "Typed title" in page
    assert Session.objects.count() == 1


def test_rooms_of_another_ceremony_are_not_among_the_choices(client, organiser, unsaved, foreign_room):
    client.force_login(organiser)
    page = client.get("/admin/events/session/add/").content.decode()
    assert "Plenary Hall" in page
    assert "Elsewhere" not in page
    response = client.post("/admin/events/session/add/", form(unsaved(9, 10), room=foreign_room.pk))
    assert (response.status_code, Session.objects.count()) == (200, 0)


def test_the_form_shows_the_hour_of_the_ceremonys_city_and_says_so(client, organiser, unsaved):
    kept = unsaved(9, 10)
    kept.save()
    client.force_login(organiser)
    page = client.get(f"/admin/events/session/{kept.pk}/change/").content.decode()
    assert 'value="09:00:00"' in page
    assert "Asia/Ho_Chi_Minh" in page
