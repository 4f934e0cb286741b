"""Yes or no, from the roles that a person holds in one ceremony."""

from accreditation.models import Accreditation, Nominator, Status
from ceremony.models import Role
from ceremony.permissions import holds_one_of

# Who reviews proposals, places sessions and releases the programme.
COORDINATORS = (Role.SIDE_EVENTS, Role.ORGANISER)


def can_coordinate(user, ceremony) -> bool:
    return holds_one_of(user, ceremony, *COORDINATORS)


def can_read_list_of_speakers(user, speakers) -> bool:
    """Everybody once it is shown to everybody; before that, if it is shown to delegations, who answers for one or is accredited."""
    if speakers.is_public or not user.is_authenticated or not speakers.is_shown_to_delegations:
        return speakers.is_public
    accredited = Accreditation.objects.filter(status=Status.APPROVED, email__iexact=user.email)
    return (
        Nominator.objects.filter(ceremony=speakers.ceremony_id).answered_by(user).exists()
        or accredited.filter(ceremony=speakers.ceremony_id).exists()
    )
