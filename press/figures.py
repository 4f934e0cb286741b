"""How many of the press there are, by status and one thing more: each number of people, once each, as of now."""

from collections import Counter, defaultdict

from django.db.models import Count
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accreditation.models import Accreditation, Status
from directory.models import name_language
from press.models import KIND, Function, OutletKind, OutletStatus, Residence

S = Status
# Columns of the table: a word, and the statuses that it stands for. Together they are everybody.
GROUPS = [
    ("approved", S.APPROVED.label, [S.APPROVED]),
    ("waiting", gettext_lazy("To be decided"), [S.SUBMITTED, S.UNDER_REVIEW, S.ON_HOLD]),
    ("waitlisted", S.WAITLISTED.label, [S.WAITLISTED]),
    ("returned", S.RETURNED.label, [S.RETURNED]),
    ("refused", S.REFUSED.label, [S.REFUSED, S.REVOKED]),
    ("draft", S.DRAFT.label, [S.DRAFT]),
    ("withdrawn", S.WITHDRAWN.label, [S.WITHDRAWN]),
]
GROUP_OF = {status: name for name, _label, statuses in GROUPS for status in statuses}
OUTLET = "nominator__press_application__outlet__"
WAYS = {
    "kind": gettext_lazy("Kind of outlet"),
    "country": gettext_lazy("Country"),
    "function": gettext_lazy("Function"),
    "residence": gettext_lazy("Residence"),
    "outlet": gettext_lazy("Outlet"),
}
COLUMNS = {
    "kind": f"{OUTLET}kind",
    "country": f"{OUTLET}country__short_en",
    "function": "journalist__function",
    "residence": "journalist__residence",
    "outlet": f"{OUTLET}name",
}
WORDS = {"kind": OutletKind, "function": Function, "residence": Residence}


def people_of(ceremony):
    return Accreditation.objects.filter(ceremony=ceremony, nominator__kind=KIND).order_by()


def by_status(ceremony) -> dict:
    return dict(people_of(ceremony).values_list("status").annotate(Count("pk")))


def table(ceremony, way):
    """[(label, total, [number of each of GROUPS])], the largest first. `way` is one of WAYS."""
    columns = [COLUMNS[way]]
    if way == "country" and (local := f"{OUTLET}country__short_{name_language(get_language())}") not in columns:
        columns.insert(0, local)
    counts = defaultdict(Counter)
    for *values, status, people in people_of(ceremony).values_list(*columns, "status").annotate(Count("pk")):
        counts[next(filter(None, values), "")][GROUP_OF[status]] += people
    rows = [
        (_label(way, value), found.total(), [found[name] for name, _word, _statuses in GROUPS])
        for value, found in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _label(way, value):
    if not value:
        return _("Without a country") if way == "country" else "–"
    return str(dict(WORDS[way].choices)[value]) if way in WORDS else value


def outlets_by_status(outlets):
    counts = dict(outlets.order_by().values_list("status").annotate(Count("pk")))
    return [(status, counts.get(status, 0)) for status in OutletStatus if counts.get(status)]
