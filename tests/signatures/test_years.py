"""A mistyped year is refused where it is typed: the log, which holds none such, could only break off."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from signatures.desk_forms import PlaceTimeField

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("year", ["0001", "0202", "1025", "1900", "9000", "9999"])
def test_a_year_that_the_log_cannot_hold_is_no_time(year):
    with pytest.raises(ValidationError) as refused:
        PlaceTimeField(zone=ZONE).clean(f"{year}-10-25T10:04:05")
    assert refused.value.messages == ["Enter a valid date/time."]


def test_a_time_is_by_the_clocks_of_the_place():
    assert PlaceTimeField(zone=ZONE).clean("2025-10-25T10:04:05") == datetime(2025, 10, 25, 10, 4, 5, tzinfo=ZONE)
