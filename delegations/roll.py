"""A delegation as its pages need it: its people, papers, deadlines and contacts, each read once."""

from collections import defaultdict
from functools import cached_property

from accounts.composed import Composed
from accreditation.models import OVER, WAITING, Accreditation, Document, DocumentKind, NominatorContact, Status
from ceremony.models import DeadlineKind
from delegations.models import Delegate
from delegations.precedence import in_delegation_order

_people = Composed(lambda delegation: Delegate.objects.filter(delegation=delegation).for_lists().order_by())
# A constraint lets no more than one stand.
_note_verbale = Composed(
    lambda nominator: Document.objects.filter(
        nominator=nominator, kind=DocumentKind.NOTE_VERBALE, replaced_at=None
    ).order_by()
)
_contacts = Composed(
    lambda nominator: (
        NominatorContact.objects.filter(nominator=nominator, is_active=True)
        .select_related("user")
        .order_by("added_at", "pk")
    )
)
DELEGATION = Delegate._meta.get_field("delegation")
CEREMONY, NOMINATOR = (Accreditation._meta.get_field(name) for name in ("ceremony", "nominator"))


class Roll:
    """Asked by every task of the list, so that the list costs the same with one person and with twenty-five."""

    def __init__(self, delegation):
        self.delegation = delegation

    @classmethod
    def of(cls, nominator):
        """The roll that this nominator carries, or a new one."""
        if "roll" not in nominator.__dict__:
            nominator.__dict__["roll"] = cls(nominator.delegation)
        return nominator.__dict__["roll"]

    @cached_property
    def people(self):
        """Everybody ever put forward, the head first."""
        delegation = self.delegation
        ceremony, nominator = delegation.ceremony, delegation.nominator
        people = _people(delegation.pk)
        for delegate in people:
            person = delegate.accreditation
            # They are what the statement asked for: an assignment would look at each of them again.
            DELEGATION.set_cached_value(delegate, delegation)
            CEREMONY.set_cached_value(person, ceremony)
            NOMINATOR.set_cached_value(person, nominator)
        return in_delegation_order(people)

    @cached_property
    def _by_status(self):
        groups = defaultdict(list)
        for delegate in self.people:
            groups[delegate.accreditation.status].append(delegate)
        return groups

    @cached_property
    def coming(self):
        return [delegate for delegate in self.people if delegate.accreditation.status not in OVER]

    @cached_property
    def drafts(self):
        return self._by_status[Status.DRAFT]

    @cached_property
    def returned(self):
        return self._by_status[Status.RETURNED]

    @cached_property
    def waiting(self):
        return [delegate for delegate in self.people if delegate.accreditation.status in WAITING]

    @cached_property
    def waitlisted(self):
        return self._by_status[Status.WAITLISTED]

    @cached_property
    def approved(self):
        return self._by_status[Status.APPROVED]

    @cached_property
    def head(self):
        return next((delegate for delegate in self.people if delegate.pk == self.delegation.head_id), None)

    @cached_property
    def note_verbale(self):
        return next(iter(_note_verbale(self.delegation.nominator_id)), None)

    @property
    def deadlines(self):
        return self.delegation.ceremony.deadlines_by_kind

    @property
    def registration_closes(self):
        return self.deadlines.get(DeadlineKind.REGISTRATION)

    def is_late(self, at):
        """The instant of the deadline itself is still in time."""
        return self.registration_closes is not None and at > self.registration_closes

    @cached_property
    def contacts(self):
        return _contacts(self.delegation.nominator_id)
