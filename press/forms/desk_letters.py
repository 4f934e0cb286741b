"""The checklist of a letter of assignment, and which person each name in it is."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from directory.sorting import search_key
from events.forms.plain import PlainForm
from press.forms.desk_outlets import dress
from press.forms.verbs import words
from press.models import CHECKLIST, Journalist, LetterStatus

QUESTIONS = {
    "on_letterhead": (_("Is it on the outlet's letterhead?"), ""),
    "is_signed": (_("Is it signed?"), _("By hand, by the editor or somebody who may sign for the outlet.")),
    "is_dated": (_("Does it bear the date that was entered?"), ""),
    "period_fits": (_("Does it cover the days of the ceremony?"), ""),
}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ChecklistForm(PlainForm):
    """Four questions, each to be answered; then name by name whether it stands in the letter, and whose it is."""

    note = words(_("In words"), _("Those who applied read it when the letter is not accepted."), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, letter, **options):
        super().__init__(*args, **options)
        self.letter = letter
        self.names = list(letter.names.select_related("journalist__accreditation"))
        people = [(str(one.pk), str(one)) for one in people_of(letter)]
        answers = {}
        for name in CHECKLIST:
            question, hint = QUESTIONS[name]
            found = getattr(letter, name)
            answers[name] = forms.ChoiceField(
                label=question, help_text=hint, choices=YES_NO, widget=forms.RadioSelect,
                initial=None if found is None else "yes" if found else "no",
                error_messages={"required": _("Say yes or no.")},
            )  # fmt: skip
        for row in self.names:
            answers[f"named_{row.pk}"] = forms.BooleanField(
                label=_now("“%(name)s” stands in the letter") % {"name": row.name}, required=False,
                initial=row.is_named,
            )  # fmt: skip
            answers[f"person_{row.pk}"] = forms.ChoiceField(
                label=_now("“%(name)s” is") % {"name": row.name},
                choices=[("", _now("nobody who applies")), *people],
                initial=str(row.journalist_id or ""), required=False,
            )  # fmt: skip
        self.fields = answers | self.fields
        self.fields["seen"].initial = letter.as_seen()

    def clean(self):
        data = super().clean()
        taken = {}
        for row in self.names:
            person = data.get(f"person_{row.pk}")
            if person and taken.setdefault(person, row) is not row:
                self.add_error(
                    f"person_{row.pk}",
                    _now("This person is “%(name)s” already: a person stands in a letter once.")
                    % {"name": taken[person].name},
                )
        return data

    @transaction.atomic
    def carry_out(self, *, by, at):
        data = self.cleaned_data
        self.letter.refuse_unless_as_seen(data["seen"])
        people = {str(one.pk): one for one in people_of(self.letter)}
        # First whoever is no longer meant, so that two names may change places.
        changed = [row for row in self.names if str(row.journalist_id or "") != data[f"person_{row.pk}"]]
        for row in changed:
            if row.journalist_id:
                self.letter.cover(row, None, by=by, at=at)
        for row in changed:
            if person := data[f"person_{row.pk}"]:
                self.letter.cover(row, people[person], by=by, at=at)
        self.letter.examine(
            **{name: data[name] == "yes" for name in CHECKLIST},
            named=[row.pk for row in self.names if data[f"named_{row.pk}"]],
            note=data["note"], by=by, at=at,
        )  # fmt: skip


def people_of(letter):
    """Whom a name may mean: everybody of the outlet, of whichever application."""
    return Journalist.objects.filter(application__outlet=letter.application.outlet_id).for_lists()


class LetterFilter(forms.Form):
    q = forms.CharField(label=_("Outlet"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("To be checked")), *((one.value, one.label) for one in LetterStatus if one != "handed_in"), ("all", _("All"))],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)
        self.is_valid()

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())

    def narrow(self, letters):
        status = self.cleaned_data.get("status") or LetterStatus.HANDED_IN
        if status != "all":
            letters = letters.filter(status=status)
        for word in search_key(self.cleaned_data.get("q", "")).split():
            letters = letters.filter(application__outlet__search_key__contains=word)
        return letters
