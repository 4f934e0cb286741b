from signatures.forms.board import BoardForm
from signatures.forms.filters import EntityFilter, PowersFilter
from signatures.forms.powers import GiveBackForm, HandInForm, OriginalForm, ReadingForm, RevokeForm, VerifyForm
from signatures.forms.representative import ConfirmOfficeForm, IntentionForm, RepresentativeForm, WithdrawOfficeForm

__all__ = [
    "BoardForm",
    "ConfirmOfficeForm",
    "EntityFilter",
    "GiveBackForm",
    "HandInForm",
    "IntentionForm",
    "OriginalForm",
    "PowersFilter",
    "ReadingForm",
    "RepresentativeForm",
    "RevokeForm",
    "VerifyForm",
    "WithdrawOfficeForm",
]
