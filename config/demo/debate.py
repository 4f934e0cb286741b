"""The demo's debate and exhibition: 71 statements and 20 booths, of Ha Noi as heard, of the live ceremony as asked for."""

from datetime import timedelta
from hashlib import sha256
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accreditation.papers import read_paper
from config.demo.ledger import Story
from config.demo.papers import note_verbale
from config.demo.programme import EXHIBITION, text
from delegations.models import Rank
from events.models import (
    Booth,
    BoothProposal,
    BoothStatus,
    Exchange,
    Exhibition,
    Shown,
    Statement,
    StatementsList,
    StatementStatus,
    StatementText,
)
from events.models.statement_text import text_path

STATEMENTS, BOOTHS = 71, 20
GUIDANCE = text(
    "Name your speaker and hand in the text early: the interpreters read it before it is heard.",
    "Hãy nêu tên người phát biểu và nộp bài sớm: phiên dịch đọc bài trước khi nghe.",
)
SHOWN = [
    "Tools for investigators", "A laboratory in a suitcase", "Teaching children about passwords", "The 24/7 desk, to try out",
    "Maps of ransomware", "A museum of old viruses", "Evidence, sealed and counted", "Training by simulation",
    "Books on the Convention", "Open data on cybercrime", "A hotline in ten languages", "Following the coins",
    "Safe schools online", "The law in one hundred pictures", "Public computers, private lives", "A court without paper",
    "Volunteers against fraud", "From complaint to conviction", "Radio plays about phishing", "How a request travels",
]  # fmt: skip
INVENTED = "Invented for the demonstration."


# Statements


def hear_finished(programme, *, organiser, coordinator):
    """71 statements of those who were there, the host as chair not among them, one after the other over both meetings."""
    ceremony = programme.ceremony
    opens, closes = programme.clock(-40, 9), programme.clock(-2, 18)
    speakers = StatementsList.objects.set_up(
        ceremony, sessions=programme.debates, opens_at=opens, closes_at=closes, shown=Shown.EVERYBODY, guidance=GUIDANCE
    )
    meetings = speakers.in_order_of_time()
    entries = {entry.entity_code: entry.content for entry in ceremony.treaty.entries.all()}
    nominators = ceremony.nominators.exclude(entity=ceremony.host).select_related("entity").order_by("entity__code")
    asking = []
    for number, nominator in enumerate(nominators[:STATEMENTS]):
        entity = nominator.entity
        rank = _invented_rank(entries[entity.code]["basis"]["kind"], number)
        level = speakers.class_of(entity, rank)
        asked = opens + timedelta(hours=7 * ((number * 29) % STATEMENTS))
        asking.append(
            Statement(
                list=speakers, entity=entity, rank=rank, level=level, place_class=level, place_at=asked, requested_at=asked,
                requested_by=organiser, status=StatementStatus.DELIVERED,
            )
        )  # fmt: skip
    asking.sort(key=lambda one: (one.level.position, one.place_at))
    _give_the_floor(asking, meetings)
    Statement.objects.bulk_create(asking)
    story = Story(ceremony)
    for one in asking:
        story.tell(one, "", StatementStatus.INSCRIBED, by=organiser, at=one.requested_at)
        story.tell(one, StatementStatus.INSCRIBED, StatementStatus.SPEAKING, by=coordinator, at=one.started_at)
        story.tell(one, StatementStatus.SPEAKING, StatementStatus.DELIVERED, by=coordinator, at=one.ended_at)
    story.store()
    StatementText.objects.bulk_create(_text(one, organiser) for one in asking[:3])


def _invented_rank(basis, number):
    """In keeping with the demo's log: by virtue of office a minister, else somebody with full powers."""
    if basis == "office":
        return Rank.FOREIGN_MINISTER
    return [Rank.MINISTER, Rank.VICE_MINISTER, Rank.AMBASSADOR][number % 3]


