"""Everybody who asks, and what only Brazil and the officers who look after people may meet."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from accreditation.models import (
    Accreditation,
    DocumentKind,
    Nominator,
    NominatorContact,
    Vetting,
)
from accreditation.papers import keep, read_paper
from ceremony.models import Ceremony, Officer, Role
from delegations.models import Delegation
from directory.models import Entity
from directory.texts import LocalText
from events.models import (
    Booth,
    BoothProposal,
    CallForSideEvents,
    Exchange,
    Exhibition,
    MergeProposal,
    PlacementPlan,
    ProgrammeVersion,
    Session,
    SideEvent,
    Speaker,
    Sponsor,
    Statement,
    StatementsList,
    StatementText,
    Theme,
)
from notifications.models import Letter
from signatures.models import Action, Call, FullPowers, Paper, Recording, Representative, Treaty
from tests.accreditation.conftest import jpeg, private_files  # noqa: F401
from tests.cast import times_of_a_session_that_is_on
from tests.house.who_may import ANYBODY
from tests.press.strangers import pressed

PAPER = b"%PDF-1.7\nSIGILO-PAPER\n%%EOF\n"


@pytest.fixture
def secrets(
    brazilian_delegation, brazilian_focal_point, accreditation_officer, vetting_officer, person, brazil, kenya, now
):
    """Brazil's delegation with a person, photo, passport, needs, a vetting note, a paper and a held letter."""
    Ceremony.objects.update(holds_decision_letters=True)
    delegation = Delegation.objects.get(pk=brazilian_delegation.pk)
    delegate = person(
        delegation, "Quirino", "Sigilo", passport_number="ZX8842917", nationality=brazil, photo=jpeg(),
        title="Minister of Secrets", email="sigilo@brazil.example", arrives_at=now, needs="wheelchair",
        date_of_birth=date(1961, 2, 3),
    )  # fmt: skip
    delegate.delegation = delegation
    delegate.arrive(arrives_at=now, arrives_by="SG 4711", by=brazilian_focal_point, at=now)
    document = keep(
        read_paper(ContentFile(PAPER, name="nota-sigilosa.pdf")),
        nominator=delegation.nominator, kind=DocumentKind.NOTE_VERBALE, by=brazilian_focal_point, at=now,
    )  # fmt: skip
    delegation.begin_registration(by=brazilian_focal_point, at=now)
    delegation.name_head(delegate)
    delegation.submit(by=brazilian_focal_point, at=now)
    subject = Accreditation.objects.get(pk=delegate.accreditation_id)
    subject.hold(by=accreditation_officer, at=now, reason="hold-reason-8")
    subject.take_back(by=accreditation_officer, at=now, reason="back-reason-9")
    asked = Vetting.objects.ask(subject, by=accreditation_officer, at=now)
    asked.answer("objection", by=vetting_officer, at=now, note="vetting-note-7")
    returned = person(delegation, "Tertulia", "Sigilo", passport_number="ZX5510236", photo=jpeg()).accreditation
    returned.submit(by=brazilian_focal_point, at=now)
    returned.send_back(by=accreditation_officer, at=now, code="function", note="Which ministry?")
    treaty = signing_of(delegation.ceremony, now)
    Representative.objects.name_for(
        treaty, brazil, name="Quirino Sigilo", title="Minister of Secrets", rank=60, by=brazilian_focal_point, at=now
    )
    powers = FullPowers.objects.hand_in(
        treaty, brazil, read_paper(ContentFile(b"%PDF-1.7\nSIGILO-POWERS\n%%EOF\n", name="plenos-sigilosos.pdf")),
        by=brazilian_focal_point, at=now, seen="",
    )  # fmt: skip
    first, second = (seconded(delegation.ceremony, name, now) for name in ("First Depositary", "Second Depositary"))
    powers.examine(by=first, at=now)
    powers.note_reading(by=first, person_named="Quirino Sigilo", issuer_name="Ursulina Sigilo")
    sitting = treaty.sittings.create(window=treaty.windows.get(), name=LocalText(en="Plenary"), starts_at=now)
    call = Call.objects.add(sitting, brazil, by=first, at=now)
    entered, pending = (
        Recording.objects.deposit(
            treaty, entity, Action.ACCESSION, key=uuid.uuid4(), by=first, at=now, deposited_at=now, reference="C.N.1"
        )
        for entity in (kenya, brazil)
    )
    paper = Paper.objects.create(
        treaty=treaty, kind="signatories", language="en", status="ready", entries=1, head="0" * 64, asked_at=now,
        tried_at=now, made_at=now, file=ContentFile(PAPER, name="signatories.pdf"),
    )  # fmt: skip
    return {
        "press": pressed(delegation.ceremony, brazilian_focal_point, now),
        "session": released_session(delegation.ceremony, now),
        **proposed(delegation, brazilian_focal_point, now),
        **board_of(delegation.ceremony, now),
        **debating(delegate, brazilian_focal_point, kenya, now),
        "person": subject,
        "paper": paper.key,
        "document": document,
        "powers": powers,
        "sitting": sitting.pk,
        "call": call.pk,
        "recording": pending.key,
        "entry": entered.confirm(by=second, at=now).number,
        "letter": Letter.objects.filter(status="held").get(),
    }


