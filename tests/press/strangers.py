"""What Brazil's contact of an outlet has, for the house's test of strangers, and the addresses behind which it lies."""

from datetime import timedelta

from django.core.files.base import ContentFile

from accreditation.models import Accreditation, DocumentKind
from accreditation.papers import keep, read_paper
from directory.texts import LocalText
from events.models import Session
from press.models import (
    Advisory,
    Application,
    AssignmentLetter,
    EquipmentItem,
    Journalist,
    Outlet,
    Pool,
    PoolRequest,
    PressBadge,
    PressCall,
    PressConference,
    PressText,
    Question,
    QuotaRequest,
    Seat,
    Subscription,
)
from tests.accreditation.conftest import jpeg

PAPER = b"%PDF-1.7\nRESERVADA-PAPER\n%%EOF\n"
# What only the contact and the officers who look after the press may meet.
PRESS_TRACES = ["Segreda", "Reservada", "carta-reservada", "RESERVADA-PAPER"]


def pressed(ceremony, user, now):
    """An application with a person in draft, a letter and a camera; a colleague who is with the desk and asks for a pool."""
    times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    PressCall.objects.create(ceremony=ceremony, **times)
    outlet = Outlet.objects.enter(ceremony, name="Example Tribune", kind="print", by=user, at=now)
    application = Application.objects.open(outlet, "team", by=user, at=now)
    person = Journalist.put_forward(
        application,
        Accreditation(given_names="Segreda", family_name="Reservada", badge_name="Segreda"),
        by=user,
        at=now,
    )
    document = keep(
        read_paper(ContentFile(PAPER, name="carta-reservada.pdf")), nominator=application.nominator,
        accreditation=person.accreditation, kind=DocumentKind.PASSPORT, by=user, at=now,
    )  # fmt: skip
    letter = AssignmentLetter.objects.hand_in(
        application, read_paper(ContentFile(PAPER, name="carta-reservada.pdf")), dated=ceremony.local(now).date(),
        valid_from=None, valid_until=None, signatory="Editora Reservada", names=["Segreda Reservada", "Outra Reservada"],
        by=user, at=now,
    )  # fmt: skip
    [item] = EquipmentItem.objects.declare(
        application, [{"kind": "camera", "make": "Reservada", "model": "X"}], by=user, at=now
    )
    colleague = Journalist.put_forward(
        application, Accreditation(given_names="Rui", family_name="Example", badge_name="Rui"), by=user, at=now,
        function="photographer",
    )  # fmt: skip
    colleague.accreditation.submit(by=user, at=now)
    pool = pool_of(ceremony, times, now)
    asked = PoolRequest.objects.ask(pool, colleague, "photo", by=user, at=now)
    conference = PressConference.objects.prepare(
        session_at(ceremony, "Press conference", 15, now), seats=3, questions_close_at=times["closes_at"], by=None, at=now,
        **times,
    )  # fmt: skip
    question = Question.objects.create(
        conference=conference,
        journalist=colleague,
        text="Reservada?",
        language="en",
        position=1,
        put_in_by=user,
        put_in_at=now,
    )
    return {
        "quota": QuotaRequest.objects.create(
            outlet=outlet, application=application, wanted=9, reason="Reservada", asked_by=user, asked_at=now
        ),
        "seat": Seat.objects.create(
            conference=conference, journalist=colleague, status="waiting", asked_by=user, asked_at=now
        ),
        "badge": badge_of(application, user, now),
        "application": application, "person": person, "document": document, "letter": letter, "item": item,
        "name": letter.names.get(journalist=None), "outlet": outlet, "colleague": colleague, "pool": pool,
        "request": asked, "conference": conference, "question": question, **published(ceremony, user, now),
    }  # fmt: skip


def badge_of(application, user, now):
    """Of somebody whom an officer has approved: how, is the verbs' affair."""
    one = Journalist.put_forward(
        application,
        Accreditation(given_names="Dora", family_name="Example", badge_name="Dora", photo=jpeg()),
        by=user,
        at=now,
    )
    decision = {"status": "approved", "decided_by": first_officer(), "decided_at": now}
    Accreditation.objects.filter(pk=one.accreditation.pk).update(**decision)
    one.accreditation.refresh_from_db()
    [badge], _left = PressBadge.objects.mark([one], by=first_officer(), at=now)
    return badge


def session_at(ceremony, title, hour, now):
    starts_at = ceremony.start_of(ceremony.starts_on, hour)
    return Session.objects.schedule(
        ceremony, kind="press_conference", title=LocalText(en=title), starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        by=None, at=now,
    )  # fmt: skip


def pool_of(ceremony, times, now):
    session = session_at(ceremony, "Family photo", 12, now)
    pool = Pool.objects.prepare(
        session, places={"photo": (2, "Left stand")}, gathering_point=LocalText(en="Gate 3"),
        gathers_at=session.starts_at - timedelta(hours=1), by=None, at=now, **times,
    )  # fmt: skip
    pool.open(by=first_officer(), at=now)
    return pool


