from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.forms.person import optional, states
from events.forms.plain import PlainForm
from press.forms.telephone import TelephoneField
from press.models import Outlet, OutletKind, Way


class AddressForm(PlainForm):
    """Who one is, is the mailbox that one reads: a code goes there."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("A code goes there. You need no account and no password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type the whole address, for example name@newspaper.example."),
        },
    )


def website(value):
    """As people write it: without https:// too. Empty stays empty."""
    value = value.strip()
    return f"https://{value}" if value and "://" not in value else value


class OutletSearchForm(PlainForm):
    name = forms.CharField(
        label=_("Name of the outlet"),
        max_length=200,
        help_text=_("As it calls itself, or its initials, in any script."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the outlet.")},
    )
    website = forms.URLField(
        assume_scheme="https",
        label=optional(_("Website")),
        max_length=300,
        required=False,
        help_text=_("For example: times.example"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
        error_messages={"invalid": _("This is no address of a website: write it like times.example.")},
    )


class BeginForm(PlainForm):
    """Who applies, and how he is reached."""

    way = forms.ChoiceField(
        label=_("Who applies?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        help_text=_("A team may hold one person or a hundred; further people can be added until the deadline."),
        error_messages={"required": _("Choose who applies.")},
    )
    contact_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
        error_messages={"required": _("Write your name: the press desk asks for you by it.")},
    )
    contact_phone = TelephoneField(
        label=optional(_("Telephone")),
        help_text=_("With the country's code. Stored encrypted, for the press desk only."),
        autocomplete="tel",
    )


class NewOutletForm(OutletSearchForm, BeginForm):
    """An outlet that is not on the list yet, and who applies for it. `seen` are the near ones that were shown."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose the kind")), *OutletKind.choices],
        error_messages={"required": _("Choose what kind of outlet it is.")},
    )
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Outlet.objects.none(),
        required=False,
        empty_label=_("Of no single country"),
        help_text=_("Where its newsroom is."),
    )
    editor_name = forms.CharField(
        label=_("Editor who signs letters of assignment"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    editor_email = forms.EmailField(label=optional(_("The editor's e-mail address")), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "website", "kind", "country", "editor_name", "editor_email", "way", "contact_name"]

    OF_THE_OUTLET = ["name", "website", "kind", "country", "editor_name", "editor_email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = states()

    def of_the_outlet(self):
        return {name: self.cleaned_data[name] for name in self.OF_THE_OUTLET if name in self.cleaned_data}

    def without_the_beginning(self):
        """Of an application that has begun already and changes its outlet."""
        for name in BeginForm.base_fields:
            del self.fields[name]
        return self

    def show(self, near):
        """Near ones that were found meanwhile: the next press on the button has seen them."""
        self.data = self.data.copy()
        self.data["seen"] = " ".join(str(one.outlet.key) for one in near)