def released_session(ceremony, now):
    """What everybody reads of the programme."""
    theme = Theme.objects.create(ceremony=ceremony, name=LocalText(en="Evidence"))
    starts_at = ceremony.start_of(ceremony.starts_on, 9)
    session = Session.objects.schedule(
        ceremony, kind="plenary", title=LocalText(en="Opening"), theme=theme, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), by=None, at=now,
    )  # fmt: skip
    ProgrammeVersion.objects.release(ceremony, by=None, at=now)
    return session


def board_of(ceremony, now):
    """A room that is blocked for an hour, a slot, and a plan of nothing."""
    room = ceremony.rooms.get()
    at = ceremony.start_of(ceremony.starts_on, 20)
    block = room.blocks.create(starts_at=at, ends_at=at + timedelta(hours=1), reason="Repair")
    slot = ceremony.slots.create(starts_at=at, ends_at=at + timedelta(minutes=75))
    plan = PlacementPlan.objects.ask(ceremony, by=None, at=now)
    return {"room": room.pk, "block": block.pk, "slot": slot.pk, "plan": plan}


def debating(delegate, user, kenya, now):
    """Brazil has spoken, its text is out, Kenya had asked for its place; and Brazil would like a booth."""
    ceremony, brazil = delegate.delegation.ceremony, delegate.delegation.entity
    times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    speakers = StatementsList.objects.set_up(
        ceremony, sessions=Session.objects.filter(ceremony=ceremony, kind="plenary"), shown="everybody", **times
    )
    Session.objects.filter(ceremony=ceremony, kind="plenary").update(**times_of_a_session_that_is_on(ceremony, now))
    statement = Statement.objects.inscribe(speakers, brazil, delegate=delegate, by=user, at=now)
    officer = User.objects.create_user("cora.coordinator@plenipo.example", name="Cora Coordinator")
    Officer.objects.appoint(ceremony=ceremony, user=officer, role="side_events", by=None, at=now)
    other = Statement.objects.inscribe(speakers, kenya, rank=60, because="By telephone", by=officer, at=now)
    exchange = Exchange.objects.ask(other, statement, by=None, at=now)
    text = StatementText.objects.hand_in(
        statement, read_paper(ContentFile(b"%PDF-1.7\nSPOKEN\n%%EOF\n", name="text.pdf")), language="en",
        embargo_until=None, by=user, at=now,
    )  # fmt: skip
    statement.start(by=None, at=now)
    statement.end(by=None, at=now)
    exhibition = Exhibition.objects.create(ceremony=ceremony, **times)
    booth = Booth.objects.create(ceremony=ceremony, number="1", width=2, depth=2)
    asked = BoothProposal.objects.propose(exhibition, brazil, by=user, at=now, title="Tertulia", text="Sigilo")
    return {
        "statement": statement, "text": text, "exchange": exchange.pk, "meeting": statement.meeting_id,
        "booth": booth.pk, "booth_proposal": asked,
    }  # fmt: skip


