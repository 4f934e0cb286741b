"""The signatures of Ha Noi, played again at the signing desk: for a rehearsal, and for the finished ceremony of the demo.

Who signed is known, and on which of the two days, but for four. The hours, the order, the persons and their authority
are not: they are invented here, and say so wherever they are read.
"""

import csv
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from accreditation.papers import Paper
from ceremony.models import Officer, Role
from delegations.models import Rank
from directory.loading import DATA
from directory.models import Entity, EntityKind
from signatures.models import Call, CallStatus, Check, FullPowers, Manner, Office, Recording, Representative, Standing
from signatures.readiness import readiness_of

INVENTED = "(invented)"
SOURCE = "Invented for the replay: nobody has looked into any office"
POWERS = Path(__file__).parent / "data" / "invented-full-powers.pdf"
HOST = "VNM"
FIRST_DAY, SECOND_DAY = "2025-10-25", "2025-10-26"
# 64 were counted in the plenary; the others signed by appointment. (starts at, the time that each takes, places)
PLENARY = (f"{FIRST_DAY}T10:00:00+07:00", timedelta(seconds=140), 64)
AFTERNOON = (f"{FIRST_DAY}T15:00:00+07:00", timedelta(minutes=10), None)
NEXT_DAY = (f"{SECOND_DAY}T14:00:00+07:00", timedelta(minutes=10), None)
# Every fourth signs with full powers, the others by virtue of office; an organisation never does.
BY_OFFICE = ("Minister for Foreign Affairs", Rank.FOREIGN_MINISTER, Office.FOREIGN_MINISTER)
BY_POWERS = ("Minister of Justice", Rank.MINISTER, "")
FOR_A_UNION = ("Commissioner", Rank.MINISTER, "")


class NotPlayed(Exception):
    """Nothing can be played here; the message is a sentence."""


@dataclass(frozen=True)
class Row:
    """What is known of a signature: the day is empty where no public source establishes it."""

    code: str
    day: str

    @property
    def is_day_established(self):
        return bool(self.day)


@dataclass(frozen=True)
class Turn:
    """Somebody's turn at the table, as it is played."""

    row: Row
    entity: Entity
    at: datetime
    sitting: int  # the first, second or third time at which was signed
    signs_by_office: bool


def rows():
    """The 72 in the order of the published list, the host first, organisations after the States."""
    with (DATA / "hanoi_signatories.csv").open(encoding="utf-8", newline="") as file:
        found = [Row(row["code"], row["signed_on"]) for row in csv.DictReader(file)]
    return sorted(found, key=lambda row: row.code != HOST)


def turns(rows):
    """Give each row its hour: day by day, in the order of `rows`. Who has no day is given the second."""
    entities = Entity.objects.select_related("reio").in_bulk([row.code for row in rows], field_name="code")
    if missing := [row.code for row in rows if row.code not in entities]:
        raise NotPlayed(f"The directory lacks {', '.join(missing)}: run load_directory first.")
    first = [row for row in rows if row.day == FIRST_DAY]
    second = [row for row in rows if row.day != FIRST_DAY]
    places = PLENARY[2]
    played = []
    for sitting, (times, those) in enumerate(
        [(PLENARY, first[:places]), (AFTERNOON, first[places:]), (NEXT_DAY, second)]
    ):
        start, step, _places = times
        for number, row in enumerate(those):
            entity = entities[row.code]
            played.append(
                Turn(
                    row, entity, datetime.fromisoformat(start) + number * step, sitting,
                    signs_by_office=entity.is_state and number % 4 != 3,
                )
            )  # fmt: skip
    return played


