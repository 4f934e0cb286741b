"""Reminders before a deadline: 14, 7 and 2 days ahead, then daily, to those with something missing.

A room above says who is late; `notifications` knows neither delegations nor outlets:

    reminders.register(DeadlineKind.REGISTRATION, who_is_late)

    def who_is_late(ceremony, at, only=None):
        '''Yields a `Late` for each group with something to do before the deadline; for `only`, at most that one.'''
        for delegation in ...:
            yield Late(
                cause=f"delegation:{delegation.pk}",
                users=[contact.user for contact in ...],
                whom=delegation,                    # said in the recipient's language
                missing=lambda: [_("Hand in the note verbale.")],
                link_to=reverse("delegations:detail", args=[...]),
            )

`only` is a `Late.cause`: just before a reminder goes the room is asked again about that one, so that a reminder whose
work was done meanwhile falls away.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from ceremony.models import Deadline
from notifications.models import Letter, Reminder
from notifications.post import Addressee, post_many

DAYS_BEFORE = [14, 7, 2, 1, 0]
# In the morning, where the ceremony is. On the last day only if some hours remain.
HOUR = 9
LEAST = timedelta(hours=3)


@dataclass(frozen=True)
class Late:
    """Some people who answer for one group, and what the group has still to do."""

    cause: str  # "delegation:12", the same in every call
    users: Sequence[User]
    whom: Any  # who is late, said in the recipient's language
    missing: Sequence | Callable  # sentences, each one thing to do; or a callable that gives them in that language
    link_to: str


providers: dict[str, list[Callable]] = {}


def register(kind, who_is_late: Callable[..., Iterable[Late]]):
    """`who_is_late(ceremony, at, only=None)` is asked on each day of reminding before deadlines of this kind."""
    providers.setdefault(str(kind), []).append(who_is_late)


def days_of(deadline):
    """The instants of its reminders."""
    last_day = deadline.ceremony.local(deadline.at).date()
    instants = [deadline.ceremony.start_of(last_day - timedelta(days=days), HOUR) for days in DAYS_BEFORE]
    return [instant for instant in instants if instant <= deadline.at - LEAST]


def scan(*, at):
    """Plan what is to come and write what is due. Harmless however often it runs."""
    plan(at=at)
    for reminder in Reminder.objects.filter(done_at=None, due_at__lte=at).values_list("pk", flat=True):
        remind(reminder, at=at)


def plan(*, at):
    """Rows for the days ahead of each deadline; those of a deadline that moved follow it."""
    deadlines = Deadline.objects.filter(at__gt=at, kind__in=providers).select_related("ceremony")
    wanted = {(deadline.pk, instant) for deadline in deadlines for instant in days_of(deadline) if instant > at}
    to_come = Reminder.objects.filter(done_at=None, due_at__gt=at)
    there = {(reminder.deadline_id, reminder.due_at): reminder.pk for reminder in to_come}
    Reminder.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    Reminder.objects.bulk_create(
        [Reminder(deadline_id=deadline, due_at=instant) for deadline, instant in sorted(wanted - there.keys())],
        ignore_conflicts=True,
    )


@transaction.atomic
def remind(number, *, at):
    """Write the letters of one reminder, once. Of several that were missed only the last is still worth writing."""
    reminder = (
        Reminder.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("deadline__ceremony")
        .filter(pk=number, done_at=None)
        .first()
    )
    if reminder is None:
        return
    deadline = reminder.deadline
    overtaken = deadline.reminders.filter(due_at__gt=reminder.due_at, due_at__lte=at).exists()
    if not overtaken and at < deadline.at:
        reminder.letters = len(_write(reminder, deadline, at))
    reminder.done_at = at
    reminder.save(update_fields=["done_at", "letters"])


def _write(reminder, deadline, at):
    from notifications.letters import REMINDER

    addressees = [
        Addressee(
            to=user,
            cause=f"{reminder.pk}:{deadline.kind}:{late.cause}",
            values={
                "whom": late.whom,
                "what": deadline.get_kind_display,
                "deadline": deadline.at,
                "missing": late.missing,
            },
            link_to=late.link_to,
        )
        for who_is_late in providers.get(deadline.kind, ())
        for late in who_is_late(deadline.ceremony, at)
        for user in late.users
    ]
    return post_many(REMINDER.name, addressees, ceremony=deadline.ceremony, lapses_at=deadline.at)


def still_late(letter: Letter, at) -> bool:
    """Whether the work of this reminder is still undone."""
    _number, kind, cause = letter.cause.split(":", 2)
    return any(
        late.cause == cause
        for who_is_late in providers.get(kind, ())
        for late in who_is_late(letter.ceremony, at, only=cause)
    )
