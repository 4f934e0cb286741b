"""`make run` as a person meets it: real processes, started, killed and started again on the same data.

Each test finds a Plenipo that runs; one that ended in the test before is started again, which is itself the proof that
its data survived.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from threading import Timer

import psycopg
import pytest

from config.standalone import EmbeddedPostgres, keys
from config.standalone.children import ROOT, before_exec
from config.standalone.place import Place
from config.standalone.postgres import STILL_IN_USE, command_line
from config.standalone.surroundings import embedded_database

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("standalone")]

MASTERS = {
    "web": "gunicorn",
    "postgres": "bin/postgres",
    "worker": "celery -A config worker",
    "beat": "celery -A config beat",
}
NOT_COPIED = shutil.ignore_patterns(".venv", ".git", "var", "__pycache__", "node_modules")


class Start:
    """One run of the launcher, with what it says."""

    def __init__(self, directory, prefix=(), cwd=ROOT, **env):
        self.directory = directory
        self.out = tempfile.TemporaryFile("w+")  # noqa: SIM115 - as long as the run
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "config.standalone", "run"],
            cwd=cwd,
            # Nothing of this test run's own servers.
            env={
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "DATA_DIR": str(directory),
                "DEMO_SIZE": "small",
                "PORT": "0",
                **env,
            },
            stdout=self.out,
            stderr=subprocess.STDOUT,
            # A test run that is killed must not leave a Plenipo behind either.
            preexec_fn=before_exec(signal.SIGTERM),
        )

    @property
    def pid(self):
        return self.process.pid

    def said(self):
        self.out.seek(0)
        return self.out.read()

    def last_line(self):
        return self.said().strip().splitlines()[-1]

    def address(self):
        return Place(self.directory).read_note()["address"]

    def until_ready(self, seconds=240):
        wait_until(lambda: "Plenipo runs at" in self.said() or self.process.poll() is not None, seconds)
        assert self.process.poll() is None, self.said()
        return self

    def until_ended(self, seconds):
        self.process.wait(seconds)
        wait_until(lambda: not family(self.directory), 2)
        return self.process.returncode


class House:
    """A folder in which a Plenipo runs, or is started when a test wants one."""

    def __init__(self, directory):
        self.directory = directory
        self.last = None

    def running(self):
        if self.last is None or self.last.process.poll() is not None:
            self.last = Start(self.directory)
            self.last.until_ready()
        return self.last

    def close(self):
        if self.last and self.last.process.poll() is None:
            self.last.process.terminate()
            self.last.process.wait(20)


@pytest.fixture(scope="module")
def house():
    with tempfile.TemporaryDirectory(prefix="plenipo-") as folder:
        house = House(Path(folder) / "var")
        yield house
        house.close()


@pytest.fixture
def plenipo(house):
    return house.running()


def family(directory):
    """Every process that was told to live in this folder: number -> command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            told = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"DATA_DIR={directory}".encode() in told or f"-D {directory}/" in command:
            found[int(folder.name)] = command
    return found


def master(plenipo, name):
    """The process that the launcher itself started under this name."""
    for pid, command in family(plenipo.directory).items():
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        if MASTERS[name] in command and parent == plenipo.pid:
            return pid
    raise AssertionError(f"no {name} among {family(plenipo.directory)}")


def wait_until(happened, seconds):
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)


def database(directory):
    place = Place(directory)
    return psycopg.connect(embedded_database(place, keys.read(place.secrets), place.read_note()["sockets"]).url)


def write_a_group(directory, name):
    with database(directory) as connection:
        connection.execute("INSERT INTO auth_group (name) VALUES (%s)", [name])


def groups(directory):
    with database(directory) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM auth_group")}


def test_it_answers_that_it_is_ready(plenipo):
    with urllib.request.urlopen(f"{plenipo.address()}/readyz", timeout=10) as answer:
        assert answer.status == 200


def test_only_its_user_reads_the_secrets(plenipo):
    place = Place(plenipo.directory)
    assert [path.stat().st_mode & 0o077 for path in (place.directory, place.secrets, place.lock)] == [0, 0, 0]


