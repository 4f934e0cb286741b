"""From an empty house to the demo: one transaction, the same people every time, the dates those of today."""

from random import Random

from django.db import connection, transaction

from accreditation.models import Status
from ceremony.models import Ceremony
from ceremony.rehearsal import make_rehearsal
from config.demo import cast, ceremonies, debate, finished, guests, press, side_events
from config.demo.checking import check, check_signatures
from config.demo.live import Live
from config.demo.post import Post
from config.demo.programme import Programme
from config.demo.signatures import Morning, fill_finished
from delegations.invitation import invite
from delegations.models import Delegation
from directory.loading import load_directory
from directory.models import Entity
from notifications import reminders

SEED = 2025
INVITED_BEFORE = 75  # days


def is_there():
    return Ceremony.objects.filter(slug="demo").exists()


@transaction.atomic
def seed(*, at, progress, small=False):
    """Make hanoi-2025, demo and demo-rehearsal. Returns what was made, in words."""
    chance = Random(SEED)  # noqa: S311
    with progress.step("Directory and people"):
        if not Entity.objects.exists():
            load_directory()
        users = cast.make_people()
    with progress.step("The finished ceremony"):
        hanoi = ceremonies.make_finished()
        cast.appoint(hanoi, users, hanoi.start_of(hanoi.starts_on.replace(month=6)))
        programme = Programme(hanoi)
        finished.make_delegations(hanoi, users)
    with progress.step("The signatures of Ha Noi", 4):
        fill_finished(hanoi, at=at)
    with progress.step("The programme of Ha Noi"):
        officers = {"organiser": users["organiser"], "coordinator": users["side-events"]}
        side_events.fill_finished(programme, Post(hanoi, at), **officers)
        debate.hear_finished(programme, **officers)
        debate.exhibit_finished(programme, **officers)
    with progress.step("The live ceremony"):
        ceremony = ceremonies.make_live(at)
        cast.appoint(ceremony, users, at.replace(microsecond=0))
        programme = Programme(ceremony)
    live = _make_live(chance, ceremony, users, programme, at=at, progress=progress, small=small)
    cast.propose(ceremony, users, live.ago(days=2))
    with progress.step("The rehearsal"):
        rehearsal = make_rehearsal(ceremony, by=users["organiser"], at=at)
    with progress.step("Checking"):
        check(ceremony, at=at)
        check_signatures(hanoi, ceremony)
    # What was written is of the past: nobody is to deliver it now.
    connection.run_on_commit = []
    people = [delegate.accreditation for guest in live.guests for delegate in guest.people]
    approved = sum(person.status == Status.APPROVED for person in people)
    media = press.counted(ceremony)
    return (
        f"{hanoi.slug}: {hanoi.sessions.count()} sessions, {len(finished.signatories())} delegations, "
        f"{hanoi.treaty.entries.count()} signatures. "
        f"{ceremony.slug}: {len(live.guests)} delegations, {len(people)} people, {approved} of them approved, "
        f"{media['outlets']} outlets with {media['people']} journalists, "
        f"{ceremony.letters.count()} letters, {ceremony.treaty.entries.count()} signatures. {rehearsal.slug}: a rehearsal of {ceremony.slug}."
    )


def _make_live(chance, ceremony, users, programme, *, at, progress, small):
    with progress.step("Guests"):
        chosen = guests.choose(chance, small=small)
        guests.make_contacts(chance, Entity.objects.order_by("code"))
        live = Live(chance=chance, ceremony=ceremony, users=users, guests=chosen, at=at)
        post = Post(ceremony, at)
    with progress.step("Invitations", 2):
        invited = live.ago(days=INVITED_BEFORE)
        with post.of(invited):
            invite(ceremony, [guest.entity for guest in chosen], by=users["organiser"], at=invited)
        live.adopt(
            Delegation.objects.filter(nominator__ceremony=ceremony)
            .select_related("nominator")
            .prefetch_related("nominator__contacts__user")
        )
        live.move_delegations()
    with progress.step("People", 6):
        live.draw_people(list(Entity.objects.states().order_by("code")))
        live.store_people()
    with progress.step("Heads, papers, vetting", 3):
        live.name_heads()
        live.hand_in_notes()
        live.tell_of_people()
        live.confirm_delegations()
        live.ask_vetting()
        live.story.store()
    with progress.step("Full powers and the call list", 3):
        morning = Morning(live, post)
        morning.prepare()
    with progress.step("Side events, statements, booths"):
        for gather in (side_events.Bids, debate.Inscriptions, debate.Exhibitors):
            gather(live, post, programme, small=small).plan()
    with progress.step("The press", 3):
        press.plan(live, post, programme, small=small)
    with progress.step("Letters, each at its hour", 6):
        post.plan_receipts(live.submissions())
        post.plan_decisions(chosen)
        post.plan_answers(chosen)
        post.write()
        reminders.plan(at=at)
    with progress.step("The first signatures"):
        morning.sign()
    return live
