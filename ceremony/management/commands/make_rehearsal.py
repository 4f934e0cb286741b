from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ceremony.models import Ceremony
from ceremony.procedure import Refused
from ceremony.rehearsal import make_rehearsal


class Command(BaseCommand):
    help = "Makes the rehearsal of a ceremony, with its rooms, times and officers and nobody else."

    def add_arguments(self, parser):
        parser.add_argument("ceremony", help="the address of the ceremony, such as hanoi-2025")

    def handle(self, *args, **options):
        ceremony = Ceremony.objects.filter(slug=options["ceremony"]).first()
        if ceremony is None:
            raise CommandError(f"There is no ceremony “{options['ceremony']}”.")
        try:
            rehearsal = make_rehearsal(ceremony, by=None, at=timezone.now())
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"Made {rehearsal.slug}.")
