from django.db import models
from django.utils.translation import gettext_lazy as _

from accreditation.models import OVER as NOT_COMING
from accreditation.models import Accreditation
from ceremony.models import kept
from directory.models import Entity


class SessionChairQuerySet(models.QuerySet):
    def to_come(self, ceremony):
        return self.filter(session__ceremony=ceremony, session__cancelled_at=None)

    def by_person(self, user):
        """Who was accredited with the address of this account."""
        return self.filter(accreditation__email__iexact=user.email).exclude(accreditation__status__in=NOT_COMING)


@kept(exclude=["name"])
class SessionChair(models.Model):
    """Who chairs a session, alone or with others. The name goes on the day of the erasure, and no history holds it."""

    session = models.ForeignKey("events.Session", models.CASCADE, related_name="chairs", verbose_name=_("session"))
    name = models.CharField(_("name"), max_length=200)
    accreditation = models.ForeignKey(
        Accreditation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accreditation")
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("State or organisation")
    )
    is_co = models.BooleanField(_("co-chair"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SessionChairQuerySet.as_manager()

    class Meta:
        verbose_name = _("chair")
        verbose_name_plural = _("chairs")
        ordering = ["session", "position", "pk"]

    def __str__(self):
        return self.name
