from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.kinds import kind_of
from accreditation.models import REFUSALS, RETURNS, RefusalCode, ReturnCode, Vetting, VettingStatus
from accreditation.models.accreditation import MOVES, Status

CLASSES = {
    forms.Select: "form-select",
    forms.Textarea: "form-control",
    forms.CheckboxInput: "form-check-input",
    forms.RadioSelect: "form-check-input",
}


class PlainForm(forms.Form):
    """Rendered by `_field.html`: a sheet holds half a dozen of these, which a form library takes too long for."""

    def __init__(self, *args, **how):
        super().__init__(*args, **how)
        for field in self.fields.values():
            if name := CLASSES.get(type(field.widget)):
                field.widget.attrs["class"] = name


class Decision(PlainForm):
    """One verb about one person, with what it needs. `seen` is the status that was on the page."""

    verb = ""
    label = ""
    done = ""  # what is said when it is done, with %(name)s
    to = None  # the status that it leads to; None where the status stays

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, person):
        self.person = person
        super().__init__(data, auto_id=f"{self.verb}_%s", initial={"seen": person.status})

    @classmethod
    def is_open_for(cls, person):
        return cls.to in MOVES.get(person.status, ())

    @classmethod
    def asks(cls):
        """Whether there is anything to fill in."""
        return cls.base_fields.keys() != {"seen"}

    def decide(self, *, by, at):
        """Raises Refused with the sentence for the officer."""
        fields = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "sure"}}
        self.carry_out(self.person.as_seen(self.cleaned_data["seen"]), by=by, at=at, **fields)

    def carry_out(self, person, **fields):
        raise NotImplementedError


def _words(label, hint="", *, required=True, rows=2):
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )  # fmt: skip


def _codes(choices, offered):
    return [("", "—"), *((code.value, code.label) for code in map(choices, offered))]


class Approve(Decision):
    verb, label, done, to = "approve", _("Approve"), _("%(name)s is approved."), Status.APPROVED

    def carry_out(self, person, **fields):
        person.approve(**fields)


class Return(Decision):
    verb, label, done, to = "return", _("Return"), _("%(name)s is returned to be corrected."), Status.RETURNED
    code = forms.ChoiceField(label=_("What is wrong"))
    note = _words(_("What to correct"), _("Whoever put the person forward reads this. No passport number, please."))

    def __init__(self, *args, person, **how):
        super().__init__(*args, person=person, **how)
        self.fields["code"].choices = _codes(ReturnCode, kind_of(person).returns or RETURNS)

    def carry_out(self, person, **fields):
        person.send_back(**fields)


class Refuse(Decision):
    verb, label, done, to = "refuse", _("Refuse"), _("%(name)s is refused."), Status.REFUSED
    code = forms.ChoiceField(label=_("Ground"))
    note = _words(
        _("In words"),
        _(
            "Whoever put the person forward reads this. Leave it empty for “Not granted”, the ground for reasons of security."
        ),
        required=False,
    )
    sure = forms.BooleanField(label=_("Yes: a letter about it goes to whoever put the person forward."))

    def __init__(self, *args, person, **how):
        super().__init__(*args, person=person, **how)
        self.fields["code"].choices = _codes(RefusalCode, kind_of(person).refusals or REFUSALS)

    def clean(self):
        if self.cleaned_data.get("code") == RefusalCode.SECURITY and self.cleaned_data.get("note"):
            self.add_error("note", _now("Leave this empty: a refusal for reasons of security is given without words."))
        return self.cleaned_data

    def carry_out(self, person, **fields):
        person.refuse(**fields)


class Hold(Decision):
    verb, label, done, to = "hold", _("Hold"), _("%(name)s is on hold."), Status.ON_HOLD
    reason = _words(_("Why"), _("Your colleagues read this; whoever put the person forward does not."))

    def carry_out(self, person, **fields):
        person.hold(**fields)


