"""What surrounds the press: the erasure of its personal data, a rehearsal of its own, and two officers at once."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accreditation.models import Accreditation, Status
from accreditation.retention import erase
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from ceremony.rehearsal import make_rehearsal
from notifications.models import Letter
from press.models import (
    Application,
    AssignmentLetter,
    Journalist,
    LetterName,
    MediaContact,
    Outlet,
    Pool,
    PoolRequest,
    PressCall,
    PressConference,
    PressQuota,
    QuotaRequest,
    Subscription,
)
from tests.at_once import at_once

SECRETS = [
    "SECRET-PHONE",
    "SECRET-CARD",
    "Sekretia",
    "Edna Editor",
    "secret@plenipo.example",
    "Kora Contact",
    "SECRET-QUESTION",
    "secret.example",
]


def dump():
    """Everything that the tables and histories of the room and the letters hold, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'press\\_%'"
            " OR tablename IN ('notifications_letter', 'ceremony_ledgerrow')"
        )
        tables = [table for (table,) in cursor.fetchall()]
        words = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            words += [row for (row,) in cursor.fetchall()]
    return "\n".join(words)


def test_the_erasure_leaves_no_trace_of_who_it_was(
    ceremony, application, approved, journalist, letter, pdf, pool, session, contact, press_officer, now
):
    application.amend(
        seen=application.version, by=contact, at=now, contact_name="Kora Contact", contact_phone="SECRET-PHONE"
    )
    [amina] = approved(
        "Amina", phone="SECRET-PHONE", press_card_number="SECRET-CARD", passport_expires=date(2031, 1, 1)
    )
    PressQuota.objects.create(ceremony=ceremony, outlet_kind="", limit=1)
    asked = QuotaRequest.objects.ask(application, wanted=2, reason="Sekretia comes too", by=contact, at=now)
    asked.grant(by=press_officer, at=now, answer="Sekretia may come.")
    again = QuotaRequest.objects.ask(application, wanted=9, reason="Sekretia's crew", by=contact, at=now)
    again.decline(by=press_officer, at=now, answer="Not for Sekretia.")
    rejected = letter(application, "Sekretia Example")
    for _time in range(2):
        rejected.examine(
            by=press_officer, at=now, on_letterhead=True, is_signed=False, is_dated=True, period_fits=True,
            note="Sekretia's editor has not signed.",
        )  # fmt: skip
    assert LedgerRow.objects.about(rejected).last().reason == "signed"
    bo = journalist(application, "Bo", samples=[("https://secret.example/story", "A story")])
    Subscription.objects.begin(ceremony, contact, at=now)
    outlet = Outlet.objects.get(pk=application.outlet_id)
    outlet.amend(
        seen=outlet.version, by=press_officer, at=now, editor_name="Edna Editor", editor_email="secret@plenipo.example"
    )
    MediaContact.objects.create(ceremony=ceremony, name="Sekretia", email="secret@plenipo.example")
    found = pool()
    PoolRequest.objects.ask(found, amina, "photo", by=contact, at=now)
    conference = PressConference.objects.prepare(
        session("Press conference", kind="press_conference", starts_at=found.session.ends_at + timedelta(hours=3), ends_at=found.session.ends_at + timedelta(hours=4)),
        by=press_officer, at=now, seats=5, opens_at=now, closes_at=now + timedelta(days=1), questions_close_at=now + timedelta(days=1),
    )  # fmt: skip
    conference.put_question(amina, "SECRET-QUESTION?", language="en", by=contact, at=now)
    done = erase(ceremony)
    text = dump()
    assert not bo.samples.exists()
    assert [secret for secret in SECRETS if secret in text] == []
    assert (done["press"], done["contacts"]) == (1, 1)
    amina.refresh_from_db()
    assert (amina.phone, amina.passport_expires, amina.press_card_number) == ("", None, "")
    assert AssignmentLetter.objects.filter(status="accepted").get().document is None
    assert PoolRequest.objects.count() == 1
    assert not Letter.objects.filter(kind="press.application_received").exclude(text="—").exists()
    assert +erase(ceremony) == {}


def test_what_is_written_after_the_erasure_goes_with_the_next_one(
    ceremony, application, letter, quota, contact, press_officer, now
):
    quota(1)
    asked = QuotaRequest.objects.ask(application, wanted=2, reason="Two come.", by=contact, at=now)
    paper = letter(application, "Amina Example")
    erase(ceremony)
    asked.refresh_from_db()
    asked.decline(by=press_officer, at=now, answer="Not for Sekretia.")
    paper.examine(
        by=press_officer, at=now, on_letterhead=True, is_signed=False, is_dated=True, period_fits=True, note="Sekretia."
    )
    erase(ceremony)
    assert "Sekretia" not in dump()


