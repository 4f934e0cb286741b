"""What the board warns of and does not refuse: rooms too small, people in two places, leads with two events."""

from events.board import Board
from events.models import SessionChair, SideEvent, Speaker


def kinds(ceremony):
    return {kind.value: len(those) for kind, those in Board(ceremony).clashes_by_kind}


def test_a_small_room_too_few_booths_and_no_web_tv_are_warned_of(placed, rooms, slots, ceremony):
    placed(rooms[1], slots[0], audience=41, interpretation=["fr"], interpretation_paid_by="sponsors", stream=True)
    assert kinds(ceremony) == {"audience": 1, "interpreters": 1, "stream": 1}


def test_a_layout_counts_for_what_a_room_seats(placed, rooms, slots, ceremony):
    rooms[0].setups.create(layout="round", capacity=20)
    placed(rooms[0], slots[0], audience=30)
    placed(rooms[0], slots[1], audience=30, layout="round")
    assert kinds(ceremony) == {"audience": 1}


def test_a_person_in_two_places_is_warned_of_once(placed, session, rooms, hall, slots, at, ceremony):
    one, two = placed(rooms[0], slots[0], "One"), placed(rooms[1], slots[0], "Two")
    later = placed(rooms[1], slots[1], "Later")
    for event in (one, two, later):
        Speaker.objects.create(side_event=event.side_event, name="Amina Example")
    plenary = session("Plenary", at(14), at(15), room=hall, kind="plenary")
    SessionChair.objects.create(session=plenary, name="AMINA ÉXAMPLE")
    board = Board(ceremony)
    assert kinds(ceremony) == {"speaker": 3}
    sentences = {clash.sentence for _kind, those in board.clashes_by_kind for clash in those}
    assert "Amina Example is also at “Two” at that time." in sentences


def test_a_head_of_a_sponsor_who_is_elsewhere_is_warned_of(
    placed, kenyan_delegation, person, kenya, rooms, slots, ceremony
):
    head = person(kenyan_delegation, "Grace", "Example")
    kenyan_delegation.head = head
    kenyan_delegation.save()
    placed(rooms[0], slots[0], "Kenya's own", lead=kenya)
    other = placed(rooms[1], slots[0], "Another")
    Speaker.objects.create(side_event=other.side_event, name="Grace Example", accreditation=head.accreditation)
    ((kind, (clash,)),) = Board(ceremony).clashes_by_kind
    assert (kind, clash.sentence) == (
        "head", "Grace Example, head of the delegation of Kenya, is at “Another” at that time.",
    )  # fmt: skip


def test_a_second_event_of_a_lead_is_warned_of(placed, kenya, rooms, slots, ceremony, coordinator, now):
    placed(rooms[0], slots[0], "One", lead=kenya)
    placed(rooms[0], slots[1], "Two", lead=kenya, second_reason="Two themes", second_by=coordinator, second_at=now)
    assert kinds(ceremony) == {"lead": 1}


def test_a_proposal_that_is_not_accepted_any_more_is_warned_of(placed, rooms, slots, ceremony):
    made = placed(rooms[0], slots[0])
    SideEvent.objects.filter(pk=made.side_event_id).update(status="withdrawn")
    assert kinds(ceremony) == {"over": 1}
