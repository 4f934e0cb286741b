"""The letters of a delegation's life: the invitation, receipts, reminders, the confirmation."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Officer, Role
from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

DELEGATION = {
    "delegation": (_("name of the delegation"), "Kenya"),
}

INVITATION = LetterKind(
    name="delegations.invitation",
    label=_("Invitation to a delegation"),
    subject=_("Invitation of {delegation} to the {ceremony}"),
    body=_(
        "We have the honour to invite {formal_name} to be represented at the {ceremony}, to be held at {venue}, {city}, from {first_day} to {last_day}.\n\n"
        "Please open the delegation's page with the button below. There you can acknowledge this invitation or decline it, enter the names of the "
        "delegation, hand in the note verbale, and see what was decided on each person. You need no password: the page sends a code to this address.\n\n"
        "Registration closes on {closes}."
    ),
    placeholders=DELEGATION
    | {
        "formal_name": (_("formal name of the State or organisation"), "the Republic of Kenya"),
        "venue": (_("venue"), "National Convention Center"),
        "first_day": (_("first day"), "25 October 2025"),
        "last_day": (_("last day"), "26 October 2025"),
        "closes": (_("deadline of registration"), "15 October 2025, 18:00 (Ha Noi time)"),
    },
    button=_("Open the delegation"),
)
COLLEAGUE_ADDED = LetterKind(
    name="delegations.colleague_added",
    label=_("A further focal point"),
    subject=_("You are a focal point of the delegation of {delegation}"),
    body=_(
        "{colleague} has named you as a further focal point of the delegation of {delegation} to the {ceremony}.\n\n"
        "You can enter people, hand in papers and submit the delegation just as your colleague can. You need no password: the page sends a code to this address."
    ),
    placeholders=DELEGATION | {"colleague": (_("who added the recipient"), "Kito Example")},
    button=_("Open the delegation"),
)
SUBMITTED = LetterKind(
    name="delegations.submitted",
    label=_("Receipt of a submission"),
    subject=_("Received: the delegation of {delegation}"),
    body=_(
        "We have received the following people of the delegation of {delegation}, submitted by {who} on {when}:\n\n"
        "{people}\n\n"
        "You will hear of each decision by letter. Until registration closes you can add further people and submit them one by one."
    ),
    placeholders=DELEGATION
    | {
        "who": (_("who submitted"), "Kito Example"),
        "when": (_("when"), "10 October 2025, 15:04 (Ha Noi time)"),
        "people": (_("the people and what became of each"), "Amina Example: submitted"),
    },
    button=_("See the delegation"),
)
CONFIRMED = LetterKind(
    name="delegations.confirmed",
    label=_("Confirmation of a delegation"),
    subject=_("The delegation of {delegation} is confirmed"),
    body=_(
        "The delegation of {delegation} to the {ceremony}, headed by {head}, is confirmed.\n\n"
        "Please keep the arrivals on its page up to date: badges and transport are prepared from them."
    ),
    placeholders=DELEGATION | {"head": (_("head of delegation"), "Amina Example")},
    button=_("See the delegation"),
    is_decision=True,
)
DECLINED = LetterKind(
    name="delegations.declined",
    label=_("To the organisers: a delegation does not come"),
    subject=_("The delegation of {delegation} does not come to the {ceremony}"),
    body=_("The delegation of {delegation} is now “{status}”, as of {when}.\n\nThe reason given: {reason}"),
    placeholders=DELEGATION
    | {
        "status": (_("state"), _("Declined")),
        "when": (_("when"), "10 October 2025, 15:04 (Ha Noi time)"),
        "reason": (_("the reason given"), "The Minister is engaged elsewhere."),
    },
    button=_("See the delegation"),
)


def register():
    letter_kinds.add(INVITATION, COLLEAGUE_ADDED, SUBMITTED, CONFIRMED, DECLINED)


def invitations(pairs, *, closes):
    """One letter to each contact of each newly invited delegation. `pairs` is (delegation, user)."""
    if pairs:
        post_many(
            INVITATION.name,
            [
                Addressee(user, _cause(delegation), _invitation(delegation, closes), _address(delegation))
                for delegation, user in pairs
            ],
            ceremony=pairs[0][0].ceremony,
        )


def _invitation(delegation, closes):
    ceremony = delegation.ceremony
    return {
        "delegation": delegation.in_text,
        "formal_name": lambda: delegation.entity.formal_name,
        "venue": ceremony.venue,
        "first_day": ceremony.starts_on,
        "last_day": ceremony.ends_on,
        "closes": closes or _("a day that will be announced"),
    }


def colleague_added(delegation, user, *, by, at):
    values = {"delegation": delegation.in_text, "colleague": by}
    _write(COLLEAGUE_ADDED, delegation, [user], values, at)


def submitted(delegation, *, roll, result, by, at):
    """The receipt, to every focal point: who was received, who waits for a place, who stays behind and why."""
    values = {
        "delegation": delegation.in_text,
        "who": by,
        "when": at,
        "people": lambda: [
            *(_now("%(name)s: submitted") % {"name": delegate} for delegate in result.sent),
            *(_now("%(name)s: on the waiting list") % {"name": delegate} for delegate in result.waitlisted),
            *(_now("%(name)s: not submitted, incomplete") % {"name": delegate} for delegate, _lacks in result.kept),
        ],
    }
    _write(SUBMITTED, delegation, [contact.user for contact in roll.contacts], values, at)


def confirmed(delegation, *, head, at):
    values = {"delegation": delegation.in_text, "head": head}
    _write(CONFIRMED, delegation, delegation.nominator.people_to_write_to(), values, at)


def declined(delegation, *, reason, at):
    """To the organisers, who would otherwise count on it."""
    organisers = Officer.objects.active().filter(ceremony=delegation.ceremony, role=Role.ORGANISER)
    values = {"delegation": delegation.in_text, "status": delegation.get_status_display, "when": at, "reason": reason}
    _write(DECLINED, delegation, [officer.user for officer in organisers.select_related("user")], values, at)


def _write(kind, delegation, users, values, at):
    # What may happen again to a delegation is told apart by its instant.
    cause = f"{_cause(delegation)}:{at.isoformat()}"
    addressees = [Addressee(user, cause, values, _address(delegation)) for user in users]
    post_many(kind.name, addressees, ceremony=delegation.ceremony)


def _cause(delegation):
    return f"delegation:{delegation.pk}"


def _address(delegation):
    return reverse("delegations:detail", args=[delegation.ceremony.slug, delegation.entity.code])
