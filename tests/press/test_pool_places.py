"""Places of a pool: told in one letter, collected, passed on, lost, moved up; and where it gathers."""

from datetime import timedelta

import pytest

from accounts.models import User
from accreditation.models import Accreditation
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from directory.texts import LocalText
from notifications.models import Letter
from notifications.secrets import mint
from press import explaining
from press.models import PoolRequest
from tests.press.pooling import statuses

# Where it meets


def test_whoever_has_a_place_or_waits_is_told_once_where_the_pool_gathers_now(drawn, contact, press_officer, now):
    pool, _requests = drawn("Amina", "Bo")
    later = pool.gathers_at + timedelta(minutes=20)
    pool.amend(
        seen=pool.revision, by=press_officer, at=now, gathering_point=LocalText(en="Gate 9"), gathers_at=later,
        note=LocalText(en="Flat shoes."),
    )  # fmt: skip
    told = Letter.objects.get(kind="press.pool_changed")
    assert told.recipient == contact
    assert "Gate 9" in told.subject
    assert pool.ceremony.show_time(later) in told.text
    lines = [line for line in told.text.splitlines() if line.startswith("– ")]
    assert sorted(line.partition(": ")[2] for line in lines) == ["a place, Photo", "on the waiting list, Photo"]
    assert "Flat shoes." in told.text
    assert mint(told, now) == {}


def test_before_the_places_are_given_nobody_is_told_of_another_gathering_point(pool, ask, approved, press_officer, now):
    found = pool()
    ask(found, *approved("Amina"))
    found.amend(seen=1, by=press_officer, at=now, gathering_point=LocalText(en="Gate 9"))
    assert not Letter.objects.filter(kind="press.pool_changed").exists()


def test_an_escort_is_told_when_named_and_when_the_meeting_changes(pool, press_officer, now):
    ella, otto = [User.objects.create_user(f"{name}.escort@plenipo.example") for name in ("ella", "otto")]
    found = pool(escort=ella)
    later, later_still = now + timedelta(minutes=1), now + timedelta(minutes=2)
    found.amend(seen=found.revision, by=press_officer, at=later, gathering_point=LocalText(en="Gate 9"))
    found.amend(seen=found.revision, by=press_officer, at=later_still, escort=otto)
    found.amend(seen=found.revision, by=press_officer, at=now, escort=press_officer)
    told = Letter.objects.filter(kind="press.escort_named").order_by("pk")
    assert [(one.recipient, "Gate 9" in one.text) for one in told] == [(ella, False), (ella, True), (otto, True)]
    assert told[0].link_to == f"/demo/press/desk/pools/{found.key}/escort/"


def test_a_pool_gathers_before_its_session_begins(pool, press_officer, now):
    found = pool(is_open=False)
    late = found.session.starts_at + timedelta(minutes=1)
    with pytest.raises(Refused, match="the pool gathers before that"):
        found.amend(seen=1, by=press_officer, at=now, gathers_at=late)
    with pytest.raises(Refused, match="the pool gathers before that"):
        pool(title="Opening", gathers_at=late)


# Places


def test_whoever_gets_a_place_or_waits_is_told_in_one_letter(drawn, contact):
    _pool, requests = drawn("Amina", "Bo")
    told = Letter.objects.get(kind="press.places_given")
    placed = next(name for name, one in requests.items() if one.status == "placed")
    waiting = next(name for name, one in requests.items() if one.status == "waiting")
    assert told.recipient == contact
    assert f"{placed} Example: a place, Photo" in told.text
    assert f"{waiting} Example: on the waiting list, Photo, number 2" in told.text
    assert "Gate 3" in told.text


def test_a_no_show_frees_the_place_for_the_next_who_waits(drawn, press_officer):
    pool, requests = drawn("Amina", "Bo", "Caro")
    first, second, third = sorted(requests.values(), key=lambda one: one.rank)
    with pytest.raises(Refused, match="nobody has failed to come before that"):
        first.no_show(by=press_officer, at=pool.gathers_at - timedelta(minutes=1))
    first.no_show(by=press_officer, at=pool.gathers_at)
    for one in (first, second, third):
        one.refresh_from_db()
    assert [first.status, second.status, third.status] == ["no_show", "placed", "waiting"]
    assert Letter.objects.filter(kind="press.pool_moved_up").count() == 1
    assert LedgerRow.objects.about(second).last().reason == "Moved up from the waiting list"


def test_who_is_not_accredited_any_more_loses_the_place_and_is_passed_over(drawn, press_officer, now):
    _pool, requests = drawn("Amina", "Bo", "Caro")
    first, second, third = sorted(requests.values(), key=lambda one: one.rank)
    second.journalist.accreditation.revoke(by=press_officer, at=now, note="")
    Accreditation.objects.get(pk=first.journalist.accreditation_id).revoke(by=press_officer, at=now, note="")
    for one in (first, second, third):
        one.refresh_from_db()
    assert [first.status, second.status, third.status] == ["withdrawn", "withdrawn", "placed"]


def test_a_card_is_handed_out_once_with_a_number_of_its_own(drawn, press_officer, second_press_officer):
    pool, requests = drawn("Amina", "Bo", places=2)
    for one in requests.values():
        one.hand_card(by=press_officer, at=pool.gathers_at)
    assert sorted(one.card_number for one in requests.values()) == [1, 2]
    with pytest.raises(Refused):
        PoolRequest.objects.get(pk=requests["Amina"].pk).hand_card(by=second_press_officer, at=pool.gathers_at)


