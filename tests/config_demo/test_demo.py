import time
from io import StringIO
from random import Random

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from accounts.demo import DEMO_PEOPLE
from accounts.models import User
from accreditation.kinds import blockers
from accreditation.models import Accreditation, Document, RefusalCode, Status
from accreditation.papers import read_paper
from accreditation.photos import read_photo
from ceremony.models import Ceremony, LedgerRow, Officer
from config.demo import guests
from config.demo.checking import NotAsTheRulesSay, check, check_signatures
from config.demo.names import TONGUES, invented_name
from config.demo.papers import note_verbale
from config.demo.portraits import portraits
from config.demo.progress import Progress
from config.demo.seeding import seed
from delegations import lateness
from delegations.models import Delegation
from directory.models import EntityKind
from events import auto_place
from events.models import (
    BoothProposal,
    Exchange,
    ProgrammeVersion,
    Review,
    Session,
    SessionKind,
    SideEvent,
    StatementText,
)
from events.speaking_order import order_of
from notifications.models import Letter
from signatures.models import Entry, FullPowers, Treaty
from signatures.readiness import readiness_of
from tests.config_demo.test_press import the_press_is_complete
from tests.events.test_auto_place import faults, wished


def snapshot():
    """What was seeded, but for keys and days."""
    demo = Ceremony.objects.get(slug="demo")
    people = Accreditation.objects.filter(ceremony=demo).order_by("pk")
    return {
        "people": list(people.values_list("family_name", "given_names", "title", "status", "nominator__entity__code")),
        "passports": [person.passport_number for person in people],
        "delegations": list(Delegation.objects.order_by("pk").values_list("nominator__entity__code", "status")),
        "ledger": list(LedgerRow.objects.order_by("pk").values_list("subject", "before", "after", "by_name")),
        "letters": list(Letter.objects.order_by("pk").values_list("kind", "status", "to_email", "subject")),
    }


def test_two_seedings_make_the_same_people(db):
    seen = []
    for _ in range(2):
        with transaction.atomic():
            seed(at=timezone.now(), progress=Progress(1, StringIO()), small=True)
            seen.append(snapshot())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


@pytest.mark.processes
def test_the_full_demo_has_the_figures_of_the_reference_case_within_a_minute(db):
    # Computing time: what else the machine does meanwhile is not the demo's fault.
    began = time.process_time()
    seed(at=timezone.now(), progress=Progress(1, StringIO()))
    assert time.process_time() - began < 60
    demo = Ceremony.objects.get(slug="demo")
    delegations = Delegation.objects.filter(nominator__ceremony=demo)
    kinds = delegations.values_list("nominator__entity__kind", flat=True)
    states = sum(kind == EntityKind.MEMBER_STATE for kind in kinds)
    institutes = sum(kind == EntityKind.ACADEMIA for kind in kinds)
    assert (states, institutes, len(kinds) - states - institutes) == (110, 50, 150)
    people = Accreditation.objects.filter(ceremony=demo, nominator__kind="delegation")
    assert people.count() == guests.PEOPLE
    assert set(people.values_list("status", flat=True)) == set(Status.values)
    assert 900 <= people.filter(status=Status.APPROVED).count() <= 1100
    assert set(delegations.values_list("status", flat=True)) == {
        "invited", "acknowledged", "registering", "submitted", "confirmed", "declined", "withdrawn",
    }  # fmt: skip
    assert delegations.get(nominator__entity__code="KEN").delegates.count() == 25
    assert {"sent", "held", "failed"} == set(demo.letters.values_list("status", flat=True))
    assert (
        people.exclude(passport_index="").count()
        > people.exclude(passport_index="").distinct("passport_index").order_by("passport_index").count()
    )
    task, _revisions = auto_place.task_of(demo, anew=True)
    plan = auto_place.solve(task)
    assert (faults(task, plan), wished(task, plan)) == ([], pytest.approx(plan.satisfaction))
    assert len(plan.placed) > 30
    the_press_is_complete(demo)


def counts():
    return [model.objects.count() for model in (Ceremony, Accreditation, Delegation, LedgerRow, Letter, User, Officer)]


