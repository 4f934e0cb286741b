"""The folder an installation lives in, and who may run it: one at a time."""

import fcntl
import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from config.standalone.children import ROOT, Trouble

# The kernel's limit for a unix socket's address is 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
OLD_LOG = 5 * 1024 * 1024


class Place:
    def __init__(self, directory=None):
        self.directory = Path(directory or os.environ.get("DATA_DIR") or ROOT / "var").resolve()
        self.logs = self.directory / "log"
        self.secrets = self.directory / "secrets.env"
        self.seeded = self.directory / "seeded"
        self.lock = self.directory / "running.json"

    @contextmanager
    def claimed(self):
        """Hold the place. The lock goes with the process, however it ends; the file stays and says who holds it."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.logs.mkdir(exist_ok=True)
        with os.fdopen(os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            if not locked(file):
                raise Trouble(f"Plenipo already runs here ({self.holder()})")
            note = Note(file)
            note.write(process=os.getpid())
            yield note

    def log(self, name):
        return self.logs / f"{name}.log"

    def clear_old_logs(self):
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > OLD_LOG:
                log.replace(log.with_suffix(".log.1"))

    def holder(self):
        known = self.read_note()
        return f"process {known.get('process', '?')}, {known['address'] if known.get('ready') else 'still starting'}"

    def read_note(self):
        try:
            return json.loads(self.lock.read_text())
        except (OSError, ValueError):
            return {}

    def running(self):
        """What the process that holds the place wrote down, or nothing when none does."""
        try:
            with self.lock.open() as file:
                return {} if locked(file) else self.read_note()
        except FileNotFoundError:
            return {}

    @contextmanager
    def sockets(self):
        """A folder for sockets whose addresses are short enough, and without what separates hosts for PostgreSQL."""
        folder = self.directory / "sockets"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and "," not in str(folder):
            folder.mkdir(exist_ok=True, mode=0o700)
            yield folder
        else:
            with tempfile.TemporaryDirectory(prefix="plenipo-", dir="/tmp") as short:
                yield Path(short)


class Note(dict):
    """What a second start, and `manage`, should know of the first. No secrets."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def write(self, **facts):
        self.update(facts)
        self.file.seek(0)
        self.file.truncate()
        json.dump(self, self.file)
        self.file.flush()


def locked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
