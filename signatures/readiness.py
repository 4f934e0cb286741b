"""A light for each entity: may it be called to the table now? Everything is read in four statements, however many they are."""

from dataclasses import dataclass, replace

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accreditation.models import Status
from directory.models import Entity, EntityKind
from signatures.authority import Case, Objection, bars, lacks
from signatures.models.entry import Standing
from signatures.models.powers import FullPowers, PowersStatus
from signatures.models.representative import Representative
from signatures.models.treaty import Action, Part


class Colour(models.TextChoices):
    READY = "ready", _("Ready")
    AMBER = "amber", _("Something is missing")
    BLOCKED = "blocked", _("Blocked")
    SIGNED = "signed", _("Signed")


@dataclass(frozen=True)
class Light:
    case: Case
    bars: list[Objection]  # rules 3 to 5 and 8: nobody lifts them
    lacks: list[Objection]  # rules 1 and 2: the depositary may accept despite them
    is_accredited: bool = False  # who signs, at this ceremony

    @property
    def objections(self):
        return [*self.bars, *self.lacks]

    @property
    def warns(self):
        """Rule 12: that who is to sign is not accredited is said, and bars nothing."""
        return bool(self.case.representative and not self.case.signature and not self.is_accredited)

    @property
    def colour(self):
        if self.case.signature:
            return Colour.SIGNED
        if any(objection.is_grave for objection in self.objections):
            return Colour.BLOCKED
        return Colour.AMBER if self.objections else Colour.READY


def readiness_of(treaty, entities, at, window=None) -> dict:
    """{entity's primary key: Light}. Without a window, that the treaty is not open now stands against nobody."""
    entities = list(entities)
    keys, codes = [entity.pk for entity in entities], [entity.code for entity in entities]
    named = Representative.objects.current().filter(treaty=treaty, entity__in=keys)
    representatives = {one.entity_id: one for one in named.annotate(accredited_as=F("accreditation__status"))}
    # The last ones: revoked powers say why it is red, as long as no others stand.
    powers = {
        one.entity_id: one
        for one in FullPowers.objects.filter(treaty=treaty, entity__in=keys)
        .exclude(status=PowersStatus.SUPERSEDED)
        .order_by("pk")
    }
    standing = {
        (one.entity_code, one.part): one.entry
        for one in Standing.objects.filter(treaty=treaty, entity_code__in=codes).select_related("entry")
    }
    organisations = [entity.pk for entity in entities if entity.kind == EntityKind.REIO]
    with_members = _with_signed_member(treaty, organisations) if organisations else set()
    lights = {}
    for entity in entities:
        representative = representatives.get(entity.pk)
        if representative:
            representative.entity = entity
        consent = standing.get((entity.code, Part.CONSENT))
        case = Case(
            treaty=treaty,
            entity=entity,
            representative=representative,
            powers=powers.get(entity.pk),
            signature=standing.get((entity.code, Part.SIGNATURE)),
            accession=consent if consent and consent.action == Action.ACCESSION else None,
            has_signed_member=entity.kind != EntityKind.REIO or entity.pk in with_members,
        )
        against = bars(case, window, at)
        if window is None:
            against = [objection for objection in against if objection.code != "outside_window"]
        is_accredited = bool(representative) and representative.accredited_as == Status.APPROVED
        lights[entity.pk] = Light(case, against, lacks(case), is_accredited)
    return lights


def readiness_then(treaty, entity, then, window=None, representative=None) -> Light:
    """The light as it would have been at the past instant at which an entity signed on paper: see `authority`.

    `representative` is who signed, where that is not who is named now.
    """
    light = readiness_of(treaty, [entity], then, window)[entity.pk]
    who = representative or light.case.representative
    powers = light.case.powers
    if who:
        who.entity = entity
        verified = FullPowers.objects.filter(treaty=treaty, entity=entity, verified_at__isnull=False).order_by("-pk")
        powers = next((one for one in verified if one.covers(who, then)), powers)
    case = replace(light.case, representative=who, powers=powers, at=then)
    return Light(case, light.bars, lacks(case))


def _with_signed_member(treaty, organisations):
    """Those of these organisations of which a member State has signed."""
    signed = Standing.objects.signatures(treaty).values("entity_code")
    return set(Entity.objects.filter(reio__in=organisations, code__in=signed).values_list("reio", flat=True))
