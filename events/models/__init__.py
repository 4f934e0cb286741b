from events.models.plan import PlacementPlan, PlanStatus
from events.models.session import Access, RunItem, Session, SessionChair, SessionKind, lock_programme
from events.models.slot import Slot
from events.models.version import ProgrammeVersion

__all__ = [
    "Access",
    "PlacementPlan",
    "PlanStatus",
    "ProgrammeVersion",
    "RunItem",
    "Session",
    "SessionChair",
    "SessionKind",
    "Slot",
    "lock_programme",
]
