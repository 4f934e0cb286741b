"""The people of an application: one form each, with photo and papers; nothing typed or chosen is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accreditation.models import Accreditation, Document, PersonalDataRead
from press.models import Application, Journalist
from tests.accreditation.conftest import jpeg

PDF = b"%PDF-1.7\nscan\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(private_files):
    """Uploads of these tests go to a folder of their own."""


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def pdf_file(name="scan.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def photo_file():
    return SimpleUploadedFile("me.jpg", jpeg().read(), "image/jpeg")


@pytest.fixture
def typed(kenya):
    def make(**changed):
        fields = {
            "family_name": "Example", "given_names": "Amina", "badge_name": "Amina Example", "title": "",
            "nationality": kenya.pk, "date_of_birth": "1980-01-02", "passport_number": "AB 123456", "email": "",
            "function": "photographer", "language": "fr", "phone": "+254 700", "residence": "foreign",
            "passport_expires": "2040-01-01", "press_card_number": "PC 7", "press_card_issuer": "Union",
            "press_card_expires": "2040-01-01", "samples": "", "arrives_at": "", "arrives_by": "", "consent": "on",
        }  # fmt: skip
        return {**fields, **changed}

    return make


def test_a_person_is_entered_with_photo_and_papers(signed_in, application, typed, address, contact):
    uploads = {"photo": photo_file(), "passport_copy": pdf_file(), "press_card_copy": pdf_file("card.pdf")}
    page = signed_in.post(address("person_new", application.key), typed(**uploads), follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Amina Example is saved. Still missing: a letter of assignment with the name in it."
    ]
    one = Journalist.objects.get()
    assert (one.function, one.language, one.phone, one.press_card_number) == ("photographer", "fr", "+254 700", "PC 7")
    assert (one.accreditation.passport_number, one.accreditation.nominator) == ("AB 123456", application.nominator)
    assert sorted(one.papers.values_list("kind", "name")) == [("passport", "scan.pdf"), ("press_card", "card.pdf")]
    assert one.consented_at is not None


def test_the_name_alone_is_enough_to_save(signed_in, application, typed, address):
    blank = dict.fromkeys(typed(), "") | {
        "family_name": "Example", "function": "reporter", "language": "en", "residence": "foreign",
    }  # fmt: skip
    del blank["consent"]
    signed_in.post(address("person_new", application.key), blank)
    assert [str(one) for one in Journalist.objects.all()] == ["Example"]


def test_what_was_good_on_a_form_that_was_not_need_not_be_chosen_again(signed_in, application, typed, address):
    uploads = {"photo": photo_file(), "passport_copy": pdf_file("my passport.pdf")}
    page = signed_in.post(address("person_new", application.key), typed(family_name="", **uploads))
    form = page.context["form"]
    assert "Kept, you need not choose them again: Copy of the passport" in " ".join(page.content.decode().split())
    assert Journalist.objects.count() == 0

    kept = {name: form.data[name] for name in ("kept_photo", "kept_passport_copy")}
    signed_in.post(address("person_new", application.key), typed(**kept))

    one = Journalist.objects.get()
    assert bool(one.accreditation.photo)
    assert list(one.papers.values_list("name", flat=True)) == ["my passport.pdf"]


def test_a_kept_paper_is_nobody_elses(
    signed_in, client, application, other_application, other_contact, typed, address
):  # fmt: skip
    page = signed_in.post(address("person_new", application.key), typed(family_name="", passport_copy=pdf_file()))
    token = page.context["form"].data["kept_passport_copy"]
    client.force_login(other_contact)
    client.post(address("person_new", other_application.key), typed(kept_passport_copy=token))
    assert (Journalist.objects.count(), Document.objects.count()) == (1, 0)


def test_a_program_that_calls_itself_a_press_card_is_not_taken(signed_in, application, typed, address):
    page = signed_in.post(
        address("person_new", application.key), typed(press_card_copy=pdf_file("card.pdf", b"MZ\x90\0 program"))
    )
    assert page.context["form"].errors["press_card_copy"] == [
        "This is neither a PDF nor a JPEG or PNG scan that can be read. Save it as PDF and send it again."
    ]
    assert 'value="Amina"' in page.content.decode()
    assert Journalist.objects.count() == 0


def test_papers_that_run_out_before_the_ceremony_are_said_at_once(signed_in, application, typed, address):
    page = signed_in.post(
        address("person_new", application.key), typed(passport_expires="2020-01-01", press_card_expires="2020-01-01")
    )
    assert {name: list(errors) for name, errors in page.context["form"].errors.items()} == {
        "passport_expires": ["The passport expires before the ceremony ends: it does not do."],
        "press_card_expires": ["The press card expires before the ceremony: a valid one is needed."],
    }


def test_visa_support_is_asked_for_in_time(signed_in, application, call, typed, address, now):
    call.visa_closes_at = now - timedelta(hours=1)
    call.save()
    page = signed_in.post(address("person_new", application.key), typed(visa_support="on"))
    [sentence] = page.context["form"].errors["visa_support"]
    assert sentence.startswith("Visa support could be asked for until ")


def test_the_same_passport_twice_in_an_application_is_refused(signed_in, application, typed, address):
    signed_in.post(address("person_new", application.key), typed())
    page = signed_in.post(address("person_new", application.key), typed(given_names="Bo", badge_name="Bo"))
    assert page.context["form"].errors["passport_number"] == [
        "Amina Example is on your list with this passport number already."
    ]


def test_the_same_passport_in_two_outlets_is_kept_for_the_officers_and_told_to_nobody(
    signed_in, client, application, other_application, other_contact, typed, address
):
    signed_in.post(address("person_new", application.key), typed())
    client.force_login(other_contact)
    page = client.post(address("person_new", other_application.key), typed(), follow=True)
    assert "Example Times" not in page.content.decode()
    assert Accreditation.objects.count() == 2


def test_samples_of_work_are_links_with_titles(signed_in, application, typed, address):
    lines = "https://times.example/a A report\ntimes.example/b\n\n"
    signed_in.post(address("person_new", application.key), typed(samples=lines))
    assert list(Journalist.objects.get().samples.values_list("url", "title")) == [
        ("https://times.example/a", "A report"), ("https://times.example/b", ""),
    ]  # fmt: skip
    page = signed_in.post(address("person_new", application.key), typed(passport_number="", samples="see my blog"))
    assert page.context["form"].errors["samples"] == [
        "“see my blog” does not begin with an address: write it like https://times.example/report."
    ]


def test_a_freelancer_needs_samples_and_enters_one_person_only(
    signed_in, outlet, contact, typed, address, now, call
):  # fmt: skip
    application = Application.objects.open(outlet, "freelance", by=contact, at=now)
    page = signed_in.post(address("person_new", application.key), typed(), follow=True)
    assert "samples of work" in str(next(iter(page.context["messages"])))
    page = signed_in.post(address("person_new", application.key), typed(given_names="Bo", passport_number="X 9"))
    assert page.context["form"].non_field_errors() == [
        "This application is for one person. To bring colleagues, apply for your outlet's team."
    ]


def test_an_entry_is_changed_and_its_reading_is_on_record(signed_in, application, journalist, typed, address, contact):
    one = journalist(application, "Amina")
    where = address("person", application.key, one.accreditation.key)
    page = signed_in.get(where)
    assert PersonalDataRead.objects.get().fields == (
        "passport_number, date_of_birth, phone, passport_expires, press_card_number"
    )
    assert [paper.name for paper in page.context["papers"]] == ["press_card.pdf", "passport.pdf"]
    version = page.context["form"]["version"].value()

    signed_in.post(where, typed(title="Chief photographer", passport_copy=pdf_file("new.pdf"), version=version))

    one.accreditation.refresh_from_db()
    assert one.accreditation.title == "Chief photographer"
    assert sorted(one.papers.values_list("name", flat=True)) == ["new.pdf", "press_card.pdf"]


def test_an_old_page_of_a_person_overwrites_nothing(signed_in, application, journalist, typed, address):
    one = journalist(application, "Amina")
    where = address("person", application.key, one.accreditation.key)
    version = signed_in.get(where).context["form"]["version"].value()
    signed_in.post(where, typed(title="First", version=version))
    page = signed_in.post(where, typed(title="Second", version=version))
    assert "while you were writing" in page.content.decode()
    one.accreditation.refresh_from_db()
    assert one.accreditation.title == "First"
    signed_in.post(where, typed(title="Second", version=page.context["form"].data["version"]))
    one.accreditation.refresh_from_db()
    assert one.accreditation.title == "Second"


def test_a_paper_chosen_in_error_is_taken_back(signed_in, application, journalist, address):
    one = journalist(application, "Amina")
    paper = one.papers.get(kind="press_card")
    where = address("paper_take_back", application.key, one.accreditation.key, paper.key)
    signed_in.post(where)
    assert "press card" in ", ".join(map(str, Journalist.objects.get(pk=one.pk).missing()))
    assert signed_in.post(where).status_code == 404


def test_who_was_sent_cannot_be_changed_but_says_when_he_arrives(
    signed_in, application, journalist, letter, typed, address, contact, ceremony, now
):
    one = journalist(application, "Amina")
    letter(application, one)
    application.submit(by=contact, at=now)
    where = address("person", application.key, one.accreditation.key)
    assert "cannot be changed here" in signed_in.get(where).content.decode()
    day = ceremony.starts_on.isoformat()
    signed_in.post(where, {"arrives_at": f"{day}T08:30", "arrives_by": "VN 36", "port": "", "family_name": "Other"})
    one.refresh_from_db()
    one.accreditation.refresh_from_db()
    assert (ceremony.local(one.arrives_at).strftime("%H:%M"), one.arrives_by) == ("08:30", "VN 36")
    assert one.accreditation.family_name == "Example"


def test_a_returned_person_is_corrected_and_sent_again(
    signed_in, application, journalist, letter, press_officer, address, contact, now
):
    one = journalist(application, "Amina")
    letter(application, one)
    application.submit(by=contact, at=now)
    one.accreditation.refresh_from_db()
    one.accreditation.send_back(by=press_officer, at=now, code="photo", note="A passport photo, please.")
    page = signed_in.get(address("people", application.key))
    assert "A passport photo, please." in page.content.decode()
    signed_in.post(address("person_resubmit", application.key, one.accreditation.key))
    one.accreditation.refresh_from_db()
    assert one.accreditation.status == "submitted"


def test_whoever_was_returned_for_want_of_a_letter_is_sent_again_with_one_that_names_him(
    signed_in, application, journalist, letter, accept, press_officer, address, contact, now
):
    amina, bo = journalist(application, "Amina"), journalist(application, "Bo")
    paper = letter(application, amina, bo)
    application.submit(by=contact, at=now)
    accept(paper)
    paper.names.filter(journalist=bo).update(is_named=False)
    bo.accreditation.refresh_from_db()
    bo.accreditation.send_back(by=press_officer, at=now, code="not_named", note="Bo is not in the letter.")
    page = signed_in.get(address("application", application.key))
    assert [one.lacks for one, _what in page.context["people"]] == [[], ["a letter of assignment with the name in it"]]
    assert "Submit Bo Example again" not in page.content.decode()
    [task] = [one for one in page.context["tasks"] if one["label"] == "Letters of assignment"]
    assert task["state"].missing == ("Bo Example is named in no letter.",)
    again = address("person_resubmit", application.key, bo.accreditation.key)
    signed_in.post(again)
    bo.accreditation.refresh_from_db()
    assert bo.accreditation.status == "returned"
    letter(application, bo)
    assert "Submit Bo Example again" in signed_in.get(address("application", application.key)).content.decode()
    signed_in.post(again)
    bo.accreditation.refresh_from_db()
    assert bo.accreditation.status == "submitted"


def test_a_draft_is_taken_off_the_list_with_its_papers(signed_in, application, journalist, address):
    one = journalist(application, "Amina")
    where = address("person_remove", application.key, one.accreditation.key)
    assert "deleted with its photo and papers" in signed_in.get(where).content.decode()
    signed_in.post(where)
    assert (Journalist.objects.count(), Document.objects.count()) == (0, 0)


def test_a_refusal_says_its_ground_and_one_for_security_nothing_more(
    signed_in, application, journalist, letter, press_officer, address, contact, now
):
    people = [journalist(application, name) for name in ("Amina", "Bo")]
    letter(application, *people)
    application.submit(by=contact, at=now)
    for one, code, note in zip(people, ["not_media", "security"], ["Advertising only.", ""], strict=True):
        one.accreditation.refresh_from_db()
        one.accreditation.refuse(by=press_officer, at=now, code=code, note=note)
    first, second = (
        signed_in.get(address("person", application.key, one.accreditation.key)).content.decode() for one in people
    )
    assert "Not bona fide media" in first
    assert "Advertising only." in first
    assert "Not granted" in second
