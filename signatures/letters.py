"""The letters about full powers, to those who answer for the entity; and the depositary's digest of a day."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Nominator
from delegations.models import KIND
from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

ENTITY = {"entity": (_("name of the State or organisation"), "Kenya")}

POWERS_RETURNED = LetterKind(
    name="signatures.powers_returned",
    label=_("Full powers returned"),
    subject=_("The full powers of {entity} need to be put right"),
    body=_(
        "The copy of the full powers of {entity} for signing the {treaty} was examined on {when}, and cannot be accepted as it is:\n\n"
        "{defects}\n\n"
        "Please hand in a new copy on the delegation's page. Without full powers that were verified, only a Head of State, a Head of Government or a "
        "Minister for Foreign Affairs can sign."
    ),
    placeholders=ENTITY
    | {
        "treaty": (_("short title of the treaty"), _("Hanoi Convention")),
        "when": (_("when"), "20 October 2025, 15:04 (Ha Noi time)"),
        "defects": (_("what has to be put right"), _("It is not signed.")),
    },
    button=_("Open the full powers"),
)
POWERS_VERIFIED = LetterKind(
    name="signatures.powers_verified",
    label=_("Full powers verified"),
    subject=_("The full powers of {entity} are in order"),
    body=_(
        "The full powers of {entity} for signing the {treaty} were verified by the depositary on {when}: {manner}.\n\n"
        "Should another person sign, or the office change, please say so on the delegation's page at once: new full powers are needed then."
    ),
    placeholders=ENTITY
    | {
        "treaty": (_("short title of the treaty"), _("Hanoi Convention")),
        "when": (_("when"), "20 October 2025, 15:04 (Ha Noi time)"),
        "manner": (_("how they were verified"), _("The original was handed over")),
    },
    button=_("See the state"),
)
DAILY_DIGEST = LetterKind(
    name="signatures.daily_digest",
    label=_("Digest of a day of signing"),
    subject=_("{treaty}: digest of {day}"),
    body=_(
        "What was entered in the log of signatures of the {treaty} from {since} to {until}:\n\n"
        "{entries}\n\n"
        "Attempts that were refused:\n{attempts}\n\n"
        "Originals of full powers still owed:\n{owed}\n\n"
        "Signed, at the end of that time: {signed}. Entries in the log: {number}. Its head:\n{head}\n\n"
        "Please keep this letter: a copy of the log, whoever holds it, can be checked against this head."
    ),
    placeholders={
        "treaty": (_("short title of the treaty"), _("Hanoi Convention")),
        "day": (_("the day"), "25 October 2025"),
        "since": (_("from when"), "24 October 2025, 20:00 (Ha Noi time)"),
        "until": (_("until when"), "25 October 2025, 20:00 (Ha Noi time)"),
        "entries": (_("the day's entries, a line each"), _("– 1. Viet Nam: Signature")),
        "attempts": (_("what was refused, a line each"), _("Nothing was refused.")),
        "owed": (_("originals that have not come, a line each"), _("None is owed.")),
        "signed": (_("how many have signed"), "64"),
        "number": (_("how many entries the log has"), "65"),
        "head": (_("the hash of the last entry"), "3f7a…"),
    },
    button=_("Open the papers"),
)


def register():
    letter_kinds.add(POWERS_RETURNED, POWERS_VERIFIED, DAILY_DIGEST)


def powers_returned(powers, *, at):
    _write(POWERS_RETURNED, powers, at, defects=powers.defects)


def powers_verified(powers, *, at):
    _write(POWERS_VERIFIED, powers, at, manner=powers.get_manner_display)


def _write(kind, powers, at, **values):
    nominator = Nominator.objects.filter(ceremony=powers.ceremony, kind=KIND, entity=powers.entity).first()
    if nominator is None:
        return  # It comes without a delegation: its officers hear of it at the desk.
    link = reverse("signatures:signing", args=[powers.ceremony.slug, powers.entity.code])
    values |= {"entity": powers.entity, "treaty": powers.treaty, "when": at}
    cause = f"powers:{powers.pk}:{at.isoformat()}"
    post_many(
        kind.name,
        [Addressee(user, cause, values, link) for user in nominator.people_to_write_to()],
        ceremony=powers.ceremony,
    )


def daily_digest(told, officers, *, cause):
    """Of a day (`digest.Digest`), to the depositary's officers: once a cause, however often it is tried."""
    ceremony, (number, head) = told.treaty.ceremony, told.head
    values = {
        "treaty": told.treaty,
        "day": told.day,
        "since": told.since,
        "until": told.until,
        "entries": lambda: told.entry_lines() or _now("Nothing was entered."),
        "attempts": lambda: told.attempt_lines() or _now("Nothing was refused."),
        "owed": lambda: told.owed_lines() or _now("None is owed."),
        "signed": told.signed,
        "number": number,
        "head": head,
    }
    link = reverse("signatures:papers", args=[ceremony.slug])
    return post_many(
        DAILY_DIGEST.name,
        [Addressee(officer, cause, values, link) for officer in officers],
        ceremony=ceremony,
    )
