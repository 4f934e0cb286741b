"""Invitations, each with a link of its own: from the commit to the last one's arrival at the mail server."""

import time
from itertools import count

from django.db import transaction

from accreditation.models import NominatorContact
from bench.cast import demo
from bench.load import Unexpected
from bench.statements import counted
from bench.workloads import Figures, Reach
from delegations.letters import INVITATION
from notifications.post import Addressee, post_many

TITLE = "letters through worker and SMTP"
REACH = Reach(rps=100)
LETTERS = 1000
VALUES = {
    "delegation": "Example",
    "formal_name": "the Republic of Example",
    "venue": "National Convention Center",
    "first_day": "25 October 2025",
    "last_day": "26 October 2025",
    "closes": "15 October 2025, 18:00 (Ha Noi time)",
}
numbers = count()


def measure(stage):
    ceremony = demo()
    contacts = NominatorContact.objects.filter(nominator__ceremony=ceremony, is_active=True).select_related("user")
    people = [contact.user for contact in contacts]
    letters = LETTERS // 20 if stage.small else LETTERS
    with stage.celery(
        "worker", "worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat"
    ) as worker:
        send(stage, worker, ceremony, people, 20)
        rates = []
        for _ in range(3):
            rates.append(letters / send(stage, worker, ceremony, people, letters))
        with counted(stage.database) as seen:
            send(stage, worker, ceremony, people, 20)
    return Figures(rps=sorted(rates)[1], sql=round(len(seen) / 20, 1), note="letters a second, two processes")


def send(stage, worker, ceremony, people, letters):
    """Write so many in one transaction, and wait until each has arrived; the seconds since the commit began."""
    stage.mail.clear()
    with transaction.atomic():
        post_many(
            INVITATION.name,
            [
                Addressee(
                    people[number % len(people)], f"bench:{next(numbers)}", VALUES, f"/{ceremony.slug}/delegation/"
                )
                for number in range(letters)
            ],
            ceremony=ceremony,
            hold=False,
        )
        begin = time.perf_counter()
    patience = time.monotonic() + 120
    while (arrived := sum(1 for _ in stage.mail.folder.glob("*.eml"))) < letters:
        worker.check()
        if time.monotonic() > patience:
            raise Unexpected(f"{arrived} of {letters} letters arrived within two minutes; see {worker.log}")
        time.sleep(0.02)
    return time.perf_counter() - begin
