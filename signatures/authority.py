"""Who may sign, and what stands against it: rules 1 to 5 and 8, asked before anything is recorded.

Rules 1 and 2 are about authority, and the depositary may accept a signature despite them. The others are bars: no
officer lifts them. What each says in words is in `sentences.py`.

At the table authority is judged as it is now. What is entered afterwards from paper is judged as it was when it was
signed (`Case.at`), as far as the record knows it:

- full powers count unless they were revoked or replaced by then (`FullPowers.over_at`: when the entity took them back,
  where the officer has written that, else when it was recorded). That they were verified only since does not matter;
- an office counts when it is confirmed now, or was then and the confirmation was withdrawn later;
- who signed is whoever was named at that time or has been since. Where these are several, the officer says which of
  them the paper names: nothing is guessed.

An office that was confirmed after the signature and withdrawn again, and whatever else the record does not know, is
for the depositary to accept despite (rule 6).
"""

from dataclasses import dataclass, field
from datetime import datetime

from directory.models import EntityKind
from signatures.models.powers import PowersStatus
from signatures.models.treaty import Action
from signatures.sentences import sentence


@dataclass(frozen=True)
class Objection:
    """One thing that stands against a signature."""

    code: str
    values: dict = field(default_factory=dict)
    is_bar: bool = False  # nobody lifts it
    is_grave: bool = False  # a red light: more than a paper that is still under way

    def __str__(self):
        return sentence(self.code, self.values)


@dataclass(frozen=True)
class Case:
    """An entity at the table: who signs for it, with which full powers, and what it has done before."""

    treaty: object
    entity: object
    representative: object = None
    powers: object = None
    signature: object = None  # the entry of its signature that stands
    accession: object = None
    has_signed_member: bool = True  # of an REIO: whether a member State's signature stands
    at: datetime | None = None  # the past instant by which its authority is judged; None: now

    @property
    def token(self) -> str:
        """Who signs, and with which full powers: what a screen shows, its press tells back."""
        return ".".join(str(one.pk if one else 0) for one in (self.representative, self.powers))

    @property
    def is_by_office(self):
        who = self.representative
        return who.may_sign_by_office if self.at is None else who.held_office_at(self.at)

    @property
    def is_by_powers(self):
        return bool(self.powers and self.powers.covers(self.representative, self.at))


def bars(case, window, at: datetime) -> list[Objection]:
    """Rules 3, 4, 5 and 8. `window` is that of the sitting."""
    found = []

    def bar(code, **values):
        found.append(Objection(code, values, is_bar=True, is_grave=True))

    if not case.treaty.allows(Action.SIGNATURE):
        bar("signature_not_allowed")
    if not case.entity.may_sign:
        bar("may_not_sign", entity=case.entity)
    if case.signature:
        bar("has_signed", entity=case.entity, number=case.signature.number, at=case.signature.at)
    if case.accession:
        bar("has_acceded", entity=case.entity, number=case.accession.number)
    if case.entity.kind == EntityKind.REIO and not case.has_signed_member:
        bar("no_member_signed", entity=case.entity)
    if window is None or not window.opens_at <= at < window.closes_at:
        bar("outside_window", at=at)
    return found


def lacks(case) -> list[Objection]:
    """Rules 1 and 2: what the representative's authority lacks. Empty when it is good."""
    who, powers = case.representative, case.powers
    if who is None:
        return [Objection("nobody_named", {"entity": case.entity})]
    if case.is_by_office or case.is_by_powers:
        return []
    if who.office and case.entity.is_state and not (powers and powers.status == PowersStatus.VERIFIED):
        return [Objection("office_not_confirmed", {"name": who, "office": who.office_in_words})]
    return [_lacks_of_powers(case, who, powers)]


def _lacks_of_powers(case, who, powers):
    if powers is None:
        return Objection("no_powers", {"name": who, "title": who.title})
    values = {"name": who, "other": powers.person_named, "status": powers.get_status_display()}
    if powers.status == PowersStatus.REVOKED:
        return Objection("powers_revoked", values, is_grave=True)
    if powers.person_named and not who.is_named(powers.person_named):
        return Objection("powers_name_another", values, is_grave=True)
    if powers.status == PowersStatus.RETURNED:
        return Objection("powers_returned", values, is_grave=True)
    return Objection("powers_not_verified", values)


def basis(case) -> dict:
    """What the log keeps of the authority: copies, so that nothing of it can change later."""
    who, powers = case.representative, case.powers
    if case.is_by_office:
        return {
            "kind": "office",
            "office": who.office,
            "acting": who.acting,
            "confirmed_on": (who.confirmed_at or who.was_confirmed_at).date().isoformat(),
            "source": who.confirmation_source,
        }
    if case.is_by_powers:
        return {
            "kind": "full_powers",
            "general": powers.is_general,
            "issued_by": powers.issuer_office,
            "issuer": powers.issuer_name,
            "issued_on": powers.issued_on.isoformat() if powers.issued_on else "",
            "issued_at": powers.issued_at,
            "reference": powers.lodged_reference or powers.reference,
            "manner": powers.manner,
            "original_due_on": powers.original_due_on.isoformat() if powers.lacks_the_original else "",
        }
    return {"kind": "none"}
