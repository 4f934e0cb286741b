"""Pools as everybody checks them, and as the outlet's contact asks, gives up and passes on places."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from press import draw
from press.models import PoolRequest


@pytest.fixture(autouse=True)
def files(private_files):
    """Photos of these tests go to a folder of their own."""


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def after(pool):
    return pool.closes_at + timedelta(minutes=1)


def test_before_the_draw_the_page_shows_the_hash_and_not_the_seed(client, pool, address):
    one = pool()
    page = client.get(address("pool", one.key)).content.decode()
    assert one.seed_hash in page
    assert one.sealed_seed not in page
    assert "revealed by the draw, after requests have closed" in page


def test_a_pool_in_preparation_does_not_exist(client, pool, address):
    assert client.get(address("pool", pool(is_open=False).key)).status_code == 404


def test_after_the_draw_anybody_can_repeat_it_from_the_page(
    client, pool, approved, application, press_officer, address, now
):
    one = pool(places={"photo": (2, "Left stand")})
    for person in approved("Amina", "Bo", "Chi"):
        PoolRequest.objects.ask(one, person, "photo", by=application.opened_by, at=now)
    one.give_places(by=press_officer, at=after(one))

    page = client.get(address("pool", one.key))

    words = page.content.decode()
    assert draw.hash_of(one.seed) == one.seed_hash
    assert one.seed in words
    rows = [(str(row.key), row.ticket, row.rank) for row in page.context["page_obj"]]
    assert [(ticket, rank) for _key, ticket, rank in rows] == [
        (draw.ticket_of(one.seed, key), rank) for rank, (key, *_rest) in enumerate(rows, start=1)
    ]
    assert all(ticket in words for _key, ticket, _rank in rows)
    assert [name for name in ("Amina", "Bo Ex", "Chi Ex", "Example Times") if name in words] == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_tickets_are_read_in_as_many_statements_for_three_as_for_one(
    client, pool, approved, application, press_officer, address, now, how_many, django_assert_num_queries
):
    one = pool()
    for person in approved(*["Amina", "Bo", "Chi"][:how_many]):
        PoolRequest.objects.ask(one, person, "photo", by=application.opened_by, at=now)
    one.give_places(by=press_officer, at=after(one))
    with django_assert_num_queries(6):
        client.get(address("pool", one.key))


def test_a_contact_asks_for_a_place_of_one_of_the_team(signed_in, pool, approved, address):
    one = pool()
    [amina] = approved("Amina")
    page = signed_in.post(
        address("pool_ask", one.key), {"person": str(amina.accreditation.key), "kind": "photo"}, follow=True
    )
    assert [str(message) for message in page.context["messages"]] == [
        "Amina Example has asked for a place in the pool “Signing”."
    ]
    assert "The places are drawn after" in page.content.decode()
    assert PoolRequest.objects.get().journalist == amina


@pytest.mark.parametrize(("kind", "person"), [("host_broadcaster", None), ("photo", "nobody"), ("", None)])
def test_a_place_that_is_not_there_and_a_stranger_are_refused(signed_in, pool, approved, address, kind, person):
    [amina] = approved("Amina")
    signed_in.post(address("pool_ask", pool().key), {"person": person or str(amina.accreditation.key), "kind": kind})
    assert PoolRequest.objects.count() == 0


def test_one_is_offered_the_kinds_of_place_that_fit_ones_people(signed_in, pool, approved, address):
    pool({"photo": (1, ""), "print": (1, ""), "tv": (1, ""), "host_broadcaster": (1, "")})
    approved("Amina", function="reporter")
    [row] = signed_in.get(address("pools")).context["rows"]
    assert row["form"].fields["kind"].choices == [("print", "Print and online")]


def test_whose_people_fit_no_place_is_told_so(signed_in, pool, approved, address):
    pool({"photo": (1, "")})
    approved("Amina", function="reporter")
    page = signed_in.get(address("pools")).content.decode()
    assert "No kind of place here is for those of your people" in page


def test_another_outlets_person_is_not_asked_for(signed_in, pool, application, journalist, other_application, address):
    journalist(application, "Amina")
    other = journalist(other_application, "Otto")
    signed_in.post(address("pool_ask", pool().key), {"person": str(other.accreditation.key), "kind": "photo"})
    assert PoolRequest.objects.count() == 0


def test_after_requests_have_closed_one_is_told_until_when(signed_in, pool, approved, address, monkeypatch, now):
    one = pool(closes_at=now + timedelta(minutes=10))
    [amina] = approved("Amina")
    monkeypatch.setattr(timezone, "now", lambda: after(one))
    page = signed_in.post(
        address("pool_ask", one.key), {"person": str(amina.accreditation.key), "kind": "photo"}, follow=True
    )
    assert "Requests for this pool closed on" in page.content.decode()


def test_a_place_given_up_goes_to_the_next_and_each_is_told_how_it_came(
    signed_in, pool, approved, application, press_officer, address, now
):
    one = pool(places={"photo": (1, "Left stand")})
    for person in approved("Amina", "Bo"):
        PoolRequest.objects.ask(one, person, "photo", by=application.opened_by, at=now)
    one.give_places(by=press_officer, at=after(one))
    first, second = PoolRequest.objects.order_by("rank")
    page = signed_in.get(address("pools")).content.decode()
    assert f"HMAC-SHA256 of the request&#x27;s key {first.key}" in page
    signed_in.post(address("pool_request_withdraw", first.key))
    for request in (first, second):
        request.refresh_from_db()
    assert (first.status, second.status) == ("withdrawn", "placed")


def test_a_place_is_passed_on_to_a_colleague(signed_in, pool, approved, application, press_officer, address, now):
    one = pool()
    amina, bo = approved("Amina", "Bo")
    asked = PoolRequest.objects.ask(one, amina, "photo", by=application.opened_by, at=now)
    one.give_places(by=press_officer, at=after(one))
    assert "Pass the place on to" in signed_in.get(address("pools")).content.decode()
    signed_in.post(address("pool_request_pass_on", asked.key), {"person": str(bo.accreditation.key)})
    asked.refresh_from_db()
    assert asked.status == "passed_on"
    assert PoolRequest.objects.get(instead_of=asked).journalist == bo
    page = signed_in.get(address("pool", one.key))
    assert [row.key for row in page.context["page_obj"]] == [asked.key]
    assert "passed on to a colleague" in page.content.decode()


def test_anothers_request_does_not_exist(
    client, pool, approved, application, other_contact, other_application, journalist, press_officer, address, now
):
    one = pool()
    amina, bo = approved("Amina", "Bo")
    asked = PoolRequest.objects.ask(one, amina, "photo", by=application.opened_by, at=now)
    journalist(other_application, "Otto")
    for user in (other_contact, press_officer):
        client.force_login(user)
        assert client.post(address("pool_request_withdraw", asked.key)).status_code == 404
        response = client.post(address("pool_request_pass_on", asked.key), {"person": str(bo.accreditation.key)})
        assert response.status_code == 404
    client.force_login(other_contact)
    page = client.get(address("pools")).content.decode()
    assert ("Signing" in page, "Amina" in page) == (True, False)


def test_who_has_no_application_has_no_such_pages(client, pool, kenyan_focal_point, press_officer, address):
    pool()
    for user in (kenyan_focal_point, press_officer):
        client.force_login(user)
        assert {client.get(address(name)).status_code for name in ("pools", "conferences")} == {404}


@pytest.mark.parametrize("how_many", [1, 3])
def test_ones_own_pools_are_read_in_as_many_statements_for_three_as_for_one(
    signed_in, pool, approved, application, address, now, how_many, django_assert_num_queries
):
    people = approved(*["Amina", "Bo", "Chi"][:how_many])
    for number in range(how_many):
        one = pool(title=f"Pool {number}")
        for person in people:
            PoolRequest.objects.ask(one, person, "photo", by=application.opened_by, at=now)
    with django_assert_num_queries(9):
        signed_in.get(address("pools"))
