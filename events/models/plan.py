import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow
from ceremony.procedure import move


class PlanStatus(models.TextChoices):
    REQUESTED = "requested", _("Being worked out")
    READY = "ready", _("Ready to be looked at")
    FAILED = "failed", _("Could not be worked out")
    TAKEN = "taken", _("Taken")
    DROPPED = "dropped", _("Dropped")


S = PlanStatus
MOVES = {S.REQUESTED: {S.READY, S.FAILED}, S.FAILED: {S.REQUESTED, S.DROPPED}, S.READY: {S.TAKEN, S.DROPPED}}
# A plan takes some seconds. One that nobody has finished for so long lost its worker.
LEASE = timedelta(minutes=2)
ATTEMPTS = 3


class PlacementPlanQuerySet(models.QuerySet):
    def requested(self):
        return self.filter(status=S.REQUESTED)

    def abandoned(self, at):
        """Requested so long ago that whoever was working them out must be gone."""
        return self.requested().filter(tried_at__lt=at - LEASE)

    def ask(self, ceremony, *, by, at, anew=False):
        """Ask for a plan of the side events without a place, or with `anew` of those placed already too.

        A worker makes it after the commit. Asked for again while it is being made, it is the same plan.
        """
        from events.models.changing import lock_programme

        with transaction.atomic():
            lock_programme(ceremony)
            there = self.requested().filter(ceremony=ceremony, anew=anew).first()
            if there:
                return there
            plan = self.create(ceremony=ceremony, anew=anew, asked_by=by, asked_at=at, tried_at=at)
            LedgerRow.objects.record(plan, before="", after=S.REQUESTED, by=by, at=at)
            plan.make_after_the_commit()
        return plan


class PlacementPlan(models.Model):
    """Rooms and slots that the machine proposes for accepted side events. Nothing moves until a coordinator takes it."""

    MOVES = MOVES
    MEANINGS = {S.TAKEN: "good", S.DROPPED: "over"}

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="plans", verbose_name=_("ceremony"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    anew = models.BooleanField(_("also move what is placed already"), default=False)
    status = models.CharField(_("status"), max_length=20, choices=PlanStatus, default=S.REQUESTED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tried_at = models.DateTimeField(_("last tried at"))
    trouble = models.TextField(_("what was in the way"), blank=True)
    # {"placed": [{"side_event", "room", "slot", "wish"}], "unplaced": [{"side_event", "reasons": [...]}], "seconds"}
    result = models.JSONField(_("plan"), default=dict, blank=True)
    # Shares of all wishes: what the plan fulfils, and more than which no plan can.
    satisfaction = models.FloatField(_("wishes fulfilled"), null=True, blank=True)
    bound = models.FloatField(_("at most"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    objects = PlacementPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[S.REQUESTED, S.FAILED, S.DROPPED])
                | Q(made_at__isnull=False, satisfaction__isnull=False, bound__isnull=False),
                name="a_plan_that_is_ready_is_there",
            ),
        ]

    def __str__(self):
        return _now("Plan of %(time)s") % {"time": self.ceremony.show_time(self.asked_at)}

    # Verbs

    def make_after_the_commit(self):
        """Tell the workers. A broker that is away breaks nobody's request: the sweep finds the plan in the table."""
        from events.tasks import hand_over

        transaction.on_commit(lambda: hand_over([self.pk]))

    def make(self, *, at):
        """Work it out, unless somebody else is at it or has done it. Returns whether it became ready.

        The attempt is committed before the work begins: a plan that kills its worker is not tried for ever.
        """
        from events import auto_place

        mine = type(self).objects.requested().filter(Q(attempts=0) | Q(tried_at__lt=at - LEASE), pk=self.pk)
        if not mine.update(attempts=F("attempts") + 1, tried_at=at):
            return False
        self.refresh_from_db(fields=["attempts", "tried_at"])
        if self.attempts > ATTEMPTS:
            self._fail(at, _now("It was begun %(times)d times and never finished.") % {"times": ATTEMPTS})
            return False
        try:
            found = auto_place.work_out(self.ceremony, anew=self.anew)
        except auto_place.NoPlan as none:
            self._fail(at, str(none))
            return False
        move(
            self, S.READY, by=None, at=at, made_at=at, trouble="",
            result=found.as_json(), satisfaction=found.satisfaction, bound=found.bound,
        )  # fmt: skip
        return True

    def _fail(self, at, trouble):
        move(self, S.FAILED, by=None, at=at, trouble=trouble)

    def try_again(self, *, by, at):
        """Once what was in the way is gone. Raises Refused for a plan that is being made, or is there."""
        with transaction.atomic():
            move(self, S.REQUESTED, by=by, at=at, trouble="", attempts=0, tried_at=at)
            self.make_after_the_commit()

    def drop(self, *, by, at):
        """Nobody wants it."""
        move(self, S.DROPPED, by=by, at=at)

    def take(self, *, by, at):
        """Place what it proposes. Gives how many were placed, and (side event, sentence) of each left alone.

        What has changed since it was made is left as it is now. Raises AlreadyDecided when it was taken or dropped.
        """
        from events import auto_place

        with transaction.atomic():
            move(self, S.TAKEN, by=by, at=at)
            return auto_place.take(self, by=by, at=at)

    @property
    def is_proved(self):
        """No plan fulfils more."""
        return self.satisfaction is not None and self.bound - self.satisfaction < 0.0005
