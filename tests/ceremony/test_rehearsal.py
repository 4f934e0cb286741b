import pytest
from django.urls import reverse

from accounts.models import User
from ceremony.models import Ceremony, LedgerRow, Officer, Quota, Role
from ceremony.procedure import Refused
from ceremony.rehearsal import make_rehearsal
from directory.texts import LocalText
from events.models import Session


@pytest.fixture
def full(ceremony, organiser, second_organiser, kenyan_delegation, now):
    """A ceremony with something of everything, people included."""
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", limit=12)
    Session.objects.create(
        ceremony=ceremony, kind="signing", title=LocalText(en="Signing"), room=ceremony.rooms.get(),
        starts_at=ceremony.start_of(ceremony.starts_on, 9), ends_at=ceremony.start_of(ceremony.starts_on, 11),
        no_parallel=True,
    )  # fmt: skip
    treaty, waiting = (User.objects.create_user(f"{name}@plenipo.example") for name in ("treaty", "waiting"))
    Officer.objects.appoint(ceremony=ceremony, user=treaty, role=Role.TREATY, by=organiser, at=now).second(
        by=second_organiser, at=now
    )
    Officer.objects.appoint(ceremony=ceremony, user=waiting, role=Role.DEPOSITARY, by=organiser, at=now)
    return ceremony


def test_a_rehearsal_has_the_rooms_times_and_officers_of_the_ceremony_and_nobody_else(full, organiser, now):
    rehearsal = make_rehearsal(full, by=organiser, at=now)
    assert (rehearsal.slug, rehearsal.is_rehearsal, rehearsal.is_public, rehearsal.rehearsal_of) == (
        "demo-rehearsal", True, False, full,
    )  # fmt: skip
    assert (rehearsal.title, rehearsal.time_zone, rehearsal.starts_on) == (full.title, full.time_zone, full.starts_on)
    assert [room.name for room in rehearsal.rooms.all()] == [room.name for room in full.rooms.all()]
    assert dict(rehearsal.deadlines.values_list("kind", "at")) == dict(full.deadlines.values_list("kind", "at"))
    assert rehearsal.quotas.get().limit == 12
    session = rehearsal.sessions.get()
    assert (session.title, session.room, session.no_parallel) == ({"en": "Signing"}, rehearsal.rooms.get(), True)
    assert rehearsal.nominators.count() == 0


def test_officers_keep_what_two_organisers_gave_them_and_a_proposal_stays_behind(full, organiser, now):
    rehearsal = make_rehearsal(full, by=organiser, at=now)
    offices = {(one.user.email, one.role, one.status) for one in rehearsal.officers.all()}
    assert offices == {
        ("olga.organiser@plenipo.example", "organiser", "active"),
        ("sven.second@plenipo.example", "organiser", "active"),
        ("treaty@plenipo.example", "treaty", "active"),
    }
    assert LedgerRow.objects.filter(ceremony=rehearsal, by=organiser).count() == 1 + len(offices)


def test_the_original_is_as_it_was(full, organiser, now):
    before = Ceremony.objects.filter(pk=full.pk).values().get()
    make_rehearsal(full, by=organiser, at=now)
    assert Ceremony.objects.filter(pk=full.pk).values().get() == before
    assert (full.rooms.count(), full.sessions.count(), full.nominators.count()) == (1, 1, 1)


def test_there_is_one_rehearsal_and_none_of_a_rehearsal(full, organiser, now):
    rehearsal = make_rehearsal(full, by=organiser, at=now)
    with pytest.raises(Refused, match="There is a rehearsal already, at the address “demo-rehearsal”"):
        make_rehearsal(full, by=organiser, at=now)
    with pytest.raises(Refused, match="This is a rehearsal already"):
        make_rehearsal(rehearsal, by=None, at=now)
    assert Ceremony.objects.count() == 2


def test_only_an_organiser_makes_one(full, reader, now):
    with pytest.raises(Refused, match="Only an organiser"):
        make_rehearsal(full, by=reader, at=now)


def test_the_button_makes_it_and_leads_there(client, full, organiser, reader):
    address = reverse("ceremony:rehearsal_make", args=["demo"])
    client.force_login(reader)
    assert client.post(address).status_code == 404
    client.force_login(organiser)
    response = client.post(address)
    assert response.headers["Location"] == "/demo-rehearsal/overview/"
    again = client.post(address, follow=True)
    assert "There is a rehearsal already" in again.content.decode()
