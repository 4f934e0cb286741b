from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from ceremony.models import Ceremony
from delegations.invitation import invite
from directory.models import Entity, EntityKind, UNGroup


class Command(BaseCommand):
    help = "Invites States and organisations to a ceremony: one delegation each, one letter to each contact. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("ceremony", help="the first part of its addresses")
        parser.add_argument(
            "--kind", action="append", default=[], choices=EntityKind.values, help="everybody of a kind"
        )
        parser.add_argument("--group", action="append", default=[], choices=UNGroup.values, help="a UN regional group")
        parser.add_argument("--codes", nargs="+", default=[], metavar="CODE", help="single ones, by their codes")

    def handle(self, *, ceremony, kind, group, codes, **options):
        found = Ceremony.objects.filter(slug=ceremony).first()
        if found is None:
            raise CommandError(f"There is no ceremony with the address {ceremony!r}.")
        if not (kind or group or codes):
            raise CommandError("Say whom to invite: --kind, --group or --codes.")
        known = set(Entity.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise CommandError(f"The directory has no entry {', '.join(unknown)}. Nobody was invited.")
        entities = (
            Entity.objects.filter(kind__in=kind)
            | Entity.objects.filter(un_group__in=group)
            | Entity.objects.filter(code__in=codes)
        )
        with translation.override("en"):
            result = invite(found, entities.order_by("sort_en"), by=None, at=timezone.now())
            for entity, why in result.skipped:
                self.stdout.write(f"skipped  {entity.code}  {entity}: {why}")
            self.stdout.write(
                f"{len(result.invited)} invited, {result.letters} letters written, {len(result.skipped)} skipped."
            )
