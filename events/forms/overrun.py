from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.instants import written
from events.forms.plain import PlainForm
from events.models import Session, Slot

LONGEST = 240


class OverrunForm(PlainForm):
    """What runs longer, and which slots wait for it."""

    session = forms.ModelChoiceField(
        label=_("What runs longer"), queryset=Session.objects.none(), required=False,
        empty_label=_("Nothing: only the slots are shifted"), help_text=_("Its end is moved; its beginning stays."),
    )  # fmt: skip
    slots = forms.ModelMultipleChoiceField(
        label=_("Slots that are shifted"), queryset=Slot.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False, help_text=_("With everything that takes place in them."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("By how many minutes"), min_value=-LONGEST, max_value=LONGEST,
        help_text=_("A number below zero: earlier."),
        error_messages={"required": _("Write a number of minutes, such as 20.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write why: it stays on record.")},
    )  # fmt: skip

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = Session.objects.placed().filter(ceremony=ceremony, slot=None).in_order()
        self.fields["session"].label_from_instance = lambda one: (
            f"{written(one.starts_at, 'SHORT_DATETIME_FORMAT', ceremony.zone)}: {one}"
        )
        slots = Slot.objects.filter(ceremony=ceremony).order_by("starts_at")
        self.fields["slots"].queryset = slots
        self.ceremony = ceremony
        self.fields["slots"].label_from_instance = self._named

    def _named(self, slot):
        slot.ceremony = self.ceremony
        return str(slot)

    def clean_minutes(self):
        if self.cleaned_data["minutes"] == 0:
            raise forms.ValidationError(_now("Write a number of minutes, such as 20."))
        return self.cleaned_data["minutes"]

    def clean(self):
        data = super().clean()
        if not data.get("slots") and not data.get("session") and not self.errors:
            self.add_error("slots", _now("Choose at least one slot, or what runs longer."))
        return data
