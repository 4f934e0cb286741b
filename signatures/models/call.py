import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import LedgerRow, kept
from ceremony.procedure import Refused, move
from directory.models import Entity
from directory.texts import LocalTextField
from signatures.competence import refuse_unless
from signatures.models.remark import Remark
from signatures.models.representative import Representative
from signatures.models.treaty import SigningWindow, Treaty
from signatures.permissions import can_confirm, can_prepare
from signatures.sentences import sentence


class Order(models.TextChoices):
    RANK = "rank", _("Rank of the representative")
    ALPHABET = "alphabet", _("Alphabet")
    APPOINTMENT = "appointment", _("Order of appointment")


@kept()
class Sitting(models.Model):
    """A time at which States are called to the table: the plenary, an appointment later, New York."""

    LEDGER_WORDS = {"generated": _("list generated"), "made": _("made"), "changed": _("changed")}

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="sittings", verbose_name=_("treaty"))
    window = models.ForeignKey(SigningWindow, models.PROTECT, related_name="sittings", verbose_name=_("window"))
    name = LocalTextField(_("name"))
    starts_at = models.DateTimeField(_("starts at"))
    order = models.CharField(_("order"), max_length=20, choices=Order, default=Order.RANK)
    language = models.CharField(
        _("language of the alphabet"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    class Meta:
        verbose_name = _("signing session")
        verbose_name_plural = _("signing sessions")
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return str(self.name)

    @property
    def ceremony(self):
        return self.treaty.ceremony

    def settle(self, *, by, at):
        """Keep the sitting as it is filled in, new or changed. The screens at the table follow the ledger, and see it."""
        refuse_unless(can_prepare, by, self.ceremony)
        is_new = self._state.adding
        with transaction.atomic():
            if not is_new:
                self.lock()
            self.save()
            LedgerRow.objects.record(self, before="", after="made" if is_new else "changed", by=by, at=at)

    def lock(self):
        """Whoever changes the order of a list, or calls from it, holds the sitting's row until the transaction ends."""
        Sitting.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def number(self, calls):
        """Give `calls`, all that are on the list, the places 1, 2, 3 and so on. The caller holds the lock."""
        moved = [(place, call) for place, call in enumerate(calls, start=1) if call.position != place]
        for place, call in moved:
            call.position = place
        Call.objects.bulk_update([call for _place, call in moved], ["position"])


class CallStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("At the table")
    RECORDED = "recorded", _("Recorded, to be confirmed")
    SIGNED = "signed", _("Signed")
    PASSED = "passed", _("Passed")
    POSTPONED = "postponed", _("Postponed")
    STRUCK = "struck", _("Taken off the list")


S = CallStatus
MOVES = {
    S.WAITING: {S.CALLED, S.RECORDED, S.PASSED, S.POSTPONED, S.STRUCK},
    S.CALLED: {S.WAITING, S.RECORDED, S.PASSED, S.POSTPONED},
    S.RECORDED: {S.SIGNED, S.WAITING},
    S.SIGNED: {S.WAITING},  # its entry was annulled
    S.PASSED: {S.WAITING, S.CALLED, S.RECORDED, S.POSTPONED, S.STRUCK},
    S.POSTPONED: {S.WAITING, S.CALLED, S.RECORDED, S.STRUCK},
}
AT_REST = [S.SIGNED, S.STRUCK]
# Nobody is at the table for them: they are called, moved, or entered afterwards from paper.
TO_COME = [S.WAITING, S.PASSED, S.POSTPONED]


def refuse_unless_seen(case, seen):
    """`seen` is the case's `token` as the officer's screen had it. Raises Refused when another signs, or with other powers."""
    who = case.representative
    if who is None or seen == case.token:
        return
    values = {"name": who, "title": who.title, "entity": case.entity}
    if seen.partition(".")[0] != str(who.pk):
        words = _now("%(name)s, %(title)s, signs for %(entity)s now: your screen did not show that yet. Look, and press again.")  # fmt: skip
    else:
        words = _now("The full powers of %(entity)s are others now: your screen did not show that yet. Look, and press again.")  # fmt: skip
    raise Refused(words % values, code="not_seen")


class CallQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("sitting__starts_at", "sitting", "position", "pk")

    def with_entity(self):
        return self.select_related("entity", "sitting__window", "sitting__treaty__ceremony")

    def on_the_list(self):
        return self.exclude(status=S.STRUCK)

    def at_the_table(self, sitting):
        return self.filter(sitting=sitting, status=S.CALLED).first()

    def add(self, sitting, entity, *, by, at, reason=""):
        """Put an entity at the end of the list. Raises Refused when it is on a list already, or, as an attempt, may not sign."""
        from signatures.models.recording import Attempt

        with Attempt.objects.keeping(sitting.treaty, entity, "list", by=by, at=at), transaction.atomic():
            refuse_unless(can_prepare, by, sitting.ceremony)
            if not entity.may_sign:
                raise Refused(sentence("may_not_sign", {"entity": entity}), code="may_not_sign")
            sitting.lock()
            there = self.on_the_list().filter(treaty=sitting.treaty, entity=entity).first()
            if there:
                raise Refused(
                    _now("%(entity)s is on the list already: %(sitting)s, “%(status)s”.")
                    % {"entity": entity, "sitting": there.sitting, "status": there.get_status_display()},
                    code="listed",
                )
            last = self.on_the_list().filter(sitting=sitting).aggregate(last=Max("position"))["last"] or 0
            call = self.create(sitting=sitting, treaty=sitting.treaty, entity=entity, position=last + 1)
            Remark.objects.write(LedgerRow.objects.record(call, before="", after=S.WAITING, by=by, at=at), reason)
        return call


@kept(exclude=["moved_because", "despite"])
class Call(models.Model):
    """An entity's place on the call list of a sitting. One that was passed or postponed is called again.

    The key of what will be recorded is made when the entity is called, so that it survives a reload and a change of
    tablet: recording twice with one key is recording once.
    """

    MOVES = MOVES

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="calls", verbose_name=_("treaty"))
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="calls", verbose_name=_("signing session"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    position = models.PositiveIntegerField(_("place"))
    moved_because = models.CharField(_("moved because"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=CallStatus, default=S.WAITING)
    key = models.UUIDField(null=True, blank=True, editable=False)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    # Rule 6: the depositary takes it although rule 1 or 2 stands against it.
    despite = models.TextField(_("accepted by the depositary despite"), blank=True)
    despite_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    despite_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    # Of whom, and what was missing then: it covers nobody else, and nothing that came to it afterwards.
    despite_for = models.ForeignKey(
        Representative, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("accepted for")
    )
    despite_rules = ArrayField(models.CharField(max_length=40), verbose_name=_("rules"), default=list, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["sitting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "entity"],
                condition=~Q(status=S.STRUCK),
                name="one_call_an_entity",
                violation_error_message=_("This State or organisation is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(status=S.CALLED),
                name="one_at_the_table",
                violation_error_message=_("Somebody else is at the table."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.CALLED, S.RECORDED]) | Q(key__isnull=False, called_at__isnull=False),
                name="who_is_called_has_a_key",
            ),
            models.CheckConstraint(
                condition=Q(despite="", despite_by=None, despite_at=None, despite_for=None, despite_rules=[])
                | (
                    ~Q(despite="")
                    & Q(despite_by__isnull=False, despite_at__isnull=False, despite_for__isnull=False)
                    & Q(despite_rules__len__gte=1)
                ),
                name="accepted_despite_has_a_person_a_time_and_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.entity}"

    @property
    def ceremony(self):
        return self.treaty.ceremony

    # Verbs

    def call(self, *, by, at):
        """Call the entity to the table. Raises Refused while another one is there.

        Who is there already is not called anew: the key stays the one that the desks have.
        """
        refuse_unless(can_prepare, by, self.ceremony)
        with transaction.atomic():
            # The sitting's lock, so that two officers who call two States get one at the table and one clear answer.
            self.sitting.lock()
            there = type(self).objects.at_the_table(self.sitting)
            if there and there.pk != self.pk:
                raise Refused(
                    _now("%(entity)s is at the table: record, pass or postpone first.") % {"entity": there.entity},
                    code="table_taken",
                )
            move(
                self, S.CALLED, by=by, at=at, key=uuid.uuid4(), called_by=by, called_at=at,
                despite="", despite_by=None, despite_at=None, despite_for=None, despite_rules=[],
            )  # fmt: skip

    def call_back(self, *, by, at):
        """Called in error: back to its place. Raises Refused for an entity that is not at the table."""
        refuse_unless(can_prepare, by, self.ceremony)
        self._refuse_unless(S.CALLED)
        move(self, S.WAITING, by=by, at=at)

    def pass_over(self, *, by, at, reason=""):
        """Not here now: the next is called, this one later."""
        refuse_unless(can_prepare, by, self.ceremony)
        Remark.objects.move(self, S.PASSED, by=by, at=at, reason=reason)

    def postpone(self, *, by, at, reason=""):
        """Not in this sitting: by appointment."""
        refuse_unless(can_prepare, by, self.ceremony)
        Remark.objects.move(self, S.POSTPONED, by=by, at=at, reason=reason)

    def put_back(self, *, by, at, reason=""):
        """One that was passed or postponed waits again. Raises Refused for any other."""
        refuse_unless(can_prepare, by, self.ceremony)
        self._refuse_unless(S.PASSED, S.POSTPONED)
        Remark.objects.move(self, S.WAITING, by=by, at=at, reason=reason)

    def _refuse_unless(self, *statuses):
        """From “recorded” and “signed” only the recording's own verbs lead back: sending back, and annulment."""
        if self.status not in statuses:
            raise Refused(
                _now("%(entity)s is “%(status)s”: this cannot be done now.")
                % {"entity": self.entity, "status": self.get_status_display()},
                code="no_such_move",
            )

    def strike(self, *, by, at, reason):
        """Take the entity off the list. Raises Refused without a reason."""
        refuse_unless(can_prepare, by, self.ceremony)
        if not reason.strip():
            raise Refused(_now("Write why it is taken off the list."), code="reason")
        with transaction.atomic():
            self.sitting.lock()
            Remark.objects.move(self, S.STRUCK, by=by, at=at, reason=reason)
            self.sitting.number(type(self).objects.on_the_list().filter(sitting=self.sitting_id).in_order())

    def is_accepted(self, light) -> bool:
        """Whether the depositary has accepted this very person, with all that is missing now (`readiness.Light`)."""
        who = light.case.representative
        missing = {lack.code for lack in light.lacks}
        return bool(self.despite and who and who.pk == self.despite_for_id and missing <= {*self.despite_rules})

    def accept_despite(self, *, by, at, reason, seen=None, signed_at=None, signed_by=None):
        """The depositary's officer takes the signature of who is at the table, although rule 1 or 2 stands against it.

        `signed_at`: of one that signed on paper then, whose call still waits, was passed or postponed; `signed_by` is
        the representative who did, where that is not who is named now. `seen`: see `refuse_unless_seen`. Another representative, or something else that is missing, has to be accepted anew. Raises Refused for anybody but the
        depositary's officers, without a reason, for an entity that is not there, where nobody is named or nothing is
        missing.
        """
        from signatures.models.recording import Attempt
        from signatures.readiness import readiness_of, readiness_then

        with Attempt.objects.keeping(self.treaty, self.entity, "accept_despite", by=by, at=at):
            refuse_unless(can_confirm, by, self.ceremony)
        if not reason.strip():
            raise Refused(_now("Write why the depositary accepts it: it stays in the log."), code="reason")
        with transaction.atomic():
            current = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if signed_at:
                current._refuse_unless(*TO_COME)
            elif current.status != S.CALLED or current.key != self.key:
                raise Refused(_now("%(entity)s is not at the table.") % {"entity": self.entity}, code="not_called")
            if signed_at:
                who = Representative.objects.who_signed(self.treaty, self.entity, signed_at, said=signed_by)
                light = readiness_then(self.treaty, self.entity, signed_at, representative=who)
            else:
                light = readiness_of(self.treaty, [self.entity], at)[self.entity_id]
            if seen is not None:
                refuse_unless_seen(light.case, seen)
            who, rules = light.case.representative, [lack.code for lack in light.lacks]
            if who is None:
                raise Refused(sentence("nobody_named", {"entity": self.entity}), code="nobody_named")
            if not rules:
                raise Refused(
                    _now("Nothing is missing of the authority of %(name)s.") % {"name": who}, code="nothing_missing"
                )
            accepted = {
                "despite": reason.strip(), "despite_by": by, "despite_at": at, "despite_for": who,
                "despite_rules": rules,
            }  # fmt: skip
            type(self).objects.filter(pk=self.pk).update(**accepted)
            row = LedgerRow.objects.record(
                self, before=current.status, after=current.status, by=by, at=at, code="accepted_despite"
            )
            Remark.objects.write(row, reason)
        for name, value in accepted.items():
            setattr(self, name, value)