def first_officer():
    """Whoever opens and publishes: a person of the desk who is nobody of the cast."""
    from accounts.models import User

    return User.objects.reachable_at("desk.of.the.press@plenipo.example")[0]


def published(ceremony, user, now):
    officer = first_officer()
    advisory = Advisory.objects.write(
        ceremony, by=officer, at=now, day=ceremony.starts_on, title=LocalText(en="Doors"), body=LocalText(en="07:00")
    )
    advisory.publish(by=officer, at=now)
    text = PressText.objects.hand_in(
        ceremony, kind="hand_out", title=LocalText(en="Map"), language="en",
        paper=read_paper(ContentFile(b"%PDF-1.7\nMAP\n%%EOF\n", name="map.pdf")), by=officer, at=now,
    )  # fmt: skip
    text.publish(by=officer, at=now)
    subscription = Subscription.objects.begin(ceremony, officer, at=now)
    return {"advisory": advisory, "text": text, "subscription": subscription}


def held_back(ceremony, user, now):
    """What nobody outside the desk reads yet: under embargo, not published, in preparation."""
    officer, later = first_officer(), now + timedelta(hours=3)
    what = {"title": LocalText(en="Reservada"), "embargo_until": later, "by": officer, "at": now}
    paper = read_paper(ContentFile(PAPER, name="carta-reservada.pdf"))
    coming_text = PressText.objects.hand_in(ceremony, kind="statement", language="en", paper=paper, **what)
    coming_text.publish(by=officer, at=now)
    unpublished_text = PressText.objects.hand_in(
        ceremony, kind="release", language="en", body="Reservada", **what | {"embargo_until": None}
    )
    written = what | {"day": ceremony.starts_on, "body": LocalText(en="Reservada")}
    coming_advisory = Advisory.objects.write(ceremony, **written)
    coming_advisory.publish(by=officer, at=now)
    draft_advisory = Advisory.objects.write(ceremony, **written | {"embargo_until": None})
    session = session_at(ceremony, "Reservada", 18, now)
    prepared_pool = Pool.objects.prepare(
        session, places={"photo": (1, "")}, gathering_point=LocalText(en="Reservada"), gathers_at=session.starts_at,
        opens_at=now, closes_at=now + timedelta(hours=1), by=officer, at=now,
    )  # fmt: skip
    return {
        "coming_text": coming_text, "unpublished_text": unpublished_text, "coming_advisory": coming_advisory,
        "draft_advisory": draft_advisory, "prepared_pool": prepared_pool,
    }  # fmt: skip


# Which row's key stands in the address of a view; of every other view the application's.
KEY_OF = {
    "pool": "pool", "pool_ask": "pool", "pool_request_withdraw": "request", "pool_request_pass_on": "request",
    "seat_ask": "conference", "seat_leave": "conference", "question_put": "conference", "question_withdraw": "question",
    "advisory": "advisory", "text": "text", "text_file": "text",
    **dict.fromkeys(("desk_outlet", "desk_outlet_edit", "desk_outlet_merge", "desk_outlet_verb"), "outlet"),
    **dict.fromkeys(("desk_pool", "desk_pool_edit", "desk_pool_verb", "desk_pool_request"), "pool"),
    **dict.fromkeys(("desk_pool_escort", "desk_pool_escort_list"), "pool"),
    **dict.fromkeys(("desk_conference", "desk_conference_edit", "desk_conference_order"), "conference"),
    **dict.fromkeys(("desk_question", "desk_seat_leave"), "conference"),
    **dict.fromkeys(("desk_text", "desk_text_file", "desk_text_verb"), "text"),
    **dict.fromkeys(("desk_advisory", "desk_advisory_edit", "desk_advisory_verb"), "advisory"),
    "desk_letter": "letter", "desk_item": "item",
}  # fmt: skip
VERB_OF = {
    "desk_outlet_verb": "verify", "desk_quota_verb": "decline", "desk_application_verb": "admit-late",
    "desk_pool_verb": "cancel", "desk_pool_request": "withdraw", "desk_question": "take", "desk_text_verb": "withdraw",
    "desk_advisory_verb": "withdraw", "desk_badges_many": "mark", "desk_badge": "void",
}  # fmt: skip


def arguments_of(name, press):
    """What stands in the address of a view of the press, by the name of the argument."""
    name = name.removeprefix("press:")
    key = press["badge"].journalist.accreditation.key if name == "desk_badge" else None
    return {
        "key": key or press[KEY_OF.get(name, "application")].key,
        "person": press["person"].accreditation.key,
        "paper": press["document"].key,
        "letter": press["letter"].key,
        "name": press["name"].pk,
        "item": press["item"].key,
        "pk": press["quota"].pk,
        "asked": press["request"].key,
        "question": press["question"].key,
        "seat": press["seat"].pk,
        "token": press["subscription"].token,
        "sheet": "customs",
        "format": "xlsx",
        "part": "call",
        "verb": VERB_OF.get(name, ""),
    }
