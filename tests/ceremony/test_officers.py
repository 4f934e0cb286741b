import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from ceremony.models import Ceremony, LedgerRow, Officer, Role
from ceremony.permissions import can_organise, holds_one_of, roles_of
from ceremony.procedure import Refused
from directory.texts import LocalText


@pytest.fixture
def candidate(db):
    return User.objects.create_user("nora.new@plenipo.example", name="Nora New")


@pytest.fixture
def other_ceremony(ceremony):
    return Ceremony.objects.create(
        slug="other", title=LocalText(en="Another"), time_zone="UTC", starts_on="2026-05-01", ends_on="2026-05-02",
        is_public=True,
    )  # fmt: skip


def test_an_organiser_appoints_and_it_stands_in_the_ledger(ceremony, organiser, candidate, now):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)
    assert (officer.status, officer.granted_by, officer.granted_at) == ("active", organiser, now)
    assert candidate.is_staff is True
    row = LedgerRow.objects.about(officer).get()
    assert (row.before, row.after, row.by) == ("", "active", organiser)


def test_nobody_grants_his_own_role(ceremony, organiser, now):
    with pytest.raises(Refused, match="Nobody grants his own role"):
        Officer.objects.appoint(ceremony=ceremony, user=organiser, role=Role.TREATY, by=organiser, at=now)


def test_the_database_knows_that_nobody_grants_his_own_role(ceremony, organiser, now):
    with pytest.raises(IntegrityError, match="nobody_grants_his_own_role"), transaction.atomic():
        Officer.objects.create(
            ceremony=ceremony, user=organiser, role=Role.GATE, status="active", granted_by=organiser, granted_at=now
        )


@pytest.mark.parametrize("role", [Role.TREATY, Role.DEPOSITARY])
def test_treaty_and_depositary_roles_wait_for_a_second_organiser(
    role, ceremony, organiser, second_organiser, candidate, now
):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=role, by=organiser, at=now)
    assert officer.status == "proposed"
    assert holds_one_of(candidate, ceremony, role) is False
    with pytest.raises(Refused, match="neither the first nor the officer"):
        officer.second(by=organiser, at=now)
    officer.second(by=second_organiser, at=now)
    fresh = User.objects.get(pk=candidate.pk)
    assert holds_one_of(fresh, ceremony, role) is True


def test_the_database_knows_that_a_treaty_role_is_seconded(ceremony, organiser, candidate, now):
    with pytest.raises(IntegrityError, match="treaty_and_depositary_roles_are_seconded"), transaction.atomic():
        Officer.objects.create(
            ceremony=ceremony, user=candidate, role=Role.TREATY, status="active", granted_by=organiser, granted_at=now
        )


def test_only_an_organiser_of_this_ceremony_gives_seconds_and_ends(
    ceremony, other_ceremony, organiser, accreditation_officer, candidate, now
):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.TREATY, by=organiser, at=now)
    sentence = "Only an organiser of this ceremony gives and takes roles."
    with pytest.raises(Refused, match=sentence):
        officer.second(by=accreditation_officer, at=now)
    with pytest.raises(Refused, match=sentence):
        officer.end(by=accreditation_officer, at=now, reason="Left")
    with pytest.raises(Refused, match=sentence):
        Officer.objects.appoint(ceremony=other_ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)


def test_nobody_ends_his_own_role(ceremony, organiser, now):
    office = Officer.objects.get(user=organiser)
    with pytest.raises(Refused, match="Nobody changes his own role"):
        office.end(by=organiser, at=now, reason="Left")


def test_a_role_without_the_second_factor_of_staff_gives_nothing(ceremony, organiser):
    User.objects.filter(pk=organiser.pk).update(is_staff=False)
    assert roles_of(User.objects.get(pk=organiser.pk), ceremony) == frozenset()


def test_a_role_that_has_ended_gives_nothing_and_can_be_given_again(ceremony, organiser, candidate, now):
    first = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)
    with pytest.raises(Refused, match="has this role already"):
        Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)
    first.end(by=organiser, at=now, reason="Left")
    ended = User.objects.get(pk=candidate.pk)
    assert (roles_of(ended, ceremony), ended.is_staff) == (frozenset(), False)
    Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)
    assert roles_of(User.objects.get(pk=candidate.pk), ceremony) == {"gate"}


