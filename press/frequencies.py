"""Frequencies, powers and bandwidths as people write them: "5.8 GHz", "470-480 MHz", "2,4 GHz", "50 mW"."""

import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NUMBER = r"(\d{1,9}(?:[.,]\d{1,6})?)"
ONE_OR_TWO = re.compile(rf"^\s*{NUMBER}\s*([a-z]*)\s*(?:(?:-|–|—|to|\.\.)\s*{NUMBER}\s*([a-z]*)\s*)?$", re.IGNORECASE)
MEGAHERTZ = {
    "": Decimal(1),
    "mhz": Decimal(1),
    "ghz": Decimal(1000),
    "khz": Decimal("0.001"),
    "hz": Decimal("0.000001"),
}
MILLIWATT = {"": Decimal(1), "mw": Decimal(1), "w": Decimal(1000), "kw": Decimal(1_000_000)}
KILOHERTZ = {"": Decimal(1), "khz": Decimal(1), "mhz": Decimal(1000), "hz": Decimal("0.001"), "ghz": Decimal(1_000_000)}
HIGHEST = Decimal(300_000)  # MHz; beyond it is light
MOST = Decimal(10) ** 9  # of a power in mW, a bandwidth in kHz: what the list has room for, and more than there is


def read_frequency(text):
    """(from, to) in MHz; (None, None) for nothing. Raises ValidationError, in words, for what is no frequency."""
    if not text or not text.strip():
        return None, None
    found = ONE_OR_TWO.match(text)
    units = [unit.lower() for unit in (found[2], found[4] or "")] if found else []
    if not found or any(unit not in MEGAHERTZ for unit in units):
        raise ValidationError(
            _("“%(text)s” is no frequency: write a number with its unit, such as 5.8 GHz or 470-480 MHz.")
            % {"text": text.strip()[:60]},
            code="frequency",
        )
    last_unit = units[1] if found[3] else units[0]
    first = _number(found[1]) * MEGAHERTZ[units[0] or last_unit]
    last = _number(found[3]) * MEGAHERTZ[last_unit or units[0]] if found[3] else first
    if not 0 < first <= last <= HIGHEST:
        raise ValidationError(
            _("“%(text)s” is no frequency of radio: it lies between 0 and 300 GHz, the lower one first.")
            % {"text": text.strip()[:60]},
            code="frequency",
        )
    return first, last


def read_power(text):
    """In mW; None for nothing."""
    return _measure(text, MILLIWATT, _("a power: write a number with its unit, such as 100 mW or 5 W."), "power")


def read_bandwidth(text):
    """In kHz; None for nothing."""
    return _measure(text, KILOHERTZ, _("a bandwidth: write a number with its unit, such as 200 kHz."), "bandwidth")


def _measure(text, units, what, code):
    if not text or not text.strip():
        return None
    found = re.match(rf"^\s*{NUMBER}\s*([a-z]*)\s*$", text, re.IGNORECASE)
    value = _number(found[1]) * units.get(found[2].lower(), 0) if found else 0
    if not 0 < value < MOST:
        raise ValidationError(_("“%(text)s” is not %(what)s") % {"text": text.strip()[:60], "what": what}, code=code)
    return value


def _number(text):
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover (the pattern lets none through)
        return Decimal(0)


def shown(first, last):
    """As people read it: "5,800 MHz" is 5800 MHz; a band says both ends."""
    if first is None:
        return ""
    low, high = (f"{value.normalize():f}" for value in (first, last))
    return f"{low} MHz" if low == high else f"{low}–{high} MHz"
