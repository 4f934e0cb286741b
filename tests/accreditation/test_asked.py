"""A ceremony that is not public yet exists for those who were asked to it, and for nobody else."""

import pytest

from ceremony.models import Ceremony

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_preparation(ceremony):
    ceremony.is_public = False
    ceremony.save(update_fields=["is_public"])
    return ceremony


def test_a_focal_point_sees_the_ceremony_to_which_he_was_asked(in_preparation, kenyan_delegation, kenyan_focal_point):
    assert list(Ceremony.objects.visible_to(kenyan_focal_point)) == [in_preparation]


def test_somebody_who_was_not_asked_does_not(in_preparation, kenyan_delegation, brazilian_focal_point):
    assert list(Ceremony.objects.visible_to(brazilian_focal_point)) == []


def test_nor_does_a_focal_point_who_answers_no_longer(in_preparation, kenyan_delegation, kenyan_focal_point):
    kenyan_delegation.nominator.contacts.update(is_active=False)
    assert list(Ceremony.objects.visible_to(kenyan_focal_point)) == []
