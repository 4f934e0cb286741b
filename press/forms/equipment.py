from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delegations.forms.person import optional, states
from events.forms.plain import PlainForm
from press.frequencies import read_bandwidth, read_frequency, read_power, shown
from press.models import EquipmentKind
from press.pasting import COLUMNS

AS_THEY_ARE = ["kind", "make", "model", "serial", "quantity", "value", "currency", "origin", "ata_carnet", "port", "arrives_on", "carrier"]  # fmt: skip


def _text(label, length, help_text="", **attrs):
    return forms.CharField(
        label=label, max_length=length, required=False, help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )  # fmt: skip


class ItemForm(PlainForm):
    """One item of the list."""

    kind = forms.ChoiceField(
        label=COLUMNS["kind"],
        choices=EquipmentKind.choices,
        help_text=_("Transmitters and drones have lists of their own; a radio microphone is a transmitter."),
    )
    make = forms.CharField(label=COLUMNS["make"], max_length=80, error_messages={"required": _("Write the make.")})
    model = forms.CharField(label=COLUMNS["model"], max_length=80, error_messages={"required": _("Write the model.")})
    serial = _text(optional(COLUMNS["serial"]), 80, _("Customs compare it when you enter and when you leave."))
    quantity = forms.IntegerField(
        label=COLUMNS["quantity"], min_value=1, max_value=9999, initial=1, help_text=_("With a serial number: 1.")
    )
    value = forms.DecimalField(
        label=optional(COLUMNS["value"]), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    currency = _text(optional(COLUMNS["currency"]), 3, _("In three letters, such as EUR."), size="4")
    origin = forms.ModelChoiceField(
        label=optional(COLUMNS["origin"]), queryset=None, required=False, empty_label=_("Not stated")
    )
    ata_carnet = _text(optional(COLUMNS["ata_carnet"]), 60)
    frequency = _text(COLUMNS["frequency"], 60, _("Of transmitters: 5.8 GHz, or a band such as 470-480 MHz."))
    power = _text(COLUMNS["power"], 30, _("Of transmitters: 100 mW, or 5 W."))
    bandwidth = _text(optional(COLUMNS["bandwidth"]), 30, _("For example: 200 kHz."))
    carrier = forms.ModelChoiceField(
        label=optional(COLUMNS["carrier"]), queryset=None, required=False, empty_label=_("Nobody in particular")
    )
    port = forms.ModelChoiceField(
        label=optional(COLUMNS["port"]), queryset=None, required=False, empty_label=_("With the person who carries it")
    )
    arrives_on = forms.DateField(
        label=optional(COLUMNS["arrives_on"]),
        required=False,
        help_text=_("Empty: with the person who carries it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, application, people, item=None, **kwargs):
        self.item = item
        super().__init__(*args, initial=self._of(item) if item else {}, **kwargs)
        self.fields["origin"].queryset = states()
        self.fields["port"].queryset = application.ceremony.entry_ports.all()
        keys = [one.pk for one in people]
        self.fields["carrier"].queryset = application.journalists.for_lists().filter(pk__in=keys)

    @staticmethod
    def _of(item):
        initial = {name: getattr(item, name) for name in AS_THEY_ARE} | {"version": item.version}
        for name, value, unit in [("power", item.power_mw, "mW"), ("bandwidth", item.bandwidth_khz, "kHz")]:
            initial[name] = "" if value is None else f"{value.normalize():f} {unit}"
        return initial | {"frequency": shown(item.frequency_from, item.frequency_to)}

    def clean_currency(self):
        currency = self.cleaned_data["currency"].strip().upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise ValidationError(_("Write the currency in three letters, such as EUR."), code="currency")
        return currency

    def clean_frequency(self):
        return read_frequency(self.cleaned_data["frequency"])

    def clean_power(self):
        return read_power(self.cleaned_data["power"])

    def clean_bandwidth(self):
        return read_bandwidth(self.cleaned_data["bandwidth"])

    def clean(self):
        data = super().clean()
        if data.get("kind") == EquipmentKind.TRANSMITTER:
            if data.get("frequency") == (None, None):
                self.add_error("frequency", _("A transmitter needs its frequency and its power."))
            if "power" in data and data["power"] is None:
                self.add_error("power", _("A transmitter needs its frequency and its power."))
        if data.get("serial") and (data.get("quantity") or 1) != 1:
            self.add_error("quantity", _("A serial number is of one item: write the others in lines of their own."))
        if "value" in data and "currency" in data and (data["value"] is None) != (not data["currency"]):
            self.add_error("currency", _("Write the value with its currency."))
        return data

    def row(self):
        """What `EquipmentItem.objects.declare` and `amend` take."""
        data = self.cleaned_data
        first, last = data["frequency"]
        return {name: data[name] for name in AS_THEY_ARE} | {
            "frequency_from": first, "frequency_to": last, "power_mw": data["power"], "bandwidth_khz": data["bandwidth"],
        }  # fmt: skip

    def save_anew(self, version):
        """Of a form that came too late: the next press on the button means it."""
        self.data = self.data.copy()
        self.data["version"] = version


class PasteForm(PlainForm):
    lines = forms.CharField(
        label=_("The lines of your list"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false", "class": "pasted"}),
        error_messages={"required": _("Nothing is here to read: paste the lines of your list.")},
    )
