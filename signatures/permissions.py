"""Yes or no, from the roles that a person holds in one ceremony."""

from accreditation.models import Nominator
from ceremony.models import Role
from ceremony.permissions import holds_one_of
from delegations.models import KIND


def can_prepare(user, ceremony) -> bool:
    """Names representatives, keeps the call list, records at the desk."""
    return holds_one_of(user, ceremony, Role.TREATY, Role.DEPOSITARY)


def can_confirm(user, ceremony) -> bool:
    """Verifies full powers, confirms, annuls, rectifies: the depositary's officers alone."""
    return holds_one_of(user, ceremony, Role.DEPOSITARY)


def can_speak_for(user, ceremony, entity) -> bool:
    """Says whether it will sign and who signs, hands in full powers: who answers for its delegation, and the officers."""
    if can_prepare(user, ceremony):
        return True
    return Nominator.objects.filter(ceremony=ceremony, kind=KIND, entity=entity).answered_by(user).exists()


def can_read_papers(user, ceremony) -> bool:
    """Asks for papers of the signing and reads them."""
    return holds_one_of(user, ceremony, Role.TREATY, Role.DEPOSITARY, Role.ORGANISER)
