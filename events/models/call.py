"""The call for side events: when it is open, what it is about, and by what proposals are judged."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, kept
from ceremony.procedure import Refused
from directory.texts import LocalTextField


@kept()
class CallForSideEvents(models.Model):
    """Until when, and on what terms, those who answer for somebody at the ceremony may propose side events."""

    ceremony = models.OneToOneField(
        Ceremony, models.CASCADE, related_name="call_for_side_events", verbose_name=_("ceremony")
    )
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"), help_text=_("Afterwards only an officer admits, with a reason."))
    guidance = LocalTextField(
        _("guidance"), blank=True, lines=True, help_text=_("What proposers read before they begin.")
    )
    max_sponsors = models.PositiveSmallIntegerField(
        _("most sponsors"),
        default=8,
        validators=[MinValueValidator(1)],
        help_text=_("Of one event, the lead included."),
    )

    class Meta:
        verbose_name = _("call for side events")
        verbose_name_plural = _("calls for side events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="a_call_closes_after_it_opens",
                violation_error_message=_("The call closes before it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(max_sponsors__gte=1),
                name="a_side_event_may_have_a_sponsor",
                violation_error_message=_("A side event has one sponsor at least: its lead."),
            ),
        ]

    def __str__(self):
        return _now("Call for side events, %(ceremony)s") % {"ceremony": self.ceremony}

    def is_open(self, at) -> bool:
        return self.opens_at <= at < self.closes_at

    def has_closed(self, at) -> bool:
        return at >= self.closes_at

    def require_begun(self, at):
        """Raises Refused before it opens. Whoever comes too late may still write a draft: see `SideEvent.submit`."""
        if at < self.opens_at:
            raise Refused(
                _now("The call for side events opens on %(when)s. Come back then.")
                % {"when": self.ceremony.show_time(self.opens_at)},
                code="not_open_yet",
            )


@kept()
class Theme(models.Model):
    """What an event is about, as the call lists it: one of the convention's fields."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="themes", verbose_name=_("ceremony"))
    name = LocalTextField(_("name"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["ceremony", "position", "pk"]
        constraints = [
            # What a foreign key of two columns refers to: an event's theme is one of its own ceremony.
            models.UniqueConstraint(fields=["ceremony", "id"], name="a_theme_is_of_one_ceremony"),
        ]

    def __str__(self):
        return str(self.name)


@kept()
class Criterion(models.Model):
    """By what reviewers judge, each with 1 to 5 points; a weight of 2 counts twice."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="criteria", verbose_name=_("ceremony"))
    name = LocalTextField(_("name"))
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["ceremony", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__range=(1, 10)),
                name="a_criterion_weighs_one_to_ten",
                violation_error_message=_("The weight is a number from 1 to 10."),
            ),
        ]

    def __str__(self):
        return str(self.name)
