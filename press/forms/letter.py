from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.plain import HouseWords, PlainForm
from press.forms.person import KeptPapers, day_field, paper_field

# Beside which field the sentence of a refused letter stands.
FIELD_OF = {
    "no_date": "dated",
    "future": "dated",
    "old": "dated",
    "unsigned": "signatory",
    "period": "valid_until",
    "no_names": "names",
    "too_many": "names",
}


class LetterForm(KeptPapers, PlainForm):
    """A letter of assignment and what stands in it. `uncovered` are people whom no letter names yet."""

    papers = ("file",)

    file = paper_field(
        _("The letter"), _("On letterhead, signed and dated: one PDF, or a scan as JPEG or PNG, of 10 MB at most.")
    )
    dated = day_field(_("Date on the letter"))
    signatory = forms.CharField(
        label=_("Signed by"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    valid_from = day_field(
        _("Assignment from (optional)"), help_text=_("As the letter says; empty: it names no period.")
    )
    valid_until = day_field(_("Assignment until (optional)"))
    names = forms.CharField(
        label=_("Names in the letter"),
        required=False,
        max_length=20_000,
        help_text=_("One a line, as they stand in the letter. Whoever is not named in it is not covered."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
    )
    kept_file = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, application, user, uncovered, **kwargs):
        self.nominator, self.user = application.nominator, user
        super().__init__(*args, initial={"names": "\n".join(map(str, uncovered))}, **kwargs)

    def clean(self):
        data = super().clean()
        self.read_papers(data)
        if not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file first."))
        return data

    def letter(self):
        """What `AssignmentLetter.objects.hand_in` takes."""
        data = self.cleaned_data
        return {
            "paper": data["file"],
            "names": data["names"].splitlines(),
            **{name: data[name] for name in ("dated", "signatory", "valid_from", "valid_until")},
        }


class CoverForm(HouseWords, forms.Form):
    """Who a name in a letter is, of the people of the application."""

    journalist = forms.ChoiceField(widget=forms.Select(attrs={"class": "form-select form-select-sm"}))

    def __init__(self, *args, name, people, **kwargs):
        super().__init__(*args, auto_id=f"name-{name.pk}-%s", **kwargs)
        self.name, self.people = name, {str(one.accreditation.key): one for one in people}
        self.fields["journalist"].label = _("Who is “%(name)s”?") % {"name": name.name}
        self.fields["journalist"].choices = [
            ("", _("Choose")),
            *((key, str(one)) for key, one in self.people.items()),
        ]

    @property
    def chosen(self):
        return self.people[self.cleaned_data["journalist"]]
