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
class Figure:
    value: int
    label: str = ""  # of a part; empty for the total
    address: str = ""  # the rows behind it


@dataclass(frozen=True)
class Count:
    """A number of the overview, with its definition. The first figure is the total; the others partition it or not."""

    name: str
    label: str
    definition: str
    order: int
    figures: Callable  # (ceremony, at) -> list[Figure]
    roles: frozenset[str] = field(default_factory=frozenset)  # empty: every officer


class Registry:
    def __init__(self):
        self.tasks, self.cards, self.counts = {}, {}, {}

    def add(self, item):
        shelf = {Task: self.tasks, Card: self.cards, Count: self.counts}[type(item)]
        if item.name in shelf:
            raise ValueError(f"There is already a {type(item).__name__.lower()} {item.name!r}.")
        shelf[item.name] = item

    def tasks_of(self, kind):
        return sorted((task for task in self.tasks.values() if kind in task.kinds), key=lambda task: task.order)

    def cards_for(self, roles):
        return sorted((card for card in self.cards.values() if card.roles & roles), key=lambda card: card.order)

    def counts_for(self, roles):
        counts = (count for count in self.counts.values() if not count.roles or count.roles & roles)
        return sorted(counts, key=lambda count: count.order)


desk = Registry()
