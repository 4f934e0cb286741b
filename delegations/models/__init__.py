from delegations.models.delegate import Delegate, DelegateRole, Rank
from delegations.models.delegation import Delegation, DelegationStatus

__all__ = ["Delegate", "DelegateRole", "Delegation", "DelegationStatus", "Rank"]
