"""The list of sessions as a page shows it. Fifty rows are most of the page, so each is written as one format."""

import html
from functools import lru_cache
from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from ceremony.instants import writer
from directory.texts import LocalText
from events.feeds import subscription
from events.languages import language_word
from events.models import Access, SessionKind

CURRENT = ' aria-current="true"'
ANY_KEY = "00000000-0000-0000-0000-000000000000"

ARRANGEMENTS = {
    "day": gettext_lazy("By day"), "room": gettext_lazy("By room"), "theme": gettext_lazy("By theme"),
    "language": gettext_lazy("By language"), "sponsor": gettext_lazy("By sponsor"),
}  # fmt: skip


def escape(words) -> str:
    return html.escape(str(words))


def bdi(text, here=None) -> str:
    """A text of the organisers or sponsors inside ours: it keeps its own direction, and says in which language it is."""
    here = here or get_language()
    if words := text.get(here):
        return f"<bdi>{html.escape(words)}</bdi>"
    words = LocalText.in_language(text, here)
    language = next((code for code, said in text.items() if said == words and code != "und"), "")
    return f'<bdi lang="{html.escape(language)}">{escape(words)}</bdi>' if language else f"<bdi>{escape(words)}</bdi>"


@lru_cache(maxsize=16)
def words_in(_language) -> dict:
    """The words that every list has, looked up once for each language."""
    return {
        "kinds": {kind.value: escape(kind.label) for kind in SessionKind},
        "access": {access.value: escape(access.label) for access in Access if access != Access.OPEN},
        "arrangements": {name: escape(label) for name, label in ARRANGEMENTS.items()},
        "keep": escape(_("Keep among my sessions")),
        "interpretation": escape(_("Interpretation")),
        "cancelled": escape(_("Cancelled")),
        "off": escape(_("Off the programme")),
        "feed": escape(_("Subscribe to this theme")),
    }


class Listing:
    """Writes groups of one programme for one reader. What all rows share is looked up once."""

    def __init__(self, ceremony, programme, *, version=None, by="day"):
        self.ceremony, self.by = ceremony, by
        view, args = ("events:version_session", [version]) if version else ("events:session", [])
        before, self.after_key = address_of(view, ceremony.slug, *args, ANY_KEY).split(ANY_KEY)
        self.before_key = escape(before)
        self.may_keep = version is None
        self.clock, self.short_date, self.short_weekday = writer("H:i"), writer("SHORT_DATE_FORMAT"), writer("D")
        self.language = get_language()
        self.words = words_in(self.language)
        # A session reads the same on each of its pages, and a sponsor beside each session: written once in each language.
        self.known = programme.written.setdefault((self.before_key, self.language), {})

    def arrangements(self, words) -> str:
        """The ways to have the same sessions in another order."""
        asked = f"&amp;q={quote(words)}" if words else ""
        return mark_safe(  # noqa: S308 (every value is escaped)
            "".join(
                f'<li><a href="?by={name}{asked}"{CURRENT if name == self.by else ""}>{label}</a></li>'
                for name, label in self.words["arrangements"].items()
            )
        )

    def jumps(self, groups) -> str:
        """The ways to the groups of a long page."""
        return mark_safe(  # noqa: S308 (every value is escaped)
            "".join(f'<li><a href="#{escape(group.anchor)}">{self.name_of(group)}</a></li>' for group in groups)
        )

    def written(self, groups) -> str:
        return mark_safe("".join(map(self._group, groups)))  # noqa: S308 (every value is escaped)

    def _group(self, group):
        anchor = escape(group.anchor)
        return (
            f'<section class="programme-group" id="{anchor}" aria-labelledby="{anchor}-name">'
            f'<h2 id="{anchor}-name">{self.name_of(group)}</h2>{self._feed(group)}'
            f"{''.join(map(self._block, group.blocks))}</section>"
        )

    def name_of(self, group) -> str:
        if self.by == "day":
            return f'<time datetime="{group.name.isoformat()}">{escape(day_name(group.name))}</time>'
        return bdi(group.name) if isinstance(group.name, dict) else escape(group.name)

    def _feed(self, group):
        if not group.theme_id or not self.may_keep:
            return ""
        address = escape(subscription("events:theme_ics", self.ceremony.slug, group.theme_id))
        return f'<p class="programme-feed"><a href="{address}">{self.words["feed"]}</a></p>'

    def _block(self, block):
        first = block.first
        day = ""
        if self.by != "day":
            words = f"{self.short_weekday(first.starts_at)} {self.short_date(first.starts_at)}"
            day = f'<span class="programme-day">{escape(words)}</span> '
        return (
            f'<div class="programme-block"><p class="programme-time">{day}'
            f'<time datetime="{first.content["starts_at"]}">{self.clock(first.starts_at)}</time>–'
            f'<time datetime="{first.content["ends_at"]}">{self.clock(first.ends_at)}</time></p>'
            f'<ul class="programme-sessions">{"".join(map(self._row, block.items))}</ul></div>'
        )

    def _row(self, item):
        if item.key not in self.known:
            self.known[item.key] = self._row_of(item)
        return self.known[item.key]

    def _row_of(self, item):
        classes = " is-main" if item.no_parallel else ""
        off = ""
        if not item.is_on:
            classes += " is-off"
            word = self.words["cancelled" if item.status == "cancelled" else "off"]
            off = f' <strong class="programme-off">{word}</strong>'
        key, title, star = item.key, bdi(item.title, self.language), ""
        if self.may_keep:
            label = f"{self.words['keep']}: {escape(item.title.in_language(self.language))}"
            star = (
                f'<button type="button" class="favourite" data-favourite="{key}" aria-pressed="false" '
                f'aria-label="{label}" hidden></button>'
            )
        return (
            f'<li class="programme-session{classes}" data-session="{key}"><div class="programme-head">'
            f'<a class="programme-title" href="{self.before_key}{key}{self.after_key}">{title}</a>{off}{star}</div>'
            f"{''.join(self._lines(item))}</li>"
        )

    def _lines(self, item):
        where = [self.words["kinds"].get(item.kind, "")]
        if item.room:
            where.append(self._name("room", item.room_id, item.room))
        if item.theme:
            where.append(self._name("theme", item.theme_id, item.theme))
        yield f'<p class="quiet">{" · ".join(where)}</p>'
        if item.sponsors:
            yield f"<p>{', '.join(self._name('sponsor', one.code, one.name) for one in item.sponsors)}</p>"
        notes = []
        if item.languages:
            notes.append(self._interpretation(tuple(item.languages)))
        if item.access in self.words["access"]:
            notes.append(self.words["access"][item.access])
        if notes:
            yield f'<p class="quiet">{" · ".join(notes)}</p>'

    def _name(self, what, key, name):
        if (what, key) not in self.known:
            self.known[what, key] = bdi(name, self.language)
        return self.known[what, key]

    def _interpretation(self, codes):
        if codes not in self.known:
            names = escape(", ".join(str(language_word(code)) for code in codes))
            self.known[codes] = f"{self.words['interpretation']}: {names}"
        return self.known[codes]


def day_name(day) -> str:
    """Saturday, 25 October 2025."""
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(day, "l"), "day": date_format(day, "DATE_FORMAT")}
