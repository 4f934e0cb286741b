"""Who applies: outlets, their applications and people, in every status, and the letters that tell them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from accreditation.letters import write_decision
from accreditation.models import Accreditation, Nominator, NominatorContact, Status
from accreditation.models.accreditation import IN_QUOTA, photo_path
from config.demo.cast import ADDRESSES_END
from config.demo.ledger import Story
from config.demo.live import as_given
from config.demo.names import invented_name
from config.demo.portraits import portraits
from config.demo.post import DECIDED
from config.demo.press.figures import (
    CENTRE,
    CONTACTS,
    FUNCTIONS,
    HOMES,
    NEEDED,
    PORTS,
    QUOTAS,
    REFUSED_BECAUSE,
    WHAT_TO_FIX,
    names,
)
from config.demo.programme import text
from directory.models import Entity
from press import letters
from press.models import (
    KIND,
    Application,
    AssignmentLetter,
    EntryPort,
    Journalist,
    MediaContact,
    Outlet,
    OutletName,
    OutletStatus,
    PressCall,
    PressQuota,
    QuotaRequest,
)
from press.near_names import grams_of, host_of, initials_of, name_key
from press.submission import Submission

S = Status
OUTLETS, PEOPLE = 180, 400
SMALL_OUTLETS, SMALL_PEOPLE = 14, 27
# How far an outlet has got -> how many of 180, and the statuses of its people, one after the other.
STAGES = {
    "accredited": (88, [S.APPROVED, S.APPROVED, S.APPROVED, S.APPROVED, S.APPROVED, S.SUBMITTED]),
    "waiting": (42, [S.SUBMITTED, S.SUBMITTED, S.UNDER_REVIEW]),
    "writing": (24, [S.DRAFT]),
    # Of no country: nobody real is at fault.
    "at fault": (26, [
        (S.RETURNED, "letter"), (S.REFUSED, "no_letter"), (S.RETURNED, "press_card"), (S.ON_HOLD, ""), (S.RETURNED, "not_named"),
        (S.WAITLISTED, ""), (S.REFUSED, "not_media"), (S.RETURNED, "photo"), (S.WITHDRAWN, ""), (S.REFUSED, "letter"),
        (S.RETURNED, "passport"), (S.REVOKED, ""), (S.REFUSED, "not_named"), (S.REFUSED, "samples"),
    ]),
}  # fmt: skip
REJECTED_BECAUSE = "What it publishes is advertising."
REVOKED_BECAUSE = "The person no longer works for the outlet."
ON_HOLD_BECAUSE = "The outlet is asked who signs its letters."
FULL = "The quota of %(name)s is used up."


@dataclass
class Team:
    """One outlet with its application, letter and people."""

    outlet: Outlet
    tongue: str
    stage: str
    application: Application = None
    letter: AssignmentLetter = None
    sent_at: object = None
    people: list = field(default_factory=list)

    @property
    def user(self):
        return self.application.opened_by

    def of_status(self, *statuses):
        return [one for one in self.people if one.accreditation.status in statuses]


class Newsroom:
    """Outlets with their people (`gather`), and what they are told (`plan_letters`)."""

    def __init__(self, live, post, *, small):
        self.live, self.post, self.small = live, post, small
        self.ceremony, self.officer = live.ceremony, live.users["press-desk"]
        self.chance = Random(41)  # noqa: S311
        self.story = Story(self.ceremony)
        self.passports = iter(self.chance.sample(range(1_000_000, 9_999_999), 5_000))

    def ago(self, *, days=0.0, hours=0.0):
        return self.live.ago(days=days, hours=hours)

    def gather(self):
        self._settle()
        self.teams = self._outlets()
        self._applications()
        self._people()

    @property
    def accredited(self):
        return [one for team in self.teams for one in team.of_status(S.APPROVED)]

    # What is settled before anybody applies

    def _settle(self):
        ceremony = self.ceremony
        PressCall.objects.create(
            ceremony=ceremony, opens_at=self.ago(days=60), closes_at=self.live.at + timedelta(days=5), needed=text(*NEEDED),
            centre=text(*CENTRE),
        )  # fmt: skip
        PressQuota.objects.bulk_create(
            PressQuota(ceremony=ceremony, outlet_kind=kind, limit=limit) for kind, limit in QUOTAS.items()
        )
        self.ports = EntryPort.objects.bulk_create(
            EntryPort(ceremony=ceremony, code=code, name=text(english, vietnamese), position=position)
            for position, (code, english, vietnamese) in enumerate(PORTS)
        )
        MediaContact.objects.bulk_create(
            MediaContact(
                ceremony=ceremony, name=name, duty=text(english, vietnamese), phone=phone, languages=languages,
                position=position, email=f"media.{position + 1}{ADDRESSES_END}",
            )
            for position, (name, english, vietnamese, phone, languages) in enumerate(CONTACTS)
        )  # fmt: skip

    # Outlets

    def _outlets(self):
        countries = Entity.objects.in_bulk(
            {code for codes in HOMES.values() for code in codes}, field_name="code"
        )  # fmt: skip
        count = SMALL_OUTLETS if self.small else OUTLETS
        stages = [stage for stage, (often, _statuses) in STAGES.items() for _ in range(often)]
        self.chance.shuffle(stages)
        if self.small:
            stages = ["accredited", "at fault", "waiting", "writing"] * 4
        teams = []
        for (name, kind, tongue), stage in zip(names(self.chance, count), stages, strict=False):
            home = self.chance.choice(HOMES[tongue])
            teams.append(Team(self._outlet(name, kind, stage, countries[home]), tongue, stage))
        Outlet.objects.bulk_create([team.outlet for team in teams])
        OutletName.objects.bulk_create(
            OutletName(
                outlet=team.outlet, name=team.outlet.name, key=team.outlet.name_key, initials=initials_of(team.outlet.name),
                grams=grams_of(team.outlet.name), is_main=True,
            )
            for team in teams
        )  # fmt: skip
        for team in teams:
            outlet = team.outlet
            self.story.tell(outlet, "", OutletStatus.UNVERIFIED, by=None, at=outlet.entered_at)
            if outlet.status != OutletStatus.UNVERIFIED:
                self.story.tell(
                    outlet, OutletStatus.UNVERIFIED, outlet.status, by=self.officer, at=outlet.decided_at,
                    reason=outlet.decision_note,
                )  # fmt: skip
        return teams

    def _outlet(self, name, kind, stage, country):
        entered = self.ago(days=self.chance.uniform(6, 40))
        website = f"https://{name_key(name).replace(' ', '-')}.example"
        outlet = Outlet(
            ceremony=self.ceremony, name=name, kind=kind, website=website, editor_name="Edna Editor-Example",
            editor_email=f"editor{ADDRESSES_END}", entered_at=entered, name_key=name_key(name), host=host_of(website),
            country=None if stage == "at fault" else country, search_key=name_key(name),
        )  # fmt: skip
        verified = stage == "accredited" or (stage == "waiting" and self.chance.random() < 0.4)
        if stage == "at fault":
            outlet.status = self.chance.choice([OutletStatus.VERIFIED] * 4 + [OutletStatus.REJECTED])
        elif verified:
            outlet.status = OutletStatus.VERIFIED
        if outlet.status != OutletStatus.UNVERIFIED:
            outlet.decided_by, outlet.decided_at = self.officer, entered + timedelta(days=1)
            outlet.decision_note = REJECTED_BECAUSE if outlet.status == OutletStatus.REJECTED else ""
        return outlet

    # Applications

    def _applications(self):
        nominators = Nominator.objects.bulk_create(
            Nominator(ceremony=self.ceremony, kind=KIND, name=team.outlet.name) for team in self.teams
        )
        shown = next(team for team in self.teams if team.stage == "accredited")
        for number, (team, nominator) in enumerate(zip(self.teams, nominators, strict=True), start=1):
            _family, _given, name = invented_name(self.chance, team.tongue)
            user, _made = User.objects.reachable_at(f"press.{number:03}{ADDRESSES_END}", name=name)
            if team is shown:
                user = self.live.users["press-contact"]
                name = user.name
            team.sent_at = None if team.stage == "writing" else self._sent(team)
            team.application = Application(
                nominator=nominator, outlet=team.outlet, way="team", contact_name=name,
                contact_phone=f"+00 000 {number:04}", is_editorial=True, opened_by=user,
                opened_at=team.outlet.entered_at + timedelta(minutes=3),
            )  # fmt: skip
        NominatorContact.objects.bulk_create(
            NominatorContact(nominator=team.application.nominator, user=team.user) for team in self.teams
        )
        Application.objects.bulk_create([team.application for team in self.teams])

    def _sent(self, team):
        """Over half of them come in the last ten days."""
        earliest = team.outlet.entered_at + timedelta(hours=5)
        latest = self.ago(days=2.5 if team.stage in {"accredited", "at fault"} else 0.3)
        return earliest + (latest - earliest) * self.chance.uniform(0.3, 1)

    # People

    def _people(self):
        trouble = self._trouble()
        for team, size in zip(self.teams, self._sizes(), strict=True):
            self._cast(team, size, trouble)
        pictures = portraits(self.chance, 24)
        people = [one for team in self.teams for one in team.people]
        for one in people:
            one.accreditation.photo = default_storage.save(
                photo_path(one.accreditation, ""), ContentFile(self.chance.choice(pictures), name="")
            )
        with as_given(Accreditation, "created_at"):
            Accreditation.objects.bulk_create([one.accreditation for one in people], batch_size=500)
        Journalist.objects.bulk_create(people, batch_size=500)
        for team in self.teams:
            for one in team.people:
                self._tell(team, one.accreditation)

    def _trouble(self):
        while True:
            yield from STAGES["at fault"][1]

    def _sizes(self):
        """How many people each brings, never more than its quota; all together the round figure."""
        sizes = [2 if team.outlet.kind in {"tv", "agency", "documentary"} else 1 for team in self.teams]
        lacking = (SMALL_PEOPLE if self.small else PEOPLE) - sum(sizes)
        while lacking > 0:
            place = self.chance.randrange(len(sizes))
            if sizes[place] < min(QUOTAS[self.teams[place].outlet.kind], 6):
                sizes[place] += 1
                lacking -= 1
        return sizes

    def _cast(self, team, size, trouble):
        functions = FUNCTIONS[team.outlet.kind]
        statuses = STAGES[team.stage][1]
        taken = set()
        for place in range(size):
            status, code = next(trouble) if team.stage == "at fault" else (statuses[place % len(statuses)], "")
            if team.outlet.status == OutletStatus.REJECTED:
                status, code = S.REFUSED, "not_media"
            one = self._person(team, status, code, taken)
            one.function = functions[place % len(functions)]
            team.people.append(one)

    def _person(self, team, status, code, taken):
        chance, days = self.chance, self.ceremony
        for _attempt in range(20):
            family, given, badge = invented_name(chance, team.tongue)
            if badge not in taken:
                break
        taken.add(badge)
        nationality = team.outlet.country or Entity.objects.get(code=HOMES[team.tongue][0])
        person = Accreditation(
            ceremony=self.ceremony, nominator=team.application.nominator, family_name=family, given_names=given,
            badge_name=badge[:60], nationality=nationality, passport_number=f"EX{next(self.passports)}",
            date_of_birth=date(1960, 1, 1) + timedelta(days=chance.randrange(15_000)), status=status,
            created_at=team.application.opened_at,
        )  # fmt: skip
        person.fill_keys()
        if status != S.DRAFT:
            person.submitted_at = team.sent_at
            person.settled_at = team.sent_at + (self.ago(hours=3) - team.sent_at) * chance.uniform(0.2, 0.9)
        if status in {S.APPROVED, S.RETURNED, S.REFUSED, S.REVOKED}:
            person.decided_by, person.decided_at, person.decision_code = self.officer, person.settled_at, code
        person.decision_note = {
            S.RETURNED: WHAT_TO_FIX.get(code, ""), S.REFUSED: REFUSED_BECAUSE.get(code, ""), S.REVOKED: REVOKED_BECAUSE,
            S.WAITLISTED: FULL % {"name": team.outlet.name},
        }.get(status, "")  # fmt: skip
        return Journalist(
            accreditation=person, application=team.application,
            residence="resident" if chance.random() < 0.25 else "foreign",
            language=chance.choice(["en", "en", "fr", "es", "vi"]), phone=f"+00 000 {chance.randrange(10**6):06}",
            passport_expires=days.ends_on + timedelta(days=chance.randrange(200, 3_000)),
            press_card_number=f"EX-{chance.randrange(10**5):05}", press_card_issuer="Union of Journalists (invented)",
            press_card_expires=days.ends_on + timedelta(days=chance.randrange(20, 400)),
            visa_support=chance.random() < 0.3,
            arrives_at=days.start_of(days.starts_on - timedelta(days=chance.choice([1, 1, 2, 3])), chance.randint(6, 22)),
            arrives_by=f"EX {chance.randint(100, 999)}", port=chance.choice([*self.ports[:1] * 4, *self.ports[1:]]),
            consented_at=team.application.opened_at,
        )  # fmt: skip

    def _tell(self, team, person):
        status, at, tell = person.status, person.submitted_at, self.story.tell
        if status == S.DRAFT:
            return
        if status == S.WAITLISTED:
            tell(person, S.DRAFT, status, by=team.user, at=at, reason=person.decision_note)
            return
        tell(person, S.DRAFT, S.SUBMITTED, by=team.user, at=at)
        if status == S.WITHDRAWN:
            tell(person, S.SUBMITTED, status, by=team.user, at=person.settled_at)
        elif status == S.REVOKED:
            tell(person, S.SUBMITTED, S.APPROVED, by=self.officer, at=at + (person.settled_at - at) / 2)
            tell(person, S.APPROVED, status, by=self.officer, at=person.settled_at, reason=REVOKED_BECAUSE)
        elif status == S.ON_HOLD:
            tell(person, S.SUBMITTED, status, by=self.officer, at=person.settled_at, reason=ON_HOLD_BECAUSE)
        elif status != S.SUBMITTED:
            tell(
                person, S.SUBMITTED, status, by=self.officer, at=person.settled_at, reason=person.decision_note,
                code=person.decision_code,
            )  # fmt: skip

    # Letters of what happened

    def plan_letters(self):
        for team in self.teams:
            if team.sent_at is None:
                continue
            waits = team.of_status(S.WAITLISTED)
            result = Submission(sent=[one for one in team.people if one not in waits], waitlisted=waits)
            self.post.plan(team.sent_at, letters.submitted, team.application, result=result, at=team.sent_at)
            alike = {}
            for one in team.of_status(*DECIDED):
                alike.setdefault(one.accreditation.status, []).append(one.accreditation)
            for people in alike.values():
                at = max(person.decided_at or person.submitted_at for person in people)
                self.post.plan(at, write_decision, people)
        full = next((team for team in self.teams if team.of_status(S.WAITLISTED)), None)
        if full:
            self.post.plan(self.ago(days=1), self._ask_for_more, full, at=self.ago(days=1))

    def _ask_for_more(self, team, *, at):
        placed = len(team.of_status(*IN_QUOTA))
        Outlet.objects.get(pk=team.outlet.pk).set_quota(placed, by=self.officer, at=at, reason="Places are scarce.")
        QuotaRequest.objects.ask(
            Application.objects.with_outlet().get(pk=team.application.pk), wanted=placed + 3, by=team.user, at=at,
            reason="We broadcast live in two languages.",
        )  # fmt: skip
