from ceremony.models.ceremony import Ceremony, Deadline, DeadlineKind, Quota, Room
from ceremony.models.ledger import LedgerRow
from ceremony.models.officer import Officer, Role

__all__ = ["Ceremony", "Deadline", "DeadlineKind", "LedgerRow", "Officer", "Quota", "Role", "Room"]
