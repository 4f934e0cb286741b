"""The letters of the programme: of a proposal's life, of a release, of the debate and the exhibition."""

from events.letters import debate, proposals, releases
from events.letters.debate import (
    booth_changed,
    booth_decided,
    booth_left,
    booth_received,
    exchange_answered,
    exchange_asked,
    statement_inscribed,
    statement_moved,
)
from events.letters.proposals import (
    decided,
    merge_called_off,
    merge_proposed,
    merge_refused,
    merged,
    received,
    reopened,
    returned,
    speakers_invited,
    sponsor_answered,
    sponsor_asked,
    withdrawn,
)
from events.letters.releases import version_released

__all__ = [
    "booth_changed",
    "booth_decided",
    "booth_left",
    "booth_received",
    "decided",
    "exchange_answered",
    "exchange_asked",
    "merge_called_off",
    "merge_proposed",
    "merge_refused",
    "merged",
    "received",
    "register",
    "reopened",
    "returned",
    "speakers_invited",
    "sponsor_answered",
    "sponsor_asked",
    "statement_inscribed",
    "statement_moved",
    "version_released",
    "withdrawn",
]


def register():
    proposals.register()
    releases.register()
    debate.register()
