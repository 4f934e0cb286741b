"""Press conferences: seats as long as there are any, questions put in ahead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from press.models import PressConference, Question, Seat


@pytest.fixture(autouse=True)
def files(private_files):
    """Photos of these tests go to a folder of their own."""


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


@pytest.fixture
def conference(session, press_officer, now):
    def make(seats=1, title="Opening press conference", **fields):
        times = {
            "opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1),
            "questions_close_at": now + timedelta(days=1),
        }  # fmt: skip
        return PressConference.objects.prepare(session(title), by=press_officer, at=now, seats=seats, **times | fields)

    return make


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


def test_the_first_gets_the_seat_and_the_second_waits_until_it_is_free(signed_in, conference, approved, address):
    one = conference()
    amina, bo = approved("Amina", "Bo")
    said = [
        messages_of(signed_in.post(address("seat_ask", one.key), {"person": str(who.accreditation.key)}, follow=True))
        for who in (amina, bo)
    ]
    assert said == [
        ["Amina Example has a seat at “Opening press conference”."],
        ["Every seat is taken: Bo Example is on the waiting list and gets a letter when one becomes free."],
    ]
    signed_in.post(address("seat_leave", one.key), {"person": str(amina.accreditation.key)})
    assert {seat.journalist: seat.status for seat in Seat.objects.all()} == {amina: "withdrawn", bo: "seated"}


def test_seats_are_for_the_accredited(signed_in, conference, application, journalist, letter, contact, address, now):
    amina = journalist(application, "Amina")
    letter(application, amina)
    application.submit(by=contact, at=now)
    one = conference()
    assert "none of yours is approved yet" in signed_in.get(address("conferences")).content.decode()
    page = signed_in.post(address("seat_ask", one.key), {"person": str(amina.accreditation.key)}, follow=True)
    assert messages_of(page) == ["Amina Example is not accredited yet."]


def test_a_question_is_put_in_with_its_language_and_withdrawn(signed_in, conference, approved, address):
    one = conference()
    [amina] = approved("Amina")
    typed = {"person": str(amina.accreditation.key), "text": "Quand?", "language": "fr", "to_whom": "The Chair"}
    signed_in.post(address("question_put", one.key), typed)
    question = Question.objects.get()
    assert (question.text, question.language, question.to_whom, question.journalist) == (
        "Quand?", "fr", "The Chair", amina,
    )  # fmt: skip
    assert '<bdi lang="fr">Quand?</bdi>' in signed_in.get(address("conferences")).content.decode()
    signed_in.post(address("question_withdraw", question.key))
    question.refresh_from_db()
    assert question.status == "withdrawn"


def test_a_question_that_is_too_long_is_kept_on_the_page(signed_in, conference, approved, address):
    one = conference()
    [amina] = approved("Amina")
    typed = {"person": str(amina.accreditation.key), "text": "Why? " * 130, "language": "en", "to_whom": ""}
    page = signed_in.post(address("question_put", one.key), typed).content.decode()
    assert "Why? Why? Why?" in page
    assert "invalid-feedback" in page
    summary = page.partition("There is a problem")[2].partition("</section>")[0]
    assert "Question: It has 649 characters, and 600 are the most: shorten it." in summary
    assert Question.objects.count() == 0


def test_a_fourth_question_is_refused_and_kept(signed_in, conference, approved, address, contact, now):
    one = conference()
    [amina] = approved("Amina")
    for number in range(3):
        one.put_question(amina, f"Question {number}?", language="en", by=contact, at=now)
    typed = {"person": str(amina.accreditation.key), "text": "A fourth?", "language": "en", "to_whom": ""}
    page = signed_in.post(address("question_put", one.key), typed)
    assert messages_of(page) == ["You have put in 3 questions: leave room for your colleagues."]
    assert "A fourth?" in page.content.decode()


def test_anothers_seat_and_question_do_not_exist(
    client, conference, approved, journalist, other_application, other_contact, contact, press_officer, address, now
):
    one = conference()
    [amina] = approved("Amina")
    one.sign_up(amina, by=contact, at=now)
    question = one.put_question(amina, "A secret question?", language="en", by=contact, at=now)
    journalist(other_application, "Otto")
    for user in (other_contact, press_officer):
        client.force_login(user)
        assert client.post(address("question_withdraw", question.key)).status_code == 404
        leaving = client.post(address("seat_leave", one.key), {"person": str(amina.accreditation.key)})
        assert leaving.status_code == 404
        assert client.post(address("seat_leave", one.key), {"person": "no key"}).status_code == 404
    client.force_login(other_contact)
    page = client.get(address("conferences")).content.decode()
    assert ("Opening press conference" in page, "secret question" in page, "Amina" in page) == (True, False, False)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_is_read_in_as_many_statements_for_three_as_for_one(
    signed_in, conference, approved, contact, address, now, how_many, django_assert_num_queries
):
    people = approved(*["Amina", "Bo", "Chi"][:how_many])
    for number in range(how_many):
        one = conference(title=f"Conference {number}")
        for person in people:
            one.sign_up(person, by=contact, at=now)
            one.put_question(person, "Why?", language="en", by=contact, at=now)
    with django_assert_num_queries(11):
        signed_in.get(address("conferences"))
