"""The finished ceremony: what is public of it. Those who signed were there; nothing is known here of anybody else."""

import csv
from datetime import date, timedelta

from accreditation.models import Accreditation, Document, Nominator, Status
from config.demo.ledger import Story
from config.demo.papers import hand_in
from delegations.models import KIND, Delegate, Delegation, DelegationStatus, Rank
from directory.loading import DATA
from directory.models import Entity

S = DelegationStatus
NAMELESS = "Head of delegation"


def signatories():
    with (DATA / "hanoi_signatories.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def make_delegations(ceremony, users):
    """The 72 that signed, confirmed, each with a head who has no name: personal data of a finished ceremony is erased."""
    closed = ceremony.start_of(date(2025, 10, 10), 12)
    organiser, officer = users["organiser"], users["accreditation"]
    entities = Entity.objects.filter(code__in=signatories()).order_by("sort_en")
    nominators = Nominator.objects.bulk_create(
        Nominator(ceremony=ceremony, kind=KIND, entity=entity) for entity in entities
    )
    delegations = Delegation.objects.bulk_create(
        Delegation(
            nominator=nominator, status=S.SUBMITTED, invited_by=organiser, invited_at=closed - timedelta(days=80),
            acknowledged_at=closed - timedelta(days=60), submitted_by=organiser, submitted_at=closed,
        )
        for nominator in nominators
    )  # fmt: skip
    people = [
        Accreditation(
            ceremony=ceremony, nominator=nominator, family_name=NAMELESS, badge_name=NAMELESS,
            exemption="Demonstration: no personal data is kept", status=Status.APPROVED, submitted_at=closed,
            decided_by=officer, decided_at=closed + timedelta(days=2),
        )
        for nominator in nominators
    ]  # fmt: skip
    for person in people:
        person.fill_keys()
    Accreditation.objects.bulk_create(people)
    heads = Delegate.objects.bulk_create(
        Delegate(delegation=delegation, accreditation=person, rank=Rank.OTHER)
        for delegation, person in zip(delegations, people, strict=True)
    )
    story = Story(ceremony)
    for delegation, head in zip(delegations, heads, strict=True):
        delegation.head, delegation.status = head, S.CONFIRMED
        _tell(story, delegation, head.accreditation, organiser=organiser, officer=officer)
    Delegation.objects.bulk_update(delegations, ["head", "status"])
    # Without them every delegation would look as if it still owed its note.
    Document.objects.bulk_create(hand_in(nominator, [NAMELESS], by=organiser, at=closed) for nominator in nominators)
    story.store()


def _tell(story, delegation, person, *, organiser, officer):
    """Entered by the organisers, and the ledger says so."""
    closed = delegation.submitted_at
    for before, after, at in [
        ("", S.INVITED, delegation.invited_at),
        (S.INVITED, S.ACKNOWLEDGED, delegation.acknowledged_at),
        (S.ACKNOWLEDGED, S.REGISTERING, delegation.acknowledged_at),
        (S.REGISTERING, S.SUBMITTED, closed),
        (S.SUBMITTED, S.CONFIRMED, closed + timedelta(days=3)),
    ]:
        story.tell(delegation, before, after, by=organiser, at=at)
    story.tell(person, Status.DRAFT, Status.SUBMITTED, by=organiser, at=closed)
    story.tell(person, Status.SUBMITTED, Status.APPROVED, by=officer, at=person.decided_at)
