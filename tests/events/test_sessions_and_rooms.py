"""The coordinators' pages of sessions, rooms and slots: what is typed wrong is said in words, and nothing is lost."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from ceremony.models import Ceremony, LedgerRow, Room, RoomSetup
from directory.texts import LocalText
from events.board import Board
from events.models import Exhibition, Session, Slot, Theme
from events.overrun import shift

ARABIC = "الأدلة الإلكترونية عبر الحدود " * 10  # 300 characters


@pytest.fixture
def desk(client, coordinator, ceremony):
    """desk("desk_sessions"): the page of a coordinator; with data, what he sends."""
    client.force_login(coordinator)

    def visit(name, *args, data=None, slug=None, **kwargs):
        address = reverse(f"events:{name}", args=[slug or ceremony.slug, *args])
        return client.get(address, **kwargs) if data is None else client.post(address, data, follow=True)

    return visit


def typed(day, starts="09:00", ends="10:00", **fields):
    return {
        "kind": "plenary", "title_en": "Opening", "access": "open", "day": str(day), "starts": starts, "ends": ends, "seen": "1",
        **fields,
    }  # fmt: skip


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return {name: list(sentences) for name, sentences in response.context["form"].errors.items()}


# A session


def test_a_session_is_put_on_the_programme_with_all_that_belongs_to_it(desk, ceremony, hall, at):
    response = desk(
        "desk_session_new",
        data=typed(ceremony.starts_on, room=hall.pk, no_parallel="on", languages=["en", "fr"], responsible="Protocol",
                   stream_url="https://webtv.example/opening", audience="900", layout="theatre"),
    )  # fmt: skip
    made = Session.objects.get()
    assert told(response) == ["The session is on the programme; the public sees it with the next release."]
    assert (made.starts_at, made.ends_at, made.room, made.no_parallel, made.languages, made.audience) == (
        at(9), at(10), hall, True, ["en", "fr"], 900,
    )  # fmt: skip


def test_a_title_of_three_hundred_arabic_characters_is_kept_whole(desk, ceremony):
    title = ARABIC[:300]
    desk("desk_session_new", data=typed(ceremony.starts_on, title_ar=title))
    made = Session.objects.get()
    assert made.title["ar"] == title.strip()
    assert title.strip() in desk("desk_session", made.key).content.decode() or made.title["en"] == "Opening"


@pytest.mark.parametrize(
    ("times", "field", "sentence"),
    [
        (("10:00", "09:00"), "ends", "It would end before it starts. A session ends on the day on which it starts: for one past midnight, enter two."),
        (("22:00", "01:00"), "ends", "It would end before it starts. A session ends on the day on which it starts: for one past midnight, enter two."),
        (("09:00", ""), "ends", "Write the day and both times, or none of them."),
        (("9 o'clock", "10:00"), "starts", "Write an hour and its minutes, such as 09:30."),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_told_beside_the_field_and_what_was_typed_is_kept(
    desk, ceremony, times, field, sentence
):
    response = desk("desk_session_new", data=typed(ceremony.starts_on, *times, title_en="Typed title"))
    assert errors(response) == {field: [sentence]}
    assert "Typed title" in response.content.decode()
    assert Session.objects.count() == 0


def test_a_taken_room_is_told_with_the_session_that_is_there(desk, ceremony, session, rooms, at):
    session("First", at(9), at(10), room=rooms[0])
    response = desk("desk_session_new", data=typed(ceremony.starts_on, room=rooms[0].pk))
    assert errors(response) == {"__all__": ["Room 1 is taken by “First”, 09:00–10:00, and free again at 10:15."]}


def test_rooms_and_themes_of_another_ceremony_are_not_among_the_choices(desk, ceremony, new_york):
    elsewhere = new_york.rooms.get()
    theme = Theme.objects.create(ceremony=new_york, name=LocalText(en="Another theme"))
    page = desk("desk_session_new").content.decode()
    assert ["Plenary Hall" in page, "Trusteeship Council" in page, "Another theme" in page] == [True, False, False]
    response = desk("desk_session_new", data=typed(ceremony.starts_on, room=elsewhere.pk, theme=theme.pk))
    assert (set(errors(response)), Session.objects.count()) == ({"room", "theme"}, 0)


def test_a_colleague_who_saved_meanwhile_is_named_and_nothing_typed_is_lost(
    desk, ceremony, session, second_coordinator, at, now
):
    made = session("First", at(9), at(10))
    made.change(by=second_coordinator, at=now, responsible="Protocol")
    response = desk("desk_session_edit", made.key, data=typed(ceremony.starts_on, title_en="My title", seen="1"))
    first, kept = errors(response)["__all__"]
    assert first.startswith("Cai Coordinator was first")
    assert kept == "Your texts are kept below. Open the session in another window, compare, and save again there."
    assert "My title" in response.content.decode()
    made.refresh_from_db()
    assert (str(made.title), made.responsible) == ("First", "Protocol")


def test_moved_by_the_form_to_the_times_of_a_slot_it_is_in_the_slot(desk, ceremony, session, rooms, slots, at):
    made = session("Seminar")
    desk(
        "desk_session_edit",
        made.key,
        data=typed(ceremony.starts_on, "14:00", "15:00", room=rooms[0].pk, kind="seminar"),
    )
    made.refresh_from_db()
    assert (made.slot, made.revision) == (slots[0], 2)


def test_the_list_asks_the_same_however_long_it_is(
    desk, session, accepted, rooms, slots, at, coordinator, now, django_assert_num_queries
):
    session("First", at(9), at(10), room=rooms[0])
    desk("desk_sessions")
    with django_assert_num_queries(6):
        desk("desk_sessions")
    for number in range(2):
        made = Session.objects.place_first(
            accepted(f"Event {number}"),
            rooms[number],
            slots[0].starts_at,
            slots[0].event_ends_at,
            by=coordinator,
            at=now,
        )
        made.run_of_show.create(title="Welcome", minutes=5)
    with django_assert_num_queries(6):
        desk("desk_sessions")


def test_the_list_is_narrowed_and_says_when_nothing_is_left(desk, session, at, coordinator, now):
    session("Opening", at(9), at(10), kind="opening")
    session("Waiting")
    gone = session("Gone", at(11), at(12))
    gone.cancel(by=coordinator, at=now, reason="Strike")

    def shown(**query):
        return [str(one.title) for one in desk("desk_sessions", query_params=query).context["page_obj"]]

    assert shown() == ["Opening", "Waiting"]
    assert shown(state="unplaced") == ["Waiting"]
    assert shown(state="cancelled") == ["Gone"]
    assert shown(q="open", kind="opening") == ["Opening"]
    assert "No session is like that" in desk("desk_sessions", query_params={"q": "nothing"}).content.decode()


def test_a_note_that_is_too_long_is_refused_and_a_long_reason_is_kept_whole(desk, session, at):
    made = session("Talk", at(9), at(10))
    assert told(desk("session_cancel", made.key, data={"reason": "Strike", "note": "x" * 501, "seen": "1"})) == [
        "It has 501 characters, and 500 are the most: shorten it."
    ]
    made.refresh_from_db()
    assert made.cancelled_at is None
    desk("session_cancel", made.key, data={"reason": "y" * 4000, "seen": "1"})
    assert LedgerRow.objects.about(made).last().reason == "y" * 4000


def test_a_session_is_cancelled_with_a_reason_and_taken_up_again(desk, session, at):
    made = session("Opening", at(9), at(10))
    assert told(desk("session_cancel", made.key, data={"reason": "", "seen": "1"})) == [
        "Write why it is cancelled: it stays on record, and is not published."
    ]
    desk("session_cancel", made.key, data={"reason": "Strike", "note": "We are sorry", "seen": "1"})
    made.refresh_from_db()
    assert made.cancelled_note == "We are sorry"
    assert LedgerRow.objects.about(made).last().reason == "Strike"
    desk("desk_session_edit", made.key, data=typed(at(9).date(), title_en="Another"))
    made.refresh_from_db()
    assert str(made.title) == "Opening"
    desk("session_cancel", made.key, data={"reason": "It is over", "restore": "1"})
    made.refresh_from_db()
    assert (made.cancelled_at, made.cancelled_note, made.starts_at) == (None, "", None)


def test_the_run_of_show_is_written_in_rows_and_says_when_it_is_too_long(desk, session, at):
    made = session("Opening", at(9), at(10))
    rows = {
        "run-TOTAL_FORMS": "3",
        "run-INITIAL_FORMS": "0",
        "seen": "1",
        "run-0-title": "Welcome",
        "run-0-minutes": "50",
    }
    response = desk("run_of_show", made.key, data={**rows, "run-1-title": "Keynote"})
    assert "Write how many minutes it takes." in response.content.decode()
    assert made.run_of_show.count() == 0
    response = desk("run_of_show", made.key, data={**rows, "run-1-title": "Keynote", "run-1-minutes": "25"})
    assert [(item.position, item.title, item.minutes) for item in made.run_of_show.all()] == [
        (1, "Welcome", 50),
        (2, "Keynote", 25),
    ]
    assert "15 minutes longer than the session." in response.content.decode()


def test_chairs_are_named_by_the_directory_and_known_by_their_accreditation(
    desk, session, kenya, kenyan_delegation, person, at
):
    made = session("Opening", at(9), at(10))
    accredited = person(kenyan_delegation, "Amina", "Example").accreditation
    rows = {"chairs-TOTAL_FORMS": "2", "chairs-INITIAL_FORMS": "0", "seen": "1", "chairs-0-name": "Amina Example"}
    response = desk("session_chairs", made.key, data={**rows, "chairs-0-entity": "Atlantis"})
    assert "The directory has no “Atlantis”: choose from the list, or write the code." in response.content.decode()
    desk(
        "session_chairs",
        made.key,
        data={**rows, "chairs-0-entity": "ken", "chairs-1-name": "Kito Example", "chairs-1-is_co": "on"},
    )
    assert [(one.name, one.entity, one.accreditation, one.is_co) for one in made.chairs.all()] == [
        ("Amina Example", kenya, accredited, False), ("Kito Example", None, None, True),
    ]  # fmt: skip


# New York, where the clocks change


@pytest.fixture
def new_york(coordinator, now):
    ceremony = Ceremony.objects.create(
        slug="new-york", title=LocalText(en="Signing in New York"), city=LocalText(en="New York"), is_public=True,
        time_zone="America/New_York", starts_on=date(2026, 10, 31), ends_on=date(2026, 11, 2),
    )  # fmt: skip
    from ceremony.models import Officer, Role

    Officer.objects.appoint(ceremony=ceremony, user=coordinator, role=Role.SIDE_EVENTS, by=None, at=now)
    Room.objects.create(ceremony=ceremony, name=LocalText(en="Trusteeship Council"), capacity=600)
    return ceremony


@pytest.mark.parametrize(
    ("day", "times", "errors_told"),
    [
        ("2026-11-01", ("01:30", "03:00"), {"starts": ["On 1 November 2026 the clocks there are put back: 01:30 comes twice (America/New_York). Choose another time."]}),
        ("2027-03-14", ("01:00", "02:30"), {"ends": ["On 14 March 2027 the clocks there are put forward: 02:30 does not exist (America/New_York). Choose another time."]}),
    ],
)  # fmt: skip
def test_an_hour_that_the_clocks_skip_or_show_twice_is_told(desk, new_york, day, times, errors_told):
    response = desk("desk_session_new", data=typed(day, *times), slug="new-york")
    assert errors(response) == errors_told


def test_across_the_change_of_the_clocks_a_session_lasts_as_long_as_it_does(desk, new_york, coordinator, now):
    zone = ZoneInfo("America/New_York")
    desk("desk_session_new", data=typed("2026-11-01", "00:30", "03:00", room=new_york.rooms.get().pk), slug="new-york")
    made = Session.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=3, minutes=30)
    assert (made.starts_at.astimezone(zone).hour, made.ends_at.astimezone(zone).hour) == (0, 3)
    board = Board(new_york, date(2026, 11, 1))
    assert {sum(cell.span for cell in row.cells) for row in board.rows} == {len(board.times) - 1}
    page = desk("board", slug="new-york", query_params={"day": "2026-11-01"}).content.decode()
    assert "00:30–03:00" in page


def test_a_shift_over_the_change_of_the_clocks_is_of_minutes_that_pass(new_york, coordinator, now, accepted):
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 0, 0, tzinfo=zone)
    slot = Slot.objects.create(ceremony=new_york, starts_at=first, ends_at=first + timedelta(minutes=75))
    made = Session.objects.schedule(
        new_york, by=None, at=now, kind="seminar", title=LocalText(en="Night"), room=new_york.rooms.get(),
        starts_at=slot.starts_at, ends_at=slot.event_ends_at, slot=slot,
    )  # fmt: skip
    shift(new_york, [slot], 120, by=coordinator, at=now, reason="Late")
    made.refresh_from_db()
    assert [f"{new_york.local(at):%H:%M %Z}" for at in (made.starts_at, made.ends_at)] == ["01:00 EST", "02:00 EST"]


# Rooms and slots


def test_a_room_is_added_with_its_set_ups_and_changed(desk, ceremony):
    data = {
        "name_en": "Room 9",
        "capacity": "120",
        "turnover": "20",
        "booths": "2",
        "position": "9",
        "seats_round": "60",
    }
    desk("desk_room_new", data=data)
    room = ceremony.rooms.get(position=9)
    assert (str(room), room.turnover, room.seats("round"), room.seats("theatre")) == ("Room 9", 20, 60, 120)
    response = desk("desk_room", room.pk, data={**data, "seats_round": "", "seats_u_shape": "30", "opens": "08:00"})
    assert errors(response) == {"closes": ["Write both hours, or none: open all day."]}
    desk(
        "desk_room",
        room.pk,
        data={**data, "seats_round": "", "seats_u_shape": "30", "opens": "08:00", "closes": "20:00"},
    )
    assert list(RoomSetup.objects.filter(room=room).values_list("layout", "capacity")) == [("u_shape", 30)]


def test_a_room_that_closes_before_it_opens_is_told(desk, rooms):
    data = {"name_en": "Room 1", "capacity": "100", "turnover": "15", "booths": "2", "position": "1"}
    response = desk("desk_room", rooms[0].pk, data={**data, "opens": "18:00", "closes": "08:00"})
    assert errors(response) == {"__all__": ["Write both hours, the closing hour after the opening hour, or none."]}


def test_a_room_in_use_is_neither_deleted_nor_blocked_and_the_page_names_what_is_there(
    desk, session, rooms, at, ceremony
):
    session("Opening", at(9), at(10), room=rooms[0])
    (sentence,) = told(desk("room_remove", rooms[0].pk, data={}))
    assert sentence.startswith("Room 1 is in use and stays: “Opening”")
    assert ceremony.rooms.filter(pk=rooms[0].pk).exists()
    block = {
        "block-starts_at": f"{ceremony.starts_on}T09:30",
        "block-ends_at": f"{ceremony.starts_on}T11:00",
        "block-reason": "Repair",
    }
    (sentence,) = told(desk("block_add", rooms[0].pk, data=block))
    assert sentence.startswith("Room 1 is in use at that time: “Opening”")
    desk("block_add", rooms[1].pk, data=block)
    made = rooms[1].blocks.get()
    assert (made.starts_at, made.ends_at, made.reason) == (at(9, 30), at(11), "Repair")
    assert "Repair" in desk("desk_rooms").content.decode()
    desk("block_remove", rooms[1].pk, made.pk, data={})
    assert rooms[1].blocks.count() == 0


def test_the_room_of_the_exhibition_is_not_deleted_and_the_page_says_what_uses_it(desk, rooms, ceremony, now):
    Exhibition.objects.create(ceremony=ceremony, room=rooms[0], opens_at=now, closes_at=now + timedelta(days=1))
    assert told(desk("room_remove", rooms[0].pk, data={})) == [
        "Room 1 is in use and stays: the exhibition is held there. Give the exhibition another room first."
    ]
    assert ceremony.rooms.filter(pk=rooms[0].pk).exists()


def test_a_room_that_is_refused_keeps_its_set_ups_too(desk, session, rooms, at, monkeypatch):
    session("First", at(9), at(10), room=rooms[0])
    session("Second", at(10, 15), at(11), room=rooms[0])
    RoomSetup.objects.create(room=rooms[0], layout="round", capacity=60)
    data = {
        "name_en": "Room 1",
        "capacity": "100",
        "turnover": "30",
        "booths": "2",
        "position": "1",
        "seats_round": "50",
    }
    assert "__all__" in errors(desk("desk_room", rooms[0].pk, data=data))
    assert rooms[0].seats("round") == 60

    def broken(room, seats):
        raise RuntimeError("The light goes out")

    monkeypatch.setattr("events.rooms._furnish", broken)
    with pytest.raises(RuntimeError):
        desk("desk_room", rooms[0].pk, data={**data, "turnover": "15", "capacity": "90"})
    assert Room.objects.get(pk=rooms[0].pk).capacity == 100


def test_a_block_that_ends_before_it_starts_is_told(desk, rooms, ceremony):
    day = ceremony.starts_on
    response = desk(
        "block_add",
        rooms[0].pk,
        data={"block-starts_at": f"{day}T11:00", "block-ends_at": f"{day}T09:00", "block-reason": "x"},
    )
    assert "The blocked time ends before it starts." in response.content.decode()


def test_slots_are_added_one_after_the_other_and_stay_while_somebody_needs_them(
    desk, ceremony, accepted, rooms, at, coordinator, now
):
    data = {"day": str(ceremony.starts_on), "first": "14:00", "number": "3", "minutes": "75", "changeover": "15"}
    assert told(desk("desk_slots", data=data)) == ["3 slots were added."]
    first, second, third = ceremony.slots.order_by("starts_at")
    assert (first.starts_at, first.event_ends_at, third.ends_at) == (at(14), at(15), at(17, 45))
    assert (
        "Another slot runs at that time" in told(desk("desk_slots", data={**data, "first": "15:00", "number": "1"}))[0]
    )
    assert errors(desk("desk_slots", data={**data, "first": "22:00"})) == {
        "number": ["The last of them would end after midnight: enter fewer."]
    }
    event = accepted("Tracing assets", wishes=[second])
    Session.objects.place_first(
        event, rooms[0], first.starts_at, first.event_ends_at, slot=first, by=coordinator, at=now
    )
    assert told(desk("slot_remove", first.pk, data={})) == ["1 session is in this slot: move it first."]
    assert told(desk("slot_remove", second.pk, data={})) == ["1 proposal wishes this slot, and the wish would be lost."]
    assert told(desk("slot_remove", third.pk, data={})) == ["The slot is gone."]


# Overrun


def test_an_overrun_is_checked_first_and_then_done(desk, accepted, session, hall, rooms, slots, at, coordinator, now):
    plenary = session("Plenary", at(12), at(14), room=hall, kind="plenary", no_parallel=True)
    made = Session.objects.place_first(
        accepted("Tracing assets"),
        rooms[0],
        slots[2].starts_at,
        slots[2].event_ends_at,
        slot=slots[2],
        by=coordinator,
        at=now,
    )
    other = Session.objects.place_first(
        accepted("Women in cybersecurity"), rooms[0], slots[0].starts_at, slots[0].event_ends_at, slot=slots[0], by=coordinator, at=now
    )  # fmt: skip
    data = {"session": plenary.pk, "minutes": "20", "reason": "Statements"}
    page = desk("overrun", data={**data, "slots": [slots[2].pk]})
    assert "This cannot be done as it is" in page.content.decode()
    page = desk("overrun", data={**data, "slots": [slot.pk for slot in slots[:3]]})
    assert "14:20–15:20" in page.content.decode()
    assert Session.objects.get(pk=other.pk).starts_at == at(14)
    seen = page.context["checked"].seen
    response = desk("overrun", data={**data, "slots": [slot.pk for slot in slots[:3]], "shift": "1", "seen": seen})
    assert told(response) == ["3 sessions are 20 minutes later. Release the programme: those affected are told once."]
    made.refresh_from_db()
    assert made.starts_at == at(16, 50)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"minutes": "", "reason": "x"}, {"minutes": ["Write a number of minutes, such as 20."]}),
        ({"minutes": "0", "reason": "x"}, {"minutes": ["Write a number of minutes, such as 20."]}),
        ({"minutes": "20", "reason": ""}, {"reason": ["Write why: it stays on record."]}),
        ({"minutes": "20", "reason": "x"}, {"slots": ["Choose at least one slot, or what runs longer."]}),
    ],
)  # fmt: skip
def test_an_overrun_that_says_too_little_is_told_what_is_missing(desk, slots, data, wrong):
    assert errors(desk("overrun", data=data)) == wrong
