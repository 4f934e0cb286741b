"""The badge desk: whose badge is to be printed, is printed, was collected with which paper shown."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.sorting import search_key
from press.forms.desk_outlets import dress
from press.models import BadgeStatus


class BadgeFilter(forms.Form):
    """Everybody accredited, by how far the badge is; a value that does not exist narrows nothing."""

    STATES = [("", _("Everybody accredited")), ("unmarked", _("Not marked yet")), *BadgeStatus.choices]

    q = forms.CharField(label=_("Name or outlet"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Badge"), choices=STATES, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self)
        self.is_valid()

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())

    def narrow(self, people):
        """`people` are journalists, accredited or with a badge."""
        status = self.cleaned_data.get("status")
        if status == "unmarked":
            people = people.filter(press_badge=None)
        elif status:
            people = people.filter(press_badge__status=status)
        for word in search_key(self.cleaned_data.get("q", "")).split():
            people = people.filter(
                Q(accreditation__search_key__contains=word) | Q(application__outlet__search_key__contains=word)
            )
        return people
