"""Pools: requests in time, a draw whose seed was committed, places that are collected, passed on, lost and moved up."""

import hashlib
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accreditation.models import Accreditation, Nominator
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from notifications.models import Letter
from notifications.secrets import mint
from press import explaining
from press.draw import draw
from press.kinds_of_place import kinds_for
from press.models import Application, Journalist, Outlet, Pool, PoolPlaces, PoolRequest


@pytest.fixture
def ask(contact, now):
    return lambda pool, one, kind="photo": PoolRequest.objects.ask(pool, one, kind, by=contact, at=now)


@pytest.fixture
def drawn(pool, ask, approved, press_officer):
    """A pool that was drawn among these, with one place for photographers: (pool, {name: request})."""

    def make(*names, places=1):
        found = pool({"photo": (places, "")})
        for one in approved(*names):
            ask(found, one)
        found.give_places(by=press_officer, at=found.closes_at)
        return found, requests_of(found)

    return make


def requests_of(pool):
    return {
        one.journalist.accreditation.given_names: one
        for one in PoolRequest.objects.filter(pool=pool).select_related("journalist__accreditation")
    }


def statuses(pool):
    return {name: one.status for name, one in requests_of(pool).items()}


# The seed


def test_the_hash_is_public_from_the_opening_on_and_the_seed_after_the_draw(pool, press_officer):
    found = pool()
    assert (found.seed, len(found.seed_hash)) == ("", 64)
    found.give_places(by=press_officer, at=found.closes_at)
    assert hashlib.sha256(found.seed.encode()).hexdigest() == found.seed_hash


def test_a_copy_of_the_database_does_not_tell_the_seed_before_the_draw(pool, press_officer):
    found = pool()
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM press_pool p")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(e::text, ''), '') FROM press_poolevent e")
        history = cursor.fetchone()[0]
    found.give_places(by=press_officer, at=found.closes_at)
    assert found.seed not in row
    assert found.seed not in history


def test_places_are_not_given_before_requests_close_and_not_twice(pool, press_officer, second_press_officer):
    found = pool()
    with pytest.raises(Refused, match="places are given after that"):
        found.give_places(by=press_officer, at=found.closes_at - timedelta(seconds=1))
    stale = Pool.objects.get(pk=found.pk)
    found.give_places(by=press_officer, at=found.closes_at)
    with pytest.raises(AlreadyDecided, match="Petra Press was first"):
        stale.give_places(by=second_press_officer, at=found.closes_at)


def test_the_draw_repeated_from_its_seed_gives_the_same_places(drawn):
    from press.draw import Entry

    pool, requests = drawn("Amina", "Bo", "Caro", "Dele", places=2)
    entries = [
        Entry(str(one.key), one.kind, one.journalist.application.outlet_id) for one in requests.values()
    ]  # fmt: skip
    outcomes = draw(pool.seed, entries, {"photo": 2})
    assert {name: outcomes[str(one.key)].rank for name, one in requests.items()} == {
        name: one.rank for name, one in requests.items()
    }
    assert sorted(statuses(pool).values()) == ["placed", "placed", "waiting", "waiting"]


def test_a_pool_without_places_is_not_opened(pool, press_officer, now):
    found = pool({"photo": (0, "")}, is_open=False)
    with pytest.raises(Refused, match="how many places"):
        found.open(by=press_officer, at=now)


def test_after_the_opening_the_terms_stay_and_the_meeting_point_may_change(pool, press_officer, now):
    found = pool()
    with pytest.raises(Refused, match="cannot be changed any more"):
        found.amend(seen=1, by=press_officer, at=now, closes_at=found.closes_at + timedelta(hours=1))
    found.amend(seen=1, by=press_officer, at=now, gathering_point=LocalText(en="Gate 5"))
    assert (str(Pool.objects.get().gathering_point), found.revision) == ("Gate 5", 2)
    with pytest.raises(AlreadyDecided):
        found.amend(seen=1, by=press_officer, at=now, gathering_point=LocalText(en="Gate 7"))


