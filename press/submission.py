"""Sending an application's people to the press desk: those who are ready go, the rest stay with what they lack."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ceremony.procedure import Refused
from press import letters
from press.models.application import Application, call_of, refuse_a_rejected_outlet, refuse_before_opening
from press.quotas import place_or_waitlist
from press.roll import Roll

MOST_NAMED = 20  # a message is no list of a whole team: the page below it has that


@dataclass
class Submission:
    """What became of each person of one submission; nobody is passed over in silence."""

    sent: list = field(default_factory=list)
    waitlisted: list = field(default_factory=list)
    kept: list = field(default_factory=list)  # (journalist, what is missing)

    def in_words(self):
        """A sentence for each place where the people are now."""
        words = []
        if self.sent:
            words.append(
                ngettext("%(count)d person was submitted.", "%(count)d people were submitted.", len(self.sent))
                % {"count": len(self.sent)}
            )
        if self.waitlisted:
            words.append(
                ngettext(
                    "%(names)s is over the quota of the outlet and was put on the waiting list.",
                    "%(names)s are over the quota of the outlet and were put on the waiting list.",
                    len(self.waitlisted),
                )
                % {"names": ", ".join(map(str, self.waitlisted))}
            )
        return words + self.kept_in_words()

    def kept_in_words(self):
        lines = [
            _("%(name)s was not sent. Still missing: %(what)s.") % {"name": one, "what": ", ".join(map(str, lacks))}
            for one, lacks in self.kept[:MOST_NAMED]
        ]
        if (more := len(self.kept) - MOST_NAMED) > 0:
            lines.append(ngettext("and %(count)d more person", "and %(count)d more people", more) % {"count": more})
        return lines


def submit(application, *, by, at, only=None):
    """See Application.submit, which is the way in."""
    with transaction.atomic():
        # Whoever presses twice, or at the same time as a colleague, waits here and then finds nothing left to send.
        now = Application.objects.locked(application)
        roll = Roll(now)
        _refuse_unless_open(now, roll, at)
        result = Submission()
        for one in roll.drafts:
            if only is not None and str(one.accreditation.key) not in only:
                continue
            one.application = now
            one.accreditation.ceremony = now.ceremony
            if lacks := roll.missing(one):
                result.kept.append((one, lacks))
                continue
            sent = place_or_waitlist(one, by=by, at=at, reason=now.admitted_because)
            (result.sent if sent else result.waitlisted).append(one)
        if not result.sent and not result.waitlisted:
            raise Refused([_("Nobody is ready to be submitted."), *result.kept_in_words()], code="nobody_ready")
        now._note("submitted", by, at)
        letters.submitted(now, result=result, at=at)
    return result


def _refuse_unless_open(application, roll, at):
    ceremony = application.ceremony
    refuse_before_opening(ceremony, at)
    refuse_a_rejected_outlet(application.outlet)
    if not application.may_send(at):
        raise Refused(
            _(
                "Applications of the press closed on %(time)s. Nothing was sent; your entries are kept. "
                "Write to the press desk: it can admit you late, with a reason."
            )
            % {"time": ceremony.show_time(call_of(ceremony).closes_at)},
            code="late",
        )
    if not application.is_editorial:
        raise Refused(
            _(
                "Say that the outlet publishes editorial content of its own: media that sell advertising or sponsored "
                "content in its place are not accredited as press."
            ),
            code="not_editorial",
        )
    if not roll.drafts:
        raise Refused(_("Everybody was submitted already. Nothing was sent twice."), code="nothing_new")
