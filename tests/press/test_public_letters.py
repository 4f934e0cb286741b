"""Letters of assignment as the outlet hands them in: whom each names, and what is wrong said beside the field."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from press.models import AssignmentLetter, LetterName

PDF = b"%PDF-1.7\nletter\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(private_files):
    """Uploads of these tests go to a folder of their own."""


@pytest.fixture
def where(application):
    return reverse("press:letters", args=["demo", application.key])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


@pytest.fixture
def typed(ceremony, now):
    def make(*names, **changed):
        fields = {
            "file": SimpleUploadedFile("letter.pdf", PDF, "application/pdf"),
            "dated": (ceremony.local(now).date() - timedelta(days=2)).isoformat(), "signatory": "Edna Editor",
            "valid_from": "", "valid_until": "", "names": "\n".join(names),
        }  # fmt: skip
        return {**fields, **changed}

    return make


def test_one_letter_covers_several_people_found_by_their_names(signed_in, application, journalist, where, typed):
    amina, bo = journalist(application, "Amina"), journalist(application, "Bo")
    assert signed_in.get(where).context["form"]["names"].value() == "Amina Example\nBo Example"
    page = signed_in.post(where, typed("EXAMPLE Amina", "Bo Example", "Chi Example"), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "The letter is handed in. It names 3 people.",
        "Not on your list of people yet: Chi Example. Enter them, or say below who they are.",
    ]
    assert [name.journalist for name in LetterName.objects.order_by("pk")] == [amina, bo, None]
    assert page.context["uncovered"] == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "dated",
            "",
            "A letter of assignment bears a date. Ask your editor for a dated letter, then write its date here.",
        ),
        ("dated", "2090-01-01", "The letter bears a date that lies ahead: write the date on it."),
        ("signatory", " ", "Write who signed the letter: one without a signature does not count."),
        ("names", "", "Write the names in the letter: whoever is not named is not covered."),
        ("file", "", "Choose the file first."),
    ],
)
def test_what_a_letter_lacks_is_said_beside_the_field(signed_in, where, typed, field, value, sentence):
    page = signed_in.post(where, typed(**{"names": "Amina Example", field: value}))
    assert page.context["form"].errors == {field: [sentence]}
    assert AssignmentLetter.objects.count() == 0


def test_a_letter_that_was_good_need_not_be_chosen_again(signed_in, where, typed):
    page = signed_in.post(where, typed("Amina Example", dated=""))
    token = page.context["form"].data["kept_file"]
    signed_in.post(where, typed("Amina Example", file="", kept_file=token))
    assert AssignmentLetter.objects.get().document.name == "letter.pdf"


def test_a_letter_for_nine_where_the_quota_is_seven_is_taken_and_said(signed_in, quota, where, typed):
    quota(7)
    page = signed_in.post(where, typed(*(f"Person{number} Example" for number in range(9))), follow=True)
    assert [str(message) for message in page.context["messages"]][-1] == (
        "The quota of Example Times is 7 people: whoever is submitted beyond it waits. You may ask for a higher quota, "
        "with the reason."
    )
    assert LetterName.objects.count() == 9


def test_a_name_written_otherwise_is_said_to_be_a_person(signed_in, application, journalist, letter, where):
    amina = journalist(application, "Amina")
    handed_in = letter(application, "A. Example")
    [name] = handed_in.names.all()
    page = signed_in.get(where)
    assert page.context["uncovered"] == [amina]
    cover = reverse("press:letter_cover", args=["demo", application.key, handed_in.key, name.pk])
    signed_in.post(cover, {"journalist": ""})
    assert LetterName.objects.get().journalist is None
    signed_in.post(cover, {"journalist": str(amina.accreditation.key)})
    assert LetterName.objects.get().journalist == amina


def test_a_person_of_another_outlet_is_not_covered_by_ones_letter(
    signed_in, application, other_application, journalist, letter
):
    other = journalist(other_application, "Otto")
    handed_in = letter(application, "Otto Example")
    [name] = handed_in.names.all()
    cover = reverse("press:letter_cover", args=["demo", application.key, handed_in.key, name.pk])
    signed_in.post(cover, {"journalist": str(other.accreditation.key)})
    assert LetterName.objects.get().journalist is None


def test_a_letter_that_was_not_accepted_says_what_is_wanting(
    signed_in, application, journalist, letter, press_officer, where, now
):
    amina = journalist(application, "Amina")
    handed_in = letter(application, amina)
    handed_in.examine(
        by=press_officer, at=now, on_letterhead=False, is_signed=True, is_dated=True, period_fits=True,
        named=[name.pk for name in handed_in.names.all()], note="On plain paper.",
    )  # fmt: skip
    page = signed_in.get(where).content.decode()
    assert "Wanting: on letterhead." in page
    assert "On plain paper." in page


def test_a_letter_is_taken_back_until_somebody_was_sent_with_it(
    signed_in, application, journalist, letter, contact, where, now
):
    amina = journalist(application, "Amina")
    first, second = letter(application, "Nobody Example"), letter(application, amina)
    application.submit(by=contact, at=now)
    for one in (first, second):
        page = signed_in.post(reverse("press:letter_withdraw", args=["demo", application.key, one.key]), follow=True)
    assert "was sent with this letter: it stays" in page.content.decode()
    assert {one.pk: one.status for one in AssignmentLetter.objects.all()} == {
        first.pk: "withdrawn",
        second.pk: "handed_in",
    }


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_letters_are_read_in_as_many_statements_for_three_as_for_one(
    signed_in, application, journalist, letter, where, how_many, django_assert_num_queries
):
    for name in ["Amina", "Bo", "Chi"][:how_many]:
        letter(application, journalist(application, name), "Nobody Example")
    with django_assert_num_queries(10):
        signed_in.get(where)


def test_a_letter_of_another_application_does_not_exist(client, application, letter, other_contact, other_application):
    handed_in = letter(application, "Amina Example")
    client.force_login(other_contact)
    for key in (application.key, other_application.key):
        assert client.post(reverse("press:letter_withdraw", args=["demo", key, handed_in.key])).status_code == 404
