from events.models.appearance import Appearance
from events.models.assignment import ReviewAssignment
from events.models.booth_proposal import BoothProposal, BoothStatus
from events.models.call import CallForSideEvents, Criterion, Theme
from events.models.chair import SessionChair
from events.models.changing import lock_programme
from events.models.exchange import Exchange, ExchangeStatus
from events.models.exhibition import Booth, Exhibition
from events.models.merge import MergeBid, MergeProposal, MergeStatus
from events.models.plan import PlacementPlan, PlanStatus
from events.models.review import Review, Score
from events.models.run_item import RunItem
from events.models.session import Access, Session, SessionKind
from events.models.side_event import Format, Payer, SideEvent, SideEventStatus
from events.models.slot import Slot
from events.models.speaker import Speaker
from events.models.sponsor import Sponsor, SponsorStatus, Wish
from events.models.statement import Statement, StatementStatus
from events.models.statement_text import StatementText
from events.models.statements_list import Shown, StatementClass, StatementsList, StatementsMeeting
from events.models.version import ProgrammeVersion

__all__ = [
    "Access",
    "Appearance",
    "Booth",
    "BoothProposal",
    "BoothStatus",
    "CallForSideEvents",
    "Criterion",
    "Exchange",
    "ExchangeStatus",
    "Exhibition",
    "Format",
    "MergeBid",
    "MergeProposal",
    "MergeStatus",
    "Payer",
    "PlacementPlan",
    "PlanStatus",
    "ProgrammeVersion",
    "Review",
    "ReviewAssignment",
    "RunItem",
    "Score",
    "Session",
    "SessionChair",
    "SessionKind",
    "Shown",
    "SideEvent",
    "SideEventStatus",
    "Slot",
    "Speaker",
    "Sponsor",
    "SponsorStatus",
    "Statement",
    "StatementClass",
    "StatementStatus",
    "StatementText",
    "StatementsList",
    "StatementsMeeting",
    "Theme",
    "Wish",
    "lock_programme",
]
