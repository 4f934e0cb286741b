"""How the papers lie on their pages: what is signed has its last lines above it, and a list is in the order that it shows."""

import io
import uuid

import pytest
from django.utils import timezone
from pypdf import PdfReader

from ceremony import typesetting
from directory.models import Entity
from signatures.models import EntryKind, Paper, Recording
from signatures.papers import compose
from signatures.papers.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]


@pytest.fixture
def asked(treaty, treaty_officer):
    """What stands in a paper: asked("signatories", "vi")."""

    def ask(kind, language="en", **about):
        paper = Paper.objects.ask(treaty, kind, language=language, by=treaty_officer, at=timezone.now(), **about)
        return compose.compose(paper)

    return ask


def pages_of(data):
    return [page.extract_text() for page in PdfReader(io.BytesIO(typesetting.typeset(data))).pages]


@pytest.mark.parametrize(("kind", "grows"), [("proces_verbal", "opening"), ("certificate", "state")])
def test_nobody_signs_a_page_on_which_nothing_else_stands(asked, sitting, kenya, minister, signed, kind, grows):
    minister(kenya)
    entry = signed(kenya)
    data = asked(kind, **({"sitting": sitting} if kind == "proces_verbal" else {"number": entry.number}))
    counts = set()
    for lines in range(0, 60, 4):
        pages = pages_of(data | {grows: "A line of words that fills the page so far, whatever it says of it. " * lines})
        counts.add(len(pages))
        assert (lines, "Entries in the log" in pages[-1], "For the depositary" in pages[-1]) == (lines, True, True)
    assert len(counts) > 1  # somewhere it went over


def test_of_an_annulment_it_is_said_why(treaty, kenya, minister, signed, depositary_officer, second_depositary_officer):
    minister(kenya)
    entry, at = signed(kenya), timezone.now()
    annulment = Recording.objects.correct(
        entry, EntryKind.ANNULMENT, key=uuid.uuid4(), by=depositary_officer, at=at, reason="Signed on the wrong line."
    ).confirm(by=second_depositary_officer, at=at)
    assert Words(treaty, "en").notes(annulment) == ["Annuls entry 1. Signed on the wrong line."]


def test_the_list_is_in_the_order_of_the_names_that_it_shows_first(asked, kenya, brazil, minister, signed):
    # In Vietnamese every formal name begins with the form of state; the alphabet is that of the short ones.
    Entity.objects.filter(pk=kenya.pk).update(short_vi="Kê-ni-a", formal_vi="Cộng hòa Kê-ni-a", sort_vi="kenia")
    Entity.objects.filter(pk=brazil.pk).update(
        short_vi="Bra-xin", formal_vi="Cộng hòa Liên bang Bra-xin", sort_vi="braxin"
    )
    for entity in (kenya, brazil):
        entity.refresh_from_db()
        minister(entity)
        signed(entity)
    data = asked("signatories", "vi")
    assert [row["short"] for row in data["rows"]] == ["Bra-xin", "Kê-ni-a"]
    page = " ".join(pages_of(data)[0].split())
    assert page.index("Bra-xin") < page.index("Cộng hòa Liên bang Bra-xin") < page.index("Kê-ni-a")
