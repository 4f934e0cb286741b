"""The letters of the press: of applications, of pools and conferences, of the media centre."""

from press.letters import applications, decisions, media, outlets, pools
from press.letters.applications import (
    admitted_late,
    colleague_added,
    equipment_decided,
    given_up,
    letter_rejected,
    quota_answered,
    submitted,
)
from press.letters.media import advisory_sent
from press.letters.outlets import outlet_merged, outlet_rejected
from press.letters.pools import (
    escort_named,
    escort_released,
    moderator_named,
    moved_up,
    places_given,
    pool_cancelled,
    pool_changed,
    seats_moved_up,
)

__all__ = [
    "admitted_late",
    "advisory_sent",
    "colleague_added",
    "equipment_decided",
    "escort_named",
    "escort_released",
    "given_up",
    "letter_rejected",
    "moderator_named",
    "moved_up",
    "outlet_merged",
    "outlet_rejected",
    "places_given",
    "pool_cancelled",
    "pool_changed",
    "quota_answered",
    "register",
    "seats_moved_up",
    "submitted",
]


def register():
    applications.register()
    outlets.register()
    decisions.register()
    pools.register()
    media.register()
