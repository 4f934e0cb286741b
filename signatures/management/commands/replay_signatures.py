import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ceremony.procedure import Refused
from signatures import log
from signatures.models import Treaty
from signatures.replay import NotPlayed, Replay, pause_before

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Plays the 72 signatures of Ha Noi, 25 and 26 October 2025, into a rehearsal (or into the demo's finished ceremony), "
        "by the verbs of the signing desk. A run that was stopped is taken up where it stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument("ceremony", help="the address of the ceremony, such as demo-rehearsal")
        pace = parser.add_mutually_exclusive_group()
        pace.add_argument(
            "--speed",
            type=float,
            metavar="N",
            help="N times as fast as in Ha Noi; 60: one in two seconds. Without: no pauses",
        )
        pace.add_argument(
            "--until-now",
            action="store_true",
            help="enter, at their hours, those whose turn has come since the rehearsal's first session began, and stop",
        )

    def handle(self, *, ceremony, speed, until_now, **options):
        if speed is not None and not speed > 0:
            raise CommandError("The speed is a number above 0.")
        treaty = Treaty.objects.select_related("ceremony__host").filter(ceremony__slug=ceremony).first()
        if treaty is None:
            raise CommandError(f"There is no ceremony “{ceremony}” with a treaty.")
        try:
            replay = Replay(treaty, clock=timezone.now)
            played = self.play(replay, speed, until_now)
        except NotPlayed as reason:
            raise CommandError(str(reason)) from reason
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        left, (number, head) = len(replay.left()), log.head(treaty)
        self.stdout.write(
            f"{ceremony}: {played} signatures played, {len(replay.turns) - left} of {len(replay.turns)} stand. "
            f"The log has {number} entries; its head is {head}."
        )

    def play(self, replay, speed, until_now):
        left = replay.left()
        if until_now:
            if not replay.is_rehearsal:
                raise NotPlayed(f"{replay.ceremony.slug} is over: leave --until-now away.")
            left = [turn for turn in left if replay.happened(turn)]
        before = None
        for done, turn in enumerate(left):
            self.draw(done, len(left), turn.entity.short_en)
            if speed and replay.is_rehearsal:
                time.sleep(pause_before(turn, before, speed))
            replay.play(turn, signed_at=replay.at_the_rehearsal(turn) if until_now else None)
            before = turn
        self.draw(len(left), len(left), "")
        return len(left)

    def draw(self, done, total, what):
        stream = self.stderr._out
        if not stream.isatty() or not total:
            return
        filled = WIDTH * done // total
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {what}"
        stream.write("\r\033[K" + (bar if done < total else ""))
        stream.flush()
