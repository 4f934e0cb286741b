"""One file a workload. Each names what it measures (`TITLE`), what is to be reached (`REACH`), and has either

requests(stage) -> Requests      what eight browsers send; the yardstick is measured in turns with it, or
measure(stage) -> Figures        something else than requests.

One that needs what not every machine has says in missing() what that is.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """What this workload is to reach; what is not named does not matter."""

    ratio: float | None = None
    rps: float | None = None
    sql: int | None = None
    seconds: float | None = None
    p95: float | None = None  # milliseconds

    def __bool__(self):
        return self != Reach()

    def missed(self, figures):
        """By what the figures fall short, in words."""
        words = []
        if self.ratio and (figures.ratio or 0) < self.ratio:
            words.append(f"ratio below {self.ratio}")
        if self.rps and figures.rps < self.rps:
            words.append(f"fewer than {self.rps} a second")
        if self.sql and figures.sql > self.sql:
            words.append(f"more than {self.sql} statements")
        if self.seconds and figures.p50_ms > 1000 * self.seconds:
            words.append(f"slower than {self.seconds} s")
        if self.p95 and figures.p95_ms > self.p95:
            words.append(f"p95 above {self.p95} ms")
        return ", ".join(words)


@dataclass
class Requests:
    next: Callable  # the number of a connection -> the buffers of its next request
    expect: int = 200
    contains: tuple = ()  # what the answer must hold, so that an error or an empty page is not taken for a fast one
    note: str = ""  # said in the table; "cached" where the answer comes from a cache
    check: Callable = lambda: None  # after the run: did what was sent really happen?


@dataclass
class Figures:
    rps: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    sql: float | None = None
    ratio: float | None = None
    cpu_ms: float | None = None
    note: str = ""


ORDER = [
    "home",
    "delegation",
    "delegate",
    "queue",
    "board_poll",
    "board",
    "programme",
    "programme_anew",
    "programme_304",
    "programme_ics",
    "programme_json",
    "programme_board",
    "programme_move",
    "programme_plan",
    "press_media",
    "press_form",
    "press_queue",
    "press_person",
    "press_beside",
    "press_draw",
    "press_near",
    "letters",
    "signing",
    "watchers",
    "watchers_proxy",
    "verify_log",
    "start",
]


def names():
    """The ones that ORDER knows first."""
    found = [module.name for module in pkgutil.iter_modules(__path__)]
    return sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def module(name):
    """Once Django is set up: a workload imports models."""
    return importlib.import_module(f"{__name__}.{name}")
