"""Letters through real processes: a broker, Celery's worker and a mail server, with the worker killed and the server away."""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from notifications import delivery
from notifications.kinds import LetterKind, letter_kinds
from notifications.models import Letter
from notifications.post import Addressee, post_many
from notifications.tasks import enqueue

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]
PLAIN = LetterKind(name="tests.plain", label="Plain", subject="To {name}", body="A text for {name}.")
COUNT, KILLS = 500, 20


class MailServer:
    """Notes the Message-ID of what it took, takes a moment for each, and can be out of sorts."""

    def __init__(self):
        self.taken, self.moment, self.refuses = [], 0, False
        self.port, self.controller = free_port(), None

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refuses:
            return "421 Come back later"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(message_from_bytes(envelope.content)["Message-ID"])
        # Killed from here on, a worker never learns that the letter was taken.
        await asyncio.sleep(self.moment)
        return "250 Taken"

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="localhost")
        self.controller.start()

    def shut(self):
        self.controller.stop()
        self.controller = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


@pytest.fixture
def mail_server():
    server = MailServer()
    server.open()
    yield server
    if server.controller:
        server.shut()


class Worker:
    """A worker that can be killed and begun anew."""

    def __init__(self, folder, broker, mail_server):
        url = urlsplit(os.environ["DATABASE_URL"])
        database = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
        env = os.environ | {
            "DATABASE_URL": database,
            "BROKER_URL": broker.url,
            "EMAIL_URL": mail_server.url,
            "LOG_LEVEL": "INFO",
        }
        env.pop("DATABASE_OWNER_URL", None)
        self.log = folder / "worker.log"
        with self.log.open("wb") as log:
            self.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.notifications.nursery"],
                cwd=Path.cwd(),
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.nursery.stdout.readline() == "ready\n", self.words()
        self.pid = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.pid:
            self.kill()
        self.nursery.stdin.close()
        self.nursery.wait(20)

    def start(self):
        born = self.words().count(" ready.")
        self.nursery.stdin.write("\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())
        wait_for(lambda: self.words().count(" ready.") > born, self.words)

    def words(self):
        return self.log.read_text()

    def kill(self):
        """The whole group, with the processes of its pool."""
        os.killpg(self.pid, signal.SIGKILL)
        self.pid = None


def wait_for(condition, words=lambda: "", seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, words()
        time.sleep(0.01)


def take_up(*, later):
    """What the sweep does, as if so much time had passed: nobody waits here for a lease or a retry."""
    now = timezone.now()
    delivery.recover(at=now + later)
    due = delivery.due(at=now + later)
    Letter.objects.filter(pk__in=due).update(next_attempt_at=now)
    enqueue(due)


def unsent():
    return Letter.objects.exclude(status="sent").count()


def wait_until_all_are_sent(worker):
    """Takes up what is left whenever nothing has moved for two seconds."""
    end = time.monotonic() + 240
    while left := unsent():
        take_up(later=timedelta(hours=1))
        still = time.monotonic()
        while unsent() and time.monotonic() - still < 2:
            assert time.monotonic() < end, worker.words()[-5000:]
            time.sleep(0.1)
            if unsent() < left:
                left, still = unsent(), time.monotonic()


def write(ceremony, user, count):
    addressees = [Addressee(user, str(number)) for number in range(count)]
    return {letter.message_id for letter in post_many(PLAIN.name, addressees, ceremony=ceremony)}


def test_nothing_is_lost_when_the_worker_is_killed_and_the_mail_server_is_away(
    ceremony, kenyan_focal_point, monkeypatch, tmp_path, mail_server, broker
):
    """500 letters, 20 kills, a server that refuses for three lives and is gone for three more."""
    seed = int(os.environ.get("LETTERS_SEED") or time.time())
    print(f"LETTERS_SEED={seed}")  # pytest shows it when the test fails
    chance = random.Random(seed)
    monkeypatch.setitem(letter_kinds, PLAIN.name, PLAIN)
    mail_server.moment = 0.03
    with Worker(tmp_path, broker, mail_server) as worker:
        written = write(ceremony, kenyan_focal_point, COUNT)
        for life in range(KILLS):
            mail_server.refuses = life in range(5, 8)
            if life == 12:
                mail_server.shut()
            if life == 15:
                mail_server.open()
            worker.start()
            time.sleep(chance.uniform(0, 0.3))
            assert len(mail_server.taken) < COUNT, "the last kills would have nothing to interrupt"
            worker.kill()
            take_up(later=delivery.GRACE)
        worker.start()
        wait_until_all_are_sent(worker)
    twice = {number for number, times in Counter(mail_server.taken).items() if times > 1}
    marked = set(Letter.objects.filter(maybe_twice=True).values_list("message_id", flat=True))
    print(f"{len(twice)} came twice, {len(marked)} are marked")
    assert set(mail_server.taken) == written
    assert twice <= marked
    # In flight at a kill, or at the end of the mail server, were at most the two processes of the pool.
    assert len(marked) <= 2 * (KILLS + 1)