def proposed(delegation, user, now):
    """What Brazil leads, a bid that it was asked to sponsor, and the question whether the two become one."""
    ceremony, brazil = delegation.ceremony, delegation.entity
    CallForSideEvents.objects.create(
        ceremony=ceremony, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1)
    )
    union = Entity.objects.create(code="XUN", kind="ngo", short_en="Example Union", sort_en="example union")
    columns = {
        "ceremony": ceremony, "focal_point": user, "format": "panel", "concept_note": "Sigilo", "layout": "theatre",
        "audience": 30, "status": "submitted", "submitted_by": user, "submitted_at": now, "changed_by": user,
        "changed_at": now,
    }  # fmt: skip
    led = SideEvent.objects.create(number=1, lead=brazil, title="Sigilo em paralelo", **columns)
    asked = SideEvent.objects.create(number=2, lead=union, title="Tertulia", **columns)
    for event, lead, other in [(led, brazil, union), (asked, union, brazil)]:
        Sponsor.objects.create(
            side_event=event, entity=lead, is_lead=True, status="confirmed", answered_by=user, answered_at=now
        )
        Sponsor.objects.create(side_event=event, entity=other, status="asked", asked_at=now)
    Speaker.objects.create(side_event=led, name="Quirino Sigilo", email="sigilo@brazil.example", user=user)
    officer = User.objects.create_user("mira.coordinator@plenipo.example", name="Mira Coordinator")
    merge = MergeProposal.objects.propose(led, [asked], by=officer, at=now)
    return {"side_event": led, "asked": asked, "merge": merge.pk}


def seconded(ceremony, name, now):
    """An officer of the depositary."""
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@plenipo.example", name=name)
    office = Officer.objects.appoint(ceremony=ceremony, user=user, role="depositary", by=None, at=now)
    Officer.objects.filter(pk=office.pk).update(status="active")
    return user


def signing_of(ceremony, now):
    """A treaty that is open for signature there."""
    treaty = Treaty.objects.create(
        ceremony=ceremony, title=LocalText(en="Convention"), short_title=LocalText(en="Convention"),
        actions=["signature", "accession"],
    )  # fmt: skip
    treaty.windows.create(
        place=LocalText(en="Ha Noi"), time_zone="Asia/Ho_Chi_Minh", first_day=now.date() - timedelta(days=1),
        last_day=now.date() + timedelta(days=1),
    )  # fmt: skip
    return treaty


@pytest.fixture
def elsewhere(db, now, brazil):
    """Another ceremony, which has an officer with every role and a delegation of Brazil of its own."""
    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="The other one"), time_zone="Europe/Madrid", starts_on="2026-05-01",
        ends_on="2026-05-02", is_public=True,
    )  # fmt: skip
    officer = User.objects.create_user("otto.other@plenipo.example", name="Otto Other")
    for role in Role:
        appointed = Officer.objects.appoint(ceremony=other, user=officer, role=role, by=None, at=now)
        Officer.objects.filter(pk=appointed.pk).update(status="active")
    namesake = User.objects.create_user("brazil.elsewhere@plenipo.example", name="Benta Example")
    nominator = Nominator.objects.create(ceremony=other, kind="delegation", entity=brazil)
    NominatorContact.objects.create(nominator=nominator, user=namesake)
    Delegation.objects.create(nominator=nominator, invited_at=now)
    signing_of(other, now)
    return {"ceremony": other, "officer": officer, "brazil": namesake}


@pytest.fixture
def clients(
    ceremony, organiser, accreditation_officer, reader, vetting_officer, kenyan_delegation, kenyan_focal_point,
    brazilian_focal_point, elsewhere, now,
):  # fmt: skip
    """Everybody who asks, signed in."""
    users = {
        "kenya": kenyan_focal_point, "brazil": brazilian_focal_point, "organiser": organiser, "reader": reader,
        "accreditation": accreditation_officer, "vetting": vetting_officer, "elsewhere": elsewhere["officer"],
        "brazil_elsewhere": elsewhere["brazil"],
        "nobody": User.objects.create_user("nobody@plenipo.example", name="Nolan Nobody"),
    }  # fmt: skip
    for role in ["gate", "press_desk", "side_events", "treaty", "depositary"]:
        users[role] = User.objects.create_user(f"{role}@plenipo.example", name=f"Officer {role}")
        office = Officer.objects.appoint(ceremony=ceremony, user=users[role], role=role, by=None, at=now)
        Officer.objects.filter(pk=office.pk).update(status="active")
    found = {"anonymous": Client()}
    for name, user in users.items():
        found[name] = Client()
        found[name].force_login(user)
    assert set(found) == ANYBODY
    return found
