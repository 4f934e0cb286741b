"""Equipment as the desk works on it: narrowed down, decided, and changed when something else arrives."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Entity
from directory.sorting import search_key
from events.forms.plain import PlainForm
from press import frequencies
from press.forms.desk_outlets import dress
from press.forms.keys import keys_in
from press.forms.verbs import words
from press.models import EquipmentItem, EquipmentKind, EquipmentStatus


class EquipmentFilter(forms.Form):
    """What the list, and the papers made of it, are narrowed down to."""

    q = forms.CharField(label=_("Make, model, serial number or outlet"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=[("", _("All")), ("transmits", _("Whatever transmits")), *EquipmentKind.choices],
    )  # fmt: skip
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *EquipmentStatus.choices], required=False)
    port = forms.ChoiceField(label=_("Port of entry"), required=False)
    day = forms.DateField(
        label=_("Day of entry"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    application = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, ceremony, **options):
        super().__init__(*args, **options)
        self.ceremony = ceremony
        ports = [(one.code, str(one)) for one in ceremony.entry_ports.all()]
        self.fields["port"].choices = [("", _("All")), *ports, ("none", _("Not said"))]
        dress(self)
        self.is_valid()

    def clean_day(self):
        """A day beside which there is another, by the clocks of wherever."""
        day = self.cleaned_data["day"]
        if day and not 1900 < day.year < 9000:
            raise forms.ValidationError(self.fields["day"].error_messages["invalid"], code="invalid")
        return day

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())

    def narrow(self, items):
        """A value that does not exist narrows nothing."""
        data = self.cleaned_data
        status = data.get("status")
        items = items.filter(status=status) if status else items.standing()
        if data.get("kind") == "transmits":
            items = items.filter(frequency_from__isnull=False)
        elif data.get("kind"):
            items = items.filter(kind=data["kind"])
        if keys := keys_in(data.get("application")):
            items = items.filter(application__key__in=keys)
        for word in search_key(data.get("q", "")).split():
            items = items.filter(
                Q(make__icontains=word) | Q(model__icontains=word)
                | Q(serial_key__icontains=word)
                | Q(application__outlet__search_key__contains=word)
            )  # fmt: skip
        return self._entering(items)

    def _entering(self, items):
        """Where and when an item enters: its own port and day, else those of who carries it."""
        data = self.cleaned_data
        if data.get("port") == "none":
            items = items.filter(Q(port=None) & Q(carrier__port=None))
        elif data.get("port"):
            items = items.filter(Q(port__code=data["port"]) | Q(port=None, carrier__port__code=data["port"]))
        if day := data.get("day"):
            begins, ends = self.ceremony.start_of(day), self.ceremony.start_of(day + timedelta(days=1))
            carried = Q(arrives_on=None, carrier__arrives_at__gte=begins, carrier__arrives_at__lt=ends)
            items = items.filter(Q(arrives_on=day) | carried)
        return items


class MarkedForm(forms.Form):
    """The items that were marked, and what is said about them."""

    verb = forms.ChoiceField(choices=[("grant", ""), ("withhold", "")])
    words = forms.CharField(required=False, max_length=500)


class MeasureField(forms.CharField):
    """A frequency, a power or a bandwidth as people write it."""

    def __init__(self, read, **options):
        super().__init__(required=False, max_length=60, **options)
        self.read = read

    def clean(self, value):
        return self.read(super().clean(value))


class ArrivalForm(PlainForm, forms.ModelForm):
    """What came instead of what was declared, and what was found."""

    frequency = MeasureField(
        frequencies.read_frequency, label=_("Frequency"), help_text=_("Such as 5.8 GHz or 470-480 MHz.")
    )
    power = MeasureField(frequencies.read_power, label=_("Power"), help_text=_("Such as 100 mW or 5 W."))
    bandwidth = MeasureField(frequencies.read_bandwidth, label=_("Bandwidth"), help_text=_("Such as 200 kHz."))
    reason = words(_("What was found"), _("It stays on record beside the declaration."), longest=500)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = EquipmentItem
        fields = [
            "kind",
            "make",
            "model",
            "serial",
            "quantity",
            "value",
            "currency",
            "origin",
            "ata_carnet",
            "port",
            "arrives_on",
        ]
        widgets = {"arrives_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        item = self.instance
        self.fields["origin"].queryset = Entity.objects.states().in_name_order()
        self.fields["port"].queryset = item.ceremony.entry_ports.all()
        self.fields["seen"].initial = item.version
        self.fields["frequency"].initial = frequencies.shown(item.frequency_from, item.frequency_to)
        self.fields["power"].initial = _measure(item.power_mw, "mW")
        self.fields["bandwidth"].initial = _measure(item.bandwidth_khz, "kHz")

    def _post_clean(self):
        """The verb writes, checks, and keeps what stood there before."""

    def columns(self):
        data = self.cleaned_data
        low, high = data["frequency"]
        return {name: data[name] for name in self.Meta.fields} | {
            "frequency_from": low, "frequency_to": high, "power_mw": data["power"], "bandwidth_khz": data["bandwidth"],
        }  # fmt: skip


def _measure(value, unit):
    return "" if value is None else f"{value.normalize():f} {unit}"
