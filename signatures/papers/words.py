"""An entry's copies in words: with which authority, accepted despite what, entered when. In the language that is active."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.models import name_language
from notifications.writing import isolated
from signatures.models.entry import EntryKind
from signatures.models.powers import FullPowers, Manner
from signatures.models.treaty import Action, Office
from signatures.sentences import in_short


class Words:
    """Says entries to the readers of one paper: names in its language, originals as they came meanwhile."""

    def __init__(self, treaty, language):
        self.treaty = treaty
        self.language = language
        self.names = name_language(language)
        self.originals = {
            (code, due): received
            for code, due, received in FullPowers.objects.filter(treaty=treaty, manner=Manner.PROVISIONAL).values_list(
                "entity__code", "original_due_on", "original_received_on"
            )
        }

    def text(self, local):
        """A text of several languages, which the log keeps as a plain dict."""
        return local.get(self.language) or local.get("en") or next(iter(local.values()), "")

    def short(self, entry):
        names = entry.content["entity"]["short"]
        return names.get(self.names) or names["en"]

    def formal(self, entry):
        names = entry.content["entity"]["formal"]
        return capfirst(names.get(self.names) or names["en"])

    def place(self, entry):
        return self.text(entry.content["place"])

    def day(self, entry):
        return date_format(self.local(entry), "DATE_FORMAT")

    def time(self, entry):
        return date_format(self.local(entry), "H:i")

    def local(self, entry):
        return datetime.fromisoformat(entry.content["local"])

    def instant(self, written, zone=None):
        """An instant of the log with its date, time and place: those of the ceremony where no other zone is given."""
        at = datetime.fromisoformat(written)
        if zone is None:
            return self.treaty.ceremony.show_time(at)
        at = at.astimezone(ZoneInfo(zone))
        return f"{date_format(at, 'DATE_FORMAT')}, {date_format(at, 'H:i:s')} ({zone})"

    def date(self, iso):
        return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""

    def action(self, entry):
        return str(Action(entry.action).label)

    def what(self, entry):
        """The act, and whether this entry annuls or rectifies it."""
        marks = {EntryKind.ANNULMENT: _("Annulment of entry %(number)d: %(action)s"),
                 EntryKind.RECTIFICATION: _("Rectification of entry %(number)d: %(action)s")}  # fmt: skip
        if entry.kind == EntryKind.ACT:
            return self.action(entry)
        return marks[entry.kind] % {"number": entry.corrects, "action": self.action(entry)}

    def authority(self, entry):
        basis = entry.content["basis"]
        if basis["kind"] == "office":
            office = str(Office(basis["office"]).label)
            if basis["acting"]:
                office = _("%(office)s, acting or ad interim") % {"office": office}
            return _("By virtue of office: %(office)s") % {"office": office}
        if basis["kind"] == "full_powers":
            words = _("General full powers") if basis["general"] else _("Full powers")
            return ", ".join(filter(None, [
                _("%(powers)s issued by the %(office)s") % {"powers": words, "office": Office(basis["issued_by"]).label}
                if basis["issued_by"] else words,
                self.date(basis["issued_on"]),
                basis["issued_at"],
                basis["reference"],
            ]))  # fmt: skip
        if basis["kind"] == "instrument":
            return _("Instrument %(reference)s") % {"reference": basis["reference"]}
        return _("None on record")

    def despite(self, entry):
        """Rule 6: marked wherever it appears."""
        despite = entry.content["despite"]
        if not despite:
            return ""
        return _("%(accepted)s %(officer)s, %(at)s: %(reason)s") % {
            "accepted": self.in_despite_of(entry),
            "reason": isolated(despite["reason"]),
            "officer": isolated(despite["accepted_by"]["name"]),
            "at": self.instant(despite["accepted_at"]),
        }

    def in_despite_of(self, entry):
        """The same without reason and officer."""
        despite = entry.content["despite"]
        if not despite:
            return ""
        rules = ", ".join(in_short(code) for code in despite["rules"])
        return _("Accepted by the depositary despite: %(rules)s.") % {"rules": rules}

    def provisional(self, entry):
        """Rule 2: shown until the original has come, and then that it has."""
        due = entry.content["basis"].get("original_due_on")
        if not due:
            return ""
        received = self.originals.get((entry.entity_code, date.fromisoformat(due)))
        if received:
            return _("Full powers accepted provisionally; the original was received on %(day)s.") % {
                "day": date_format(received, "DATE_FORMAT")
            }
        return _("Full powers accepted provisionally: the original is owed by %(day)s.") % {"day": self.date(due)}

    def notes(self, entry):
        """What a reader must know of an entry besides the act itself; each a sentence."""
        content = entry.content
        found = [self.despite(entry), self.provisional(entry)]
        if not content["day_established"]:
            found.append(_("The day is not established."))
        if content["afterwards"]:
            found.append(_("Entered afterwards: recorded %(at)s.") % {"at": self.instant(content["recorded"]["at"])})
        if entry.kind == EntryKind.RECTIFICATION:
            found.append(
                _("Rectifies entry %(number)d. %(reason)s")
                % {"number": entry.corrects, "reason": isolated(content["reason"])}
            )
        if entry.kind == EntryKind.ANNULMENT:
            found.append(
                _("Annuls entry %(number)d. %(reason)s")
                % {"number": entry.corrects, "reason": isolated(content["reason"])}
            )
        return [note for note in found if note]

    def declarations(self, entry):
        """Each as (language, text)."""
        return [
            (one.get("language", ""), one["text"]) if isinstance(one, dict) else ("", str(one))
            for one in entry.content["declarations"]
        ]
