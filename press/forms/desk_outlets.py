"""Outlets as the desk works on them: found, looked at, named, merged, given places."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.procedure import AlreadyDecided
from directory.models import Entity
from events.forms.plain import HouseWords, PlainForm
from press.forms.verbs import VerbForm, words
from press.models import Outlet, OutletKind, OutletStatus, QuotaRequest, QuotaRequestStatus


class OutletFilter(forms.Form):
    """What the list is narrowed down to; a value that does not exist narrows nothing."""

    STATES = [
        ("", _("All that stand")),
        *((one.value, one.label) for one in OutletStatus),
        ("asks", _("Asks for more places")),
        ("late", _("Complete after the deadline")),
    ]

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *OutletKind.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATES, required=False)

    def __init__(self, *args, late, **kwargs):
        """`late` are the applications that the desk may let in after the deadline."""
        super().__init__(*args, **kwargs)
        self.late = late
        dress(self)
        self.is_valid()

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())

    def narrow(self, outlets):
        data = self.cleaned_data
        status = data.get("status")
        if status == "asks":
            # Of a merged twin too, whose request waits beside that of the other.
            asked = QuotaRequest.objects.filter(outlet=OuterRef("pk"), status=QuotaRequestStatus.ASKED)
            outlets = outlets.filter(Exists(asked))
        elif status == "late":
            outlets = outlets.filter(pk__in=self.late.values("outlet"))
        else:
            outlets = outlets.filter(status=status) if status in OutletStatus else outlets.standing()
        if kind := data.get("kind"):
            outlets = outlets.filter(kind=kind)
        return outlets.named(data.get("q", ""))


def dress(form):
    """A row of filters is no crispy form: its fields get their classes here."""
    for field in form.fields.values():
        is_choice = isinstance(field.widget, forms.Select)
        field.widget.attrs["class"] = "form-select" if is_choice else "form-control"


class OutletForm(HouseWords, forms.ModelForm):
    """What is known of an outlet."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Outlet
        fields = ["name", "kind", "country", "website", "editor_name", "editor_email"]
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "editor_name": forms.TextInput(attrs={"dir": "auto"}),
        }

    helper = PlainForm.helper

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["country"].queryset = Entity.objects.states().in_name_order()
        self.fields["country"].empty_label = _("None, or several")
        self.fields["website"].assume_scheme = "https"
        self.fields["seen"].initial = self.instance.version

    def columns(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self):
        """The verb writes, and says which twin stands in the way: the row at hand stays as it was read."""


