"""The forms of the room: what is wrong is said in the house's words, and nothing that was pasted is cut."""

from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ceremony.procedure import Refused
from delegations.forms.delegation import PlainForm as HouseForm

LONGEST_REASON = 4000
CHOICES = (forms.ChoiceField, forms.ModelChoiceField)
TOO_LONG = ngettext_lazy(
    "It has %(show_value)d characters, and %(limit_value)d is the most: shorten it.",
    "It has %(show_value)d characters, and %(limit_value)d are the most: shorten it.",
    "limit_value",
)
WORDS = {
    "required": _("Write something here: it is needed."),
    "max_length": TOO_LONG,
    "min_value": _("Write a number that is %(limit_value)s or more."),
    "max_value": _("Write a number that is %(limit_value)s or less."),
}
WORDS_OF = {
    CHOICES: {"required": _("Choose one: it is needed."), "invalid_choice": _("Choose from what is offered here.")},
    forms.BooleanField: {"required": _("Tick it: it is needed.")},
    forms.FileField: {"required": _("Choose the file first.")},
    forms.EmailField: {"invalid": _("Write the whole address, for example name@mission.example.")},
    forms.IntegerField: {"invalid": _("Write a whole number in digits, such as 20.")},
    forms.DateField: {"invalid": _("Write a day that is in the calendar.")},
    forms.TimeField: {"invalid": _("Write an hour and its minutes, such as 09:30.")},
    forms.DateTimeField: {"invalid": _("Write a day and an hour.")},
    forms.URLField: {"invalid": _("Write the whole address, beginning with https://")},
}


def in_house_words(field):
    """Django's own sentences give way to the house's; what a field says for itself stays.

    A browser cuts what is longer than `maxlength` without a word: the server says it instead, with the count.
    """
    field.widget.attrs.pop("maxlength", None)
    words = dict(WORDS)
    for kind, own in WORDS_OF.items():
        if isinstance(field, kind):
            words |= own
    stock = _stock(type(field))
    for code, sentence in words.items():
        if field.error_messages.get(code) is stock.get(code):
            field.error_messages[code] = sentence


@cache
def _stock(kind):
    """What Django itself says for this kind of field."""
    found = {}
    for one in reversed(kind.__mro__):
        if one.__module__.startswith("django."):
            found |= getattr(one, "default_error_messages", {})
    return found


class HouseWords:
    """For each form of the room, also those that are made of a model: a field is put into words when it is first asked for."""

    def __getitem__(self, name):
        if name in self.fields and name not in self._bound_fields_cache:
            in_house_words(self.fields[name])
        return super().__getitem__(name)


class PlainForm(HouseWords, HouseForm):
    """Its page writes the <form> around it, with a button that says what happens."""


def written(request, name, most=LONGEST_REASON) -> str:
    """What stands in a field beside a button, which has no form of its own. Raises Refused when it is too long: nothing is cut."""
    words = request.POST.get(name, "").strip()
    if len(words) > most:
        raise Refused(str(TOO_LONG % {"show_value": len(words), "limit_value": most}), code="too_long")
    return words
