"""An embedded PostgreSQL: one folder, a unix socket, two roles."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from config.standalone.binaries import identity_for, postgres_program
from config.standalone.children import ROOT, Child, Trouble, before_exec, shown, until, wait_until_ready

OWNER = "plenipo_owner"
APPLICATION = "plenipo_app"
DATABASE = "plenipo"
ROLES = ("postgres", OWNER, APPLICATION)
SOCKET = ".s.PGSQL.5432"
STILL_IN_USE = b"pre-existing shared memory block"

# The same statements as in production.
SETUP = ROOT / "deploy" / "roles.sql"
# The tests make databases of their own.
MAY_CREATE_DATABASES = f"ALTER ROLE {OWNER} CREATEDB;"

# For tests and measurements: nobody will miss this data after a power cut.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}


class EmbeddedPostgres:
    def __init__(self, directory, *, sockets=None, passwords=None, throwaway=False, log=None):
        self.directory = Path(directory).resolve()
        self.sockets = Path(sockets or self.directory).resolve()
        self.data = self.directory / "postgres"
        self.log = Path(log or self.directory / "postgres.log")
        self.passwords = passwords or {role: secrets.token_hex(16) for role in ROLES}
        self.throwaway = throwaway
        self.child = None

    @property
    def url(self):
        return self.address(APPLICATION)

    @property
    def owner_url(self):
        return self.address(OWNER)

    def address(self, role, database=DATABASE):
        return f"postgres://{role}:{quote(self.passwords[role])}@{quote(str(self.sockets), safe='')}/{database}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def start(self):
        for folder in (self.directory, self.sockets):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.identity = identity_for(self.directory)
        if not self.data.exists():
            self.create_cluster()
        self.identity.own(self.data)
        self.outlast_the_last_one()
        try:
            self.start_server()
            self.psql("template1", self.setup())
        except BaseException:
            self.stop()
            raise

    def start_server(self):
        """Again for a while, when it refuses: of a server that was killed a part may live on, and still write."""
        patience = until(30)
        while True:
            said_before = self.log.stat().st_size if self.log.exists() else 0
            self.child = Child(
                "postgres",
                [*self.identity.prefix, postgres_program("postgres"), "-D", self.data, *self.options()],
                log=self.log,
                # Fast shutdown: sessions are ended, what was committed is kept.
                stop_signal=signal.SIGINT,
                user_namespace=self.identity.user_namespace,
            )
            try:
                return wait_until_ready(self.child, self.answers)
            except Trouble:
                if STILL_IN_USE not in self.log.read_bytes()[said_before:] or not patience():
                    raise
            time.sleep(0.2)

    def stop(self, grace=5):
        if self.child:
            self.child.stop(grace)

    def options(self):
        options = {
            "listen_addresses": "",
            # Quoted, for a comma would separate two folders.
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "port": 5432,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
        } | (CARELESS if self.throwaway else {})
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def create_cluster(self):
        """Made under another name and renamed when whole: a start that was interrupted leaves no half of a cluster."""
        half = self.data.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        password = self.directory / "postgres.password"
        half.mkdir(mode=0o700)
        self.identity.own(half)
        password.touch(mode=0o600)
        password.write_text(self.passwords["postgres"])
        try:
            with self.log.open("ab") as words:
                made = subprocess.run(
                    [
                        *self.identity.prefix,
                        *(str(postgres_program("initdb")), "-D", str(half), "-U", "postgres", f"--pwfile={password}"),
                        # The collation that ships with the server: the machine's own may change under the indexes.
                        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                        *("-A", "scram-sha-256", "--no-instructions", *(["--no-sync"] if self.throwaway else [])),
                    ],
                    preexec_fn=before_exec(signal.SIGTERM, self.identity.user_namespace),
                    stdout=words,
                    stderr=subprocess.STDOUT,
                )
        finally:
            password.unlink()
        if made.returncode:
            raise Trouble(f"PostgreSQL could not create its data; the log is {shown(self.log)}")
        half.rename(self.data)

    def outlast_the_last_one(self):
        """After a kill the previous server may still be writing; after a power cut its number may be somebody else's."""
        if pid := self.running_postmaster():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGINT)
        patience = until(15)
        while self.running_postmaster():
            if not patience():
                raise Trouble(f"Another PostgreSQL (process {pid}) uses {shown(self.data)} and does not stop.")
            time.sleep(0.05)
        for stale in (self.data / "postmaster.pid", self.sockets / SOCKET, self.sockets / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)

    def running_postmaster(self):
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if f"-D {self.data} " in command_line(pid) else None

    def answers(self):
        # A cluster that recovers from a kill already listens, but says no.
        return (self.sockets / SOCKET).exists() and self.psql("template1", "SELECT 1", complain=False)

    def setup(self):
        return SETUP.read_text() + (MAY_CREATE_DATABASES if self.throwaway else "")

    def psql(self, database, commands, complain=True):
        done = subprocess.run(
            [
                *(postgres_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"),
                *("-h", self.sockets, "-U", "postgres", "-d", database),
            ],
            input=commands,
            capture_output=True,
            text=True,
            env=os.environ
            | {"PGPASSWORD": self.passwords["postgres"], "PGCONNECT_TIMEOUT": "10"}
            | {"OWNER_PASSWORD": self.passwords[OWNER], "APPLICATION_PASSWORD": self.passwords[APPLICATION]},
        )
        if done.returncode and complain:
            raise Trouble(f"PostgreSQL refused its set-up: {done.stderr.strip().splitlines()[0]}")
        return done.returncode == 0


def command_line(pid):
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return Path("/proc", str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    return subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True).stdout
