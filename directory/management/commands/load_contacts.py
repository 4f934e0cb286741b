from pathlib import Path

from django.core.management.base import BaseCommand

from directory.loading import load_contacts
from directory.management.commands.load_directory import tell


class Command(BaseCommand):
    help = "Loads contacts of entities from a CSV file with the columns entity, name, office, email, language."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        tell(self, "Contacts", lambda: load_contacts(file))
