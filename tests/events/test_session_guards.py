import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connections, transaction

from ceremony.models import Ceremony, Room
from ceremony.procedure import Refused
from directory.texts import LocalText
from events.models import ProgrammeVersion, Session, Theme
from events.overrun import shift


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


# A theme of another ceremony, and proposals that are not accepted


def test_a_theme_of_another_ceremony_is_refused_by_the_form_and_by_the_database(unsaved, foreign_room):
    foreign = Theme.objects.create(ceremony=foreign_room.ceremony, name=LocalText(en="Elsewhere"))
    with pytest.raises(ValidationError, match="This theme belongs to another ceremony"):
        unsaved(9, 10, theme=foreign).full_clean()
    with pytest.raises(IntegrityError, match="a_session_has_a_theme_of_its_ceremony"), transaction.atomic():
        unsaved(9, 10, theme=foreign).save()


def test_a_theme_goes_and_its_session_stays(unsaved, ceremony):
    unsaved(9, 10, theme=Theme.objects.create(ceremony=ceremony, name=LocalText(en="Evidence"))).save()
    ceremony.themes.get().delete()
    assert Session.objects.get().theme is None


@pytest.fixture
def of_event(accepted, rooms, slots, coordinator, now):
    """The session of a side event, in a room and a slot; then its proposal is what is asked for."""

    def make(status, *, place=True):
        event = accepted("Tracing assets")
        if place:
            made = Session.objects.place_first(
                event, rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
            )
        else:
            made = Session.objects.schedule(event.ceremony, by=coordinator, at=now, **event.for_the_programme())
        type(event).objects.filter(pk=event.pk).update(
            status=status, decided_at=None, decided_by=None, second_by=None, second_at=None
        )
        return Session.objects.get(pk=made.pk)

    return make


def test_what_is_accepted_no_more_is_neither_moved_nor_shifted_nor_swapped(
    of_event, session, rooms, slots, at, coordinator, now
):
    made, other = of_event("submitted"), session("Seminar", at(9), at(10), room=rooms[1])
    by = {"by": coordinator, "at": now}
    for verb in [
        lambda: made.place_in(rooms[1], slots[1], **by),
        lambda: other.swap(made, **by),
        lambda: made.change(room=rooms[1], **by),
        lambda: shift(made.ceremony, [slots[0]], 15, reason="Late", **by),
    ]:
        with pytest.raises(Refused, match="“Tracing assets” is “Submitted”: only accepted"):
            verb()
    made.change(responsible="Protocol", **by)
    made.unplace(**by)
    assert (made.starts_at, made.responsible) == (None, "Protocol")


def test_what_is_accepted_no_more_is_not_taken_up_again(of_event, coordinator, now):
    made = of_event("withdrawn")
    made.cancel(by=coordinator, at=now, reason="Withdrawn")
    with pytest.raises(Refused, match="only accepted side events are placed"):
        made.restore(by=coordinator, at=now, reason="By mistake")
    with pytest.raises(IntegrityError, match="Only accepted side events are placed"), transaction.atomic():
        Session.objects.filter(pk=made.pk).update(cancelled_at=None, cancelled_by=None)


def test_postgresql_itself_places_accepted_side_events_alone(of_event, slots):
    made, first = of_event("submitted", place=False), slots[0]
    times = {"starts_at": first.starts_at, "ends_at": first.event_ends_at, "clears_at": first.event_ends_at}
    with pytest.raises(IntegrityError, match="Only accepted side events are placed"), transaction.atomic():
        Session.objects.filter(pk=made.pk).update(**times)
    event = made.side_event
    made.delete()
    with pytest.raises(IntegrityError, match="Only accepted side events are placed"), transaction.atomic():
        Session(ceremony=event.ceremony, **event.for_the_programme()).save()


# The admin


@pytest.fixture
def admin_page(client, organiser):
    client.force_login(organiser)
    return lambda path: client.get(f"/admin/events/{path}")


def test_in_the_admin_a_session_is_read_and_changed_on_its_own_page(admin_page, client, unsaved):
    kept = unsaved(9, 10)
    kept.save()
    page = admin_page(f"session/{kept.pk}/change/").content.decode()
    assert f'href="/demo/side-events/board/sessions/{kept.key}/"' in page
    assert "Asia/Ho_Chi_Minh" in page
    assert [admin_page("session/add/").status_code, admin_page(f"session/{kept.pk}/delete/").status_code] == [403, 403]
    assert client.post(f"/admin/events/session/{kept.pk}/change/", {"kind": "seminar"}).status_code == 403
    client.post("/admin/events/session/", {"action": "delete_selected", "_selected_action": kept.pk})
    assert Session.objects.get().kind == "plenary"


def test_in_the_admin_the_versions_are_read_with_what_each_changed(
    admin_page, unsaved, ceremony, organiser, now, django_assert_num_queries
):
    first = unsaved(9, 10)
    first.save()
    ProgrammeVersion.objects.release(ceremony, by=organiser, at=now, note="Doors open at eight.")
    admin_page("programmeversion/")
    with django_assert_num_queries(11):
        page = admin_page("programmeversion/").content.decode()
    assert ["Version 1" in page, "1 new" in page, "Doors open at eight." in page] == [True, True, True]
    for version in (2, 3):
        first.change(by=organiser, at=now, responsible=f"Body {version}")
        ProgrammeVersion.objects.release(ceremony, by=organiser, at=now)
    with django_assert_num_queries(11):
        admin_page("programmeversion/")
    one = ProgrammeVersion.objects.get(number=1)
    page = admin_page(f"programmeversion/{one.pk}/change/").content.decode()
    assert "“From 9 to 10”: on the programme: " in page
    assert 'href="/demo/programme/versions/1/"' in page
    assert [admin_page(f"programmeversion/{path}").status_code for path in ("add/", f"{one.pk}/delete/")] == [403, 403]
