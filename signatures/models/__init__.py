from signatures.models.call import Call, CallStatus, Order, Sitting
from signatures.models.entry import Entry, EntryKind, Standing
from signatures.models.paper import Paper, PaperKind, PaperStatus
from signatures.models.powers import Check, FullPowers, Manner, PowersStatus
from signatures.models.recording import Attempt, Recording, RecordingStatus, Stands
from signatures.models.remark import Remark
from signatures.models.representative import Intention, Representative
from signatures.models.treaty import (
    AFTER_SIGNATURE,
    BY_VIRTUE_OF_OFFICE,
    Action,
    BoardState,
    IssuingOffice,
    Office,
    Part,
    SigningWindow,
    Treaty,
)

__all__ = [
    "AFTER_SIGNATURE",
    "BY_VIRTUE_OF_OFFICE",
    "Action",
    "Attempt",
    "BoardState",
    "Call",
    "CallStatus",
    "Check",
    "Entry",
    "EntryKind",
    "FullPowers",
    "Intention",
    "IssuingOffice",
    "Manner",
    "Office",
    "Order",
    "Paper",
    "PaperKind",
    "PaperStatus",
    "Part",
    "PowersStatus",
    "Recording",
    "RecordingStatus",
    "Remark",
    "Representative",
    "SigningWindow",
    "Sitting",
    "Standing",
    "Stands",
    "Treaty",
]
