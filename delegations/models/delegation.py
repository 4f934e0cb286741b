import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accreditation.models import Nominator
from ceremony.permissions import roles_of


class DelegationStatus(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REGISTERING = "registering", _("Registering")
    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = DelegationStatus
MOVES = {
    S.INVITED: {S.ACKNOWLEDGED, S.REGISTERING, S.DECLINED},
    S.ACKNOWLEDGED: {S.REGISTERING, S.DECLINED},
    S.REGISTERING: {S.SUBMITTED, S.DECLINED, S.WITHDRAWN},
    S.SUBMITTED: {S.CONFIRMED, S.WITHDRAWN},
    S.CONFIRMED: {S.WITHDRAWN},
    S.DECLINED: {S.ACKNOWLEDGED},
    S.WITHDRAWN: {S.REGISTERING},
}
KIND = "delegation"  # of its nominator


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """All of a ceremony for its officers; for a focal point his own, and no trace of another."""
        delegations = self.filter(nominator__ceremony=ceremony)
        if roles_of(user, ceremony):
            return delegations
        return delegations.filter(nominator__in=Nominator.objects.answered_by(user))

    def answered_by(self, user, ceremony):
        return self.filter(nominator__ceremony=ceremony, nominator__in=Nominator.objects.answered_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Delegation(models.Model):
    """An entity's presence at a ceremony: one invitation, one note verbale, one list of people, one head at a time."""

    MOVES = MOVES

    nominator = models.OneToOneField(Nominator, models.CASCADE, related_name="delegation")
    status = models.CharField(_("status"), max_length=20, choices=DelegationStatus, default=DelegationStatus.INVITED)
    head = models.OneToOneField(
        "delegations.Delegate",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name=_("head of delegation"),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["nominator__entity__sort_en"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(submitted_by=None, submitted_at=None)
                | models.Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="a_submission_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[S.SUBMITTED, S.CONFIRMED]) | models.Q(submitted_by__isnull=False),
                name="a_submitted_delegation_says_who_submitted",
            ),
        ]

    def __str__(self):
        return str(self.nominator)

    @property
    def entity(self):
        return self.nominator.entity

    @property
    def ceremony(self):
        return self.nominator.ceremony

    def get_absolute_url(self):
        return reverse("delegations:detail", args=[self.ceremony.slug, self.entity.code])
