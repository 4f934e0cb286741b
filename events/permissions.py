"""Yes or no, from the roles that a person holds in one ceremony."""

from ceremony.models import Role
from ceremony.permissions import holds_one_of

# Who reviews proposals, places sessions and releases the programme.
COORDINATORS = (Role.SIDE_EVENTS, Role.ORGANISER)


def can_coordinate(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, *COORDINATORS)
