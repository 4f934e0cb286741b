"""Rooms with their set-ups and hours, times at which one is not to be had, and the slots of side events."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Layout, Room
from events.forms.instants import DayField, HourField, InstantField, instant_of
from events.forms.plain import HouseWords, PlainForm


class RoomForm(HouseWords, forms.ModelForm):
    class Meta:
        model = Room
        fields = [
            "name",
            "capacity",
            "turnover",
            "booths",
            "streams",
            "takes_side_events",
            "opens",
            "closes",
            "position",
        ]
        field_classes = {"opens": HourField, "closes": HourField}

    helper = PlainForm.helper

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.ceremony = ceremony
        self.fields["turnover"].max_value = 240
        self.fields["turnover"].widget.attrs["max"] = 240
        seats = {one.layout: one.capacity for one in self.instance.setups.all()} if self.instance.pk else {}
        for layout, label in Layout.choices:
            self.fields[f"seats_{layout}"] = forms.IntegerField(
                label=_now("Seats: %(layout)s") % {"layout": label}, min_value=1, max_value=100_000, required=False,
                initial=seats.get(layout),
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        if (data.get("opens") is None) != (data.get("closes") is None) and not {"opens", "closes"} & self.errors.keys():
            name = "opens" if data.get("opens") is None else "closes"
            self.add_error(name, _now("Write both hours, or none: open all day."))
        if data.get("turnover") is not None and data["turnover"] > 240:
            self.add_error("turnover", _now("A turnover of more than four hours is a blocked time: enter it as one."))
        for layout, seats in self.seats().items():
            # Those who stand take less room than those who sit.
            if layout != Layout.STANDING and data.get("capacity") is not None and seats > data["capacity"]:
                sentence = _now("The room has %(seats)d seats at most, as written above: write no more here.")
                self.add_error(f"seats_{layout}", sentence % {"seats": data["capacity"]})
        return data

    def seats(self):
        """{layout: seats} of the layouts in which somebody has counted."""
        counted = {layout: self.cleaned_data.get(f"seats_{layout}") for layout in Layout.values}
        return {layout: seats for layout, seats in counted.items() if seats}


class BlockForm(PlainForm):
    starts_at = InstantField(label=_("From"))
    ends_at = InstantField(label=_("To"), help_text=_("By the clocks of the place."))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write why: a rehearsal, a repair, security.")},
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _now("The blocked time ends before it starts."))
        return data


class SlotsForm(PlainForm):
    """Slots of one day, one after the other."""

    day = DayField(error_messages={"required": _("Choose the day.")})
    first = HourField(
        label=_("The first begins at"), error_messages={"required": _("Write when the first slot begins.")}
    )
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=20, initial=2)
    minutes = forms.IntegerField(
        label=_("Minutes of each"),
        min_value=20,
        max_value=480,
        initial=75,
        help_text=_("With the time to change over."),
    )
    changeover = forms.IntegerField(label=_("Of which to change over"), min_value=0, max_value=120, initial=15)

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        self.ceremony = ceremony
        self.fields["day"].initial = ceremony.starts_on

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        if data["changeover"] >= data["minutes"]:
            self.add_error("changeover", _now("Nothing would be left for the event itself."))
            return data
        try:
            first = instant_of(data["day"], data["first"], self.ceremony.zone)
        except forms.ValidationError as error:
            self.add_error("first", error)
            return data
        data["times"] = [
            (
                first + timedelta(minutes=data["minutes"]) * number,
                first + timedelta(minutes=data["minutes"]) * (number + 1),
            )
            for number in range(data["number"])
        ]
        if (
            self.ceremony.local(data["times"][-1][1] - timedelta(minutes=data["changeover"], microseconds=1)).date()
            != data["day"]
        ):
            self.add_error("number", _now("The last of them would end after midnight: enter fewer."))
        return data
