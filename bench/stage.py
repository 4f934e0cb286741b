"""What is measured: servers, data, web processes, in a folder of their own that is kept between runs."""

import hashlib
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from bench import load
from bench.processes import children_of, processor_seconds
from config.standalone import EmbeddedBroker, EmbeddedPostgres, MailSink, keys
from config.standalone.children import ROOT, Child, Trouble, wait_until_ready
from config.standalone.postgres import APPLICATION, DATABASE, OWNER

SEEDED = "plenipo_seeded"
GUNICORN = "--config=deploy/gunicorn.conf.py"


class Stage:
    def __init__(self, directory, *, small=False, say=print):
        self.directory = Path(directory).resolve()
        self.small = small
        self.say = say
        self.yardsticks = load.Load()

    def __enter__(self):
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        secrets = keys.load_or_make(self.directory / "secrets.env", self.directory / "postgres")
        passwords = {
            "postgres": secrets["POSTGRES_PASSWORD"],
            OWNER: secrets["OWNER_PASSWORD"],
            APPLICATION: secrets["APPLICATION_PASSWORD"],
        }
        with ExitStack() as stack:
            # As durable as `make run`'s: a commit waits for the disk. Only the smoke test does not care.
            postgres = EmbeddedPostgres(self.directory, passwords=passwords, throwaway=self.small)
            self.database = stack.enter_context(postgres)
            self.broker = stack.enter_context(EmbeddedBroker(self.directory, throwaway=True))
            self.mail = stack.enter_context(MailSink(self.directory))
            self.mail.clear()
            self.env = self.environment(secrets)
            self.lay_out()
            self.put_on_environment()
            self.web = stack.enter_context(self.served("web", "config.wsgi"))
            self.yardstick = stack.enter_context(self.served("yardstick", "bench.yardstick"))
            self.resources = stack.pop_all()
        return self

    def __exit__(self, *exception):
        from django.db import connections

        connections.close_all()
        self.resources.close()

    def environment(self, secrets):
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **{name: secrets[name] for name in ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY")},
            "DATA_DIR": str(self.directory),
            "DATABASE_URL": self.database.url,
            "BROKER_URL": self.broker.url,
            "EMAIL_URL": self.mail.url,
            "SITE_URL": "http://localhost",
            # There is no proxy here that would end TLS. All else is as in production: no demo mode, no debugging.
            "INSECURE_HTTP": "1",
            "LOG_LEVEL": "INFO",
        }

    def put_on_environment(self):
        """The workloads ask the database themselves, as the application's role."""
        import django

        os.environ.update(self.env)
        django.setup()

    # Data

    def lay_out(self):
        """A fresh copy of the demo, sown anew when the code that makes it, or the day it is made for, has changed."""
        self.manage("catalogue", "compile")
        self.manage("collectstatic", "--noinput", "--verbosity=0")
        marker = self.directory / "seeded"
        wanted = self.fingerprint()
        if not marker.exists() or marker.read_text() != wanted:
            marker.unlink(missing_ok=True)
            self.sow()
            marker.write_text(wanted)
        self.superuser(
            f"DROP DATABASE IF EXISTS {DATABASE} (FORCE); CREATE DATABASE {DATABASE} TEMPLATE {SEEDED} OWNER {OWNER};"
        )

    def sow(self):
        begin = time.monotonic()
        self.superuser(
            f"DROP DATABASE IF EXISTS {SEEDED} (FORCE); DROP DATABASE IF EXISTS {DATABASE} (FORCE);"
            f"CREATE DATABASE {DATABASE} OWNER {OWNER};"
        )
        self.manage("migrate", "--noinput", DATABASE_OWNER_URL=self.database.owner_url)
        self.manage("load_directory")
        self.manage("seed_demo", *(["--small"] if self.small else []), DEMO="1")
        self.superuser(
            "CREATE TABLE yardstick (id bigint PRIMARY KEY, name text NOT NULL);"
            "INSERT INTO yardstick SELECT n, 'Example entity ' || n FROM generate_series(1, 300) AS n;"
            f"GRANT SELECT ON yardstick TO {APPLICATION}; VACUUM ANALYZE;",
            DATABASE,
        )
        self.superuser(f"ALTER DATABASE {DATABASE} RENAME TO {SEEDED};")
        self.say(f"The demo was sown for this in {time.monotonic() - begin:.0f} s; it is kept for the next time.")

    def superuser(self, commands, database="postgres"):
        self.database.psql(database, commands)

    def manage(self, command, *arguments, **more):
        done = subprocess.run(
            [sys.executable, "manage.py", command, *arguments],
            cwd=ROOT,
            env=self.env | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise Trouble(f"manage.py {command} ended with status {done.returncode}:\n{done.stdout[-3000:]}")

    def fingerprint(self):
        """Of what decides about tables and demo data. The demo's dates count from the day of sowing."""
        digest = hashlib.sha256(f"{datetime.now(UTC).date()} {self.small}".encode())
        rooms = sorted(path.parent for path in ROOT.glob("*/apps.py"))
        for path in sorted(path for room in rooms for path in room.rglob("*.py")):
            if re.search(r"migrations|models|seed|demo|management", str(path)):
                digest.update(path.read_bytes())
        return digest.hexdigest()

    # Processes

    @contextmanager
    def served(self, name, application):
        port = load.free_port()
        host = unquote(self.database.url.partition("@")[2].partition("/")[0])
        child = Child(
            name,
            [sys.executable, "-m", "gunicorn", GUNICORN, application],
            log=self.directory / f"{name}.log",
            env=self.env | {"WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2", "DATABASE_HOST": host},
        )
        server = Server(child, ("127.0.0.1", port))
        try:
            wait_until_ready(child, server.answers, seconds=60)
            yield server
        finally:
            child.stop()

    @contextmanager
    def celery(self, name, *arguments):
        """A Celery process as docker-compose.yml starts it."""
        child = Child(
            name,
            [sys.executable, "-m", "celery", "--app=config", *arguments],
            log=self.directory / f"{name}.log",
            env=self.env,
        )
        try:
            yield child
        finally:
            child.stop(10)


class Server:
    def __init__(self, child, address):
        self.child = child
        self.address = address

    def workers(self):
        return children_of(self.child.process.pid)

    def computed(self):
        return processor_seconds(self.workers())

    def answers(self):
        try:
            load.once(self.address, load.get("/"))
        except OSError:
            return False
        return True
