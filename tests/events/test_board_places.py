"""The board: who leaves it when another comes, where the keyboard begins, and which slot one belongs to."""

import pytest
from django.urls import reverse

from events.board import Board, key_of
from events.models import Session
from events.overrun import shift


@pytest.fixture
def move(client, coordinator, ceremony):
    """move(event, seminar): what is said when the first is put where the second is."""
    client.force_login(coordinator)

    def said(item, other, seen=0):
        key = f"e.{item.key}" if not isinstance(item, Session) else key_of(item)
        response = client.post(
            reverse("events:board_move", args=[ceremony.slug]),
            {"item": key, "seen": seen, "to": f"swap:{key_of(other)}:{other.revision}"},
            follow=True,
        )
        return [str(message) for message in response.context["messages"]]

    return said


@pytest.fixture
def picking(client, coordinator, ceremony):
    client.force_login(coordinator)
    return lambda event: client.get(
        reverse("events:board", args=[ceremony.slug]), {"pick": f"e.{event.key}"}
    ).content.decode()


def test_a_side_event_without_a_place_throws_no_seminar_off_the_programme(move, accepted, session, rooms, at):
    seminar = session("From signature to ratification", at(14), at(15, 30), room=rooms[0])
    assert move(accepted("Model laws"), seminar) == [
        "“From signature to ratification” is no side event, and does not lose its place to another. Nothing was changed."
    ]
    seminar.refresh_from_db()
    assert (seminar.room, seminar.starts_at, Session.objects.count()) == (rooms[0], at(14), 1)


def test_a_seminar_without_a_place_throws_no_other_off_either(move, session, rooms, at):
    welcome = session("Welcome", at(8), at(9), room=rooms[0], kind="welcome")
    assert move(session("Late seminar"), welcome, seen=1)[0].startswith("“Welcome” is no side event")


def test_a_side_event_that_gives_its_place_up_is_said_to_wait(move, accepted, rooms, slots, coordinator, now):
    there = Session.objects.place_first(
        accepted("Tracing assets"), rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
    )  # fmt: skip
    assert move(accepted("Model laws"), there) == [
        "“Model laws” is in Room 1, 14:00–15:00. “Tracing assets” has lost this place and waits to be placed."
    ]


def test_the_offer_says_what_becomes_of_the_other(picking, accepted, session, rooms, slots, at, coordinator, now):
    session("Welcome", at(8), at(9), room=rooms[0], kind="welcome")
    Session.objects.place_first(
        accepted("Tracing assets"), rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
    )  # fmt: skip
    page = picking(accepted("Model laws"))
    assert "Take its place: puts “Tracing assets” back to “To be placed”" in page
    assert "Change places with" not in page


def first_of(board):
    return [(cell.starts_at, row.room) for row in board.rows for cell in row.cells if cell.is_first]


def test_the_keyboard_begins_in_the_slot_that_is_wished_most_and_is_free(
    accepted, session, hall, rooms, slots, at, ceremony
):
    for room in [hall, *rooms]:
        session("Seminar", at(15, 15), at(16, 15), room=room)
    event = accepted("Model laws", wishes=[slots[1], slots[2], slots[0]], audience=60)
    hall.capacity = 10
    hall.save()
    assert first_of(Board(ceremony, pick=f"e.{event.key}")) == [(at(16, 30), rooms[0])]


def test_the_keyboard_begins_at_a_free_place_where_nothing_is_wished(accepted, session, hall, rooms, at, ceremony):
    session("Welcome", at(8), at(9), room=hall, kind="welcome")
    session("Seminar", at(9), at(12), room=rooms[0])
    event = accepted("Model laws")
    assert first_of(Board(ceremony, pick=f"e.{event.key}")) == [(at(9), hall)]


def test_a_side_event_at_the_times_of_a_slot_is_in_it_however_it_came_there(
    accepted, session, rooms, slots, at, coordinator, now, ceremony
):
    seminar = session("Seminar", at(14), at(15, 30), room=rooms[0])
    made = Session.objects.place_first(
        accepted("Model laws"), rooms[1], slots[1].starts_at, slots[1].event_ends_at, slot=slots[1], by=coordinator, at=now
    )  # fmt: skip
    made.swap(seminar, by=coordinator, at=now)
    assert (made.room, made.slot) == (rooms[0], slots[0])
    made.place(rooms[0], at(16, 30), at(17, 30), by=coordinator, at=now)
    assert made.slot == slots[2]
    shift(ceremony, [slots[2]], 10, by=coordinator, at=now, reason="Late")
    made.refresh_from_db()
    assert made.starts_at == at(16, 40)


