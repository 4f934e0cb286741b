from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import DocumentKind
from accreditation.papers import read_paper
from delegations import pending
from delegations.forms.delegation import plausible_arrival
from delegations.forms.person import PersonForm, name_as_in_passport, optional, passport_and_photo
from events.forms.plain import HouseWords
from press.forms.arrival import website
from press.forms.telephone import TelephoneField
from press.models import Function, Residence, call_of
from press.models.journalist import LONGEST_ADDRESS, MOST_SAMPLES
from press.person_papers import hand_in

OF_THE_JOURNALIST = [
    "function", "residence", "language", "phone", "passport_expires", "press_card_number", "press_card_issuer",
    "press_card_expires", "visa_support", "arrives_at", "arrives_by", "port",
]  # fmt: skip
PAPERS = {
    "passport_copy": DocumentKind.PASSPORT,
    "press_card_copy": DocumentKind.PRESS_CARD,
    "work_sample": DocumentKind.WORK_SAMPLE,
}
A_PAPER = {"accept": "application/pdf,image/jpeg,image/png"}


def day_field(label, **how):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **how
    )


def paper_field(label, help_text):
    return forms.FileField(label=label, required=False, help_text=help_text, widget=forms.FileInput(attrs=A_PAPER))


class KeptPapers:
    """Papers of a form that came back with something wrong: those that were good need not be chosen again.

    `papers` names the fields; beside each stands a hidden one, `kept_` and its name.
    """

    papers = ()

    def read_papers(self, data):
        for name in self.papers:
            if name in self.errors:
                continue
            upload = data.get(name) or self._taken(data.get(f"kept_{name}"))
            data[name] = None
            if upload:
                try:
                    data[name] = read_paper(upload)
                except forms.ValidationError as error:
                    self.add_error(name, error)

    def _taken(self, token):
        return pending.take(token, user=self.user, nominator=self.nominator) if token else None

    def keep_papers(self):
        self.data = self.data.copy()
        for name in self.papers:
            if paper := self.cleaned_data.get(name):
                self.data[f"kept_{name}"] = pending.keep(
                    paper.file, user=self.user, nominator=self.nominator, name=paper.name
                )

    @property
    def kept_papers(self):
        """The labels of the papers that need not be chosen again."""
        return [self.fields[name].label for name in self.papers if self.is_bound and self.data.get(f"kept_{name}")]


