"""The people of the demo's delegations, drawn: who they are, what they do, how they come."""

from datetime import date, timedelta

from accreditation.models import Accreditation
from config.demo.names import TONGUE_OF, TONGUES, invented_name, tongue_of
from delegations.models import Delegate, DelegateRole, Rank
from delegations.models.delegate import ground_of_exemption

# Rank of heads -> how often, for States; the others are led by their own officials.
HEADS = {
    Rank.HEAD_OF_STATE: 3, Rank.VICE_PRESIDENT: 3, Rank.HEAD_OF_GOVERNMENT: 4, Rank.DEPUTY_HEAD_OF_GOVERNMENT: 6,
    Rank.FOREIGN_MINISTER: 20, Rank.MINISTER: 28, Rank.VICE_MINISTER: 24, Rank.AMBASSADOR: 10, Rank.CHARGE: 2,
}  # fmt: skip
TITLES = {
    Rank.HEAD_OF_STATE: ["President"],
    Rank.VICE_PRESIDENT: ["Vice-President"],
    Rank.HEAD_OF_GOVERNMENT: ["Prime Minister"],
    Rank.DEPUTY_HEAD_OF_GOVERNMENT: ["Deputy Prime Minister"],
    Rank.FOREIGN_MINISTER: ["Minister for Foreign Affairs"],
    Rank.MINISTER: ["Minister of Justice", "Minister of Public Security", "Minister of Digital Affairs", "Minister of the Interior"],
    Rank.VICE_MINISTER: ["Deputy Minister of Justice", "Deputy Minister for Foreign Affairs", "Director of the National Cybersecurity Agency"],
    Rank.AMBASSADOR: ["Ambassador", "Permanent Representative to the United Nations"],
    Rank.CHARGE: ["Chargé d'affaires a.i."],
}  # fmt: skip
LEADERS = ["Secretary-General", "Executive Director", "Director", "President of the Board"]
SCHOLARS = ["Director of the institute", "Professor of international law", "Dean of the faculty of law"]
# Role -> (how often, titles)
OTHERS = {
    DelegateRole.REPRESENTATIVE: (20, ["Director-General, Legal Affairs", "Head of the Treaty Section", "Senior State Counsel", "Commissioner of Police"]),
    DelegateRole.ALTERNATE: (12, ["Deputy Director, International Organisations", "Counsellor", "First Secretary"]),
    DelegateRole.ADVISER: (34, ["Legal Adviser", "Adviser on Cybercrime", "Prosecutor", "Second Secretary", "Senior Analyst", "Attaché"]),
    DelegateRole.TECHNICAL: (12, ["Protocol Officer", "Press Officer", "Information Officer", "Photographer"]),
    DelegateRole.SECURITY: (8, ["Security Officer", "Close Protection Officer"]),
    DelegateRole.INTERPRETER: (5, ["Interpreter"]),
}  # fmt: skip
CIVIL = {
    DelegateRole.REPRESENTATIVE: (30, ["Programme Manager", "Head of Policy", "Senior Researcher", "General Counsel"]),
    DelegateRole.ADVISER: (40, ["Policy Adviser", "Research Fellow", "Legal Officer", "Security Engineer"]),
    DelegateRole.TECHNICAL: (10, ["Communications Officer", "Assistant"]),
}
NEEDS = ["Vegetarian meals", "Halal meals", "Wheelchair access", "No nuts (allergy)", "Hearing loop"]


class Casting:
    """Draws one person after the other; no two have the same passport or address."""

    def __init__(self, chance, ceremony, states):
        self.chance, self.ceremony, self.states = chance, ceremony, states
        self.passports = iter(chance.sample(range(1_000_000, 9_999_999), 20_000))
        self.number = 0

    def draw(self, guest, place):
        """A Delegate with its Accreditation, both unsaved; the first of a delegation (place 0) is to be its head."""
        chance, entity = self.chance, guest.entity
        nationality = entity if entity.is_state else chance.choice(self.states)
        role, rank, title = self._office(guest, place)
        tongue = (
            chance.choice(list(TONGUES))
            if nationality.code not in TONGUE_OF and not entity.is_state
            else tongue_of(nationality)
        )
        family, given, badge = self._name(guest, tongue)
        self.number += 1
        person = Accreditation(
            ceremony=self.ceremony,
            nominator=guest.nominator,
            family_name=family,
            given_names=given,
            badge_name=badge[:60],
            title=title,
            nationality=nationality,
            email=f"delegate.{self.number:04}@demo.plenipo.example",
            exemption=ground_of_exemption(rank),
        )
        if not person.exemption:
            person.passport_number = f"EX{next(self.passports)}"
            person.date_of_birth = date(1955, 1, 1) + timedelta(days=chance.randrange(16_000))
        person.fill_keys()
        delegate = Delegate(
            delegation=guest.delegation,
            accreditation=person,
            role=role,
            rank=rank,
            needs=chance.choice(NEEDS) if chance.random() < 0.06 else "",
        )
        if chance.random() < 0.6:
            delegate.arrives_at = self.ceremony.start_of(
                self.ceremony.starts_on, chance.randint(6, 22), chance.choice([0, 15, 30, 45])
            )
            delegate.arrives_at -= timedelta(days=chance.choice([1, 1, 2, 3]))
            delegate.arrives_by = f"EX {chance.randint(100, 999)}"
        return delegate

    def _name(self, guest, tongue):
        """Two people of one delegation are not called the same, as long as there are names."""
        taken = {delegate.accreditation.badge_name for delegate in guest.people}
        for _ in range(20):
            name = invented_name(self.chance, tongue)
            if name[2] not in taken:
                break
        return name

    def _office(self, guest, place):
        chance, entity = self.chance, guest.entity
        if place == 0:
            rank = Rank.OTHER
            if entity.is_state:
                rank = chance.choices(list(HEADS), HEADS.values())[0]
            elif entity.may_sign:
                rank = Rank.MINISTER
            titles = ["Commissioner"] if entity.may_sign and not entity.is_state else TITLES.get(rank)
            titles = titles or (SCHOLARS if entity.kind == "academia" else LEADERS)
            return DelegateRole.REPRESENTATIVE, rank, chance.choice(titles)
        if entity.is_state and place == 1:
            return DelegateRole.DEPUTY_HEAD, Rank.AMBASSADOR, "Ambassador"
        offices = OTHERS if entity.is_state or entity.may_sign else CIVIL
        role = chance.choices(list(offices), [often for often, _titles in offices.values()])[0]
        return role, Rank.OTHER, chance.choice(offices[role][1])
