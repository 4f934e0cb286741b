"""What goes wrong most often, each through the pages as people meet it: a clear sentence, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accreditation.models import Accreditation
from press.models import AssignmentLetter, EquipmentItem, Journalist, LetterName, Outlet, QuotaRequest
from tests.press.at_the_desk import words

PDF = b"%PDF-1.7\nletter\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(private_files):
    """Uploads of these tests go to a folder of their own."""


@pytest.fixture
def visit(client):
    """visit(contact, "letters", key): a page of the press as this person has it; with data, what is sent."""

    def make(user, name, *args, data=None, query=""):
        client.force_login(user)
        address = reverse(f"press:{name}", args=["demo", *args]) + query
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return make


@pytest.fixture
def decide(client, press_officer):
    """decide(person, "approve"): what the officer reads after pressing the button on the person's page."""

    def make(person, verb="approve", **data):
        client.force_login(press_officer)
        seen = Accreditation.objects.get(pk=person.pk).status
        address = reverse("accreditation:decide", args=["demo", person.key, verb])
        page = client.post(address, {"seen": seen, **data}, follow=True)
        person.refresh_from_db()
        return page, [str(message) for message in page.context["messages"]]

    return make


def said(page):
    return [str(message) for message in page.context["messages"]]


def a_letter(ceremony, now, *names, **changed):
    return {
        "file": SimpleUploadedFile("letter.pdf", PDF, "application/pdf"), "names": "\n".join(names),
        "dated": (ceremony.local(now).date() - timedelta(days=2)).isoformat(), "signatory": "Edna Editor",
        "valid_from": "", "valid_until": "", **changed,
    }  # fmt: skip


def test_nine_people_in_a_letter_where_the_quota_is_seven(
    visit, decide, ceremony, application, journalist, quota, contact, press_officer, now
):
    quota(7)
    names = [str(journalist(application, f"Person{number}")) for number in range(9)]
    page = visit(contact, "letters", application.key, data=a_letter(ceremony, now, *names))
    assert said(page) == [
        "The letter is handed in. It names 9 people.",
        "The quota of Example Times is 7 people: whoever is submitted beyond it waits. You may ask for a higher quota, "
        "with the reason.",
    ]
    page = visit(contact, "submit", application.key, data={})
    assert said(page) == [
        "7 people were submitted.",
        "Person7 Example, Person8 Example are over the quota of the outlet and were put on the waiting list.",
    ]
    page = visit(contact, "quota", application.key, data={"wanted": "9", "reason": "Two languages."})
    assert said(page) == ["The press desk has your request. Its answer comes by letter."]
    asked = QuotaRequest.objects.get()
    visit(press_officer, "desk_quota_verb", asked.pk, "grant", data={"grant-limit": "9", "grant-answer": ""})
    assert set(application.people.values_list("status", flat=True)) == {"submitted"}
    assert (application.people.count(), LetterName.objects.exclude(journalist=None).count()) == (9, 9)


def test_a_letter_without_a_date(visit, ceremony, application, journalist, contact, now):
    amina = journalist(application, "Amina")
    typed = a_letter(ceremony, now, "Amina Example", "Chi Example", dated="", valid_from="2026-11-01")
    page = visit(contact, "letters", application.key, data=typed)
    form = page.context["form"]
    assert form.errors == {
        "dated": ["A letter of assignment bears a date. Ask your editor for a dated letter, then write its date here."]
    }
    kept = {name: form[name].value() for name in ("names", "signatory", "valid_from", "kept_file")}
    assert kept | {"kept_file": ""} == {
        "names": "Amina Example\nChi Example", "signatory": "Edna Editor", "valid_from": "2026-11-01", "kept_file": "",
    }  # fmt: skip
    assert "Kept, you need not choose them again: The letter" in words(page)
    day = (ceremony.local(now).date() - timedelta(days=2)).isoformat()
    visit(contact, "letters", application.key, data=kept | {"dated": day, "valid_until": "", "file": ""})
    letter = AssignmentLetter.objects.get()
    assert (letter.document.name, letter.names.get(journalist=amina).name) == ("letter.pdf", "Amina Example")


