"""`make run`: everything Plenipo needs, started in order, watched, and stopped together."""

import contextlib
import http.client
import os
import re
import signal
import sys
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

from config.standalone import keys
from config.standalone.children import ROOT, Child, Trouble, shown, stop_together, until
from config.standalone.mail import MailSink
from config.standalone.place import Place
from config.standalone.surroundings import (
    address_of,
    embedded_broker,
    embedded_database,
    open_door,
    owners_surroundings,
    surroundings,
)

# Seconds. Web, worker and beat may finish what they do; then the servers end, which nobody uses any more, and the
# database writes down on a slow disk what it still holds.
GRACE, SERVERS_GRACE = 5, 10
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NOTEWORTHY = re.compile(r"level=(warning|error|critical)\b|\[(WARNING|ERROR|CRITICAL)\]")
DEMO_SIZES = {"small": ["--small"]}


class Launcher:
    def __init__(self, place):
        self.place = place
        self.servers = []
        self.steps = []
        self.apps = []
        self.hurried = False

    # The course of a run

    def run(self):
        with ExitStack() as stack:
            self.note = stack.enter_context(self.place.claimed())
            sockets = stack.enter_context(self.place.sockets())
            stack.callback(self.stop)
            for number in STOP_SIGNALS:
                signal.signal(number, interrupt)
            self.start(sockets)
            self.follow()

    def start(self, sockets):
        begin = time.monotonic()
        say(f"Plenipo starts: its data in {shown(self.place.directory)}, its logs in {shown(self.place.logs)}")
        self.place.clear_old_logs()
        host = os.environ.get("HOST") or "127.0.0.1"
        with open_door(host, os.environ.get("PORT")) as door:
            self.note.write(sockets=str(sockets), host=host, address=address_of(host, door), email_url="")
            with timed("database, broker, mail"):
                self.start_servers()
            self.prepare()
            self.start_apps(door)
        with timed("web, worker, beat"):
            people = self.begin("demo_people") if self.demo else None
            self.wait_for_answer(self.note["address"])
            if people:
                self.finish(people)
        self.note.write(ready=True)
        say(f"\nPlenipo runs at {self.env['SITE_URL']} after {time.monotonic() - begin:.0f} s. Ctrl-C stops it.\n")
        say(people.log.read_text() if people else "")

    def start_servers(self):
        """The embedded ones; each is spared where the environment names another."""
        secrets = keys.load_or_make(self.place.secrets, self.place.directory / "postgres")
        if not os.environ.get("DATABASE_URL"):
            self.serve(embedded_database(self.place, secrets, self.note["sockets"]))
        if not os.environ.get("BROKER_URL"):
            self.serve(embedded_broker(self.place, self.note["sockets"]))
        if not os.environ.get("EMAIL_URL"):
            mail = self.serve(MailSink(self.place.directory, log=self.place.log("mail")))
            self.note.write(email_url=mail.url)
        self.env = surroundings(self.place, secrets, self.note)
        self.owners_env = owners_surroundings(self.place, secrets, self.note)

    def serve(self, server):
        server.start()
        self.servers.append(server.child)
        return server

    def prepare(self):
        """What has to be there before the first request. Each command is idempotent; the demo is sown once."""
        static = self.begin("collectstatic", "--noinput", "--verbosity=0")
        self.manage("catalogue", "compile")
        self.manage("migrate", "--noinput", env=self.owners_env)
        self.manage("load_directory")
        if self.demo and not self.place.seeded.exists():
            self.manage("seed_demo", *DEMO_SIZES.get(os.environ.get("DEMO_SIZE"), []))
            self.place.seeded.touch()
        self.finish(static)

    def start_apps(self, door):
        number = door.fileno()
        # As in production, but sooner at an end than a person's patience.
        web = ["gunicorn", "--config=deploy/gunicorn.conf.py", f"--bind=fd://{number}", "--graceful-timeout=3"]
        self.app("web", *web, "config.wsgi", pass_fds=[number])
        # Nobody listens to what workers tell each other; and a worker that ends would wait for a broker that is gone
        # to send it a last heartbeat.
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker = ["celery", "-A", "config", "worker", "--concurrency=2", *alone]
        # Told to terminate it would finish its tasks; but when the launcher is gone, so is the database.
        self.app("worker", *worker, death_signal=signal.SIGQUIT)
        beat = ["celery", "-A", "config", "beat", f"--schedule={self.place.directory / 'beat-schedule'}", "--pidfile="]
        self.app("beat", *beat)

    def app(self, name, *module, **options):
        command = [sys.executable, "-m", *module]
        self.apps.append(Child(name, command, log=self.place.log(name), env=self.env, **options))

    def follow(self):
        """Until Ctrl-C, or until one of them ends: then none of the others is of use."""
        tails = [Tail(child) for child in self.apps[:2]]
        while True:
            self.check()
            for tail in tails:
                tail.show()
            time.sleep(0.2)

    # Its parts

    @property
    def demo(self):
        return self.env["DEMO"].lower() in ("1", "true", "yes", "on")

    def manage(self, command, *arguments, env=None):
        with timed(command):
            self.finish(self.begin(command, *arguments, env=env))

    def begin(self, command, *arguments, env=None):
        log = self.place.log(command)
        log.unlink(missing_ok=True)
        step = Child(command, [sys.executable, "manage.py", command, *arguments], log=log, env=env or self.env)
        self.steps.append(step)
        return step

    def finish(self, step):
        while step.alive:
            self.check()
            time.sleep(0.02)
        self.steps.remove(step)
        if step.process.returncode:
            # A traceback ends with the line that says what happened, but not always with a whole one.
            said = [line for line in step.log.read_text().splitlines() if line[:1].strip()] or ["nothing"]
            raise Trouble(f"manage.py {step.name} {step.ending()}; its log is {shown(step.log)} and ends: {said[-1]}")

    def wait_for_answer(self, address, seconds=180):
        where, end, answer = urlsplit(address), time.monotonic() + seconds, None
        # Where the person has named the hosts, a request for another one is refused.
        host = self.env["ALLOWED_HOSTS"].split(",")[0].replace("*", "localhost").removeprefix(".")
        while time.monotonic() < end:
            self.check()
            line = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
            with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(line):
                line.request("GET", "/readyz", headers={"Host": host})
                reply = line.getresponse()
                if reply.status == 200:
                    return
                answer = f"{reply.status} {reply.read(300).decode(errors='replace')}"
            time.sleep(0.1)
        raise Trouble(f"/readyz did not answer 200 within {seconds} s: {answer}; see {shown(self.place.logs)}")

    def check(self):
        for child in self.servers + self.apps:
            child.check()

    def stop(self):
        for number in STOP_SIGNALS:
            signal.signal(number, self.hurry)
        for group, grace in ((self.steps + self.apps, GRACE), (self.servers, SERVERS_GRACE)):
            patience = until(grace)
            stop_together(group, lambda patience=patience: patience() and not self.hurried)

    def hurry(self, *_):
        """A second Ctrl-C: the person does not want to wait."""
        self.hurried = True


