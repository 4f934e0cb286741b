"""Yes or no, from what is known already: a user and the roles he holds in one ceremony."""

from accounts.composed import Composed
from ceremony.models import Ceremony, Officer, Role

_roles = Composed(
    lambda user, ceremony: (
        Officer.objects.active().filter(user=user, ceremony=ceremony).order_by().values_list("role", flat=True)
    )
)


def roles_of(user, ceremony) -> frozenset:
    """The roles that `user` holds in `ceremony` now; asked once a request. A superuser holds those of an organiser.

    Staff alone hold any: a role for which no second factor is asked would open the officers' pages to a mailbox.
    """
    if not may_hold_roles(user):
        return frozenset()
    known = user.__dict__.setdefault("_roles", {})
    if ceremony.pk not in known:
        remember_roles(user, ceremony, _roles(user.pk, ceremony.pk))
    return known[ceremony.pk]


def may_hold_roles(user) -> bool:
    return user.is_authenticated and (user.is_staff or user.is_superuser)


def remember_roles(user, ceremony, roles):
    """For the rest of the request, what `user` was found to hold in `ceremony`."""
    own = frozenset([Role.ORGANISER.value] if user.is_superuser else [])
    user.__dict__.setdefault("_roles", {})[ceremony.pk] = own.union(roles)


def holds_one_of(user, ceremony, *roles) -> bool:
    return bool(roles_of(user, ceremony) & set(roles))


def can_see(user, ceremony) -> bool:
    """What `Ceremony.objects.visible_to` asks of many, asked of one that is at hand."""
    if ceremony.is_public or roles_of(user, ceremony):
        return True
    return Ceremony.objects.visible_to(user).filter(pk=ceremony.pk).exists()


def can_organise(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, Role.ORGANISER)


def can_see_overview(user, ceremony) -> bool:
    return bool(roles_of(user, ceremony))
