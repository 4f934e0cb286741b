"""What the desk settles before anybody applies: the call, the quotas, the ports of entry, whom the press may call."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony
from delegations.forms.delegation import PlainForm
from events.forms.instants import InstantField
from press.models import EntryPort, EquipmentItem, Journalist, MediaContact, PressCall, PressQuota


class CallForm(PlainForm, forms.ModelForm):
    opens_at = InstantField(label=_("Applications from"))
    closes_at = InstantField(label=_("Applications until"))
    visa_closes_at = InstantField(
        label=_("Visa support until"), required=False, help_text=_("Empty: as long as one may apply.")
    )

    class Meta:
        model = PressCall
        fields = ["opens_at", "closes_at", "visa_closes_at", "needed", "centre"]

    def __init__(self, data=None, *, ceremony, **options):
        there = PressCall.objects.filter(ceremony=ceremony).first()
        super().__init__(data, instance=there or PressCall(ceremony=ceremony), **options)

    def carry_out(self):
        self.save()


class RowForm(PlainForm, forms.ModelForm):
    """A row of one of the lists; its page has no button of its own for it."""


class QuotaForm(RowForm):
    class Meta:
        model = PressQuota
        fields = ["outlet_kind", "limit"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["outlet_kind"].choices = [("", _("Every other kind")), *self.fields["outlet_kind"].choices[1:]]


class PortForm(RowForm):
    class Meta:
        model = EntryPort
        fields = ["code", "name", "position"]


class ContactForm(RowForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = MediaContact
        fields = ["name", "duty", "phone", "email", "languages", "position"]
        widgets = {"name": forms.TextInput(attrs={"dir": "auto"})}


class Rows(forms.BaseInlineFormSet):
    """The rows of one list, two empty ones at the end."""

    def __init__(self, data=None, *, ceremony, **options):
        super().__init__(data, instance=ceremony, prefix="rows", **options)

    def carry_out(self):
        self.save()


class Ports(Rows):
    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            port = form.instance
            if port.pk and (
                EquipmentItem.objects.filter(port=port).exists() or Journalist.objects.filter(port=port).exists()
            ):
                raise forms.ValidationError(
                    _now("“%(port)s” is somebody's port of entry: it stays. Rename it instead.") % {"port": port}
                )


def _rows(model, form, formset=Rows):
    return forms.inlineformset_factory(
        Ceremony, model, form=form, formset=formset, extra=2, max_num=60, absolute_max=60, can_delete=True
    )


# Name of the part -> (title, what saves it, what to know of it).
PARTS = {
    "call": (_("Call to the press"), CallForm, _("From when until when one applies, and what is needed.")),
    "quotas": (
        _("Quotas"),
        _rows(PressQuota, QuotaForm),
        _("How many people an outlet of each kind may bring. An outlet may have a quota of its own."),
    ),
    "ports": (_("Ports of entry"), _rows(EntryPort, PortForm, Ports), _("Where equipment crosses the border.")),
    "contacts": (_("Contacts"), _rows(MediaContact, ContactForm), _("Whom the press may call or write to.")),
}
