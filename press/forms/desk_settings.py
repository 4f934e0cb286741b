"""What the desk settles before anybody applies: the call, the quotas, the ports of entry, whom the press may call."""

import hashlib
from functools import cached_property

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ceremony.models import Ceremony
from ceremony.procedure import AlreadyDecided
from events.forms.instants import InstantField
from events.forms.plain import PlainForm
from press import quotas
from press.forms.telephone import TelephoneField
from press.models import EntryPort, EquipmentItem, Journalist, MediaContact, PressCall, PressQuota

MOST_ROWS = 60


class Part:
    """One part of the settings, saved as a whole. `seen` says which rows its page showed: nobody saves over others."""

    said = ""  # what else is to be told when it is saved

    def told_apart(self, model, ceremony, seen):
        """Called first of all: which rows it is about, and which of them somebody had on the screen."""
        self.part, self.ceremony, self.was_seen = model, ceremony, seen

    @cached_property
    def seen(self):
        """Of the rows as this page shows them."""
        return self._as_they_stand()

    def _as_they_stand(self):
        names = [field.attname for field in self.part._meta.concrete_fields]
        rows = self.part._default_manager.filter(ceremony=self.ceremony).order_by("pk").values_list(*names)
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]

    def is_old(self):
        return self.is_bound and self.seen != self.was_seen

    def carry_out(self, *, by, at):
        """Raises AlreadyDecided when a colleague saved the part since its page was opened."""
        with transaction.atomic():
            Ceremony.objects.select_for_update(no_key=True).filter(pk=self.ceremony.pk).values_list("pk").get()
            if self._as_they_stand() != self.was_seen:
                self.__dict__.pop("seen", None)
                raise AlreadyDecided(str(STALE), code="stale")
            self.write(by=by, at=at)

    def write(self, *, by, at):
        self.save()


STALE = _(
    "A colleague saved this while you were writing. What you typed is below; nothing of it is saved. "
    "Open it anew in another window, compare, and save again to keep yours."
)


class CallForm(Part, PlainForm, forms.ModelForm):
    opens_at = InstantField(label=_("Applications from"))
    closes_at = InstantField(label=_("Applications until"))
    visa_closes_at = InstantField(
        label=_("Visa support until"), required=False, help_text=_("Empty: as long as one may apply.")
    )

    class Meta:
        model = PressCall
        fields = ["opens_at", "closes_at", "visa_closes_at", "needed", "centre"]

    def __init__(self, data=None, *, ceremony, seen="", **options):
        self.told_apart(PressCall, ceremony, seen)
        there = PressCall.objects.filter(ceremony=ceremony).first()
        super().__init__(data, instance=there or PressCall(ceremony=ceremony), **options)

    def clean(self):
        if self.is_old():
            raise ValidationError(STALE, code="stale")
        return super().clean()


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
    phone = TelephoneField(label=_("Telephone"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = MediaContact
        fields = ["name", "duty", "phone", "email", "languages", "position"]
        widgets = {"name": forms.TextInput(attrs={"dir": "auto"})}


class Rows(Part, forms.BaseInlineFormSet):
    """The rows of one list, two empty ones at the end."""

    def __init__(self, data=None, *, ceremony, seen="", **options):
        self.told_apart(self.model, ceremony, seen)
        if data is not None:
            there = self.model._default_manager.filter(ceremony=ceremony).values_list("pk", flat=True)
            data = with_those_gone_as_new(data, {str(pk) for pk in there})
        super().__init__(data, instance=ceremony, prefix="rows", **options)

    def clean(self):
        if self.is_old():
            raise ValidationError(STALE, code="stale")
        super().clean()

    def add_error(self, field, error):
        """Of the list as a whole: what a verb refused."""
        self.non_form_errors().append(error)


def with_those_gone_as_new(data, there):
    """What was typed into rows that a colleague took away meanwhile stands in new rows, behind those that are `there`."""
    total, first = (data.get(f"rows-{name}_FORMS", "") for name in ("TOTAL", "INITIAL"))
    if not (total.isdecimal() and first.isdecimal() and int(first[:4]) <= int(total[:4]) <= MOST_ROWS):
        return data
    total, first = int(total), int(first)
    gone = {number for number in range(first) if data.get(f"rows-{number}-id", "") not in there}
    if not gone:
        return data
    kept = data.copy()
    for key in [key for key in data if key.partition("-")[2].partition("-")[0].isdecimal()]:
        del kept[key]
    for place, number in enumerate(sorted(range(total), key=lambda number: (number >= first, number in gone))):
        for key in [key for key in data if key.startswith(f"rows-{number}-")]:
            kept.setlist(f"rows-{place}-{key.removeprefix(f'rows-{number}-')}", data.getlist(key))
        if number in gone:
            kept[f"rows-{place}-id"] = ""
    kept["rows-INITIAL_FORMS"] = str(first - len(gone))
    return kept


class Quotas(Rows):
    def write(self, *, by, at):
        with quotas.settling(self.ceremony, by=by, at=at) as moved:
            self.save()
        if moved:
            said = ngettext(
                "%(count)d person moved up from the waiting list.",
                "%(count)d people moved up from the waiting list.",
                len(moved),
            )
            self.said = said % {"count": len(moved)}


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
        Ceremony, model, form=form, formset=formset, extra=2, max_num=MOST_ROWS, absolute_max=MOST_ROWS, can_delete=True
    )


# Name of the part -> (title, what saves it, what to know of it).
PARTS = {
    "call": (_("Call to the press"), CallForm, _("From when until when one applies, and what is needed.")),
    "quotas": (
        _("Quotas"),
        _rows(PressQuota, QuotaForm, Quotas),
        _("How many people an outlet of each kind may bring. An outlet may have a quota of its own."),
    ),
    "ports": (_("Ports of entry"), _rows(EntryPort, PortForm, Ports), _("Where equipment crosses the border.")),
    "contacts": (_("Contacts"), _rows(MediaContact, ContactForm), _("Whom the press may call or write to.")),
}
