"""The delegations that a person answers for: what a focal point's pages, and the way to them, begin with."""

from ceremony.composed import Composed
from delegations.models import Delegation

_answered = Composed(lambda user, ceremony: Delegation.objects.answered(user, ceremony).with_entity().order_by())


def delegations_of(user, ceremony) -> dict:
    """By the entity's code; asked once a request, as the roles are."""
    known = user.__dict__.setdefault("_delegations", {})
    if ceremony.pk not in known:
        found = _answered(user.pk, ceremony.pk) if user.is_authenticated else []
        known[ceremony.pk] = {delegation.entity.code: at(ceremony, delegation) for delegation in found}
    return known[ceremony.pk]


def at(ceremony, delegation):
    """The delegation, its nominator knowing both, so that nobody asks for them again."""
    delegation.nominator.ceremony = ceremony
    delegation.nominator.delegation = delegation
    return delegation
