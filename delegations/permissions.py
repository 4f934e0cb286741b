"""Who may do what to a delegation. A focal point is one of its active contacts; officers look on, and admit."""

from accreditation.models.accreditation import SEE_EVERYBODY
from ceremony.models import Role
from ceremony.permissions import holds_one_of, roles_of


def can_invite(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, Role.ORGANISER)


def can_list_delegations(user, ceremony) -> bool:
    return bool(roles_of(user, ceremony) & SEE_EVERYBODY)


def can_admit_late(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, Role.ORGANISER, Role.ACCREDITATION)


def can_confirm(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, Role.ORGANISER, Role.ACCREDITATION)


def answers_for(user, contacts) -> bool:
    """One of the delegation's focal points: `contacts` are its active ones. No officer's role stands in for it."""
    return any(contact.user_id == user.pk for contact in contacts)
