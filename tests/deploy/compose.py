"""docker-compose.yml as plain processes: the same commands and environments, other hosts."""

import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import yaml

from config.standalone import EmbeddedBroker, EmbeddedPostgres, MailSink
from config.standalone.children import ROOT, Child, stop_together
from config.standalone.keys import fernet_key
from config.standalone.postgres import APPLICATION, OWNER

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?:(?P<sign>:[-?])(?P<rest>[^}]*))?\}|\$\$")
SITE_HOST = "plenipo.example.org"


def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def required_variables():
    return {found["name"] for found in VARIABLE.finditer(compose_text()) if found["sign"] == ":?"}


def used_variables():
    return {found["name"] for found in VARIABLE.finditer(compose_text()) if found["name"]}


def compose_text():
    return (ROOT / "docker-compose.yml").read_text()


def example_variables():
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    return {line.split("=")[0] for line in lines if line and not line.startswith("#")}


def filled_in(text, values):
    """What compose makes of ${A}, ${A:?why}, ${A:-else} and $$."""

    def value(found):
        if found[0] == "$$":
            return "$"
        if found["name"] in values:
            return values[found["name"]]
        if found["sign"] == ":-":
            return found["rest"]
        raise LookupError(found[0])

    return VARIABLE.sub(value, text)


class Production:
    """The servers, and our services as processes, in a folder that goes away with them."""

    def __enter__(self):
        with ExitStack() as stack:
            self.directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plenipo-")))
            passwords = {"postgres": "a", OWNER: "b" * 48, APPLICATION: "c" * 48}
            self.database = stack.enter_context(EmbeddedPostgres(self.directory, passwords=passwords, throwaway=True))
            self.broker = stack.enter_context(EmbeddedBroker(self.directory, throwaway=True))
            self.mail = stack.enter_context(MailSink(self.directory))
            self.port = free_port()
            self.values = {
                "SITE_HOST": SITE_HOST,
                "TLS_DIRECTORY": str(self.directory / "tls"),
                "EMAIL_URL": self.mail.url,
                "FROM_EMAIL": f"Plenipo <plenipo@{SITE_HOST}>",
                "POSTGRES_PASSWORD": "a",
                "OWNER_PASSWORD": "b" * 48,
                "APPLICATION_PASSWORD": "c" * 48,
                "BROKER_PASSWORD": "d" * 48,
                "SECRET_KEY": os.urandom(36).hex(),
                "FIELD_KEYS": fernet_key(),
                "BLIND_INDEX_KEY": fernet_key(),
            }
            self.children = {}
            stack.callback(lambda: stop_together(list(self.children.values()), 5))
            self.resources = stack.pop_all()
        return self

    def __exit__(self, *exception):
        self.resources.close()

    def environment(self, service):
        """Nothing but what the service declares, its hosts being those at hand."""
        declared = {
            name: filled_in(str(value), self.values) for name, value in services()[service]["environment"].items()
        }
        sockets = self.database.url.partition("@")[2].partition("/")[0]
        broker = f"redis://:{self.values['BROKER_PASSWORD']}@valkey:6379/0"
        at_hand = {
            "@postgres:5432/": f"@{sockets}/",
            broker: self.broker.url,
            "/data": str(self.directory / "data"),
        }
        for there, here in at_hand.items():
            declared = {name: value.replace(there, here) for name, value in declared.items()}
        programs = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        return declared | {"PATH": programs, "WEB_BIND": f"127.0.0.1:{self.port}", "PYTHONUNBUFFERED": "1"}

    def command(self, service):
        return [self.at_hand(part) for part in services()[service]["command"]]

    def at_hand(self, part):
        part = filled_in(part, self.values)
        return part.replace("/tmp/beat-schedule", str(self.directory / "beat-schedule"))

    def run(self, *command, service="web", umask=-1):
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(service), capture_output=True, text=True, timeout=300, umask=umask
        )

    def start(self, *names):
        for name in names:
            env = self.environment(name)
            program, *arguments = self.command(name)
            # Popen looks for a program on our own path, not on the one that the service will have.
            command = [Path(sys.executable).parent / program, *arguments]
            self.children[name] = Child(name, command, log=self.directory / f"{name}.log", env=env)

    def stop(self, *names):
        stop_together([self.children[name] for name in names], 5)

    def log(self, name):
        return (self.directory / f"{name}.log").read_text()

    def healthcheck(self, service):
        kind, *command = services()[service]["healthcheck"]["test"]
        assert kind == "CMD", service
        return self.run(*(self.at_hand(part) for part in command), service=service)


def free_port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]
