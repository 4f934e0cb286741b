"""Days and hours as one types them, by the clocks of the place. Twice a year an hour is not there, or is there twice."""

from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


def instant_of(day, hour, zone):
    """The instant of a local day and hour. Raises ValidationError for an hour that the clocks skip or show twice."""
    naive = datetime.combine(day, hour)
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    words = {"day": date_format(day, "DATE_FORMAT"), "time": f"{hour:%H:%M}", "zone": zone.key}
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        sentence = _now(
            "On %(day)s the clocks there are put forward: %(time)s does not exist (%(zone)s). Choose another time."
        )
        raise ValidationError(sentence % words, code="skipped")
    sentence = _now("On %(day)s the clocks there are put back: %(time)s comes twice (%(zone)s). Choose another time.")
    raise ValidationError(sentence % words, code="twice")


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"label": _("Day"), "widget": widget, **kwargs})


class HourField(forms.TimeField):
    def __init__(self, **kwargs):
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(**{"widget": widget, **kwargs})


class InstantField(forms.DateTimeField):
    """A day and an hour in one, by the clocks of the page's zone."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, **kwargs})

    def has_changed(self, initial, data):
        """To the minute, as it is shown."""
        if isinstance(initial, datetime):
            initial = initial.replace(second=0, microsecond=0)
        return super().has_changed(initial, data)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        with timezone.override(UTC):
            typed = super().to_python(value)
        if not 1900 < typed.year < 9000:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return instant_of(typed.date(), typed.time(), timezone.get_current_timezone())
