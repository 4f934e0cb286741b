"""What coordinators do about a proposal: return it, prepare a decision and release it, take up again what was declined."""

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused, move
from events.models.side_event_status import DECISIONS, MOVES, TO_DECIDE, SideEventStatus

S = SideEventStatus
NOTHING_PREPARED = {"prepared_status": "", "prepared_reason": "", "prepared_by": None, "prepared_at": None}


class Decided(models.Model):
    """The verbs of those who decide about a side event; its columns stand with the event."""

    class Meta:
        abstract = True

    def give_back(self, *, by, at, to_fix):
        """Return it to its lead, who puts right what is told and submits again. Raises Refused without words."""
        from events import letters

        if not to_fix.strip():
            raise Refused(_now("Write what has to be put right: the lead reads it."), code="reason")
        with transaction.atomic():
            self._lock_for(by)
            self._not_while_merging()
            move(self, S.RETURNED, by=by, at=at, reason=to_fix, to_fix=to_fix, **NOTHING_PREPARED)
            letters.returned(self, at=at)

    def prepare(self, decision, *, by, at, reason="", seen=""):
        """Write down what will be decided; nobody outside is told before it is released.

        `seen` is the decision that the person saw prepared. Raises Refused when another stands there by now, without a
        reason for declining, while a merger is open, for a second event of a lead (rule 21), and for whoever answers for a
        sponsor.
        """
        with transaction.atomic():
            now = self._lock_for(by)
            if now.prepared_status != seen:
                raise AlreadyDecided(self._prepared_meanwhile(now), code="already_decided")
            self._may_become(decision, reason, rivals=self.rivals())
            self._write(prepared_status=decision, prepared_reason=reason.strip(), prepared_by=by, prepared_at=at)

    def unprepare(self, *, by, seen):
        """Take back what was prepared and not released."""
        with transaction.atomic():
            now = self._lock_for(by)
            if now.prepared_status != seen:
                raise AlreadyDecided(self._prepared_meanwhile(now), code="already_decided")
            self._write(**NOTHING_PREPARED)

    def release_decision(self, *, by, at):
        """Tell what was prepared: the status changes and letters go. Raises Refused when it does not hold any more."""
        from events import letters

        try:
            with transaction.atomic():
                now = self._lock_for(by)
                if not now.prepared_status:
                    raise Refused(_now("Nothing is prepared for this proposal."), code="not_prepared")
                # Two may have been prepared at the same instant: the one that is released first has the slot.
                self._may_become(now.prepared_status, now.prepared_reason, rivals=self.rivals().accepted())
                move(
                    self, SideEventStatus(now.prepared_status), by=by, at=at, reason=now.prepared_reason,
                    decided_by=now.prepared_by, decided_at=at, decision_reason=now.prepared_reason, **NOTHING_PREPARED,
                )  # fmt: skip
                letters.decided(self, at=at)
                if self.status == S.ACCEPTED:
                    self.speakers.invite(self, at=at)
        except IntegrityError as error:
            if "one_accepted_event_a_lead" not in str(error):
                raise
            raise self._second_of_its_lead() from error

    def allow_second(self, *, by, at, reason):
        """Let its lead have one more slot than the one (rule 21), with a reason on record."""
        if not reason.strip():
            raise Refused(_now("Write why this lead may have a second event: it stays on record."), code="reason")
        with transaction.atomic():
            self._lock_for(by)
            self._write(second_by=by, second_at=at, second_reason=reason.strip())
            LedgerRow.objects.record(self, before=self.status, after=self.status, by=by, at=at, reason=reason)

    def reopen(self, *, by, at, reason):
        """Take up again what was declined. Raises Refused without a reason."""
        from events import letters

        if not reason.strip():
            raise Refused(_now("Write why the proposal is taken up again: it stays on record."), code="reason")
        with transaction.atomic():
            self._lock_for(by)
            move(self, S.SUBMITTED, by=by, at=at, reason=reason)
            letters.reopened(self, at=at)

    def refuse_unless_under_review(self):
        if self.status not in TO_DECIDE:
            raise Refused(
                _now("This proposal is “%(status)s”: it is not under review.") % {"status": self.get_status_display()},
                code="not_under_review",
            )

    def _lock_for(self, by):
        """As `_lock`, for every decision of an officer. Raises Refused for whoever answers for one of the sponsors by now."""
        from events.models.review import refuse_the_interested

        now = self._lock()
        refuse_the_interested(by, self)
        return now

    def _lock(self):
        """The row as it is now; this object keeps what the caller saw of its status, which `move` asks about."""
        return type(self).objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)

    def _write(self, **columns):
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns])

    def _may_become(self, decision, reason, *, rivals):
        """Whether that can be decided now; asked when it is prepared, and again when it is released."""
        if self.status not in TO_DECIDE or decision not in MOVES[self.status]:
            raise Refused(
                _now("A proposal that is “%(before)s” cannot become “%(after)s”.")
                % {"before": self.get_status_display(), "after": dict(DECISIONS).get(decision, decision)},
                code="no_such_move",
            )
        if decision == S.DECLINED and not reason.strip():
            raise Refused(_now("Write why it is declined: the sponsors read it."), code="reason")
        self._not_while_merging()
        if decision == S.ACCEPTED and not self.second_reason and rivals.exists():
            raise self._second_of_its_lead()

    def rivals(self):
        """Other events of its lead that are accepted, or prepared to be: a lead has one slot (rule 21)."""
        return (
            type(self).objects.filter(ceremony=self.ceremony_id, lead=self.lead_id, second_reason="")
            .filter(Q(status=S.ACCEPTED) | Q(prepared_status=S.ACCEPTED)).exclude(pk=self.pk)
        )  # fmt: skip

    def _second_of_its_lead(self):
        other = self.rivals().first()
        return Refused(
            _now("%(lead)s leads %(other)s already, and a lead has one slot. Allow a second one first, with a reason.")
            % {"lead": self.lead, "other": f"{other.reference} “{other}”" if other else _now("another event")},
            code="second",
        )

    def _not_while_merging(self):
        if self.bids.filter(is_open=True).exists():
            raise Refused(
                _now("Its lead is being asked about a merger: wait for the answers, or call the merger off first."),
                code="merging",
            )

    def _prepared_meanwhile(self, now):
        if not now.prepared_status:
            return _now("What was prepared has been taken back or released meanwhile. Nothing was changed.")
        return _now("%(who)s has prepared “%(decision)s” meanwhile, at %(when)s. Nothing was changed.") % {
            "who": now.prepared_by,
            "decision": now.get_prepared_status_display(),
            "when": self.ceremony.show_time(now.prepared_at),
        }
