from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models.ceremony import Ceremony, kept
from ceremony.models.ledger import LedgerRow
from ceremony.procedure import Refused, move


class Role(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    ACCREDITATION = "accreditation", _("Accreditation officer")
    VETTING = "vetting", _("Vetting officer")
    SIDE_EVENTS = "side_events", _("Side-event coordinator")
    PRESS_DESK = "press_desk", _("Press desk")
    TREATY = "treaty", _("Treaty officer")
    DEPOSITARY = "depositary", _("Depositary's officer")
    GATE = "gate", _("Gate")
    READER = "reader", _("Reader")


# Whoever appoints to these two is joined by a second organiser.
NEEDS_A_SECOND = [Role.TREATY, Role.DEPOSITARY]


class OfficerStatus(models.TextChoices):
    PROPOSED = "proposed", _("waiting for a second organiser")
    ACTIVE = "active", _("active")
    ENDED = "ended", _("ended")


MOVES = {
    OfficerStatus.PROPOSED: {OfficerStatus.ACTIVE, OfficerStatus.ENDED},
    OfficerStatus.ACTIVE: {OfficerStatus.ENDED},
}


def _only_an_organiser(by, ceremony):
    """Roles are given and taken by the ceremony's organisers; `None` is the shell."""
    from ceremony.permissions import can_organise

    if by and not can_organise(by, ceremony):
        raise Refused(_now("Only an organiser of this ceremony gives and takes roles."), code="not_an_organiser")


class OfficerQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=OfficerStatus.ACTIVE)

    def standing(self):
        return self.exclude(status=OfficerStatus.ENDED)

    def ended(self):
        return self.filter(status=OfficerStatus.ENDED)

    def in_order(self):
        """By role, in the order in which roles are declared, then by name."""
        places = [models.When(role=role, then=place) for place, role in enumerate(Role.values)]
        return self.order_by(models.Case(*places, default=len(places)), "user__name", "user__email", "pk")

    def appoint(self, *, ceremony, user, role, by, at, reason=""):
        """Give `user` a role in `ceremony`. Treaty and depositary roles wait for a second organiser (`second`).

        `by` is None only on the shell, where the first organiser comes from. Raises Refused for one's own role or one
        that the person has already.
        """
        if by and by.pk == user.pk:
            raise Refused(_now("Nobody grants his own role: ask another organiser."), code="own_role")
        _only_an_organiser(by, ceremony)
        taken = Refused(_now("%(user)s has this role already.") % {"user": user}, code="has_role")
        if self.filter(ceremony=ceremony, user=user, role=role).exclude(status=OfficerStatus.ENDED).exists():
            raise taken
        status = OfficerStatus.PROPOSED if role in NEEDS_A_SECOND else OfficerStatus.ACTIVE
        try:
            with transaction.atomic():
                officer = self.create(
                    ceremony=ceremony, user=user, role=role, status=status, granted_by=by, granted_at=at
                )
                if not user.is_staff:
                    user.is_staff = True
                    user.save(update_fields=["is_staff"])
                LedgerRow.objects.record(officer, before="", after=status, by=by, at=at, reason=reason)
        except IntegrityError as error:
            # Two organisers appointed the same person at once: the constraint let one of them through.
            if "one_office_a_person_and_role" in str(error):
                raise taken from error
            raise
        return officer


@kept()
class Officer(models.Model):
    """Who has which role in a ceremony. Roles are given and taken by organisers, never by oneself."""

    MOVES = MOVES

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="officers", verbose_name=_("ceremony"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    status = models.CharField(_("status"), max_length=20, choices=OfficerStatus, default=OfficerStatus.PROPOSED)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"))
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seconded by")
    )
    seconded_at = models.DateTimeField(_("seconded at"), null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["ceremony", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "user", "role"],
                condition=~models.Q(status=OfficerStatus.ENDED),
                name="one_office_a_person_and_role",
                violation_error_message=_("This person has this role already."),
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by=None) | ~models.Q(granted_by=models.F("user")),
                name="nobody_grants_his_own_role",
                violation_error_message=_("Nobody grants his own role: ask another organiser."),
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by=None)
                | (~models.Q(seconded_by=models.F("user")) & ~models.Q(seconded_by=models.F("granted_by"))),
                name="the_second_organiser_is_another_person",
                violation_error_message=_("The second organiser is neither the first nor the officer."),
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by=None, seconded_at=None)
                | models.Q(seconded_by__isnull=False, seconded_at__isnull=False),
                name="seconding_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=NEEDS_A_SECOND)
                | ~models.Q(status=OfficerStatus.ACTIVE)
                | models.Q(seconded_by__isnull=False)
                | models.Q(granted_by=None),
                name="treaty_and_depositary_roles_are_seconded",
                violation_error_message=_("This role needs a second organiser."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}"

    def second(self, *, by, at):
        """The second organiser's yes to a treaty or depositary role. Raises Refused for the first one or the officer."""
        if by.pk in {self.user_id, self.granted_by_id}:
            raise Refused(_now("The second organiser is neither the first nor the officer."), code="same_person")
        _only_an_organiser(by, self.ceremony)
        move(self, OfficerStatus.ACTIVE, by=by, at=at, seconded_by=by, seconded_at=at)

    def end(self, *, by, at, reason):
        """Take the role back. Raises Refused for one's own, which another organiser ends, and without a reason."""
        if by and by.pk == self.user_id:
            raise Refused(_now("Nobody changes his own role: ask another organiser."), code="own_role")
        _only_an_organiser(by, self.ceremony)
        if not reason.strip():
            raise Refused(_now("Write why the role ends: it stays on record. Nothing was changed."), code="reason")
        with transaction.atomic():
            move(self, OfficerStatus.ENDED, by=by, at=at, reason=reason)
            if not self.user.is_superuser and not self.user.offices.exclude(status=OfficerStatus.ENDED).exists():
                self.user.is_staff = False
                self.user.save(update_fields=["is_staff"])