class Seen(VerbForm):
    """A verb on the outlet as its page showed it: whoever comes second is told who was first."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self):
        self.fields["seen"].initial = self.subject.version

    def carry_out(self, **how):
        try:
            self.decide(seen=self.cleaned_data["seen"], **how)
        except AlreadyDecided:
            # It stands on the page now, beside what was typed: who presses again has read it.
            self.data = self.data.copy()
            version = Outlet.objects.values_list("version", flat=True).get(pk=self.subject.pk)
            self.data[self.add_prefix("seen")] = version
            raise

    def decide(self, *, seen, by, at):
        raise NotImplementedError


class Verify(Seen):
    verb, label, done, to = "verify", _("Verify"), _("“%(name)s” is verified."), OutletStatus.VERIFIED
    is_first = True
    note = words(_("Note (optional)"), _("How you know: a register, a colleague, earlier conferences."), required=False)

    def decide(self, **how):
        self.subject.verify(note=self.cleaned_data["note"], **how)


class Reject(Seen):
    verb, label, to = "reject", _("Reject as not bona fide media"), OutletStatus.REJECTED
    done = _("“%(name)s” is rejected: nobody of it can be approved, and those who applied have a letter.")
    is_danger = True
    reason = words(
        _("Why"),
        _(
            "Those who applied read it in their letter. Such as: it sells advertising in the place of editorial content."
        ),
    )

    def decide(self, **how):
        self.subject.reject(reason=self.cleaned_data["reason"], **how)


class Reopen(Seen):
    verb, label, to = "reopen", _("Look at it again"), OutletStatus.UNVERIFIED
    done = _("“%(name)s” waits to be verified again.")
    reason = words(_("Why"), required=False)

    def decide(self, **how):
        self.subject.reopen(reason=self.cleaned_data["reason"], **how)


class AddName(VerbForm):
    verb, label, done = "add-name", _("Add a name"), _("The name is added: “%(name)s” is found by it.")
    name = forms.CharField(
        label=_("Another name"), max_length=200, help_text=_("Its initials, or its name in another language."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    is_shared = forms.BooleanField(label=_("Another outlet has this name too, and both bear it"), required=False)

    @classmethod
    def is_open_for(cls, outlet, at):
        return outlet.status != OutletStatus.MERGED

    def carry_out(self, **how):
        self.subject.add_name(self.cleaned_data["name"], is_shared=self.cleaned_data["is_shared"], **how)


class DropName(VerbForm):
    """Its button stands beside each other name."""

    verb, label, done = "drop-name", _("Take a name away"), _("“%(name)s” is no longer found by that name.")
    name = forms.ModelChoiceField(label=_("Name"), queryset=None)

    def prepare(self):
        self.fields["name"].queryset = self.subject.names.filter(is_main=False)

    @classmethod
    def is_open_for(cls, outlet, at):
        return outlet.status != OutletStatus.MERGED and outlet.names.filter(is_main=False).exists()

    def carry_out(self, **how):
        self.subject.drop_name(self.cleaned_data["name"], **how)


class SetQuota(Seen):
    verb, label, done = "quota", _("Set its own quota"), _("The quota of “%(name)s” is set.")
    limit = forms.IntegerField(
        label=_("People"), required=False, min_value=0, max_value=500, help_text=_("Empty: the quota of its kind.")
    )
    reason = words(_("Why"))

    def prepare(self):
        super().prepare()
        self.fields["limit"].initial = self.subject.quota

    @classmethod
    def is_open_for(cls, outlet, at):
        return outlet.status != OutletStatus.MERGED

    def decide(self, **how):
        self.subject.set_quota(self.cleaned_data["limit"], reason=self.cleaned_data["reason"], **how)


OUTLET_VERBS = [Verify, Reject, Reopen, AddName, DropName, SetQuota]


class MergeForm(PlainForm):
    """Which outlet a twin is merged into."""

    into = forms.ModelChoiceField(
        label=_("Merge it into"), queryset=Outlet.objects.none(), to_field_name="key", widget=forms.RadioSelect,
        empty_label=None, error_messages={"required": _("Choose the outlet that stays.")},
    )  # fmt: skip
    reason = words(_("Why the two are one"), _("It stays on record."))

    def __init__(self, *args, others, **options):
        super().__init__(*args, **options)
        self.fields["into"].queryset = others
        self.fields["into"].label_from_instance = _told


def _told(outlet):
    country = f", {outlet.country}" if outlet.country_id else ""
    return f"{outlet.name} ({outlet.get_kind_display()}{country}, {outlet.get_status_display()})"


class GrantQuota(VerbForm):
    verb, label, done, to = "grant", _("Grant places"), _("The places are granted."), QuotaRequestStatus.GRANTED
    is_first = True
    limit = forms.IntegerField(label=_("Quota from now on"), min_value=1, max_value=500)
    answer = words(_("Answer (optional)"), _("Those who asked read it."), required=False)

    def prepare(self):
        self.fields["limit"].initial = self.subject.wanted

    def carry_out(self, **how):
        self.subject.grant(limit=self.cleaned_data["limit"], answer=self.cleaned_data["answer"], **how)


class DeclineQuota(VerbForm):
    verb, label, done, to = "decline", _("Decline"), _("The answer is on its way."), QuotaRequestStatus.DECLINED
    answer = words(_("Why not"), _("Those who asked read it."))

    def carry_out(self, **how):
        self.subject.decline(answer=self.cleaned_data["answer"], **how)


QUOTA_VERBS = [GrantQuota, DeclineQuota]


class AdmitLate(VerbForm):
    verb, label = "admit-late", _("Let it be submitted after the deadline")
    done = _("%(name)s may submit its application now, and is told so.")
    reason = words(_("Why"), _("It stays on record."))

    @classmethod
    def is_open_for(cls, application, at):
        return application.admitted_at is None and application.is_late(at)

    def carry_out(self, **how):
        self.subject.admit_late(reason=self.cleaned_data["reason"], **how)


class ChangeOutlet(VerbForm):
    """For an application that named the wrong outlet, while nobody of it was sent."""

    verb, label, done = "outlet", _("It is for another outlet"), _("The application is for another outlet now.")
    name = forms.CharField(
        label=_("The outlet's name"), max_length=200, help_text=_("Exactly as it stands in the list.")
    )

    def clean_name(self):
        there = Outlet.objects.filter(ceremony=self.subject.ceremony).standing()
        found = [one for one in there.named(self.cleaned_data["name"]) if one.name == self.cleaned_data["name"].strip()]
        if len(found) != 1:
            raise forms.ValidationError(_now("No single outlet has this very name. Look it up in the list of outlets."))
        return found[0]

    def carry_out(self, **how):
        self.subject.change_outlet(self.cleaned_data["name"], **how)


APPLICATION_VERBS = [AdmitLate, ChangeOutlet]
