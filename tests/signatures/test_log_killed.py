"""PostgreSQL is killed in the middle of a signing morning, as by a power cut: what was confirmed is there afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.standalone import EmbeddedPostgres
from config.standalone.binaries import postgres_program
from config.standalone.children import ROOT, before_exec

pytestmark = [pytest.mark.django_db, pytest.mark.processes, pytest.mark.xdist_group("killed")]


@pytest.fixture
def database(servers_directory, django_db_setup):
    """A PostgreSQL of its own, as careful as in production, with the tables of the tests' database."""
    from django.conf import settings

    with EmbeddedPostgres(servers_directory / "killed") as postgres:
        dump = subprocess.run(
            [postgres_program("pg_dump"), owner_of(settings.DATABASES["default"]["NAME"])],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        filled = subprocess.run(
            [postgres_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "-d", postgres.owner_url.replace("postgres://", "postgresql://")],
            input=dump, capture_output=True, text=True,
        )  # fmt: skip
        assert filled.returncode == 0, filled.stderr
        yield postgres


def owner_of(name):
    """The address of the tests' database, as its owner."""
    return os.environ["DATABASE_OWNER_URL"].rpartition("/")[0].replace("postgres://", "postgresql://") + f"/{name}"


class Signing:
    """The officers' process, and what they were told."""

    def __init__(self, postgres):
        env = os.environ | {
            "DATABASE_URL": postgres.url,
            "DATABASE_OWNER_URL": postgres.owner_url,
            "PYTHONPATH": str(ROOT),
        }
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("signing_morning.py")],
            cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=before_exec(signal.SIGKILL),
        )  # fmt: skip
        self.recorded, self.confirmed = [], []

    def hear(self, line):
        what, *words = line.split()
        (self.recorded if what == "recorded" else self.confirmed).append(words)

    def until(self, entries):
        while len(self.confirmed) < entries:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            self.hear(line)

    def end(self):
        """What had been said before it ended; its last words."""
        rest, errors = self.process.communicate(timeout=30)
        for line in rest.splitlines():
            self.hear(line)
        return errors

    def stop(self):
        self.process.kill()
        self.end()


def kill(postgres):
    """-9 for the server and for each of its processes at once: nothing is written any more, nobody takes leave."""
    master = postgres.running_postmaster()
    children = [int(word) for word in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    for pid in [master, *children]:
        os.kill(pid, signal.SIGKILL)
    postgres.child.process.wait(10)


def restart(postgres):
    began = time.monotonic()
    postgres.start()
    return time.monotonic() - began


def entries(postgres):
    with psycopg.connect(postgres.url) as connection:
        return [
            [str(number), digest]
            for number, digest in connection.execute("SELECT number, hash FROM signatures_entry ORDER BY number")
        ]


def verify_log(postgres, anchor):
    return subprocess.run(
        [sys.executable, "manage.py", "verify_log", "demo", "--anchor", anchor], cwd=ROOT,
        env=os.environ | {"DATABASE_URL": postgres.url, "DATABASE_OWNER_URL": postgres.owner_url}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc")
def test_after_a_kill_every_confirmed_entry_is_there_and_the_morning_goes_on(database):
    morning = Signing(database)
    morning.until(12)
    kill(database)
    assert "OperationalError" in morning.end()
    restart(database)

    found = entries(database)
    assert found[: len(morning.confirmed)] == morning.confirmed
    # At most the one whose answer was under way; nothing else was entered.
    assert len(found) - len(morning.confirmed) in (0, 1)
    with psycopg.connect(database.url) as connection:
        states = dict(connection.execute("SELECT key::text, status FROM signatures_recording").fetchall())
    # The desk's question after an unclear answer: what was told to be recorded is, and waits or is confirmed.
    assert {states.get(key) for (key,) in morning.recorded} <= {"pending", "confirmed"}
    assert list(states.values()).count("confirmed") == len(found)

    afternoon = Signing(database)
    afternoon.until(3)
    afternoon.stop()
    checked = verify_log(database, morning.confirmed[-1][1])
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.endswith(": whole.\n")
    assert entries(database)[: len(found)] == found
