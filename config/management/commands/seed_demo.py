from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo.progress import Progress
from config.demo.seeding import is_there, seed

STEPS = 36


class Command(BaseCommand):
    help = "Fills the house with the demo: a finished ceremony, a live one at full scale, and its rehearsal."

    def add_arguments(self, parser):
        parser.add_argument("--small", action="store_true", help="a few delegations only, for tests")

    def handle(self, *, small, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo: DEMO is off, and invented people have no place here.")
        if is_there():
            self.stdout.write("The demo is there already; nothing was changed.")
            return
        self.stdout.write(seed(at=timezone.now(), small=small, progress=Progress(STEPS, self.stderr._out)))
