"""Sending a delegation's people to the officers: those who are ready go, the rest stay with what they lack."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accreditation.quotas import place_or_waitlist
from ceremony.procedure import Refused, move
from delegations import letters
from delegations.models import Delegation, DelegationStatus
from delegations.roll import Roll

MOST_NAMED = 20  # a message is no list of a whole delegation: the page below it has that


@dataclass
class Submission:
    """What became of each person of one submission; nobody is passed over in silence."""

    sent: list = field(default_factory=list)
    waitlisted: list = field(default_factory=list)
    kept: list = field(default_factory=list)  # (delegate, what is missing)

    def sent_in_words(self):
        """Who went, in one sentence for each place where they are now."""
        words = []
        if self.sent:
            words.append(
                ngettext("%(count)s person was submitted.", "%(count)s people were submitted.", len(self.sent))
                % {"count": len(self.sent)}
            )
        if self.waitlisted:
            words.append(
                ngettext(
                    "%(names)s is over your quota and was put on the waiting list.",
                    "%(names)s are over your quota and were put on the waiting list.",
                    len(self.waitlisted),
                )
                % {"names": ", ".join(map(str, self.waitlisted))}
            )
        return words

    def kept_in_words(self):
        """Who stays on the list, and what each lacks: a line for each, of many the first ones."""
        if not self.kept:
            return []
        count = len(self.kept)
        words = [
            ngettext(
                "%(count)s person was not sent and stays on your list. Still missing:",
                "%(count)s people were not sent and stay on your list. Still missing:",
                count,
            )
            % {"count": count},
            *(
                _("– %(name)s: %(what)s") % {"name": delegate, "what": ", ".join(lacks)}
                for delegate, lacks in self.kept[:MOST_NAMED]
            ),
        ]
        if (more := count - MOST_NAMED) > 0:
            words.append(ngettext("and %(count)d more person", "and %(count)d more people", more) % {"count": more})
        return words


def submit(delegation, *, by, at, only=None, late_because=""):
    """See Delegation.submit and Delegation.admit_late, which are the way in."""
    with transaction.atomic():
        # Whoever presses twice, or at the same time as a colleague, waits here and then finds nothing left to send.
        now = Delegation.objects.locked(delegation)
        now.nominator = delegation.nominator
        roll = Roll(now)
        refuse_unless_open(roll, at=at, is_admitted=bool(late_because))
        meant = [delegate for delegate in roll.drafts if only is None or str(delegate.accreditation.key) in only]
        result = Submission()
        for delegate in meant:
            if lacks := delegate.missing():
                result.kept.append((delegate, lacks))
                continue
            sent = place_or_waitlist(
                delegate.accreditation, role=delegate.quota_role, by=by, at=at, reason=late_because
            )
            (result.sent if sent else result.waitlisted).append(delegate)
        if not result.sent and not result.waitlisted:
            raise Refused([_("Nobody is ready to be submitted."), *result.kept_in_words()], code="nobody_ready")
        if now.status == DelegationStatus.REGISTERING:
            move(
                now, DelegationStatus.SUBMITTED, by=by, at=at, reason=late_because, submitted_by=by, submitted_at=at
            )  # fmt: skip
        delegation.status, delegation.submitted_at = now.status, now.submitted_at
        letters.submitted(now, roll=roll, result=result, by=by, at=at)
    return result


def refuse_unless_open(roll, *, at, is_admitted):
    delegation = roll.delegation
    if delegation.status in {DelegationStatus.DECLINED, DelegationStatus.WITHDRAWN}:
        raise Refused(
            _("The delegation is “%(status)s”: open it again before you submit.")
            % {"status": delegation.get_status_display()},
            code="not_coming",
        )
    if roll.is_late(at) and not is_admitted:
        raise Refused(
            _(
                "Registration closed on %(time)s. Nothing was submitted; your list is kept. "
                "Ask the organisers to admit these people late: they can do it with a reason."
            )
            % {"time": delegation.ceremony.show_time(roll.registration_closes)},
            code="late",
        )
    if not roll.drafts:
        raise Refused(_("Everybody on the list was submitted already. Nothing was sent twice."), code="nothing_new")
    if roll.head is None and not delegation.head_to_be_announced:
        raise Refused(
            _("Name the head of delegation first, or say that the head will be announced later."), code="no_head"
        )