def test_a_session_of_another_kind_stays_out_of_the_slots(session, rooms, slots, at):
    assert session("Seminar", at(14), at(15), room=rooms[0]).slot is None


def test_what_everybody_attends_is_warned_of_beside_anything_but_what_one_comes_and_goes_to(
    session, hall, rooms, at, ceremony
):
    session("Signing", at(10), at(13), room=hall, kind="signing", no_parallel=True)
    session("Press conference", at(12, 45), at(13, 30), room=rooms[0], kind="press_conference")
    session("Exhibition", at(9), at(18), kind="exhibition")
    ((kind, (clash,)),) = Board(ceremony).clashes_by_kind
    assert (kind, clash.sentence) == ("beside", "“Press conference” takes place at that time (12:45–13:30).")


def test_seminars_and_side_events_run_beside_a_plenary_and_a_second_plenary_does_not(
    session, hall, rooms, at, ceremony
):
    session("Statements", at(14), at(18), room=hall, kind="plenary")
    session("Seminar", at(14), at(15, 30), room=rooms[0])
    assert Board(ceremony).clashes_by_kind == []
    session("Second plenary", at(15, 45), at(17), room=rooms[1], kind="plenary")
    assert [kind for kind, _those in Board(ceremony).clashes_by_kind] == ["beside"]


def test_before_a_shift_one_reads_what_it_runs_into_and_what_stays(
    client, coordinator, session, hall, rooms, at, ceremony
):
    signing = session("Signing", at(10), at(12, 30), room=hall, kind="signing", no_parallel=True)
    session("Press conference", at(12, 45), at(13, 30), room=rooms[0], kind="press_conference")
    session("Seminar of the evening", at(18), at(19), room=rooms[1])
    client.force_login(coordinator)
    response = client.post(
        reverse("events:overrun", args=[ceremony.slug]),
        {"session": signing.pk, "minutes": "30", "reason": "Signatures"},
    )
    checked = response.context["checked"]
    assert [str(one) for one in checked.staying] == ["Press conference"]
    assert [clash.sentence for clash in checked.warnings] == [
        "“Press conference” takes place at that time (12:45–13:30)."
    ]
    assert "These do not move" in response.content.decode()


def test_the_pages_of_a_session_and_of_a_room_lie_under_the_board(client, coordinator, session, rooms, at, ceremony):
    made = session("Opening", at(9), at(10), room=rooms[0])
    made.run_of_show.create(title="Welcome", minutes=50, position=1)
    client.force_login(coordinator)
    places = [
        ("run_of_show", made.key),
        ("session_chairs", made.key),
        ("session_speakers", made.key),
        ("desk_room", rooms[0].pk),
    ]
    for name, key in places:
        response = client.get(reverse(f"events:{name}", args=[ceremony.slug, key]))
        assert response.context["lies_under"]() == reverse("events:board", args=[ceremony.slug])
        assert 'aria-label="Programme in preparation"' in response.content.decode()
    page = client.get(reverse("events:run_of_show", args=[ceremony.slug, made.key])).content.decode()
    assert "All together: 50 of 60 minutes of the session." in page


def test_no_set_up_seats_more_than_the_room(client, coordinator, rooms, ceremony):
    client.force_login(coordinator)
    data = {
        "name_en": "Room 1",
        "capacity": "5",
        "turnover": "15",
        "booths": "2",
        "position": "1",
        "seats_theatre": "240",
    }
    address = reverse("events:desk_room", args=[ceremony.slug, rooms[0].pk])
    assert client.post(address, data).context["form"].errors == {
        "seats_theatre": ["The room has 5 seats at most, as written above: write no more here."]
    }


def test_a_room_that_shrinks_says_how_many_sessions_no_longer_fit(client, coordinator, session, rooms, at, ceremony):
    session("Large", at(9), at(10), room=rooms[0], audience=80)
    session("Small", at(11), at(12), room=rooms[0], audience=20)
    client.force_login(coordinator)
    data = {"name_en": "Room 1", "capacity": "50", "turnover": "15", "booths": "2", "position": "1"}
    response = client.post(reverse("events:desk_room", args=[ceremony.slug, rooms[0].pk]), data, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "1 session no longer fits: more are expected than the room seats. The board names it.", "Room 1 is saved.",
    ]  # fmt: skip
