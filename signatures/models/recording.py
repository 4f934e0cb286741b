import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused, move, who_was_first
from directory.models import Entity
from signatures import log, matter
from signatures.authority import Objection
from signatures.competence import refuse_unless
from signatures.models.call import TO_COME, Call, CallStatus, refuse_unless_seen
from signatures.models.entry import Entry, EntryKind
from signatures.models.remark import Remark
from signatures.models.representative import Representative
from signatures.models.treaty import Action, Treaty
from signatures.permissions import can_confirm, can_prepare
from signatures.readiness import readiness_of, readiness_then
from signatures.sentences import SENTENCES, sentence


class RecordingStatus(models.TextChoices):
    PENDING = "pending", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    SENT_BACK = "sent_back", _("Sent back")


S = RecordingStatus
MOVES = {S.PENDING: {S.CONFIRMED, S.SENT_BACK}}


class Stands(Refused):
    """A rule stands against what was to be recorded; `codes` names each."""

    def __init__(self, objections):
        super().__init__([str(objection) for objection in objections])
        self.codes = [objection.code for objection in objections]
        self.code = self.codes[0]


class RecordingQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=S.PENDING)

    def of_key(self, key):
        return self.filter(key=key).select_related("entity", "call", "recorded_by", "decided_by", "entry").first()

    # Verbs

    def record(
        self, call, *, key, by, at, seen=None, signed_at=None, signed_by=None, declarations=(), day_established=True
    ):  # fmt: skip
        """Record that who is at the table has signed, inside one transaction that holds the log's lock.

        `key` is that of the call: the same key again gives what was recorded the first time. `seen` says who the
        officer saw at the table (`refuse_unless_seen`). `signed_at` is given when it is entered afterwards, for a call
        that still waits: authority is judged as it was then, and `signed_by` says which representative signed, where
        another has been named since. Raises Refused, and Stands when a rule stands against it, which is kept.
        """
        with Attempt.objects.keeping(call.treaty, call.entity, "record", by=by, at=at):
            refuse_unless(can_prepare, by, call.ceremony)
            return self._once(key, call.treaty, call.entity, lambda: self._record(
                call, key, by, at, seen=seen, signed_at=signed_at, signed_by=signed_by, declarations=declarations,
                day_established=day_established,
            ))  # fmt: skip

    def _record(self, call, key, by, at, *, seen, signed_at, signed_by, declarations, day_established):
        treaty = Treaty.objects.locked(call.treaty)
        call = Call.objects.select_for_update(of=("self",)).with_entity().get(pk=call.pk)
        call.treaty = treaty
        if signed_at is None and call.status == CallStatus.CALLED and call.key != key:
            raise Refused(
                _now("%(entity)s was called anew meanwhile: load the desk again.") % {"entity": call.entity},
                code="called_anew",
            )
        acted = signed_at or at
        if signed_at is None:
            light = readiness_of(treaty, [call.entity], at, call.sitting.window)[call.entity_id]
        else:
            who = Representative.objects.who_signed(treaty, call.entity, signed_at, said=signed_by)
            light = readiness_then(treaty, call.entity, signed_at, call.sitting.window, who)
        case, lacking = light.case, light.lacks
        if seen is not None:
            refuse_unless_seen(case, seen)
        against = light.bars if call.is_accepted(light) else light.objections
        if against:
            raise Stands(against)
        self._refuse_a_second(treaty, call.entity)
        self._refuse_another_time(call, at, signed_at)
        content = matter.of_signature(
            case, call, acted, lacking=lacking, declarations=declarations, day_established=day_established,
            afterwards=signed_at is not None,
        )  # fmt: skip
        log.refuse_unless_it_fits(treaty, content)
        recording = self.create(
            key=key, treaty=treaty, entity=call.entity, call=call, kind=EntryKind.ACT, action=Action.SIGNATURE,
            at=acted, recorded_by=by, recorded_at=at, matter=content,
        )  # fmt: skip
        called = {} if call.key == key else {"key": key, "called_by": by, "called_at": at}
        move(call, CallStatus.RECORDED, by=by, at=at, **called)
        return recording

    def deposit(self, treaty, entity, action, *, key, by, at, deposited_at, reference, declarations=()):
        """Record the deposit of an instrument. Raises Stands where rule 8 stands against it, Refused without reference."""
        if not reference.strip():
            raise Refused(_now("Write the reference of the instrument."), code="reference")
        with Attempt.objects.keeping(treaty, entity, "deposit", by=by, at=at):
            refuse_unless(can_prepare, by, treaty.ceremony)
            if action == Action.SIGNATURE:
                raise Stands([Objection("no_instrument", is_bar=True)])
            _refuse_the_future(deposited_at, at)
            return self._once(key, treaty, entity, lambda: self._deposit(
                treaty, entity, action, key=key, by=by, at=at, deposited_at=deposited_at, reference=reference,
                declarations=declarations,
            ))  # fmt: skip

    def _deposit(self, treaty, entity, action, *, key, by, at, deposited_at, reference, declarations):
        treaty = Treaty.objects.locked(treaty)
        content = matter.of_instrument(treaty, entity, action, deposited_at, reference, declarations)
        log.refuse_unless_it_fits(treaty, content)
        self._refuse_a_second(treaty, entity)
        return self._told(self.create(
            key=key, treaty=treaty, entity=entity, kind=EntryKind.ACT, action=action, at=deposited_at,
            recorded_by=by, recorded_at=at, matter=content,
        ))  # fmt: skip

    def correct(self, entry, kind, *, key, by, at, reason, changes=None):
        """Record an annulment or a rectification of `entry`, to be confirmed by another officer.

        `changes` are the parts of a rectified entry that differ. Raises Refused without a reason, and Stands where a rule stands against it.
        """
        if not reason.strip():
            raise Refused(_now("A correction says why: write the reason."), code="reason")
        entity = Entity.objects.get(code=entry.entity_code)
        with Attempt.objects.keeping(entry.treaty, entity, kind, by=by, at=at):
            refuse_unless(can_confirm, by, entry.treaty.ceremony)
            return self._once(key, entry.treaty, entity, lambda: self._correct(
                entry, entity, kind, key, by, at, reason, changes or {}
            ), kind)  # fmt: skip

    def _correct(self, entry, entity, kind, key, by, at, reason, changes):
        treaty = Treaty.objects.locked(entry.treaty)
        content = matter.of_correction(entry, kind, reason=reason.strip(), changes=changes, at=at)
        _refuse_the_future(matter.instant_of(content), at)
        log.refuse_unless_it_fits(treaty, content)
        self._refuse_a_second(treaty, entity)
        return self._told(self.create(
            key=key, treaty=treaty, entity=entity, kind=kind, action=content["action"], at=matter.instant_of(content),
            corrects=entry, recorded_by=by, recorded_at=at, matter=content,
        ))  # fmt: skip

    def _told(self, recording):
        """No call says that this was recorded, as it does of a signature; screens that follow the ledger learn it here."""
        LedgerRow.objects.record(
            recording, before="", after=S.PENDING, by=recording.recorded_by, at=recording.recorded_at
        )
        return recording

    def _once(self, key, treaty, entity, work, kind=EntryKind.ACT):
        """What was recorded with this key, or what `work` records now. A repeated request records nothing twice."""
        there = self.of_key(key)
        if there is None:
            try:
                with transaction.atomic():
                    return work()
            except (IntegrityError, Refused):
                # The same request a moment ago, whose answer was lost or is still under way.
                there = self.of_key(key)
                if there is None:
                    raise
        if (there.treaty_id, there.entity, there.kind) != (treaty.pk, entity, kind):
            raise Refused(
                _now("This key belongs to another State or organisation, or act: load the desk again."), code="key"
            )
        return there

    def _refuse_another_time(self, call, at, signed_at):
        """What is recorded now is at the table; what is entered afterwards is not there, and not still to come."""
        values = {"entity": call.entity, "status": call.get_status_display()}
        if signed_at is None:
            if call.status != CallStatus.CALLED:
                raise Refused(
                    _now("%(entity)s is not at the table any more: it is “%(status)s”. Nothing was recorded.") % values,
                    code="not_called",
                )
        elif call.status not in TO_COME:
            raise Refused(
                _now("%(entity)s is “%(status)s”: record it at the desk, or call it back first.") % values,
                code="not_to_come",
            )
        else:
            _refuse_the_future(signed_at, at)

    def _refuse_a_second(self, treaty, entity):
        waits = self.pending().filter(treaty=treaty, entity=entity).select_related("recorded_by").first()
        if waits:
            since = treaty.ceremony.show_time(waits.recorded_at)
            values = {"entity": entity, "by": waits.recorded_by, "since": since}
            raise Stands([Objection("recorded_pending", values, is_bar=True)])


