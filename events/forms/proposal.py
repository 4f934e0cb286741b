"""The proposal, a step a form. Each is saved for itself and may stay incomplete: what is missing is said at the end."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.forms import formset_factory
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import OVER, Accreditation, Nominator
from ceremony.models import Layout
from directory.models import Entity
from events.forms.plain import HouseWords, PlainForm
from events.models import Format, Payer, Slot, Speaker, Theme
from events.models.side_event import LARGEST_AUDIENCE, LONGEST_NOTE
from events.models.speaker import goes_by, under_anothers_name
from events.proposal import Step

MOST_WISHES = 5
MOST_FOUND = 30


def _optional(label):
    return format_lazy("{} {}", label, _("(optional)"))


def _choices(choices):
    return [("", _("Not chosen yet")), *choices]


class StepForm(PlainForm):
    """`seen` is the revision of the proposal that was on the page: nobody overwrites what he has not read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, event=None, user=None, initial=None, **kwargs):
        self.event, self.user = event, user
        if event:
            initial = {"seen": event.revision, **self.of_event(event)}
        super().__init__(*args, initial=initial, **kwargs)

    def of_event(self, event):
        return {name: getattr(event, name) for name in self.base_fields if name != "seen" and hasattr(event, name)}

    def save(self, *, by, at):
        typed = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        self.event.change(seen=self.cleaned_data["seen"], by=by, at=at, **typed)

    def see(self, revision):
        """Shown again after another's change: who saves now has been told of it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(revision)


class BasicsForm(StepForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("300 characters at most, in any language of the conference."),
        error_messages={"required": _("Write a title: it may be changed later.")},
    )
    language = forms.ChoiceField(label=_("Language of the title and the concept note"), choices=settings.LANGUAGES)
    format = forms.ChoiceField(label=_("Format"), choices=_choices(Format.choices), required=False)

    def clean_title(self):
        # One line, however it was pasted.
        return " ".join(self.cleaned_data["title"].split())


class BeginForm(BasicsForm):
    """The first step of a proposal that does not exist yet: also in whose name."""

    lead = forms.ModelChoiceField(
        label=_("In whose name?"),
        queryset=Entity.objects.none(),
        to_field_name="code",
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("It leads the event. This cannot be changed later."),
        error_messages={"required": _("Choose in whose name you propose.")},
    )
    field_order = ["lead", "title", "language", "format"]

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        self.fields["lead"].queryset = entities
        only = list(entities[:2])
        if len(only) == 1:
            self.fields["lead"].initial = only[0].code
            self.fields["lead"].widget = forms.HiddenInput()


class ThemeForm(StepForm):
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("Not chosen yet")
    )
    concept_note = forms.CharField(
        label=_("Concept note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 14, "dir": "auto"}),
        help_text=_(
            "What the event is about, for whom, and what shall come of it: 6,000 characters at most, as plain text. "
            "An empty line begins a new paragraph."
        ),
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        self.fields["theme"].queryset = Theme.objects.filter(ceremony=event.ceremony)

    def clean_concept_note(self):
        return self.cleaned_data["concept_note"].replace("\r\n", "\n").strip()


class SponsorsForm(StepForm):
    """Co-sponsors come from the directory: found by a part of the name, ticked, and kept while one looks for the next."""

    pick = forms.ModelMultipleChoiceField(
        label=_("Co-sponsors"),
        queryset=Entity.objects.all(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The directory has no entry %(value)s.")},
    )
    q = forms.CharField(
        label=_("Find a State or organisation"),
        required=False,
        max_length=100,
        help_text=_("In any language, with or without accents."),
    )

    def of_event(self, event):
        self.there = {sponsor.entity.code: sponsor for sponsor in event.sponsors.co().select_related("entity")}
        return {"pick": list(self.there)}

    def ticked(self):
        """Codes that are ticked on the page, whether saved or not."""
        return self.data.getlist("pick") if self.is_bound else list(self.there)

    def offered(self):
        """(entity, is it ticked, its row if it is a sponsor already): what was ticked first, then what was found."""
        ticked = set(self.ticked())
        words = (self.data.get("q") or "").strip() if self.is_bound else ""
        chosen = list(Entity.objects.filter(code__in=ticked | set(self.there)).in_name_order())
        found = list(Entity.objects.named(words[:100]).in_name_order()[:MOST_FOUND]) if words else []
        self.found_nothing = bool(words) and not found
        self.found_lead = any(entity.pk == self.event.lead_id for entity in found)
        known = {entity.pk for entity in chosen}
        rows = [*chosen, *(entity for entity in found if entity.pk not in known)]
        return [(one, one.code in ticked, self.there.get(one.code)) for one in rows if one.pk != self.event.lead_id]

    def save(self, *, by, at):
        self.event.sponsors.name_all(
            self.event, self.cleaned_data["pick"], seen=self.cleaned_data["seen"], by=by, at=at
        )  # fmt: skip


class SlotsForm(StepForm):
    """Slots in the order in which they are wished."""

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        slots = list(Slot.objects.filter(ceremony=event.ceremony).select_related("ceremony").order_by("starts_at"))
        self.slots = {str(slot.pk): slot for slot in slots}
        choices = [("", _("No wish")), *((key, str(slot)) for key, slot in self.slots.items())]
        self.places = [f"wish_{place}" for place in range(1, min(MOST_WISHES, len(slots)) + 1)]
        wished = [str(wish.slot_id) for wish in event.wishes.order_by("position")]
        for place, name in enumerate(self.places):
            self.fields[name] = forms.ChoiceField(
                label=_now("Wish %(number)d") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=wished[place] if place < len(wished) else "",
            )

    def clean(self):
        data = super().clean()
        chosen = [(name, data[name]) for name in self.places if data.get(name)]
        for number, (name, slot) in enumerate(chosen):
            if slot in [earlier for _name, earlier in chosen[:number]]:
                self.add_error(name, _now("This slot is wished already: choose another, or none."))
        return data

    def save(self, *, by, at):
        chosen = [self.slots[self.cleaned_data[name]] for name in self.places if self.cleaned_data.get(name)]
        self.event.wish_for(chosen, seen=self.cleaned_data["seen"], by=by, at=at)


class RoomForm(StepForm):
    audience = forms.IntegerField(
        label=_("Expected audience"),
        required=False,
        min_value=1,
        max_value=LARGEST_AUDIENCE,
        help_text=_("How many people, those who speak included. For example: 80"),
    )
    layout = forms.ChoiceField(label=_("Set-up of the room"), choices=_choices(Layout.choices), required=False)
    interpretation = forms.MultipleChoiceField(
        label=_optional(_("Interpretation into")),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interpretation_paid_by = forms.ChoiceField(
        label=_("Who pays for the interpretation?"),
        choices=[("", _("No interpretation")), *Payer.choices],
        required=False,
    )
    stream = forms.BooleanField(label=_("The event is to be streamed"), required=False)
    catering = forms.CharField(
        label=_optional(_("Catering")),
        required=False,
        max_length=500,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("What the sponsors would like to serve, at their own expense. For example: coffee for 80"),
    )

    def clean(self):
        data = super().clean()
        if data.get("interpretation") and not data.get("interpretation_paid_by"):
            self.add_error("interpretation_paid_by", _now("Say who pays for the interpretation."))
        if not data.get("interpretation"):
            data["interpretation_paid_by"] = ""
        return data


class SpeakerForm(HouseWords, forms.Form):
    """One row: somebody of one's own delegation, or a name."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Of your delegation"), required=False)
    name = forms.CharField(label=_("Name"), max_length=200, required=False, widget=forms.TextInput({"dir": "auto"}))
    function = forms.CharField(
        label=_("Function"), max_length=200, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    organisation = forms.CharField(
        label=_("State or organisation"), max_length=250, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, *args, people, there, **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.there = people, there
        self.fields["person"].choices = [("", _("Somebody else")), *((key, str(one)) for key, one in people.items())]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs["class"] += " is-invalid"

    def clean_person(self):
        return self.people.get(self.cleaned_data["person"])

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def clean(self):
        data = super().clean()
        nobody = not data.get("person") and not data.get("name")
        if nobody and any(data.get(name) for name in ("function", "email", "organisation")):
            self.add_error("name", _now("Write the name, or empty the line."))
        if person := data.get("person"):
            self._name_and_person(person, data)
        return data

    def _name_and_person(self, person, data):
        """Both on one line are one person's. What was changed of the two is what is meant; the other follows or falls."""
        before = self.there.get(data.get("key"))
        if goes_by(person, data.get("name") or ""):
            return
        if not data.get("name") or (before and data["name"] == before.name):
            data["name"] = str(person)
        elif before and person == before.accreditation:
            data["person"] = None
        else:
            self.add_error("name", under_anothers_name(person, data["name"]))

    def has_changed(self):
        """A line with a choice or a word is meant; an empty one is not, also when it was a speaker before."""
        return True

    @property
    def is_empty(self):
        data = getattr(self, "cleaned_data", {})
        return not (data.get("person") or data.get("name")) or bool(data.get("DELETE"))


class SpeakersForm(StepForm):
    """The speakers' step: its lines are a formset beside the revision."""

    step_extra = 3

    def __init__(self, *args, event, user, **kwargs):
        super().__init__(*args, event=event, user=user, **kwargs)
        self.there = {one.pk: one for one in event.speakers.with_people()}
        own = Nominator.objects.filter(ceremony=event.ceremony, entity=event.lead).answered_by(user)
        linked = [one.accreditation_id for one in self.there.values() if one.accreditation_id]
        people = (
            Accreditation.objects.filter(Q(nominator__in=own.values("pk")) & ~Q(status__in=OVER) | Q(pk__in=linked))
            .only("key", "given_names", "family_name", "badge_name", "title")
            .order_by("family_name", "given_names", "pk")
        )
        self.people = {str(one.key): one for one in people}
        rows = [
            {
                "key": one.pk,
                "person": str(one.accreditation.key) if one.accreditation else "",
                "name": one.name,
                "function": one.function,
                "organisation": one.organisation,
                "email": one.email,
            }
            for one in self.there.values()
        ]
        Lines = formset_factory(SpeakerForm, extra=self.step_extra, can_delete=False, max_num=1000)
        self.lines = Lines(
            self.data if self.is_bound else None,
            initial=rows,
            prefix="speakers",
            form_kwargs={"people": self.people, "there": self.there},
        )

    def with_more_lines(self):
        """The same page again, with room for more; nothing is saved."""
        data = self.data.copy()
        name = "speakers-TOTAL_FORMS"
        try:
            data[name] = str(min(int(data.get(name, 0)) + self.step_extra, 60))
        except ValueError:
            data[name] = str(self.step_extra)
        return type(self)(data, event=self.event, user=self.user)

    def is_valid(self):
        return super().is_valid() & self.lines.is_valid()

    def speakers(self):
        """What the lines say, in their order; each with the key of the row that it was."""
        return [
            Speaker(
                pk=data["key"] if data["key"] in self.there else None,
                name=data["name"],
                accreditation=data["person"],
                function=data["function"] or (data["person"].title if data["person"] else ""),
                organisation=data["organisation"],
                email=data["email"],
            )
            for data in (line.cleaned_data for line in self.lines if not line.is_empty)
        ]

    def save(self, *, by, at):
        self.event.speakers.name_all(
            self.event, self.speakers(), seen=self.cleaned_data["seen"], by=by, at=at
        )  # fmt: skip


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


FORM_OF = {
    Step.BASICS: BasicsForm,
    Step.THEME: ThemeForm,
    Step.SPONSORS: SponsorsForm,
    Step.SLOTS: SlotsForm,
    Step.ROOM: RoomForm,
    Step.SPEAKERS: SpeakersForm,
}