# Requests


def test_nobody_is_put_aside_before_the_draw(pool, ask, approved, press_officer, now):
    """On the waiting list already, he would not be drawn."""
    found = pool()
    asked = ask(found, *approved("Amina"))
    with pytest.raises(Refused, match="places are given after that"):
        asked.put_back(by=press_officer, at=now)
    assert statuses(found) == {"Amina": "requested"}


def test_who_waits_for_accreditation_may_ask_and_is_left_out_if_not_approved_in_time(
    pool, ask, approved, application, journalist, letter, contact, press_officer, now
):
    found = pool()
    [amina] = approved("Amina")
    bo = journalist(application, "Bo", function="photographer")
    with pytest.raises(Refused, match="submit the application first"):
        ask(found, bo)
    letter(application, bo)
    application.submit(by=contact, at=now)
    bo = Journalist.objects.get(pk=bo.pk)
    ask(found, amina)
    ask(found, bo)
    found.give_places(by=press_officer, at=found.closes_at)
    assert statuses(found) == {"Amina": "placed", "Bo": "left_out"}


def test_one_asks_in_time_once_and_for_places_that_there_are(pool, ask, approved, contact, call):
    found = pool()
    [amina] = approved("Amina")
    with pytest.raises(Refused, match="no places of this kind"):
        ask(found, amina, "tv")
    ask(found, amina)
    with pytest.raises(Refused, match="has asked for this pool already"):
        ask(found, amina, "print")
    with pytest.raises(Refused, match="Requests for this pool closed on"):
        PoolRequest.objects.ask(found, amina, "photo", by=contact, at=found.closes_at + timedelta(minutes=1))


def test_asking_again_after_a_withdrawal_brings_no_other_ticket(pool, ask, approved, contact, press_officer, now):
    found = pool()
    [amina] = approved("Amina")
    first = ask(found, amina)
    first.withdraw(by=contact, at=now)
    again = ask(found, amina)
    assert (again.pk, again.key, again.status) == (first.pk, first.key, "requested")


def test_what_was_drawn_stays_whatever_becomes_of_the_places(drawn, contact, press_officer, now):
    pool, requests = drawn("Amina", "Bo", "Caro")
    before = {one.key: (one.ticket, one.round, one.rank) for one in requests.values()}
    first, second, third = sorted(requests.values(), key=lambda one: one.rank)
    first.pass_on(third.journalist, by=contact, at=now)
    second.withdraw(by=contact, at=now)
    late = {"by": press_officer, "at": pool.closes_at, "late_because": "Called back."}
    again = PoolRequest.objects.ask(pool, second.journalist, "photo", **late)
    assert {one.key: (one.ticket, one.round, one.rank) for one in PoolRequest.objects.all()} == before
    # The ticket of before is no way past those who waited all the time.
    zoe = PoolRequest.objects.ask(pool, first.journalist, "photo", **late)
    assert [one.pk for one in PoolRequest.objects.filter(status="waiting").in_turn()] == [zoe.pk, again.pk]
    assert sorted([again, zoe], key=lambda one: one.turn) == [zoe, again]
    with pytest.raises(IntegrityError, match="What was drawn for a request stays"), transaction.atomic():
        PoolRequest.objects.filter(pk=second.pk).update(rank=1, ticket="0")


def test_whoever_waits_all_the_time_goes_before_a_better_ticket_that_came_late(drawn, contact, press_officer, now):
    pool, requests = drawn("Amina", "Bo", "Caro")
    first, second, third = sorted(requests.values(), key=lambda one: one.rank)
    second.withdraw(by=contact, at=now)
    PoolRequest.objects.ask(pool, second.journalist, "photo", by=press_officer, at=now, late_because="Called back.")
    first.withdraw(by=contact, at=now)
    third.refresh_from_db()
    second.refresh_from_db()
    assert (third.status, second.status) == ("placed", "waiting")


