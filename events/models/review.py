"""What reviewers think of a proposal: whether it is eligible, points by criteria, a comment. Several of them, none of his own."""

from collections import defaultdict
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, FloatField, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import NominatorContact
from ceremony.models import kept
from ceremony.procedure import Refused
from events.models.call import Criterion
from events.models.side_event import SideEvent
from events.models.sponsor import Sponsor

POINTS = [(1, _("1, poor")), (2, _("2, weak")), (3, _("3, fair")), (4, _("4, good")), (5, _("5, excellent"))]


def interest_of(reviewer, event):
    """The sponsor of an event for whom this person answers at the ceremony, or None: nobody judges his own entity's."""
    return (
        event.sponsors.filter(
            entity__in=NominatorContact.objects.filter(
                user=reviewer, is_active=True, nominator__ceremony=event.ceremony_id, nominator__entity__isnull=False
            ).values("nominator__entity")
        )
        .select_related("entity")
        .first()
    )


def refuse_the_interested(user, event):
    """Raises Refused for whoever answers for one of the sponsors: he neither reviews nor decides."""
    if sponsor := interest_of(user, event):
        raise Refused(
            _now("You answer for %(entity)s, which sponsors this event: somebody else judges it.")
            % {"entity": sponsor.entity.name_in_text},
            code="own",
        )


def is_of_interest_to(user, ceremony):
    """The same as `interest_of`, as a condition on side events of the ceremony."""
    own = NominatorContact.objects.filter(
        user=user, is_active=True, nominator__ceremony=ceremony, nominator__entity__isnull=False
    )
    return models.Exists(
        Sponsor.objects.filter(side_event=OuterRef("pk"), entity__in=own.values("nominator__entity"))
    )  # fmt: skip


def weighted_mean(scores=""):
    """The mean of points with the weights of their criteria; `scores` is the way to them."""
    weight = f"{scores}criterion__weight"
    return ExpressionWrapper(
        Sum(F(f"{scores}points") * F(weight)) * 1.0 / Sum(weight), output_field=FloatField()
    )  # fmt: skip


class ReviewQuerySet(models.QuerySet):
    def impartial(self):
        """Without those of people who answer for one of the sponsors by now: a merger may have brought one in."""
        own = NominatorContact.objects.filter(
            user=OuterRef("reviewer"),
            is_active=True,
            nominator__ceremony=OuterRef("side_event__ceremony"),
            nominator__entity__in=OuterRef("side_event__sponsors__entity"),
        )
        interested = self.model.objects.filter(models.Exists(own)).values("pk")
        return self.exclude(pk__in=interested)

    def write(self, event, *, reviewer, at, eligible, points, comment=""):
        """One reviewer's opinion, once or anew. `points` is by criterion, all of them.

        Raises Refused for whoever answers for a sponsor, for what is not under review, while a criterion has no points,
        and for somebody else where reviewers are assigned.
        """
        criteria = list(Criterion.objects.filter(ceremony=event.ceremony_id))
        if eligible and (without := [one for one in criteria if points.get(one) is None]):
            raise Refused(
                _now("Give points for: %(criteria)s.") % {"criteria": ", ".join(map(str, without))}, code="points"
            )
        if not eligible and not comment.strip():
            raise Refused(_now("Write in the comment why it is not eligible."), code="reason")
        with transaction.atomic():
            now = SideEvent.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
            refuse_the_interested(reviewer, event)
            now.refuse_unless_under_review()
            self._refuse_who_has_seen_the_others(event, reviewer)
            review, _new = self.update_or_create(
                side_event=event,
                reviewer=reviewer,
                defaults={"eligible": eligible, "comment": comment.strip(), "written_at": at},
            )
            review.scores.all().delete()
            Score.objects.bulk_create(
                Score(review=review, criterion=one, points=points[one]) for one in criteria if points.get(one)
            )
        return review

    def _refuse_who_has_seen_the_others(self, event, reviewer):
        assigned = [row.reviewer for row in event.assignments.select_related("reviewer")]
        if not assigned or reviewer in assigned or self.filter(side_event=event, reviewer=reviewer).exists():
            return
        raise Refused(
            _now("It is reviewed by %(names)s. Whoever is not assigned sees their points, and so adds none.")
            % {"names": ", ".join(map(str, assigned))},
            code="not_assigned",
        )

    def spread(self, events) -> dict:
        """{key of a side event: (number of impartial reviews with points, the lowest mean, the highest)}, in one query."""
        means = defaultdict(list)
        rows = (
            self.impartial()
            .filter(side_event__in=events)
            .order_by()
            .values("side_event", "pk")
            .annotate(mean=weighted_mean("scores__"))
        )
        for row in rows:
            if row["mean"] is not None:
                means[row["side_event"]].append(row["mean"])
        return {event: (len(found), min(found), max(found)) for event, found in means.items()}


@kept()
class Review(models.Model):
    """What one reviewer thinks of a proposal. Those who propose never read it."""

    side_event = models.ForeignKey(SideEvent, models.CASCADE, related_name="reviews", verbose_name=_("side event"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    eligible = models.BooleanField(_("eligible"), default=True)
    comment = models.TextField(_("comment"), blank=True)
    written_at = models.DateTimeField(_("written at"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["side_event", "written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["side_event", "reviewer"], name="one_review_a_reviewer"),
            models.CheckConstraint(
                condition=Q(eligible=True) | ~Q(comment=""), name="who_finds_it_not_eligible_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.side_event}: {self.reviewer}"

    @property
    def mean(self):
        """The weighted mean of its points, or None without any."""
        scores = self.scores.all()
        weight = sum(score.criterion.weight for score in scores)
        return Decimal(sum(score.points * score.criterion.weight for score in scores)) / weight if weight else None


@kept()
class Score(models.Model):
    """The points of one criterion in one review."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion"))
    points = models.PositiveSmallIntegerField(
        _("points"), choices=POINTS, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["review", "criterion__position", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="points_are_from_one_to_five"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points}"


def score_of(event):
    return type(event).objects.annotate(score=mean_score()).values_list("score", flat=True).get(pk=event.pk)


def mean_score():
    """The weighted mean over all its impartial reviews, as an annotation of a side event; None without any."""
    scores = (
        Score.objects.filter(review__in=Review.objects.impartial().filter(side_event=OuterRef(OuterRef("pk"))))
        .order_by()
        .values("review__side_event")
        .annotate(mean=weighted_mean())
        .values("mean")
    )
    return Subquery(scores, output_field=FloatField())
