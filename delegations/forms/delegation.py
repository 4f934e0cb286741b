from datetime import timedelta

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.papers import read_paper

LATER = "later"


class PlainForm(forms.Form):
    """Its page writes the <form> around it, with a button that says what happens."""

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write a sentence: the organisers read it, and it stays on record.")},
    )


class AdmitLateForm(ReasonForm):
    """Which people are admitted after the deadline, and why."""

    people = forms.MultipleChoiceField(
        label=_("People"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    field_order = ["people", "reason"]

    def __init__(self, *args, drafts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one.accreditation.key), _label(one)) for one in drafts]


def _label(delegate):
    lacks = delegate.missing()
    return f"{delegate} ({_now('missing: %(what)s') % {'what': ', '.join(lacks)}})" if lacks else str(delegate)


class HeadForm(PlainForm):
    head = forms.ChoiceField(
        label=_("Who heads the delegation?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a person, or say that the head will be announced later.")},
    )

    def __init__(self, *args, roll, **kwargs):
        if roll.head:
            current = str(roll.head.accreditation.key)
        else:
            current = LATER if roll.delegation.head_to_be_announced else None
        super().__init__(*args, initial={"head": current}, **kwargs)
        self.fields["head"].choices = [
            *((str(one.accreditation.key), f"{one} – {one.get_rank_display()}") for one in roll.coming),
            *([] if roll.head else [(LATER, _now("Not known yet: the head will be announced later"))]),
        ]
        self.people = {str(one.accreditation.key): one for one in roll.coming}

    @property
    def chosen(self):
        """The delegate, or None for "later"."""
        return self.people.get(self.cleaned_data["head"])


class ColleagueForm(PlainForm):
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("A letter with a link goes there. No password is needed.")
    )


class NoteVerbaleForm(PlainForm):
    file = forms.FileField(
        label=_("The note verbale"),
        help_text=_("One PDF, or a scan as JPEG or PNG, of 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose the file first.")},
    )
    replaces = forms.BooleanField(label=_("Yes, the new file replaces it"), required=False)
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, standing, **kwargs):
        self.standing = standing
        super().__init__(*args, initial={"instead_of": standing.pk if standing else None}, **kwargs)
        if standing is None:
            del self.fields["replaces"]

    def clean_file(self):
        return read_paper(self.cleaned_data["file"])

    def clean(self):
        data = super().clean()
        if self.standing and not data.get("replaces"):
            self.add_error(
                "replaces",
                _now("“%(name)s” is here already. Tick the box if the new file replaces it.") % {"name": self.standing},
            )
        return data


def plausible_arrival(at, ceremony):
    """Raises ValidationError for an instant two months before the ceremony or after it: a slip in the date."""
    if at and not ceremony.starts_on - timedelta(days=60) <= ceremony.local(at).date() <= ceremony.ends_on:
        raise forms.ValidationError(
            _("The ceremony is from %(first)s to %(last)s: look at the day of arrival again."),
            params={"first": date_format(ceremony.starts_on), "last": date_format(ceremony.ends_on)},
            code="implausible",
        )
    return at


class ArrivalForm(forms.Form):
    """One line of the page of arrivals: when and how one person comes. Its prefix is the person's key."""

    arrives_at = forms.DateTimeField(
        label=_("Arrival"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    arrives_by = forms.CharField(
        label=_("Flight, train or road"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "VN 36"}),
    )

    def __init__(self, *args, delegate, **kwargs):
        self.delegate = delegate
        initial = {"arrives_at": delegate.arrives_at, "arrives_by": delegate.arrives_by}
        super().__init__(*args, prefix=str(delegate.accreditation.key), initial=initial, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "class": "form-control is-invalid" if self[name].errors else "form-control",
                "aria-label": f"{field.label}: {delegate}",
            }

    def clean_arrives_at(self):
        return plausible_arrival(self.cleaned_data["arrives_at"], self.delegate.ceremony)
