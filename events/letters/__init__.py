"""The letters of the programme: of a proposal's life, of a release, of the debate and the exhibition."""

from events.letters import debate, proposals, releases, speakers
from events.letters.debate import (
    booth_altered,
    booth_changed,
    booth_decided,
    booth_left,
    booth_received,
    exchange_answered,
    exchange_asked,
    statement_inscribed,
    statement_moved,
    statement_not_delivered,
    statement_reply,
    statement_taken_off,
)
from events.letters.proposals import (
    decided,
    focal_point_changed,
    merge_called_off,
    merge_proposed,
    merge_refused,
    merged,
    received,
    reopened,
    returned,
    sponsor_answered,
    sponsor_asked,
    sponsor_dropped,
    withdrawn,
)
from events.letters.releases import version_released
from events.letters.speakers import review_asked, speakers_invited, speakers_taken_off

__all__ = [
    "booth_altered",
    "booth_changed",
    "booth_decided",
    "booth_left",
    "booth_received",
    "decided",
    "exchange_answered",
    "exchange_asked",
    "focal_point_changed",
    "merge_called_off",
    "merge_proposed",
    "merge_refused",
    "merged",
    "received",
    "register",
    "reopened",
    "returned",
    "review_asked",
    "speakers_invited",
    "speakers_taken_off",
    "sponsor_answered",
    "sponsor_asked",
    "sponsor_dropped",
    "statement_inscribed",
    "statement_moved",
    "statement_not_delivered",
    "statement_reply",
    "statement_taken_off",
    "version_released",
    "withdrawn",
]


def register():
    proposals.register()
    releases.register()
    speakers.register()
    debate.register()
