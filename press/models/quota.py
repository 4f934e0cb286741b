from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import Refused, move
from press.models.columns import both_or_neither, person, said_in_words
from press.models.outlet import Outlet, OutletKind


@kept()
class PressQuota(models.Model):
    """How many people an outlet of one kind may bring. Without a kind: those of every kind that has none of its own."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="press_quotas", verbose_name=_("ceremony"))
    outlet_kind = models.CharField(
        _("kind of outlet"), max_length=20, choices=OutletKind, blank=True, help_text=_("Empty: every other kind.")
    )
    limit = models.PositiveSmallIntegerField(_("people"))

    class Meta:
        verbose_name = _("quota of the press")
        verbose_name_plural = _("quotas of the press")
        ordering = ["ceremony", "outlet_kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "outlet_kind"],
                name="one_quota_a_kind_of_outlet",
                violation_error_message=_("There is a quota for this kind already."),
            )
        ]

    def __str__(self):
        return f"{self.get_outlet_kind_display() or _now('Every other kind')}: {self.limit}"


class QuotaRequestStatus(models.TextChoices):
    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = QuotaRequestStatus
MOVES = {S.ASKED: {S.GRANTED, S.DECLINED, S.WITHDRAWN}}
SENTENCES = {"one_quota_request_of_an_outlet_waits": _("A request of this outlet waits for its answer already.")}


class QuotaRequestQuerySet(models.QuerySet):
    def ask(self, application, *, wanted, reason, by, at):
        """Ask for more places for the outlet. Raises Refused without a reason, and for no more than it has."""
        from press.models.application import Application

        with said_in_words(SENTENCES):
            # Nobody merges the outlet, or takes the application to another one, at this moment.
            application = Application.objects.locked(application)
            self._refuse_to_ask(application.outlet, wanted, reason)
            request = self.create(
                outlet=application.outlet, application=application, wanted=wanted, reason=reason.strip(), asked_by=by,
                asked_at=at,
            )  # fmt: skip
            LedgerRow.objects.record(request, before="", after=S.ASKED, by=by, at=at, reason=str(wanted))
        return request

    @staticmethod
    def _refuse_to_ask(outlet, wanted, reason):
        from press.quotas import limit_of

        limit = limit_of(outlet)
        if limit is None:
            raise Refused(_now("Nothing limits the people of %(outlet)s.") % {"outlet": outlet}, code="no_quota")
        if wanted <= limit:
            raise Refused(
                _now("The quota of %(outlet)s is %(limit)d already: write a higher number.")
                % {"outlet": outlet, "limit": limit},
                code="not_more",
            )
        if not reason.strip():
            raise Refused(_now("Write why you need more places: the press desk decides by it."), code="reason")


@kept(exclude=["reason", "answer"])
class QuotaRequest(models.Model):
    """An outlet's request for more places than its quota, with the reason, and the press desk's answer."""

    MOVES = MOVES
    MEANINGS = {S.GRANTED: "good", S.DECLINED: "bad", S.WITHDRAWN: "over"}

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="quota_requests", verbose_name=_("outlet"))
    application = models.ForeignKey(
        "press.Application", models.CASCADE, related_name="quota_requests", verbose_name=_("application")
    )
    wanted = models.PositiveSmallIntegerField(_("people wanted"))
    reason = models.TextField(_("why"))
    status = models.CharField(_("status"), max_length=20, choices=QuotaRequestStatus, default=S.ASKED)
    asked_by = person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = person(_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = QuotaRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a higher quota")
        verbose_name_plural = _("requests for a higher quota")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet"], condition=Q(status=S.ASKED), name="one_quota_request_of_an_outlet_waits"
            ),
            both_or_neither("answered_by", "answered_at", "a_quotas_answer_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(status=S.ASKED, answered_at=None) | (~Q(status=S.ASKED) & Q(answered_at__isnull=False)),
                name="an_answered_quota_request_says_who_answered",
            ),
        ]

    def __str__(self):
        return f"{self.outlet}: {self.wanted}"

    @property
    def ceremony(self):
        return self.outlet.ceremony

    # Verbs of those who asked

    def withdraw(self, *, by, at, reason=""):
        """It is asked no more, such as when the application is for another outlet."""
        move(self, S.WITHDRAWN, by=by, at=at, reason=reason, answered_by=by, answered_at=at)

    # Verbs of the press desk

    def grant(self, *, by, at, limit=None, answer=""):
        """Give the places that were asked for, or `limit`; those who wait for one move up. Returns who moved up.

        Raises Refused for fewer than the outlet has by now.
        """
        from press import letters
        from press.quotas import limit_of

        limit = self.wanted if limit is None else limit
        with transaction.atomic():
            # The outlet before its request, as a merger takes them.
            [outlet] = Outlet.objects.locked(self.outlet.now().pk)
            if (has := limit_of(outlet)) is not None and limit < has:
                raise Refused(
                    _now("The quota of %(outlet)s is %(limit)d already: write a higher number.")
                    % {"outlet": outlet, "limit": has},
                    code="not_more",
                )
            # Why they asked and what was answered is theirs, and erased one day; the ledger stays.
            move(self, S.GRANTED, by=by, at=at, answered_by=by, answered_at=at, answer=answer.strip())
            moved = outlet.set_quota(limit, by=by, at=at, reason=_now("Granted on request"))
            letters.quota_answered(self, limit=limit)
        return moved

    def decline(self, *, by, at, answer):
        """Raises Refused without a sentence for those who asked."""
        from press import letters

        if not answer.strip():
            raise Refused(_now("Write why: those who asked read it."), code="reason")
        with transaction.atomic():
            move(self, S.DECLINED, by=by, at=at, answered_by=by, answered_at=at, answer=answer.strip())
            letters.quota_answered(self, limit=None)
