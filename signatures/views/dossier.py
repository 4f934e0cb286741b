"""An entity before it signs, as its pages show it: the delegation's own, and the officers'."""

from functools import cached_property

from django.contrib import messages
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from delegations.models import Delegation
from delegations.own import at as known_at
from delegations.views.lookups import posted, roll_of
from signatures.forms import HandInForm, IntentionForm, RepresentativeForm
from signatures.models import FullPowers, Intention, Office, Remark, Representative, Treaty
from signatures.readiness import readiness_of


class Dossier:
    def __init__(self, request, entity, delegation=None):
        self.request, self.entity = request, entity
        if delegation is not None:
            self.delegation = delegation

    @cached_property
    def treaty(self):
        """The ceremony's, or None while none is on record."""
        treaty = Treaty.objects.filter(ceremony=self.request.ceremony).first()
        if treaty:
            treaty.ceremony = self.request.ceremony
        return treaty

    @cached_property
    def delegation(self):
        found = Delegation.objects.with_entity().filter(
            nominator__ceremony=self.request.ceremony, nominator__entity=self.entity
        )
        found = found.first()
        return known_at(self.request.ceremony, found) if found else None

    @cached_property
    def people(self):
        return roll_of(self.delegation).coming if self.delegation else []

    @cached_property
    def light(self):
        return readiness_of(self.treaty, [self.entity], timezone.now())[self.entity.pk]

    @property
    def representative(self):
        return self.light.case.representative

    @property
    def powers(self):
        """The last that were not superseded: revoked ones too."""
        return self.light.case.powers

    @cached_property
    def standing_powers(self):
        return self.powers if self.powers and self.powers.status != "revoked" else None

    @cached_property
    def intention(self):
        return Intention.objects.filter(treaty=self.treaty, entity=self.entity).first()

    @cached_property
    def issuing_offices(self):
        return [Office(office).label for office in self.treaty.issuing_offices_for(self.entity)]

    @property
    def is_open(self):
        """Whether anything can still be said about who signs: not for those that may not, nor after the signature."""
        return bool(self.treaty and self.entity.may_sign and not self.light.case.signature)

    def forms(self):
        """Each as it stands; a form that came back takes the place of its own."""
        return {
            "intention_form": IntentionForm(standing=self.intention),
            "representative_form": self.representative_form(),
            "powers_form": HandInForm(standing=self.standing_powers),
        }

    def representative_form(self, data=None):
        return RepresentativeForm(
            data, treaty=self.treaty, entity=self.entity, standing=self.representative, people=self.people
        )

    def history(self, *, with_reasons):
        """What happened to the representatives and full powers of the entity, the last first.

        From where an office is known is the officers' to read (`with_reasons`).
        """
        named = dict(
            Representative.objects.filter(treaty=self.treaty, entity=self.entity).values_list("pk", "name")
        )  # fmt: skip
        powers = FullPowers.objects.filter(treaty=self.treaty, entity=self.entity).values_list("pk", flat=True)
        rows = LedgerRow.objects.filter(
            Q(subject=Representative._meta.label_lower, subject_id__in=named)
            | Q(subject=FullPowers._meta.label_lower, subject_id__in=list(powers))
        ).order_by("-pk")
        rows = Remark.objects.beside(rows)
        for row in rows:
            is_person = row.subject == Representative._meta.label_lower
            row.about = named[row.subject_id] if is_person else _("Full powers")
            if is_person and not with_reasons:
                row.reason = ""
        return rows


# What both sides do. Each gives the form that came back, or None when it was done.


def _carry_out(request, form, verb, done, beside=None):
    try:
        verb()
    except Refused as refused:
        form.add_error((beside or {}).get(getattr(refused, "code", None)), refused)
        return form
    messages.success(request, done)
    return None


def note_intention(request, dossier):
    form = IntentionForm(posted(request), standing=dossier.intention)
    if not form.is_valid():
        return form
    will_sign = form.cleaned_data["will_sign"]
    done = _("Noted: %(entity)s will sign.") if will_sign else _("Noted: %(entity)s will not sign.")
    return _carry_out(
        request,
        form,
        lambda: Intention.note(
            dossier.treaty, dossier.entity, will_sign=will_sign, by=request.user, at=timezone.now()
        ),
        done % {"entity": dossier.entity},
    )  # fmt: skip


def name_representative(request, dossier):
    form = dossier.representative_form(posted(request))
    if not form.is_valid():
        return form
    return _carry_out(
        request,
        form,
        lambda: form.save(by=request.user, at=timezone.now()),
        _("%(name)s is named to sign for %(entity)s.") % {"name": form.cleaned_data["name"], "entity": dossier.entity},
        beside={"no_such_office": "office", "reio": None},
    )


def hand_in_powers(request, dossier):
    form = HandInForm(posted(request), request.FILES or None, standing=dossier.standing_powers)
    if not form.is_valid():
        return form
    return _carry_out(
        request,
        form,
        lambda: FullPowers.objects.hand_in(
            dossier.treaty, dossier.entity, form.cleaned_data["file"], by=request.user, at=timezone.now(),
            seen=form.cleaned_data["seen"],
        ),
        _("The copy of the full powers of %(entity)s is handed in: it will be examined.") % {"entity": dossier.entity},
        beside={"other_paper": "file", "not_open": "file"},
    )  # fmt: skip


def announce_powers(request, dossier):
    """Full powers will come; nothing happens where some are on record."""
    if dossier.standing_powers is None:
        try:
            FullPowers.objects.announce(dossier.treaty, dossier.entity, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
            return
    messages.success(request, _("Noted: full powers of %(entity)s will come.") % {"entity": dossier.entity})
