"""What PostgreSQL refuses of a pool, whatever the program has forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accreditation.models import Accreditation
from press.models import Pool, PoolPlaces, PoolRequest


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
