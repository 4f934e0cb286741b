import pytest
from django.urls import reverse

from accreditation.models import Accreditation, NominatorContact, PersonalDataRead, Status
from ceremony.models import Officer, Role


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


def address(name, *args):
    return reverse(f"admin:accreditation_{name}", args=args)


def test_an_organiser_finds_people_without_their_sealed_fields(as_organiser, amina):
    page = as_organiser.get(address("accreditation_changelist") + "?q=amina").content.decode()
    assert "Amina Example" in page
    page = as_organiser.get(address("accreditation_change", amina.pk)).content.decode()
    assert ("Amina" in page, "C1234567" in page, 'name="status"' in page) == (True, False, False)


def test_a_corrected_name_leaves_the_decision_alone(as_organiser, amina, accreditation_officer, now):
    amina.approve(by=accreditation_officer, at=now)
    as_organiser.post(
        address("accreditation_change", amina.pk),
        {
            "family_name": "Exämple",
            "given_names": "Amina",
            "badge_name": "Amina Example",
            "title": "",
            "nationality": "",
        },
    )
    found = Accreditation.objects.named("example").get(pk=amina.pk)
    assert (found.family_name, found.status, found.passport_number) == ("Exämple", Status.APPROVED, "C1234567")


def test_an_action_of_an_organiser_who_does_not_decide_leaves_people_alone_and_says_so(as_organiser, amina):
    page = as_organiser.post(
        address("accreditation_changelist"), {"action": "approve", "_selected_action": amina.pk}, follow=True
    )
    assert [str(message) for message in page.context["messages"]] == [
        "Amina Example: Another role decides about this kind of people: see the queue."
    ]
    amina.refresh_from_db()
    assert amina.status == Status.SUBMITTED


def test_an_action_calls_the_verb(as_organiser, amina, organiser, second_organiser, ceremony, now):
    Officer.objects.appoint(ceremony=ceremony, user=organiser, role=Role.ACCREDITATION, by=second_organiser, at=now)
    as_organiser.post(address("accreditation_changelist"), {"action": "approve", "_selected_action": amina.pk})
    amina.refresh_from_db()
    assert (amina.status, amina.decided_by) == (Status.APPROVED, organiser)


def contacts_typed(amina, contact, **second):
    typed = {
        "name": "", "quota": "7",
        "contacts-TOTAL_FORMS": 2, "contacts-INITIAL_FORMS": 1,
        "contacts-0-id": contact.pk, "contacts-0-nominator": amina.nominator_id, "contacts-0-is_active": "on",
        "contacts-1-nominator": amina.nominator_id, "contacts-1-is_active": "on",
    }  # fmt: skip
    return typed | {f"contacts-1-{name}": value for name, value in second.items()}


def test_an_organiser_adds_a_contact(as_organiser, amina, brazilian_focal_point, kenyan_focal_point):
    contact = NominatorContact.objects.get(user=kenyan_focal_point)
    change = address("nominator_change", amina.nominator_id)
    as_organiser.post(change, contacts_typed(amina, contact, email="Focal.Brazil@plenipo.example"))
    amina.nominator.refresh_from_db()
    assert amina.nominator.quota == 7
    assert {user.name for user in amina.nominator.people_to_write_to()} == {"Kito Example", "Bia Example"}


def test_a_contact_twice_is_refused_in_words(as_organiser, amina, kenyan_focal_point):
    contact = NominatorContact.objects.get(user=kenyan_focal_point)
    change = address("nominator_change", amina.nominator_id)
    page = as_organiser.post(change, contacts_typed(amina, contact, email=kenyan_focal_point.email))
    assert "This person is a contact already." in page.content.decode()
    assert NominatorContact.objects.count() == 1


def test_contacts_are_not_picked_from_a_list_of_all_accounts(as_organiser, amina, brazilian_focal_point):
    page = as_organiser.get(address("nominator_change", amina.nominator_id)).content.decode()
    assert ("focal.kenya@plenipo.example" in page, "focal.brazil@plenipo.example" in page) == (True, False)
    contact = NominatorContact.objects.get()
    as_organiser.post(
        address("nominator_change", amina.nominator_id), contacts_typed(amina, contact, user=brazilian_focal_point.pk)
    )
    assert NominatorContact.objects.get() == contact


def test_another_ceremonys_rows_are_not_there(as_organiser, amina, ceremony):
    Officer.objects.filter(role=Role.ORGANISER).update(status="ended")
    assert as_organiser.get(address("accreditation_change", amina.pk)).status_code in {302, 403}
    assert "Amina" not in as_organiser.get(address("accreditation_changelist"), follow=True).content.decode()


@pytest.mark.parametrize("name", ["document", "personaldataread"])
def test_papers_and_noted_readings_are_only_read(as_organiser, amina, accreditation_officer, now, name):
    PersonalDataRead.note(user=accreditation_officer, person=amina, fields=["photo"], page="queue", at=now)
    rows = {"document": amina.nominator.documents, "personaldataread": PersonalDataRead.objects}
    pk = rows[name].get().pk
    assert as_organiser.get(address(f"{name}_changelist")).status_code == 200
    assert as_organiser.get(address(f"{name}_change", pk)).status_code == 200
    assert as_organiser.post(address(f"{name}_change", pk), {"page": "x"}).status_code == 403
    assert as_organiser.post(address(f"{name}_delete", pk), {"post": "yes"}).status_code == 403
    assert as_organiser.get(address(f"{name}_add")).status_code == 403
