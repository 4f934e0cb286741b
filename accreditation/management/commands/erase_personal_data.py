from django.core.management.base import BaseCommand, CommandError

from accreditation import retention
from ceremony.models import Ceremony


class Command(BaseCommand):
    help = "Erase passport data, dates of birth, photos, papers, needs and vetting notes of a ceremony. There is no way back."

    def add_arguments(self, parser):
        parser.add_argument("ceremony", help="its address, such as hanoi-2025")
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")

    def handle(self, *, ceremony, dry_run, **options):
        found = Ceremony.objects.filter(slug=ceremony).first()
        if found is None:
            known = ", ".join(Ceremony.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no ceremony {ceremony!r}. Those there are: {known}.")
        done = retention.erase(found, dry_run=dry_run)
        what = ", ".join(f"{count} {name}" for name, count in done.items())
        self.stdout.write(f"{'Would erase' if dry_run else 'Erased'} in {found.slug}: {what}.")
