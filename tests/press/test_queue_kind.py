"""The press in the one queue: what stands against an approval, with which codes one refuses, and what ends with it."""

from datetime import timedelta

import pytest

from accreditation.forms import DECISIONS
from accreditation.kinds import blockers
from accreditation.models import Accreditation, Document, Vetting
from accreditation.permissions import can_decide
from accreditation.queue import Queue
from ceremony.desk import desk
from ceremony.models import Role
from ceremony.procedure import Refused
from notifications.models import Letter
from press.models import Outlet


@pytest.fixture
def sent(application, journalist, letter, contact, now):
    """Sends somebody: sent("Amina", function="camera")."""

    def make(given_names="Amina", **fields):
        found = journalist(application, given_names, **fields)
        letter(application, found)
        application.submit(by=contact, at=now)
        return Accreditation.objects.get(pk=found.accreditation_id)

    return make


def test_an_approval_waits_for_outlet_letter_and_papers(sent, outlet, accept, application, press_officer, now):
    amina = sent()
    Document.objects.filter(kind="press_card").delete()
    assert blockers(amina, now) == [
        "Example Times is not verified: look at the outlet first.",
        "The letter of assignment that names Amina Example has not been checked.",
        "The press card is missing.",
    ]
    outlet.reject(by=press_officer, at=now, reason="It sells advertising.")
    assert blockers(amina, now)[0] == "Example Times is not bona fide media: It sells advertising."


def test_nothing_stands_against_who_is_complete(sent, outlet, accept, application, press_officer, now):
    amina = sent()
    outlet.verify(by=press_officer, at=now)
    accept(application.letters.get())
    assert blockers(amina, now) == []
    amina.approve(by=press_officer, at=now)
    told = Letter.objects.get(kind="press.approved")
    assert told.subject == "Example Times: accreditation approved"
    assert "collects the badge at the press desk, in person" in told.text
    assert "Nothing more is needed" not in told.text


def test_a_passport_or_press_card_that_expires_before_the_end_is_said(
    sent, outlet, accept, application, ceremony, press_officer, now
):
    amina = sent(
        passport_expires=ceremony.ends_on - timedelta(days=1), press_card_expires=ceremony.starts_on - timedelta(days=1)
    )
    outlet.verify(by=press_officer, at=now)
    accept(application.letters.get())
    assert blockers(amina, now) == [
        "The press card expires before the ceremony.",
        "The passport expires before the end of the ceremony.",
    ]


def test_the_quota_bars_an_approval_from_the_waiting_list(
    approved, sent, accept, application, quota, press_officer, now
):
    quota(1)
    approved("Amina")
    bo = sent("Bo", person={"passport_number": "Q7654321"})
    accept(application.letters.get(names__name="Bo Example"))
    assert bo.status == "waitlisted"
    assert blockers(bo, now) == ["The quota of Example Times is 1, and as many are approved: raise it first."]
    with pytest.raises(Refused):
        bo.approve(by=press_officer, at=now)


def test_the_same_passport_in_two_outlets_is_approved_once(
    approved, other_application, other_outlet, other_contact, journalist, letter, accept, press_officer, now
):
    approved("Amina", person={"passport_number": "C1234567"})
    twin = journalist(other_application, "Amina", person={"passport_number": "C1234567"})
    accept(letter(other_application, twin))
    other_application.submit(by=other_contact, at=now)
    other_outlet.verify(by=press_officer, at=now)
    found = Accreditation.objects.get(pk=twin.accreditation_id)
    assert blockers(found, now) == [
        "Amina Example is approved with this passport already, put forward by Example Times."
    ]


def test_a_journalist_who_is_in_a_delegation_is_not_approved(
    sent, outlet, accept, application, person, kenyan_delegation, kenyan_focal_point, press_officer, now
):
    delegate = person(kenyan_delegation, "Amina", passport_number="C1234567").accreditation
    delegate.submit(by=kenyan_focal_point, at=now)
    amina = sent(person={"passport_number": "C1234567"})
    outlet.verify(by=press_officer, at=now)
    accept(application.letters.get())
    assert blockers(amina, now) == [
        "Amina Example is put forward with this passport by Kenya too: nobody is delegate and press."
    ]


