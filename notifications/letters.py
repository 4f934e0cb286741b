"""The letters of the house itself."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kinds import LetterKind


def _still_late(letter):
    from notifications.reminders import still_late

    return still_late(letter, timezone.now())


REMINDER = LetterKind(
    name="notifications.reminder",
    label=_("Reminder before a deadline"),
    subject=_("Reminder for {whom}: {what} by {deadline}"),
    body=_(
        "The deadline for “{what}” is {deadline}.\n\n"
        "For {whom}, the following is still to be done:\n\n"
        "{missing}\n\n"
        "{link}\n\n"
        "If you have done it in the meantime, please disregard this letter."
    ),
    placeholders={
        "whom": (_("the delegation or other group that is reminded"), "Kenya"),
        "what": (_("what the deadline is for"), _("Registration of delegations")),
        "deadline": (_("the deadline, in the ceremony's time zone"), _("15 October 2025, 18:00 (Ha Noi time)")),
        "missing": (
            _("what is missing, one line for each"),
            [_("Hand in the note verbale."), _("Name the head of the delegation.")],
        ),
    },
    button=_("See what is missing"),
    still_wanted=_still_late,
)
