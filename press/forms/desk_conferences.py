"""Press conferences and texts for the press, as the desk writes them."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.papers import read_paper
from events.forms.instants import InstantField
from events.forms.plain import PlainForm
from press.forms.desk_pools import session_label, sessions_without
from press.forms.people import PersonField, account_of
from press.forms.verbs import VerbForm, words
from press.models import PressConference, PressText


class ConferenceForm(PlainForm, forms.ModelForm):
    opens_at = InstantField(label=_("Sign-up from"))
    closes_at = InstantField(label=_("Sign-up until"))
    questions_close_at = InstantField(label=_("Questions until"))
    moderator_email = PersonField(
        label=_("The moderator's e-mail address"),
        help_text=_("Keeps the order of the questions, and gets a letter with the way to them."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PressConference
        fields = ["session", "seats", "opens_at", "closes_at", "questions_close_at"]

    def __init__(self, *args, ceremony, **options):
        super().__init__(*args, **options)
        conference = self.instance
        if conference.pk:
            del self.fields["session"]
            self.fields["moderator_email"].initial = conference.moderator.email if conference.moderator_id else ""
            self.fields["seen"].initial = conference.revision
        else:
            self.fields["session"].queryset = sessions_without("press_conference", ceremony)
            self.fields["session"].label_from_instance = session_label

    def clean(self):
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _now("Sign-up closes after it opens."))
        return data

    def _post_clean(self):
        """The verbs write."""

    def columns(self):
        names = ["seats", "opens_at", "closes_at", "questions_close_at"]
        return {name: self.cleaned_data[name] for name in names} | {
            "moderator": account_of(self.cleaned_data["moderator_email"])
        }


class TextForm(PlainForm, forms.ModelForm):
    """A text for the press: written here, or as a paper; from its minute on everybody may read it."""

    upload = forms.FileField(label=_("Or a file"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB."))
    embargo_until = InstantField(
        label=_("Embargo until"), required=False, help_text=_("Left empty: from its publication on.")
    )

    class Meta:
        model = PressText
        fields = ["kind", "title", "language", "conference", "body", "embargo_until"]
        widgets = {"body": forms.Textarea(attrs={"rows": 10, "dir": "auto"})}

    field_order = ["kind", "title", "language", "conference", "body", "upload", "embargo_until"]

    def __init__(self, *args, ceremony, of=(), **options):
        """`of` are keys of the press conference from whose page one comes."""
        super().__init__(*args, **options)
        conferences = PressConference.objects.of_ceremony(ceremony).select_related("session")
        self.fields["conference"].queryset = conferences
        self.fields["conference"].initial = conferences.filter(key__in=of).first() if of else None
        self.fields["conference"].empty_label = _("None")

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        return read_paper(upload) if upload else None

    def clean(self):
        data = super().clean()
        if "upload" not in self.errors and bool((data.get("body") or "").strip()) == bool(data.get("upload")):
            self.add_error("body", _now("Write the text, or upload it: one of the two."))
        return data

    def _post_clean(self):
        """The verb writes."""

    def columns(self):
        data = self.cleaned_data
        names = ["kind", "title", "language", "conference", "body", "embargo_until"]
        return {name: data[name] for name in names} | {"paper": data["upload"]}


class PublishText(VerbForm):
    verb, label, is_first = "publish", _("Publish"), True
    done = _("“%(name)s” is published: everybody reads it from its minute on.")

    @classmethod
    def is_open_for(cls, text, at):
        return text.published_at is None and text.withdrawn_at is None

    def carry_out(self, **how):
        self.subject.publish(**how)


class SetEmbargo(VerbForm):
    verb, label, done = "embargo", _("Set the embargo"), _("The embargo is set.")
    until = InstantField(label=_("Embargo until"), required=False, help_text=_("Left empty: from its publication on."))

    def prepare(self):
        self.fields["until"].initial = self.subject.embargo_until

    @classmethod
    def is_open_for(cls, text, at):
        return text.withdrawn_at is None and not text.is_public(at)

    def carry_out(self, **how):
        self.subject.set_embargo(self.cleaned_data["until"], **how)


class WithdrawText(VerbForm):
    verb, label, is_danger = "withdraw", _("Withdraw"), True
    done = _("“%(name)s” is withdrawn: nobody reads it from here any more.")
    reason = words(_("Why"), _("It stays on record."), longest=500)

    @classmethod
    def is_open_for(cls, text, at):
        return text.withdrawn_at is None

    def carry_out(self, **how):
        self.subject.withdraw(reason=self.cleaned_data["reason"], **how)


TEXT_VERBS = [PublishText, SetEmbargo, WithdrawText]
