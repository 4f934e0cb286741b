"""The list as a table for other programs. No restricted field is in it, and no cell is a formula."""

import csv
import io

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accreditation.kinds import person_kinds
from accreditation.models import Status
from directory.models import name_language

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell):
    """A spreadsheet runs what starts with one of these signs; with an apostrophe before it, it is a text."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip()[:1] in {"=", "+", "-", "@"} else text


def table(queue):
    """The heading and the rows of everybody in a queue, all pages of it."""
    language = name_language(get_language())
    rows = list(
        queue.people.values_list(
            "pk", "given_names", "family_name", "badge_name", "title", f"nationality__short_{language}",
            "nominator__kind", "nominator__name", f"nominator__entity__short_{language}",
            "nominator__entity__short_en", "status", "submitted_at", "decided_at",
        )
    )  # fmt: skip
    functions = {}
    for name, kind in person_kinds.items():
        keys = [row[0] for row in rows if row[6] == name]
        functions |= kind.functions(keys) if keys else {}
    yield [
        _("Given names"), _("Family name"), _("Name on the badge"), _("Functional title"), _("Function"),
        _("Nationality"), _("Kind"), _("Put forward by"), _("Status"), _("Submitted"), _("Decided"),
    ]  # fmt: skip
    for pk, given, family, badge, title, nation, kind, own, local, english, status, submitted, decided in rows:
        cells = [
            given, family, badge, title, functions.get(pk, ""), nation,
            person_kinds[kind].label if kind in person_kinds else kind, local or english or own,
            Status(status).label, _time(submitted), _time(decided),
        ]  # fmt: skip
        yield [harmless(cell) for cell in cells]


def _time(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z") if at else ""


def as_csv(queue, name):
    text = io.StringIO()
    csv.writer(text).writerows(table(queue))
    # With a byte-order mark, or a spreadsheet program takes the names for another encoding.
    return _download("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(queue, name):
    from tablib import Dataset

    headers, *rows = table(queue)
    data = Dataset(*rows, headers=headers, title=_("People")[:31])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(data.export("xlsx"), kind, f"{name}.xlsx")


def _download(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
