"""The focal point's list of tasks. Each is computed from the roll, which is read once for all of them."""

from functools import partial

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from ceremony.desk import Progress, Task, TaskState, desk
from ceremony.models import DeadlineKind
from delegations.models import KIND, DelegationStatus
from delegations.models.delegation import BEFORE_SUBMISSION
from delegations.roll import Roll

# Nothing is left for the focal point to do about these.
AT_REST = {Progress.DONE, Progress.WAITING, Progress.NOT_NEEDED}


def acknowledge(roll, at):
    if roll.delegation.status == DelegationStatus.INVITED:
        return TaskState(Progress.NOT_STARTED, (_now("Tell the organisers that the invitation has arrived."),))
    return TaskState(Progress.DONE)


def note_verbale(roll, at):
    due = roll.deadlines.get(DeadlineKind.NOTE_VERBALE)
    if roll.note_verbale:
        return TaskState(Progress.DONE)
    state = Progress.ATTENTION if due and at > due else Progress.NOT_STARTED
    return TaskState(state, (_now("The note verbale has not been handed in."),), due)


def head(roll, at):
    if roll.head:
        return TaskState(Progress.DONE, (str(roll.head),))
    if roll.delegation.head_to_be_announced:
        return TaskState(Progress.IN_PROGRESS, (_now("You said that the head will be announced later."),))
    return TaskState(
        Progress.NOT_STARTED, (_now("No head of delegation is named yet."),), roll.registration_closes
    )  # fmt: skip


def delegates(roll, at):
    due = roll.registration_closes
    if roll.returned:
        return TaskState(
            Progress.ATTENTION, tuple(_now("%(name)s: to be corrected") % {"name": one} for one in roll.returned)
        )
    if not roll.coming:
        return TaskState(Progress.NOT_STARTED, (_now("Nobody is on the list yet."),), due)
    incomplete = [delegate for delegate in roll.drafts if delegate.missing()]
    if incomplete:
        lacks = [_now("%(name)s: %(what)s") % {"name": one, "what": ", ".join(one.missing())} for one in incomplete[:5]]
        if len(incomplete) > 5:
            more = len(incomplete) - 5
            lacks.append(ngettext("and %(count)d more person", "and %(count)d more people", more) % {"count": more})
        return TaskState(Progress.IN_PROGRESS, tuple(lacks), due)
    return TaskState(Progress.DONE, (people_in_words(roll),))


def people_in_words(roll):
    """Where everybody stands: "25 people: 20 approved, 3 with the organisers, 2 in draft"."""
    parts = [
        (roll.approved, _now("%(count)d approved")),
        (roll.waiting, _now("%(count)d with the organisers")),
        (roll.waitlisted, _now("%(count)d on the waiting list")),
        (roll.returned, _now("%(count)d returned")),
        (roll.drafts, _now("%(count)d in draft")),
    ]
    total = ngettext("%(count)d person", "%(count)d people", len(roll.coming)) % {"count": len(roll.coming)}
    return f"{total}: " + ", ".join(words % {"count": len(group)} for group, words in parts if group)


def arrivals(roll, at):
    due = roll.deadlines.get(DeadlineKind.ARRIVALS)
    if not roll.coming:
        return TaskState(Progress.NOT_STARTED, (), due)
    unknown = sum(1 for delegate in roll.coming if not delegate.arrives_at)
    if not unknown:
        return TaskState(Progress.DONE)
    words = ngettext(
        "The arrival of %(count)d person is not known yet.",
        "The arrival of %(count)d people is not known yet.",
        unknown,
    )
    progress = (
        Progress.ATTENTION
        if due and at > due
        else Progress.IN_PROGRESS
        if unknown < len(roll.coming)
        else Progress.NOT_STARTED
    )
    return TaskState(progress, (words % {"count": unknown},), due)


def submit(roll, at):
    due = roll.registration_closes
    if roll.delegation.status == DelegationStatus.CONFIRMED and not roll.drafts:
        return TaskState(Progress.DONE)
    if not roll.coming:
        return TaskState(Progress.NOT_STARTED, (), due)
    if not roll.drafts:
        return TaskState(Progress.WAITING if roll.waiting or roll.waitlisted else Progress.DONE)
    progress = Progress.NOT_STARTED if roll.delegation.status in BEFORE_SUBMISSION else Progress.IN_PART
    if roll.is_late(at):
        progress = Progress.ATTENTION
    words = ngettext(
        "%(count)d person has not been submitted.", "%(count)d people have not been submitted.", len(roll.drafts)
    )
    return TaskState(progress, (words % {"count": len(roll.drafts)},), due)


# name, label, order, where it is done, its state
TASKS = [
    ("acknowledge", _("Acknowledge the invitation"), 10, "delegations:acknowledge", acknowledge),
    ("note_verbale", _("Note verbale"), 20, "delegations:note_verbale", note_verbale),
    ("head", _("Head of delegation"), 30, "delegations:head", head),
    ("delegates", _("Delegates"), 40, "delegations:people", delegates),
    ("arrivals", _("Arrivals"), 50, "delegations:arrivals", arrivals),
    ("submit", _("Check and submit"), 90, "delegations:submit", submit),
]


def _address(view, nominator):
    return address_of(view, nominator.ceremony.slug, nominator.entity.code)


def _state(state, nominator, at):
    return state(Roll.of(nominator), at)


def register():
    for name, label, order, view, state in TASKS:
        desk.add(
            Task(
                name=f"delegations.{name}",
                label=label,
                kinds=frozenset({KIND}),
                order=order,
                address=partial(_address, view),
                state=partial(_state, state),
            )
        )
