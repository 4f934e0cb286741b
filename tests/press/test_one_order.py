"""Whoever decides about many waits for whoever else does: outlets, pools and people are taken in one order."""

import time
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event

import pytest

from accreditation.bulk import carry_out
from accreditation.models import Accreditation
from ceremony.procedure import Refused
from press.models import Application, Outlet, Pool, PoolRequest
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(application, other_application, journalist, letter, accept, contact, other_contact, press_officer, now):
    """Two people of either outlet who could be approved, entered crosswise: times, post, post, times."""
    people = [
        journalist(one, name, function="photographer")
        for one, name in zip(
            [application, other_application, other_application, application], ["Amina", "Bo", "Caro", "Dele"], strict=True
        )
    ]  # fmt: skip
    for one, by in [(application, contact), (other_application, other_contact)]:
        accept(letter(one, *[person for person in people if person.application_id == one.pk]))
        one.submit(by=by, at=now)
        Outlet.objects.get(pk=one.outlet_id).verify(by=press_officer, at=now)
    return [person.accreditation_id for person in people]


def bulk(keys, by, now, *, meanwhile=lambda place: None):
    """Approves these together, as the queue's page does; `meanwhile` is called before each, with its place."""

    def approve():
        people = list(Accreditation.objects.filter(pk__in=keys).select_related("nominator__ceremony", "ceremony"))
        places = {person.pk: place for place, person in enumerate(sorted(people, key=lambda person: person.pk))}

        def may(person):
            meanwhile(places[person.pk])
            return ""

        return carry_out("approve", people, may=may, by=by, at=now)

    return approve


def met(barrier):
    with suppress(BrokenBarrierError):  # the other one waits for us already, as it should
        barrier.wait(timeout=2)


def test_two_officers_approve_people_of_two_outlets_crosswise(waiting, press_officer, second_press_officer, now):
    amina, bo, caro, dele = waiting
    half_way = Barrier(2)

    def meanwhile(place):
        if place == 1:
            met(half_way)

    reports = at_once(
        bulk([amina, caro], press_officer, now, meanwhile=meanwhile),
        bulk([bo, dele], second_press_officer, now, meanwhile=meanwhile),
    )
    assert [report.skipped for report in reports] == [[], []]
    assert set(Accreditation.objects.values_list("status", flat=True)) == {"approved"}


@pytest.mark.parametrize("order", ["as they were entered", "the other way round"])
def test_outlets_are_merged_while_people_of_both_are_approved(
    waiting, outlet, other_outlet, press_officer, second_press_officer, now, order
):
    amina, bo, caro, dele = waiting
    keys = [amina, caro] if order == "as they were entered" else [bo, dele]
    begun, merging = Event(), Event()

    def meanwhile(place):
        if place == 1:
            begun.set()
            merging.wait(timeout=2)
            time.sleep(0.5)  # the merger holds what it can get by now

    def merge():
        begun.wait(timeout=20)
        merging.set()
        return Outlet.objects.get(pk=other_outlet.pk).merge_into(
            Outlet.objects.get(pk=outlet.pk), by=second_press_officer, at=now, reason="One house."
        )

    report, merged = at_once(bulk(keys, press_officer, now, meanwhile=meanwhile), merge)
    assert (report.skipped, merged) == ([], None)
    assert Accreditation.objects.filter(status="approved", pk__in=keys).count() == 2


def test_places_are_drawn_while_others_of_the_same_outlets_are_approved(
    waiting, pool, contact, press_officer, second_press_officer, now
):
    amina, bo, caro, dele = waiting
    found = pool({"photo": (2, "")})
    bulk([amina, bo], press_officer, now)()
    for person in Accreditation.objects.filter(pk__in=waiting).select_related("journalist"):
        PoolRequest.objects.ask(found, person.journalist, "photo", by=contact, at=now)
    half_way = Barrier(2)

    def draw():
        met(half_way)
        return Pool.objects.get(pk=found.pk).give_places(by=second_press_officer, at=found.closes_at)

    report, drawn = at_once(
        bulk([caro, dele], press_officer, now, meanwhile=lambda place: place == 1 and met(half_way)), draw
    )
    assert (len(report.done), drawn) == (2, None)
    placed = PoolRequest.objects.with_place().values_list("journalist__accreditation", flat=True)
    assert len(placed) == 2
    assert set(Accreditation.objects.filter(pk__in=placed).values_list("status", flat=True)) == {"approved"}


def test_two_teams_that_are_in_two_pools_crosswise_withdraw_at_once(
    waiting, application, other_application, pool, contact, other_contact, press_officer, now, monkeypatch
):
    amina, bo, caro, dele = waiting
    bulk(waiting, press_officer, now)()
    first, second = pool({"photo": (2, "")}, "Signing"), pool({"photo": (2, "")}, "Opening")
    people = {one.pk: one for one in Accreditation.objects.select_related("journalist")}
    for key, found in [(amina, first), (dele, second), (bo, second), (caro, first)]:
        PoolRequest.objects.ask(found, people[key].journalist, "photo", by=contact, at=now)
    half_way, withdraw = Barrier(2), Accreditation.withdraw

    def slowly(person, **how):
        withdraw(person, **how)
        if person.pk in {amina, bo}:
            met(half_way)

    monkeypatch.setattr(Accreditation, "withdraw", slowly)
    results = at_once(
        lambda: Application.objects.get(pk=application.pk).withdraw_all(by=contact, at=now),
        lambda: Application.objects.get(pk=other_application.pk).withdraw_all(by=other_contact, at=now),
    )
    assert results == [2, 2]
    assert set(PoolRequest.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_somebody_is_returned_while_the_places_are_drawn(
    pool, approved, contact, press_officer, second_press_officer, now
):
    found = pool({"photo": (1, "")})
    people = approved("Amina", "Bo")
    for one in people:
        PoolRequest.objects.ask(found, one, "photo", by=contact, at=now)

    def send_back():
        person = Accreditation.objects.get(pk=people[0].accreditation_id)
        return person.send_back(by=second_press_officer, at=now, code="photo", note="It is dark.")

    drawn, sent = at_once(
        lambda: Pool.objects.get(pk=found.pk).give_places(by=press_officer, at=found.closes_at), send_back
    )
    # Whoever comes second may be told to look again; nobody waits for the other in a ring.
    assert (isinstance(drawn, Refused), isinstance(sent, Refused)) != (True, True)
    holding = PoolRequest.objects.with_place().values_list("journalist__accreditation__status", flat=True)
    assert set(holding) <= {"approved"}
