"""What is typed about statements: who speaks and when, a text and its embargo, an exchange, the list's own settings."""

import uuid

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.papers import read_paper
from delegations.models import Rank
from directory.models import Entity
from events.forms.instants import InstantField
from events.forms.plain import HouseWords, PlainForm
from events.models import Session, SessionKind, Shown, StatementsList

NOBODY_YET = ""


def _reason(help_text=""):
    return forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=help_text,
        error_messages={"required": _("Write a sentence: it is read, and stays on record.")},
    )


class SpeakerForm(PlainForm):
    """A delegate who speaks; or the level, as long as nobody is named."""

    who = forms.ChoiceField(label=_("Who speaks?"), required=False)
    rank = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "—"), *Rank.choices],
        help_text=_("Only while nobody is named: of a delegate the level is known."),
    )

    def __init__(self, *args, people, statement=None, **kwargs):
        initial = {}
        if statement:
            initial = {"rank": statement.rank, "who": ""}
            spoken = [one for one in people if one.accreditation_id == statement.speaker_id]
            initial["who"] = str(spoken[0].accreditation.key) if spoken else ""
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.people = {str(one.accreditation.key): one for one in people}
        self.fields["who"].choices = [
            (NOBODY_YET, _now("Nobody is named yet")),
            *((key, f"{one} – {one.get_rank_display()}") for key, one in self.people.items()),
        ]

    def clean(self):
        data = super().clean()
        if not data.get("who") and data.get("rank") is None and "rank" not in self.errors:
            self.add_error("rank", _now("Choose who speaks, or at which level."))
        return data

    @property
    def level(self):
        """What the verbs take: the delegate, or the rank."""
        delegate = self.people.get(self.cleaned_data["who"])
        return {"delegate": delegate, "rank": None if delegate else self.cleaned_data["rank"]}


class DayChoice(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(label=_("Wished day"), required=False, empty_value=None, **kwargs)

    def offer(self, days):
        self.choices = [
            ("", _now("No preference")),
            *((day.isoformat(), date_format(day, "DATE_FORMAT")) for day in days),
        ]
        self.coerce = lambda value: {day.isoformat(): day for day in days}[value]


class InscribeForm(SpeakerForm):
    wished_day = DayChoice()
    on_behalf_of = forms.CharField(
        label=_("On behalf of a group"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("Such as “Group of African States”. Left empty: in its own name."),
    )

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wished_day"].offer(days)


class EnterForm(PlainForm):
    """An officer enters somebody himself, also outside the window."""

    entity = forms.ModelChoiceField(Entity.objects.none(), label=_("State or organisation"))
    rank = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=[("", "—"), *Rank.choices])
    wished_day = DayChoice()
    on_behalf_of = forms.CharField(
        label=_("On behalf of a group"), required=False, max_length=200, widget=forms.TextInput({"dir": "auto"})
    )
    reason = _reason(_("Why you enter it: it stays on record."))

    def __init__(self, *args, entities, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities
        self.fields["wished_day"].offer(days)


class MoveForm(PlainForm):
    meeting = forms.ModelChoiceField(None, label=_("Meeting"), empty_label=None)
    reason = _reason(_("The delegation reads it."))

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class PlaceChoice(forms.TypedChoiceField):
    """Somebody else's statement, with the place that it has: number, meeting, time, and the class of the place."""

    def __init__(self, **kwargs):
        super().__init__(label=_("With whom?"), **kwargs)

    def offer(self, lines, own):
        self.choices = [("", "—"), *((key, f"{line.statement} – {_place_line(line)}") for key, line in lines.items())]
        self.coerce = lambda value: lines[int(value)].statement
        if own:
            self.help_text = _now("The place of %(name)s: %(place)s. Each keeps its own time limit.") % {
                "name": own.statement,
                "place": _place_line(own),
            }


def _place_line(line):
    return f"{line.place} – {line.statement.place_class}"


class AskForm(PlainForm):
    """With whom a delegation would like to change places: `places` are those of `places_to_exchange`."""

    other = PlaceChoice(error_messages={"required": _("Choose with whom.")})

    def __init__(self, *args, places, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].offer(places, own)


class SwapForm(AskForm):
    reason = _reason(_("Both delegations read it."))


class TextForm(PlainForm):
    file = forms.FileField(
        label=_("The text"),
        help_text=_("One PDF, or a scan as JPEG or PNG, of 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose the file first.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    embargo_until = InstantField(
        label=_("Embargo until"),
        required=False,
        help_text=_(
            "By the clocks of the place. Nobody else reads the text before it was delivered; nor before this time."
        ),
    )

    def clean_file(self):
        return read_paper(self.cleaned_data["file"])


class KeyForm(PlainForm):
    """A request that may come twice, when the network failed before the answer: its key is made with the page."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class ReplyForm(KeyForm):
    entity = forms.ModelChoiceField(Entity.objects.none(), label=_("State or organisation"), empty_label="—")

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities


class SettingsForm(HouseWords, forms.ModelForm):
    """The list's own settings and its meetings. `seen` says which revision somebody had on the screen."""

    opens_at = InstantField(label=_("Inscription opens at"))
    closes_at = InstantField(label=_("Inscription closes at"))
    sessions = forms.ModelMultipleChoiceField(
        Session.objects.none(),
        label=_("Meetings"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one session.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = PlainForm.helper

    class Meta:
        model = StatementsList
        fields = [
            "opens_at", "closes_at", "guidance", "shown", "shows_speakers", "reply_minutes", "second_reply_minutes",
        ]  # fmt: skip
        widgets = {"shown": forms.RadioSelect}

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        self.ceremony = ceremony
        taken = Session.objects.filter(ceremony=ceremony, statements_meeting__isnull=False)
        if self.instance.pk:
            taken = taken.exclude(statements_meeting__list=self.instance)
            self.initial["sessions"] = [one.session_id for one in self.instance.meetings.all()]
            self.initial["seen"] = self.instance.revision
        self.fields["sessions"].queryset = (
            Session.objects.filter(ceremony=ceremony, cancelled_at=None, starts_at__isnull=False)
            .filter(kind__in=[SessionKind.PLENARY, SessionKind.OPENING])
            .exclude(pk__in=taken.values("pk"))
            .in_order()
        )
        self.fields["sessions"].label_from_instance = _session_line
        self.fields["shown"].choices = Shown.choices


def _session_line(session):
    first = session.ceremony.local(session.starts_at)
    return f"{session} ({date_format(first, 'SHORT_DATE_FORMAT')}, {first:%H:%M})"