def _give_the_floor(statements, meetings):
    """One after the other, half a minute between two, some a little longer than their time."""
    left = list(meetings)
    clock = left[0].session.starts_at + timedelta(minutes=2)
    for number, one in enumerate(statements):
        lasts = timedelta(minutes=one.minutes, seconds=(number * 37) % 120 - 70)
        if clock + lasts > left[0].session.ends_at - timedelta(minutes=2) and len(left) > 1:
            left.pop(0)
            clock = left[0].session.starts_at + timedelta(minutes=2)
        one.meeting, one.started_at, one.given_minutes, one.ended_at = left[0], clock, one.minutes, clock + lasts
        clock = one.ended_at + timedelta(seconds=30)


def _text(statement, by):
    paper = _paper(statement.entity)
    return StatementText(
        statement=statement, language="en", file=default_storage.save(text_path(None, ""), ContentFile(paper)),
        name=f"statement-{statement.entity.code.lower()}.pdf", content_type="application/pdf", size=len(paper),
        sha256=sha256(paper).hexdigest(), uploaded_by=by, uploaded_at=statement.started_at - timedelta(hours=20),
    )  # fmt: skip


def _paper(entity):
    return note_verbale(["STATEMENT - EXAMPLE", "", f"{entity.formal_en or entity.short_en}", "", INVENTED])


class Inscriptions:
    """The live list of speakers: open still, a place for most, two exchanges, a text under embargo."""

    def __init__(self, live, post, programme, *, small):
        self.live, self.post, self.programme = live, post, programme
        self.count = 6 if small else STATEMENTS
        self.speakers = StatementsList.objects.set_up(
            live.ceremony, sessions=programme.debates, opens_at=live.ago(days=30), closes_at=live.at + timedelta(days=6),
            shown=Shown.DELEGATIONS, guidance=GUIDANCE,
        )  # fmt: skip
        self.made = {}

    def plan(self):
        chance = Random(71)  # noqa: S311
        coming = [guest for guest in self.live.guests if guest.people and guest.left_at is None]
        coming.sort(key=lambda guest: (not guest.entity.is_state, guest.is_invented, guest.entity.code))
        days = sorted({meeting.day for meeting in self.speakers.in_order_of_time()})
        for number, guest in enumerate(coming[: self.count]):
            at = self.live.ago(days=28 - (number * 17 % self.count) * 26 / self.count)
            wished = chance.choice([None, None, *days])
            self.post.plan(at, self._inscribe, guest, wished, number, at=at)
        codes = [guest.entity.code for guest in coming[: self.count]]
        for first, second, answered in [("BRA", "KEN", False), *self._examples(coming[: self.count])]:
            if first in codes and second in codes:
                at = self.live.ago(days=1, hours=3 if answered else 0)
                self.post.plan(at, self._exchange, first, second, answered, at=at)
        if "VNM" in codes:
            at = self.live.ago(hours=20)
            self.post.plan(at, self._hand_in, "VNM", at=at)

    def _examples(self, coming):
        invented = [guest.entity.code for guest in coming if guest.is_invented]
        return [(*invented[:2], True)] if len(invented) > 1 else []

    def _inscribe(self, guest, wished, number, *, at):
        """Most name who speaks; of every fifth the level alone is known."""
        head = guest.people[0]
        head.accreditation.nominator = guest.nominator
        who = {"rank": head.rank} if number % 5 == 3 else {"delegate": head}
        self.made[guest.entity.code] = Statement.objects.inscribe(
            self.speakers, guest.entity, by=guest.user, at=at, wished_day=wished, **who
        )

    def _exchange(self, first, second, answered, *, at):
        asking, asked = self.made[first], self.made[second]
        exchange = Exchange.objects.ask(asking, asked, by=asking.requested_by, at=at)
        if answered:
            exchange.accept(by=asked.requested_by, at=at + timedelta(minutes=50))

    def _hand_in(self, code, *, at):
        statement = self.made[code]
        paper = read_paper(ContentFile(_paper(statement.entity), name=f"statement-{code.lower()}.pdf"))
        StatementText.objects.hand_in(
            statement, paper, language="en", by=statement.requested_by, at=at,
            embargo_until=self.programme.debates[0].ends_at,
        )  # fmt: skip


