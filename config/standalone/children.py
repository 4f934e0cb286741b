"""A child process that cannot outlive the one that started it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
# Loaded before any fork: between fork and exec a child should do as little as it can.
LIBC = ctypes.CDLL(None, use_errno=True)


class Trouble(Exception):
    """A sentence for the person at the console: what went wrong and where to look."""


def before_exec(death_signal, user_namespace=False):
    """What the child does between fork and exec."""
    parent = os.getpid()

    def prepare():
        if user_namespace and LIBC.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "no user namespace")
        if sys.platform == "linux":
            LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal))
            # The parent may have died before the line above: then nobody would ever tell us.
            if os.getppid() != parent:
                os._exit(1)

    return prepare


class Child:
    """A process in a session of its own (Ctrl-C reaches only the launcher), whose words go to a log file."""

    def __init__(
        self,
        name,
        command,
        *,
        log,
        env=None,
        stop_signal=signal.SIGTERM,
        death_signal=None,
        user_namespace=False,
        pass_fds=(),
    ):
        self.name = name
        self.log = Path(log)
        self.stop_signal = stop_signal
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=pass_fds,
                preexec_fn=before_exec(death_signal or stop_signal, user_namespace),
            )

    @property
    def alive(self):
        return self.process.poll() is None

    def check(self):
        if not self.alive:
            raise Trouble(f"{self.name} {self.ending()}; its log is {shown(self.log)}")

    def ending(self):
        code = self.process.returncode
        if code >= 0:
            return f"ended with status {code}"
        return f"was killed by signal {-code} ({signal.Signals(-code).name})"

    def ask_to_stop(self):
        if self.alive:
            self.process.send_signal(self.stop_signal)

    def kill(self):
        """The whole session's group: a killed master can leave workers behind."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, grace=5):
        stop_together([self], grace)


def stop_together(children, grace):
    """Ask all, wait for all, kill those who did not listen. `grace` is a number of seconds or says whether to wait on."""
    patience = grace if callable(grace) else until(grace)
    for child in children:
        child.ask_to_stop()
    while any(child.alive for child in children) and patience():
        time.sleep(0.02)
    for child in children:
        child.kill()


def until(seconds):
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def wait_until_ready(child, is_ready, seconds=30):
    patience = until(seconds)
    while not is_ready():
        child.check()
        if not patience():
            raise Trouble(f"{child.name} is not ready after {seconds} s; its log is {shown(child.log)}")
        time.sleep(0.02)


def shown(path):
    """A path as a person would type it from here."""
    path = Path(path)
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
