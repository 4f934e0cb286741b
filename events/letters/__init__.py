"""The letters of the programme: those of a proposal's life, and those of a release."""

from events.letters import proposals, releases
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
    "decided",
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
    "version_released",
    "withdrawn",
]


def register():
    proposals.register()
    releases.register()
