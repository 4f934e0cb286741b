"""Those who ask for a booth in the exhibition, and who got which."""

import uuid
from contextlib import contextmanager

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Nominator
from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.permissions import roles_of
from ceremony.procedure import Refused, move
from directory.models import Entity
from events.models.exhibition import MOST_POWER, SEE_BOOTHS, Booth, as_seen, lock_exhibition
from events.models.side_event import who_and_when

LONGEST_TEXT = 3000


class BoothStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = BoothStatus
MOVES = {
    S.SUBMITTED: {S.ACCEPTED, S.DECLINED, S.WITHDRAWN},
    S.ACCEPTED: {S.WITHDRAWN},
    S.DECLINED: {S.SUBMITTED},
}
STANDING = [S.SUBMITTED, S.ACCEPTED]
# What whoever has a booth may still mend; a booth was chosen by the rest.
WORDS = {"title", "text"}


class BoothProposalQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """All of a ceremony for the officers of the exhibition; else those of whom one answers for."""
        proposals = self.filter(ceremony=ceremony)
        if roles_of(user, ceremony) & SEE_BOOTHS:
            return proposals
        return proposals.filter(
            entity__in=Nominator.objects.filter(ceremony=ceremony).answered_by(user).values("entity")
        )

    def exhibitors(self):
        """Those who have a booth, in the order of the booths."""
        return self.filter(status=S.ACCEPTED).select_related("booth", "entity").order_by("booth__position", "booth_id")

    def propose(self, exhibition, entity, *, by, at, because="", **columns):
        """Ask for a booth. `because` is an officer's reason to enter it himself, also outside the time for it.

        Raises Refused for strangers, outside the time, and for a second proposal of the same entity.
        """
        from events import letters
        from events.permissions import can_coordinate

        if because := because.strip():
            if by is None or not can_coordinate(by, exhibition.ceremony):
                raise Refused(_now("Only an officer of the exhibition does this."), code="not_an_officer")
        else:
            exhibition.require_open(at)
            if not Nominator.objects.filter(ceremony=exhibition.ceremony_id, entity=entity).answered_by(by).exists():
                raise Refused(
                    _now("You do not answer for %(entity)s at this ceremony.") % {"entity": entity.name_in_text},
                    code="not_yours",
                )
        admitted = {"admitted_by": by, "admitted_at": at, "admitted_because": because} if because else {}
        try:
            with transaction.atomic():
                lock_exhibition(exhibition.ceremony)
                last = self.filter(ceremony=exhibition.ceremony_id).aggregate(last=Max("number"))["last"] or 0
                proposal = self.create(
                    ceremony=exhibition.ceremony, number=last + 1, entity=entity, submitted_by=by, submitted_at=at,
                    **columns, **admitted,
                )  # fmt: skip
                LedgerRow.objects.record(proposal, before="", after=S.SUBMITTED, by=by, at=at, reason=because)
                letters.booth_received(proposal, at=at)
        except IntegrityError as error:
            if "one_proposal_an_exhibitor" not in str(error):
                raise
            raise Refused(
                _now("%(entity)s has asked for a booth already.") % {"entity": entity}, code="twice"
            ) from error
        return proposal


