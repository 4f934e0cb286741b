"""Who may open what, address by address; and for everybody else no trace of it anywhere.

The table is `who_may.py`. An address without a line in it fails here until somebody has thought about it.
"""

import html
import itertools
import re
import uuid
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from accreditation.models import (
    Accreditation,
    Document,
    DocumentKind,
    Nominator,
    NominatorContact,
    PersonalDataRead,
    Vetting,
)
from accreditation.papers import keep, read_paper
from ceremony.models import Ceremony, LedgerRow, Officer, Role
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
from signatures.models import Action, Call, FullPowers, Intention, Paper, Recording, Representative, Treaty
from tests.accreditation.conftest import jpeg, private_files  # noqa: F401
from tests.cast import times_of_a_session_that_is_on
from tests.house.who_may import ANYBODY, MAY, OFFICERS, SEE_PEOPLE
from tests.press.strangers import PRESS_TRACES, arguments_of, pressed

pytestmark = pytest.mark.usefixtures("private_files")

PAPER = b"%PDF-1.7\nSIGILO-PAPER\n%%EOF\n"
# What only Brazil and the officers who look after people may meet.
TRACES = [
    "Quirino", "Sigilo", "Tertulia", "ZX8842917", "ZX5510236", "sigilo@brazil.example", "focal.brazil@plenipo.example",
    "Bia Example", "nota-sigilosa", "SIGILO-PAPER", "Minister of Secrets", "SG 4711", "wheelchair", "vetting-note-7",
    "Ursulina", "plenos-sigilosos", "SIGILO-POWERS", *PRESS_TRACES,
]  # fmt: skip


def below_a_ceremony(patterns, namespace="", before=()):
    """(name, names of its arguments) of every address that starts with a ceremony's slug."""
    for entry in patterns:
        arguments = [*before, *entry.pattern.converters]
        if hasattr(entry, "url_patterns"):
            yield from below_a_ceremony(entry.url_patterns, entry.namespace or namespace, arguments)
        elif arguments[:1] == ["ceremony"]:
            yield f"{namespace}:{entry.name}", arguments[1:]


ROUTES = dict(below_a_ceremony(get_resolver().url_patterns))


def test_every_address_below_a_ceremony_says_who_may_open_it():
    assert sorted(ROUTES) == sorted(MAY)


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


LED_BY_BRAZIL = (
    "side_event", "side_event_submit", "side_event_withdraw", "focal_point", "sponsor_ask", "merge_answer", "desk_event", "desk_verb",
)  # fmt: skip
OF_A_SESSION = [
    "desk_session", "desk_session_edit", "run_of_show", "session_chairs", "session_speakers", "session_speaker",
    "session_cancel",
]  # fmt: skip
OF_A_STATEMENT = (
    "statement_speaker", "statement_text_hand_in", "exchange_ask", "statement_withdraw", "debate_statement", "debate_move",
    "debate_swap", "debate_level", "debate_withdraw", "debate_floor", "debate_not_delivered",
)  # fmt: skip
VERBS = {
    "signatures:powers_verb": "save", "events:desk_verb": "return", "events:session_speaker": "excuse",
    "events:booth_decide": "give",
}  # fmt: skip


OF_THE_PROGRAMME = ("room", "block", "slot", "exchange", "meeting", "booth")


