from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, kept
from directory.texts import LocalTextField


@kept()
class PressCall(models.Model):
    """The call to the press: from when until when one applies, and what is needed for it."""

    ceremony = models.OneToOneField(Ceremony, models.CASCADE, related_name="press_call", verbose_name=_("ceremony"))
    opens_at = models.DateTimeField(_("applications from"))
    closes_at = models.DateTimeField(_("applications until"))
    visa_closes_at = models.DateTimeField(
        _("visa support until"), null=True, blank=True, help_text=_("Empty: as long as one may apply.")
    )
    needed = LocalTextField(_("what is needed"), blank=True, lines=True)
    centre = LocalTextField(
        _("media centre"), blank=True, lines=True, help_text=_("Where it is, when it is open, what is there.")
    )

    class Meta:
        verbose_name = _("call to the press")
        verbose_name_plural = _("calls to the press")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="a_press_call_closes_after_it_opens",
                violation_error_message=_("Applications close after they open."),
            )
        ]

    def __str__(self):
        return str(self.ceremony)

    def is_early(self, at):
        return at < self.opens_at

    def is_late(self, at):
        return at > self.closes_at

    def is_open(self, at):
        return not self.is_early(at) and not self.is_late(at)


@kept()
class EntryPort(models.Model):
    """Where equipment crosses the border: an airport, a port, a crossing. The customs list is made for each."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="entry_ports", verbose_name=_("ceremony"))
    code = models.CharField(_("code"), max_length=10, help_text=_("Such as HAN."))
    name = LocalTextField(_("name"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("port of entry")
        verbose_name_plural = _("ports of entry")
        ordering = ["ceremony", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "code"],
                name="one_port_of_entry_a_code",
                violation_error_message=_("There is a port of entry with this code already."),
            )
        ]

    def __str__(self):
        return str(self.name)