class JournalistForm(HouseWords, KeptPapers, PersonForm):
    """One person of the press."""

    papers = tuple(PAPERS)

    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)
    language = forms.ChoiceField(
        label=_("Preferred language"), choices=settings.LANGUAGES, help_text=_("Of briefings and calls.")
    )
    phone = TelephoneField(
        label=optional(_("Telephone at the ceremony")),
        help_text=_("With the country's code. Stored encrypted, for the press desk only."),
    )
    residence = forms.ChoiceField(label=_("Residence"), choices=Residence.choices)
    passport_expires = day_field(_("Passport valid until"))
    passport_copy = paper_field(
        _("Copy of the passport"), _("The page with the photo: one PDF, or a scan as JPEG or PNG, of 10 MB at most.")
    )
    press_card_number = forms.CharField(label=optional(_("Number of the press card")), max_length=60, required=False)
    press_card_issuer = forms.CharField(
        label=optional(_("Issued by")), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    press_card_expires = day_field(_("Press card valid until"))
    press_card_copy = paper_field(_("Copy of the press card"), _("Both sides in one file: PDF, JPEG or PNG."))
    samples = forms.CharField(
        label=optional(_("Samples of work: links")),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "spellcheck": "false"}),
        help_text=_("One a line: the address, then the title if you like. Needed of freelance journalists."),
    )
    work_sample = paper_field(
        optional(_("Sample of work: a file")), _("Where there is no link: one PDF, or a scan as JPEG or PNG.")
    )
    arrives_at = forms.DateTimeField(
        label=optional(_("Arrival")),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    arrives_by = forms.CharField(
        label=optional(_("Flight, train or road")), max_length=60, required=False, help_text=_("For example: VN 36")
    )
    port = forms.ModelChoiceField(
        label=optional(_("Port of entry")), queryset=None, required=False, empty_label=_("Not known yet")
    )
    visa_support = forms.BooleanField(label=_("Asks for visa support"), required=False)
    consent = forms.BooleanField(
        label=_("This person agrees to the rules of the media centre and to the use of these data for accreditation"),
        required=False,
        help_text=_("Ask the person first. Without it the entry cannot be submitted."),
    )
    kept_passport_copy = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_press_card_copy = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_work_sample = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, application, user, journalist=None, **kwargs):
        self.application, self.journalist = application, journalist
        kwargs["initial"] = self._from(journalist) if journalist else self._likely(application)
        person = journalist.accreditation if journalist else None
        super().__init__(*args, nominator=application.nominator, user=user, person=person, **kwargs)
        self.fields["title"].label = optional(_("Title on the badge"))
        self.fields["title"].help_text = _("For example: Correspondent in South-East Asia")
        self.fields["passport_number"].help_text = _("Stored encrypted, seen by those who decide only.")
        self.fields["arrives_at"].help_text = _now("Local time of %(city)s.") % {"city": application.ceremony.city}
        self.fields["port"].queryset = application.ceremony.entry_ports.all()
        if not application.ceremony.entry_ports.exists():
            del self.fields["port"]
        self.helper = self._helper()

    @staticmethod
    def _likely(application):
        country = application.outlet.country
        return {
            "nationality": country.pk if country and country.is_state else None,
            "function": Function.REPORTER,
            "residence": Residence.FOREIGN,
        }

    @classmethod
    def _from(cls, journalist):
        initial = {name: getattr(journalist, name) for name in OF_THE_JOURNALIST}
        lines = [f"{one.url} {one.title}".strip() for one in journalist.samples.all()]
        more = {"samples": "\n".join(lines), "consent": bool(journalist.consented_at), "version": journalist.version}
        return cls.of_person(journalist.accreditation) | initial | more

    def clean_arrives_at(self):
        return plausible_arrival(self.cleaned_data["arrives_at"], self.application.ceremony)

    def clean_visa_support(self):
        """What was asked for in time stays asked for."""
        asks, call = self.cleaned_data["visa_support"], call_of(self.application.ceremony)
        until = call and call.visa_closes_at
        if asks and until and until < timezone.now() and not (self.journalist and self.journalist.visa_support):
            raise forms.ValidationError(
                _("Visa support could be asked for until %(time)s. Write to the press desk if it is needed still."),
                params={"time": self.application.ceremony.show_time(until)},
                code="late",
            )
        return asks

    def clean_passport_expires(self):
        return self._lasts("passport_expires", _("The passport expires before the ceremony ends: it does not do."))

    def clean_press_card_expires(self):
        return self._lasts(
            "press_card_expires", _("The press card expires before the ceremony: a valid one is needed.")
        )

    def _lasts(self, name, sentence):
        day, ceremony = self.cleaned_data[name], self.application.ceremony
        if day and day < (ceremony.ends_on if name == "passport_expires" else ceremony.starts_on):
            raise forms.ValidationError(sentence, code="expires")
        return day

    def clean_samples(self):
        """[(address, title)], as people paste them."""
        found, check = [], URLValidator(schemes=["http", "https"])
        is_short = MaxLengthValidator(LONGEST_ADDRESS)
        for line in filter(None, (line.strip() for line in self.cleaned_data["samples"].splitlines())):
            address, _space, title = line.partition(" ")
            address = website(address)
            try:
                check(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("“%(line)s” does not begin with an address: write it like https://times.example/report."),
                    params={"line": line[:60]},
                    code="no_address",
                ) from error
            is_short(address)
            found.append((address, title.strip()))
        if len(found) > MOST_SAMPLES:
            raise forms.ValidationError(
                _("Show %(most)d samples of your work at most."), params={"most": MOST_SAMPLES}, code="too_many"
            )
        return found

    def clean(self):
        data = super().clean()
        self.read_papers(data)
        return data

    def keep_uploads(self):
        """Of a form that goes back."""
        self.keep_photo()
        self.keep_papers()

    def save(self, *, by, at):
        """Put the person forward, or amend the entry, with the papers. Raises Refused; nothing is saved then."""
        data = self.cleaned_data
        fields = {name: data[name] for name in OF_THE_JOURNALIST if name in data}
        fields |= {"samples": data["samples"], "consent": data["consent"]}
        person, replaced = self.fill_in()
        papers = [(kind, data[name]) for name, kind in PAPERS.items() if data.get(name)]
        return hand_in(
            self.application, self.journalist, person, papers, by=by, at=at, seen_version=data["version"],
            replaced_photo=replaced, **fields,
        )  # fmt: skip

    def _helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        port = ["port"] if "port" in self.fields else []
        card = Fieldset(
            _now("Press card and work"),
            Row(Column("press_card_number"), Column("press_card_issuer")),
            Row(Column("press_card_expires"), Column("press_card_copy")),
            "samples",
            "work_sample",
        )
        helper.layout = Layout(
            HTML('{% include "press/_papers_kept.html" %}'),
            name_as_in_passport(),
            Fieldset(
                _now("At the ceremony"),
                Row(Column("function"), Column("title")),
                Row(Column("language"), Column("phone")),
            ),
            passport_and_photo(Row(Column("passport_expires"), Column("passport_copy")), "residence"),
            card,
            Fieldset(_now("Arrival"), Row(Column("arrives_at"), Column("arrives_by")), *port, "visa_support"),
            Fieldset(_now("Consent"), "consent"),
            *[f"kept_{name}" for name in self.papers],
            "kept_photo",
            "version",
        )
        return helper


class ArrivalForm(HouseWords, forms.Form):
    """When and how somebody comes whose entry is closed otherwise."""

    arrives_at = JournalistForm.base_fields["arrives_at"]
    arrives_by = JournalistForm.base_fields["arrives_by"]
    port = JournalistForm.base_fields["port"]

    def __init__(self, *args, journalist, **kwargs):
        initial = {name: getattr(journalist, name) for name in ("arrives_at", "arrives_by", "port")}
        super().__init__(*args, initial=initial, **kwargs)
        self.ceremony = journalist.application.ceremony
        self.fields["port"].queryset = self.ceremony.entry_ports.all()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_arrives_at(self):
        return plausible_arrival(self.cleaned_data["arrives_at"], self.ceremony)