def address_of(name, secrets, slug="demo"):
    """The address of a view, filled with what is Brazil's."""
    keys = (
        {"accreditation:document": "document"}
        | dict.fromkeys(("signatures:powers", "signatures:powers_copy", "signatures:powers_verb"), "powers")
        | dict.fromkeys(("events:session", "events:session_ics", "events:version_session"), "session")
        | dict.fromkeys((f"events:{name}" for name in LED_BY_BRAZIL), "side_event")
        | dict.fromkeys((f"events:{name}" for name in OF_A_SESSION), "session")
        | dict.fromkeys(("events:plan", "events:plan_decide"), "plan")
        | dict.fromkeys((f"events:{name}" for name in OF_A_STATEMENT), "statement")
        | dict.fromkeys(
            ("events:booth_edit", "events:booth_withdraw", "events:booth_proposal", "events:booth_decide"),
            "booth_proposal",
        )
        | {"events:sponsor": "asked", "events:statement_text": "text"}
    )
    known = {
        "key": secrets[keys.get(name, "person")].key,
        "number": 1 if name.startswith("events:version") else secrets["letter"].pk,
        "theme": secrets["session"].theme_id,
        "pk": Officer.objects.get(user__name="Rafa Reader").pk,
        "code": "XUN" if name == "events:sponsor_ask" else "BRA",
        "format": "csv",
        "ending": "csv",
        "verb": VERBS.get(name, "hold"),
        "version": "open-1-1.000000",
        "language": "en",
        "kind": "accreditation.returned",
        "act": "end" if name == "events:debate_floor" else "call",
        "answer": "accept",
        **{
            argument: secrets[argument]
            for argument in ("sitting", "call", "recording", "entry", "paper", "merge", *OF_THE_PROGRAMME)
        },
    }
    if name.startswith("press:"):
        known |= arguments_of(name, secrets["press"])
    return reverse(name, args=[slug, *(known[argument] for argument in ROUTES[name])])


def typed(secrets):
    """Something for every form, so that a door which is open does something."""
    return {
        "reason": "A reason", "people": f"{secrets['person'].key}:{secrets['person'].status}", "action": "hold",
        "email": "intruder@plenipo.example", "name": "Ines Intruder", "role": "reader", "status": "cleared",
        "subject": "x", "body": "x", "to_email": "intruder@plenipo.example", "all": "1", "pick": "BRA",
        "family_name": "Intruder", "rank": "100", "only": str(secrets["person"].key),
    }  # fmt: skip


