"""The delegations that a person answers for: what a focal point's pages, and the way to them, begin with."""

from accounts.composed import Composed
from delegations.models import Delegation

_answered = Composed(lambda user, ceremony: Delegation.objects.answered(user, ceremony).with_entity().order_by())

_answered_with_head = Composed(
    lambda user, ceremony: Delegation.objects.answered(user, ceremony).with_head().order_by()
)


def delegations_of(user, ceremony) -> dict:
    """By the entity's code; asked once a request, as the roles are."""
    known = user.__dict__.setdefault("_delegations", {})
    if ceremony.pk not in known:
        found = _answered(user.pk, ceremony.pk) if user.is_authenticated else []
        known[ceremony.pk] = {delegation.entity.code: at(ceremony, delegation) for delegation in found}
    return known[ceremony.pk]


def delegations_with_head_of(user, ceremony) -> dict:
    """The same, each with its head's name: for the pages on which a person is entered."""
    found = _answered_with_head(user.pk, ceremony.pk) if user.is_authenticated else []
    return {delegation.entity.code: at(ceremony, delegation) for delegation in found}


def at(ceremony, delegation):
    """The delegation, its nominator knowing both, so that nobody asks for them again."""
    delegation.nominator.ceremony = ceremony
    delegation.nominator.delegation = delegation
    return delegation