def test_a_late_request_waits_at_the_end(drawn, approved, press_officer, application):
    pool, _requests = drawn("Amina", "Bo")
    [zoe] = approved("Zoe", person={"passport_number": "Z1234567"})
    late = PoolRequest.objects.ask(pool, zoe, "photo", by=press_officer, at=pool.closes_at, late_because="Ill before.")
    assert (late.status, late.rank) == ("waiting", None)
    placed = next(one for one in requests_of(pool).values() if one.status == "placed")
    placed.withdraw(by=press_officer, at=pool.closes_at)
    assert statuses(pool)["Zoe"] == "waiting"


def test_for_a_cancelled_session_nobody_asks_and_nothing_is_drawn(pool, ask, approved, press_officer, now):
    found = pool()
    [amina] = approved("Amina")
    found.session.cancel(by=press_officer, at=now, reason="The hall is closed.")
    with pytest.raises(Refused, match="The pool is cancelled"):
        ask(found, amina)
    with pytest.raises(Refused, match="Cancel the pool, so that those who asked are told"):
        found.give_places(by=press_officer, at=found.closes_at)


# Kinds of place


@pytest.mark.parametrize(
    ("function", "outlet_kind", "fitting"),
    [
        ("photographer", "print", ["photo"]),
        ("photographer", "tv", ["photo"]),
        ("camera", "online", ["tv"]),
        ("sound", "radio", ["tv"]),
        ("reporter", "radio", ["print"]),
        ("reporter", "tv", ["tv", "print"]),
        ("editor", "agency", ["tv", "print"]),
        ("reporter", "photo", ["photo", "print"]),
        ("producer", "documentary", ["tv"]),
        ("technician", "print", ["print"]),
        ("driver", "tv", []),
    ],
)
def test_who_may_ask_for_which_kind_of_place(function, outlet_kind, fitting):
    who = Journalist(function=function, application=Application(outlet=Outlet(kind=outlet_kind)))
    assert kinds_for(who) == fitting


def test_a_radio_reporter_gets_no_photographers_place_and_nobody_asks_for_the_host_broadcasters(
    pool, ask, approved, press_officer, now
):
    found = pool({"photo": (1, ""), "tv": (1, ""), "host_broadcaster": (1, "")})
    [amina] = approved("Amina", function="reporter")
    for kind in ("photo", "tv"):
        with pytest.raises(Refused, match=r"is not for Amina Example \(Reporter, .*\). What fits: Print and online."):
            ask(found, amina, kind)
    with pytest.raises(Refused, match="by the press desk alone"):
        ask(found, amina, "host_broadcaster")
    assert PoolRequest.objects.count() == 0


def test_the_desk_names_the_host_broadcasters_people_as_many_as_there_are_places(pool, approved, press_officer, now):
    found = pool({"host_broadcaster": (1, "Centre")})
    amina, bo = approved("Amina", "Bo", function="camera")
    PoolRequest.objects.name_for_the_host(found, amina, by=press_officer, at=now)
    with pytest.raises(Refused, match="Every place of this kind is given"):
        PoolRequest.objects.name_for_the_host(found, bo, by=press_officer, at=now)
    found.give_places(by=press_officer, at=found.closes_at)
    assert statuses(found) == {"Amina": "placed"}


def test_a_place_is_not_passed_on_to_a_colleague_whom_it_does_not_fit(drawn, approved, contact, now):
    _pool, requests = drawn("Amina")
    [bo] = approved("Bo", function="reporter", person={"passport_number": "B1234567"})
    with pytest.raises(Refused, match="is not for Bo Example"):
        requests["Amina"].pass_on(bo, by=contact, at=now)


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


# What PostgreSQL refuses


