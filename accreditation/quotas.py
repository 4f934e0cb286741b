"""How many people a nominator may bring, altogether and in one role, and what happens to the next one."""

from django.db import transaction
from django.utils.translation import gettext as _

from accreditation.kinds import person_kinds
from accreditation.models.accreditation import IN_QUOTA
from accreditation.models.nominator import Nominator
from ceremony.models import Quota


def limits(nominator) -> dict:
    """Role -> how many; the empty role means all together. Its own quota goes before that of its kind of entity."""
    found = {}
    if nominator.entity_id:
        rows = Quota.objects.filter(ceremony=nominator.ceremony_id, entity_kind=nominator.entity.kind)
        found = dict(rows.values_list("role", "limit"))
    if nominator.quota is not None:
        found[""] = nominator.quota
    return found


def room_left(nominator, role="") -> int | None:
    """How many more in this role, or altogether; None where nothing limits them."""
    limit = limits(nominator).get(role)
    return None if limit is None else max(0, limit - _placed(nominator, role))


def _placed(nominator, role):
    people = nominator.accreditations.filter(status__in=IN_QUOTA)
    if role:
        people = person_kinds[nominator.kind].in_role(people, role)
    return people.count()


def over(nominator, role) -> str:
    """The sentence that says which quota is used up; empty while there is room for one more."""
    kind = person_kinds.get(nominator.kind)
    for asked, limit in sorted(limits(nominator).items()):
        if asked not in {"", role} or (asked and not (kind and kind.in_role)):
            continue
        if _placed(nominator, asked) >= limit:
            if asked:
                return _(
                    "The quota for this role is %(limit)d and is used up. The person is on the waiting list; "
                    "the organisers decide when a place becomes free."
                ) % {"limit": limit}
            return _(
                "The quota of %(nominator)s is %(limit)d people and is used up. The person is on the waiting list; "
                "the organisers decide when a place becomes free."
            ) % {"nominator": nominator, "limit": limit}
    return ""


@transaction.atomic
def place_or_waitlist(accreditation, *, role="", by, at, reason="") -> bool:
    """Submit a person, or put him on the waiting list when a quota is used up. Says whether he was submitted.

    The nominator's row is locked first, so that two at once cannot both take the last place. No letter: whoever
    submits is told on the spot.
    """
    nominator = (
        Nominator.objects.select_for_update(of=("self",)).select_related("entity").get(pk=accreditation.nominator_id)
    )
    if full := over(nominator, role):
        accreditation.waitlist(by=by, at=at, reason=full, write=False)
        return False
    accreditation.submit(by=by, at=at, reason=reason)
    return True