def test_vetting_stands_against_an_approval_of_the_press_too(sent, outlet, accept, application, press_officer, now):
    amina = sent()
    outlet.verify(by=press_officer, at=now)
    accept(application.letters.get())
    Vetting.objects.ask(amina, by=press_officer, at=now)
    assert blockers(amina, now) == ["Vetting is not finished, or objects."]


def test_the_press_desk_decides_about_the_press_and_nobody_else_does(
    sent, press_officer, accreditation_officer, organiser, reader, vetting_officer, contact
):
    amina = sent()
    may = [can_decide(user, amina) for user in (accreditation_officer, organiser, reader, vetting_officer, contact)]
    assert (can_decide(press_officer, amina), may) == (True, [False] * 5)


def test_the_press_is_refused_and_returned_with_codes_of_its_own(sent, person, kenyan_delegation):
    def codes(verb, of):
        return [code for code, _label in DECISIONS[verb](person=of).fields["code"].choices][1:]

    amina, delegate = sent(), person(kenyan_delegation, "Dele").accreditation
    assert codes("refuse", amina) == [
        "no_letter", "letter", "not_named", "not_media", "samples", "identity", "photo", "late", "quota", "double",
        "incomplete", "security",
    ]  # fmt: skip
    assert codes("return", amina)[:4] == ["letter", "not_named", "press_card", "samples"]
    assert codes("refuse", delegate)[0] == "no_status"
    assert "note_verbale" in codes("return", delegate)


def test_a_refusal_says_its_code_in_words(sent, press_officer, contact, now):
    amina = sent()
    amina.refuse(by=press_officer, at=now, code="not_named", note="The letter names others.")
    assert amina.code_words == "Not named in the letter of assignment"
    told = Letter.objects.get(kind="press.refused").text
    assert "Not named in the letter of assignment. The letter names others." in told
    assert "another person" not in told


def test_the_queue_finds_people_by_their_outlet_and_says_what_they_are(ceremony, sent, press_officer, enter):
    sent(function="photographer")
    rows = Queue(press_officer, ceremony, {"q": "example tim"}).page.object_list
    assert [(row.name, row.nominator, row.function) for row in rows] == [
        ("Amina Example", "Example Times", "Photographer")
    ]
    assert not Queue(press_officer, ceremony, {"q": "sample post"}).page.object_list


def test_a_former_name_of_the_outlet_finds_its_people(ceremony, sent, outlet, press_officer, now):
    sent()
    Outlet.objects.get(pk=outlet.pk).amend(seen=outlet.version, by=press_officer, at=now, name="Daily Illustration")
    for words in ("example times", "daily illustration"):
        assert [row.name for row in Queue(press_officer, ceremony, {"q": words}).page.object_list] == ["Amina Example"]


def test_a_persons_page_asks_few_statements_however_much_there_is_beside_him(
    client, sent, approved, application, letter, press_officer, django_assert_num_queries
):
    amina = sent(samples=[("https://example.org/a", "A")])
    client.force_login(press_officer)
    address = f"/demo/accreditation/people/{amina.key}/"
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
    letter(application, amina, "Zoe Example")
    approved("Bo", "Caro")
    with django_assert_num_queries(9):
        client.get(address)


def test_what_only_the_press_desk_decides_by_nobody_else_reads(
    client, sent, letter, application, outlet, press_officer, reader, now
):
    amina = sent(samples=[("https://example.org/a", "A")])
    letter(application, amina, "Zoe Example")
    outlet.verify(by=press_officer, at=now, note="Known from the last conference.")
    private = ["Known from the last conference.", "https://example.org/a", "Zoe Example", "Letter of assignment"]

    def shown(by):
        client.force_login(by)
        page = client.get(f"/demo/accreditation/people/{amina.key}/").content.decode()
        assert "Example Times" in page
        return [words for words in private if words in page]

    assert (shown(press_officer), shown(reader)) == (private, [])
    assert (
        "Who decides about this person: Press desk"
        in client.get(f"/demo/accreditation/people/{amina.key}/").content.decode()
    )


def test_who_waits_too_long_is_late_at_the_press_desk_and_at_no_other(sent, ceremony, now):
    sent()
    late = desk.late(ceremony, now + timedelta(days=4), {Role.ORGANISER})
    assert "the press desk" in {one.whose for one in late}
    assert "the accreditation officers" not in {one.whose for one in late}
