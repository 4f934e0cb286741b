from press.models.advisory import Advisory, AdvisoryStatus, MediaContact, Subscription
from press.models.application import KIND, Application, Way, call_of
from press.models.badge import BadgeStatus, Identity, PressBadge
from press.models.call import EntryPort, PressCall
from press.models.conference import PressConference, Question, QuestionStatus, Seat, SeatStatus
from press.models.equipment import EquipmentChange, EquipmentItem, EquipmentKind, EquipmentStatus
from press.models.journalist import Function, Journalist, Residence, WorkSample
from press.models.letter import CHECKLIST, AssignmentLetter, LetterName, LetterStatus
from press.models.outlet import Outlet, OutletKind, OutletStatus
from press.models.outlet_name import OutletName
from press.models.pool import PlaceKind, Pool, PoolPlaces, PoolStatus, PoolWay
from press.models.pool_request import WITH_PLACE, PoolRequest, RequestStatus
from press.models.press_text import PressText, TextKind
from press.models.quota import PressQuota, QuotaRequest, QuotaRequestStatus

__all__ = [
    "CHECKLIST",
    "KIND",
    "WITH_PLACE",
    "Advisory",
    "AdvisoryStatus",
    "Application",
    "AssignmentLetter",
    "BadgeStatus",
    "EntryPort",
    "EquipmentChange",
    "EquipmentItem",
    "EquipmentKind",
    "EquipmentStatus",
    "Function",
    "Identity",
    "Journalist",
    "LetterName",
    "LetterStatus",
    "MediaContact",
    "Outlet",
    "OutletKind",
    "OutletName",
    "OutletStatus",
    "PlaceKind",
    "Pool",
    "PoolPlaces",
    "PoolRequest",
    "PoolStatus",
    "PoolWay",
    "PressBadge",
    "PressCall",
    "PressConference",
    "PressQuota",
    "PressText",
    "Question",
    "QuestionStatus",
    "QuotaRequest",
    "QuotaRequestStatus",
    "RequestStatus",
    "Residence",
    "Seat",
    "SeatStatus",
    "Subscription",
    "TextKind",
    "Way",
    "WorkSample",
    "call_of",
]
