"""A released programme as people read it: its sessions in order, in groups, found by words, and what is on now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.composed import Composed
from directory.sorting import search_key
from directory.texts import LocalText
from events.languages import language_word
from events.models import Access, ProgrammeVersion, SessionKind
from events.models.side_event import Format


@dataclass(frozen=True)
class Sponsor:
    code: str
    name: LocalText
    is_lead: bool


class Item:
    """A session of a version."""

    def __init__(self, content, zone):
        self.content, self.zone = content, zone
        self.key, self.kind = content["key"], content["kind"]
        self.is_on = content["status"] == "confirmed"
        self.no_parallel, self.languages, self.access = content["no_parallel"], content["languages"], content["access"]
        self.starts_at = datetime.fromisoformat(content["starts_at"])
        self.ends_at = datetime.fromisoformat(content["ends_at"])
        self.from_local, self.to_local = self.starts_at.astimezone(zone), self.ends_at.astimezone(zone)
        self.title, self.description = LocalText(content["title"]), LocalText(content["description"])
        self.room = LocalText(content["room"]["name"]) if content["room"] else None
        self.room_id = content["room"]["id"] if content["room"] else None
        self.theme = LocalText(content["theme"]["name"]) if content["theme"] else None
        self.theme_id = content["theme"]["id"] if content["theme"] else None
        self.sponsors = [Sponsor(one["code"], LocalText(one["name"]), one["is_lead"]) for one in content["sponsors"]]

    def __getattr__(self, name):
        """What is shown as it was written."""
        try:
            return self.__dict__["content"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def kind_word(self):
        return SessionKind(self.kind).label if self.kind in SessionKind.values else self.kind

    @property
    def access_word(self):
        return Access(self.access).label

    @property
    def format_word(self):
        return Format(self.format).label if self.format else ""

    @property
    def day(self) -> date:
        return self.from_local.date()

    @property
    def language_words(self):
        return [language_word(code) for code in self.languages]

    @property
    def people(self):
        return [*self.chairs, *self.speakers]

    def run_of_show(self):
        """[(local time at which it begins, title, minutes)]; without minutes no time follows."""
        at, lines = self.from_local, []
        for line in self.run:
            lines.append((at, LocalText(line["title"]), line["minutes"]))
            at = at + timedelta(minutes=line["minutes"]) if at and line["minutes"] else None
        return lines

    @cached_property
    def key_words(self) -> str:
        """What a search looks in: every name and title in every language, without diacritics, also without spaces."""
        texts = [self.title, self.description, self.room or {}, self.theme or {}]
        texts += [one.name for one in self.sponsors]
        plain = [word for text in texts for word in text.values()]
        plain += [str(one.get(name, "")) for one in self.people for name in ("name", "function")]
        plain += [word for one in self.people for word in (one.get("organisation") or {}).values()]
        plain += [self.responsible, *(one.code for one in self.sponsors), self.reference]
        keys = list(dict.fromkeys(filter(None, map(search_key, plain))))
        return " ".join(keys + [key.replace(" ", "") for key in keys if " " in key and len(key) < 100])


@dataclass(frozen=True)
class Block:
    """Sessions that begin and end together."""

    first: Item
    items: list


@dataclass(frozen=True)
class Group:
    """A part of the list under one heading: a day, a room, a theme, a language, a sponsor."""

    anchor: str
    name: object  # a date, or a text
    blocks: list
    theme_id: int | None = None

    @property
    def size(self):
        return sum(len(block.items) for block in self.blocks)


class Programme:
    """What a version says. It never changes, so a process makes one of it and keeps it (`published`)."""

    def __init__(self, ceremony_zone, *, number=0, released_at=None, note="", content=None):
        self.zone, self.number, self.released_at, self.note = ceremony_zone, number, released_at, note
        self.content = content or {"sessions": [], "rooms": [], "themes": []}
        self.rooms = {room["id"]: LocalText(room["name"]) for room in self.content["rooms"]}
        self.themes = {theme["id"]: LocalText(theme["name"]) for theme in self.content["themes"]}
        places = {key: place for place, key in enumerate(self.rooms)}
        items = [Item(session, ceremony_zone) for session in self.content["sessions"]]
        self.items = sorted(items, key=lambda one: (one.starts_at, one.ends_at, places.get(one.room_id, -1), one.key))
        self.by_key = {item.key: item for item in self.items}
        self.written = {}  # what pages made of parts of it: see `events.listing`

    @property
    def on(self):
        return [item for item in self.items if item.is_on]

    def find(self, words) -> list[Item]:
        """Those that hold each of the words, in any language, without regard to diacritics."""
        wanted = search_key(words).split()
        return [item for item in self.items if all(word in item.key_words for word in wanted)]

    def grouped(self, by, items=None) -> list[Group]:
        """The sessions under the headings of `by`. One with two sponsors or languages stands under each of them."""
        items = self.items if items is None else items
        return getattr(self, f"_by_{by}")(items)

    def _by_day(self, items):
        days = groupby(items, key=lambda item: item.day)
        return [Group(f"day-{day.isoformat()}", day, blocks(list(those))) for day, those in days]

    def _by_room(self, items):
        groups = [
            Group(f"room-{key}", name, blocks([item for item in items if item.room_id == key]))
            for key, name in self.rooms.items()
        ]
        without = Group("room-none", _("Without a room"), blocks([item for item in items if item.room_id is None]))
        return [group for group in [*groups, without] if group.blocks]

    def _by_theme(self, items):
        groups = [
            Group(f"theme-{key}", name, blocks([item for item in items if item.theme_id == key]), theme_id=key)
            for key, name in self.themes.items()
        ]
        without = Group("theme-none", _("Without a theme"), blocks([item for item in items if item.theme_id is None]))
        return [group for group in [*groups, without] if group.blocks]

    def _by_language(self, items):
        codes = sorted({code for item in items for code in item.languages}, key=lambda code: str(language_word(code)))
        groups = [
            Group(f"language-{code}", language_word(code), blocks([item for item in items if code in item.languages]))
            for code in codes
        ]
        without = blocks([item for item in items if not item.languages])
        groups.append(Group("language-none", _("Without interpretation"), without))
        return [group for group in groups if group.blocks]

    def _by_sponsor(self, items):
        names = {one.code: one.name for item in items for one in item.sponsors}
        groups = [
            Group(f"sponsor-{code}", name, blocks([item for item in items if code in [one.code for one in item.sponsors]]))
            for code, name in sorted(names.items(), key=lambda pair: search_key(str(pair[1])))
        ]  # fmt: skip
        without = blocks([item for item in items if not item.sponsors])
        groups.append(Group("sponsor-none", _("The organisers"), without))
        return [group for group in groups if group.blocks]

    def days(self):
        return list(dict.fromkeys(item.day for item in self.items))

    def now_and_next(self, at, room_id=None):
        """[(room or None, [what is on], what follows there today or None)], in the order of the rooms."""
        today = at.astimezone(self.zone).date()
        found = {}
        for item in self.on:
            if item.day == today and item.ends_at > at and room_id in (None, item.room_id):
                now, following = found.setdefault(item.room_id, ([], []))
                (now if item.starts_at <= at else following).append(item)
        order = [None, *self.rooms]
        return [
            (self.rooms.get(key), now, following[0] if following else None)
            for key, (now, following) in sorted(found.items(), key=lambda pair: order.index(pair[0]))
        ]

    def next_day(self, at, room_id=None):
        """The first sessions of the next day on which there are any; None when all is over."""
        today = at.astimezone(self.zone).date()
        later = [item for item in self.on if item.day > today and room_id in (None, item.room_id)]
        return [item for item in later if item.starts_at == later[0].starts_at]


def blocks(items) -> list[Block]:
    parts = groupby(items, key=lambda item: (item.starts_at, item.ends_at))
    return [Block(those[0], those) for those in (list(part) for _times, part in parts)]


# Each page asks for it that is not kept.
_newest = Composed(
    lambda ceremony: (
        ProgrammeVersion.objects.filter(ceremony=ceremony).order_by("-number").values_list("number", flat=True)[:1]
    )
)


def newest_number(ceremony) -> int | None:
    return next(iter(_newest(ceremony.pk)), None)


def published(ceremony, number=None) -> Programme | None:
    """The version with this number, else the newest; an empty one before the first. None where there is no such version."""
    wanted = number if number is not None else newest_number(ceremony)
    if wanted is None:
        return Programme(ceremony.zone)
    try:
        return _read(ceremony.pk, wanted, ceremony.time_zone)
    except ProgrammeVersion.DoesNotExist:
        return None


@lru_cache(maxsize=8)
def _read(ceremony, number, zone):
    """Raises DoesNotExist, and that is not kept: the version may come yet."""
    version = ProgrammeVersion.objects.get(ceremony=ceremony, number=number)
    return Programme(
        ZoneInfo(zone),
        number=version.number,
        released_at=version.released_at,
        note=version.note,
        content=version.content,
    )
