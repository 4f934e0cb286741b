from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accreditation import mrz

# The specimen of ICAO Doc 9303.
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TODAY = date(2025, 10, 25)


def errors(zone):
    with pytest.raises(ValidationError) as caught:
        mrz.read(zone, today=TODAY)
    return caught.value.messages


def test_the_specimen_of_icao_reads_as_anna_maria_eriksson():
    assert mrz.read(f"{FIRST}\n{SECOND}", today=TODAY) == mrz.Passport(
        issuer="UTO",
        family_name="ERIKSSON",
        given_names="ANNA MARIA",
        number="L898902C3",
        nationality="UTO",
        date_of_birth=date(1974, 8, 12),
        sex="F",
        expires_on=date(2012, 4, 15),
    )


def test_spaces_line_ends_and_small_letters_do_not_matter():
    assert mrz.read(f"  {FIRST.lower()} \r\n\r\n {SECOND[:20]} {SECOND[20:]}", today=TODAY).number == "L898902C3"


def test_the_check_digits_of_the_specimen():
    assert [mrz.check_digit(text) for text in ("L898902C3", "740812", "120415", "ZE184226B<<<<<")] == [
        "6",
        "2",
        "9",
        "1",
    ]


def test_a_wrong_digit_in_the_passport_number_is_named():
    assert errors(f"{FIRST}\n{SECOND.replace('L898902C3', 'L898802C3')}") == [
        "Line 2: the check digit of the passport number, in position 10, does not fit. Compare the line with the passport.",
        "Line 2: the check digit of the whole second line, in position 44, does not fit. Compare the line with the passport.",
    ]


def test_a_line_that_is_too_short_is_told_with_its_length():
    assert errors(f"{FIRST}\n{SECOND[:-1]}") == [
        "Line 2 of the machine-readable zone has 44 characters; this one has 43."
    ]
    assert errors(FIRST + SECOND[:-1]) == [
        "The machine-readable zone has two lines of 44 characters; these are 87 characters in all."
    ]


def test_both_lines_pasted_as_one_are_cut_in_the_middle():
    assert mrz.read(FIRST + SECOND, today=TODAY).number == "L898902C3"


def test_a_letter_that_no_zone_holds_is_named():
    assert errors(f"{FIRST}\n{SECOND[:-1]}É") == [
        "Line 2, position 44: “É”. The zone holds only A to Z, 0 to 9 and “<”."
    ]


def test_an_identity_card_is_no_passport():
    assert errors(f"I{FIRST[1:]}\n{SECOND}") == [
        "Line 1: this is not the zone of a passport, whose first line starts with “P”."
    ]


def test_an_empty_personal_number_may_have_a_filler_for_its_digit():
    second = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<"
    overall = mrz.check_digit(second[:10] + second[13:20] + second[21:42] + "<")
    assert mrz.read(f"{FIRST}\n{second}<{overall}", today=TODAY).number == "L898902C3"


def test_a_month_that_no_year_has_is_no_date():
    birth = "741312"
    second = f"L898902C36UTO{birth}{mrz.check_digit(birth)}F1204159ZE184226B<<<<<1"
    overall = mrz.check_digit(second[:10] + second[13:20] + second[21:43])
    assert errors(f"{FIRST}\n{second}{overall}") == ["Line 2, from position 14: “741312” is no date."]
