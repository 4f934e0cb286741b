"""What was refused at the desk, as officers read it."""

import pytest

from directory.models import Entity, EntityKind
from signatures.models import Attempt

pytestmark = pytest.mark.django_db

ATTEMPTS = "/demo/signatures/desk/attempts/"


@pytest.fixture
def refused(treaty, treaty_officer, now):
    """Keeps an attempt of each of so many States: refused(3)."""

    def keep(many):
        for number in range(many):
            entity = Entity.objects.create(code=f"X{number}", kind=EntityKind.MEMBER_STATE, short_en=f"State {number}")
            Attempt.objects.keep(treaty, entity, "record", ["no_powers"], by=treaty_officer, at=now)

    return keep


def test_it_says_who_was_to_sign_and_what_was_tried(client, treaty_officer, refused):
    refused(1)
    client.force_login(treaty_officer)
    page = client.get(ATTEMPTS).content.decode()
    assert [words for words in ("State 0", "To record the signature", "no full powers") if words not in page] == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_with_one_row_and_with_three(
    client, treaty_officer, refused, django_assert_num_queries, many
):
    refused(many)
    client.force_login(treaty_officer)
    # session, user, ceremony with roles, treaty, delegations, how many, attempts, their names
    with django_assert_num_queries(8):
        client.get(ATTEMPTS)
