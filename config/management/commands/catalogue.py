from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import catalogue


class Command(BaseCommand):
    help = "Gathers the messages to be translated, compiles the translations, or checks that they are complete."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("work", choices=["update", "compile", "check"])
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), help="without it, every complete one")

    def handle(self, *, work, language, **options):
        languages = [language] if language else [code for code in settings.COMPLETE_LANGUAGES if code != "en"]
        getattr(self, work)(languages)

    def update(self, languages):
        for language in languages:
            for path, count, lacking in catalogue.update(language):
                self.stdout.write(
                    f"{path.relative_to(settings.BASE_DIR)}: {count} messages, {lacking} without a translation."
                )

    def compile(self, languages):
        count = len(list(catalogue.compile_all()))
        self.stdout.write(f"{count} catalogues compiled.")

    def check(self, languages):
        found = [fault for language in languages for fault in catalogue.faults(language)]
        if found:
            raise CommandError("\n".join([f"{len(found)} faults.", *found]))
        self.stdout.write(f"Complete: {', '.join(['en', *languages])}.")