def _refuse_the_future(done_at, at):
    """Nobody enters what has not happened yet, by clocks that may differ by a minute. Raises Stands."""
    if done_at > at + timedelta(minutes=1):
        raise Stands([Objection("future", {"at": done_at}, is_bar=True)])


class Recording(models.Model):
    """What one officer recorded, until the depositary's officer confirms it. Only then does it stand in the log."""

    MOVES = MOVES

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="recordings", verbose_name=_("treaty"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="recordings", verbose_name=_("call")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind, default=EntryKind.ACT)
    action = models.CharField(_("action"), max_length=30, choices=Action)
    at = models.DateTimeField(_("at"))
    corrects = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    matter = models.JSONField(_("what will stand in the log"), help_text=_("Copies, made at the moment of recording."))
    status = models.CharField(_("status"), max_length=20, choices=RecordingStatus, default=S.PENDING)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    entry = models.OneToOneField(
        Entry, models.PROTECT, null=True, blank=True, related_name="recording", verbose_name=_("entry")
    )

    objects = RecordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "entity"],
                condition=Q(status=S.PENDING),
                name="one_recording_waits_an_entity",
                violation_error_message=_("Something about this State or organisation waits to be confirmed."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("recorded_by")),
                name="who_records_does_not_confirm",
                violation_error_message=_("Who records does not confirm: another officer does."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_recordings_decision_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status=S.CONFIRMED, entry__isnull=False) | (~Q(status=S.CONFIRMED) & Q(entry=None)),
                name="what_is_confirmed_has_its_entry",
            ),
        ]

    def __str__(self):
        return f"{self.entity}: {self.get_status_display()}"

    @property
    def ceremony(self):
        return self.treaty.ceremony

    def confirm(self, *, by, at):
        """The depositary's officer confirms: the entry is written. Asked again by the same officer, it is the one written.

        Raises Refused for who recorded it and for anybody but the depositary's officers, Stands by a rule.
        """
        with Attempt.objects.keeping(self.treaty, self.entity, "confirm", by=by, at=at):
            self._refuse_who_does_not_decide(by)
            with transaction.atomic():
                treaty = Treaty.objects.locked(self.treaty)
                current = type(self).objects.of_key(self.key)
                if current.status == S.CONFIRMED and current.decided_by == by:
                    self.refresh_from_db()
                    return current.entry  # The answer to the first request was lost.
                if current.status != S.PENDING:
                    raise AlreadyDecided(who_was_first(current), code="already_decided")
                entry = log.append(treaty, self, confirmed_by=by, at=at)
                move(self, S.CONFIRMED, by=by, at=at, decided_by=by, decided_at=at, entry=entry)
                self._settle_the_call(by, at)
        return entry

    def _settle_the_call(self, by, at):
        if self.kind == EntryKind.ANNULMENT and self.action == Action.SIGNATURE:
            call = Call.objects.filter(treaty=self.treaty, entity=self.entity, status=CallStatus.SIGNED).first()
            if call:
                Remark.objects.move(call, CallStatus.WAITING, by=by, at=at, reason=self.matter["reason"])
        elif self.call:
            self.call.treaty = self.treaty
            move(self.call, CallStatus.SIGNED, by=by, at=at)

    def send_back(self, *, by, at, reason):
        """It was recorded in error: nothing is entered, and the State waits to be called again.

        Raises Refused for who recorded it and for anybody but the depositary's officers, and without a reason.
        """
        with Attempt.objects.keeping(self.treaty, self.entity, "send_back", by=by, at=at):
            self._refuse_who_does_not_decide(by)
        if not reason.strip():
            raise Refused(_now("Write why it is sent back."), code="reason")
        with transaction.atomic():
            Treaty.objects.locked(self.treaty)
            current = type(self).objects.of_key(self.key)
            if current.status != S.PENDING:
                raise AlreadyDecided(who_was_first(current), code="already_decided")
            Remark.objects.move(self, S.SENT_BACK, by=by, at=at, reason=reason, decided_by=by, decided_at=at)
            if self.call:
                Remark.objects.move(self.call, CallStatus.WAITING, by=by, at=at, reason=reason)

    def _refuse_who_does_not_decide(self, by):
        if by and by.pk == self.recorded_by_id:
            raise Refused(sentence("one_officer", {}), code="one_officer")
        refuse_unless(can_confirm, by, self.ceremony)


