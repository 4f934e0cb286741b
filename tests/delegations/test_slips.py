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


@pytest.mark.parametrize("name", ["12345", "---", "’ .", "٣٤"])
def test_what_has_no_letter_is_no_name(focal_point, name):
    page = focal_point.post(ADD, entered(family_name=name, given_names=name, badge_name=name))
    sentence = "This is no name: there is not a letter in it. Write it as in the passport, in any script."
    assert page.context["form"].errors == {
        "family_name": [sentence],
        "given_names": [sentence],
        "badge_name": [sentence],
    }
    assert Accreditation.objects.count() == 0


@pytest.mark.parametrize("name", ["O’Example-Ng'ang'a", "Ó", "Example Jr.", "例", "ᠮᠣᠩᠭᠣᠯ", "नमूना", "عينة", "X Æ A-12"])
def test_a_name_may_be_of_any_script_and_have_signs_in_it(focal_point, name):
    focal_point.post(ADD, entered(family_name=name))
    assert Accreditation.objects.get().family_name == name


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
