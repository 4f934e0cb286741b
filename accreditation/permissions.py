"""Who may do what with people: yes or no, from the roles that are known already."""

from accreditation.kinds import kind_of
from ceremony.models import Role
from ceremony.permissions import holds_one_of, roles_of

# Those for whom there is a queue at all.
QUEUE_ROLES = (Role.ACCREDITATION, Role.VETTING, Role.PRESS_DESK, Role.ORGANISER, Role.READER)


def can_decide(user, person) -> bool:
    """Approve, return, refuse, ...: the role that decides about this kind of person; nobody about his own people."""
    return bool(roles_of(user, person.ceremony) & kind_of(person).deciders) and not answers_for(user, person)


def can_vet(user, person) -> bool:
    """Answer for vetting, and read its note."""
    return holds_one_of(user, person.ceremony, Role.VETTING)


def can_see_passport(user, person) -> bool:
    """Passport number and date of birth: those who compare them with a paper."""
    return can_decide(user, person) or can_vet(user, person)


def can_see_photo(user, person) -> bool:
    return can_see_passport(user, person) or holds_one_of(user, person.ceremony, Role.ORGANISER)


def answers_for(user, person) -> bool:
    """A contact of those who put the person forward: sees what he entered himself."""
    known = person.__dict__.get("answered_by", {})
    if user.pk in known:
        return known[user.pk]
    return user.is_authenticated and person.nominator.contacts.filter(user=user, is_active=True).exists()
