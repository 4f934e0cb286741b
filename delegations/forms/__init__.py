from delegations.forms.delegate import DelegateForm
from delegations.forms.delegation import (
    AdmitLateForm,
    ArrivalForm,
    ColleagueForm,
    HeadForm,
    NoteVerbaleForm,
    ReasonForm,
)
from delegations.forms.invitation import ContactForm, DelegationFilter, InvitationForm

__all__ = [
    "AdmitLateForm",
    "ArrivalForm",
    "ColleagueForm",
    "ContactForm",
    "DelegateForm",
    "DelegationFilter",
    "HeadForm",
    "InvitationForm",
    "NoteVerbaleForm",
    "ReasonForm",
]