class Replay:
    """The list of Ha Noi at the table of one treaty. What was played stays, and another run goes on where it stopped.

    In a rehearsal everybody is called and signs now; in the finished ceremony of the demo each is entered afterwards,
    with the hour that is given to it. `clock` says what time it is. Raises NotPlayed for any other ceremony.
    """

    def __init__(self, treaty, *, clock, order=None):
        self.treaty, self.clock, self.ceremony = treaty, clock, treaty.ceremony
        self.is_rehearsal = self.ceremony.is_rehearsal
        if not self.is_rehearsal:
            self._refuse_what_is_no_demo()
        self.turns = turns(order or rows())
        sittings = list(treaty.sittings.select_related("window").order_by("starts_at", "pk"))
        if not sittings:
            raise NotPlayed(f"{self.ceremony.slug} has no signing session: add one first.")
        # Those at the place of the first one: nobody goes to New York in the middle of it.
        self.sittings = [sitting for sitting in sittings if sitting.window == sittings[0].window]
        self.treaty_officer = self._officer(Role.TREATY)
        self.depositary = self._officer(Role.DEPOSITARY, but=self.treaty_officer)

    def _refuse_what_is_no_demo(self):
        """Into a real ceremony nothing invented comes; nor into one where others have signed."""
        is_over = self.ceremony.ends_on < self.ceremony.local(self.clock()).date()
        if not (settings.DEMO and is_over):
            raise NotPlayed(f"{self.ceremony.slug} is neither a rehearsal nor the finished ceremony of a demo.")
        for entry in self.treaty.entries.all():
            who = entry.content["representative"]
            if not (who and who["name"].endswith(INVENTED)):
                raise NotPlayed(f"Entry {entry.number} of {self.ceremony.slug} was not made by a replay.")

    def _officer(self, role, but=None):
        offices = Officer.objects.active().filter(ceremony=self.ceremony, role=role).select_related("user")
        office = offices.exclude(user=but).order_by("pk").first()
        if office is None:
            raise NotPlayed(f"{self.ceremony.slug} has no {Role(role).label} of its own: two officers are needed.")
        return office.user

    def left(self):
        """Whose turn has not come yet."""
        signed = set(Standing.objects.signatures(self.treaty).values_list("entity_code", flat=True))
        return [turn for turn in self.turns if turn.entity.code not in signed]

    def happened(self, turn):
        """Whether the turn lies in the past by the clock of the rehearsal, whose first session begins as that in Ha Noi."""
        return self.at_the_rehearsal(turn) <= self.clock()

    def at_the_rehearsal(self, turn):
        return self.sittings[0].starts_at + (turn.at - self.turns[0].at)

    def play(self, turn, *, signed_at=None):
        """One signature, by the verbs of the desk, so far as it is not there yet. Returns the entry.

        `signed_at` makes it an entry afterwards. Raises Refused where a rule stands against it.
        """
        if not self.is_rehearsal:
            signed_at = turn.at
        call = self._listed(turn)
        if call.status == CallStatus.RECORDED:  # A run before this one was cut off here.
            return call.recordings.pending().get().confirm(by=self.depositary, at=self.clock())
        self._empower(turn)
        key = uuid.uuid4()
        if signed_at is None:
            if call.status != CallStatus.CALLED:
                call.call(by=self.treaty_officer, at=self.clock())
            key = call.key
        recording = Recording.objects.record(
            call, key=key, by=self.treaty_officer, at=self.clock(), signed_at=signed_at,
            signed_by=Representative.objects.of(self.treaty, turn.entity),
            day_established=turn.row.is_day_established,
        )  # fmt: skip
        return recording.confirm(by=self.depositary, at=self.clock())

    def _listed(self, turn):
        calls = Call.objects.on_the_list().filter(treaty=self.treaty, entity=turn.entity)
        call = calls.with_entity().first()
        if call is None:
            sitting = self.sittings[min(turn.sitting, len(self.sittings) - 1)]
            call = Call.objects.add(sitting, turn.entity, by=self.treaty_officer, at=self.clock())
        call.treaty, call.entity = self.treaty, turn.entity
        return call

    def _empower(self, turn):
        """Name somebody invented, and give him what he needs to sign; unless somebody is ready for this entity."""
        entity, at = turn.entity, self.clock()
        is_named = Representative.objects.of(self.treaty, entity) is not None
        if is_named and not readiness_of(self.treaty, [entity], at)[entity.pk].lacks:
            return
        title, rank, office = BY_OFFICE if turn.signs_by_office else BY_POWERS
        if entity.kind == EntityKind.REIO:
            title, rank, office = FOR_A_UNION
        who = Representative.objects.name_for(
            self.treaty, entity, name=f"Representative of {entity.short_en} {INVENTED}", title=f"{title} {INVENTED}",
            rank=rank, office=office, by=self.depositary, at=at,
        )  # fmt: skip
        if office:
            who.confirm_office(by=self.treaty_officer, at=at, source=SOURCE)
        else:
            self._issue_powers(who, at)

    def _issue_powers(self, who, at):
        paper = POWERS.read_bytes()
        powers = FullPowers.objects.announce(self.treaty, who.entity, by=self.treaty_officer, at=at)
        powers.receive(
            Paper(ContentFile(paper, POWERS.name), POWERS.name, "application/pdf", len(paper), sha256(paper).hexdigest()),
            by=self.treaty_officer, at=at,
        )  # fmt: skip
        powers.examine(by=self.treaty_officer, at=at)
        powers.note_reading(
            by=self.treaty_officer, person_named=who.name, issuer_office=(self.treaty.issuing_offices_for(who.entity) or [""])[-1],
            issuer_name=f"Issuer for {who.entity.short_en} {INVENTED}", issued_on=self.sittings[0].window.first_day,
            reference=INVENTED, checks=Check.values,
        )  # fmt: skip
        powers.accept_copy(by=self.treaty_officer, at=at)
        powers.verify(by=self.depositary, at=at, manner=Manner.ORIGINAL)


def pause_before(turn, before, speed):
    """Seconds to wait between two turns at `speed` times the pace of Ha Noi; the lunch and the night are left out."""
    if before is None or before.sitting != turn.sitting:
        return 0.0
    return (turn.at - before.at).total_seconds() / speed
