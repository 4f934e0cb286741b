"""The board as hands know it: ten side events placed by dragging and by keyboard, a clash refused, and every page clean."""

import os
from datetime import UTC
from pathlib import Path

import pytest
from django.urls import reverse

from events import rooms as doors
from events.models import PlacementPlan, Session, SessionChair, Speaker
from tests.browser.crawler import Crawler

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(session, accepted, hall, rooms, slots, at, kenya):
    """A morning that stands alone, a seminar beside the slots, and ten side events to place."""
    session("Opening", at(9), at(10), room=hall, kind="opening", no_parallel=True)
    session("Signing ceremony", at(10), at(12, 30), room=hall, kind="signing", no_parallel=True)
    session("High-level conference: statements", at(14), at(18), room=hall, kind="plenary")
    titles = [
        "Preserving data before it is gone", "Joint investigation teams in practice", "A judge's guide to electronic evidence",
        "Ransomware: one attack, twelve jurisdictions", "Tracing virtual assets", "Victims first: reporting and support",
        "Police academies in the digital age", "الأدلة الإلكترونية عبر الحدود", "Women in cybersecurity", "Extradition under the Convention",
    ]  # fmt: skip
    return [
        accepted(title, lead=kenya if number == 0 else None, wishes=slots[number % 3 : number % 3 + 2], audience=30 + 10 * number)
        for number, title in enumerate(titles)
    ]  # fmt: skip


# Which arrow leads from where the focus is towards a place.
TOWARDS = """place => {
    const here = document.activeElement, rows = [...place.closest("tbody").rows];
    const down = rows.indexOf(place.closest("tr")) - rows.indexOf(here.closest("tr"));
    const along = place.getBoundingClientRect().left - here.getBoundingClientRect().left;
    return down > 0 ? "ArrowDown" : down < 0 ? "ArrowUp" : along > 0 ? "ArrowRight" : along < 0 ? "ArrowLeft" : "";
}"""


def board(ceremony, day=0):
    return f"{reverse('events:board', args=[ceremony.slug])}?day={ceremony.days[day].isoformat()}"


def cell(room, slot):
    at = slot.starts_at.astimezone(UTC)
    return f"[data-to='{room.pk}@{at:%Y-%m-%dT%H:%M:%S}Z@{slot.pk}']"


def test_ten_side_events_are_placed_by_dragging_and_by_keyboard(
    window, live_server, ceremony, scene, rooms, slots, coordinator
):
    page = window(coordinator)
    places = [(room, slot) for slot in slots for room in rooms]
    for number, (event, (room, slot)) in enumerate(zip(scene, places, strict=False)):
        day = ceremony.days.index(ceremony.local(slot.starts_at).date())
        if number in (0, 6):
            page.goto(live_server.url + board(ceremony, day))
        item = f"[data-item='e.{event.key}']"
        if number % 4 < 2:
            page.drag_and_drop(item, cell(room, slot))
        else:
            page.focus(f"{item} [data-pick]")
            page.keyboard.press("Enter")
            page.wait_for_selector("[data-picked]")
            page.wait_for_selector(".board-here:focus")
            # By the arrows to the room that is wanted, and along it to the slot.
            wanted = page.locator(f"{cell(room, slot)} .board-here").element_handle()
            for _step in range(30):
                key = wanted.evaluate(TOWARDS)
                if not key:
                    break
                page.keyboard.press(key)
            page.keyboard.press("Enter")
        page.wait_for_selector(f".messages:has-text('is in {room}')")
        page.wait_for_selector("[data-board]:not([aria-busy])")
    placed = {
        session.side_event_id: (session.room, session.slot) for session in Session.objects.exclude(side_event=None)
    }
    assert placed == {event.pk: place for event, place in zip(scene, places, strict=False)}
    assert page.locator(".board-unplaced li").count() == 0


def test_what_is_impossible_is_marked_while_one_drags_and_refused_when_one_lets_go(
    window, live_server, ceremony, scene, session, rooms, slots, at, coordinator
):
    there = Session.objects.place_first(
        scene[0], rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=at(0)
    )
    session("Plenary that stands alone", at(15, 15), at(16, 15), kind="plenary", no_parallel=True)
    page = window(coordinator)
    page.goto(live_server.url + board(ceremony))
    page.drag_and_drop(f"[data-item='s.{there.key}']", cell(rooms[0], slots[1]))
    page.wait_for_selector(".message-error:has-text('nothing runs in parallel to that')")
    there.refresh_from_db()
    assert there.slot == slots[0]
    # Onto another one: they change places.
    other = Session.objects.place_first(
        scene[1], rooms[1], slots[2].starts_at, slots[2].event_ends_at, slot=slots[2], by=coordinator, at=at(0)
    )
    page.goto(live_server.url + board(ceremony))
    page.drag_and_drop(f"[data-item='s.{there.key}']", f"[data-item='s.{other.key}']")
    page.wait_for_selector(".message-success:has-text('have changed places')")
    page.drag_and_drop(
        f"[data-item='s.{there.key}']", "#board-unplaced + .board-unplaced", target_position={"x": 5, "y": 5}
    )
    page.wait_for_selector(".message-success:has-text('waits to be placed')")
    there.refresh_from_db()
    other.refresh_from_db()
    assert (there.slot, other.slot, other.room) == (None, slots[0], rooms[0])


