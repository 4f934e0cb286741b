from accreditation.models.accreditation import (
    Accreditation,
    RefusalCode,
    ReturnCode,
    Status,
    VettingStatus,
)
from accreditation.models.document import Document, DocumentKind
from accreditation.models.nominator import Nominator, NominatorContact
from accreditation.models.read_log import PersonalDataRead

__all__ = [
    "Accreditation",
    "Document",
    "DocumentKind",
    "Nominator",
    "NominatorContact",
    "PersonalDataRead",
    "RefusalCode",
    "ReturnCode",
    "Status",
    "VettingStatus",
]
