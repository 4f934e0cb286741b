from accreditation.models.accreditation import (
    EDITABLE,
    IN_QUOTA,
    OVER,
    REFUSALS,
    RETURNS,
    TO_DECIDE,
    WAITING,
    Accreditation,
    RefusalCode,
    ReturnCode,
    Status,
)
from accreditation.models.document import Document, DocumentKind
from accreditation.models.nominator import Nominator, NominatorContact
from accreditation.models.read_log import PersonalDataRead
from accreditation.models.vetting import Vetting, VettingStatus

__all__ = [
    "EDITABLE",
    "IN_QUOTA",
    "OVER",
    "REFUSALS",
    "RETURNS",
    "TO_DECIDE",
    "WAITING",
    "Accreditation",
    "Document",
    "DocumentKind",
    "Nominator",
    "NominatorContact",
    "PersonalDataRead",
    "RefusalCode",
    "ReturnCode",
    "Status",
    "Vetting",
    "VettingStatus",
]
