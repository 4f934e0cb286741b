"""Who is to review a proposal: officers whom a coordinator has asked to."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accreditation.models import NominatorContact
from ceremony.models import LedgerRow, Officer, kept
from ceremony.procedure import AlreadyDecided, Refused
from events.models.changing import who_wrote_last
from events.models.review import interest_of, refuse_the_interested
from events.models.side_event import TO_DECIDE, SideEvent
from events.permissions import COORDINATORS


def reviewers_of(ceremony):
    """Who may be asked to review: those who coordinate side events there."""
    roles = Officer.objects.active().filter(ceremony=ceremony, role__in=COORDINATORS)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("name", "pk")


class ReviewAssignmentQuerySet(models.QuerySet):
    def seen(self, event) -> str:
        """Who is to review it, as a form says it back: of two who choose, the second is told."""
        return ",".join(map(str, self.filter(side_event=event).order_by("reviewer").values_list("reviewer", flat=True)))

    def assign(self, event, reviewers, *, by, at, seen=None):
        """Make these the reviewers of a proposal; whoever is asked anew gets a letter.

        `seen` is what `seen` gave when the person looked. Raises AlreadyDecided when it is another list by now, Refused for
        whoever answers for a sponsor, for somebody who is no coordinator, and for what is not under review. Who has
        written his review stays.
        """
        from events import letters

        with transaction.atomic():
            [now] = SideEvent.objects.locked(event.pk)
            refuse_the_interested(by, event)
            now.refuse_unless_under_review()
            there = set(self.filter(side_event=event).values_list("reviewer", flat=True))
            if seen not in (None, self.seen(event)) and there != {one.pk for one in reviewers}:
                raise AlreadyDecided(who_wrote_last(event), code="already_changed")
            may = set(reviewers_of(event.ceremony).values_list("pk", flat=True))
            coming = [one for one in reviewers if one.pk not in there]
            for reviewer in coming:
                if interest_of(reviewer, event):
                    raise Refused(
                        _now("%(name)s answers for a sponsor of this event: somebody else judges it.")
                        % {"name": reviewer},
                        code="own",
                    )
                if reviewer.pk not in may:
                    raise Refused(_now("%(name)s does not coordinate side events.") % {"name": reviewer}, code="role")
            written = event.reviews.values("reviewer")
            self.filter(side_event=event).exclude(reviewer__in=[*reviewers]).exclude(reviewer__in=written).delete()
            self.bulk_create(
                self.model(side_event=event, reviewer=one, assigned_by=by, assigned_at=at) for one in coming
            )
            LedgerRow.objects.record(
                event, before=now.status, after=now.status, by=by, at=at, code="reviewers",
                reason=_now("Reviewers: %(names)s") % {"names": ", ".join(map(str, reviewers)) or "–"},
            )  # fmt: skip
            letters.review_asked(event, [one for one in coming if one != by], at=at)


@kept()
class ReviewAssignment(models.Model):
    """One officer who is to review one proposal. Until he has, he does not see what others think of it."""

    side_event = models.ForeignKey(
        SideEvent, models.CASCADE, related_name="assignments", verbose_name=_("side event")
    )  # fmt: skip
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    assigned_at = models.DateTimeField(_("assigned at"))

    objects = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment of a review")
        verbose_name_plural = _("assignments of reviews")
        ordering = ["side_event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["side_event", "reviewer"], name="one_assignment_a_reviewer"),
        ]

    def __str__(self):
        return f"{self.side_event}: {self.reviewer}"


def impartial_reviewers(event):
    """Those who may be asked to review this one."""
    own = NominatorContact.objects.filter(
        is_active=True, nominator__ceremony=event.ceremony_id, nominator__entity__in=event.sponsors.values("entity")
    )
    return reviewers_of(event.ceremony).exclude(pk__in=own.values("user"))


def due_from(user):
    """Whether a proposal waits for this person's review, as a condition: assigned to him, or to nobody yet."""
    assigned = ReviewAssignment.objects.filter(side_event=OuterRef("pk"))
    written = SideEvent.objects.filter(pk=OuterRef("pk"), reviews__reviewer=user)
    return (
        Q(status__in=TO_DECIDE)
        & ~Q(Exists(written))
        & (Q(Exists(assigned.filter(reviewer=user))) | ~Q(Exists(assigned)))
    )
