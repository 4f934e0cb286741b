"""Papers in the hands of workers: asked for once, made after the commit, and what a kill leaves behind."""

import os
import signal
from datetime import timedelta

import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from ceremony import typesetting
from ceremony.procedure import Refused
from signatures import tasks
from signatures.models import Paper
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.notifications.conftest import broker  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.fonts, pytest.mark.usefixtures("private_files")]


def work_through_the_queue():
    """What a worker does with each message that the broker holds for it. Returns how many there were."""
    count = 0
    with current_app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        while True:
            try:
                message = queue.get(timeout=0.2)
            except queue.Empty:
                return count
            assert message.headers["task"] == "signatures.tasks.make_paper"
            tasks.make_paper(*message.payload[0])
            message.ack()
            count += 1


def begin_and_be_killed(paper, at):
    """Another process takes the paper in hand, writes half a file, and is killed."""
    child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's, on whose wire two must not talk

        def die(_data):
            paper.file.storage.save(f"papers/{paper.key.hex}.pdf", ContentFile(b"half a pa"))
            os.kill(os.getpid(), signal.SIGKILL)

        typesetting.typeset = die
        paper.make(at=at)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_a_paper_whose_worker_was_killed_is_made_by_the_sweep(signed, kenya, minister, treaty, treaty_officer, broker):  # noqa: F811
    minister(kenya)
    signed(kenya)
    asked = timezone.now() - timedelta(minutes=5)
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=asked)
    assert work_through_the_queue() == 1  # what was sent after the commit reaches a worker
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("ready", 1)

    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=asked)
    current_app.control.purge()
    begin_and_be_killed(paper, asked)
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("requested", 1)
    tasks.sweep_papers()
    assert work_through_the_queue() == 1
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("ready", 2)
    assert paper.file.read().startswith(b"%PDF-")
    assert len(paper.file.storage.listdir("papers")[1]) == 2  # nothing is left of the half


def test_the_sweep_leaves_alone_what_somebody_is_at(morning, treaty, treaty_officer):
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=timezone.now())
    Paper.objects.filter(pk=paper.pk).update(attempts=1)
    assert not Paper.objects.abandoned(timezone.now()).exists()
    tasks.make_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("requested", 1)


def test_a_paper_that_kills_its_worker_is_given_up(morning, treaty, treaty_officer, now):
    asked = now - timedelta(minutes=5)
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=asked)
    Paper.objects.filter(pk=paper.pk).update(attempts=3, tried_at=asked)
    tasks.make_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.status, paper.trouble) == ("failed", "It was begun 3 times and never finished.")


def test_who_asks_twice_before_it_is_made_gets_one_paper(morning, treaty, treaty_officer, depositary_officer, now):
    first = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    second = Paper.objects.ask(treaty, "signatories", language="en", by=depositary_officer, at=now)
    other = Paper.objects.ask(treaty, "signatories", language="vi", by=treaty_officer, at=now)
    assert first == second != other


def test_what_is_not_there_has_no_paper(morning, treaty, treaty_officer, ceremony, now):
    tomorrow = ceremony.local(now).date() + timedelta(days=1)
    for kind, about, words in [
        ("certificate", {"number": 99}, "There is no entry 99."),
        ("digest", {"day": tomorrow}, "That day has not come yet."),
    ]:
        with pytest.raises(Refused, match=words):
            Paper.objects.ask(treaty, kind, language="en", by=treaty_officer, at=now, **about)
    assert Paper.objects.count() == 0