@kept()
class BoothProposal(models.Model):
    """A State or organisation asks for a booth, and says what it shows there."""

    MOVES = MOVES
    MEANINGS = {S.ACCEPTED: "good"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="booth_proposals", verbose_name=_("ceremony"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("exhibitor"))
    status = models.CharField(_("status"), max_length=20, choices=BoothStatus, default=S.SUBMITTED)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is shown"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    needs = models.CharField(_("what is needed besides"), max_length=500, blank=True)
    power = models.PositiveIntegerField(
        _("power needed, in watts"), default=0, validators=[MaxValueValidator(MOST_POWER)]
    )
    booth = models.ForeignKey(
        Booth, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("booth")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    admitted_at = models.DateTimeField(_("entered at"), null=True, blank=True)
    admitted_because = models.CharField(_("entered because"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = BoothProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a booth")
        verbose_name_plural = _("proposals of booths")
        ordering = ["ceremony", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "number"], name="one_number_a_proposal_of_a_booth"),
            models.UniqueConstraint(
                fields=["booth"],
                condition=Q(status=S.ACCEPTED),
                name="one_booth_one_exhibitor",
                violation_error_message=_("This booth has an exhibitor already."),
            ),
            models.UniqueConstraint(
                fields=["ceremony", "entity"],
                condition=Q(status__in=STANDING),
                name="one_proposal_an_exhibitor",
                violation_error_message=_("This exhibitor has asked for a booth already."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.ACCEPTED, booth__isnull=False) | (~Q(status=S.ACCEPTED) & Q(booth=None)),
                name="who_is_accepted_has_a_booth",
            ),
            who_and_when("decided_by", "decided_at", "a_decision_on_a_booth_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=~Q(status__in=[S.ACCEPTED, S.DECLINED]) | Q(decided_at__isnull=False),
                name="a_decided_booth_says_who_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.DECLINED) | ~Q(decision_reason=""), name="a_declined_booth_has_a_reason"
            ),
            who_and_when("admitted_by", "admitted_at", "an_entered_booth_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(admitted_at=None, admitted_because="")
                | (Q(admitted_at__isnull=False) & ~Q(admitted_because="")),
                name="an_entered_booth_has_a_reason",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def reference(self):
        return f"EX-{self.number:03}"

    def lacks(self, booth) -> bool:
        """The booth has less power than is asked for."""
        return booth.power < self.power

    @property
    def lacks_power(self) -> bool:
        return self.booth is not None and self.lacks(self.booth)

    # Verbs. `seen` is the revision that somebody had on the screen; without it, the one in hand.

    def change(self, *, by, at, seen=None, **columns):
        """What it says, as long as it is not decided; who has a booth may still mend title and text.

        Raises Refused otherwise, AlreadyDecided for an older one.
        """
        with as_seen(self, seen) as revision:
            if not (self.status == S.SUBMITTED or (self.status == S.ACCEPTED and columns.keys() <= WORDS)):
                raise Refused(
                    _now("%(reference)s is “%(status)s”: write to the organisers if anything changes.")
                    % {"reference": self.reference, "status": self.get_status_display()},
                    code="decided",
                )
            changed = [name for name, value in columns.items() if getattr(self, name) != value]
            self._write(**columns, revision=revision)
            self._note(", ".join(str(self._meta.get_field(name).verbose_name) for name in changed), by, at)

    def withdraw(self, *, by, at, reason=""):
        """The exhibitor does not come; its booth is free again."""
        from events import letters

        with as_seen(self, None) as revision:
            had = self.booth
            move(self, S.WITHDRAWN, by=by, at=at, reason=reason, booth=None, revision=revision)
            if had:
                letters.booth_left(self, had, at=at)

    def accept(self, booth, *, by, at, reason="", seen=None):
        """Give it this booth.

        Raises Refused for one that somebody has, naming who, and without a reason for one of too little power.
        """
        from events import letters

        if self.lacks(booth) and not reason.strip():
            raise Refused(
                _now(
                    "Booth %(booth)s has %(power)d W, and %(needed)d W are asked for: "
                    "write why it is given all the same. The exhibitor reads it."
                )
                % {"booth": booth, "power": booth.power, "needed": self.power},
                code="reason",
            )
        with self._giving(booth, seen) as revision:
            move(
                self, S.ACCEPTED, by=by, at=at, reason=reason, booth=booth, decided_by=by, decided_at=at,
                decision_reason=reason.strip(), revision=revision,
            )  # fmt: skip
            letters.booth_decided(self, at=at)

    def change_booth(self, booth, *, by, at, reason, seen=None):
        """Another booth than the one it has. Raises Refused without a reason, and for one that somebody has."""
        from events import letters

        if self.status != S.ACCEPTED:
            raise Refused(_now("Only an exhibitor who has a booth gets another one."), code="no_booth")
        if not reason.strip():
            raise Refused(_now("Write why it gets another booth: the exhibitor reads it."), code="reason")
        with self._giving(booth, seen) as revision:
            before = self.booth
            self._write(booth=booth, decision_reason=reason.strip(), revision=revision)
            self._note(f"{before} → {booth}. {reason.strip()}", by, at)
            letters.booth_changed(self, at=at)

    def decline(self, *, by, at, reason, seen=None):
        """Raises Refused without a reason: the exhibitor reads it."""
        from events import letters

        if not reason.strip():
            raise Refused(_now("Write why it is declined: the exhibitor reads it."), code="reason")
        with as_seen(self, seen) as revision:
            move(
                self, S.DECLINED, by=by, at=at, reason=reason, decided_by=by, decided_at=at,
                decision_reason=reason.strip(), revision=revision,
            )  # fmt: skip
            letters.booth_decided(self, at=at)

    def reopen(self, *, by, at, reason, seen=None):
        """Take up again what was declined. Raises Refused without a reason, and when it has asked anew meanwhile."""
        if not reason.strip():
            raise Refused(_now("Write why the proposal is taken up again: it stays on record."), code="reason")
        try:
            with as_seen(self, seen) as revision:
                move(self, S.SUBMITTED, by=by, at=at, reason=reason, revision=revision)
        except IntegrityError as error:
            if "one_proposal_an_exhibitor" not in str(error):
                raise
            self.refresh_from_db()
            raise Refused(
                _now("%(entity)s has asked for a booth already.") % {"entity": self.entity}, code="twice"
            ) from error

    # What the verbs share

    @contextmanager
    def _giving(self, booth, seen):
        """Raises Refused for a booth that somebody has, whatever PostgreSQL says it with."""
        try:
            with as_seen(self, seen) as revision:
                if not Booth.objects.filter(pk=booth.pk).exists():
                    raise Refused(_now("Booth %(booth)s is gone: choose another one.") % {"booth": booth}, code="gone")
                yield revision
        except IntegrityError as error:
            if "one_booth_one_exhibitor" not in str(error):
                raise
            self.refresh_from_db()
            raise self._taken(booth) from error

    def _write(self, **columns):
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns])

    def _note(self, reason, by, at):
        LedgerRow.objects.record(self, before=self.status, after=self.status, by=by, at=at, reason=reason)

    def _taken(self, booth):
        other = type(self).objects.filter(booth=booth, status=S.ACCEPTED).select_related("entity").first()
        return Refused(
            _now("Booth %(booth)s has been given to %(entity)s: choose another one.")
            % {"booth": booth, "entity": other.entity if other else _now("somebody else")},
            code="taken",
        )
