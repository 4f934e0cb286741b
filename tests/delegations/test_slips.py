"""Slips of the pen that a form finds: the sentence stands beside the field, and nothing is saved."""

from datetime import timedelta

import pytest

from accreditation.models import Accreditation

pytestmark = pytest.mark.django_db

ADD = "/demo/delegation/KEN/people/add/"


@pytest.fixture
def focal_point(client, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return client


def entered(**fields):
    return {"family_name": "Example", "role": "adviser", "rank": "100", **fields}


def test_a_passport_number_of_nothing_but_signs_is_none(focal_point):
    page = focal_point.post(ADD, entered(passport_number="!!"))
    assert page.context["form"].errors["passport_number"] == [
        "This is no passport number: write its letters and figures."
    ]
    assert Accreditation.objects.count() == 0


@pytest.mark.parametrize("days", [-61, 2])
def test_an_arrival_long_before_the_ceremony_or_after_it_is_a_slip(days, focal_point, ceremony):
    day = ceremony.starts_on + timedelta(days=days)
    page = focal_point.post(ADD, entered(arrives_at=f"{day}T10:00"))
    assert list(page.context["form"].errors) == ["arrives_at"]


@pytest.mark.parametrize("days", [-60, 1])
def test_an_arrival_before_the_last_day_is_taken(days, focal_point, ceremony):
    day = ceremony.starts_on + timedelta(days=days)
    assert focal_point.post(ADD, entered(arrives_at=f"{day}T10:00")).status_code == 302
