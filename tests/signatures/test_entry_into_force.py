"""Rule 11: the instrument that reaches the threshold and 90 days; an organisation's is not additional; later parties."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from signatures.entry_into_force import entry_into_force
from signatures.models import Treaty

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Instrument:
    """What the computation asks of an entry that stands."""

    code: str
    done_on: date
    number: int = 1
    member_of: str = ""
    is_reio: bool = False

    @property
    def at(self):
        return datetime(*self.done_on.timetuple()[:3], 12, tzinfo=UTC)


def state(code, day, **more):
    return Instrument(code, date.fromisoformat(day), **more)


def treaty(threshold=2):
    return Treaty(threshold=threshold, days_after_threshold=90, days_for_later_parties=30)


def days(found):
    return {act.code: day and day.isoformat() for act, day in found.by_party}


def test_below_the_threshold_there_is_no_day():
    found = entry_into_force(treaty(), [state("KEN", "2026-01-10")])
    assert (found.first_day, len(found.counted), days(found)) == (None, 1, {"KEN": None})


def test_nothing_deposited_is_nothing_counted():
    found = entry_into_force(treaty(), [])
    assert (found.first_day, found.counted, found.reached_by) == (None, [], None)


def test_it_is_ninety_days_after_the_deposit_that_reaches_it_whatever_the_order_of_entry():
    found = entry_into_force(treaty(), [state("BRA", "2026-03-01"), state("KEN", "2026-01-10")])
    assert found.reached_by.code == "BRA"
    assert found.first_day == date(2026, 5, 30)
    assert days(found) == {"KEN": "2026-05-30", "BRA": "2026-05-30"}


def test_the_hanoi_convention_counts_forty():
    many = [state(f"S{number:02}", f"2026-02-{number % 27 + 1:02}", number=number) for number in range(39)]
    assert entry_into_force(treaty(40), many).first_day is None
    assert entry_into_force(treaty(40), [*many, state("S40", "2026-12-31")]).first_day == date(2027, 3, 31)


def test_an_organisations_instrument_is_not_additional_to_its_members():
    union = Instrument("EUE", date(2026, 2, 1), is_reio=True)
    austria = state("AUT", "2026-01-10", member_of="EUE")
    found = entry_into_force(treaty(), [austria, union])
    assert (found.first_day, [act.code for act in found.counted], found.not_counted) == (None, ["AUT"], 1)
    reached = entry_into_force(treaty(), [austria, union, state("KEN", "2026-03-01")])
    assert reached.reached_by.code == "KEN"
    assert days(reached) == {"AUT": "2026-05-30", "EUE": "2026-05-30", "KEN": "2026-05-30"}


@pytest.mark.parametrize(("deposited", "binds"), [
    ("2026-03-02", "2026-05-30"),  # 30 days would end before the first date
    ("2026-04-29", "2026-05-30"),
    ("2026-04-30", "2026-05-30"),
    ("2026-05-01", "2026-05-31"),
    ("2026-08-01", "2026-08-31"),
])  # fmt: skip
def test_later_parties_are_bound_after_thirty_days_or_on_the_first_date_if_that_is_later(deposited, binds):
    found = entry_into_force(
        treaty(), [state("KEN", "2026-01-10"), state("BRA", "2026-03-01"), state("AUT", deposited, number=3)]
    )
    assert days(found)["AUT"] == binds
    assert found.first_day == date(2026, 5, 30)


def test_of_two_deposits_of_one_day_the_earlier_entry_reaches_it():
    found = entry_into_force(treaty(1), [state("BRA", "2026-03-01", number=2), state("KEN", "2026-03-01", number=1)])
    assert found.reached_by.code == "KEN"
