"""Full powers: the copy that is handed in, what an examiner reads in it, and how the depositary verifies it."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.papers import read_paper
from delegations.forms.delegation import PlainForm
from signatures.models import Check, Manner, Office
from signatures.models.powers import OPEN_TO_COPY

AUTO = {"dir": "auto"}


def day(label, hint="", **how):
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}), **how)


class HandInForm(PlainForm):
    """A copy of full powers. What kind of paper it is, is asked: the three are taken for one another most often."""

    paper_is = forms.ChoiceField(
        label=_("What is this paper?"),
        choices=[
            ("powers", _("Full powers: it says that a named person may sign this treaty (or any treaty)")),
            ("credentials", _("Credentials: they say who represents at the conference")),
            ("note_verbale", _("Note verbale: it says who comes")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which of the three papers it is.")},
    )
    file = forms.FileField(
        label=_("The copy"),
        help_text=_("One PDF, or a scan as JPEG or PNG, of 10 MB at most; with its translation, if it needs one. The original is handed over at the ceremony."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose the file first.")},
    )  # fmt: skip
    anew = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, standing, **kwargs):
        self.standing = standing
        super().__init__(*args, prefix="powers", initial={"seen": standing.key if standing else ""}, **kwargs)
        if standing is None or standing.status in OPEN_TO_COPY:
            del self.fields["anew"]
        else:
            self.fields["anew"].label = _now(
                "Yes, these are new full powers: those on record (“%(status)s”) no longer count"
            ) % {"status": standing.get_status_display()}

    def clean_paper_is(self):
        said = self.cleaned_data["paper_is"]
        if said == "credentials":
            raise forms.ValidationError(
                _now("Credentials do not empower anybody to sign, and may be issued by a Permanent Representative; full powers may not. Hand in the full powers here."),
                code="other_paper",
            )  # fmt: skip
        if said == "note_verbale":
            raise forms.ValidationError(
                _now("The note verbale is handed in on a page of its own, and empowers nobody to sign. Hand in the full powers here."),
                code="other_paper",
            )  # fmt: skip
        return said

    def clean_file(self):
        return read_paper(self.cleaned_data["file"])

    def clean(self):
        data = super().clean()
        if "anew" in self.fields and not data.get("anew"):
            self.add_error(
                "anew",
                _now("Full powers are on record already: “%(status)s”. Tick the box if these take their place.")
                % {"status": self.standing.get_status_display()},
            )
        return data


class ReadingForm(PlainForm):
    """What an examiner reads in the paper and ticks. Half of it can be saved; accepting asks for all of it."""

    person_named = forms.CharField(
        label=_("Person named in it"), max_length=200, required=False, widget=forms.TextInput(attrs=AUTO)
    )
    is_general = forms.BooleanField(
        label=_("General full powers"), required=False, help_text=_("For any treaty, not for this one alone.")
    )
    issuer_office = forms.ChoiceField(
        label=_("Issued by"), required=False, choices=[("", "—"), *Office.choices],
        help_text=_("As the paper says it, whether or not that office may."),
    )  # fmt: skip
    issuer_name = forms.CharField(
        label=_("Name of the issuer"), max_length=200, required=False, widget=forms.TextInput(attrs=AUTO)
    )
    issued_on = day(_("Dated"), required=False)
    issued_at = forms.CharField(
        label=_("Place"), max_length=120, required=False, widget=forms.TextInput(attrs=AUTO)
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Reference"), max_length=120, required=False, widget=forms.TextInput(attrs=AUTO)
    )  # fmt: skip
    checks = forms.MultipleChoiceField(
        label=_("Seen in the paper"), required=False, choices=Check.choices, widget=forms.CheckboxSelectMultiple
    )
    defects = forms.CharField(
        label=_("Defects, if it is returned"),
        max_length=2000,
        required=False,
        help_text=_("The delegation reads this: what to put right."),
        widget=forms.Textarea(attrs={"rows": 3, **AUTO}),
    )

    def __init__(self, *args, powers, today, **kwargs):
        self.today = today
        names = list(self.base_fields)
        super().__init__(*args, initial={name: getattr(powers, name) for name in names}, **kwargs)

    def clean_issued_on(self):
        return _not_later(self.cleaned_data["issued_on"], self.today)

    @property
    def read(self):
        """What is kept of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "defects"}


class GiveBackForm(PlainForm):
    """To return powers whose copy was accepted before."""

    defects = forms.CharField(
        label=_("Defects"),
        max_length=2000,
        help_text=_("The delegation reads this: what to put right."),
        widget=forms.Textarea(attrs={"rows": 3, **AUTO}),
        error_messages={"required": _("Write for the delegation what has to be put right.")},
    )


class VerifyForm(PlainForm):
    manner = forms.ChoiceField(
        label=_("How they are good"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose in which of the three ways.")},
    )
    reason = forms.CharField(
        label=_("Why provisionally"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2, **AUTO})
    )
    due_on = day(_("Original due on"), required=False)
    lodged_reference = forms.CharField(label=_("Reference of the lodged powers"), max_length=120, required=False)
    lodged_on = day(_("Lodged on"), required=False)

    def __init__(self, *args, powers, today, **kwargs):
        self.powers, self.today = powers, today
        super().__init__(*args, **kwargs)

    def clean_lodged_on(self):
        return _not_later(self.cleaned_data["lodged_on"], self.today)

    def clean(self):
        data = super().clean()
        if data.get("manner") == Manner.PROVISIONAL:
            self._need("reason", _now("Write why they are taken without the original."))
            self._need("due_on", _now("Write the day on which the original is due."))
            if data.get("due_on") and data["due_on"] < self.today:
                self.add_error("due_on", _now("This day is over: when will the original come?"))
        if data.get("manner") == Manner.GENERAL:
            self._need("lodged_reference", _now("Write the reference under which they are lodged."))
            self._need("lodged_on", _now("Write the day on which they were lodged."))
            if not self.powers.is_general:
                self.add_error("manner", _now("The examiner read powers for this treaty alone, not general ones."))
        return data

    def _need(self, name, words):
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)

    def verify(self, *, by, at):
        self.powers.verify(by=by, at=at, **self.cleaned_data)


class OriginalForm(PlainForm):
    on = day(_("Received on"), error_messages={"required": _("Write the day on which the original came.")})

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, initial={"on": today}, **kwargs)

    def clean_on(self):
        return _not_later(self.cleaned_data["on"], self.today)


class RevokeForm(PlainForm):
    reason = forms.CharField(
        label=_("How and when they were revoked"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, **AUTO}),
        error_messages={"required": _("Write how and when they were revoked.")},
    )
    since = forms.DateTimeField(
        label=_("Since when, if it was earlier"), required=False, help_text=_("What was signed before, and is entered from paper, rests on them all the same."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("Yes: nobody signs with them any more. This cannot be undone"),
        error_messages={"required": _("Tick the box if they are revoked.")},
    )


def _not_later(date, today):
    if date and date > today:
        raise forms.ValidationError(_now("This day lies in the future: look at the paper again."), code="future")
    return date
