"""Who signs in the demo: all 72 of Ha Noi in the finished ceremony, a morning under way in the live one.

The live one shows States that signed in Ha Noi, Kenya, whose focal point is one of the demo's people, and the European
Union. Nothing of theirs is refused, returned or revoked: what is not ready is still on its way.
"""

from datetime import timedelta
from hashlib import sha256
from random import Random

from django.core.files.base import ContentFile

from accreditation.papers import Paper
from config.demo.finished import signatories
from config.demo.guests import HOST, UNION
from config.demo.names import invented_name, tongue_of
from config.demo.papers import note_verbale
from config.demo.treaty import make_finished_treaty, make_live_treaty
from delegations.models import Rank
from directory.models import Entity, EntityKind
from signatures import call_list
from signatures.models import (
    Call,
    Check,
    FullPowers,
    Intention,
    Manner,
    Office,
    PowersStatus,
    Recording,
    Representative,
)
from signatures.readiness import Colour, readiness_of
from signatures.replay import Replay

OURS = "KEN"
# Their papers are in order in every demo, however small. The Union signs after one of its members: that one comes early.
READY = [HOST, "BRA", "EGY", "FRA", "MAR"]
A_MEMBER = "FRA"
FIRST = 5  # have signed when the demo begins
OFFICES = {
    Rank.HEAD_OF_STATE: Office.HEAD_OF_STATE,
    Rank.HEAD_OF_GOVERNMENT: Office.HEAD_OF_GOVERNMENT,
    Rank.FOREIGN_MINISTER: Office.FOREIGN_MINISTER,
}
S = PowersStatus
STEPS = [S.ANNOUNCED, S.RECEIVED, S.EXAMINING, S.ACCEPTED, S.VERIFIED]
# How far the papers are, one entity after the other: most are in order, as on a good morning.
PROGRESS = [
    S.VERIFIED,
    S.VERIFIED,
    S.ACCEPTED,
    S.VERIFIED,
    S.EXAMINING,
    S.VERIFIED,
    S.RECEIVED,
    S.VERIFIED,
    S.ANNOUNCED,
]
SOURCE = "Protocol list of the Ministry (invented)"


def fill_finished(ceremony, *, at):
    """Entered now, with the hours of 2025."""
    replay = Replay(make_finished_treaty(ceremony), clock=lambda: at)
    for turn in replay.left():
        replay.play(turn)


