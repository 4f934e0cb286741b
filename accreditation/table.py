"""The list as a table for other programs. No restricted field is in it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accreditation.kinds import function_code, function_words, person_kinds
from accreditation.models import Status
from directory.models import name_language


def columns():
    return [
        _("Given names"), _("Family name"), _("Name on the badge"), _("Functional title"), _("Function"),
        _("Nationality"), _("Kind"), _("Put forward by"), _("Status"), _("Submitted"), _("Decided"),
    ]  # fmt: skip


def rows(queue):
    """Everybody in a queue, all pages of it."""
    language = name_language(get_language())
    found = list(
        queue.people.values_list(
            "given_names", "family_name", "badge_name", "title", f"nationality__short_{language}",
            "nominator__kind", "nominator__name", f"nominator__entity__short_{language}",
            "nominator__entity__short_en", "status", "submitted_at", "decided_at", function_code(),
        )
    )  # fmt: skip
    words = function_words()
    for given, family, badge, title, nation, kind, own, local, english, status, submitted, decided, function in found:
        yield [
            given, family, badge, title, words.get((kind, function), ""), nation,
            person_kinds[kind].label if kind in person_kinds else kind, local or english or own,
            Status(status).label, submitted, decided,
        ]  # fmt: skip
