"""What is asked for a paper of the signing: one small form a kind, because each is about something else."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from signatures.forms.filters import Filter
from signatures.models import Paper, PaperKind, Sitting


def languages():
    """Those in which everything can be said first; in the others the names are said, and the words are English."""
    complete = [pair for pair in settings.LANGUAGES if pair[0] in settings.COMPLETE_LANGUAGES]
    others = [pair for pair in settings.LANGUAGES if pair not in complete]
    return complete + [(code, format_lazy(_("{language} (names only)"), language=name)) for code, name in others]


class PaperForm(forms.Form):
    """Asked for with the language that is chosen; subclasses add what the paper is about."""

    kind: PaperKind
    hint = ""
    language = forms.ChoiceField(label=_("Language"), choices=languages)

    def __init__(self, data=None, *, treaty, initial):
        super().__init__(data, initial=initial, auto_id=f"id_{self.kind}_%s")
        self.treaty = treaty

    def ask(self, *, by, at):
        """Raises Refused, whose code is the field that it is about."""
        return Paper.objects.ask(self.treaty, self.kind, by=by, at=at, **self.cleaned_data)


class ProcesVerbalForm(PaperForm):
    kind = PaperKind.PROCES_VERBAL
    hint = _("Who signed at one session, in which order, with which authority.")
    sitting = forms.ModelChoiceField(label=_("Signing session"), queryset=Sitting.objects.none(), empty_label=None)
    field_order = ["sitting", "language"]

    def __init__(self, data=None, *, treaty, initial):
        super().__init__(data, treaty=treaty, initial=initial)
        self.fields["sitting"].queryset = treaty.sittings.all()


class SignatoriesForm(PaperForm):
    kind = PaperKind.SIGNATORIES
    hint = _("Everybody whose signature stands, with offices, in the alphabet of the language.")


class CertificateForm(PaperForm):
    kind = PaperKind.CERTIFICATE
    hint = _("One entry with all its copies, its hash and that of the entry before.")
    number = forms.IntegerField(label=_("Number of the entry"), min_value=1)
    field_order = ["number", "language"]


class DigestForm(PaperForm):
    kind = PaperKind.DIGEST
    hint = _("What a day brought: entries, attempts that were refused, originals still owed.")
    day = forms.DateField(
        label=_("Day"),
        validators=[MinValueValidator(date(2000, 1, 1))],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["day", "language"]


PAPER_FORMS = {form.kind.value: form for form in (ProcesVerbalForm, SignatoriesForm, CertificateForm, DigestForm)}


class PaperFilter(Filter):
    kind = forms.ChoiceField(label=_("Paper"), choices=[("", _("All")), *PaperKind.choices], required=False)

    def narrow(self, papers):
        kind = self.cleaned_data.get("kind")
        return papers.filter(kind=kind) if kind else papers
