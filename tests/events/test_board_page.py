"""The board as it is looked at: with and without script, an old page, a form that makes no sense."""

from datetime import date

import pytest
from django.urls import reverse

from ceremony.models import Ceremony
from directory.texts import LocalText
from events import rooms as doors
from events.board import Board
from events.models import Session


def address(ceremony, name="board"):
    return reverse(f"events:{name}", args=[ceremony.slug])


def test_the_board_asks_the_same_few_statements_however_much_is_on_it(
    client, coordinator, placed, session, accepted, rooms, hall, slots, at, ceremony, django_assert_num_queries
):
    client.force_login(coordinator)
    client.get(address(ceremony))
    session("Opening", at(9), at(10), room=hall, kind="opening", no_parallel=True)
    placed(rooms[0], slots[0])
    with django_assert_num_queries(11):
        client.get(address(ceremony))
    for number in range(3):
        placed(rooms[1], slots[number])
        accepted(f"Waiting {number}", wishes=slots[:2])
        session(f"Morning {number}", at(8 + 2 * number), at(9 + 2 * number), room=rooms[0])
    with django_assert_num_queries(11):
        client.get(address(ceremony))


def post(client, ceremony, **form):
    return client.post(address(ceremony, "board_move"), {"day": ceremony.starts_on.isoformat(), **form}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def to(room, at, slot=None):
    return f"{room.pk}@{at.astimezone(__import__('datetime').UTC):%Y-%m-%dT%H:%M:%S}Z@{slot.pk if slot else ''}"


def test_without_script_one_picks_a_session_and_then_its_place(client, coordinator, accepted, rooms, slots, ceremony):
    client.force_login(coordinator)
    event = accepted("Tracing assets", wishes=[slots[1]])
    key = f"e.{event.key}"
    page = client.get(address(ceremony), {"pick": key}).content.decode()
    assert "Where does “Tracing assets” go?" in page
    target = to(rooms[0], slots[0].starts_at, slots[0])
    assert f'value="{target}"' in page
    response = post(client, ceremony, item=key, seen="0", to=target)
    assert told(response) == ["“Tracing assets” is in Room 1, 14:00–15:00."]
    made = Session.objects.get(side_event=event)
    assert (made.room, made.slot) == (rooms[0], slots[0])
    response = post(client, ceremony, item=f"s.{made.key}", seen="1", to="unplace")
    assert told(response) == ["“Tracing assets” waits to be placed."]


def test_a_place_that_is_impossible_is_not_offered_and_refused_when_posted(
    client, coordinator, accepted, opening, rooms, at, ceremony
):
    client.force_login(coordinator)
    key = f"e.{accepted('Tracing assets').key}"
    page = client.get(address(ceremony), {"pick": key}).content.decode()
    assert "Beside a session that stands alone" in page
    response = post(client, ceremony, item=key, seen="0", to=to(rooms[0], at(9)))
    assert told(response) == [
        "“Tracing assets” would run beside “Opening” (09:00–10:00), and nothing runs in parallel to that."
    ]
    assert Session.objects.filter(side_event__isnull=False).exists() is False
    assert "Where does “Tracing assets” go?" in response.content.decode()


def test_a_script_is_answered_with_the_board_alone(client, coordinator, accepted, rooms, slots, ceremony):
    client.force_login(coordinator)
    key = f"e.{accepted('Tracing assets').key}"
    form = {
        "item": key,
        "seen": "0",
        "to": to(rooms[0], slots[0].starts_at, slots[0]),
        "day": ceremony.starts_on.isoformat(),
    }
    page = client.post(address(ceremony, "board_move"), form, headers={"X-Board": "1"}).content.decode()
    assert "“Tracing assets” is in Room 1, 14:00–15:00." in page
    assert "<html" not in page


def test_an_old_page_is_told_who_was_first(
    client, coordinator, second_coordinator, placed, rooms, slots, at, ceremony, now
):
    made = placed(rooms[0], slots[0], "Tracing assets")
    made.place(rooms[1], slots[1].starts_at, slots[1].event_ends_at, by=second_coordinator, at=now)
    client.force_login(coordinator)
    response = post(client, ceremony, item=f"s.{made.key}", seen="1", to=to(rooms[0], slots[2].starts_at, slots[2]))
    assert told(response)[0].startswith("Cai Coordinator was first")


@pytest.mark.parametrize(
    "form",
    [
        {}, {"item": "s.nonsense", "to": "unplace"}, {"item": "e.", "to": "1@now@"}, {"item": "s.\0", "to": "unplace"},
        {"item": "s.00000000-0000-0000-0000-000000000000", "to": "swap:"},
    ],
)  # fmt: skip
def test_nonsense_moves_nothing_and_says_so(client, coordinator, ceremony, form):
    client.force_login(coordinator)
    response = post(client, ceremony, **form)
    assert told(response) == ["This is not on the board any more: look at the board again. Nothing was changed."]


def test_a_room_that_went_meanwhile_is_told(client, coordinator, accepted, rooms, slots, ceremony):
    client.force_login(coordinator)
    target = to(rooms[1], slots[0].starts_at, slots[0])
    doors.remove(rooms[1])
    response = post(client, ceremony, item=f"e.{accepted().key}", seen="0", to=target)
    assert told(response) == ["This room is not there any more: look at the board again. Nothing was changed."]


def test_the_board_of_another_ceremony_has_nothing_of_this_one(placed, rooms, slots, ceremony):
    placed(rooms[0], slots[0], "Tracing assets")
    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="Other"), time_zone="UTC", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 1)
    )
    board = Board(other)
    assert (board.sessions, board.unplaced, board.rows, board.clashes_by_kind) == ([], [], [], [])


def test_every_row_of_the_table_is_as_long_as_the_day(placed, session, rooms, hall, slots, at, ceremony):
    session("Opening", at(9), at(10), room=hall, kind="opening")
    session("Odd", at(14, 20), at(15, 40), room=rooms[1])
    placed(rooms[0], slots[1])
    doors.block(rooms[0], at(11), at(12, 30), reason="Repair")
    board = Board(ceremony)
    assert {sum(cell.span for cell in row.cells) for row in board.rows} == {len(board.times) - 1}
