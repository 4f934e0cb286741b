from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ceremony.models import kept


@kept()
class RunItem(models.Model):
    """One line of a session's run of show: what happens, for how many minutes."""

    session = models.ForeignKey("events.Session", models.CASCADE, related_name="run_of_show", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("what happens"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        verbose_name = _("item of the run of show")
        verbose_name_plural = _("run of show")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600),
                name="an_item_takes_its_minutes",
                violation_error_message=_("An item takes from 1 to 600 minutes."),
            )
        ]

    def __str__(self):
        return self.title