def test_the_same_passport_in_two_outlets(
    decide, approved, other_application, other_outlet, other_contact, journalist, letter, accept, press_officer, now
):
    approved("Amina", person={"passport_number": "C1234567"})
    twin = journalist(other_application, "Amina", person={"passport_number": "C1234567"})
    accept(letter(other_application, twin))
    other_application.submit(by=other_contact, at=now)
    other_outlet.verify(by=press_officer, at=now)
    page, told = decide(twin.accreditation)
    sentence = "Amina Example is approved with this passport already, put forward by Example Times."
    assert told == [sentence]
    assert sentence in words(page)
    assert twin.accreditation.status == "submitted"
    _page, told = decide(twin.accreditation, "refuse", code="double", note="Comes for another outlet.", sure="on")
    assert (told, twin.accreditation.status) == (["Amina Example is refused."], "refused")
    assert Accreditation.objects.filter(status="approved").count() == 1


def test_a_journalist_who_is_in_a_delegation(
    client, decide, application, outlet, journalist, letter, accept, person, kenyan_delegation, kenyan_focal_point, contact,
    press_officer, now,
):  # fmt: skip
    delegate = person(kenyan_delegation, "Amina", passport_number="C1234567").accreditation
    delegate.submit(by=kenyan_focal_point, at=now)
    amina = journalist(application, "Amina", person={"passport_number": "C1234567"})
    accept(letter(application, amina))
    application.submit(by=contact, at=now)
    outlet.verify(by=press_officer, at=now)
    sentence = "Amina Example is put forward with this passport by Kenya too: nobody is delegate and press."
    client.force_login(press_officer)
    page = client.get(reverse("accreditation:person", args=["demo", amina.accreditation.key]))
    assert sentence in words(page)
    _page, told = decide(amina.accreditation)
    assert (told, amina.accreditation.status) == ([sentence], "submitted")
    delegate.refresh_from_db()
    assert delegate.status == "submitted"
    # Whoever applied is told nothing of a delegation.
    client.force_login(contact)
    page = client.get(reverse("press:person", args=["demo", application.key, amina.accreditation.key]))
    assert "Kenya too" not in words(page)


def test_an_outlet_that_sells_advertising(
    visit, decide, application, outlet, journalist, letter, accept, contact, press_officer, now
):
    amina, bo = journalist(application, "Amina"), journalist(application, "Bo", papers=False)
    accept(letter(application, amina, bo))
    visit(contact, "submit", application.key, data={})
    page = visit(
        press_officer,
        "desk_outlet_verb",
        outlet.key,
        "reject",
        data={"reject-seen": outlet.version, "reject-reason": "It sells advertising."},
    )
    assert said(page) == [
        "“Example Times” is rejected: nobody of it can be approved, and those who applied have a letter."
    ]
    amina.accreditation.refresh_from_db()
    _page, told = decide(amina.accreditation)
    assert told == ["Example Times is not bona fide media: It sells advertising."]
    # The rest stays where it is, and the outlet reads that it was rejected, not what the desk wrote for itself.
    page = visit(contact, "submit", application.key, data={})
    assert said(page) == [
        "Example Times is not accredited as media at this ceremony. Nothing was sent; your entries are kept. "
        "For questions please write to the press desk."
    ]
    assert "sells advertising." not in words(page)
    assert dict(application.people.values_list("given_names", "status")) == {"Amina": "submitted", "Bo": "draft"}
    _page, told = decide(amina.accreditation, "refuse", code="not_media", note="", sure="on")
    assert told == ["Amina Example is refused."]


def test_a_press_card_that_is_a_program_renamed(visit, application, kenya, contact):
    typed = {
        "family_name": "Example", "given_names": "Amina", "badge_name": "Amina Example", "nationality": kenya.pk,
        "date_of_birth": "1980-01-02", "passport_number": "AB 123456", "function": "photographer", "language": "fr",
        "residence": "foreign", "press_card_number": "PC 7", "samples": "", "consent": "on", "title": "", "email": "",
        "phone": "", "passport_expires": "", "press_card_issuer": "", "press_card_expires": "", "arrives_at": "",
        "arrives_by": "",
    }  # fmt: skip
    program = SimpleUploadedFile(
        "press card.pdf", b"MZ\x90\0 This program cannot be run in DOS mode.", "application/pdf"
    )
    passport = SimpleUploadedFile("passport.pdf", PDF, "application/pdf")
    page = visit(
        contact, "person_new", application.key, data=typed | {"press_card_copy": program, "passport_copy": passport}
    )
    form = page.context["form"]
    assert form.errors == {
        "press_card_copy": [
            "This is neither a PDF nor a JPEG or PNG scan that can be read. Save it as PDF and send it again."
        ]
    }
    assert {name: form[name].value() for name in ("given_names", "press_card_number", "passport_number")} == {
        "given_names": "Amina", "press_card_number": "PC 7", "passport_number": "AB 123456",
    }  # fmt: skip
    card = SimpleUploadedFile("press card.pdf", PDF, "application/pdf")
    kept = {"kept_passport_copy": form.data["kept_passport_copy"], "press_card_copy": card}
    visit(contact, "person_new", application.key, data=typed | kept)
    assert sorted(Journalist.objects.get().papers.values_list("kind", "name")) == [
        ("passport", "passport.pdf"), ("press_card", "press card.pdf"),
    ]  # fmt: skip


