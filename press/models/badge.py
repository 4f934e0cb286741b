from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Status
from ceremony.models import LedgerRow, kept
from ceremony.procedure import Refused, move
from press.models.columns import both_or_neither, person, said_in_words
from press.models.journalist import Journalist


class BadgeStatus(models.TextChoices):
    TO_PRINT = "to_print", _("To be printed")
    PRINTED = "printed", _("Printed")
    COLLECTED = "collected", _("Collected")
    VOID = "void", _("Void")


class Identity(models.TextChoices):
    """With which paper the person showed who he or she is."""

    PASSPORT = "passport", _("Passport")
    IDENTITY_CARD = "identity_card", _("Identity card")


S = BadgeStatus
SENTENCES = {
    "a_badge_is_for_the_accredited": _("This person is not accredited: there is no badge."),
    "a_collected_badge_was_checked": _("Say with which paper the person showed who he or she is."),
}


class PressBadgeQuerySet(models.QuerySet):
    def of_ceremony(self, ceremony):
        return self.filter(journalist__accreditation__ceremony=ceremony)

    def for_lists(self):
        return self.select_related("journalist__accreditation", "journalist__application__outlet", "handed_by").defer(
            "journalist__phone", "journalist__passport_expires", "journalist__press_card_number",
            "journalist__accreditation__passport_number", "journalist__accreditation__date_of_birth",
            "journalist__application__contact_phone",
        )  # fmt: skip

    def mark(self, journalists, *, by, at):
        """Mark approved people as to be printed. Returns (badges marked, people left out: not approved or marked before)."""
        marked, left = [], []
        with said_in_words(SENTENCES):
            for one in sorted(journalists, key=lambda one: one.pk):
                if one.accreditation.status != Status.APPROVED:
                    left.append(one)
                    continue
                badge, made = self.get_or_create(journalist=one)
                if made:
                    LedgerRow.objects.record(badge, before="", after=S.TO_PRINT, by=by, at=at)
                elif badge.status == S.VOID:
                    move(badge, S.TO_PRINT, by=by, at=at, **NOT_HANDED | {"printed_by": None, "printed_at": None})
                else:
                    left.append(one)
                    continue
                marked.append(badge)
        return marked, left


NOT_HANDED = {"handed_by": None, "handed_at": None, "identity": ""}


@kept()
class PressBadge(models.Model):
    """The badge of an accredited person of the press: to be printed, printed, collected: with what checked, by whom, when."""

    MOVES = {
        S.TO_PRINT: {S.PRINTED, S.VOID},
        S.PRINTED: {S.COLLECTED, S.TO_PRINT, S.VOID},
        S.COLLECTED: {S.VOID},
        S.VOID: {S.TO_PRINT},
    }
    MEANINGS = {S.TO_PRINT: "waiting", S.PRINTED: "moving", S.COLLECTED: "good", S.VOID: "bad"}

    journalist = models.OneToOneField(
        Journalist, models.CASCADE, related_name="press_badge", verbose_name=_("journalist")
    )
    status = models.CharField(_("status"), max_length=20, choices=BadgeStatus, default=S.TO_PRINT)
    printed_by = person(_("printed by"))
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    identity = models.CharField(_("identity shown with"), max_length=20, choices=Identity, blank=True)
    handed_by = person(_("handed out by"))
    handed_at = models.DateTimeField(_("handed out at"), null=True, blank=True)

    objects = PressBadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("press badge")
        verbose_name_plural = _("press badges")
        ordering = ["journalist"]
        constraints = [
            both_or_neither("printed_by", "printed_at", "a_printed_badge_says_by_whom"),
            both_or_neither("handed_by", "handed_at", "a_handed_out_badge_says_by_whom"),
            models.CheckConstraint(
                condition=~Q(status=S.COLLECTED) | (Q(handed_at__isnull=False) & ~Q(identity="")),
                name="a_collected_badge_was_checked",
                violation_error_message=SENTENCES["a_collected_badge_was_checked"],
            ),
        ]

    def __str__(self):
        return f"{self.journalist}: {self.get_status_display()}"

    @property
    def ceremony(self):
        return self.journalist.ceremony

    def print(self, *, by, at):
        with said_in_words(SENTENCES):
            move(self, S.PRINTED, by=by, at=at, printed_by=by, printed_at=at)

    def print_again(self, *, by, at, reason):
        """Spoilt or lost before it was collected."""
        move(self, S.TO_PRINT, by=by, at=at, reason=reason, printed_by=None, printed_at=None)

    def hand_out(self, *, by, at, identity):
        """Hand it to the person, who showed `identity`. Raises Refused for somebody who is not accredited any more."""
        if identity not in Identity:
            raise Refused(SENTENCES["a_collected_badge_was_checked"], code="identity")
        with transaction.atomic():
            if self.journalist.accreditation.status != Status.APPROVED:
                raise Refused(SENTENCES["a_badge_is_for_the_accredited"], code="not_approved")
            with said_in_words(SENTENCES):
                move(self, S.COLLECTED, by=by, at=at, identity=identity, handed_by=by, handed_at=at)

    def void(self, *, by, at, reason):
        """Lost, taken back, or the person is not accredited any more. Raises Refused without a reason."""
        if not reason.strip():
            raise Refused(_now("Write why the badge is void: it stays on record."), code="reason")
        move(self, S.VOID, by=by, at=at, reason=reason)
