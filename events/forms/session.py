"""What the coordinators write about a session: the session itself, its run of show, its chairs."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Accreditation
from directory.models import Entity
from directory.sorting import search_key
from events.forms.instants import DayField, HourField, instant_of
from events.forms.plain import HouseWords, PlainForm
from events.models import Session, SessionChair, SessionKind, Speaker
from events.models.speaker import MOST_SPEAKERS, goes_by


class SessionForm(HouseWords, forms.ModelForm):
    """A session of the programme. Left without a day it waits to be placed on the board."""

    day = DayField(required=False, help_text=_("Left empty: it is placed on the board later."))
    starts = HourField(label=_("From"), required=False)
    ends = HourField(label=_("To"), required=False, help_text=_("By the clocks of the place, on the same day."))
    languages = forms.MultipleChoiceField(
        label=_("Languages of interpretation"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Session
        fields = [
            "kind", "title", "description", "theme", "responsible", "room", "no_parallel", "access", "languages", "stream_url",
            "layout", "audience",
        ]  # fmt: skip

    helper = PlainForm.helper
    field_order = [
        "kind", "title", "description", "theme", "responsible", "day", "starts", "ends", "room", "no_parallel", "access",
        "languages", "stream_url", "layout", "audience", "seen",
    ]  # fmt: skip

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        self.ceremony = self.instance.ceremony = ceremony
        self.slot = self.instance.slot
        self.fields["room"].queryset = ceremony.rooms.all()
        self.fields["room"].empty_label = _("None yet, or outside the venue")
        self.fields["theme"].queryset = ceremony.themes.all()
        self.fields["stream_url"].assume_scheme = "https"
        self.fields["seen"].initial = self.instance.revision
        if self.instance.side_event_id:
            self.fields["kind"].choices = [(SessionKind.SIDE_EVENT.value, SessionKind.SIDE_EVENT.label)]
        if self.instance.starts_at:
            first, last = ceremony.local(self.instance.starts_at), ceremony.local(self.instance.ends_at)
            self.fields["day"].initial = first.date()
            self.fields["starts"].initial, self.fields["ends"].initial = first.time(), last.time()

    def clean(self):
        data = super().clean()
        self.instance.starts_at = self.instance.ends_at = self.instance.slot = None
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if {"day", "starts", "ends"} & self.errors.keys():
            return data
        if not day and not starts and not ends:
            return data
        for name, value in [("day", day), ("starts", starts), ("ends", ends)]:
            if value is None:
                self.add_error(name, _now("Write the day and both times, or none of them."))
        if day and starts and ends:
            self._place(day, starts, ends)
        return data

    def _place(self, day, starts, ends):
        if ends <= starts:
            self.add_error(
                "ends",
                _now(
                    "It would end before it starts. A session ends on the day on which it starts: for one past midnight, enter two."
                ),
            )
            return
        found = {}
        for name, hour in [("starts", starts), ("ends", ends)]:
            try:
                found[name] = instant_of(day, hour, self.ceremony.zone)
            except forms.ValidationError as error:
                self.add_error(name, error)
        if len(found) == 2:
            self.instance.starts_at, self.instance.ends_at = found["starts"], found["ends"]
            self.instance.slot = self.ceremony.slots.exactly(found["starts"], found["ends"])

    def columns(self):
        """What the verb writes."""
        names = [*self.Meta.fields, "starts_at", "ends_at", "slot"]
        return {name: getattr(self.instance, name) for name in names}


class SessionFilter(forms.Form):
    """What the list is narrowed down to; a value that does not exist narrows nothing."""

    STATES = [("", _("All that stand")), ("unplaced", _("Without a time")), ("cancelled", _("Cancelled"))]

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *SessionKind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_text = isinstance(field.widget, forms.TextInput)
            field.widget.attrs["class"] = "form-control" if is_text else "form-select"
        self.is_valid()

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())

    def narrow(self, sessions):
        data = self.cleaned_data
        state = data.get("state")
        sessions = sessions.exclude(cancelled_at=None) if state == "cancelled" else sessions.filter(cancelled_at=None)
        if state == "unplaced":
            sessions = sessions.filter(starts_at=None)
        if kind := data.get("kind"):
            sessions = sessions.filter(kind=kind)
        if words := data.get("q", "").strip():
            # A title is a text in several languages: its whole is searched.
            sessions = sessions.filter(title__icontains=words)
        return sessions


class RunItemForm(PlainForm):
    title = forms.CharField(
        label=_("What happens"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)

    def clean(self):
        data = super().clean()
        if data.get("title") and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _now("Write how many minutes it takes."))
        if data.get("minutes") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _now("Write what happens in these minutes."))
        return data


class BaseRun(forms.BaseFormSet):
    def given(self):
        return [(data["title"], data["minutes"]) for data in self.cleaned_data if data.get("title")]


RunOfShow = forms.formset_factory(RunItemForm, formset=BaseRun, extra=3, max_num=60, absolute_max=60)


class ChairForm(PlainForm):
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    entity = forms.CharField(
        label=_("State or organisation"), max_length=200, required=False, widget=forms.TextInput(attrs={"list": "entities"}),
        help_text=_("Its name or its code, such as KEN."),
    )  # fmt: skip
    is_co = forms.BooleanField(label=_("Co-chair"), required=False)

    def clean_entity(self):
        words = self.cleaned_data["entity"].strip()
        if not words:
            return None
        found = Entity.objects.filter(code__iexact=words).first()
        if found is None:
            exact = [one for one in Entity.objects.named(words) if search_key(words) in names_of(one)]
            found = exact[0] if len(exact) == 1 else None
        if found is None:
            raise forms.ValidationError(
                _now("The directory has no “%(words)s”: choose from the list, or write the code.") % {"words": words}
            )
        return found

    def clean(self):
        data = super().clean()
        if (data.get("entity") or data.get("is_co")) and not data.get("name"):
            self.add_error("name", _now("Write the name."))
        return data


def names_of(entity):
    return {search_key(getattr(entity, name)) for name in ("short_en", "formal_en", "short_vi", "short_fr")}


class BaseChairs(forms.BaseFormSet):
    def given(self, ceremony):
        """The chairs that were named; whoever is accredited under that very name is known by it."""
        return [
            SessionChair(
                name=data["name"].strip(), entity=data["entity"], is_co=data["is_co"],
                accreditation=accredited_as(data["name"], ceremony),
            )
            for data in self.cleaned_data if data.get("name")
        ]  # fmt: skip


def accredited_as(name, ceremony):
    """The one person of that name at the ceremony; None where there is none, or more than one."""
    wanted = sorted(search_key(name).split())
    found = [
        one
        for one in Accreditation.objects.filter(ceremony=ceremony).active().named(name)[:20]
        if wanted in (sorted(search_key(f"{one.given_names} {one.family_name}").split()), sorted(search_key(one.badge_name).split()))
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


Chairs = forms.formset_factory(ChairForm, formset=BaseChairs, extra=2, max_num=20, absolute_max=20)


class SpeakerLine(PlainForm):
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    function = forms.CharField(
        label=_("Function"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    organisation = forms.CharField(
        label=_("State or organisation"), max_length=250, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def clean(self):
        data = super().clean()
        if any(data.get(name) for name in ("function", "organisation", "email")) and not data.get("name"):
            self.add_error("name", _now("Write the name, or empty the line."))
        return data


class BaseSpeakerLines(forms.BaseFormSet):
    @staticmethod
    def given_by(session):
        fields = ("name", "function", "organisation", "email")
        return [{"key": one.pk} | {name: getattr(one, name) for name in fields} for one in session.speakers.all()]

    def said(self):
        """What the lines say, each with the key of the row that it was; whoever keeps his name keeps his accreditation."""
        there = Speaker.objects.with_people().in_bulk([row["key"] for row in self.initial])
        found = []
        for data in self.cleaned_data:
            if not data.get("name"):
                continue
            before = there.get(data.get("key"))
            person = before.accreditation if before else None
            found.append(
                Speaker(
                    pk=before.pk if before else None,
                    accreditation=person if person and goes_by(person, data["name"]) else None,
                    **{name: data[name] for name in ("name", "function", "organisation", "email")},
                )
            )
        return found


SpeakerLines = forms.formset_factory(
    SpeakerLine, formset=BaseSpeakerLines, extra=3, max_num=MOST_SPEAKERS, absolute_max=2 * MOST_SPEAKERS
)


class CancelForm(PlainForm):
    """Why, for the record; and what everybody reads, if anything is to be said."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("It stays on record among the officers. It is not published."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note for everybody"), max_length=500, required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Everybody reads it beside “Cancelled”. Left empty, nothing more is said."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RestoreForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("It stays on record among the officers. It is not published."),
    )  # fmt: skip