ITEM = {
    "kind": "transmitter", "make": "Example", "model": "Wave", "serial": "S-1", "quantity": "1", "value": "2500",
    "currency": "EUR", "frequency": "5.8 GHz", "power": "100 mW", "bandwidth": "", "origin": "", "ata_carnet": "",
    "carrier": "", "port": "", "arrives_on": "",
}  # fmt: skip


def test_a_serial_number_twice(visit, application, contact):
    visit(contact, "equipment_new", application.key, data=ITEM)
    page = visit(contact, "equipment_new", application.key, data=ITEM | {"serial": "s 1", "model": "Wave 2"})
    form = page.context["form"]
    assert form.errors == {"serial": ["On your list already: Example s 1. Nothing was added."]}
    assert (form["model"].value(), form["frequency"].value()) == ("Wave 2", "5.8 GHz")
    lines = "camera\tExample\tX1\tS-7\ncamera\tExample\tX2\tS-1\ncamera\tExample\tX3\tS-8"
    page = visit(contact, "equipment_paste", application.key, data={"lines": lines, "sure": "1"})
    [sentence] = page.context["form"].errors["lines"]
    assert "S-1" in sentence
    assert page.context["form"]["lines"].value() == lines
    assert EquipmentItem.objects.count() == 1


def test_a_frequency_in_words(visit, application, contact):
    page = visit(contact, "equipment_new", application.key, data=ITEM | {"frequency": "channel five"})
    form = page.context["form"]
    assert form.errors["frequency"] == [
        "“channel five” is no frequency: write a number with its unit, such as 5.8 GHz or 470-480 MHz."
    ]
    assert (form["frequency"].value(), form["make"].value()) == ("channel five", "Example")
    assert not EquipmentItem.objects.exists()


def test_an_application_after_the_deadline(
    visit, application, journalist, letter, call, contact, press_officer, now
):  # fmt: skip
    letter(application, journalist(application, "Amina"))
    type(call).objects.filter(pk=call.pk).update(closes_at=now - timedelta(minutes=1))
    page = visit(contact, "submit", application.key, data={})
    [sentence] = said(page)
    assert sentence.startswith("Applications of the press closed on ")
    assert sentence.endswith(
        "Nothing was sent; your entries are kept. Write to the press desk: it can admit you late, with a reason."
    )
    assert application.people.get().status == "draft"
    visit(
        press_officer, "desk_application_verb", application.key, "admit-late",
        data={"admit-late-reason": "Their server was down."},
    )  # fmt: skip
    assert said(visit(contact, "submit", application.key, data={})) == ["1 person was submitted."]


def test_an_outlet_is_merged_while_its_people_apply(
    visit, ceremony, application, journalist, quota, outlet, other_outlet, contact, press_officer, now
):
    """The contact has every page open from before; whatever is sent from them arrives at the outlet of now."""
    quota(7)
    journalist(application, "Amina")
    visit(
        press_officer, "desk_outlet_merge", outlet.key, data={"into": str(other_outlet.key), "reason": "One house."}
    )  # fmt: skip
    page = visit(contact, "letters", application.key, data=a_letter(ceremony, now, "Amina Example"))
    assert said(page) == ["The letter is handed in. It names 1 people."]
    visit(contact, "quota", application.key, data={"wanted": "9", "reason": "Nine come."})
    assert QuotaRequest.objects.get().outlet == other_outlet
    visit(contact, "equipment_new", application.key, data=ITEM)
    page = visit(contact, "submit", application.key, data={})
    assert said(page) == ["1 person was submitted."]
    assert "Sample Post" in words(page)
    assert other_outlet.people.get().status == "submitted"
    # Whoever has the former outlet's page open, to begin with it, comes to the one that it is now.
    page = visit(
        contact, "apply_outlet", query=f"?outlet={outlet.key}",
        data={"way": "single", "contact_name": "Kora Example", "contact_phone": ""},
    )  # fmt: skip
    assert Outlet.objects.get(pk=other_outlet.pk).applications.count() == 2
