from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.forms.delegation import plausible_arrival
from delegations.forms.person import PersonForm, name_as_in_passport, optional, passport_and_photo
from delegations.models import HEAD, Delegate, DelegateRole, Rank

OF_THE_DELEGATE = ["rank", "arrives_at", "arrives_by", "needs"]


class DelegateForm(PersonForm):
    """One person of a delegation."""

    field_order = ["family_name", "given_names", "zone", "badge_name", "role", "replaces_head", "rank", "title"]
    role = forms.ChoiceField(
        label=_("Role in the delegation"), choices=[(HEAD, _("Head of delegation")), *DelegateRole.choices]
    )
    replaces_head = forms.BooleanField(label=_("Replace the present head"), required=False)
    rank = forms.TypedChoiceField(
        label=_("Rank"),
        choices=Rank.choices,
        coerce=int,
        initial=Rank.OTHER,
        help_text=_(
            "Seating and the order of speakers follow it. Heads of State and Government need no passport or photo."
        ),
    )
    arrives_at = forms.DateTimeField(
        label=optional(_("Arrival")),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    arrives_by = forms.CharField(
        label=optional(_("Flight, train or road")), max_length=60, required=False, help_text=_("For example: VN 36")
    )
    needs = forms.CharField(
        label=optional(_("Needs")),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Access, diet, medical. Stored encrypted, read only by those who see to it."),
    )

    def __init__(self, *args, delegation, user, delegate=None, **kwargs):
        self.delegation, self.delegate = delegation, delegate
        likely = self._from(delegate) if delegate else self._likely(delegation)
        kwargs["initial"] = likely | kwargs.get("initial", {})
        person = delegate.accreditation if delegate else None
        super().__init__(*args, nominator=delegation.nominator, user=user, person=person, **kwargs)
        city = delegation.ceremony.city
        self.fields["arrives_at"].help_text = _now("Local time of %(city)s.") % {"city": city}
        self.head = delegation.head
        if self.head is None or (delegate and delegate.pk == self.head.pk):
            del self.fields["replaces_head"]
        else:
            self.fields["replaces_head"].label = _now("Replace %(name)s as head of delegation") % {"name": self.head}
            self.fields["replaces_head"].help_text = _now(
                "%(name)s is the head now. Needed only if you choose “Head of delegation” above."
            ) % {"name": self.head}
        self.helper = self._helper()

    @staticmethod
    def _likely(delegation):
        """Of a person about whom nothing is known yet: most of a State's delegation are its nationals."""
        entity = delegation.entity
        return {
            "nationality": entity.pk if entity.is_state else None,
            "role": DelegateRole.REPRESENTATIVE if delegation.head_id else HEAD,
        }

    @classmethod
    def _from(cls, delegate):
        initial = {name: getattr(delegate, name) for name in OF_THE_DELEGATE}
        return (
            cls.of_person(delegate.accreditation)
            | initial
            | {"role": HEAD if delegate.is_head else delegate.role, "version": delegate.version}
        )

    def clean_arrives_at(self):
        return plausible_arrival(self.cleaned_data["arrives_at"], self.delegation.ceremony)

    def clean(self):
        data = super().clean()
        if data.get("role") == HEAD and "replaces_head" in self.fields and not data.get("replaces_head"):
            self.add_error(
                "replaces_head",
                _now("%(name)s is the head of delegation: tick this box to replace, or choose another role.")
                % {"name": self.head},
            )
        return data

    def save(self, *, by, at):
        """Put the person forward, or amend the entry. Raises Refused with a sentence; nothing is saved then."""
        data = self.cleaned_data
        person, replaced = self.fill_in()
        fields = {name: data[name] for name in OF_THE_DELEGATE} | {
            "role": data["role"],
            "instead_of": self.head if self.head and (not self.delegate or self.head.pk != self.delegate.pk) else None,
        }
        if self.delegate is None:
            return Delegate.put_forward(self.delegation, person, by=by, at=at, **fields)
        self.delegate.amend(by=by, at=at, seen_version=data["version"], replaced_photo=replaced, **fields)
        return self.delegate

    def _helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            name_as_in_passport(),
            Fieldset(
                _now("In the delegation"),
                Row(Column("role"), Column("rank")),
                "replaces_head" if "replaces_head" in self.fields else HTML(""),
                "title",
            ),
            passport_and_photo(),
            Fieldset(_now("Arrival and needs"), Row(Column("arrives_at"), Column("arrives_by")), "needs"),
            "kept_photo",
            "version",
        )
        return helper
