"""What officers write at the desk: sessions, places on the list, entries afterwards, corrections, instruments."""

import uuid

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.forms.delegation import PlainForm, ReasonForm
from directory.models import Entity
from signatures.matter import instant_of, moment_changed
from signatures.models import Action, Call, Representative, Sitting
from signatures.models.call import TO_COME

ANOTHER_LANGUAGE = "und"


class DeclarationKind(models.TextChoices):
    DECLARATION = "declaration", _("Declaration")
    RESERVATION = "reservation", _("Reservation")


class PlaceTimeField(forms.DateTimeField):
    """A time by the clocks of `zone`, to the second: that of the place, not of the officer's tablet."""

    def __init__(self, *, zone=None, **kwargs):
        self.zone = zone
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S")
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value):
        with timezone.override(self.zone):
            at = super().to_python(value)
        if at and not 1900 < at.year < 9000:  # The log holds no others, and a year is soon mistyped.
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return at

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def has_changed(self, initial, data):
        with timezone.override(self.zone):
            return super().has_changed(initial, data)


class AnyOfField(forms.ModelChoiceField):
    """Offers its queryset, and takes any row of `among`: what may not be done with it, the verb refuses and keeps."""

    def __init__(self, *args, among=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.among = among

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            row = self.among.filter(pk=value).first() if str(value).isdecimal() and len(str(value)) < 10 else None
            if row is None:
                raise
            return row


class ActionField(forms.ChoiceField):
    """Offers what the treaty allows, and takes every action: the verb refuses the others, and keeps that it did."""

    def valid_value(self, value):
        return value in Action.values


class KeyedForm(PlainForm):
    """Sent twice it is recorded once: its key is made when it is shown."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class DeclarationForm(PlainForm):
    """A declaration or reservation made on signature. Left without text, it is none."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DeclarationKind, required=False)
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=[*settings.LANGUAGES, (ANOTHER_LANGUAGE, _("Another language"))],
        required=False,
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def clean(self):
        data = super().clean()
        if data.get("text") and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _now("Say whether it is a declaration or a reservation."))
        return data


class BaseDeclarations(forms.BaseFormSet):
    @property
    def are_written(self):
        """Whether any text has been typed: the others are folded away."""
        return any((form["text"].value() or "").strip() for form in self)

    def given(self) -> list[dict]:
        """The texts, as the log keeps them. A text that was emptied is gone."""
        return [
            {"kind": data["kind"], "language": data["language"], "text": data["text"].strip()}
            for data in self.cleaned_data
            if data.get("text", "").strip()
        ]


Declarations = forms.formset_factory(DeclarationForm, formset=BaseDeclarations, extra=1, max_num=20, absolute_max=20)
PREFIX = "declarations"


def declarations_of(request, given=()):
    """The declarations beside a form; a request that brings none of its fields brings no declarations."""
    is_sent = request.method == "POST" and f"{PREFIX}-TOTAL_FORMS" in request.POST
    return Declarations(request.POST if is_sent else None, prefix=PREFIX, initial=list(given))


