"""What those who were asked type, and in whose hands a proposal is laid."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.forms.delegation import PlainForm
from events.forms.review import AnswerForm
from events.models import SponsorStatus

YES, NO = "yes", "no"


class SponsorAnswerForm(AnswerForm):
    """The answer for one entity, in the state that was on the page: nobody answers a question that he has not read."""

    entity = forms.CharField(
        widget=forms.HiddenInput,
        max_length=20,
        error_messages={"required": _("The page did not say for whom you answer. Look at it again, and answer.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)

    def __init__(self, data=None, *, row):
        self.row = row
        super().__init__(data, choices=_answers(row), initial={"entity": row.entity.code, "seen": row.status})

    def anew(self, refused):
        """The same page for the state of now, with the sentence; the words are kept, the answer is asked for again."""
        data = self.data.copy()
        data["seen"] = self.row.status
        data.pop("answer", None)
        form = type(self)(data, row=self.row)
        form.add_error(None, refused)
        return form


def _answers(row):
    name = {"entity": row.entity.name_in_text}
    if row.status == SponsorStatus.ASKED:
        return [
            (YES, _now("Yes, %(entity)s co-sponsors it") % name),
            (NO, _now("No, %(entity)s does not co-sponsor it") % name),
        ]
    if row.status == SponsorStatus.CONFIRMED:
        return [(NO, _now("%(entity)s leaves the event") % name)]
    return [(YES, _now("%(entity)s co-sponsors it after all") % name)]


class FocalPointForm(PlainForm):
    """One of those who answer for the lead."""

    person = forms.ChoiceField(
        label=_("Focal point"),
        widget=forms.RadioSelect,
        help_text=_("Whoever answers for the lead at this ceremony. The person chosen is told by letter."),
        error_messages={"required": _("Choose a person.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, event, people):
        self.people = {str(user.pk): user for user in people}
        super().__init__(data, initial={"seen": event.focal_point_id})
        self.fields["person"].choices = [(key, f"{user} ({user.email})") for key, user in self.people.items()]

    @property
    def chosen(self):
        return self.people[self.cleaned_data["person"]]
