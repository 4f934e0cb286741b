"""The search for nearly the same names among five thousand outlets."""

import random

import pytest

from press.models import Outlet, OutletName
from press.near_names import grams_of, initials_of, name_key, near

WORDS = (  # noqa: SIM905
    "Example Sample Daily Morning Evening National Public Independent Global Coastal Northern Southern Eastern Western "
    "Central River Mountain Harbour Capital Metropolitan Provincial Federal Royal People Workers Farmers Students Youth "
    "Sports Business Market Finance Culture Science Health Justice Liberty Unity Progress Future Horizon Beacon Mirror "
    "Herald Tribune Courier Gazette Chronicle Observer Sentinel Examiner Register Bulletin Telegraph Dispatch Ledger"
).split()
ENDS = ["News", "Times", "Post", "TV", "Radio", "Press Agency", "Broadcasting", "Online", "Media", "Journal"]


@pytest.fixture
def five_thousand(ceremony, now):
    chance = random.Random(7)
    names = set()
    while len(names) < 5000:
        names.add(" ".join([*chance.sample(WORDS, chance.choice([1, 2, 2, 3])), chance.choice(ENDS)]))
    outlets = Outlet.objects.bulk_create(
        Outlet(ceremony=ceremony, name=name, name_key=name_key(name), kind="print", search_key=name_key(name), entered_at=now)
        for name in sorted(names)
    )  # fmt: skip
    OutletName.objects.bulk_create(
        OutletName(
            outlet=one, name=one.name, key=one.name_key, initials=initials_of(one.name), grams=grams_of(one.name), is_main=True
        )
        for one in outlets
    )  # fmt: skip
    return outlets


def test_a_misspelt_name_is_found_among_five_thousand_in_two_statements(
    ceremony, five_thousand, django_assert_num_queries
):
    """How long it takes is the bench's to say."""
    chance = random.Random(11)
    for outlet in chance.sample(five_thousand, 60):
        place = chance.randrange(1, len(outlet.name) - 1)
        with django_assert_num_queries(2):
            found = near(ceremony, outlet.name[:place] + outlet.name[place + 1 :])
        assert outlet in [one.outlet for one in found]
