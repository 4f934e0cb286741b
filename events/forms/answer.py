"""What a co-sponsor who was asked types."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

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
