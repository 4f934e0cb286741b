"""Pools: requests in time, a draw whose seed was committed, and for whom each kind of place is."""

import hashlib
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accreditation.models import Accreditation, Nominator
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from press.draw import draw, key_of
from press.kinds_of_place import kinds_for
from press.models import Application, Journalist, Outlet, Pool, PoolRequest
from tests.press.pooling import requests_of, statuses

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
