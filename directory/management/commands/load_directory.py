from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.loading import DATA, Faults, load_directory

FAULTS_SHOWN = 20
NAMES_SHOWN = 10


class Command(BaseCommand):
    help = "Loads the States and organisations. Again and again without harm; a faulty file changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--states", type=Path, default=DATA / "states.csv", metavar="FILE")
        parser.add_argument("--organisations", type=Path, default=DATA / "organisations.csv", metavar="FILE")

    def handle(self, *, states, organisations, **options):
        tell(self, "States and organisations", lambda: load_directory(states, organisations))


def tell(command, what, load):
    """Run a load and say what it did, or why nothing was loaded."""
    try:
        report = load()
    except Faults as faults:
        sentences = faults.sentences[:FAULTS_SHOWN]
        if more := len(faults.sentences) - len(sentences):
            sentences.append(f"... and {more} more.")
        raise CommandError("\n".join(["nothing was loaded.", *sentences])) from faults
    counts = ", ".join(f"{len(getattr(report, kind))} {kind}" for kind in ("added", "changed", "unchanged"))
    command.stdout.write(f"{what}: {counts}.")
    if report.changed:
        names = report.changed[:NAMES_SHOWN]
        if more := len(report.changed) - len(names):
            names.append(f"and {more} more")
        command.stdout.write(f"Changed: {', '.join(names)}.")
