from ceremony.models.ceremony import Ceremony, Deadline, DeadlineKind, Quota, Room, kept
from ceremony.models.ledger import LedgerRow
from ceremony.models.officer import Officer, OfficerStatus, Role

__all__ = [
    "Ceremony",
    "Deadline",
    "DeadlineKind",
    "LedgerRow",
    "Officer",
    "OfficerStatus",
    "Quota",
    "Role",
    "Room",
    "kept",
]
