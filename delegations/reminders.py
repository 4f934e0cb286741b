"""Who is reminded before each deadline: delegations with something still to do, through their focal points."""

from functools import partial

from django.db.models import Prefetch
from django.urls import reverse

from accreditation.models import NominatorContact
from ceremony.models import DeadlineKind
from delegations import checklist
from delegations.models import Delegation
from delegations.models.delegation import NOT_COMING
from delegations.roll import Roll
from notifications import reminders

# What each deadline closes: the tasks that have to be done before it.
TASKS = {
    DeadlineKind.NOTE_VERBALE: [checklist.note_verbale],
    DeadlineKind.REGISTRATION: [checklist.acknowledge, checklist.head, checklist.delegates, checklist.submit],
    DeadlineKind.ARRIVALS: [checklist.arrivals],
}


def late(kind, ceremony, at, only=None):
    """A `Late` for each delegation in which something is missing before the deadline of this kind."""
    delegations = (
        Delegation.objects.filter(nominator__ceremony=ceremony)
        .exclude(status__in=NOT_COMING)
        .select_related("nominator__entity")
        .prefetch_related(
            Prefetch("nominator__contacts", NominatorContact.objects.filter(is_active=True).select_related("user"))
        )
    )
    if only:
        delegations = delegations.filter(pk=only.removeprefix("delegation:"))
    for delegation in delegations:
        delegation.nominator.ceremony = ceremony
        missing = partial(_missing, kind, Roll(delegation), at)
        if missing():
            yield reminders.Late(
                cause=f"delegation:{delegation.pk}",
                users=[contact.user for contact in delegation.nominator.contacts.all()],
                whom=delegation,
                missing=missing,
                link_to=reverse("delegations:detail", args=[ceremony.slug, delegation.entity.code]),
            )


def _missing(kind, roll, at):
    states = [task(roll, at) for task in TASKS[kind]]
    return [sentence for state in states if state.progress not in checklist.AT_REST for sentence in state.missing]


def register():
    for kind in TASKS:
        reminders.register(kind, partial(late, kind))
