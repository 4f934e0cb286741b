"""Who goes before whom. Rank is data; what breaks a tie is kept apart from it."""

from django.db.models import F

# Within one rank, those who speak for the delegation go before those who serve it.
ROLES = ["deputy_head", "representative", "alternate", "adviser", "interpreter", "spouse", "technical", "security"]


def in_delegation_order(people):
    """The people of one delegation: the head, then by rank, then by role, then in the order of names."""
    return sorted(
        people,
        key=lambda delegate: (
            not delegate.is_head,
            delegate.rank,
            ROLES.index(delegate.role),
            delegate.accreditation.family_name.casefold(),
            delegate.pk,
        ),
    )


def by_rank_of_head(delegations, language="en"):
    """Delegations in the order of their heads' ranks, then of the entities' names; those without a head come last."""
    return delegations.order_by(F("head__rank").asc(nulls_last=True), f"nominator__entity__sort_{language}", "pk")
