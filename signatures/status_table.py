"""The status of the treaty as the depositary's database shows it: a line for each participant, what they declared below."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from signatures.entry_into_force import entry_into_force
from signatures.models import Action
from signatures.published import Act, Published

LETTERS = {Action.RATIFICATION: "", Action.ACCEPTANCE: "A", Action.APPROVAL: "AA", Action.ACCESSION: "a"}


@dataclass
class Line:
    """A participant: what it has done, and the numbers of the notes about it."""

    signature: Act | None = None
    consent: Act | None = None
    in_force_on: object = None
    signature_notes: list[int] = field(default_factory=list)
    consent_notes: list[int] = field(default_factory=list)

    @property
    def act(self):
        return self.consent or self.signature

    @property
    def name(self):
        return self.act.name

    @property
    def letter(self):
        return LETTERS[self.consent.action] if self.consent else ""


@dataclass
class Declaration:
    """What a participant declared with its signature or its instrument, in the language in which it did."""

    name: str
    act: Act
    text: str
    language: str


class StatusTable:
    def __init__(self, published: Published):
        self.published, self.treaty = published, published.treaty
        self.entry_into_force = entry_into_force(self.treaty, published.consents)
        days = {act.code: day for act, day in self.entry_into_force.by_party}
        lines = {}
        for act in published.signatures:
            lines.setdefault(act.code, Line()).signature = act
        for act in published.consents:
            line = lines.setdefault(act.code, Line())
            line.consent, line.in_force_on = act, days[act.code]
        self.lines = sorted(lines.values(), key=lambda line: line.act.sort_key)
        self.notes, self.declarations = [], []
        for line in self.lines:
            for act, numbers in [(line.signature, line.signature_notes), (line.consent, line.consent_notes)]:
                if act:
                    self._annotate(act, numbers)

    @property
    def signatories(self):
        return len(self.published.signatures)

    @property
    def instruments(self):
        """Ratifications, acceptances, approvals and accessions: nobody who has only signed is among them."""
        return len(self.published.consents)

    def _annotate(self, act, numbers):
        for text in _notes(act):
            self.notes.append(text)
            numbers.append(len(self.notes))
        for declared in act.declarations:
            self.declarations.append(Declaration(act.name, act, declared["text"], declared.get("language", "")))


def _notes(act):
    if act.despite:
        yield _("%(name)s: accepted by the depositary despite a lack of authority. Its reason: %(reason)s") % {
            "name": act.name, "reason": act.despite,
        }  # fmt: skip
    if not act.day_established:
        yield _("%(name)s: that it signed is established, the day is not; the one given is assumed.") % {
            "name": act.name
        }
    if act.content["kind"] == "rectification":
        yield _("%(name)s: rectified by entry %(number)d of the log.") % {"name": act.name, "number": act.number}
