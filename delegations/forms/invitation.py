from django import forms
from django.utils.translation import gettext_lazy as _

from delegations import lateness
from delegations.forms.delegation import PlainForm
from delegations.models import DelegationStatus, Rank
from directory.models import Contact, Entity, EntityKind, UNGroup

NONE = "none"
MOST_FOUND = 50


class InvitationForm(forms.Form):
    """Who is to be invited: whole kinds, whole regional groups, and single entities."""

    kind = forms.MultipleChoiceField(
        label=_("Everybody of a kind"), choices=EntityKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    group = forms.MultipleChoiceField(
        label=_("Everybody of a UN regional group"),
        choices=UNGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pick = forms.ModelMultipleChoiceField(
        queryset=Entity.objects.all(),
        to_field_name="code",
        required=False,
        error_messages={"invalid_choice": _("The directory has no entry %(value)s.")},
    )
    q = forms.CharField(label=_("Find a State or organisation"), required=False, max_length=100)

    def chosen(self):
        """The entities that are meant; none while nothing is ticked."""
        data = self.cleaned_data
        by_kind = Entity.objects.filter(kind__in=data["kind"])
        by_group = Entity.objects.filter(un_group__in=data["group"])
        picked = Entity.objects.filter(pk__in=[entity.pk for entity in data["pick"]])
        return (by_kind | by_group | picked).in_name_order()

    def found(self):
        words = self.cleaned_data["q"]
        return Entity.objects.named(words).in_name_order()[:MOST_FOUND] if words.strip() else []

    def picked(self):
        return sorted(self.cleaned_data["pick"], key=lambda entity: entity.short_name)


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ["name", "office", "email", "language"]

    helper = PlainForm.helper

    def __init__(self, *args, entity, **kwargs):
        super().__init__(*args, instance=Contact(entity=entity), **kwargs)

    def _get_validation_exclusions(self):
        # The entity is not typed, but the same address twice is to be found before PostgreSQL does.
        return super()._get_validation_exclusions() - {"entity"}


class DelegationFilter(forms.Form):
    """What the officers' list is narrowed down to; a value that does not exist narrows nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *DelegationStatus.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *EntityKind.choices], required=False)
    group = forms.ChoiceField(
        label=_("UN group"), choices=[("", _("All")), *UNGroup.choices, (NONE, _("No regional group"))], required=False
    )
    head = forms.ChoiceField(
        label=_("Head"), choices=[("", _("All")), *Rank.choices, (NONE, _("Not named yet"))], required=False
    )
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = {"late": "form-check-input", "q": "form-control"}.get(name, "form-select")

    def narrow(self, delegations, *, at, deadlines):
        self.is_valid()
        data = self.cleaned_data
        if words := data.get("q"):
            delegations = delegations.filter(nominator__entity__in=Entity.objects.named(words))
        if data.get("status"):
            delegations = delegations.filter(status=data["status"])
        if data.get("kind"):
            delegations = delegations.filter(nominator__entity__kind=data["kind"])
        if group := data.get("group"):
            delegations = delegations.filter(nominator__entity__un_group="" if group == NONE else group)
        if head := data.get("head"):
            delegations = delegations.filter(head__rank=head) if head != NONE else delegations.filter(head=None)
        if data.get("late"):
            delegations = lateness.late(delegations, at=at, deadlines=deadlines)
        return delegations

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())
