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
    """The passport behind its two lines, however they were pasted. Raises ValidationError, saying which part is wrong."""
    packed = "".join(zone.upper().replace("«", "<<").replace("‹", "<").split())
    if len(packed) != 2 * LENGTH:
        raise ValidationError(
            _("The machine-readable zone has two lines of 44 characters; these are %(count)d characters in all.")
            % {"count": len(packed)},
            code="length",
        )
    strange = sorted(set(packed) - set(VALUES))
    if strange:
        raise ValidationError(
            _("The machine-readable zone holds only A to Z, 0 to 9 and “<”, not “%(characters)s”.")
            % {"characters": "".join(strange)},
            code="characters",
        )
    first, second = packed[:LENGTH], packed[LENGTH:]
    if first[0] != "P":
        raise ValidationError(
            _("This is not the zone of a passport: the first line of a passport starts with “P”."), code="no_passport"
        )
    number, birth, expiry, personal = second[:9], second[13:19], second[21:27], second[28:42]
    parts = [
        (number, second[9], _("the passport number")),
        (birth, second[19], _("the date of birth")),
        (expiry, second[27], _("the date of expiry")),
        (personal, second[42].replace("<", "0") if not personal.strip("<") else second[42], _("the personal number")),
        (second[:10] + second[13:20] + second[21:43], second[43], _("the whole second line")),
    ]
    wrong = [
        ValidationError(
            _("The check digit of %(part)s does not fit: compare the second line with the passport.") % {"part": part},
            code="check_digit",
        )
        for text, digit, part in parts
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
        expires_on=_day(expiry, today.year // 100),
    )


def _birth(digits, today):
    if "<" in digits:
        return None
    day = _day(digits, today.year // 100)
    return day if day <= today else _day(digits, today.year // 100 - 1)


def _day(digits, century):
    try:
        return date(century * 100 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError as error:
        raise ValidationError(
            _("“%(digits)s” in the machine-readable zone is no date.") % {"digits": digits}, code="date"
        ) from error
