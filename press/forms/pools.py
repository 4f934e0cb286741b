from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.plain import HouseWords
from press.kinds_of_place import kinds_for
from press.models import PlaceKind

SELECT = {"class": "form-select"}


class PersonChoice(HouseWords, forms.Form):
    """One of these people, by key."""

    person = forms.ChoiceField(label=_("Who?"), widget=forms.Select(attrs=SELECT))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.accreditation.key): one for one in people}
        choices = [(key, str(one)) for key, one in self.people.items()]
        self.fields["person"].choices = choices if len(choices) == 1 else [("", _("Choose")), *choices]
        self.fields["person"].error_messages |= {
            "required": _("Choose a person."),
            "invalid_choice": _("Choose a person of your list."),
        }

    @property
    def journalist(self):
        return self.people[self.cleaned_data["person"]]


class AskForm(PersonChoice):
    """A place of one kind for one person."""

    kind = forms.ChoiceField(
        label=_("Which place?"),
        widget=forms.Select(attrs=SELECT),
        help_text=_("Photo for photographers, television for camera and sound, print and online for whoever writes."),
    )

    def __init__(self, *args, pool, people, **kwargs):
        """Offers the people who may ask for one of the pool's kinds of place, and those kinds."""
        there = {place.kind for place in pool.places.all() if place.count}
        fitting = {one.pk: there.intersection(kinds_for(one)) for one in people}
        people = [one for one in people if fitting[one.pk]]
        super().__init__(*args, people=people, auto_id=f"{pool.key}-%s", **kwargs)
        offered = set().union(*fitting.values())
        self.fields["kind"].choices = [choice for choice in PlaceKind.choices if choice[0] in offered]
        self.fields["kind"].error_messages |= {"required": _("Choose a kind of place.")}


class PassOnForm(PersonChoice):
    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, auto_id=f"{request.key}-%s", **kwargs)
        self.fields["person"].label = _("Pass the place on to")