def test_portraits_and_papers_are_such_as_an_upload_would_have_left():
    for picture in portraits(Random(1), 3):
        read_photo(ContentFile(picture, name="photo.jpg"))
    paper = read_paper(ContentFile(note_verbale(["Côte d'Ivoire (example)", "Việt Nam"]), name="note.pdf"))
    assert paper.content_type == "application/pdf"


def test_names_on_badges_are_in_latin_letters():
    chance = Random(1)
    for tongue in TONGUES:
        for _ in range(30):
            _family, _given, badge = invented_name(chance, tongue)
            assert all(ord(character) < 0x250 for character in badge), badge


def test_without_demo_mode_it_refuses(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("seed_demo", small=True)


def test_the_bar_draws_on_a_terminal_and_is_silent_elsewhere():
    class Terminal(StringIO):
        def isatty(self):
            return True

    for stream, drawn in [(Terminal(), True), (StringIO(), False)]:
        progress = Progress(2, stream)
        with progress.step("Names"):
            pass
        assert ("Names" in stream.getvalue(), "#" * 15 in stream.getvalue()) == (drawn, drawn)


class TestTheSmallDemo(TestCase):
    """Seeded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        call_command("seed_demo", small=True, stdout=StringIO())
        cls.demo = Ceremony.objects.get(slug="demo")

    def test_a_second_run_says_so_and_changes_nothing(self):
        before, out = counts(), StringIO()
        call_command("seed_demo", stdout=out)
        assert (out.getvalue(), counts()) == ("The demo is there already; nothing was changed.\n", before)

    def test_the_small_demo_has_every_shape(self):
        delegations = Delegation.objects.filter(nominator__ceremony=self.demo)
        assert sorted(set(delegations.values_list("status", flat=True))) == [
            "confirmed", "declined", "invited", "registering", "submitted",
        ]  # fmt: skip
        assert {"draft", "submitted", "approved", "returned"} <= set(
            Accreditation.objects.filter(ceremony=self.demo).values_list("status", flat=True)
        )
        assert [ceremony.slug for ceremony in Ceremony.objects.order_by("slug")] == [
            "demo",
            "demo-rehearsal",
            "hanoi-2025",
        ]
        assert Ceremony.objects.get(slug="demo-rehearsal").rehearsal_of == self.demo

    def test_the_finished_ceremony_has_its_days_its_programme_and_those_who_signed(self):
        hanoi = Ceremony.objects.get(slug="hanoi-2025")
        assert (str(hanoi.starts_on), str(hanoi.ends_on), hanoi.time_zone) == (
            "2025-10-25",
            "2025-10-26",
            "Asia/Ho_Chi_Minh",
        )
        by_kind = {kind: Session.objects.filter(ceremony=hanoi, kind=kind).count() for kind in SessionKind.values}
        assert (by_kind["seminar"], by_kind["side_event"], by_kind["welcome"], by_kind["opening"]) == (8, 37, 1, 1)
        delegations = Delegation.objects.filter(nominator__ceremony=hanoi)
        assert (delegations.count(), delegations.filter(nominator__entity__kind="reio").count()) == (72, 1)
        people = Accreditation.objects.filter(ceremony=hanoi)
        assert set(people.values_list("family_name", "given_names", "passport_index", "photo", "email")) == {
            ("Head of delegation", "", "", "", "")
        }

    def test_the_programme_of_ha_noi_was_released_twice_heard_and_shown(self):
        hanoi = Ceremony.objects.get(slug="hanoi-2025")
        assert list(hanoi.programme_versions.order_by("number").values_list("number", flat=True)) == [1, 2]
        newest = ProgrammeVersion.objects.newest(hanoi).content["sessions"]
        assert sum(one["kind"] == "side_event" and bool(one["sponsors"]) for one in newest) == 37
        assert Session.objects.filter(ceremony=hanoi, kind="side_event", slot=None).count() == 0
        statements = hanoi.statements_list.statements.all()
        assert set(statements.values_list("status", flat=True)) == {"delivered"}
        assert (statements.count(), statements.filter(entity=hanoi.host).count()) == (71, 0)
        for hearing in order_of(hanoi.statements_list, timezone.now()):
            session = hearing.meeting.session
            assert session.starts_at <= hearing.lines[0].statement.started_at
            assert hearing.ends <= session.ends_at
        assert BoothProposal.objects.filter(ceremony=hanoi, status="accepted").count() == 20

    def test_the_live_programme_is_released_and_goes_on(self):
        bids = SideEvent.objects.filter(ceremony=self.demo)
        assert set(bids.values_list("status", flat=True)) == {
            "draft", "submitted", "returned", "waitlisted", "accepted", "declined",
        }  # fmt: skip
        kenyas = set(bids.filter(lead__code="KEN").values_list("status", flat=True))
        assert kenyas == {"accepted", "draft"}
        assert ProgrammeVersion.objects.newest(self.demo).number == 1
        assert bids.filter(status="accepted", session=None).count() == 1
        assert Review.objects.filter(side_event__ceremony=self.demo).count() > 5
        asked = Exchange.objects.get(asking__list__ceremony=self.demo, status="asked")
        assert (asked.asking.entity.code, asked.asked.entity.code) == ("BRA", "KEN")
        assert StatementText.objects.get(statement__list__ceremony=self.demo).embargo_until > timezone.now()

    def test_no_side_event_runs_beside_a_session_that_stands_alone(self):
        for ceremony in Ceremony.objects.exclude(slug="demo-rehearsal"):
            sessions = Session.objects.filter(ceremony=ceremony)
            for alone in sessions.filter(no_parallel=True):
                beside = sessions.filter(starts_at__lt=alone.ends_at, ends_at__gt=alone.starts_at).exclude(pk=alone.pk)
                assert list(beside.filter(kind__in=["side_event", "seminar"])) == []

    def test_the_demo_opens_in_twelve_days_and_no_deadline_has_passed(self):
        assert (self.demo.starts_on - timezone.localdate(timezone=self.demo.zone)).days == 12
        assert all(deadline.at > timezone.now() for deadline in self.demo.deadlines.all())

    def test_every_demo_person_holds_the_office_that_the_front_page_promises(self):
        for person in DEMO_PEOPLE.values():
            user = User.objects.get(email=person.email)
            if person.role:
                assert list(user.offices.active().filter(ceremony=self.demo).values_list("role", flat=True)) == [
                    person.role
                ]
            elif person.entity in {"KEN", "VNM", "EUE"}:
                own = Delegation.objects.answered_by(user, self.demo)
                assert [delegation.entity.code for delegation in own] == [person.entity]
        assert Officer.objects.filter(ceremony=self.demo, role="treaty", seconded_by=None).count() == 1

    def test_nothing_stands_against_those_who_are_approved(self):
        approved = Accreditation.objects.filter(ceremony=self.demo, status=Status.APPROVED).select_related(
            "nominator__entity"
        )
        assert approved.count() > 5
        assert [(person, against) for person in approved if (against := blockers(person, timezone.now()))] == []

    def test_every_person_is_an_example(self):
        words = {TONGUES[tongue].family_name[0] for tongue in TONGUES}
        names = set(Accreditation.objects.filter(ceremony=self.demo).values_list("family_name", flat=True))
        assert names - words == set()

    def test_a_real_state_at_fault_or_an_approval_without_papers_does_not_pass_the_check(self):
        person = Accreditation.objects.filter(
            ceremony=self.demo, nominator__entity__kind=EntityKind.MEMBER_STATE, status=Status.SUBMITTED
        ).first()
        officer = User.objects.get(email=DEMO_PEOPLE["accreditation"].email)
        with transaction.atomic():
            person.refuse(by=officer, at=timezone.now(), code=RefusalCode.LATE)
            with pytest.raises(NotAsTheRulesSay, match="real and at fault"):
                check(self.demo, at=timezone.now())
            transaction.set_rollback(True)
        with transaction.atomic():
            Document.objects.filter(nominator__ceremony=self.demo).delete()
            with pytest.raises(NotAsTheRulesSay, match="approved without note verbale"):
                check(self.demo, at=timezone.now())
            transaction.set_rollback(True)

    def test_letters_bear_the_day_on_which_they_were_written(self):
        invitations = Letter.objects.filter(ceremony=self.demo, kind="delegations.invitation")
        assert {letter.status for letter in invitations} == {"sent"}
        assert all((timezone.now() - letter.sent_at).days >= 74 for letter in invitations)
        assert not Letter.objects.filter(status__in=["queued", "sending"]).exists()
        written = list(Letter.objects.filter(ceremony=self.demo).order_by("pk").values_list("created_at", flat=True))
        assert written == sorted(written)

    def test_nobody_who_was_in_hanoi_looks_as_if_something_were_missing(self):
        delegations = Delegation.objects.filter(nominator__ceremony__slug="hanoi-2025")
        assert {lateness.whose_move(delegation) for delegation in lateness.with_counts(delegations)} == {
            lateness.WITH_NOBODY
        }

    def test_the_treaty_of_ha_noi_has_its_facts_and_its_two_windows(self):
        treaty = Treaty.objects.get(ceremony__slug="hanoi-2025")
        assert (treaty.chapter, str(treaty.adopted_on), treaty.adopted_by, treaty.threshold) == (
            "XVIII-16", "2024-12-24", "General Assembly resolution 79/243", 40,
        )  # fmt: skip
        assert [(one.time_zone, str(one.first_day), str(one.last_day)) for one in treaty.windows.all()] == [
            ("Asia/Ho_Chi_Minh", "2025-10-25", "2025-10-26"),
            ("America/New_York", "2025-10-27", "2026-12-31"),
        ]
        assert set(treaty.title) == set(dict(settings.LANGUAGES))

    def test_the_72_of_ha_noi_were_entered_afterwards_and_say_what_is_invented(self):
        entries = [entry.content for entry in Entry.objects.filter(treaty__ceremony__slug="hanoi-2025")]
        assert (len(entries), {entry["afterwards"] for entry in entries}) == (72, {True})
        assert {entry["local"][:4] for entry in entries} == {"2025"}
        assert sum(not entry["day_established"] for entry in entries) == 4
        assert {entry["representative"]["name"] for entry in entries} == {
            f"Representative of {entry['entity']['short']['en']} (invented)" for entry in entries
        }
        assert all(entry["representative"]["title"].endswith("(invented)") for entry in entries)
        by_office, by_powers = (
            [entry["entity"]["code"] for entry in entries if entry["basis"]["kind"] == kind]
            for kind in ("office", "full_powers")
        )
        assert len(by_office) > len(by_powers) > 10
        assert "EUE" in by_powers

    def test_the_demo_is_open_for_signature_now_and_a_few_have_signed(self):
        treaty = self.demo.treaty
        now = timezone.now()
        assert [str(one) for one in treaty.windows.all() if one.opens_at <= now < one.closes_at] == ["Ha Noi"]
        assert "demonstration" in treaty.title["en"]
        codes = list(treaty.entries.order_by("number").values_list("entity_code", flat=True))
        assert (codes[:2], sorted(codes)) == (["VNM", "FRA"], ["BRA", "EGY", "FRA", "MAR", "VNM"])
        assert {entry.content["afterwards"] for entry in treaty.entries.all()} == {False}

    def test_kenya_has_full_powers_to_hand_in_and_the_union_waits_for_its_original(self):
        powers = {one.entity.code: one for one in FullPowers.objects.filter(treaty=self.demo.treaty)}
        assert (powers["KEN"].status, powers["EUE"].status) == ("announced", "accepted")
        light = readiness_of(self.demo.treaty, [powers["KEN"].entity], timezone.now())
        assert [one.colour for one in light.values()] == ["amber"]

    def test_the_rehearsal_has_the_treaty_and_the_list_of_ha_noi_can_be_played_into_it(self):
        treaty = Treaty.objects.get(ceremony__slug="demo-rehearsal")
        assert (treaty.entries.count(), treaty.windows.count(), treaty.sittings.count()) == (0, 2, 3)
        out = StringIO()
        call_command("replay_signatures", "demo-rehearsal", stdout=out, stderr=StringIO())
        assert out.getvalue().startswith("demo-rehearsal: 72 signatures played, 72 of 72 stand.")
        assert self.demo.treaty.entries.count() == 5

    def test_a_refused_paper_of_a_real_state_does_not_pass_the_check(self):
        hanoi = Ceremony.objects.get(slug="hanoi-2025")
        powers = FullPowers.objects.get(treaty=self.demo.treaty, entity__code="KEN")
        with transaction.atomic():
            officer = self.demo.officers.active().filter(role="treaty").first().user
            powers.revoke(by=officer, at=timezone.now(), reason="Never")
            with pytest.raises(NotAsTheRulesSay, match="powers at fault"):
                check_signatures(hanoi, self.demo)
            transaction.set_rollback(True)
