"""A signing morning in Ha Noi: two officers at the desk, Kenya by its Minister, Brazil by full powers, the Union after a member."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accreditation.papers import Paper as Upload
from ceremony.models import Officer, Role
from delegations.models import Rank
from directory.models import Entity, EntityKind, UNGroup
from directory.texts import LocalText
from signatures.models import (
    Action,
    Call,
    Check,
    FullPowers,
    IssuingOffice,
    Manner,
    Office,
    Paper,
    Recording,
    Representative,
    SigningWindow,
    Sitting,
    Treaty,
)
from tests.signatures.ministers import WHO


@pytest.fixture
def seconded(ceremony, second_organiser):
    """Appoints somebody to a role that needs a second organiser."""

    def make(role, name):
        user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@plenipo.example", name=name)
        officer = Officer.objects.appoint(ceremony=ceremony, user=user, role=role, by=None, at=timezone.now())
        officer.second(by=second_organiser, at=timezone.now())
        return user

    return make


@pytest.fixture
def treaty_officer(seconded):
    return seconded(Role.TREATY, "Thuy Treaty")


@pytest.fixture
def second_treaty_officer(seconded):
    return seconded(Role.TREATY, "Tom Treaty")


@pytest.fixture
def depositary_officer(seconded):
    return seconded(Role.DEPOSITARY, "Dora Depositary")


@pytest.fixture
def second_depositary_officer(seconded):
    return seconded(Role.DEPOSITARY, "Dario Depositary")


@pytest.fixture
def treaty(ceremony, now):
    treaty = Treaty.objects.create(
        ceremony=ceremony,
        title=LocalText(en="Convention against Examples", vi="Công ước về Ví dụ"),
        short_title=LocalText(en="Example Convention", vi="Công ước Ví dụ"),
        chapter="XVIII-99",
        actions=[Action.SIGNATURE, Action.RATIFICATION, Action.ACCEPTANCE, Action.APPROVAL, Action.ACCESSION],
        threshold=2,
    )
    for office in (Office.HEAD_OF_STATE, Office.HEAD_OF_GOVERNMENT, Office.FOREIGN_MINISTER):
        IssuingOffice.objects.create(treaty=treaty, entity_kind=EntityKind.MEMBER_STATE, office=office)
    IssuingOffice.objects.create(treaty=treaty, entity_kind=EntityKind.REIO, office=Office.COMPETENT_AUTHORITY)
    return treaty


@pytest.fixture
def window(treaty, ceremony, now):
    today = ceremony.local(now).date()
    return SigningWindow.objects.create(
        treaty=treaty, place=LocalText(en="Ha Noi"), time_zone=ceremony.time_zone,
        first_day=today - timedelta(days=1), last_day=today + timedelta(days=1),
    )  # fmt: skip


@pytest.fixture
def sitting(treaty, window, now):
    return Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Signing plenary"), starts_at=now)


@pytest.fixture
def union(db):
    return Entity.objects.create(
        code="EUE", kind=EntityKind.REIO, may_sign=True, short_en="European Union", formal_en="the European Union",
        sort_en="european union",
    )  # fmt: skip


@pytest.fixture
def austria(db, union):
    return Entity.objects.create(
        code="AUT", iso2="AT", kind=EntityKind.MEMBER_STATE, un_group=UNGroup.WEOG, may_sign=True, reio=union,
        short_en="Austria", formal_en="the Republic of Austria", sort_en="austria",
    )  # fmt: skip


@pytest.fixture
def minister(treaty, treaty_officer, second_treaty_officer, now):
    """Names a Minister for Foreign Affairs whose office is confirmed: minister(kenya)."""

    def make(entity, name="Amina Example", **fields):
        who = Representative.objects.name_for(
            treaty, entity, name=name, title="Minister for Foreign Affairs", rank=Rank.FOREIGN_MINISTER,
            office=Office.FOREIGN_MINISTER, by=treaty_officer, at=now, **fields,
        )  # fmt: skip
        who.confirm_office(by=second_treaty_officer, at=now, source="Protocol list of the Ministry")
        return who

    return make


@pytest.fixture
def paper():
    content = b"%PDF-1.7\nfull powers\n%%EOF\n"
    return lambda: Upload(ContentFile(content, "powers.pdf"), "powers.pdf", "application/pdf", len(content), "0" * 64)


READ_WELL = {
    "person_named": "Bento Example",
    "issuer_office": Office.FOREIGN_MINISTER,
    "issuer_name": "Iara Example",
    "checks": Check.values,
}


@pytest.fixture
def full_powers(treaty, treaty_officer, second_treaty_officer, depositary_officer, paper, now):
    """Full powers as far as wanted: full_powers(brazil, upto="verified", person_named="Bento Example")."""

    def make(entity, upto="verified", **read):
        powers = FullPowers.objects.announce(treaty, entity, by=treaty_officer, at=now)
        powers.receive(paper(), by=second_treaty_officer, at=now)
        powers.examine(by=treaty_officer, at=now)
        powers.note_reading(by=treaty_officer, **(READ_WELL | {"issued_on": now.date()} | read))
        if upto in {"accepted", "verified"}:
            powers.accept_copy(by=treaty_officer, at=now)
        if upto == "verified":
            powers.verify(by=depositary_officer, at=now, manner=Manner.ORIGINAL)
        return powers

    return make


@pytest.fixture
def ambassador(treaty, treaty_officer, now):
    """Names somebody who needs full powers: ambassador(brazil)."""

    def make(entity, name="Bento Example"):
        return Representative.objects.name_for(
            treaty, entity, name=name, title="Ambassador", rank=Rank.AMBASSADOR, by=treaty_officer, at=now
        )

    return make


@pytest.fixture
def calling(sitting, treaty_officer, now):
    """Puts an entity on the list and calls it: calling(kenya)."""

    def make(entity):
        call = Call.objects.filter(treaty=sitting.treaty, entity=entity).first()
        call = call or Call.objects.add(sitting, entity, by=treaty_officer, at=now)
        call.call(by=treaty_officer, at=now)
        return call

    return make


@pytest.fixture
def recording(calling, treaty_officer, now):
    """Calls an entity and records its signature: recording(kenya)."""

    def make(entity, at=None):
        call = calling(entity)
        return Recording.objects.record(call, key=call.key, by=treaty_officer, at=at or now)

    return make


@pytest.fixture
def signed(recording, depositary_officer, now):
    """Calls, records and confirms: signed(kenya). Gives the entry."""

    def make(entity, at=None):
        return recording(entity, at).confirm(by=depositary_officer, at=at or timezone.now())

    return make


@pytest.fixture
def deposited(treaty, treaty_officer, depositary_officer, now):
    """Deposits an instrument: deposited(kenya, Action.RATIFICATION). Gives the entry."""

    def make(entity, action, at=None):
        return Recording.objects.deposit(
            treaty, entity, action, key=uuid.uuid4(), by=treaty_officer, at=at or now, deposited_at=at or now,
            reference="C.N.1",
        ).confirm(by=depositary_officer, at=at or now)  # fmt: skip

    return make


@pytest.fixture
def tablet(browser, live_server, settings):
    """Opens a page of the desk for somebody, on a tablet of his own: tablet(officer, "record", sitting.pk)."""
    contexts = []

    def opening(user, name, *args):
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": 1024, "height": 768})
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(live_server.url + reverse(f"signatures:{name}", args=["demo", *args]))
        return page

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture
def four(db):
    """States whose ministers write their names in four scripts."""
    rows = [
        ("VNM", "Viet Nam", "the Socialist Republic of Viet Nam", UNGroup.ASIA_PACIFIC, "Việt Nam"),
        ("JOR", "Jordan", "the Hashemite Kingdom of Jordan", UNGroup.ASIA_PACIFIC, "Jordan"),
        ("CHN", "China", "the People's Republic of China", UNGroup.ASIA_PACIFIC, "Trung Quốc"),
        ("RUS", "Russian Federation", "the Russian Federation", UNGroup.EASTERN_EUROPEAN, "Liên bang Nga"),
    ]
    ours = {"short_ar": "الأردن", "formal_ar": "المملكة الأردنية الهاشمية"}
    return [
        Entity.objects.create(
            code=code, kind=EntityKind.MEMBER_STATE, un_group=group, may_sign=True, short_en=short, formal_en=formal,
            short_vi=short_vi, formal_vi=short_vi, sort_en=short.lower(), **(ours if code == "JOR" else {}),
        )
        for code, short, formal, group, short_vi in rows
    ]  # fmt: skip


@pytest.fixture
def morning(
    four, kenya, brazil, ambassador, minister, full_powers, signed, calling, depositary_officer, treaty_officer, now
):
    """Four ministers; Brazil provisionally; Kenya's ambassador despite having no powers."""
    for entity in four:
        minister(entity, name=WHO[entity.code][0])
        signed(entity)
    ambassador(brazil, name="Bento Example")
    full_powers(brazil, upto="accepted").verify(
        by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="The courier is late.",
        due_on=now.date() + timedelta(days=14),
    )  # fmt: skip
    signed(brazil)
    ambassador(kenya, name="Amina Example")
    call = calling(kenya)
    call.accept_despite(by=depositary_officer, at=now, reason="The powers were read out over the telephone.")
    recording = Recording.objects.record(
        call, key=call.key, by=treaty_officer, at=now,
        declarations=[{"kind": "declaration", "language": "en", "text": "Kenya declares that examples are examples."}],
    )  # fmt: skip
    recording.confirm(by=depositary_officer, at=now)


@pytest.fixture
def made(treaty, treaty_officer):
    """Asks for a paper and makes it at once: made("signatories"). Gives the paper."""

    def make(kind, language="en", at=None, **about):
        at = at or timezone.now() + timedelta(seconds=1)
        paper = Paper.objects.ask(treaty, kind, language=language, by=treaty_officer, at=at, **about)
        paper.make(at=at)
        paper.refresh_from_db()
        assert (paper.status, paper.trouble) == ("ready", "")
        return paper

    return make
