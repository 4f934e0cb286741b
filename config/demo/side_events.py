"""The demo's side events: those of Ha Noi as they took place, and the live ones, from a draft to a place on the board.

The live ones go through the verbs, each at its time, so that letters and ledger tell what a call for side events is.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from accreditation.models import Status
from config.demo.ledger import Story
from config.demo.names import invented_name, tongue_of
from config.demo.programme import (
    INVENTED,
    MORE_BIDS,
    SIDE_EVENT_THEMES,
    SIDE_EVENTS,
    store_sessions,
    text,
)
from directory.models import Entity
from events.models import (
    CallForSideEvents,
    Criterion,
    MergeProposal,
    ProgrammeVersion,
    Review,
    Session,
    SideEvent,
    SideEventStatus,
    Speaker,
    Sponsor,
)

S = SideEventStatus
CRITERIA = [
    ("Relevance to the Convention", "Mức độ liên quan đến Công ước", 3),
    ("Quality of the note", "Chất lượng đề cương", 2),
    ("Balance of speakers", "Sự cân bằng của diễn giả", 1),
]
GUIDANCE = text(
    "An hour, and a quarter of one to change over. Co-sponsors are asked by letter and confirm for themselves.",
    "Một giờ, và mười lăm phút để chuyển phiên. Các bên đồng bảo trợ được hỏi bằng thư và tự xác nhận.",
)
NOTE = (
    "This event is invented for the demonstration.\n\n"
    "It asks what practitioners need from one another on the first day after a request is sent, and what the Convention "
    "changes in it. Three short presentations are followed by questions from the floor."
)
FORMATS = ["panel", "round_table", "workshop", "presentation", "panel"]
LAYOUTS = ["theatre", "classroom", "theatre", "u_shape", "round"]


# Ha Noi


def fill_finished(programme, post, *, organiser, coordinator):
    """37 side events that took place, each in a room and slot; version 1 three weeks before, version 2 after a move."""
    ceremony = programme.ceremony
    entities = list(Entity.objects.filter(pk__in=ceremony.nominators.values("entity")).order_by("code"))
    asked, decided = programme.clock(-60, 10), programme.clock(-40, 12)
    CallForSideEvents.objects.create(
        ceremony=ceremony, opens_at=programme.clock(-80, 9), closes_at=programme.clock(-50, 18), guidance=GUIDANCE
    )
    events = SideEvent.objects.bulk_create(
        SideEvent(
            ceremony=ceremony, number=number, lead=entities[number], focal_point=organiser, title=title, status=S.ACCEPTED,
            theme=programme.themes[SIDE_EVENT_THEMES[number - 1]], concept_note=INVENTED["en"], audience=40 + 2 * number,
            format=FORMATS[number % 5], layout="theatre", submitted_by=organiser, submitted_at=asked,
            decided_by=coordinator, decided_at=decided,
        )
        for number, (title, _vietnamese) in enumerate(SIDE_EVENTS, start=1)
    )  # fmt: skip
    sponsors, story = [], Story(ceremony)
    for event in events:
        others = [entities[(event.number + step) % len(entities)] for step in (37, 45)[: event.number % 3]]
        for entity in [event.lead, *others]:
            is_lead = entity == event.lead
            sponsors.append(
                Sponsor(
                    side_event=event, entity=entity, is_lead=is_lead, status="confirmed", answered_by=organiser,
                    answered_at=asked, asked_at=None if is_lead else asked,
                )
            )  # fmt: skip
        for before, after, at in [
            ("", S.DRAFT, asked),
            (S.DRAFT, S.SUBMITTED, asked),
            (S.SUBMITTED, S.ACCEPTED, decided),
        ]:
            story.tell(event, before, after, by=coordinator if after == S.ACCEPTED else organiser, at=at)
    Sponsor.objects.bulk_create(sponsors)
    # The last slot of each day stayed free.
    places = [(slot, room) for slot, room in programme.places() if slot not in (programme.slots[2], programme.slots[5])]
    sessions = store_sessions(
        [
            Session(
                **{**event.for_the_programme(), "title": text(*words), "description": INVENTED},
                ceremony=ceremony, room=room, slot=slot, starts_at=slot.starts_at, ends_at=slot.event_ends_at,
            )
            for event, words, (slot, room) in zip(events, SIDE_EVENTS, places, strict=False)
        ]
    )  # fmt: skip
    story.store()
    first, second = programme.clock(-21, 12), programme.clock(-4, 18)
    with post.of(first):
        ProgrammeVersion.objects.release(ceremony, by=coordinator, at=first)
    slot, room = places[-1]
    sessions[-1].place_in(room, slot, by=coordinator, at=second - timedelta(hours=1))
    with post.of(second):
        ProgrammeVersion.objects.release(
            ceremony, by=coordinator, at=second, note="A larger audience than expected: another room."
        )


# The live ceremony


@dataclass
class Bid:
    """One proposal of the live ceremony, and how far it gets."""

    title: str
    vietnamese: str
    theme: int
    guest: object
    fate: str
    sponsors: list = field(default_factory=list)
    event: SideEvent = None
    place: tuple = ()


class Bids:
    """Gathers who proposes what, and plans every step for its hour in the post (`plan`)."""

    def __init__(self, live, post, programme, *, small):
        self.live, self.post, self.programme, self.small = live, post, programme, small
        self.ceremony, self.users = live.ceremony, live.users
        self.coordinator, self.organiser = self.users["side-events"], self.users["organiser"]
        self.chance = Random(37)  # noqa: S311
        opens, closes = live.ago(days=55), live.at + timedelta(days=1)
        CallForSideEvents.objects.create(
            ceremony=self.ceremony, opens_at=opens, closes_at=closes, guidance=GUIDANCE, max_sponsors=8
        )
        self.criteria = Criterion.objects.bulk_create(
            Criterion(ceremony=self.ceremony, name=text(english, vietnamese), weight=weight, position=position)
            for position, (english, vietnamese, weight) in enumerate(CRITERIA, start=1)
        )
        self.coming = [guest for guest in live.guests if guest.people and guest.left_at is None]
        self.examples = [guest for guest in self.coming if guest.is_invented]
        self.bids = self._draw()

    def _draw(self):
        """Accepted ones have a lead each (rule 21); what was declined, returned or left is of invented organisations."""
        placed, unplaced = (3, 1) if self.small else (30, 7)
        count = placed + unplaced
        firm = [guest for guest in self.coming if not guest.is_invented]
        ours = [guest for guest in firm if guest.entity.code == "KEN"]
        leads = [*ours, *(guest for guest in firm if guest not in ours)]
        leads += [guest for guest in self.examples if guest not in leads]
        bids = [
            Bid(
                *SIDE_EVENTS[number],
                SIDE_EVENT_THEMES[number],
                leads[number],
                "placed" if number < placed else "accepted",
            )
            for number in range(min(count, len(leads)))
        ]
        rest = leads[len(bids) :] or leads
        example = self.examples or rest
        fates = ["submitted", "draft", "returned", "waitlisted", "declined"]
        if not self.small:
            fates += [
                "submitted", "submitted", "submitted", "draft", "waitlisted", "withdrawn", "prepared", "prepared decline",
                "merged", "merging", "merging",
            ]  # fmt: skip
        for number, fate in enumerate(fates):
            at_fault = fate in {"returned", "waitlisted", "declined", "withdrawn", "prepared decline", "merged"}
            pool = example if at_fault else rest
            lead = ours[0] if fate == "draft" and ours and number < 5 else pool[number % len(pool)]
            bids.append(Bid(MORE_BIDS[number], "", number % 8, lead, fate))
        for bid in bids:
            others = [guest for guest in self.coming if guest != bid.guest]
            bid.sponsors = self.chance.sample(others, min(self.chance.randint(0, 3), len(others)))
        if bids[0].guest in ours and len(self.coming) > 3:
            bids[0].sponsors = [guest for guest in self.coming if guest.entity.code in {"BRA", "VNM"}][:2]
        self._find_places([bid for bid in bids if bid.fate == "placed"])
        return bids

    def _find_places(self, bids):
        """The largest rooms of the slots in turn: nobody is moved afterwards but by a coordinator."""
        places = self.programme.places()
        rooms = len(places) // len(self.programme.slots)
        turns = [places[slot * rooms + room] for room in range(rooms) for slot in range(len(self.programme.slots))]
        for bid, place in zip(bids, turns, strict=False):
            bid.place = place

    def ago(self, days, number):
        return self.live.ago(days=days) + timedelta(minutes=11 * number)

    def plan(self):
        """Every step of every bid, at its hour; the programme is released, and goes on changing."""
        for number, bid in enumerate(self.bids):
            self._plan(bid, number)
        merged = [bid for bid in self.bids if bid.fate == "merged"]
        for bid in merged:
            into = next(one for one in self.bids if one.fate == "submitted")
            self._do(self.ago(6, 0), lambda at, bid=bid, into=into: self._merge(into, bid, at))
        if merging := [bid for bid in self.bids if bid.fate == "merging"]:
            self._do(self.ago(2, 3), lambda at: self._ask_to_merge(merging[0], merging[1:], at))
        self._do(
            self.live.ago(days=4),
            lambda at: ProgrammeVersion.objects.release(self.ceremony, by=self.coordinator, at=at),
        )
        self._do(self.live.ago(days=1.5), self._change)

    def _do(self, at, step):
        self.post.plan(at, step, at=at)

    def _plan(self, bid, number):
        began = self.ago(40 - number * 0.4, number)
        self._do(began, lambda at: self._propose(bid, number, at))
        if bid.fate == "draft":
            return
        late = bid.fate in {"submitted", "merging"}
        handed_in = self.ago(9 if late else 18, number)
        self._do(handed_in, lambda at: bid.event.submit(by=bid.guest.user, at=at))
        self._do(handed_in + timedelta(days=1), lambda at: self._answer(bid, at))
        reviewed = handed_in + timedelta(days=2)
        if bid.fate not in {"withdrawn"}:
            self._do(reviewed, lambda at: self._review(bid, number, at))
        decided = self.ago(8, number) + timedelta(hours=1)
        reason = {
            "declined": "The subject is dealt with in the second seminar already.",
            "prepared decline": "The note does not say what the event is about.",
            "waitlisted": "All slots are taken for now.",
        }.get(bid.fate, "")
        decision = {
            "placed": S.ACCEPTED, "accepted": S.ACCEPTED, "prepared": S.ACCEPTED, "waitlisted": S.WAITLISTED,
            "declined": S.DECLINED, "prepared decline": S.DECLINED,
        }.get(bid.fate)  # fmt: skip
        if decision:
            self._do(decided, lambda at: bid.event.prepare(decision, by=self.organiser, at=at, reason=reason))
        if decision and not bid.fate.startswith("prepared"):
            told = decided + timedelta(days=1)
            self._do(told, lambda at: bid.event.release_decision(by=self.coordinator, at=at))
        if bid.fate == "returned":
            self._do(
                decided, lambda at: bid.event.give_back(by=self.coordinator, at=at, to_fix="Please name the speakers.")
            )
        elif bid.fate == "withdrawn":
            self._do(
                decided, lambda at: bid.event.withdraw(by=bid.guest.user, at=at, reason="The speaker cannot travel.")
            )
        elif bid.place and number < self._released:
            self._do(self.ago(6, number), lambda at: self._place(bid, at))

    @property
    def _released(self):
        """How many are on the released programme; the last two were placed after it."""
        return sum(bool(bid.place) for bid in self.bids) - (0 if self.small else 2)

    # Steps

    def _propose(self, bid, number, at):
        lead, user = bid.guest.entity, bid.guest.user
        bid.event = event = SideEvent.objects.propose(
            self.ceremony, lead, by=user, at=at, title=bid.title, format=FORMATS[number % 5],
            theme=self.programme.themes[bid.theme], concept_note=NOTE, layout=LAYOUTS[number % 5], audience=25 + 5 * (number % 10),
            interpretation=["fr"] if number % 6 == 0 else [], interpretation_paid_by="sponsors" if number % 6 == 0 else "",
            stream=number % 7 == 0,
        )  # fmt: skip
        event.ceremony = self.ceremony
        if bid.fate == "draft":
            return
        if bid.sponsors:
            Sponsor.objects.name_all(
                event, [guest.entity for guest in bid.sponsors], seen=event.revision, by=user, at=at
            )  # fmt: skip
        Speaker.objects.name_all(event, self._speakers(bid, number), seen=event.revision, by=user, at=at)
        slots = self.chance.sample(self.programme.slots, 3)
        if bid.place and number % 4:
            slots = [bid.place[0], *(slot for slot in slots if slot != bid.place[0])][:3]
        event.wish_for(slots, seen=event.revision, by=user, at=at)

    def _speakers(self, bid, number):
        """People of the lead who are accredited; now and then somebody from outside, who is invited by letter."""
        approved = [one for one in bid.guest.people if one.accreditation.status == Status.APPROVED]
        speakers = [
            Speaker(
                name=one.accreditation.badge_name, function=one.accreditation.title[:200], accreditation=one.accreditation,
                organisation=bid.guest.entity.short_en,
            )
            for one in approved[1:4]
        ]  # fmt: skip
        if bid.fate == "placed" and number % 9 == 4:
            _family, _given, name = invented_name(self.chance, tongue_of(bid.guest.entity))
            speakers.append(
                Speaker(name=name, function="Professor (invented)", email=f"speaker.{number}@demo.plenipo.example")
            )
        return speakers

    def _answer(self, bid, at):
        """Co-sponsors answer: most say yes, some have not answered yet, and one of the invented ones says no."""
        for place, row in enumerate(bid.event.sponsors.co().select_related("entity", "side_event").order_by("pk")):
            guest = next(one for one in bid.sponsors if one.entity.pk == row.entity_id)
            row.side_event = bid.event
            if guest.is_invented and place == 2:
                row.decline(by=guest.user, at=at, reason="Our board does not sponsor events this year.")
            elif guest.entity.code == "KEN" or (bid.event.number + place) % 7 == 0:
                continue
            else:
                row.confirm(by=guest.user, at=at)

    def _review(self, bid, number, at):
        reviewers = [self.coordinator, self.organiser][: 1 if number % 3 else 2]
        for place, reviewer in enumerate(reviewers):
            points = {one: 2 + (number + place + one.position) % 4 for one in self.criteria}
            poor = bid.fate in {"declined", "prepared decline"}
            Review.objects.write(
                bid.event, reviewer=reviewer, at=at + timedelta(minutes=place), eligible=True,
                points=dict.fromkeys(self.criteria, 2) if poor else points,
                comment="" if number % 3 else "Close to one of the seminars; the speakers are well chosen.",
            )  # fmt: skip

    def _place(self, bid, at):
        slot, room = bid.place
        Session.objects.place_first(
            bid.event, room, slot.starts_at, slot.event_ends_at, slot=slot, by=self.coordinator, at=at
        )  # fmt: skip

    def _merge(self, into, bid, at):
        merge = MergeProposal.objects.propose(
            into.event, [bid.event], by=self.coordinator, at=at, note="Both ask the same."
        )
        for one in (into, bid):
            merge.accept(one.event, by=one.guest.user, at=at + timedelta(hours=2))
        bid.event.refresh_from_db()

    def _ask_to_merge(self, into, others, at):
        MergeProposal.objects.propose(
            into.event, [bid.event for bid in others], by=self.coordinator, at=at, note="Both speak of evidence."
        )

    def _change(self, at):
        """After the release: what was placed since, and one that moved. The next version waits for the coordinator."""
        for bid in [bid for bid in self.bids if bid.place][self._released :]:
            self._place(bid, at)
        first = Session.objects.filter(side_event=self.bids[1].event).first()
        free = set(self.programme.places()) - {bid.place for bid in self.bids if bid.place}
        slot, room = sorted(free, key=lambda place: (place[0].starts_at, place[1].position))[-1]
        if first and first.is_placed:
            first.place_in(room, slot, by=self.coordinator, at=at + timedelta(minutes=5))
