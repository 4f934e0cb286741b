"""Letters of assignment: dated, signed, on letterhead, with names; whoever is not named is not covered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ceremony.procedure import Refused
from notifications.models import Letter
from press import covering
from press.models import Application, AssignmentLetter, LetterName


@pytest.fixture
def people(application, journalist):
    return [journalist(application, "Amina"), journalist(application, "Bo", "Nguyễn")]


def test_names_find_their_persons_however_they_are_written(application, people, letter):
    amina, bo = people
    paper = letter(application, "EXAMPLE, Amina", "Nguyen Bo", "Zoe Example")
    assert [(name.name, name.journalist) for name in paper.names.all()] == [
        ("EXAMPLE, Amina", amina), ("Nguyen Bo", bo), ("Zoe Example", None),
    ]  # fmt: skip


def test_a_person_who_is_entered_later_is_found_in_the_letter(application, journalist, letter):
    paper = letter(application, "Zoe Example")
    zoe = journalist(application, "Zoe")
    assert paper.names.get().journalist == zoe


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"dated": None}, "A letter of assignment bears a date"),
        ({"signatory": " "}, "Write who signed the letter"),
        ({"names": [" "]}, "whoever is not named is not covered"),
    ],
)
def test_a_letter_without_date_signature_or_names_is_refused(application, pdf, contact, now, fields, sentence):
    entry = {
        "dated": now.date() - timedelta(days=3), "valid_from": None, "valid_until": None, "signatory": "Edna Editor",
        "names": ["Amina Example"], "by": contact, "at": now,
    }  # fmt: skip
    with pytest.raises(Refused, match=sentence):
        AssignmentLetter.objects.hand_in(application, pdf(), **entry | fields)
    assert not AssignmentLetter.objects.exists()


@pytest.mark.parametrize(("days", "sentence"), [(2, "lies ahead"), (-400, "older than a year")])
def test_a_letter_of_the_future_or_of_long_ago_is_refused(application, letter, now, days, sentence):
    with pytest.raises(Refused, match=sentence):
        letter(application, "Amina Example", dated=now.date() + timedelta(days=days))


def test_a_letter_that_passes_the_checklist_covers_those_who_are_named(application, people, letter, press_officer, now):
    amina, bo = people
    paper = letter(application, amina, bo)
    assert covering.lacks(amina) == "The letter of assignment that names Amina Example has not been checked."
    paper.examine(
        by=press_officer, at=now, on_letterhead=True, is_signed=True, is_dated=True, period_fits=True,
        named=[paper.names.get(journalist=amina).pk],
    )  # fmt: skip
    assert paper.status == "accepted"
    assert covering.lacks(amina) == ""
    assert covering.lacks(bo) == (
        "Bo Nguyễn is not named in the letter of assignment: whoever is not named is not covered."
    )


def test_a_letter_that_fails_a_point_is_not_accepted_and_the_contact_is_told(
    application, people, letter, contact, press_officer, now
):
    paper = letter(application, *people)
    paper.examine(
        by=press_officer, at=now, on_letterhead=True, is_signed=False, is_dated=True, period_fits=True,
        note="The signature is missing.",
    )  # fmt: skip
    assert paper.status == "rejected"
    assert covering.lacks(people[0]) == "The letter of assignment is not accepted. Wanting: signed."
    told = Letter.objects.get(kind="press.letter_rejected")
    assert told.recipient == contact
    assert "Wanting: signed." in told.text
    assert "The signature is missing." in told.text


def test_whoever_is_in_no_letter_is_told_so(people):
    assert covering.lacks(people[0]) == "No letter of assignment names Amina Example."


def test_a_letter_of_the_outlet_covers_who_applied_alone_once_an_officer_says_who_it_is(
    application, outlet, people, letter, accept, journalist, other_contact, press_officer, now
):
    own = Application.objects.open(outlet, "single", by=other_contact, at=now)
    zoe = journalist(own, "Zoe")
    paper = letter(application, *people, "Zoe Example")
    name = paper.names.get(name="Zoe Example")
    assert (name.journalist, covering.lacks(zoe)) == (None, "No letter of assignment names Zoe Example.")
    paper.cover(name, zoe, by=press_officer, at=now)
    accept(paper)
    assert covering.lacks(zoe) == ""
    assert zoe.missing() == []


def test_a_letter_does_not_cover_people_of_another_outlet(
    application, people, letter, other_application, journalist, press_officer, now
):
    stranger = journalist(other_application, "Otto")
    paper = letter(application, "Otto Example")
    with pytest.raises(Refused, match="is of another outlet"):
        paper.cover(paper.names.get(), stranger, by=press_officer, at=now)


def test_a_letter_with_which_somebody_was_sent_stays(application, people, letter, contact, now):
    paper = letter(application, *people)
    application.submit(by=contact, at=now)
    with pytest.raises(Refused, match="was sent with this letter"):
        paper.withdraw(by=contact, at=now)


def test_a_letter_nobody_was_sent_with_is_withdrawn_and_counts_no_more(application, people, letter, contact, now):
    paper = letter(application, *people)
    paper.withdraw(by=contact, at=now)
    assert covering.lacks(people[0]) == "No letter of assignment names Amina Example."
    with pytest.raises(Refused, match="was withdrawn"):
        AssignmentLetter.objects.get().examine(
            by=contact, at=now, on_letterhead=True, is_signed=True, is_dated=True, period_fits=True
        )


def test_whoever_takes_another_name_is_covered_no_more(application, people, letter, accept, contact, now):
    amina = people[0]
    accept(letter(application, *people))

    def call(given_names):
        amina.accreditation.given_names = given_names
        amina.amend(by=contact, at=now, seen_version=amina.version)

    call("Zoe")
    assert covering.lacks(amina) == "No letter of assignment names Zoe Example."
    call("Amina")
    # The officer found the name for the person before: now it is looked at again.
    assert covering.lacks(amina) == (
        "Amina Example is not named in the letter of assignment: whoever is not named is not covered."
    )
    assert covering.lacks(people[1]) == ""


def test_the_paper_may_be_looked_at_again(application, people, letter, accept, press_officer, now):
    paper = accept(letter(application, *people))
    paper.examine(by=press_officer, at=now, on_letterhead=True, is_signed=False, is_dated=True, period_fits=True)
    assert paper.status == "rejected"
    accept(paper)
    assert paper.status == "accepted"


# What PostgreSQL refuses


def test_postgresql_refuses_to_accept_a_letter_that_fails_a_point(application, people, letter, press_officer, now):
    paper = letter(application, *people)
    with pytest.raises(IntegrityError, match="passed_the_checklist"), transaction.atomic():
        AssignmentLetter.objects.filter(pk=paper.pk).update(
            status="accepted",
            on_letterhead=True,
            is_signed=True,
            is_dated=True,
            checked_by=press_officer,
            checked_at=now,
        )


def test_postgresql_refuses_to_add_a_name_to_an_accepted_letter_or_to_date_it_anew(
    application, people, letter, accept, now
):
    paper = accept(letter(application, people[0]))
    with pytest.raises(IntegrityError, match="Nobody is added"), transaction.atomic():
        LetterName.objects.create(letter=paper, name="Bo Nguyễn", key="bo nguyen", journalist=people[1])
    with pytest.raises(IntegrityError, match="dates of a letter"), transaction.atomic():
        AssignmentLetter.objects.filter(pk=paper.pk).update(dated=now.date())
