"""What a paper is made of: the entries of a log up to a head, and what stands of them. Nothing but the log is asked."""

from signatures.models.entry import EntryKind
from signatures.models.treaty import Action


class Record:
    def __init__(self, entries):
        self.entries = {entry.number: entry for entry in entries}
        self.corrected_by = {entry.corrects: entry for entry in self.entries.values() if entry.corrects}

    @classmethod
    def of(cls, treaty, upto):
        """The log of a treaty as it was when its last entry was number `upto`."""
        return cls(treaty.entries.filter(number__lte=upto).order_by("number"))

    @property
    def head(self) -> tuple[int, str]:
        number = max(self.entries, default=0)
        return number, self.entries[number].hash if number else "0" * 64

    def until(self, at):
        """The log as it was at an instant, as the log writes instants: up to the last entry confirmed by then."""
        last = max((number for number, entry in self.entries.items() if _confirmed(entry) <= at), default=0)
        return Record(entry for number, entry in self.entries.items() if number <= last)

    def stands(self, entry):
        return entry.kind != EntryKind.ANNULMENT and entry.number not in self.corrected_by

    def standing(self):
        return [entry for entry in self.entries.values() if self.stands(entry)]

    def signatures(self):
        """Those that stand, in the order in which they took place."""
        found = [entry for entry in self.standing() if entry.action == Action.SIGNATURE]
        return sorted(found, key=lambda entry: (entry.at, self.act_of(entry).number))

    def act_of(self, entry):
        """The act that an entry is, or corrects, through however many corrections."""
        while entry.corrects:
            entry = self.entries[entry.corrects]
        return entry

    def about(self, acts):
        """Entries that are one of these acts, or correct one."""
        return [entry for entry in self.entries.values() if self.act_of(entry).number in acts]

    def between(self, since, until):
        """What came after one instant and up to another. An entry is in one such span, whatever clocks have done."""
        before = self.until(since).head[0]
        return [entry for number, entry in self.until(until).entries.items() if number > before]


def _confirmed(entry):
    return entry.content["confirmed"]["at"]
