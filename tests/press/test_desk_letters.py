"""The letter of assignment beside its checklist, and the desk's panel and telephone."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

from datetime import timedelta

import pytest
from django.urls import reverse

from accreditation.models import PersonalDataRead
from press.models import AssignmentLetter, EquipmentItem, PressConference
from tests.press.at_the_desk import desk, errors, told, words  # noqa: F401

pytestmark = pytest.mark.django_db
YES = {"on_letterhead": "yes", "is_signed": "yes", "is_dated": "yes", "period_fits": "yes"}


def named(letter, *, without=(), **people):
    rows = list(letter.names.order_by("pk"))
    found = {f"named_{row.pk}": "on" for row in rows if row.name not in without}
    seen = {"seen": AssignmentLetter.objects.get(pk=letter.pk).as_seen()}
    return found | {f"person_{row.pk}": str(row.journalist_id or "") for row in rows} | seen


def test_the_list_asks_the_same_however_long_it_is(desk, application, letter, django_assert_num_queries):
    letter(application, "Amina Example")
    desk("desk_letters")
    with django_assert_num_queries(6):
        desk("desk_letters")
    letter(application, "Bo Example")
    letter(application, "Chi Example", "Dao Example")
    with django_assert_num_queries(6):
        assert [one.count for one in desk("desk_letters").context["page_obj"]] == [1, 1, 2]


def test_a_letter_in_order_is_accepted_and_the_next_one_opens(desk, application, journalist, letter):
    amina = journalist(application)
    first, second = letter(application, amina), letter(application, "Bo Example")
    response = desk("desk_letter", first.key, data=YES | named(first) | {"note": ""})
    assert told(response) == ["The letter of Example Times is accepted."]
    assert response.redirect_chain[-1][0].endswith(f"/{second.key}/")
    assert [(row.journalist, row.is_named) for row in first.names.all()] == [(amina, True)]


def test_each_question_is_answered(desk, application, letter):
    found = letter(application, "Amina Example")
    response = desk("desk_letter", found.key, data={"on_letterhead": "yes", "note": "Not yet"} | named(found))
    assert errors(response.context["form"]) == {
        name: ["Say yes or no."] for name in ("is_signed", "is_dated", "period_fits")
    }
    assert response.context["form"]["note"].value() == "Not yet"
    found.refresh_from_db()
    assert found.status == "handed_in"


def test_a_letter_without_signature_is_not_accepted_and_says_so(desk, application, letter):
    found = letter(application, "Amina Example")
    desk("desk_letter", found.key, data=YES | {"is_signed": "no", "note": "A stamp only"} | named(found))
    found.refresh_from_db()
    assert (found.status, found.is_signed, found.note) == ("rejected", False, "A stamp only")


def test_the_officer_says_who_a_name_is_and_who_does_not_stand_there(desk, application, journalist, letter):
    amina, bo = journalist(application), journalist(application, "Bo")
    found = letter(application, "A. Example", "Bo Example")
    first, _second = found.names.order_by("pk")
    typed = YES | named(found, without=["Bo Example"]) | {f"person_{first.pk}": str(amina.pk)}
    desk("desk_letter", found.key, data=typed)
    assert [(row.journalist, row.is_named) for row in found.names.order_by("pk")] == [(amina, True), (bo, False)]


def test_a_person_is_named_once(desk, application, journalist, letter):
    amina = journalist(application)
    found = letter(application, "A. Example", "Amina E.")
    first, second = found.names.order_by("pk")
    typed = YES | named(found) | {f"person_{row.pk}": str(amina.pk) for row in (first, second)}
    response = desk("desk_letter", found.key, data=typed)
    assert errors(response.context["form"]) == {
        f"person_{second.pk}": ["This person is “A. Example” already: a person stands in a letter once."]
    }


def test_two_names_may_change_places(desk, application, journalist, letter):
    amina, bo = journalist(application), journalist(application, "Bo")
    found = letter(application, amina, bo)
    first, second = found.names.order_by("pk")
    typed = YES | named(found) | {f"person_{first.pk}": str(bo.pk), f"person_{second.pk}": str(amina.pk)}
    desk("desk_letter", found.key, data=typed)
    assert [row.journalist for row in found.names.order_by("pk")] == [bo, amina]


def test_a_second_officer_is_told_who_checked_first(desk, application, journalist, letter, accept):
    found = letter(application, journalist(application))
    opened = YES | {"is_signed": "no"} | named(found)
    accept(found)
    response = desk("desk_letter", found.key, data=opened)
    [sentence] = response.context["form"].non_field_errors()
    assert "Petra Press was first" in sentence
    assert AssignmentLetter.objects.get().status == "accepted"


def test_nobody_is_covered_whom_the_officer_did_not_see(desk, application, journalist, letter, contact, now):
    zoe = journalist(application, "Zoe")
    found = letter(application, "A. Example")
    opened = YES | named(found)
    found.cover(found.names.get(), zoe, by=contact, at=now)
    response = desk("desk_letter", found.key, data=opened)
    assert response.context["form"].non_field_errors() == [
        "Somebody said meanwhile who a name in the letter is. Nothing was changed by you: open the letter anew."
    ]
    assert AssignmentLetter.objects.get().status == "handed_in"
    assert (found.names.get().journalist, found.names.get().is_named) == (zoe, None)


def test_nobody_checks_the_own_letter(desk, application, letter, press_officer):
    found = letter(application, "Amina Example")
    application.nominator.contacts.create(user=press_officer)
    response = desk("desk_letter", found.key, data=YES | named(found))
    assert response.context["form"].non_field_errors() == [
        "You answer for this application yourself: a colleague decides about it."
    ]
    assert AssignmentLetter.objects.get().status == "handed_in"


# The panel in the one queue


def test_beside_the_person_stand_outlet_letter_and_what_is_wanting(
    client, press_officer, organiser, accreditation_officer, ceremony, application, journalist, letter, contact, now
):  # fmt: skip
    amina = journalist(application, samples=[("https://times.example/a", "A report")])
    found = letter(application, amina)
    application.submit(by=contact, at=now)
    address = reverse("accreditation:person", args=[ceremony.slug, amina.accreditation.key])
    desk_address = reverse("press:desk_letter", args=[ceremony.slug, found.key])
    client.force_login(press_officer)
    page = client.get(address)
    assert "The letter of assignment that names Amina Example has not been checked." in words(page)
    assert "Letterhead: not looked at" in words(page)
    assert desk_address in page.content.decode()
    # Whoever is not of the press desk reads nothing of it and finds no way that leads to nothing.
    client.force_login(accreditation_officer)
    page = client.get(address)
    assert "Letterhead: not looked at" not in words(page)
    assert desk_address not in page.content.decode()


# The telephone


def test_a_person_is_found_by_any_part_of_the_name_or_outlet(desk, application, journalist):
    journalist(application, "Amína")
    journalist(application, "Bo", "Beispiel")

    def found(query):
        return [str(one) for one in desk("desk_phone", query=f"?q={query}").context["people"]]

    assert found("amina") == ["Amína Example"]
    assert found("example+bo") == ["Bo Beispiel"]  # "Example" is of the outlet
    assert found("times") == ["Bo Beispiel", "Amína Example"]
    assert "Nobody is found" in words(desk("desk_phone", query="?q=zzz"))
    assert list(desk("desk_phone", query="?q=%3F%3F%3F").context["outlets"]) == []


def test_what_is_missing_is_read_out(desk, application, journalist):
    amina = journalist(application, papers=False)
    page = words(desk("desk_phone", query="?q=amina"))
    for what in ["the copy of the passport", "the press card", "a letter of assignment with the name in it"]:
        assert what in page
    assert f"person={amina.accreditation.key}" not in page


def test_the_contact_and_the_person_are_reached_by_their_numbers_and_the_reading_is_noted(
    desk, application, journalist, contact, press_officer, now
):
    application.amend(
        seen=application.version, by=contact, at=now, contact_name="Kora Desk", contact_phone="+254 700 1"
    )
    contact.name = ""
    contact.save()
    amina = journalist(application, phone="+84 24 5")
    bo = journalist(application, "Bo")
    rows = [{"kind": "camera", "make": "E", "model": "X", "carrier": who} for who in (bo, None)]
    EquipmentItem.objects.declare(application, rows, by=contact, at=now)
    page = words(desk("desk_phone", query="?q=amina"))
    assert "+84 24 5" in page
    assert "Kora Desk +254 700 1 contact.times@plenipo.example" in page
    assert page.count("contact.times@plenipo.example") == 1
    assert "1 of the team, carried by nobody in particular: Declared" in page
    assert "1 carried by the person: Declared" in words(desk("desk_phone", query="?q=bo+example"))
    read = PersonalDataRead.objects.filter(
        user=press_officer, accreditation_id=amina.accreditation_id, page="telephone"
    )
    assert [one.fields for one in read] == ["phone, contact_phone"]


def test_an_outlet_of_which_nobody_is_entered_yet_is_found_with_its_contact(desk, application, contact, now):
    application.amend(
        seen=application.version, by=contact, at=now, contact_name="Kora Desk", contact_phone="+254 700 1"
    )
    page = words(desk("desk_phone", query="?q=times"))
    assert "Nobody of this outlet is entered yet." in page
    assert "Kora Desk +254 700 1" in page


def test_a_seat_is_told_on_the_telephone(desk, approved, session, press_officer, now):
    [amina] = approved("Amina")
    conference = PressConference.objects.prepare(
        session("The president asks back"), seats=3, opens_at=now, closes_at=now + timedelta(days=1),
        questions_close_at=now + timedelta(days=1), by=press_officer, at=now,
    )  # fmt: skip
    conference.sign_up(amina, by=press_officer, at=now)
    assert "The president asks back" in words(desk("desk_phone", query="?q=amina"))


def test_that_somebody_is_held_back_is_not_read_out(
    desk, application, journalist, letter, contact, press_officer, now
):  # fmt: skip
    amina = journalist(application)
    letter(application, amina)
    application.submit(by=contact, at=now)
    amina.accreditation.refresh_from_db()
    amina.accreditation.hold(by=press_officer, at=now, reason="The embassy is asked")
    page = words(desk("desk_phone", query=f"?q=amina&person={amina.accreditation.key}"))
    assert "Under review" in page
    assert "On hold" not in page
    assert "embassy" not in page


def test_the_telephone_takes_few_statements_and_knows_nobody_elsewhere(
    desk, application, journalist, django_assert_num_queries
):  # fmt: skip
    for name in ["Amina", "Bo", "Chi"]:
        journalist(application, name)
    desk("desk_phone", query="?q=times")
    with django_assert_num_queries(5):
        desk("desk_phone", query="?q=times")
    assert desk("desk_phone", query="?person=00000000-0000-0000-0000-000000000000").status_code == 404
    assert desk("desk_phone", query="?person=nonsense").status_code == 404
