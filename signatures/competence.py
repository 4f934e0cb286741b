"""What a verb asks first: may this person do it? The answer is that of `permissions.py`; a no is said in words."""

from ceremony.procedure import Refused
from signatures.permissions import can_confirm, can_prepare, can_speak_for
from signatures.sentences import sentence

# The question -> the rule that a no stands for.
RULES = {can_prepare: "officers_alone", can_confirm: "depositary_alone", can_speak_for: "delegation_alone"}


def refuse_unless(may, by, *about):
    """Raises Refused unless `may(by, *about)`. `None`, the clock, does nothing at the desk."""
    if by is None or not may(by, *about):
        raise Refused(sentence(RULES[may], {}), code=RULES[may])
