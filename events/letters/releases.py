"""The letter of a release: to each person whom it concerns, once, with everything that changed for him."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

RELEASED = LetterKind(
    name="events.released",
    label=_("Programme: what a release changes for the recipient"),
    subject=_("{ceremony}: what the programme says of your sessions"),
    body=_(
        "Version {number} of the programme of the {ceremony} was released on {when}. This concerns you:\n\n"
        "{changes}\n\n"
        "{note}\n\n"
        "All times are those of {city}. A calendar that has subscribed to the programme follows by itself."
    ),
    placeholders={
        "number": (_("number of the version"), "3"),
        "when": (_("when"), "20 October 2025, 15:04 (Ha Noi time)"),
        "changes": (
            _("what changed for the recipient, a line each"),
            [
                _(
                    "“Evidence across borders”: on the programme: Saturday, 25 October 2025, 14:00–15:00, Conference Room 3."
                )
            ],
        ),
        "note": (_("what the organisers say of the version; may be empty"), _("The plenary ends later on Saturday.")),
    },
    button=_("See the programme"),
)


def register():
    letter_kinds.add(RELEASED)


def version_released(version, affected):
    """`affected` is `events.affected.affected_by` of the version's changes: once an address and version."""
    ceremony = version.ceremony
    addressees = [
        Addressee(
            person.user,
            f"programme:{version.pk}",
            {
                "number": version.number,
                "when": version.released_at,
                "changes": _lines(person.changes),
                "note": _note(version.note),
            },
            _page(ceremony, person.changes),
            person.email,
        )
        for person in affected
    ]
    return post_many(RELEASED.name, addressees, ceremony=ceremony)


def _lines(changes):
    return lambda: [change.line() for change in changes]


def _note(words):
    return lambda: _now("The organisers say: %(note)s") % {"note": words} if words.strip() else ""


def _page(ceremony, changes):
    """Of one session its page, of several the programme."""
    if len(changes) == 1:
        return reverse("events:session", args=[ceremony.slug, changes[0].key])
    return reverse("events:programme", args=[ceremony.slug])