class Tail:
    """Shows what a person at the console should know; the rest stays in the log."""

    def __init__(self, child):
        self.name = child.name
        self.file = child.log.open(errors="replace")
        self.file.seek(0, os.SEEK_END)
        self.begun = ""

    def show(self):
        for piece in self.file:
            line = self.begun + piece
            self.begun = "" if line.endswith("\n") else line
            if not self.begun and NOTEWORTHY.search(line):
                say(f"{self.name:>8} | {line.rstrip()[:400]}")


@contextlib.contextmanager
def timed(name):
    """Names what is being waited for before the wait, which may be long."""
    begin = time.monotonic()
    print(f"  {name:<24}", end="", flush=True)
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f"{time.monotonic() - begin:5.1f} s")


def say(text):
    print(text, flush=True)


def interrupt(*_):
    raise KeyboardInterrupt


def run():
    try:
        Launcher(Place()).run()
    except KeyboardInterrupt:
        say("Plenipo has stopped.")
        return 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def manage(arguments):
    """A command of manage.py in the surroundings of the Plenipo that runs here; as the owner only when it migrates."""
    place = Place()
    note = place.running()
    if not note.get("ready"):
        print("Plenipo does not run here: start it with `make run`.", file=sys.stderr)
        return 1
    build = owners_surroundings if arguments[:1] == ["migrate"] else surroundings
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], build(place, keys.read(place.secrets), note))
