"""The one queue: which people, in which order, how many of each status. Lean, because it is opened all day long."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.composed import Composed
from accreditation.kinds import decided_by, function_code, function_words, person_kinds
from accreditation.models import TO_DECIDE, Accreditation, Status, VettingStatus
from accreditation.models.accreditation import SEE_EVERYBODY
from ceremony.instants import writer
from ceremony.models import Role
from ceremony.permissions import roles_of
from ceremony.templatetags.plenipo import pill
from directory.models import UNGroup, name_language
from directory.sorting import search_key

PAGE_SIZE = 50
EVERYBODY = "all"
FILTERS = ("status", "kind", "group", "vetting", "nominator", "q")


# Fifty rows are most of the page: as one format they take a fifth of the time that a template's nodes take.
ROW = (
    '<li{is_open}>{mark}<a href="{base}person={key}"{is_current}><bdi>{name}</bdi></a>'
    '<span class="queue-of"><bdi>{nominator}</bdi>{dot}<bdi>{function}</bdi></span>'
    '<span class="queue-state">{pill}{vetting} <span class="queue-since">{since}</span></span></li>\n'
)
MARK = '<input type="checkbox" class="form-check-input" name="people" value="{key}:{status}" aria-label="{name}">'


class Row(NamedTuple):
    key: str
    name: str
    nominator: str
    function: str
    status: str
    pill: str
    vetting: str
    since: str

    def html(self, *, base, is_open, may_mark):
        """Its line of the list: the address `base`, escaped, opens the person; the box marks the row as it was seen."""
        name = escape(self.name)
        mark = MARK.format(key=self.key, status=self.status, name=name) if may_mark else ""
        return ROW.format(
            is_open=' class="is-open"' if is_open else "",
            is_current=' aria-current="true"' if is_open else "",
            mark=mark,
            base=base,
            key=self.key,
            name=name,
            nominator=escape(self.nominator),
            dot=" · " if self.function else "",
            function=escape(self.function),
            pill=self.pill,
            vetting=self.vetting,
            since=self.since,
        )


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    value: str
    count: int
    address: str
    is_here: bool


def counted(people):
    """How many there are of each status."""
    return people.order_by().values_list("status").annotate(people=Count("*"))


def in_order(people, statuses):
    """Who came first is decided first."""
    return people.filter(status__in=statuses).order_by(F("submitted_at").asc(nulls_last=True), "pk")


def cells(people, language):
    """What a row of the list is made of."""
    return people.values_list(
        "key", "given_names", "family_name", "title", "status", "submitted_at", "vetting__status",
        "nominator__kind", "nominator__name", "nominator__entity__short_en", f"nominator__entity__short_{language}",
        function_code(),
    )  # fmt: skip


_counts = Composed(lambda ceremony: counted(Accreditation.objects.filter(ceremony=ceremony)))


@lru_cache(maxsize=32)
def _counts_of_desk(kinds):
    return Composed(lambda ceremony, user: counted(Accreditation.objects.of_desk(user, ceremony, kinds)))


@lru_cache(maxsize=128)
def _first_page(language, statuses):
    return Composed(
        lambda ceremony: cells(
            in_order(Accreditation.objects.filter(ceremony=ceremony), statuses)[:PAGE_SIZE], language
        )
    )


@lru_cache(maxsize=128)
def _first_page_of_desk(language, statuses, kinds):
    return Composed(
        lambda ceremony, user: cells(
            in_order(Accreditation.objects.of_desk(user, ceremony, kinds), statuses)[:PAGE_SIZE], language
        )
    )


def _alone(roles, asked):
    """The kind that is alone in the list: asked for, or the only one that a desk decides about. None for several."""
    own = [] if roles & SEE_EVERYBODY else decided_by(roles)
    return person_kinds.get(asked or (own[0] if len(own) == 1 else ""))


class Queue:
    """The people whom a user sees in a ceremony, narrowed by what an address asks for. Nonsense in it is ignored."""

    def __init__(self, user, ceremony, query):
        self.user, self.ceremony = user, ceremony
        roles = roles_of(user, ceremony)
        self.kind = _alone(roles, query.get("kind", "").strip())
        is_at_work = self.kind and roles & {*self.kind.deciders, Role.ORGANISER}
        self.filters = [one for one in self.kind.filters if is_at_work or not one.is_for_deciders] if self.kind else []
        names = [*FILTERS, *(one.name for one in self.filters)]
        self.asked = {name: query.get(name, "").strip() for name in names if query.get(name, "").strip()}
        self.page_number = query.get("page")
        # What an officer looks at most of the day, so its statements are composed once: everybody of the ceremony, or
        # everybody of the kinds of one desk.
        is_plain = self.asked.keys() <= {"status"}
        self.is_whole = is_plain and bool(roles & SEE_EVERYBODY)
        self.kinds_of_desk = tuple(decided_by(roles)) if is_plain and not self.is_whole else ()

    def address(self, **other):
        """The query string of this queue, with some of it changed; "" where nothing is asked for."""
        asked = self.asked | ({"page": self.page_number} if self.page_number else {}) | other
        asked = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    @cached_property
    def narrowed(self):
        """Everything asked for but the status."""
        people, asked = Accreditation.objects.visible_to(self.user, self.ceremony), self.asked
        if asked.get("kind") in person_kinds:
            people = people.filter(nominator__kind=asked["kind"])
        if asked.get("group") in UNGroup:
            people = people.filter(nominator__entity__un_group=asked["group"])
        if asked.get("vetting") in VettingStatus:
            people = people.filter(vetting__status=asked["vetting"])
        if asked.get("nominator", "").isdecimal():
            people = people.filter(nominator=asked["nominator"][:15])
        for one in self.filters:
            value = asked.get(one.name, "").replace("\0", "")[:100]
            if value and (not one.choices or value in dict(one.choices)):
                people = one.narrow(people, value)
        for word in search_key(asked.get("q", "")).split()[:8]:
            found = Q(search_key__contains=word) | Q(nominator__entity__search_key__contains=word)
            for kind in person_kinds.values():
                if kind.found_by:
                    found |= kind.found_by(word)
            people = people.filter(found)
        return people

    @cached_property
    def status(self):
        status = self.asked.get("status", "")
        return status if status in Status or status == EVERYBODY else ""

    @cached_property
    def statuses(self):
        if self.status == EVERYBODY:
            return list(Status)
        return [Status(self.status)] if self.status else TO_DECIDE

    @cached_property
    def people(self):
        return in_order(self.narrowed, self.statuses)

    @cached_property
    def counts(self):
        """Of rows, not of keys: the index of the queue answers it alone."""
        if self.is_whole:
            return dict(_counts(self.ceremony.pk))
        if self.kinds_of_desk:
            return dict(_counts_of_desk(self.kinds_of_desk)(self.ceremony.pk, self.user.pk))
        return dict(counted(self.narrowed))

    def tabs(self):
        def tab(label, value, statuses):
            count = sum(self.counts.get(status, 0) for status in statuses)
            return Tab(str(label), value, count, self.address(status=value, page="") or "?", self.status == value)

        shown = [tab(_("To decide"), "", TO_DECIDE)]
        shown += [tab(status.label, status.value, [status]) for status in Status if status not in TO_DECIDE]
        shown.append(tab(_("All"), EVERYBODY, list(Status)))
        return [tab for tab in shown if tab.count or tab.is_here or tab.value in {"", EVERYBODY}]

    @cached_property
    def page(self):
        total = sum(self.counts.get(status, 0) for status in self.statuses)
        # Their numbers stand for the rows: how many there are is known, so no statement asks for it again.
        page = Paginator(range(total), PAGE_SIZE).get_page(self.page_number)
        numbers, language = page.object_list, name_language(get_language())
        if self.is_whole and page.number == 1:
            found = _first_page(language, tuple(self.statuses))(self.ceremony.pk)
        elif self.kinds_of_desk and page.number == 1:
            of_desk = _first_page_of_desk(language, tuple(self.statuses), self.kinds_of_desk)
            found = of_desk(self.ceremony.pk, self.user.pk)
        else:
            found = list(cells(self.people[numbers.start : numbers.stop], language))
        page.object_list = self.rows(found)
        return page

    def rows(self, found):
        words = function_words()
        pills = {status: pill(Status(status)) for status in {row[4] for row in found}}
        vettings = {
            value: format_html("<span>{} {}</span>", _("Vetting:"), pill(VettingStatus(value)))
            for value in {row[6] for row in found}
            if value
        }
        write = writer("SHORT_DATETIME_FORMAT")  # the whole instant is on the person's page
        return [
            Row(
                key=str(key),
                name=f"{given} {family}".strip(),
                nominator=local or english or own,
                function=words.get((kind, function)) or title,
                status=status,
                pill=pills[status],
                vetting=vettings.get(vetting, ""),
                since=write(submitted_at) if submitted_at else "",
            )
            for key, given, family, title, status, submitted_at, vetting, kind, own, english, local, function in found
        ]


def listed(rows, *, base, open_key="", may_mark=False):
    """The lines of the list as HTML."""
    base = escape(base)
    return mark_safe(  # noqa: S308 (every value is escaped, or a pill)
        "".join(row.html(base=base, is_open=row.key == open_key, may_mark=may_mark) for row in rows)
    )


def neighbours(page, key):
    """The addresses of those before and after a person on the page of the list that is open: (before, after)."""
    keys = [row.key for row in page.object_list]
    if key not in keys:
        return "", keys[0] if keys else ""
    place = keys.index(key)
    return keys[place - 1] if place else "", keys[place + 1] if place + 1 < len(keys) else ""