def everything_said(response):
    """Body, headers and cookies, of whatever status."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + repr(sorted(response.headers.items())) + repr(response.cookies)


def traces_in(response):
    said = everything_said(response)
    return [trace for trace in TRACES if trace in said]


def what_is_there():
    return (
        [
            model.objects.count()
            for model in (LedgerRow, Letter, NominatorContact, Officer, Document, Accreditation, User)
        ]
        + [
            model.objects.count()
            for model in (PersonalDataRead, Representative, FullPowers, Intention, ProgrammeVersion)
        ]
        + [model.objects.count() for model in (SideEvent, Sponsor, MergeProposal)]
    )


def wrong_answer(who, response):
    """What a stranger was told that is not "nothing is there"; empty when all is well."""
    own = {"focal.brazil@plenipo.example", "Bia Example"} if who == "brazil" else set()
    if traces := set(traces_in(response)) - own:
        return f"shows {traces}"
    if who == "anonymous":
        is_door = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        return "" if is_door else f"{response.status_code} instead of the door"
    # A view that answers one method only says so before it looks at anybody or anything.
    return "" if response.status_code in {404, 405} else str(response.status_code)


def test_whoever_may_not_is_told_that_nothing_is_there(clients, secrets):
    before, wrong = what_is_there(), []
    for name in sorted(MAY):
        path = address_of(name, secrets)
        for who in sorted(ANYBODY - MAY[name]):
            answers = [clients[who].get(path), clients[who].post(path, typed(secrets))]
            wrong += [(name, who, said) for said in (wrong_answer(who, answer) for answer in answers) if said]
            if who != "anonymous" and 404 not in {answer.status_code for answer in answers}:
                wrong.append((name, who, "no 404 at all"))
    assert wrong == []
    assert what_is_there() == before


def test_whoever_may_is_let_in(clients, secrets):
    wrong = []
    for name in sorted(MAY):
        for who in sorted(MAY[name]):
            with transaction.atomic():
                path = address_of(name, secrets)
                response = clients[who].get(path)
                if response.status_code == 405:
                    response = clients[who].post(path, {})
                if response.status_code not in {200, 302, 422} or "/login/" in response.get("Location", ""):
                    wrong.append((name, who, response.status_code))
                transaction.set_rollback(True)
    assert wrong == []


def test_a_ceremony_in_preparation_answers_like_one_that_is_not_there(clients, secrets, ceremony):
    Ceremony.objects.filter(pk=ceremony.pk).update(is_public=False)
    for name, who in itertools.product(sorted(MAY), ["anonymous", "nobody", "elsewhere", "brazil_elsewhere"]):
        answers = []
        for slug in ["demo", "none"]:
            answer = clients[who].get(address_of(name, secrets, slug=slug))
            answers.append((answer.status_code, answer.get("Location", "").replace(slug, "…")))
        assert (name, who, answers[0]) == (name, who, answers[1])


def test_what_belongs_to_one_ceremony_is_not_there_below_another(clients, secrets):
    before, wrong = what_is_there(), []
    for name in sorted(
        name
        for name in MAY
        if {"key", "number", "pk", "sitting", "call", "recording", "entry", "merge", *OF_THE_PROGRAMME}
        & set(ROUTES[name])
    ):
        path = address_of(name, secrets, slug="other")
        for response in [clients["elsewhere"].get(path), clients["elsewhere"].post(path, typed(secrets))]:
            if said := wrong_answer("elsewhere", response):
                wrong.append((name, said))
    assert wrong == []
    assert what_is_there() == before


LISTS = [
    "ceremony:overview", "delegations:list", "delegations:export", "accreditation:queue", "accreditation:export",
    "notifications:outbox", "ceremony:officers", "delegations:detail", "signatures:entities",
    "signatures:entities_export", "signatures:powers_list", "events:desk", "events:desk_export", "events:debate",
    "events:exhibition_desk", "events:exhibition_export", "events:statements", "events:exhibition",
    "press:desk", "press:desk_export", "press:desk_phone", "press:desk_outlets", "press:desk_outlets_export",
    "press:desk_letters", "press:desk_equipment", "press:desk_list", "press:desk_pools", "press:desk_conferences",
    "press:desk_badges", "press:desk_badges_export",
]  # fmt: skip


def test_lists_searches_counts_and_exports_of_another_ceremony_have_no_trace(clients, secrets):
    queries = ["", "?q=Sigilo&status=all", "?q=ZX8842917", "?who=sigilo&q=sigilo@brazil.example"]
    for name, query in itertools.product(LISTS, queries):
        response = clients["elsewhere"].get(address_of(name, secrets, slug="other") + query)
        assert (name, response.status_code) == (name, 200)
        assert (name, [trace for trace in traces_in(response) if trace not in query]) == (name, [])


def test_the_press_desk_meets_no_delegate_in_list_search_export_or_bulk(clients, secrets):
    queries = ["", "?status=all", "?q=Sigilo&status=all", f"?person={secrets['person'].key}&status=all"]
    for name, query in itertools.product(["accreditation:queue", "accreditation:export"], queries):
        response = clients["press_desk"].get(address_of(name, secrets) + query)
        assert [trace for trace in traces_in(response) if trace not in query and trace not in PRESS_TRACES] == []
    answer = clients["press_desk"].post(address_of("accreditation:bulk", secrets), typed(secrets), follow=True)
    assert traces_in(answer) == []
    assert Accreditation.objects.get(pk=secrets["person"].pk).status == secrets["person"].status


def test_the_overview_tells_nothing_of_delegations_to_those_for_whom_there_are_none(clients, secrets, ceremony, now):
    ceremony.deadlines.update(at=now - timedelta(days=30))
    told = ["Brazil", "Kenya", "/delegations/", "/delegation/", "/accreditation/people/"]
    pages = {who: clients[who].get(address_of("ceremony:overview", secrets)) for who in sorted(OFFICERS)}
    assert [word for word in told if word in pages["reader"].content.decode()] == [
        "Kenya",
        "/delegations/",
        "/delegation/",
    ]
    for who in ["gate", "side_events", "press_desk", "depositary"]:
        assert (who, [word for word in told if word in pages[who].content.decode()]) == (who, [])


def test_a_reader_sees_neither_passport_nor_photo_nor_paper_nor_note(clients, secrets):
    page = clients["reader"].get(address_of("accreditation:person", secrets))
    told = {"ZX8842917", "SIGILO-PAPER", "nota-sigilosa", "wheelchair", "vetting-note-7", "sigilo@brazil.example"}
    assert told & set(traces_in(page)) == set()


def test_only_vetting_reads_the_vetting_note(clients, secrets):
    pages = {who: clients[who].get(address_of("accreditation:person", secrets)) for who in sorted(SEE_PEOPLE)}
    assert [who for who, page in pages.items() if "vetting-note-7" in traces_in(page)] == ["vetting"]


def test_what_officers_keep_among_themselves_is_neither_on_brazils_pages_nor_in_its_letters(clients, secrets):
    """Nor that somebody was held back: under review is all that an applicant learns."""
    kept = [
        "vetting-note-7", "hold-reason-8", "back-reason-9", "On hold", "Vetting", "Objection", "Adil Accreditor",
        "Vera Vetting",
    ]  # fmt: skip
    pages = {name: clients["brazil"].get(address_of(name, secrets)) for name in MAY if "brazil" in MAY[name]}
    said = {name: everything_said(page) for name, page in pages.items()}
    said |= {letter.kind: letter.subject + letter.text + letter.html for letter in Letter.objects.all()}
    assert {"delegations:detail", "delegations:people_export", "accreditation.returned"} <= set(said)
    assert [(name, word) for name, text in said.items() for word in kept if word in text] == []


LINK = re.compile(r'<a [^>]*href="([^"#]+)')


def test_no_page_offers_a_link_that_is_closed_to_its_reader(clients, secrets):
    """A link to what one may not see tells that it is there."""
    closed, followed = set(), set()
    readers = [(name, who) for name, people in sorted(MAY.items()) for who in sorted(people - {"anonymous"})]
    for name, who in readers:
        path = address_of(name, secrets)
        page = clients[who].get(path)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for link in map(html.unescape, LINK.findall(page.content.decode())):
            address = urljoin(path, link)
            if address.startswith("/") and (who, address) not in followed:
                followed.add((who, address))
                if clients[who].get(address).status_code in {403, 404}:
                    closed.add((who, name, address))
    assert closed == set()
    assert len(followed) > 100


# The admin site


def admin_addresses(ceremony):
    """Every page of the admin about a row of this ceremony."""
    for model, site in admin.site._registry.items():
        if hasattr(site, "lookup_to_ceremony"):
            for row in model._default_manager.filter(**{f"{site.lookup_to_ceremony()}__in": [ceremony.pk]})[:3]:
                for view in ["change", "history", "delete"]:
                    yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=[row.pk])


def test_rows_of_another_ceremony_have_no_page_in_the_admin(clients, secrets, ceremony):
    found = list(admin_addresses(ceremony))
    assert len(found) > 20
    before = what_is_there()
    for path, method in itertools.product(found, ["get", "post"]):
        response = getattr(clients["elsewhere"], method)(path, {"post": "yes"} if method == "post" else {})
        # What is not there: back to the index, with a sentence. What may never be done: refused before it is looked for.
        assert (path, response.status_code) in {(path, 302), (path, 403), (path, 404)}
        assert (path, traces_in(response)) == (path, [])
    assert what_is_there() == before


def test_lists_and_forms_of_the_admin_show_nothing_of_another_ceremony(clients, secrets):
    for model, query in itertools.product(admin.site._registry, ["", "?q=Sigilo", "?q=focal.brazil"]):
        for view in ["changelist", "add"]:
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")
            response = clients["elsewhere"].get(path + query)
            assert (path, [one for one in traces_in(response) if one not in query]) == (path, [])


def test_pickers_of_the_admin_offer_nothing_of_another_ceremony(clients, secrets):
    asked = 0
    for model, site in admin.site._registry.items():
        inlines = [inline(model, admin.site) for inline in site.inlines]
        for one in [site, *inlines]:
            for field in one.autocomplete_fields:
                for term in ["", "Sigilo", "focal.brazil", "Bia"]:
                    query = {
                        "app_label": one.model._meta.app_label, "model_name": one.model._meta.model_name,
                        "field_name": field, "term": term,
                    }  # fmt: skip
                    response = clients["elsewhere"].get("/admin/autocomplete/", query)
                    assert (field, term, [one for one in traces_in(response) if one != term]) == (field, term, [])
                    asked += 1
    assert asked > 0


def test_whoever_organises_nothing_finds_nothing_in_the_admin(clients, secrets):
    people = ["kenya", "nobody", "gate", "reader", "press_desk", "accreditation", "brazil_elsewhere"]
    for model, who in itertools.product(admin.site._registry, people):
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        response = clients[who].get(path)
        assert (who, path, response.status_code) in {(who, path, code) for code in (302, 403, 404)}
        assert traces_in(response) == []
