"""Whether a letter of assignment covers a person, and if not, why not, in words."""

from django.utils.translation import gettext as _

from press.models import LetterName, LetterStatus


def names_of(journalist):
    """Where this person is named, in letters that were not withdrawn, of whichever application of the outlet."""
    return (
        LetterName.objects.filter(journalist=journalist)
        .exclude(letter__status=LetterStatus.WITHDRAWN)
        .select_related("letter__application", "letter__document")
        .order_by("-letter__handed_in_at", "-pk")
    )


def is_covered(name):
    return name.letter.status == LetterStatus.ACCEPTED and bool(name.is_named)


def lacks(journalist, names=None) -> str:
    """The sentence that says why no letter covers this person; empty when one does."""
    names = list(names_of(journalist) if names is None else names)
    if any(is_covered(name) for name in names):
        return ""
    if not names:
        return _("No letter of assignment names %(name)s.") % {"name": journalist}
    if any(name.letter.status == LetterStatus.HANDED_IN for name in names):
        return _("The letter of assignment that names %(name)s has not been checked.") % {"name": journalist}
    if any(name.letter.status == LetterStatus.ACCEPTED for name in names):
        return _("%(name)s is not named in the letter of assignment: whoever is not named is not covered.") % {
            "name": journalist
        }
    wanting = ", ".join(str(point) for point in names[0].letter.failed_points)
    return _("The letter of assignment is not accepted. Wanting: %(points)s.") % {"points": wanting or "–"}
