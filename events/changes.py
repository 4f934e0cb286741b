"""The difference of two versions of a programme: what whoever read the earlier one has to learn anew."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ceremony.instants import written
from directory.texts import LocalText
from events.languages import language_word
from events.models import Access


class Kind(models.TextChoices):
    NEW = "new", _("New")
    RESTORED = "restored", _("Back on the programme")
    CANCELLED = "cancelled", _("Cancelled")
    TAKEN_OFF = "taken_off", _("Off the programme")
    MOVED = "moved", _("Another time")
    ROOM = "room", _("Another room")
    RETITLED = "retitled", _("Another title")
    LANGUAGES = "languages", _("Interpretation")
    CHAIRS = "chairs", _("Chairs")
    SPONSORS = "sponsors", _("Sponsors")
    SPEAKERS = "speakers", _("Speakers")
    ACCESS = "access", _("Access")
    DETAILS = "details", _("Details")


# Which fields of a session's content belong to which kind of change; what no line names is a detail.
FIELDS = {
    Kind.MOVED: ("starts_at", "ends_at"),
    Kind.ROOM: ("room",),
    Kind.RETITLED: ("title",),
    Kind.LANGUAGES: ("languages",),
    Kind.CHAIRS: ("chairs",),
    Kind.SPONSORS: ("sponsors",),
    Kind.SPEAKERS: ("speakers",),
    Kind.ACCESS: ("access",),
}
# What a version adds to what was written: two sessions that differ in these alone are the same.
OF_THE_VERSION = {"sequence", "changed_at", "status", "note"}
# What a sentence about the change tells of.
TOLD = (
    "title", "starts_at", "ends_at", "room", "status", "note", "languages", "sponsors", "speakers", "chairs", "access",
)  # fmt: skip


def is_on(session) -> bool:
    return session["status"] == "confirmed"


def matter(session) -> dict:
    """What was written of a session, without what the version says of it."""
    return {name: value for name, value in session.items() if name not in OF_THE_VERSION}


def changes_between(before, after) -> list[dict]:
    """What changed from one content to the next, a row for each session, in the order of the day.

    Of the first version everything is new. A row holds copies of what its sentences tell, in every language.
    """
    earlier = {session["key"]: session for session in before["sessions"]} if before else {}
    rows = []
    for session in after["sessions"]:
        old = earlier.get(session["key"])
        if kinds := kinds_of(old, session):
            rows.append(
                {
                    "key": session["key"],
                    "kinds": [kind.value for kind in kinds],
                    "before": {name: old.get(name) for name in TOLD} if old else None,
                    "after": {name: session.get(name) for name in TOLD},
                }
            )
    return rows


def kinds_of(old, session) -> list[Kind]:
    if old is None:
        return [Kind.NEW] if is_on(session) else []
    if is_on(old) != is_on(session):
        if is_on(session):
            return [Kind.RESTORED]
        return [Kind.CANCELLED if session["status"] == "cancelled" else Kind.TAKEN_OFF]
    if not is_on(session):
        return [Kind.CANCELLED] if session["status"] == "cancelled" != old["status"] else []
    kinds = [kind for kind, names in FIELDS.items() if any(old.get(name) != session.get(name) for name in names)]
    rest = {name for name in matter(session) | matter(old) if not any(name in names for names in FIELDS.values())}
    if any(old.get(name) != session.get(name) for name in rest):
        kinds.append(Kind.DETAILS)
    return kinds


class Change:
    """A row of `changes_between`, as people read it: in the language and by the clocks that are given."""

    def __init__(self, row, ceremony):
        self.row, self.ceremony = row, ceremony
        self.key, self.before, self.after = row["key"], row["before"], row["after"]
        self.kinds = [Kind(kind) for kind in row["kinds"]]

    @property
    def title(self):
        return LocalText(self.after["title"])

    @property
    def is_on(self):
        return is_on(self.after)

    @property
    def is_worth_a_letter(self) -> bool:
        """A comma in a description is not."""
        return self.kinds != [Kind.DETAILS]

    @property
    def kind_words(self) -> str:
        return " · ".join(str(kind.label) for kind in self.kinds)

    def place(self, session=None) -> str:
        """Day, times and room: "Saturday, 25 October 2025, 14:00–15:00, Conference Room 3"."""
        session = session or self.after
        first, last = (datetime.fromisoformat(session[name]) for name in ("starts_at", "ends_at"))
        when = _now("%(weekday)s, %(day)s, %(from)s–%(to)s") % {
            "weekday": written(first, "l", self.ceremony.zone),
            "day": written(first, "DATE_FORMAT", self.ceremony.zone),
            "from": written(first, "H:i", self.ceremony.zone),
            "to": written(last, "H:i", self.ceremony.zone),
        }
        return _now("%(when)s, %(room)s") % {"when": when, "room": room_of(session)} if session["room"] else when

    def sentences(self) -> list[str]:
        """What changed, in words: one sentence for each thing."""
        return [str(sentence) for kind in self.kinds if (sentence := getattr(self, f"_{kind.value}")())]

    def line(self) -> str:
        """The title and all that is to be said of it, as a letter has it on one line."""
        return _now("“%(title)s”: %(changes)s") % {"title": self.title, "changes": " ".join(self.sentences())}

    def for_who_left(self):
        """The same for a speaker or chair whom it does not name any more."""
        return Departure(self.row, self.ceremony) if self.is_on else self

    def _new(self):
        return _now("on the programme: %(place)s.") % {"place": self.place()}

    def _restored(self):
        return _now("back on the programme: %(place)s.") % {"place": self.place()}

    def _cancelled(self):
        note = self.after.get("note")
        said = _now("cancelled; it was to be on %(place)s.") % {"place": self.place()}
        return said + (" " + _now("The organisers say: %(note)s") % {"note": note} if note else "")

    def _taken_off(self):
        return _now("off the programme for the time being; it was to be on %(place)s.") % {"place": self.place()}

    def _moved(self):
        if Kind.ROOM in self.kinds:
            return _now("moved to %(place)s (before: %(before)s).") % {
                "place": self.place(),
                "before": self.place(self.before),
            }
        return _now("now on %(place)s (before: %(before)s).") % {
            "place": self.place(),
            "before": self.place(self.before),
        }

    def _room(self):
        if Kind.MOVED in self.kinds:
            return ""  # said with the time
        return _now("now in %(room)s (before: %(before)s); the time stays: %(place)s.") % {
            "room": room_of(self.after) or _now("a room that will be announced"),
            "before": room_of(self.before) or _now("no room yet"),
            "place": self.place({**self.after, "room": None}),
        }

    def _retitled(self):
        return _now("it was called “%(title)s” before.") % {"title": LocalText(self.before["title"])}

    def _languages(self):
        return self._other(_now("interpretation"), lambda session: [language_word(one) for one in session["languages"]])

    def _sponsors(self):
        return self._other(_now("sponsors"), lambda session: [LocalText(one["name"]) for one in session["sponsors"]])

    def _chairs(self):
        return self._people(_now("chairs"), "chairs")

    def _speakers(self):
        return self._people(_now("speakers"), "speakers")

    def _access(self):
        return self._other(_now("access"), lambda session: [Access(session["access"]).label])

    def _people(self, what, field):
        names = [[one["name"] for one in session[field]] for session in (self.before, self.after)]
        if names[0] == names[1]:
            return _now("%(what)s: a function or organisation has changed.") % {"what": what}
        return self._other(what, lambda session: [one["name"] for one in session[field]])

    def _other(self, what, words):
        return _now("%(what)s: %(now)s (before: %(before)s).") % {
            "what": what,
            "now": ", ".join(map(str, words(self.after))) or _now("none"),
            "before": ", ".join(map(str, words(self.before))) or _now("none"),
        }

    def _details(self):
        return _now("its description has changed.")


class Departure(Change):
    """What somebody reads who was named at the session before, and is not now."""

    @property
    def kind_words(self) -> str:
        return _now("not named any more")

    def sentences(self):
        return [_now("the programme does not name you there any more.")]


def room_of(session) -> str:
    return str(LocalText(session["room"]["name"])) if session["room"] else ""


def tally(rows) -> list[str]:
    """How many of each kind, in words: "2 new", "1 cancelled". Each session counts once, by what weighs most."""
    counted = dict.fromkeys(Kind, 0)
    for row in rows:
        counted[Kind(row["kinds"][0])] += 1
    groups = [
        (ngettext("%(number)d new", "%(number)d new", counted[Kind.NEW]), counted[Kind.NEW]),
        (ngettext("%(number)d back", "%(number)d back", counted[Kind.RESTORED]), counted[Kind.RESTORED]),
        (ngettext("%(number)d cancelled", "%(number)d cancelled", counted[Kind.CANCELLED]), counted[Kind.CANCELLED]),
        (ngettext("%(number)d taken off", "%(number)d taken off", counted[Kind.TAKEN_OFF]), counted[Kind.TAKEN_OFF]),
    ]
    moved = counted[Kind.MOVED] + counted[Kind.ROOM]
    groups.append((ngettext("%(number)d moved", "%(number)d moved", moved), moved))
    others = len(rows) - sum(number for _words, number in groups)
    groups.append((ngettext("%(number)d changed otherwise", "%(number)d changed otherwise", others), others))
    return [words % {"number": number} for words, number in groups if number]