def test_postgresql_refuses_another_seed_and_another_hash(pool, press_officer):
    found = pool()
    for columns in [{"seed_hash": "0" * 64}, {"seed": "1" * 64}, {"status": "prepared"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Pool.objects.filter(pk=found.pk).update(**columns)
    with pytest.raises(IntegrityError, match="stays from the opening on"), transaction.atomic():
        Pool.objects.filter(pk=found.pk).update(closes_at=found.closes_at - timedelta(hours=1))
    found.give_places(by=press_officer, at=found.closes_at)
    for columns in [{"seed": "1" * 64}, {"status": "open"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Pool.objects.filter(pk=found.pk).update(**columns)


def test_postgresql_refuses_to_give_places_with_a_seed_that_was_not_committed(pool, press_officer):
    found = pool()
    with pytest.raises(IntegrityError, match="a_seed_is_that_of_the_published_hash"), transaction.atomic():
        Pool.objects.filter(pk=found.pk).update(
            status="given", seed="1" * 64, given_by=press_officer, given_at=found.closes_at
        )


def test_postgresql_refuses_a_place_before_the_draw_beyond_the_places_and_for_who_is_not_accredited(
    pool, ask, approved, drawn, press_officer, now
):
    found, requests = drawn("Amina", "Bo")
    waiting = next(one for one in requests.values() if one.status == "waiting")
    with pytest.raises(IntegrityError, match="Every place"), transaction.atomic():
        PoolRequest.objects.filter(pk=waiting.pk).update(status="placed")
    PoolPlaces.objects.filter(pool=found).update(count=2)
    Accreditation.objects.filter(pk=waiting.journalist.accreditation_id).update(status="on_hold")
    with pytest.raises(IntegrityError, match="for the accredited"), transaction.atomic():
        PoolRequest.objects.filter(pk=waiting.pk).update(status="placed")


def test_postgresql_refuses_a_request_after_the_time_and_a_place_in_a_pool_that_is_not_drawn(pool, ask, approved, now):
    found = pool()
    amina, bo = approved("Amina", "Bo")
    request = ask(found, amina)
    with pytest.raises(IntegrityError, match="after the draw"), transaction.atomic():
        PoolRequest.objects.filter(pk=request.pk).update(status="placed")
    with pytest.raises(IntegrityError, match="have closed"), transaction.atomic():
        PoolRequest.objects.create(
            pool=found, journalist=bo, kind="photo", key=found.key, asked_at=found.closes_at + timedelta(seconds=1)
        )


def test_sixty_places_among_four_hundred_requests_are_given_in_a_second(
    ceremony, pool, outlet, contact, press_officer, now, django_assert_max_num_queries
):
    """Letters and ledger included. Computing time: another's load is not the draw's."""
    found = pool({"photo": (40, ""), "print": (20, "")})
    nominators = Nominator.objects.bulk_create(
        Nominator(ceremony=ceremony, kind="press", name="Example Times") for _number in range(180)
    )
    applications = Application.objects.bulk_create(
        Application(nominator=one, outlet=outlet, way="team", opened_by=contact, opened_at=now) for one in nominators
    )
    for one in nominators:
        one.contacts.create(user=contact)
    people = Accreditation.objects.bulk_create(
        Accreditation(
            ceremony=ceremony, nominator=nominators[number % 180], family_name=f"Example {number}", badge_name="X",
            search_key="x", status="approved", decided_by=press_officer, decided_at=now, submitted_at=now,
        )
        for number in range(400)
    )  # fmt: skip
    journalists = Journalist.objects.bulk_create(
        Journalist(accreditation=one, application=applications[number % 180]) for number, one in enumerate(people)
    )
    from press.draw import key_of

    PoolRequest.objects.bulk_create(
        PoolRequest(
            pool=found, journalist=one, kind="photo" if number % 3 else "print", asked_at=now,
            key=key_of(found.key, "photo" if number % 3 else "print", one.accreditation.key),
        )
        for number, one in enumerate(journalists)
    )  # fmt: skip
    began = time.process_time()
    with django_assert_max_num_queries(45):
        found.give_places(by=press_officer, at=found.closes_at)
    assert time.process_time() - began < 1
    assert PoolRequest.objects.with_place().count() == 60
    assert LedgerRow.objects.filter(subject="press.poolrequest").count() == 400


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
