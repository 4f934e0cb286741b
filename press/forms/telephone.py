"""A telephone number as people write it: somebody dials it one day, at the gate and in a hurry."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import plain_digits

# One or two numbers, each with an extension or hours: "+84 24 555 0101, ext. 12 / 555 0102 (24 h)".
ONE = r"\+?[\d\s().\N{NON-BREAKING HYPHEN}\N{EN DASH}-]+(?:,?\s*(?:ext\.?|x|#)\s*\d+)?\s*(?:\(\s*24\s*h\s*\))?\s*"
NUMBER = re.compile(rf"{ONE}(?:[/;,]\s*{ONE})?", re.IGNORECASE)
FEWEST_DIGITS, MOST_DIGITS = 3, 32


class TelephoneField(forms.CharField):
    default_error_messages = {
        "telephone": _("This is no telephone number: write digits, such as +84 24 555 0101."),
    }

    def __init__(self, *, max_length=40, required=False, autocomplete="off", **options):
        widget = forms.TextInput(attrs={"autocomplete": autocomplete, "inputmode": "tel"})
        super().__init__(max_length=max_length, required=required, **{"widget": widget} | options)

    def clean(self, value):
        text = plain_digits(super().clean(value))
        digits = sum(character.isdigit() for character in text)
        if text and not (NUMBER.fullmatch(text) and FEWEST_DIGITS <= digits <= MOST_DIGITS):
            raise ValidationError(self.error_messages["telephone"], code="telephone")
        return text
