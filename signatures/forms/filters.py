"""What the officers' lists are narrowed down to; a value that does not exist narrows nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Entity, UNGroup
from signatures.models import PowersStatus
from signatures.readiness import Colour

NONE = "none"


class Filter(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_text = isinstance(field.widget, forms.TextInput)
            field.widget.attrs["class"] = "form-control" if is_text else "form-select"
        self.is_valid()

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())


class EntityFilter(Filter):
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    light = forms.ChoiceField(label=_("Light"), choices=[("", _("All")), *Colour.choices], required=False)
    intention = forms.ChoiceField(
        label=_("Will sign"),
        choices=[("", _("All")), ("yes", _("yes")), ("no", _("no")), (NONE, _("not said"))],
        required=False,
    )
    group = forms.ChoiceField(
        label=_("UN group"), choices=[("", _("All")), *UNGroup.choices, (NONE, _("No regional group"))], required=False
    )

    def narrow(self, entities):
        data = self.cleaned_data
        if words := data.get("q"):
            entities = entities.filter(pk__in=Entity.objects.named(words))
        if group := data.get("group"):
            entities = entities.filter(un_group="" if group == NONE else group)
        return entities

    def keeps(self, light, intention):
        """Of one entity: its light, and what it said (True, False, or None)."""
        asked, said = self.cleaned_data.get("light"), self.cleaned_data.get("intention")
        words = {True: "yes", False: "no", None: NONE}[intention]
        return (not asked or light.colour == asked) and (not said or words == said)


class PowersFilter(Filter):
    """Without a status, those that wait for somebody of the desk."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("To do")), ("all", _("All")), *PowersStatus.choices], required=False
    )

    def narrow(self, powers, to_do):
        data = self.cleaned_data
        if words := data.get("q"):
            powers = powers.filter(entity__in=Entity.objects.named(words))
        status = data.get("status")
        if not status:
            return powers.filter(status__in=to_do)
        return powers if status == "all" else powers.filter(status=status)