class Morning:
    """The signing of the live ceremony: papers first (`prepare`), then the first few at the table (`sign`)."""

    def __init__(self, live, post):
        self.live, self.post, self.users, self.at = live, post, live.users, live.at
        self.treaty, self.sittings = make_live_treaty(live.ceremony, at=live.at)
        self.guests = {guest.entity.code: guest for guest in live.guests}
        self.chance = Random(len(self.guests))  # noqa: S311
        self.started = self.sittings[0].starts_at

    def entities(self):
        listed = {*READY, *(code for code in [OURS, UNION, *signatories()] if code in self.guests)}
        return list(Entity.objects.select_related("reio").filter(code__in=listed).order_by("sort_en"))

    def prepare(self):
        """Intentions, representatives, full powers, and the list; verifications wait in the post for their hour."""
        named, paper = {}, 0
        entities = self.entities()
        for number, entity in enumerate(entities):
            user = self.guests[entity.code].user if entity.code in self.guests else self.users["depositary"]
            Intention.note(self.treaty, entity, will_sign=True, by=user, at=self.ago(12, number))
            who = self._name(entity, user, number)
            if who is None:
                continue
            named[entity.pk] = who
            if who.office:
                if entity.code in READY or number % 6:
                    who.confirm_office(by=self.users["treaty"], at=self.ago(6, number), source=SOURCE)
                continue
            upto = PROGRESS[paper % len(PROGRESS)]
            paper += 1
            upto = {OURS: S.ANNOUNCED, UNION: S.ACCEPTED}.get(entity.code, S.VERIFIED if entity.code in READY else upto)
            self._issue_powers(who, user, upto, number)
        self._list(entities, named)

    def ago(self, days, number):
        """So many days ago, a few minutes apart, so that no two things happen at once."""
        return self.live.ago(days=days) + timedelta(minutes=7 * number)

    def _name(self, entity, user, number):
        """The head of the delegation; of Kenya its ambassador, so that full powers are needed. None: not yet known."""
        guest = self.guests.get(entity.code)
        if guest and guest.people:
            delegate = guest.people[1 if entity.code == OURS else 0]
            person = delegate.accreditation
            name, title, rank = person.badge_name, person.title, delegate.rank
        elif entity.code in READY:
            person = None
            name = invented_name(self.chance, tongue_of(entity))[2]
            title, rank = "Minister for Foreign Affairs", Rank.FOREIGN_MINISTER
        else:
            return None
        return Representative.objects.name_for(
            self.treaty, entity, name=name, title=title, rank=rank, accreditation=person,
            office=OFFICES.get(rank, "") if entity.kind != EntityKind.REIO else "", by=user, at=self.ago(10, number),
        )  # fmt: skip

    def _issue_powers(self, who, user, upto, number):
        treaty_officer, entity = self.users["treaty"], who.entity
        powers = FullPowers.objects.announce(self.treaty, entity, by=user, at=self.ago(9, number))
        issuer = invented_name(self.chance, tongue_of(entity))[2]
        issued_on = self.live.ceremony.local(self.ago(20, 0)).date()

        def read_and_accept():
            powers.note_reading(
                by=treaty_officer, person_named=who.name, issuer_office=self.treaty.issuing_offices_for(entity)[-1], issuer_name=issuer,
                issued_on=issued_on, issued_at="The capital (invented)", reference=f"EX-{entity.code}/1", checks=Check.values,
            )  # fmt: skip
            powers.accept_copy(by=treaty_officer, at=self.ago(5, number))

        steps = [
            lambda: powers.receive(self._paper(who, issuer), by=user, at=self.ago(8, number)),
            lambda: powers.examine(by=treaty_officer, at=self.ago(7, number)),
            read_and_accept,
        ]
        for step in steps[: STEPS.index(upto)]:
            step()
        if upto == S.VERIFIED:
            verified = self.ago(4, number)
            self.post.plan(
                verified, powers.verify, by=self.users["depositary"], at=verified, manner=Manner.ORIGINAL
            )  # fmt: skip

    def _paper(self, who, issuer):
        formal = who.entity.formal_en or who.entity.short_en
        content = note_verbale(
            [
                "FULL POWERS - EXAMPLE",
                "",
                f"{issuer}, for {formal},",
                f"empowers {who.name}, {who.title},",
                f"to sign, subject to ratification, the {self.treaty.title.in_language('en')}.",
                "",
                "Invented for the demonstration: nobody has issued this paper.",
            ]
        )
        name = f"full-powers-{who.entity.code.lower()}.pdf"
        return Paper(ContentFile(content, name), name, "application/pdf", len(content), sha256(content).hexdigest())

    def _list(self, entities, named):
        """Generated as in the product, by rank behind the host; who is not named yet comes by appointment."""
        plenary, appointments, _new_york = self.sittings
        by, at = self.users["treaty"], self.live.ago(days=1)
        call_list.generate(plenary, by=by, at=at)
        calls = {call.entity.code: call for call in Call.objects.filter(treaty=self.treaty).with_entity()}
        for entity in entities:
            if entity.pk not in named:
                call_list.transfer(calls[entity.code], appointments, by=by, at=at, reason="Not named yet")
        call_list.place(calls[A_MEMBER], 2, by=by, at=at, reason="Leaves before noon (invented)")

    def sign(self):
        """Once the letters are written: the first of the list who are ready, a few minutes apart."""
        calls = list(Call.objects.filter(sitting=self.sittings[0]).in_order().with_entity())
        lights = readiness_of(self.treaty, [call.entity for call in calls], self.at, self.sittings[0].window)
        ready = [call for call in calls if lights[call.entity_id].colour == Colour.READY]
        for number, call in enumerate(ready[:FIRST]):
            at = self.started + timedelta(minutes=5 + 4 * number)
            call.call(by=self.users["treaty"], at=at)
            signed = at + timedelta(seconds=70)
            recording = Recording.objects.record(call, key=call.key, by=self.users["treaty"], at=signed)
            recording.confirm(by=self.users["depositary"], at=signed + timedelta(seconds=25))