def test_without_script_a_session_is_moved_by_forms_alone(
    window, live_server, ceremony, scene, rooms, slots, coordinator
):
    page = window(coordinator, java_script_enabled=False)
    page.goto(live_server.url + board(ceremony))
    page.click(f"[data-item='e.{scene[0].key}'] [data-pick]")
    page.click(f"{cell(rooms[0], slots[0])} button")
    assert page.inner_text(".message") == "“Preserving data before it is gone” is in Room 1, 14:00–15:00."
    made = Session.objects.get(side_event=scene[0])
    page.click(f"[data-item='s.{made.key}'] [data-pick]")
    page.click("text=Take it off the board")
    assert page.inner_text(".message") == "“Preserving data before it is gone” waits to be placed."


def test_on_a_telephone_the_board_is_a_list_of_rooms(window, live_server, ceremony, scene, rooms, slots, coordinator):
    page = window(coordinator, viewport={"width": 390, "height": 844})
    page.goto(live_server.url + board(ceremony))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click(f"[data-item='e.{scene[0].key}'] [data-pick]")
    page.click(f"{cell(rooms[0], slots[0])} .board-here")
    page.wait_for_selector(".message-success")
    assert Session.objects.get(side_event=scene[0]).room == rooms[0]


def test_the_coordinators_pages_are_clean(
    window, live_server, ceremony, scene, session, rooms, slots, at, coordinator, now
):
    first = Session.objects.place_first(
        scene[0], rooms[1], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
    )
    second = Session.objects.place_first(
        scene[9], rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
    )
    Session.objects.place_first(
        scene[7], rooms[1], slots[1].starts_at, slots[1].event_ends_at, slot=slots[1], by=coordinator, at=now
    )
    for one in (first, second):
        Speaker.objects.create(side_event=one.side_event, name="Amina Example")
    SessionChair.objects.create(session=first, name="Kito Example")
    first.run_of_show.create(title="Welcome", minutes=10, position=1)
    first.run_of_show.create(title="Panel", minutes=60, position=2)
    first.languages = ["en", "fr"]
    first.save()
    doors.block(rooms[0], at(8), at(11), reason="Rehearsal of the signing")
    rooms[1].opens, rooms[1].closes = at(8).time().replace(hour=8), at(8).time().replace(hour=18)
    doors.change(rooms[1])
    plan = PlacementPlan.objects.ask(ceremony, by=coordinator, at=now)
    plan.make(at=now)
    args = [ceremony.slug]
    paths = [
        board(ceremony),
        f"{board(ceremony)}&pick=e.{scene[2].key}",
        *(reverse(f"events:{name}", args=args) for name in ("overrun", "plans", "desk_sessions", "desk_session_new", "desk_rooms", "desk_room_new", "desk_slots")),
        *(reverse(f"events:{name}", args=[*args, first.key]) for name in ("desk_session", "desk_session_edit", "run_of_show", "session_chairs")),
        reverse("events:desk_room", args=[*args, rooms[0].pk]),
        reverse("events:plan", args=[*args, plan.key]),
    ]  # fmt: skip
    folder = os.environ.get("SCREENSHOTS")
    crawler = Crawler(window(coordinator), live_server.url, screenshots=Path(folder) if folder else None)
    assert crawler.look(*paths).faults == []


def test_a_connection_that_is_lost_is_told_and_what_was_dropped_is_tried_again(
    window, live_server, ceremony, scene, rooms, slots, coordinator
):
    page = window(coordinator)
    page.goto(live_server.url + board(ceremony))
    item = f"[data-item='e.{scene[0].key}']"
    page.drag_and_drop(item, cell(rooms[0], slots[0]))
    page.wait_for_selector(".message-success")
    page.context.set_offline(True)
    page.drag_and_drop(f"[data-item='e.{scene[1].key}']", cell(rooms[1], slots[0]))
    page.wait_for_selector("[data-lost]:has-text('The connection is lost')")
    assert page.locator(".message-success").count() == 0
    assert page.locator(f".board-unplaced [data-item='e.{scene[1].key}']").count() == 1
    page.context.set_offline(False)
    page.click("text=Try again")
    page.wait_for_selector(".message-success:has-text('is in Room 2')")
    assert page.locator("[data-lost]").is_hidden()


def test_two_presses_of_enter_put_a_side_event_in_the_slot_it_wishes(
    window, live_server, ceremony, scene, rooms, slots, coordinator
):
    page = window(coordinator)
    page.goto(live_server.url + board(ceremony))
    page.focus(f"[data-item='e.{scene[1].key}'] [data-pick]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-first]:focus")
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/board_picking_1280.png")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message-success")
    assert Session.objects.get(side_event=scene[1]).slot == slots[1]
