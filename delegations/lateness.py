"""Which delegations are late, and whose move it is."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accreditation.models import OVER, TO_DECIDE, Accreditation, Document, DocumentKind, Status
from ceremony.models import Deadline, DeadlineKind
from delegations.models.delegation import BEFORE_SUBMISSION, NOT_COMING

WITH_FOCAL_POINT = _("the focal point")
WITH_OFFICERS = _("the accreditation officers")
WITH_NOBODY = _("nobody")


def _people(*conditions, **statuses):
    people = Accreditation.objects.filter(nominator=OuterRef("nominator")).exclude(status__in=OVER).order_by()
    counted = people.filter(**statuses).values("nominator").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(delegations):
    """Each delegation with its number of people, how many are approved, waiting and returned, and whether the note verbale is there."""
    note_verbale = Document.objects.filter(
        nominator=OuterRef("nominator"), kind=DocumentKind.NOTE_VERBALE, replaced_at=None
    )
    return delegations.annotate(
        people_count=_people(),
        approved_count=_people(status=Status.APPROVED),
        waiting_count=_people(status__in=TO_DECIDE),
        returned_count=_people(status=Status.RETURNED),
        has_note_verbale=Exists(note_verbale),
    )


def deadlines(ceremony, *, at):
    """Those that a delegation can miss: of a ceremony that is over, none."""
    if ceremony.is_over(at):
        return {}
    return dict(Deadline.objects.filter(ceremony=ceremony).values_list("kind", "at"))


def late(delegations, *, at, deadlines):
    """Those that are late: not submitted when registration closed, or without note verbale when that was due."""
    is_late = Q(pk__in=[])
    if closes := deadlines.get(DeadlineKind.REGISTRATION):
        is_late |= Q(status__in=BEFORE_SUBMISSION) if at > closes else Q(pk__in=[])
    if due := deadlines.get(DeadlineKind.NOTE_VERBALE):
        note_verbale = Document.objects.filter(
            nominator=OuterRef("nominator"), kind=DocumentKind.NOTE_VERBALE, replaced_at=None
        )
        is_late |= ~Exists(note_verbale) if at > due else Q(pk__in=[])
    return delegations.exclude(status__in=NOT_COMING).filter(is_late)


def late_since(delegation, *, at, deadlines):
    """The deadline that one delegation, with its counts, has missed first; None while it is in time."""
    if delegation.status in NOT_COMING:
        return None
    missed = []
    due = deadlines.get(DeadlineKind.NOTE_VERBALE)
    if due and at > due and not delegation.has_note_verbale:
        missed.append(due)
    closes = deadlines.get(DeadlineKind.REGISTRATION)
    if closes and at > closes and delegation.status in BEFORE_SUBMISSION:
        missed.append(closes)
    return min(missed, default=None)


def whose_move(delegation, *, is_over=False):
    """Of a delegation with its counts. When the ceremony is over, nobody's: its note verbale may have been erased."""
    if is_over or delegation.status in NOT_COMING:
        return WITH_NOBODY
    if delegation.status in BEFORE_SUBMISSION or delegation.returned_count or not delegation.has_note_verbale:
        return WITH_FOCAL_POINT
    return WITH_OFFICERS if delegation.waiting_count else WITH_NOBODY
