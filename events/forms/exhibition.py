"""What is typed about the exhibition: a proposal, a decision, the booths, and when one may ask for one."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Room
from directory.models import Entity
from events.forms.instants import InstantField
from events.forms.plain import HouseWords, PlainForm
from events.forms.review import WordsForm
from events.models import Booth, BoothProposal, Exhibition
from events.models.booth_proposal import LONGEST_TEXT
from events.models.exhibition import MOST_POWER

COLUMNS = ["title", "text", "power", "needs"]


class SeenForm(forms.Form):
    """The revision that somebody has on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BoothForm(PlainForm):
    title = forms.CharField(label=_("Title of what you show"), max_length=200, widget=forms.TextInput({"dir": "auto"}))
    text = forms.CharField(
        label=_("What is shown"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        help_text=_("Some sentences; the coordinators read them."),
    )
    power = forms.IntegerField(
        label=_("Power needed, in watts"), min_value=0, max_value=MOST_POWER, initial=500,
        help_text=_("All devices together, such as 1500."),
    )  # fmt: skip
    needs = forms.CharField(
        label=_("What is needed besides"), max_length=500, required=False, widget=forms.TextInput({"dir": "auto"}),
        help_text=_("Such as a screen, a network by cable, access without steps."),
    )  # fmt: skip

    @property
    def columns(self):
        return {name: self.cleaned_data[name] for name in COLUMNS if name in self.cleaned_data}


class EditBoothForm(SeenForm, BoothForm):
    """An exhibitor's own proposal, as long as it is not decided."""


class MendBoothForm(EditBoothForm):
    """Title and text of one that has a booth; the booth was chosen by what is needed."""

    power = needs = None


class EnterBoothForm(BoothForm):
    """An officer enters it for somebody, also after the time for it, with a reason."""

    entity = forms.ModelChoiceField(Entity.objects.none(), label=_("Exhibitor"), empty_label="—")
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("Why you enter it: it stays on record."),
        error_messages={"required": _("Write a sentence: it is read, and stays on record.")},
    )
    field_order = ["entity", *COLUMNS, "reason"]

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities


class GiveForm(SeenForm, PlainForm):
    """Which booth; those that are free, with what each has."""

    booth = forms.ModelChoiceField(Booth.objects.none(), label=_("Booth"), empty_label="—")
    reason = forms.CharField(
        label=_("A word to the exhibitor"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_(
            "In the letter, and on record. A reason is needed for another booth, and for one with less power than asked for."
        ),
    )

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, initial={"seen": proposal.revision}, **kwargs)
        taken = BoothProposal.objects.filter(ceremony=proposal.ceremony_id, booth__isnull=False).values("booth")
        free = Booth.objects.filter(ceremony=proposal.ceremony_id).exclude(pk__in=taken)
        self.fields["booth"].queryset = free
        self.fields["booth"].label_from_instance = lambda booth: _line(booth, proposal)


class BoothWordsForm(SeenForm, WordsForm):
    """Why it is declined, or taken up again."""


def _line(booth, proposal):
    line = _now("%(number)s: %(size)s, %(power)d W") % {
        "number": booth.number, "size": booth.size, "power": booth.power,
    }  # fmt: skip
    return line if not proposal.lacks(booth) else f"{line} ({_now('too little power')})"


class NewBoothForm(HouseWords, forms.ModelForm):
    helper = PlainForm.helper

    class Meta:
        model = Booth
        fields = ["number", "width", "depth", "power", "position"]

    def _get_validation_exclusions(self):
        # The ceremony is not asked for, and known: a number is taken there or it is not.
        return super()._get_validation_exclusions() - {"ceremony"}


class ChangeBoothForm(SeenForm, NewBoothForm):
    """A booth that is there; its exhibitor is told what has changed."""

    @property
    def columns(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ExhibitionForm(HouseWords, forms.ModelForm):
    opens_at = InstantField(label=_("Booths can be asked for from"))
    closes_at = InstantField(label=_("Booths can be asked for until"))
    helper = PlainForm.helper

    class Meta:
        model = Exhibition
        fields = ["room", "opens_at", "closes_at", "guidance", "is_public"]

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = Room.objects.filter(ceremony=ceremony)
