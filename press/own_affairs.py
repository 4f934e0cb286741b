"""Nobody works at the desk for those for whom he answers himself."""

from django.utils.translation import gettext_lazy as _

from ceremony.procedure import Refused
from press.permissions import answers_for_one_of

OWN_AFFAIR = _("You answer for this application yourself: a colleague decides about it.")


def refuse_own_affair(user, nominators):
    """Raises Refused for an officer who is a contact of one of these nominators."""
    if nominators and answers_for_one_of(user, nominators):
        raise Refused(OWN_AFFAIR, code="own")