def test_no_process_that_stays_knows_the_owner_of_the_database(plenipo):
    told = {name: Path(f"/proc/{master(plenipo, name)}/environ").read_bytes() for name in ("web", "worker", "beat")}
    assert {name: b"DATABASE_URL=" in words for name, words in told.items()} == {
        "web": True,
        "worker": True,
        "beat": True,
    }
    assert [name for name, words in told.items() if b"DATABASE_OWNER_URL" in words or b"plenipo_owner" in words] == []


def test_a_second_start_says_where_the_first_one_is(plenipo):
    second = Start(plenipo.directory)
    assert second.process.wait(20) == 1
    assert second.said() == f"Plenipo already runs here (process {plenipo.pid}, {plenipo.address()})\n"


@pytest.mark.parametrize("name", ["web", "postgres", "worker"])
def test_when_one_is_killed_all_stop_and_it_is_named(plenipo, name):
    write_a_group(plenipo.directory, f"before {name}")
    os.kill(master(plenipo, name), signal.SIGKILL)
    assert plenipo.until_ended(15) == 1
    log = plenipo.directory / "log" / f"{name}.log"
    assert plenipo.last_line() == f"{name} was killed by signal 9 (SIGKILL); its log is {log}"
    assert family(plenipo.directory) == {}


def test_when_the_launcher_is_killed_nothing_is_left(plenipo):
    write_a_group(plenipo.directory, "before launcher")
    plenipo.process.kill()
    # Two seconds; but a task that was under way waits for its database as long as the pool's patience, half a minute.
    wait_until(lambda: not family(plenipo.directory), 40)
    assert family(plenipo.directory) == {}


def test_ctrl_c_stops_everything_in_seconds(plenipo):
    plenipo.process.send_signal(signal.SIGINT)
    assert plenipo.until_ended(8) == 0
    assert plenipo.last_line() == "Plenipo has stopped."
    assert family(plenipo.directory) == {}


def test_what_was_written_before_each_end_is_still_there(plenipo):
    before = {"before web", "before postgres", "before worker", "before launcher"}
    assert groups(plenipo.directory) & before == before
    assert "seed_demo" not in plenipo.said()


def test_a_database_whose_last_server_is_not_wholly_gone_is_waited_for(tmp_path):
    database = EmbeddedPostgres(tmp_path / "var", throwaway=True)
    database.start()
    server = database.child.process.pid
    # One of its processes is in the middle of something, and does not hear that the server was killed.
    left_behind = next(pid for pid in children_of(server) if "checkpointer" in command_line(pid))
    os.kill(left_behind, signal.SIGSTOP)
    database.child.kill()
    end = Timer(1.5, os.kill, [left_behind, signal.SIGKILL])
    end.start()
    try:
        with EmbeddedPostgres(tmp_path / "var", throwaway=True, passwords=database.passwords) as again:
            with psycopg.connect(again.url) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
            assert STILL_IN_USE in again.log.read_bytes()
    finally:
        end.join()


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to be somebody else")
def test_root_may_keep_its_data_below_the_private_folder_of_another():
    with tempfile.TemporaryDirectory(prefix="plenipo-") as private:
        os.chown(private, 4321, 4321)
        embedded = EmbeddedPostgres(Path(private) / "var", throwaway=True)
        with embedded, psycopg.connect(embedded.url) as connection:
            assert connection.execute("SELECT current_user::text").fetchone() == ("plenipo_app",)


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test here has run as an ordinary user")
def test_an_ordinary_user_starts_it_in_a_private_folder():
    with tempfile.TemporaryDirectory(prefix="plenipo-") as private:
        clone = Path(private) / "clone"
        shutil.copytree(ROOT, clone, ignore=NOT_COPIED)
        for path in [Path(private), *Path(private).rglob("*")]:
            os.chown(path, 65534, 65534)
        start = Start(clone / "var", AS_NOBODY, cwd=clone, HOME=private).until_ready()
        start.process.terminate()
        assert start.until_ended(10) == 0


# Nobody, except that the virtualenv and its Python may lie below a folder that only root may enter.
AS_NOBODY = [
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--securebits=+no_setuid_fixup"),
    *("--inh-caps=-all,+dac_read_search", "--ambient-caps=+dac_read_search", "--pdeathsig=TERM", "--"),
]