class SittingForm(forms.ModelForm):
    class Meta:
        model = Sitting
        fields = ["name", "window", "starts_at", "order", "language"]
        field_classes = {"starts_at": PlaceTimeField}
        help_texts = {
            "starts_at": _("By the clocks of the place."),
            "order": _("The host goes first in each of them."),
            "language": _("For the alphabet, and to break a tie of rank."),
        }

    helper = PlainForm.helper

    def __init__(self, *args, treaty, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.treaty = treaty
        windows = treaty.windows.all()
        self.fields["window"].queryset = windows
        self.fields["window"].empty_label = None
        chosen = str(self.data.get("window") or self.initial.get("window") or "")
        window = next((one for one in windows if str(one.pk) == chosen), windows.first())
        self.fields["starts_at"].zone = window.zone if window else None
        self.fields["starts_at"].widget = PlaceTimeField().widget

    def clean(self):
        data = super().clean()
        window, starts_at = data.get("window"), data.get("starts_at")
        if window and starts_at and not window.opens_at <= starts_at < window.closes_at:
            self.add_error(
                "starts_at",
                _now("The treaty is open for signature in %(place)s from %(first)s to %(last)s.")
                % {"place": window, "first": date_format(window.first_day), "last": date_format(window.last_day)},
            )
        return data


class GenerateForm(PlainForm):
    forget_moves = forms.BooleanField(label=_("Also undo the moves by hand"), required=False)


class AddForm(PlainForm):
    entity = AnyOfField(
        label=_("State or organisation"), queryset=Entity.objects.none(), among=Entity.objects.all(), empty_label=""
    )
    reason = forms.CharField(
        label=_("Remark"), max_length=250, required=False, help_text=_("For those who do not stand on the list of intentions: who asked."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args, treaty, **kwargs):
        super().__init__(*args, **kwargs)
        listed = Call.objects.on_the_list().filter(treaty=treaty).values("entity")
        self.fields["entity"].queryset = Entity.objects.filter(may_sign=True).exclude(pk__in=listed).in_name_order()


class PlaceForm(PlainForm):
    number = forms.IntegerField(label=_("New place"), min_value=1, max_value=1000)
    reason = forms.CharField(
        label=_("Why it is moved"), max_length=250, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write why it is moved: it stays on record.")},
    )  # fmt: skip


class TransferForm(PlainForm):
    sitting = forms.ModelChoiceField(
        label=_("To the signing session"),
        queryset=Sitting.objects.none(),
        empty_label=_("Choose a session"),
        error_messages={"required": _("Choose the session to which it goes.")},
    )
    reason = forms.CharField(
        label=_("Why it goes there"), max_length=250, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write why it goes to another session: it stays on record.")},
    )  # fmt: skip

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sitting"].queryset = Sitting.objects.filter(treaty=call.treaty_id).exclude(pk=call.sitting_id)


class AfterwardsForm(KeyedForm):
    """A signature that was taken on paper: when it really happened, apart from when it is entered."""

    call = AnyOfField(
        label=_("State or organisation"), queryset=Call.objects.none(), empty_label="",
        error_messages={"required": _("Choose who has signed.")},
    )  # fmt: skip
    signed_at = PlaceTimeField(
        label=_("When it was signed"), error_messages={"required": _("Write the day and the time on the paper.")}
    )
    signed_by = forms.ModelChoiceField(
        label=_("Who signed, as the paper has it"), queryset=Representative.objects.none(), required=False,
        empty_label=None, widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args, sitting, **kwargs):
        super().__init__(*args, **kwargs)
        calls = Call.objects.filter(sitting=sitting).select_related("entity")
        self.fields["call"].queryset = calls.filter(status__in=TO_COME).in_order()
        self.fields["call"].among = calls
        self.fields["call"].label_from_instance = lambda call: f"{call.entity} ({call.entity.code})"
        self.fields["signed_at"].zone = sitting.window.zone
        self.fields["signed_at"].help_text = _now("By the clocks of %(place)s.") % {"place": sitting.window}
        self._ask_who_signed(sitting.treaty)

    def _ask_who_signed(self, treaty):
        """Only where somebody else has been named since."""
        call, at = self.typed("call"), self.typed("signed_at")
        named = Representative.objects.since(treaty, call.entity, at) if call and at else []
        if len(named) > 1:
            self.fields["signed_by"].queryset = named
            self.fields["signed_by"].label_from_instance = lambda who: f"{who.name}, {who.title}"
        else:
            del self.fields["signed_by"]

    def typed(self, name):
        """What a field holds so far, whether or not the others are filled in; None where it is nothing."""
        try:
            return self.fields[name].clean(self[name].value()) if name in self.fields else None
        except forms.ValidationError:
            return None


class AnnulForm(KeyedForm, ReasonForm):
    field_order = ["reason", "key"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.help_text = _now("It stands in the log, where anybody reads it: name no person without need.")
        reason.error_messages["required"] = _now("An annulment says why: write the reason.")


class RectifyForm(KeyedForm):
    """What may be put right in an entry. Another State or act is no rectification: annul, and enter it anew."""

    name = forms.CharField(label=_("Name of the representative"), max_length=200)
    title = forms.CharField(label=_("Office of the representative, in full"), max_length=250)
    reference = forms.CharField(label=_("Reference of the instrument"), max_length=200)
    signed_at = PlaceTimeField(label=_("When it was done"))
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("It stands in the log, beside what is put right."),
        error_messages={"required": _("A correction says why: write the reason.")},
    )  # fmt: skip

    def __init__(self, *args, entry, echo, **kwargs):
        self.entry = entry
        who = entry.content["representative"]
        initial = {"signed_at": instant_of(entry.content)}
        initial |= {"name": who["name"], "title": who["title"]} if who else {}
        initial |= {"reference": entry.content["basis"].get("reference", "")}
        super().__init__(*args, initial=initial, **kwargs)
        for name in ["reference"] if who else ["name", "title"]:
            del self.fields[name]
        self.fields["signed_at"].zone = echo.zone
        self.fields["signed_at"].help_text = _now("By the clocks of %(place)s.") % {"place": echo.clocks}

    def changes(self, declarations) -> dict:
        """The parts of the entry that differ; empty when nothing does."""
        data, content = self.cleaned_data, self.entry.content
        wanted = {**moment_changed(self.entry, data["signed_at"]), "declarations": declarations}
        if content["representative"]:
            wanted["representative"] = content["representative"] | {
                "name": " ".join(data["name"].split()), "title": " ".join(data["title"].split()),
            }  # fmt: skip
        else:
            wanted["basis"] = content["basis"] | {"reference": data["reference"].strip()}
        return {name: value for name, value in wanted.items() if value != content[name]}


class DepositForm(KeyedForm):
    """An instrument of ratification, acceptance, approval or accession that was handed to the depositary."""

    entity = AnyOfField(
        label=_("State or organisation"),
        queryset=Entity.objects.filter(may_sign=True),
        among=Entity.objects.all(),
        empty_label="",
        error_messages={"required": _("Choose the State or organisation whose instrument it is.")},
    )
    action = ActionField(
        label=_("Instrument of"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what kind of instrument it is.")},
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=200, help_text=_("Of the instrument, or of the depositary notification: C.N.123.2026."),
        error_messages={"required": _("Write the reference: it stands in the log.")},
    )  # fmt: skip
    deposited_at = PlaceTimeField(
        label=_("When it was deposited"),
        error_messages={"required": _("Write the day and the hour of the deposit.")},
    )

    def __init__(self, *args, treaty, **kwargs):
        super().__init__(*args, **kwargs)
        signatures = {Action.SIGNATURE, Action.DEFINITIVE_SIGNATURE}
        allowed = [action for action in treaty.actions if action not in signatures]
        self.fields["entity"].queryset = self.fields["entity"].queryset.in_name_order()
        self.fields["action"].choices = [(action, Action(action).label) for action in allowed]
        self.fields["deposited_at"].zone = treaty.ceremony.zone
        self.fields["deposited_at"].help_text = _now("By the clocks of %(city)s.") % {"city": treaty.ceremony.city}
