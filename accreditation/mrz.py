"""The machine-readable zone of a passport: two lines of 44 characters (ICAO Doc 9303, part 4, TD3).

Its check digits tell a slip of the keyboard from a passport number.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
WEIGHTS = (7, 3, 1)
LENGTH = 44
MOST_NAMED = 5  # of the characters that do not belong there


@dataclass(frozen=True)
class Passport:
    """What the zone says. Names are as the zone writes them: A to Z, cut off where they were too long for it."""

    issuer: str
    family_name: str
    given_names: str
    number: str
    nationality: str
    date_of_birth: date | None  # None when the passport leaves part of it open
    sex: str
    expires_on: date


def check_digit(text: str) -> str:
    """Raises KeyError for a character that no zone holds."""
    return str(sum(VALUES[character] * WEIGHTS[place % 3] for place, character in enumerate(text)) % 10)


def read(zone: str, *, today: date) -> Passport:
    """The passport behind its two lines, however they were pasted. Raises ValidationError, saying which line and which part of it is wrong."""
    first, second = _lines(zone.upper().replace("«", "<<").replace("‹", "<"))
    if first[0] != "P":
        raise ValidationError(
            _("Line 1: this is not the zone of a passport, whose first line starts with “P”."), code="no_passport"
        )
    number, birth, expiry, personal = second[:9], second[13:19], second[21:27], second[28:42]
    # Of a number that is left empty the digit may be left empty too.
    personal_digit = second[42] if personal.strip("<") else second[42].replace("<", "0")
    parts = [
        (number, second[9], 10, _("the passport number")),
        (birth, second[19], 20, _("the date of birth")),
        (expiry, second[27], 28, _("the date of expiry")),
        (personal, personal_digit, 43, _("the personal number")),
        (second[:10] + second[13:20] + second[21:43], second[43], 44, _("the whole second line")),
    ]
    wrong = [
        ValidationError(
            _(
                "Line 2: the check digit of %(part)s, in position %(place)d, does not fit. Compare the line with the passport."
            )
            % {"part": part, "place": place},
            code="check_digit",
        )
        for text, digit, place, part in parts
        if check_digit(text) != digit
    ]
    if wrong:
        raise ValidationError(wrong)
    family, _separator, given = first[5:].partition("<<")
    return Passport(
        issuer=first[2:5].strip("<"),
        family_name=family.replace("<", " ").strip(),
        given_names=given.replace("<", " ").strip(),
        number=number.rstrip("<"),
        nationality=second[10:13].strip("<"),
        date_of_birth=_birth(birth, today),
        sex=second[20].strip("<"),
        expires_on=_day(expiry, today.year // 100, place=22),
    )


def _lines(zone):
    """The two lines. Pasted as one they are cut in the middle. Raises ValidationError, saying which line is wrong and where."""
    written = [line for line in ("".join(line.split()) for line in zone.splitlines()) if line]
    lines = written
    if len(written) != 2:
        packed = "".join(written)
        if len(packed) != 2 * LENGTH:
            raise ValidationError(
                _("The machine-readable zone has two lines of 44 characters; these are %(count)d characters in all.")
                % {"count": len(packed)},
                code="length",
            )
        lines = [packed[:LENGTH], packed[LENGTH:]]
    wrong = [
        ValidationError(
            _("Line %(line)d of the machine-readable zone has 44 characters; this one has %(count)d.")
            % {"line": number, "count": len(line)},
            code="length",
        )
        for number, line in enumerate(lines, 1)
        if len(line) != LENGTH
    ] or [
        ValidationError(
            _("Line %(line)d, position %(place)d: “%(character)s”. The zone holds only A to Z, 0 to 9 and “<”.")
            % {"line": number, "place": place, "character": character},
            code="characters",
        )
        for number, line in enumerate(lines, 1)
        for place, character in enumerate(line, 1)
        if character not in VALUES
    ][:MOST_NAMED]
    if wrong:
        raise ValidationError(wrong)
    return lines


def _birth(digits, today):
    if "<" in digits:
        return None
    day = _day(digits, today.year // 100, place=14)
    return day if day <= today else _day(digits, today.year // 100 - 1, place=14)


def _day(digits, century, *, place):
    try:
        return date(century * 100 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError as error:
        raise ValidationError(
            _("Line 2, from position %(place)d: “%(digits)s” is no date.") % {"place": place, "digits": digits},
            code="date",
        ) from error
