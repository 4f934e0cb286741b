from delegations.models.delegate import EXEMPT_RANKS, HEAD, Delegate, DelegateRole, Rank
from delegations.models.delegation import KIND, Delegation, DelegationStatus

__all__ = ["EXEMPT_RANKS", "HEAD", "KIND", "Delegate", "DelegateRole", "Delegation", "DelegationStatus", "Rank"]
