"""What newsrooms are told of the decisions about their people: as everybody else, but for what is different for the press."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accreditation import letters as of_anybody
from accreditation.models import Status
from notifications.kinds import letter_kinds
from press.letters.writing import PressLetter

PLACEHOLDERS = of_anybody.PLACEHOLDERS | {"nominator": (_("the outlet"), _("Example Times"))}

APPROVED = PressLetter(
    name="press.approved",
    label=_("Press: accreditation approved"),
    subject=_("{nominator}: accreditation approved"),
    body=_(
        "The accreditation of the following was approved for the {ceremony}:\n\n"
        "{people}\n\n"
        "Each of them collects the badge at the press desk, in person, and shows there the passport or identity card of the "
        "application. Equipment is decided about by a letter of its own. Places in pools and seats at press conferences are "
        "not part of this: ask for them behind the button, before their time is over.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your application"),
    is_decision=True,
)
RETURNED = PressLetter(
    name="press.returned",
    label=_("Press: accreditation returned to be corrected"),
    subject=of_anybody.RETURNED.subject,
    body=_(
        "The following was returned to you to be corrected:\n\n"
        "{people}\n\n"
        "Please correct the entry and submit it again. The place among the people of your outlet is kept until then. Whoever held "
        "what only accredited people hold, such as a place in a pool, is told of that by a letter of its own.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("Correct it"),
    is_decision=True,
)
REFUSED = PressLetter(
    name="press.refused",
    label=_("Press: accreditation refused"),
    subject=_("{nominator}: an accreditation was not granted"),
    body=_(
        "The accreditation of the following was not granted for the {ceremony}:\n\n"
        "{people}\n\n"
        "For questions please write to {contact}.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your application"),
    is_decision=True,
)
MOVED_UP = PressLetter(
    name="press.moved_up",
    label=_("Press: moved up from the waiting list"),
    subject=_("{nominator}: a place has become free"),
    body=_(
        "A place has become free for the following, who left the waiting list and are with the press desk:\n\n"
        "{people}\n\n"
        "You will get another letter with the decision.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your application"),
    is_decision=True,
)


def _as_for_anybody(kind, label):
    """The same words, with the salutation of a newsroom."""
    return replace(
        kind, name=f"press.{kind.name.partition('.')[2]}", label=label, salutation=REFUSED.salutation,
        button=_("See your application"), placeholders=PLACEHOLDERS,
    )  # fmt: skip


LETTER_OF = {
    Status.APPROVED: APPROVED,
    Status.REFUSED: REFUSED,
    Status.SUBMITTED: MOVED_UP,
    Status.RETURNED: RETURNED,
    Status.WAITLISTED: _as_for_anybody(of_anybody.WAITLISTED, _("Press: put on the waiting list")),
    Status.REVOKED: _as_for_anybody(of_anybody.REVOKED, _("Press: accreditation revoked")),
}


def register():
    letter_kinds.add(*LETTER_OF.values())
