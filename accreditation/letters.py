"""What those who put people forward are told of the decisions: one letter a decision, or one for many decided at once."""

from functools import partial
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from accreditation.kinds import person_kinds
from accreditation.models.accreditation import RefusalCode, Status
from ceremony.models import LedgerRow
from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

PLACEHOLDERS = {
    "nominator": (_("the delegation or outlet that put the people forward"), _("Kenya")),
    "people": (_("the people, a line each, with what was said about them"), _("Amina Example")),
    "count": (_("how many they are"), "1"),
}

APPROVED = LetterKind(
    name="accreditation.approved",
    label=_("Accreditation approved"),
    subject=_("{nominator}: accreditation approved"),
    body=_(
        "The accreditation of the following was approved for {ceremony}:\n\n"
        "{people}\n\n"
        "Nothing more is needed from you for them.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your list"),
    is_decision=True,
)
RETURNED = LetterKind(
    name="accreditation.returned",
    label=_("Accreditation returned to be corrected"),
    subject=_("{nominator}: an accreditation needs to be corrected"),
    body=_(
        "The following was returned to you to be corrected:\n\n"
        "{people}\n\n"
        "Please correct the entry and submit it again. The place is kept until then.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("Correct it"),
    is_decision=True,
)
REFUSED = LetterKind(
    name="accreditation.refused",
    label=_("Accreditation refused"),
    subject=_("{nominator}: an accreditation was not granted"),
    body=_(
        "The accreditation of the following was not granted for {ceremony}:\n\n"
        "{people}\n\n"
        "You may put forward another person. For questions please write to {contact}.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your list"),
    is_decision=True,
)
WAITLISTED = LetterKind(
    name="accreditation.waitlisted",
    label=_("Put on the waiting list"),
    subject=_("{nominator}: on the waiting list"),
    body=_(
        "The following was put on the waiting list for {ceremony}:\n\n"
        "{people}\n\n"
        "You will get a letter when a place becomes free.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your list"),
    is_decision=True,
)
MOVED_UP = LetterKind(
    name="accreditation.moved_up",
    label=_("Moved up from the waiting list"),
    subject=_("{nominator}: a place has become free"),
    body=_(
        "A place has become free for the following, who left the waiting list and are with the accreditation officers:\n\n"
        "{people}\n\n"
        "You will get another letter with the decision.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your list"),
    is_decision=True,
)
REVOKED = LetterKind(
    name="accreditation.revoked",
    label=_("Accreditation revoked"),
    subject=_("{nominator}: an accreditation was revoked"),
    body=_(
        "The accreditation of the following for {ceremony} was revoked and is no longer valid:\n\n"
        "{people}\n\n"
        "For questions please write to {contact}.\n\n"
        "{link}"
    ),
    placeholders=PLACEHOLDERS,
    button=_("See your list"),
    is_decision=True,
)
LETTER_OF = {
    Status.APPROVED: APPROVED,
    Status.RETURNED: RETURNED,
    Status.REFUSED: REFUSED,
    Status.WAITLISTED: WAITLISTED,
    Status.SUBMITTED: MOVED_UP,  # by an officer; whoever submits himself gets a receipt from his own room
    Status.REVOKED: REVOKED,
}


def register():
    letter_kinds.add(*LETTER_OF.values())


def write_decision(people):
    """Tell the contacts of each nominator what was decided about `people`, who have just had one decision each.

    Called inside the decisions' transaction. One letter for all people of one nominator and one decision.
    """

    def of(person):
        return person.nominator_id, str(person.status)

    for (_nominator, status), together in groupby(sorted(people, key=of), key=of):
        _write(Status(status), list(together))


def _write(status, people):
    nominator = people[0].nominator
    # The newest row of the ledger is this decision, and a later one, even of the same kind, is another.
    decision = LedgerRow.objects.about(people[-1]).values_list("pk", flat=True).last()
    values = {
        "nominator": nominator,
        "people": [partial(_line, person) for person in people],
        "count": len(people),
    }
    kind = person_kinds.get(nominator.kind)
    letter = (kind.letters if kind else {}).get(status, LETTER_OF[status])
    link_to = kind.address(nominator) if kind else ""
    post_many(
        letter.name,
        [
            Addressee(to=user, cause=f"accreditation:{decision}", values=values, link_to=link_to)
            for user in nominator.people_to_write_to()
        ],
        ceremony=nominator.ceremony,
    )


def _line(person):
    """The name and what was said with it. Beside a refusal on grounds of security nothing is said."""
    if person.decision_code == RefusalCode.SECURITY:
        return person.full_name
    said = [words for words in (person.code_words, person.decision_note) if words]
    return f"{person.full_name}: {'. '.join(map(str, said))}" if said else person.full_name
