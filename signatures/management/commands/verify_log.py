from django.core.management.base import BaseCommand, CommandError

from signatures import log
from signatures.models import Treaty


class Command(BaseCommand):
    help = (
        "Checks a ceremony's log of signatures: chain, numbers, rules, and whether what is shown as signed follows from it. "
        "Ends with status 1, and a line for each fault, when it is not whole."
    )

    def add_arguments(self, parser):
        parser.add_argument("ceremony", help="the first part of its addresses")
        parser.add_argument("--anchor", default="", metavar="HASH", help="a head that was published earlier")

    def handle(self, *, ceremony, anchor, **options):
        treaty = Treaty.objects.filter(ceremony__slug=ceremony).select_related("ceremony").first()
        if treaty is None:
            raise CommandError(f"There is no ceremony with the address {ceremony!r} that has a treaty.", returncode=2)
        if found := log.check(treaty, anchor.strip().lower()):
            for problem in found:
                self.stderr.write(problem)
            raise SystemExit(1)
        number, head = log.head(treaty)
        self.stdout.write(f"{number} entries, head {head}: whole.")