def test_a_place_is_passed_on_to_a_colleague_and_to_nobody_else(
    drawn, approved, other_application, contact, press_officer, now
):
    _pool, requests = drawn("Amina", "Bo")
    [stranger] = approved("Otto", application=other_application)
    placed = next(one for one in requests.values() if one.status == "placed")
    waiting = next(one for one in requests.values() if one.status == "waiting")
    with pytest.raises(Refused, match="a colleague of the same outlet"):
        placed.pass_on(stranger, by=contact, at=now)
    taken = placed.pass_on(waiting.journalist, by=contact, at=now)
    waiting.refresh_from_db()
    assert (taken.pk, waiting.status, waiting.instead_of) == (waiting.pk, "placed", placed)
    assert placed.status == "passed_on"
    back = waiting.pass_on(placed.journalist, by=contact, at=now)
    assert (back.pk, back.status) == (placed.pk, "placed")


def test_the_desk_gives_the_places_of_a_pool_without_a_draw(pool, ask, approved, press_officer, now):
    found = pool({"photo": (1, "")}, way="desk")
    requests = [ask(found, one) for one in approved("Amina", "Bo")]
    requests[1].give(by=press_officer, at=now)
    with pytest.raises(Refused, match="Every place of this kind is given"):
        requests[0].give(by=press_officer, at=now)
    found.give_places(by=press_officer, at=found.closes_at)
    assert statuses(found) == {"Amina": "waiting", "Bo": "placed"}
    assert found.seed == ""


def test_a_place_out_of_turn_after_a_draw_needs_a_reason(drawn, pool, press_officer, now):
    found, requests = drawn("Amina", "Bo", "Caro", places=1)
    _first, second, third = sorted(requests.values(), key=lambda one: one.rank)
    found.amend(seen=found.revision, by=press_officer, at=now, places={"photo": (2, "")})
    second.refresh_from_db()
    assert second.status == "placed"
    with pytest.raises(Refused, match="out of turn"):
        third.give(by=press_officer, at=now)


def test_fewer_places_than_are_given_are_refused(drawn, press_officer, now):
    found, _requests = drawn("Amina", "Bo", places=2)
    with pytest.raises(Refused, match="More people have a place"):
        found.amend(seen=found.revision, by=press_officer, at=now, places={"photo": (1, "")})


def test_a_cancelled_pool_tells_everybody_who_asked(drawn, press_officer, now):
    found, requests = drawn("Amina", "Bo")
    found.cancel(by=press_officer, at=now, reason="The session moved.")
    assert "The session moved." in Letter.objects.get(kind="press.pool_cancelled").text
    with pytest.raises(Refused, match="cancelled"):
        requests["Amina"].withdraw(by=press_officer, at=now)


def test_each_is_told_why_without_a_word_about_anybody_else(drawn):
    pool, requests = drawn("Amina", "Bo")
    second = next(one for one in requests.values() if one.rank == 2)
    assert explaining.of(second) == [
        f"The ticket is the HMAC-SHA256 of the request's key {second.key} under the seed {pool.seed}: {second.ticket}.",
        "1 colleague of the outlet has a smaller ticket: an outlet's next person comes after every outlet's one before.",
        "By that it is number 2 in the draw for “Photo”, for which there is 1 place now.",
        "Whenever a place of this kind becomes free, the first who waits gets it, and a letter.",
    ]


def test_two_people_who_move_up_at_one_instant_are_told_by_two_letters(pool, ask, approved, press_officer, now):
    found = pool({"photo": (1, ""), "tv": (1, "")})
    first, second = approved("Amina", "Bo")
    third, fourth = approved("Caro", "Dele", function="camera")
    for one in (first, second):
        ask(found, one)
    for one in (third, fourth):
        ask(found, one, "tv")
    found.give_places(by=press_officer, at=found.closes_at)
    assert PoolRequest.objects.with_place().count() == 2
    places = {"photo": (2, ""), "tv": (2, "")}
    found.amend(seen=found.revision, places=places, by=press_officer, at=found.closes_at)
    told = Letter.objects.filter(kind="press.pool_moved_up").values_list("text", flat=True)
    moved = [one for one in (first, second, third, fourth) if any(f"{one}: " in text for text in told)]
    assert (len(told), len(moved)) == (2, 2)


def test_an_escort_who_need_not_come_is_told(pool, press_officer, now):
    ella, otto = [User.objects.create_user(f"{name}.escort@plenipo.example") for name in ("ella", "otto")]
    found = pool(escort=ella)
    found.amend(seen=found.revision, by=press_officer, at=now + timedelta(minutes=1), escort=otto)
    found.cancel(by=press_officer, at=now + timedelta(minutes=2), reason="Rain.")
    told = Letter.objects.filter(kind="press.escort_released").order_by("pk")
    assert [one.recipient for one in told] == [ella, otto]
    assert "Somebody else escorts it." in told[0].text
    assert "Rain." in told[1].text


def test_after_the_session_nobody_is_told_of_a_pool_any_more(pool, ask, approved, press_officer, now):
    found = pool(escort=User.objects.create_user("ella.escort@plenipo.example"))
    ask(found, *approved("Amina"))
    found.give_places(by=press_officer, at=found.closes_at)
    before = Letter.objects.count()
    over = found.session.ends_at + timedelta(hours=1)
    found.amend(seen=found.revision, by=press_officer, at=over, note=LocalText(en="Thank you."), escort=None)
    assert Letter.objects.count() == before
