from ceremony.models.ceremony import Ceremony, Deadline, DeadlineKind, Quota, kept
from ceremony.models.ledger import LedgerRow
from ceremony.models.officer import Officer, OfficerStatus, Role
from ceremony.models.room import Layout, Room, RoomBlock, RoomSetup

__all__ = [
    "Ceremony",
    "Deadline",
    "DeadlineKind",
    "Layout",
    "LedgerRow",
    "Officer",
    "OfficerStatus",
    "Quota",
    "Role",
    "Room",
    "RoomBlock",
    "RoomSetup",
    "kept",
]
