import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from accounts.models import User
from accreditation.models import OVER, Nominator, Status
from accreditation.models.accreditation import SEE_EVERYBODY
from ceremony.permissions import roles_of
from ceremony.procedure import Refused, move
from delegations import letters


class DelegationStatus(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REGISTERING = "registering", _("Registering")
    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = DelegationStatus
MOVES = {
    S.INVITED: {S.ACKNOWLEDGED, S.REGISTERING, S.DECLINED},
    S.ACKNOWLEDGED: {S.REGISTERING, S.DECLINED},
    S.REGISTERING: {S.SUBMITTED, S.DECLINED, S.WITHDRAWN},
    S.SUBMITTED: {S.CONFIRMED, S.WITHDRAWN},
    S.CONFIRMED: {S.WITHDRAWN},
    S.DECLINED: {S.ACKNOWLEDGED},
    S.WITHDRAWN: {S.REGISTERING},
}
# Nothing was submitted yet; the delegation will not come.
BEFORE_SUBMISSION = [S.INVITED, S.ACKNOWLEDGED, S.REGISTERING]
NOT_COMING = [S.DECLINED, S.WITHDRAWN]
KIND = "delegation"  # of its nominator
MOST_FOCAL_POINTS = 10  # so that the form cannot be made to write to the whole world


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """All of a ceremony for the officers who look after people; for a focal point his own, no trace of another."""
        delegations = self.filter(nominator__ceremony=ceremony)
        if roles_of(user, ceremony) & SEE_EVERYBODY:
            return delegations
        return self.answered_by(user, ceremony)

    def answered_by(self, user, ceremony):
        return self.answered(user.pk, ceremony.pk) if user.is_authenticated else self.none()

    def answered(self, user, ceremony):
        """By their keys. A person is a contact of a nominator once, so the join brings no delegation twice."""
        return self.filter(
            nominator__ceremony=ceremony, nominator__contacts__user=user, nominator__contacts__is_active=True
        )

    def with_entity(self):
        return self.select_related("nominator__entity")

    def with_head(self):
        """And its head by name, without what is sealed."""
        return self.select_related("nominator__entity", "head__accreditation").defer(
            "head__needs", "head__accreditation__passport_number", "head__accreditation__date_of_birth"
        )

    def locked(self, delegation):
        """The row as it is now, nobody else's until the transaction ends. Everything that changes the list starts here."""
        return self.select_for_update(of=("self",)).get(pk=delegation.pk)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Delegation(models.Model):
    """An entity's presence at a ceremony: one invitation, one note verbale, one list of people, one head at a time."""

    MOVES = MOVES

    nominator = models.OneToOneField(Nominator, models.CASCADE, related_name="delegation")
    status = models.CharField(_("status"), max_length=20, choices=DelegationStatus, default=DelegationStatus.INVITED)
    head = models.OneToOneField(
        "delegations.Delegate",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name=_("head of delegation"),
    )
    head_to_be_announced = models.BooleanField(
        _("head to be announced"),
        default=False,
        help_text=_("The delegation may submit others before its head is known."),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["nominator__entity__sort_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_by=None, submitted_at=None)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="a_submission_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.SUBMITTED, S.CONFIRMED]) | Q(submitted_by__isnull=False),
                name="a_submitted_delegation_says_who_submitted",
            ),
            models.CheckConstraint(
                condition=Q(head=None) | Q(head_to_be_announced=False),
                name="a_named_head_is_not_to_be_announced",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.CONFIRMED) | Q(head__isnull=False),
                name="a_confirmed_delegation_has_a_head",
                violation_error_message=_("A confirmed delegation has a head: name the new one instead."),
            ),
        ]

    def __str__(self):
        return str(self.nominator)

    def in_text(self):
        """Whose it is, in running text: the delegation of Kenya, of the European Union."""
        return self.entity.name_in_text

    @property
    def entity(self):
        return self.nominator.entity

    @property
    def ceremony(self):
        return self.nominator.ceremony

    @property
    def is_coming(self):
        return self.status not in NOT_COMING

    def get_absolute_url(self):
        return address_of("delegations:detail", self.ceremony.slug, self.entity.code)

    # Verbs of the focal point

    def acknowledge(self, *, by, at):
        """The invitation has arrived and somebody answers for it."""
        move(self, S.ACKNOWLEDGED, by=by, at=at, acknowledged_at=at)

    def decline(self, *, by, at, reason):
        """The entity does not come. Raises Refused without a reason, and after people were submitted."""
        if not reason.strip():
            raise Refused(_now("Write a sentence for the organisers: why the delegation does not come."), code="reason")
        with transaction.atomic():
            move(self, S.DECLINED, by=by, at=at, reason=reason)
            letters.declined(self, reason=reason, at=at)

    def reopen(self, *, by, at):
        """Come after all. Those who were withdrawn with the delegation have to be entered anew."""
        if self.status == S.WITHDRAWN:
            move(self, S.REGISTERING, by=by, at=at)
        else:
            move(self, S.ACKNOWLEDGED, by=by, at=at, acknowledged_at=self.acknowledged_at or at)

    def withdraw(self, *, by, at, reason):
        """The delegation does not come after all: everybody whom it submitted is withdrawn with it."""
        if not reason.strip():
            raise Refused(_now("Write a sentence for the organisers: why the delegation withdraws."), code="reason")
        with transaction.atomic():
            type(self).objects.locked(self)
            move(self, S.WITHDRAWN, by=by, at=at, reason=reason, head=None)
            for delegate in self.delegates.exclude(accreditation__status__in=[*OVER, Status.DRAFT]).select_related(
                "accreditation__ceremony"
            ):
                delegate.accreditation.withdraw(by=by, at=at, reason=_now("The delegation withdrew."))
            letters.declined(self, reason=reason, at=at)

    def begin_registration(self, *, by, at):
        """Somebody is put on the list, perhaps the first. Raises Refused for a delegation that does not come."""
        # Two colleagues may enter the first person at the same moment, or one of them decline meanwhile.
        self.status = type(self).objects.locked(self).status
        if not self.is_coming:
            raise Refused(
                _now("The delegation is “%(status)s”: open it again before you add people.")
                % {"status": self.get_status_display()},
                code="not_coming",
            )
        if self.status in {S.INVITED, S.ACKNOWLEDGED}:
            move(self, S.REGISTERING, by=by, at=at, acknowledged_at=self.acknowledged_at or at)

    def name_head(self, delegate, *, instead_of=None):
        """Make `delegate` the head, or nobody (None). `instead_of` is the head whom the caller saw.

        Raises Refused when somebody else is head by now: two focal points never overwrite each other's choice silently.
        """
        if delegate and delegate.accreditation.status in OVER:
            raise Refused(_now("%(name)s does not come, and cannot be the head.") % {"name": delegate}, code="over")
        seen = instead_of.pk if instead_of else None
        renamed = type(self).objects.filter(pk=self.pk, head=seen).update(
            head=delegate, **({"head_to_be_announced": False} if delegate else {})
        )  # fmt: skip
        if not renamed:
            raise self._head_changed()
        self.head = delegate
        self.head_to_be_announced = self.head_to_be_announced and delegate is None

    def announce_head_later(self):
        """Whoever heads it is not known yet: others may be submitted all the same. Raises Refused once a head is named."""
        if not type(self).objects.filter(pk=self.pk, head=None).update(head_to_be_announced=True):
            raise self._head_changed()
        self.head_to_be_announced = True

    def _head_changed(self):
        now = type(self).objects.select_related("head__accreditation").get(pk=self.pk).head
        return Refused(
            _now("%(name)s was named head of delegation meanwhile. Nothing was changed: look at the list first.")
            % {"name": now}
            if now
            else _now("The head of delegation was taken back meanwhile. Nothing was changed: look at the list first."),
            code="head_changed",
        )

    def add_focal_point(self, *, email, name="", by, at):
        """A colleague who answers for the delegation too, and gets a letter with the link.

        Raises Refused for somebody who does already, and past MOST_FOCAL_POINTS.
        """
        with transaction.atomic():
            type(self).objects.locked(self)
            if self.nominator.contacts.filter(is_active=True).count() >= MOST_FOCAL_POINTS:
                raise Refused(
                    _now("A delegation has %(limit)d focal points at most. Ask the organisers to take one off first.")
                    % {"limit": MOST_FOCAL_POINTS},
                    code="too_many",
                )
            # Whether somebody at this address answers for another delegation too is not said: that one is not for the
            # adding person to know of, and no rule forbids it. A mission may look after two.
            user, _made = User.objects.reachable_at(email, name=name, language=by.language if by else "")
            contact, is_new = self.nominator.contacts.get_or_create(user=user)
            if contact.is_active and not is_new:
                raise Refused(_now("%(email)s is a focal point already.") % {"email": user.email}, code="is_there")
            if not contact.is_active:
                contact.is_active = True
                contact.save(update_fields=["is_active"])
            letters.colleague_added(self, user, by=by, at=at)
        return contact

    def submit(self, *, by, at, only=None):
        """Send the people who are ready; the rest stay on the list with what they lack. Returns a Submission.

        `only` is the keys of the people meant; without it everybody on the list is. Raises Refused when nobody is ready, after the deadline,
        and while no head is named or declared to be announced.
        """
        from delegations.submission import submit

        return submit(self, by=by, at=at, only=only)

    # Verbs of the officers

    def admit_late(self, *, by, at, reason, only=None):
        """The same after the deadline, for an officer, with a reason on record. Raises Refused without one."""
        from delegations.submission import submit

        if not reason.strip():
            raise Refused(
                _now("Write why these people are admitted after the deadline: it stays on record."), code="reason"
            )
        return submit(self, by=by, at=at, only=only, late_because=reason)

    def confirm(self, *, by, at):
        """The organisers confirm the delegation. Raises Refused until its head is approved."""
        with transaction.atomic():
            head = type(self).objects.locked(self).head
            if head is None:
                raise Refused(_now("No head of delegation is named yet."), code="no_head")
            if head.accreditation.status != Status.APPROVED:
                raise Refused(
                    _now("%(name)s, the head of delegation, is not approved yet: decide on that accreditation first.")
                    % {"name": head},
                    code="head_not_approved",
                )
            move(self, S.CONFIRMED, by=by, at=at)
            letters.confirmed(self, head=head, at=at)
