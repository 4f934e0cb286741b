from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delegations.forms.person import optional
from press.forms.pools import SELECT, PersonChoice
from press.models.conference import LONGEST_QUESTION


class SeatForm(PersonChoice):
    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, auto_id=f"seat-{conference.key}-%s", **kwargs)


class QuestionForm(PersonChoice):
    """A question put in ahead."""

    text = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "form-control"}),
        help_text=_("One question, 600 characters at most."),
        error_messages={"required": _("Write the question.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the question"), choices=settings.LANGUAGES, widget=forms.Select(attrs=SELECT)
    )
    to_whom = forms.CharField(
        label=optional(_("To whom on the podium")),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "form-control"}),
    )
    field_order = ["person", "text", "language", "to_whom"]

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, auto_id=f"question-{conference.key}-%s", **kwargs)
        self.fields["person"].label = _("Who asks?")
