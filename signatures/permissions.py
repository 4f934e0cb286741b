"""Yes or no, from the roles that a person holds in one ceremony."""

from ceremony.models import Role
from ceremony.permissions import holds_one_of


def can_prepare(user, ceremony) -> bool:
    """Names representatives, keeps the call list, records at the desk."""
    return holds_one_of(user, ceremony, Role.TREATY, Role.DEPOSITARY)


def can_confirm(user, ceremony) -> bool:
    """Verifies full powers, confirms, annuls, rectifies: the depositary's officers alone."""
    return holds_one_of(user, ceremony, Role.DEPOSITARY)


def can_read_papers(user, ceremony) -> bool:
    """Asks for papers of the signing and reads them."""
    return holds_one_of(user, ceremony, Role.TREATY, Role.DEPOSITARY, Role.ORGANISER)
