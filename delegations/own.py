"""The delegations that a person answers for: what a focal point's pages, and the way to them, begin with."""

from delegations.models import Delegation


def delegations_of(user, ceremony) -> dict:
    """By the entity's code; asked once a request, as the roles are."""
    known = user.__dict__.setdefault("_delegations", {})
    if ceremony.pk not in known:
        found = Delegation.objects.answered_by(user, ceremony).with_entity().order_by()
        known[ceremony.pk] = {delegation.entity.code: at(ceremony, delegation) for delegation in found}
    return known[ceremony.pk]


def at(ceremony, delegation):
    """The delegation, its nominator knowing both, so that nobody asks for them again."""
    delegation.nominator.ceremony = ceremony
    delegation.nominator.delegation = delegation
    return delegation
