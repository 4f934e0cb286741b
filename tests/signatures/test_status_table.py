"""The status table: who signed, who deposited what, and what they declared."""

import re
import uuid

import pytest
from django.core.cache import caches

from signatures.models import Action, Recording
from signatures.published import Published
from signatures.status_table import StatusTable

pytestmark = pytest.mark.django_db
STATUS = "/demo/signatures/status/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()


@pytest.fixture
def table(treaty, now):
    return lambda: StatusTable(Published.of(treaty, now))


def lines(table):
    return [(line.name, bool(line.signature), bool(line.consent), line.letter) for line in table.lines]


def test_a_line_for_each_participant_with_the_letters_of_the_depositary(
    kenya, brazil, austria, minister, signed, deposited, table
):
    for entity in [kenya, austria]:
        minister(entity)
        signed(entity)
    deposited(austria, Action.APPROVAL)
    deposited(brazil, Action.ACCESSION)
    assert lines(table()) == [
        ("Austria", True, True, "AA"),
        ("Brazil", False, True, "a"),
        ("Kenya", True, False, ""),
    ]
    assert (table().signatories, table().instruments) == (2, 2)


@pytest.mark.parametrize(("action", "letter"), [(Action.RATIFICATION, ""), (Action.ACCEPTANCE, "A")])
def test_a_ratification_has_no_letter_an_acceptance_has(kenya, minister, signed, deposited, table, action, letter):
    minister(kenya)
    signed(kenya)
    deposited(kenya, action)
    assert table().lines[0].letter == letter


def test_the_page_has_the_columns_of_the_depositarys_database(client, kenya, minister, signed, treaty):
    minister(kenya)
    signed(kenya)
    page = client.get(STATUS).content.decode()
    assert re.findall(r'<th scope="col">([^<]+)</th>', page) == [
        "Participant",
        "Signature",
        "Ratification, Acceptance (A), Approval (AA), Accession (a)",
    ]
    assert "Signatories: 1." in page
    assert "0 of 2 instruments that count are deposited." in page


def test_declarations_stand_below_in_their_language(
    client, kenya, minister, calling, treaty_officer, depositary_officer, now
):
    minister(kenya)
    call = calling(kenya)
    Recording.objects.record(
        call, key=call.key, by=treaty_officer, at=now,
        declarations=[{"kind": "declaration", "language": "fr", "text": "Le Kenya déclare <b>ceci</b>."}],
    ).confirm(by=depositary_officer, at=now)  # fmt: skip
    page = client.get(STATUS).content.decode()
    assert '<blockquote lang="fr" dir="auto"><p>Le Kenya déclare &lt;b&gt;ceci&lt;/b&gt;.</p></blockquote>' in page


def test_what_is_peculiar_about_a_signature_is_a_note_below(
    client, kenya, brazil, minister, ambassador, calling, treaty_officer, depositary_officer, now, table
):
    minister(kenya)
    call = calling(kenya)
    Recording.objects.record(call, key=call.key, by=treaty_officer, at=now, day_established=False).confirm(
        by=depositary_officer, at=now
    )
    ambassador(brazil)
    call = calling(brazil)
    call.accept_despite(by=depositary_officer, at=now, reason="Assurance of the mission")
    Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).confirm(by=depositary_officer, at=now)
    assert table().notes == [
        "Brazil: accepted by the depositary despite a lack of authority. Its reason: Assurance of the mission",
        "Kenya: that it signed is established, the day is not; the one given is assumed.",
    ]
    assert [line.signature_notes for line in table().lines] == [[1], [2]]
    page = client.get(STATUS).content.decode()
    assert re.findall(r'href="#(note-\d)"', page) == re.findall(r'<li id="(note-\d)"', page) == ["note-1", "note-2"]


def test_that_powers_are_provisional_is_not_public(
    client, brazil, ambassador, full_powers, signed, depositary_officer, now
):
    ambassador(brazil)
    full_powers(brazil, upto="accepted").verify(
        by=depositary_officer, at=now, manner="provisional", reason="On its way by courier", due_on=now.date()
    )
    signed(brazil)
    for path in [STATUS, "/demo/signatures/", "/demo/signatures.json"]:
        assert "provisionally" not in client.get(path).content.decode()
        assert "courier" not in client.get(path).content.decode()


def test_an_annulled_instrument_leaves_the_table_and_the_signature_stays(
    kenya, minister, signed, deposited, second_depositary_officer, depositary_officer, now, table
):
    minister(kenya)
    signed(kenya)
    entry = deposited(kenya, Action.RATIFICATION)
    Recording.objects.correct(
        entry, "annulment", key=uuid.uuid4(), by=second_depositary_officer, at=now, reason="Meant another treaty"
    ).confirm(by=depositary_officer, at=now)
    assert lines(table()) == [("Kenya", True, False, "")]


def test_the_order_in_which_they_signed_does_not_matter(kenya, brazil, austria, minister, signed, table):
    for entity in [kenya, brazil, austria]:
        minister(entity)
    for entity in [kenya, austria, brazil]:
        signed(entity)
    assert [line.name for line in table().lines] == ["Austria", "Brazil", "Kenya"]
