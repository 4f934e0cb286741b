from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedTextField
from accreditation.models.accreditation import WAITING, Accreditation
from ceremony.models import LedgerRow
from ceremony.procedure import Refused, move


class VettingStatus(models.TextChoices):
    ASKED = "asked", _("Asked for")
    CLEARED = "cleared", _("Cleared")
    OBJECTION = "objection", _("Objection")


MOVES = {
    VettingStatus.ASKED: {VettingStatus.CLEARED, VettingStatus.OBJECTION},
    VettingStatus.CLEARED: {VettingStatus.ASKED},
    VettingStatus.OBJECTION: {VettingStatus.ASKED},
}
NO_ANSWER = {"answered_by": None, "answered_at": None}


class VettingQuerySet(models.QuerySet):
    @transaction.atomic
    def ask(self, person, *, by, at):
        """Ask those who vet about a person who waits; again, when they have answered before.

        Raises Refused for somebody who is decided, or about whom they are asked already.
        """
        row = Accreditation.objects.select_for_update().get(pk=person.pk)
        if row.status not in WAITING:
            raise Refused(
                _now("“%(status)s”: vetting is asked for people who wait for a decision.")
                % {"status": row.get_status_display()},
                code="not_waiting",
            )
        vetting = self.filter(accreditation=person).first()
        if vetting:
            move(vetting, VettingStatus.ASKED, by=by, at=at, asked_by=by, asked_at=at, **NO_ANSWER)
            return vetting
        vetting = self.create(accreditation=person, asked_by=by, asked_at=at)
        LedgerRow.objects.record(vetting, before="", after=VettingStatus.ASKED, by=by, at=at)
        return vetting


class Vetting(models.Model):
    """What those who vet were asked about a person and what they answered. Without a row nobody asked.

    While it is asked for or objects, nobody is approved: a trigger sees to that. The note is theirs alone.
    """

    MOVES = MOVES

    accreditation = models.OneToOneField(
        Accreditation, models.CASCADE, related_name="vetting", verbose_name=_("accreditation")
    )
    status = models.CharField(_("vetting"), max_length=20, choices=VettingStatus, default=VettingStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    note = SealedTextField(_("vetting note"), blank=True, help_text=_("Read by vetting officers only."))

    objects = VettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("vetting")
        verbose_name_plural = _("vettings")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="an_answer_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status=VettingStatus.ASKED, answered_by=None)
                | (~Q(status=VettingStatus.ASKED) & Q(answered_by__isnull=False)),
                name="an_answered_vetting_says_who_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")),
                name="who_asks_does_not_answer",
                violation_error_message=_("Who asked does not answer: another vetting officer does."),
            ),
        ]

    def __str__(self):
        return f"{self.accreditation}: {self.get_status_display()}"

    @property
    def ceremony(self):
        return self.accreditation.ceremony

    def answer(self, status, *, by, at, note=""):
        """Clear or object. Raises Refused for the person who asked."""
        if by.pk == self.asked_by_id:
            raise Refused(_now("Who asked does not answer: another vetting officer does."), code="same_person")
        move(self, status, by=by, at=at, answered_by=by, answered_at=at, note=note)
