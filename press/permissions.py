"""Yes or no, from the roles that a person holds in one ceremony. Nobody works at the desk for his own outlet."""

from accreditation.models.accreditation import SEE_EVERYBODY
from ceremony.models import Role
from ceremony.permissions import holds_one_of, roles_of

# Outlets, letters, quotas, equipment, pools, conferences, advisories, badges; about people the press desk alone decides.
DESK_ROLES = (Role.PRESS_DESK, Role.ORGANISER)


def can_run_the_desk(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, *DESK_ROLES)


def answers_for_one_of(user, nominators) -> bool:
    from accreditation.models import NominatorContact

    return NominatorContact.objects.filter(user=user, is_active=True, nominator__in=nominators).exists()


def can_see_numbers(user, ceremony) -> bool:
    """Counts without a name."""
    return bool(roles_of(user, ceremony) & (SEE_EVERYBODY | {Role.PRESS_DESK}))


def can_escort(user, ceremony, pool) -> bool:
    """The list of a pool: the desk's, and whoever was named its escort."""
    return can_run_the_desk(user, ceremony) or (user.is_authenticated and pool.escort_id == user.pk)


def can_moderate(user, ceremony, conference) -> bool:
    """The order of the questions: the desk's, and whoever was named the moderator."""
    return can_run_the_desk(user, ceremony) or (user.is_authenticated and conference.moderator_id == user.pk)
