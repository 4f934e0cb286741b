"""How many people an outlet may bring, over all its applications, and what happens to the next one."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from accreditation.models import IN_QUOTA, Status
from press.models import Outlet, PressQuota


def limit_of(outlet) -> int | None:
    """Its own quota, else that of its kind, else that of every other kind; None where nothing limits it."""
    if outlet.quota is not None:
        return outlet.quota
    rows = dict(PressQuota.objects.filter(ceremony=outlet.ceremony_id).values_list("outlet_kind", "limit"))
    return first_said(rows.get(outlet.kind), rows.get(""))


def first_said(*limits) -> int | None:
    """The first of these that was set at all; nought is a limit too."""
    return next((limit for limit in limits if limit is not None), None)


def placed(outlet) -> int:
    """Who has a place: approved, or with the officers."""
    return outlet.people.filter(status__in=IN_QUOTA).count()


def room_left(outlet) -> int | None:
    limit = limit_of(outlet)
    return None if limit is None else max(0, limit - placed(outlet))


def full(outlet) -> str:
    """The sentence that says that the quota is used up; empty while there is room for one more."""
    if room_left(outlet) != 0:
        return ""
    return _(
        "The quota of %(outlet)s is %(limit)d people and is used up. The person is on the waiting list; "
        "the press desk decides when a place becomes free."
    ) % {"outlet": outlet, "limit": limit_of(outlet)}


@transaction.atomic
def place_or_waitlist(journalist, *, by, at, reason="") -> bool:
    """Submit a person, or put him on the waiting list when the quota is used up. Says whether he was submitted.

    The outlet's row is locked first: two applications of one outlet cannot both take the last place.
    """
    [outlet] = Outlet.objects.locked(journalist.application.outlet_id)
    if sentence := full(outlet):
        journalist.accreditation.waitlist(by=by, at=at, reason=sentence, write=False)
        return False
    journalist.accreditation.submit(by=by, at=at, reason=reason)
    return True


@transaction.atomic
def move_up(outlet, *, by, at) -> list:
    """Let those who wait into the queue, who came first first, as far as there is room. Returns them."""
    [outlet] = Outlet.objects.locked(outlet.pk)
    room = room_left(outlet)
    waiting = outlet.people.filter(status=Status.WAITLISTED).order_by("submitted_at", "pk").select_related("ceremony")
    moved = list(waiting if room is None else waiting[:room])
    for one in moved:
        one.let_in(by=by, at=at)
    return moved


@contextmanager
def settling(ceremony, *, by, at):
    """A transaction in which the quotas by kind change; then those who wait move up. Gives the list that they get into.

    Every outlet is held before: nobody is counted against the limit of before and put on the waiting list after it.
    """
    moved = []
    with transaction.atomic():
        standing = Outlet.objects.filter(ceremony=ceremony).standing().values_list("pk", flat=True)
        held = Outlet.objects.locked(*standing)
        yield moved
        waiting = Outlet.objects.filter(
            ceremony=ceremony, applications__nominator__accreditations__status=Status.WAITLISTED
        )
        waiting = set(waiting.values_list("pk", flat=True))
        for outlet in held:
            if outlet.pk in waiting:
                moved += move_up(outlet, by=by, at=at)
