"""A call to the press that is open, an outlet, its contact with a team, a freelancer, and who works at the desk."""

import itertools
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from accreditation.models import Accreditation, DocumentKind
from accreditation.papers import keep, read_paper
from ceremony.models import Officer, Role
from directory.texts import LocalText
from events.models import Session
from press.models import (
    Application,
    AssignmentLetter,
    EntryPort,
    Journalist,
    LetterName,
    Outlet,
    Pool,
    PoolRequest,
    PressCall,
    PressQuota,
)
from tests.accreditation.conftest import jpeg, private_files  # noqa: F401
from tests.press.pooling import requests_of


@pytest.fixture
def press_officer(ceremony):
    user = User.objects.create_user("petra.press@plenipo.example", name="Petra Press")
    Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.PRESS_DESK, by=None, at=timezone.now())
    return user


@pytest.fixture
def second_press_officer(ceremony):
    user = User.objects.create_user("pavel.press@plenipo.example", name="Pavel Press")
    Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.PRESS_DESK, by=None, at=timezone.now())
    return user


@pytest.fixture
def call(ceremony, now):
    return PressCall.objects.create(
        ceremony=ceremony, opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=5)
    )


@pytest.fixture
def port(ceremony):
    return EntryPort.objects.create(ceremony=ceremony, code="HAN", name=LocalText(en="Noi Bai Airport"))


@pytest.fixture
def contact(db):
    return User.objects.create_user("contact.times@plenipo.example", name="Kora Example")


@pytest.fixture
def other_contact(db):
    return User.objects.create_user("contact.post@plenipo.example", name="Otto Example")


@pytest.fixture
def enter(ceremony, call, contact, now):
    """Enters an outlet: enter("Example Times", kind="print", country=kenya)."""

    def make(name="Example Times", **fields):
        fields = {"kind": "print", "by": contact, "at": now} | fields
        near = [one.outlet.key for one in Outlet.objects.near(ceremony, name)]
        return Outlet.objects.enter(ceremony, name=name, seen_near=near, **fields)

    return make


@pytest.fixture
def outlet(enter, kenya):
    return enter("Example Times", country=kenya)


@pytest.fixture
def other_outlet(enter, brazil):
    return enter("Sample Post", country=brazil)


@pytest.fixture
def application(outlet, contact, now):
    application = Application.objects.open(outlet, "team", by=contact, at=now)
    application.amend(seen=1, by=contact, at=now, is_editorial=True)
    return application


@pytest.fixture
def other_application(other_outlet, other_contact, now):
    application = Application.objects.open(other_outlet, "team", by=other_contact, at=now)
    application.amend(seen=1, by=other_contact, at=now, is_editorial=True)
    return application


@pytest.fixture
def pdf():
    return lambda name="letter.pdf", text=b"": read_paper(ContentFile(b"%PDF-1.7\n" + text + b"\n%%EOF\n", name=name))


@pytest.fixture
def journalist(kenya, pdf, now):
    """Puts somebody into an application who lacks nothing but a letter: journalist(application, "Amina")."""
    numbers = itertools.count(1)

    def make(application, given_names="Amina", family_name="Example", *, papers=True, person=None, **fields):
        number = next(numbers)
        by = application.opened_by
        found = Journalist.put_forward(
            application,
            Accreditation(
                **{
                    "given_names": given_names, "family_name": family_name, "badge_name": f"{given_names} {family_name}",
                    "nationality": kenya, "date_of_birth": date(1980, 1, 1), "passport_number": f"P{number:07}",
                    "photo": jpeg(), **(person or {}),
                }
            ),
            by=by, at=now, consent=True, **fields,
        )  # fmt: skip
        if papers:
            for kind in (DocumentKind.PASSPORT, DocumentKind.PRESS_CARD):
                keep(
                    pdf(f"{kind}.pdf"), nominator=application.nominator, kind=kind, by=by, at=now,
                    accreditation=found.accreditation,
                )  # fmt: skip
        return found

    return make


@pytest.fixture
def letter(pdf, now):
    """Hands in a letter that names these: letter(application, "Amina Example")."""

    def make(application, *names, **fields):
        today = application.ceremony.local(now).date()
        fields = {
            "dated": today - timedelta(days=3), "valid_from": None, "valid_until": None, "signatory": "Edna Editor",
            "by": application.opened_by, "at": now,
        } | fields  # fmt: skip
        return AssignmentLetter.objects.hand_in(application, pdf(), names=[str(name) for name in names], **fields)

    return make


@pytest.fixture
def accept(press_officer, now):
    """The desk finds everything in order: accept(letter)."""

    def make(letter):
        letter.examine(
            by=press_officer, at=now, on_letterhead=True, is_signed=True, is_dated=True, period_fits=True,
            named=LetterName.objects.filter(letter=letter).values_list("pk", flat=True),
        )  # fmt: skip
        return letter

    return make


@pytest.fixture
def approved(application, outlet, journalist, letter, accept, press_officer, now):
    """Makes people of the team who are approved, photographers: approved("Amina", "Bo")."""

    def make(*names, application=application, **fields):
        people = [journalist(application, name, **{"function": "photographer"} | fields) for name in names]
        accept(letter(application, *people))
        application.submit(by=application.opened_by, at=now)
        outlet = Outlet.objects.get(pk=application.outlet_id)
        if outlet.status == "unverified":
            outlet.verify(by=press_officer, at=now)
        for one in people:
            one.accreditation.refresh_from_db()
            one.accreditation.approve(by=press_officer, at=now)
        return people

    return make


@pytest.fixture
def quota(ceremony):
    return lambda limit, kind="": PressQuota.objects.create(ceremony=ceremony, outlet_kind=kind, limit=limit)


@pytest.fixture
def session(ceremony, now):
    """Puts a session on the programme: session("Signing")."""

    def make(title="Signing", **fields):
        starts_at = ceremony.start_of(ceremony.starts_on, 10)
        fields = {
            "kind": "signing", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1),
        } | fields  # fmt: skip
        return Session.objects.schedule(ceremony, by=None, at=now, title=LocalText(en=title), **fields)

    return make


@pytest.fixture
def pool(session, press_officer, now):
    """A pool that takes requests, with two places for photographers and one for print, unless it is said otherwise."""

    def make(places=None, title="Signing", *, is_open=True, **fields):
        found = session(title)
        pool = Pool.objects.prepare(
            found,
            places=places or {"photo": (2, "Left stand"), "print": (1, "Balcony")},
            by=press_officer,
            at=now,
            **{
                "gathering_point": LocalText(en="Gate 3"), "gathers_at": found.starts_at - timedelta(hours=1),
                "opens_at": now, "closes_at": now + timedelta(days=2), **fields,
            },
        )  # fmt: skip
        if is_open:
            pool.open(by=press_officer, at=now)
        return pool

    return make


@pytest.fixture
def ask(contact, now):
    return lambda pool, one, kind="photo": PoolRequest.objects.ask(pool, one, kind, by=contact, at=now)


@pytest.fixture
def drawn(pool, ask, approved, press_officer):
    """A pool that was drawn among these, with one place for photographers: (pool, {name: request})."""

    def make(*names, places=1):
        found = pool({"photo": (places, "")})
        for one in approved(*names):
            ask(found, one)
        found.give_places(by=press_officer, at=found.closes_at)
        return found, requests_of(found)

    return make