# The exhibition


def _hall(programme, **window):
    Exhibition.objects.create(ceremony=programme.ceremony, room=programme.rooms[EXHIBITION], is_public=True, **window)
    return Booth.objects.bulk_create(
        Booth(
            ceremony=programme.ceremony, number=str(number), position=number, width=[3, 3, 4, 6][number % 4],
            depth=[2, "2.5", 3][number % 3], power=[1000, 1500, 3000][number % 3],
        )
        for number in range(1, BOOTHS + 1)
    )  # fmt: skip


def exhibit_finished(programme, *, organiser, coordinator):
    ceremony = programme.ceremony
    asked, decided = programme.clock(-50, 10), programme.clock(-30, 10)
    booths = _hall(programme, opens_at=programme.clock(-80, 9), closes_at=programme.clock(-40, 18))
    nominators = ceremony.nominators.select_related("entity").order_by("-entity__code")[:BOOTHS]
    made = BoothProposal.objects.bulk_create(
        BoothProposal(
            ceremony=ceremony, number=number, entity=nominator.entity, title=title, text=INVENTED, booth=booth, power=500,
            status=BoothStatus.ACCEPTED, submitted_by=organiser, submitted_at=asked, decided_by=coordinator, decided_at=decided,
        )
        for number, (nominator, booth, title) in enumerate(zip(nominators, booths, SHOWN, strict=True), start=1)
    )  # fmt: skip
    story = Story(ceremony)
    for one in made:
        story.tell(one, "", BoothStatus.SUBMITTED, by=organiser, at=asked)
        story.tell(one, BoothStatus.SUBMITTED, BoothStatus.ACCEPTED, by=coordinator, at=decided)
    story.store()


class Exhibitors:
    """The live exhibition: most booths are given, some wait; who was declined or has left is invented."""

    def __init__(self, live, post, programme, *, small):
        self.live, self.post, self.small = live, post, small
        self.coordinator = live.users["side-events"]
        self.booths = _hall(programme, opens_at=live.ago(days=50), closes_at=live.at + timedelta(days=4))
        self.exhibition = Exhibition.objects.get(ceremony=live.ceremony)
        self.exhibition.ceremony = live.ceremony

    def plan(self):
        coming = [guest for guest in self.live.guests if guest.people and guest.left_at is None]
        coming.sort(key=lambda guest: (guest.entity.is_state, not guest.is_invented, guest.entity.code))
        fates = (
            ["declined", "accepted", "waiting"]
            if self.small
            else ["declined", "left", *["accepted"] * 16, "waiting", "waiting"]
        )
        for number, (guest, fate) in enumerate(zip(coming, fates, strict=False)):
            at = self.live.ago(days=30 - number)
            self.post.plan(at, self._ask, guest, fate, number, at=at)

    def _ask(self, guest, fate, number, *, at):
        proposal = BoothProposal.objects.propose(
            self.exhibition, guest.entity, by=guest.user, at=at, title=SHOWN[number], text=INVENTED,
            power=[500, 900][number % 2], needs="Network by cable" if number % 3 == 0 else "",
        )  # fmt: skip
        decided = at + timedelta(days=2)
        if fate in {"accepted", "left"}:
            proposal.accept(self.booths[number], by=self.coordinator, at=decided)
        if fate == "left":
            proposal.withdraw(by=guest.user, at=decided + timedelta(days=1), reason="The devices stay at home.")
        elif fate == "declined":
            proposal.decline(by=self.coordinator, at=decided, reason="The same is shown at two other booths.")