class Waitlist(Decision):
    verb, label, done, to = "waitlist", _("Waiting list"), _("%(name)s is on the waiting list."), Status.WAITLISTED
    reason = _words(_("Why"), _("Whoever put the person forward reads this."))

    def carry_out(self, person, **fields):
        person.waitlist(**fields)


class LetIn(Decision):
    verb, label, done, to = "let-in", _("Move up into the queue"), _("%(name)s is in the queue."), Status.SUBMITTED

    @classmethod
    def is_open_for(cls, person):
        return person.status == Status.WAITLISTED

    def carry_out(self, person, **fields):
        person.let_in(**fields)


class TakeBack(Decision):
    verb, label, done, to = "take-back", _("Take back to review"), _("%(name)s is under review."), Status.UNDER_REVIEW
    reason = _words(_("Why"), _("Your colleagues read this; whoever put the person forward does not."), required=False)

    @classmethod
    def is_open_for(cls, person):
        return person.status != Status.SUBMITTED and super().is_open_for(person)

    def carry_out(self, person, **fields):
        person.take_back(**fields)


class Revoke(Decision):
    verb, label, done, to = "revoke", _("Revoke"), _("The accreditation of %(name)s is revoked."), Status.REVOKED
    note = _words(_("In words"), _("Whoever put the person forward reads this. It may stay empty."), required=False)
    sure = forms.BooleanField(
        label=_("Yes: the badge is no longer valid, and a letter about it goes to whoever put the person forward.")
    )

    def carry_out(self, person, **fields):
        person.revoke(**fields)


class AskVetting(Decision):
    verb, label, done = "ask-vetting", _("Ask for vetting"), _("Vetting is asked about %(name)s.")

    @classmethod
    def is_open_for(cls, person):
        from accreditation.models import WAITING

        vetting = getattr(person, "vetting", None)
        return person.status in WAITING and (vetting is None or vetting.status != VettingStatus.ASKED)

    def carry_out(self, person, *, by, at):
        Vetting.objects.ask(person, by=by, at=at)


DECISIONS = {form.verb: form for form in (Approve, Return, Refuse, Hold, Waitlist, LetIn, TakeBack, AskVetting, Revoke)}


class VettingAnswer(PlainForm):
    """What those who vet answer. The note is sealed and theirs alone."""

    status = forms.ChoiceField(
        label=_("Answer"),
        choices=[choice for choice in VettingStatus.choices if choice[0] != VettingStatus.ASKED],
        widget=forms.RadioSelect,
    )
    note = _words(
        _("Vetting note"), _("Encrypted, read by vetting officers only, and erased on its day."), required=False
    )

    def clean(self):
        if self.cleaned_data.get("status") == VettingStatus.OBJECTION and not self.cleaned_data.get("note", "").strip():
            self.add_error("note", _now("Write on what ground you object: only vetting officers read it."))
        return self.cleaned_data


class BulkForm(forms.Form):
    """The rows that were marked, each as "key:status", and what is to be done with them."""

    people = forms.MultipleChoiceField(error_messages={"required": _("Mark at least one person in the list.")})
    action = forms.ChoiceField(
        choices=[(name, DECISIONS[name].label) for name in ("approve", "hold", "waitlist", "ask-vetting")]
    )
    reason = forms.CharField(required=False, max_length=2000)

    def __init__(self, data):
        super().__init__(data)
        self.fields["people"].choices = [(value, value) for value in data.getlist("people")[:500]]

    def clean(self):
        if self.cleaned_data.get("action") in {"hold", "waitlist"} and not self.cleaned_data.get("reason", "").strip():
            raise forms.ValidationError(
                _now("Write the reason: putting people on hold or on the waiting list needs one.")
            )
        return self.cleaned_data

    @property
    def seen(self):
        """Key -> the status that was on the page."""
        return dict(value.partition(":")[::2] for value in self.cleaned_data["people"])