def test_a_rehearsal_has_the_pools_and_nobody_in_them(
    ceremony, pool, quota, port, approved, contact, organiser, press_officer, call, now
):
    quota(7)
    found = pool()
    [amina] = approved("Amina")
    PoolRequest.objects.ask(found, amina, "photo", by=contact, at=now)
    rehearsal = make_rehearsal(ceremony, by=organiser, at=now)
    twin = Pool.objects.of_ceremony(rehearsal).get()
    assert (twin.status, twin.seed_hash, twin.sealed_seed, twin.key == found.key) == ("prepared", "", "", False)
    assert sorted(twin.places.values_list("kind", "count")) == [("photo", 2), ("print", 1)]
    assert PressCall.objects.get(ceremony=rehearsal).closes_at == call.closes_at
    assert PressQuota.objects.get(ceremony=rehearsal).limit == 7
    counts = [
        Outlet.objects.filter(ceremony=rehearsal).count(),
        Application.objects.filter(nominator__ceremony=rehearsal).count(),
        PoolRequest.objects.filter(pool=twin).count(),
    ]
    assert counts == [0, 0, 0]


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_officers_approve_two_people_for_the_last_place(
    approved, application, journalist, letter, accept, quota, contact, press_officer, second_press_officer, now
):
    approved("Amina")
    limit = quota(3)
    people = [journalist(application, name) for name in ("Bo", "Caro")]
    accept(letter(application, *people))
    application.submit(by=contact, at=now)
    limit.limit = 2
    limit.save()

    def approve(key, by):
        return lambda: Accreditation.objects.get(pk=key).approve(by=by, at=now)

    results = at_once(
        approve(people[0].accreditation_id, press_officer), approve(people[1].accreditation_id, second_press_officer)
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Accreditation.objects.filter(status=Status.APPROVED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_officers_draw_at_once_and_one_draw_is_held(
    pool, approved, contact, press_officer, second_press_officer, now
):
    found = pool()
    for one in approved("Amina", "Bo", "Caro"):
        PoolRequest.objects.ask(found, one, "photo", by=contact, at=now)

    def give(by):
        return lambda: Pool.objects.get(pk=found.pk).give_places(by=by, at=found.closes_at)

    results = at_once(give(press_officer), give(second_press_officer))
    assert sum(isinstance(result, AlreadyDecided) for result in results) == 1
    assert PoolRequest.objects.with_place().count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_outlet_is_merged_while_its_people_are_sent(
    application, journalist, letter, outlet, other_outlet, contact, press_officer, now
):
    letter(application, *[journalist(application, name) for name in ("Amina", "Bo")])
    results = at_once(
        lambda: Application.objects.get(pk=application.pk).submit(by=contact, at=now),
        lambda: Outlet.objects.get(pk=outlet.pk).merge_into(other_outlet, by=press_officer, at=now, reason="One."),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    application.refresh_from_db()
    assert application.outlet == other_outlet
    assert list(application.people.values_list("status", flat=True)) == ["submitted"] * 2
    assert LetterName.objects.exclude(journalist=None).count() == 2
    assert Journalist.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_somebody_is_taken_off_the_list_while_the_places_are_drawn(pool, approved, contact, press_officer, now):
    found = pool()
    people = approved("Amina", "Bo", "Caro")
    for one in people:
        PoolRequest.objects.ask(found, one, "photo", by=contact, at=now)
    drawn, taken = at_once(
        lambda: Pool.objects.get(pk=found.pk).give_places(by=press_officer, at=found.closes_at),
        lambda: Journalist.objects.get(pk=people[0].pk).remove(by=contact, at=now),
    )
    # Whoever comes second may be told to look again; nobody waits for the other in a ring.
    assert [one for one in (drawn, taken) if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    assert (isinstance(drawn, Refused), isinstance(taken, Refused)) != (True, True)


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_a_pool_at_once_make_room_for_two(pool, approved, contact, press_officer, now):
    found = pool()
    for one in approved("Amina", "Bo", "Caro", "Dele", "Edo"):
        PoolRequest.objects.ask(found, one, "photo", by=contact, at=now)
    found.give_places(by=press_officer, at=found.closes_at)
    first, second = PoolRequest.objects.with_place()

    def leave(request):
        return lambda: PoolRequest.objects.get(pk=request.pk).withdraw(by=contact, at=found.closes_at)

    assert at_once(leave(first), leave(second)) == [None, None]
    statuses = sorted(PoolRequest.objects.values_list("status", flat=True))
    assert statuses == ["placed", "placed", "waiting", "withdrawn", "withdrawn"]
    assert sorted(PoolRequest.objects.with_place().values_list("rank", flat=True)) == [3, 4]