class AttemptManager(models.Manager):
    def keep(self, treaty, entity, verb, codes, *, by, at):
        return self.create(
            treaty=treaty, entity_code=entity.code, verb=verb, codes=codes, by_name=str(by or ""), at=at
        )  # fmt: skip

    @contextmanager
    def keeping(self, treaty, entity, verb, *, by, at):
        """Around a verb, and outside its transaction: what a rule refuses is kept, and refused all the same."""
        try:
            yield
        except Refused as refused:
            codes = getattr(refused, "codes", None) or [getattr(refused, "code", None)]
            if rules := [code for code in codes if code in SENTENCES]:
                self.keep(treaty, entity, verb, rules, by=by, at=at)
            raise


class Attempt(models.Model):
    """Something that was refused: who tried what, and which rules stood against it. Names nobody who was to sign."""

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="attempts", verbose_name=_("treaty"))
    entity_code = models.CharField(_("code"), max_length=40)
    verb = models.CharField(_("tried"), max_length=20)
    codes = models.JSONField(_("rules"))
    by_name = models.CharField(_("by"), max_length=254)
    at = models.DateTimeField(_("at"))

    objects = AttemptManager()

    class Meta:
        verbose_name = _("refused attempt")
        verbose_name_plural = _("refused attempts")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.entity_code}: {', '.join(self.codes)}"