def test_who_may_organise(ceremony, organiser, accreditation_officer, reader, kenyan_focal_point):
    assert can_organise(organiser, ceremony) is True
    for stranger in [accreditation_officer, reader, kenyan_focal_point]:
        assert can_organise(stranger, ceremony) is False


# The page


def test_the_page_appoints_a_person_who_had_no_account(client, ceremony, organiser):
    client.force_login(organiser)
    response = client.post(
        reverse("ceremony:officers", args=["demo"]),
        {"email": "New.Person@plenipo.example", "name": "New Person", "role": "gate"},
    )
    assert response.status_code == 302
    officer = Officer.objects.get(user__email="new.person@plenipo.example")
    assert (officer.role, officer.status, officer.granted_by) == ("gate", "active", organiser)


def test_the_page_says_why_not_keeps_what_was_typed_and_makes_no_account(client, ceremony, organiser):
    client.force_login(organiser)
    response = client.post(
        reverse("ceremony:officers", args=["demo"]), {"email": organiser.email, "name": "Typed", "role": "treaty"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nobody grants his own role: ask another organiser." in page
    assert 'value="Typed"' in page


def test_three_mistakes_are_three_lines_that_lead_to_their_fields(client, ceremony, organiser):
    client.force_login(organiser)
    page = client.post(
        reverse("ceremony:officers", args=["demo"]), {"email": "no", "role": "king", "name": "x" * 201}
    ).content
    for field in [b'<a href="#id_email">', b'<a href="#id_name">', b'<a href="#id_role']:
        assert field in page
    assert User.objects.filter(email="no").exists() is False


def test_seconding_and_ending_on_the_page(client, ceremony, organiser, second_organiser, candidate, now):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.TREATY, by=organiser, at=now)
    client.force_login(second_organiser)
    client.post(reverse("ceremony:officer_second", args=["demo", officer.pk]))
    officer.refresh_from_db()
    assert (officer.status, officer.seconded_by) == ("active", second_organiser)
    client.post(reverse("ceremony:officer_end", args=["demo", officer.pk]), {"reason": "Ill"})
    officer.refresh_from_db()
    assert officer.status == "ended"
    assert LedgerRow.objects.about(officer).last().reason == "Ill"


def test_without_a_reason_a_role_does_not_end(client, ceremony, organiser, candidate, now):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)
    client.force_login(organiser)
    page = client.get(reverse("ceremony:officers", args=["demo"])).content.decode()
    assert "The role ends at once" in page
    response = client.post(reverse("ceremony:officer_end", args=["demo", officer.pk]), {"reason": " "}, follow=True)
    assert "Write why the role ends: it stays on record. Nothing was changed." in response.content.decode()
    officer.refresh_from_db()
    assert officer.status == "active"


def test_the_second_click_of_two_is_told_and_changes_nothing(
    client, ceremony, organiser, second_organiser, candidate, now
):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.GATE, by=organiser, at=now)
    officer.end(by=second_organiser, at=now, reason="Left")
    client.force_login(organiser)
    response = client.post(reverse("ceremony:officer_end", args=["demo", officer.pk]), {"reason": "Left"}, follow=True)
    assert f"{second_organiser.name} was first" in response.content.decode()


def test_the_page_is_not_there_for_anybody_else(
    client, ceremony, other_ceremony, accreditation_officer, reader, kenyan_focal_point, organiser, candidate, now
):
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.TREATY, by=organiser, at=now)
    for stranger in [accreditation_officer, reader, kenyan_focal_point]:
        client.force_login(stranger)
        assert client.get(reverse("ceremony:officers", args=["demo"])).status_code == 404
        assert client.post(reverse("ceremony:officer_second", args=["demo", officer.pk])).status_code == 404
    client.force_login(organiser)
    assert client.get(reverse("ceremony:officers", args=["other"])).status_code == 404
    assert client.post(reverse("ceremony:officer_end", args=["other", officer.pk])).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(
    more, client, ceremony, organiser, django_assert_num_queries, now
):
    for number in range(more):
        user = User.objects.create_user(f"more{number}@plenipo.example")
        Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.GATE, by=organiser, at=now)
    client.force_login(organiser)
    with django_assert_num_queries(
        6
    ):  # session, user, ceremony with roles, standing, ended, delegations one answers for
        client.get(reverse("ceremony:officers", args=["demo"]))
