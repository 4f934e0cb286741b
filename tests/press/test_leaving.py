"""What only the accredited hold ends with the approval: a place, a seat, a badge. Those who wait move up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accreditation.models import Accreditation
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from notifications.models import Letter
from press import explaining
from press.models import PoolRequest, PressBadge, PressConference, Seat


@pytest.fixture
def drawn(pool, approved, contact, press_officer):
    """A pool with one place that was drawn among these: its requests in the order of the draw."""

    def make(*names):
        found = pool({"photo": (1, "")})
        for one in approved(*names):
            PoolRequest.objects.ask(found, one, "photo", by=contact, at=found.opens_at)
        found.give_places(by=press_officer, at=found.closes_at)
        return list(PoolRequest.objects.filter(pool=found).order_by("rank").select_related("journalist__accreditation"))

    return make


@pytest.fixture
def conference(session, press_officer, now):
    return PressConference.objects.prepare(
        session("Press conference", kind="press_conference"), by=press_officer, at=now, seats=1, opens_at=now,
        closes_at=now + timedelta(days=2), questions_close_at=now + timedelta(days=1),
    )  # fmt: skip


@pytest.fixture
def returned(press_officer, now):
    def send_back(journalist):
        person = Accreditation.objects.get(pk=journalist.accreditation_id)
        person.send_back(by=press_officer, at=now, code="photo", note="It is dark.")
        return person

    return send_back


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


def test_whoever_is_returned_gives_the_place_to_the_next_and_waits_with_the_rank_of_the_draw(drawn, returned):
    first, second, third = drawn("Amina", "Bo", "Caro")
    rank = first.rank
    returned(first.journalist)
    assert [status_of(one) for one in (first, second, third)] == ["waiting", "placed", "waiting"]
    first.refresh_from_db()
    assert first.rank == rank
    assert LedgerRow.objects.about(first).last().reason == "Returned to be corrected"


def test_while_it_is_not_approved_it_is_passed_over_and_afterwards_it_is_the_next(
    drawn, returned, contact, press_officer, now
):
    first, second, third = drawn("Amina", "Bo", "Caro")
    person = returned(first.journalist)
    first = PoolRequest.objects.select_related("journalist__accreditation", "pool").get(pk=first.pk)
    assert explaining.of(first)[-1] == "Who is not accredited at that moment is passed over, and keeps the turn."
    PoolRequest.objects.get(pk=second.pk).withdraw(by=contact, at=now)
    assert [status_of(one) for one in (first, second, third)] == ["waiting", "withdrawn", "placed"]
    person.submit(by=contact, at=now)
    person.approve(by=press_officer, at=now)
    PoolRequest.objects.get(pk=third.pk).withdraw(by=contact, at=now)
    assert [status_of(one) for one in (first, second, third)] == ["placed", "withdrawn", "withdrawn"]


def test_a_card_that_was_handed_out_counts_no_more_for_whoever_is_returned(drawn, returned, press_officer):
    [only] = drawn("Amina")
    only.hand_card(by=press_officer, at=only.pool.gathers_at)
    returned(only.journalist)
    only.refresh_from_db()
    assert (only.status, only.card_number, only.collected_by) == ("waiting", None, None)


def test_the_seat_goes_to_the_next_and_the_one_who_was_returned_waits_as_of_the_sign_up(
    conference, approved, returned, contact, press_officer, now
):
    people = approved("Amina", "Bo", "Caro")
    first, second, third = (
        conference.sign_up(one, by=contact, at=now + timedelta(minutes=place)) for place, one in enumerate(people)
    )
    question = conference.put_question(people[0], "Why?", language="en", by=contact, at=now)
    person = returned(people[0])
    assert [status_of(one) for one in (first, second, third)] == ["waiting", "seated", "waiting"]
    assert status_of(question) == "put_in"
    person.submit(by=contact, at=now)
    person.approve(by=press_officer, at=now)
    Seat.objects.get(pk=second.pk).leave(by=contact, at=now)
    assert [status_of(one) for one in (first, second, third)] == ["seated", "withdrawn", "waiting"]


def test_the_badge_of_whoever_is_returned_is_void_and_printed_anew_when_he_is_approved_again(
    approved, returned, contact, press_officer, now
):
    [amina] = approved("Amina")
    [[badge], _left] = PressBadge.objects.mark([amina], by=press_officer, at=now)
    badge.print(by=press_officer, at=now)
    person = returned(amina)
    assert status_of(badge) == "void"
    person.submit(by=contact, at=now)
    person.approve(by=press_officer, at=now)
    amina.refresh_from_db()
    assert PressBadge.objects.mark([amina], by=press_officer, at=now) == ([badge], [])
    assert status_of(badge) == "to_print"


def test_those_who_applied_are_told_once_what_was_given_up(
    drawn, conference, returned, contact, press_officer, now
):  # fmt: skip
    first, _second = drawn("Amina", "Bo")
    conference.sign_up(first.journalist, by=contact, at=now)
    PressBadge.objects.mark([first.journalist], by=press_officer, at=now)
    person = returned(first.journalist)
    letter = Letter.objects.get(kind="press.given_up")
    assert letter.recipient == contact
    assert letter.subject == "Example Times: places were given up"
    for line in [
        "Pool “Signing”: the place", "Press conference “Press conference”: the seat",
        "The badge: please hand it in at the press desk",
        "Once approved again, the person is the next for whom there is room, and gets a new badge.",
    ]:  # fmt: skip
        assert line in letter.text
    # Whoever holds nothing, and whoever withdraws somebody himself, reads nothing of it.
    person.submit(by=contact, at=now)
    person.approve(by=press_officer, at=now)
    person.withdraw(by=contact, at=now)
    assert Letter.objects.filter(kind="press.given_up").count() == 1


def test_whoever_is_revoked_reads_nothing_of_an_approval_to_come(drawn, press_officer, now):
    [only] = drawn("Amina")
    Accreditation.objects.get(pk=only.journalist.accreditation_id).revoke(by=press_officer, at=now, note="")
    letter = Letter.objects.get(kind="press.given_up")
    assert "Pool “Signing”: the place" in letter.text
    assert "approved again" not in letter.text


@pytest.mark.parametrize("what", ["over", "cancelled"])
def test_nobody_moves_up_to_what_is_over_or_cancelled(
    what, drawn, conference, approved, contact, press_officer, now
):  # fmt: skip
    first, second = drawn("Amina", "Bo")
    for one in (first, second):
        conference.sign_up(one.journalist, by=contact, at=now)
    at = now
    if what == "over":
        at = max(conference.session.ends_at, first.pool.session.ends_at)
    else:
        for session in (conference.session, first.pool.session):
            session.cancel(by=press_officer, at=now, reason="The hall is closed.")
    Accreditation.objects.get(pk=first.journalist.accreditation_id).revoke(by=press_officer, at=at, note="")
    assert [status_of(one) for one in (first, second)] == ["withdrawn", "waiting"]
    assert sorted(Seat.objects.values_list("status", flat=True)) == ["waiting", "withdrawn"]
    assert not Letter.objects.filter(kind__in=["press.pool_moved_up", "press.seat_moved_up"]).exists()


def test_the_desk_returns_somebody_on_the_page_of_the_queue_and_the_next_has_the_place(
    client, drawn, press_officer
):  # fmt: skip
    first, second = drawn("Amina", "Bo")
    client.force_login(press_officer)
    address = f"/demo/accreditation/people/{first.journalist.accreditation.key}/return/"
    page = client.post(address, {"seen": "approved", "code": "photo", "note": "It is dark."}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        f"{first.journalist} is returned to be corrected."
    ]
    assert [status_of(one) for one in (first, second)] == ["waiting", "placed"]


def test_whoever_does_not_come_any_more_has_no_question_on_the_moderators_list(
    conference, approved, contact, press_officer, now
):
    [amina] = approved("Amina")
    question = conference.put_question(amina, "Why?", language="en", by=contact, at=now)
    Accreditation.objects.get(pk=amina.accreditation_id).revoke(by=press_officer, at=now, note="")
    assert status_of(question) == "withdrawn"


def test_a_move_that_there_is_not_takes_nothing_away(drawn, press_officer, now):
    [only] = drawn("Amina")
    person = Accreditation.objects.get(pk=only.journalist.accreditation_id)
    with pytest.raises(Refused):
        person.hold(by=press_officer, at=now, reason="A question came up.")
    assert (status_of(only), status_of(person)) == ("placed", "approved")


@pytest.mark.parametrize("what", ["a place", "a seat", "a badge"])
def test_postgresql_lets_no_approval_end_while_something_is_held(
    what, pool, conference, approved, contact, press_officer, now
):
    [amina] = approved("Amina")
    if what == "a place":
        found = pool({"photo": (1, "")})
        PoolRequest.objects.ask(found, amina, "photo", by=contact, at=now)
        found.give_places(by=press_officer, at=found.closes_at)
    elif what == "a seat":
        conference.sign_up(amina, by=contact, at=now)
    else:
        PressBadge.objects.mark([amina], by=press_officer, at=now)
    with pytest.raises(IntegrityError, match="given up before the accreditation ends"), transaction.atomic():
        Accreditation.objects.filter(pk=amina.accreditation_id).update(status="withdrawn")
