"""What each room brings to the pages that gather: tasks of a delegation, cards of an officer, counts of the overview.

Rooms register in `AppConfig.ready()`; the pages read. Nobody looks upward.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Progress(models.TextChoices):
    """The state of a task, as a word; colour and shape follow it."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_PART = "in_part", _("Submitted in part")
    ATTENTION = "attention", _("Needs your attention")
    WAITING = "waiting", _("With the organisers")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")


@dataclass(frozen=True)
class TaskState:
    progress: Progress
    missing: tuple[str, ...] = ()  # sentences, each one thing to do
    due: datetime | None = None


@dataclass(frozen=True)
class Task:
    """One line on the task list of those who answer for a group of people."""

    name: str
    label: str
    kinds: frozenset[str]  # kinds of nominator that have it
    order: int
    address: Callable  # nominator -> URL
    state: Callable  # (nominator, at) -> TaskState


@dataclass(frozen=True)
class Card:
    """A way in for officers: on the ceremony's home, and in the navigation."""

    name: str
    label: str
    roles: frozenset[str]  # officers' roles that see it
    order: int
    address: Callable  # ceremony -> URL
    waiting: Callable | None = None  # (ceremony, at) -> how many wait there, shown beside the label
    description: str = ""


@dataclass(frozen=True)
class Entry:
    """A link of the navigation. Its label is plain words, in the language that is on: what is rendered is kept by it."""

    label: str
    address: str
    is_for_everybody: bool = False  # nothing that is this person's own


@dataclass(frozen=True)
class Way:
    """A way in for those who are not officers: "Delegation of Kenya" for its focal point, a page for the public.

    What it offers to a visitor who has not signed in depends on the ceremony alone: that page is kept.
    """

    name: str
    order: int
    entries: Callable  # (ceremony, user) -> list[Entry]


@dataclass(frozen=True)
class Invited:
    """Whom a room has asked to a ceremony: they see it before it is public, as its officers do."""

    name: str
    order: int
    ceremonies: Callable  # user -> queryset or list of primary keys of ceremonies


@dataclass(frozen=True)
class Section:
    """A part of the ceremony's public home. It sees the ceremony, never the visitor.

    `version` is a SELECT of one text that says what the section shows, for the ceremony with the key %(ceremony)s: as
    long as it stays the same, the page is kept. Those of all sections are asked in one statement.
    """

    name: str
    order: int
    template: str
    context: Callable  # ceremony -> dict
    version: str
    is_beside: bool = False  # a panel at the side, for some readers, instead of a part of the page for all


@dataclass(frozen=True)
class Late:
    """One thing on the overview that should have happened: what, since when, whose move it is, and where."""

    what: str
    since: datetime
    whose: str
    address: str


@dataclass(frozen=True)
class Watch:
    """What a room watches for the overview: everything of its own that is late."""

    name: str
    order: int
    late: Callable  # (ceremony, at) -> list[Late]
    roles: frozenset[str] = frozenset()  # who reads it; empty: every officer


@dataclass(frozen=True)
class Copy:
    """What a room brings into a rehearsal: it copies its own rows, no people among them.

    `copied` maps each row that was copied before to its copy (a room of the original to that of the rehearsal).
    """

    name: str
    order: int
    copy: Callable  # (original, rehearsal, copied, at) -> None


@dataclass(frozen=True)
class Erasure:
    """What a room erases of a ceremony's personal data on its day, inside the transaction that erases all of it."""

    name: str
    order: int
    erase: Callable  # ceremony -> Counter of what was erased


@dataclass(frozen=True)
class Figure:
    value: int
    label: str = ""  # of a part; empty for the total
    address: str = ""  # the rows behind it


@dataclass(frozen=True)
class Count:
    """A number of the overview, with its definition. The first figure is the total, the others are its parts.

    Parts that do not sum to the total get a line for the rest, unless they overlap (`partition=False`).
    """

    name: str
    label: str
    definition: str
    order: int
    figures: Callable  # (ceremony, at) -> list[Figure]
    roles: frozenset[str] = field(default_factory=frozenset)  # empty: every officer
    partition: bool = True


class Registry:
    def __init__(self):
        self.shelves = {kind: {} for kind in (Task, Card, Count, Way, Invited, Section, Watch, Copy, Erasure)}

    def add(self, item):
        """Raises ValueError when another of its kind has the name."""
        shelf = self.shelves[type(item)]
        if item.name in shelf:
            raise ValueError(f"There is already a {type(item).__name__.lower()} {item.name!r}.")
        shelf[item.name] = item

    def in_order(self, kind):
        return sorted(self.shelves[kind].values(), key=lambda item: item.order)

    def tasks_of(self, kind):
        return [task for task in self.in_order(Task) if kind in task.kinds]

    def cards_for(self, roles):
        return [card for card in self.in_order(Card) if card.roles & roles]

    def counts_for(self, roles):
        return [count for count in self.in_order(Count) if not count.roles or count.roles & roles]

    def ways_for(self, ceremony, user):
        return [entry for way in self.in_order(Way) for entry in way.entries(ceremony, user)]

    def sections(self):
        return self.in_order(Section)

    def late(self, ceremony, at, roles):
        """What is late, the oldest first, as far as holders of these roles may know of it."""
        watches = [watch for watch in self.in_order(Watch) if not watch.roles or watch.roles & roles]
        found = [late for watch in watches for late in watch.late(ceremony, at)]
        return sorted(found, key=lambda late: late.since)


desk = Registry()
