"""What was recorded or entered, read back to officers: every part of it in words, from the copies alone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ceremony.here import ceremony_here
from ceremony.instants import written
from directory.models import name_language
from directory.texts import LocalText
from signatures.matter import instant_of
from signatures.models import Action, EntryKind, Manner, Office
from signatures.sentences import in_short

OFFICES = dict(Office.choices)
# What a rectification may change, and what each is called in the comparison with what it corrects.
COMPARED = ["representative", "when", "declarations", "basis"]


class Echo:
    """An act in words. `content` is what stands in the log, or will once it is confirmed."""

    def __init__(self, content):
        self.content = content

    @property
    def code(self):
        return self.content["entity"]["code"]

    @property
    def short_name(self):
        return self._name("short")

    @property
    def formal_name(self):
        return self._name("formal")

    def _name(self, form):
        names = self.content["entity"][form]
        return names.get(name_language(get_language())) or names["en"]

    @property
    def is_correction(self):
        return self.content["kind"] != EntryKind.ACT

    @property
    def is_annulment(self):
        return self.content["kind"] == EntryKind.ANNULMENT

    @property
    def kind(self):
        return EntryKind(self.content["kind"]).label

    @property
    def action(self):
        return Action(self.content["action"]).label

    @property
    def title(self):
        """ "Signature …", or what it corrects: "Annulment of entry 12"."""
        if not self.is_correction:
            return self.action
        values = {"number": self.content["corrects"], "action": self.action}
        if self.is_annulment:
            return _("Annulment of entry %(number)d: %(action)s") % values
        return _("Rectification of entry %(number)d: %(action)s") % values

    @property
    def representative(self):
        """Name and title, or None of an instrument."""
        return self.content["representative"]

    @property
    def when(self):
        """The time by the clocks of the place, which it names."""
        at = written(instant_of(self.content), "DATE_FORMAT", self.zone)
        clock = written(instant_of(self.content), "H:i:s", self.zone)
        return _("%(date)s, %(time)s (%(place)s time)") % {"date": at, "time": clock, "place": self.clocks}

    @property
    def clocks(self):
        """By whose clocks the time is told: those of the place, or, of an instrument, of the ceremony's city."""
        zone, ceremony = self.content["zone"], ceremony_here.get()
        if not self.place and ceremony and ceremony.time_zone == zone:
            return str(ceremony.city)
        return self.place or zone.rpartition("/")[2].replace("_", " ")

    @cached_property
    def zone(self):
        return ZoneInfo(self.content["zone"])

    @property
    def place(self):
        return str(LocalText(self.content["place"]))

    @property
    def sitting(self):
        return str(LocalText(self.content["sitting"]))

    @property
    def basis(self):
        """By what authority: a sentence."""
        basis = self.content["basis"]
        match basis["kind"]:
            case "office":
                words = _("By virtue of office: %(office)s, confirmed on %(day)s (%(source)s).") % {
                    "office": _office(basis["office"], basis["acting"]),
                    "day": _day(basis["confirmed_on"]),
                    "source": basis["source"],
                }
            case "full_powers":
                words = _("Full powers issued by %(issuer)s, %(office)s, on %(day)s. %(manner)s.") % {
                    "issuer": basis["issuer"],
                    "office": OFFICES.get(basis["issued_by"], basis["issued_by"]),
                    "day": _day(basis["issued_on"]),
                    "manner": Manner(basis["manner"]).label,
                }
                if basis["original_due_on"]:
                    words += " " + _("The original is due on %(day)s.") % {"day": _day(basis["original_due_on"])}
            case "instrument":
                words = _("Instrument %(reference)s.") % basis
            case _:
                words = _("Neither office nor full powers.")
        return words

    @property
    def despite(self):
        """(reason, who accepted it, when, the rules in words), or None."""
        despite = self.content["despite"]
        if not despite:
            return None
        return {
            "reason": despite["reason"],
            "by": despite["accepted_by"]["name"],
            "at": datetime.fromisoformat(despite["accepted_at"]),
            "rules": [in_short(code) for code in despite["rules"]],
        }

    @property
    def declarations(self):
        from signatures.desk_forms import DeclarationKind

        kinds = dict(DeclarationKind.choices)
        return [one | {"kind_in_words": kinds.get(one.get("kind"), "")} for one in self.content["declarations"]]

    @property
    def recorded(self):
        return _by_and_at(self.content.get("recorded"))

    @property
    def confirmed(self):
        return _by_and_at(self.content.get("confirmed"))

    def changes_from(self, other):
        """(what, before, after) of everything in which a rectification differs from the entry that it corrects.

        An annulment puts nothing right: its own hour is not that of the signature.
        """
        if self.is_annulment:
            return []
        labels = {
            "representative": _("Representative"), "when": _("Time"), "declarations": _("Declarations"),
            "basis": _("Authority"),
        }  # fmt: skip
        rows = [(labels[name], other._said(name), self._said(name)) for name in COMPARED]
        return [row for row in rows if row[1] != row[2]]

    def _said(self, name):
        match name:
            case "representative":
                who = self.representative
                return f"{who['name']}, {who['title']}" if who else ""
            case "declarations":
                return "\n\n".join(f"{one['kind_in_words']}: {one['text']}" for one in self.declarations)
            case _:
                return str(getattr(self, name))


def _office(office, acting):
    label = OFFICES.get(office, office)
    return _("%(office)s, acting or ad interim") % {"office": label} if acting else str(label)


def _day(text):
    day = parse_date(text) if text else None
    return date_format(day) if day else "—"


def _by_and_at(signed):
    return {"by": signed["by"]["name"], "at": datetime.fromisoformat(signed["at"])} if signed else None
