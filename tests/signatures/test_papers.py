"""Papers of the signing: what they say in every script, of whom and of what, and what fonts they need."""

import io
import uuid

import pytest
from django.utils import timezone
from pypdf import PdfReader

from ceremony.models import LedgerRow
from config import catalogue
from directory.texts import LocalText
from signatures import log
from signatures.models import EntryKind, FullPowers, Paper, Recording, Sitting
from signatures.papers import compose
from signatures.sentences import IN_SHORT, SENTENCES
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.signatures.ministers import WHO

pytestmark = [pytest.mark.django_db, pytest.mark.fonts, pytest.mark.usefixtures("private_files")]


def pages_of(paper):
    return [page.extract_text() for page in PdfReader(io.BytesIO(paper.file.read())).pages]


def text_of(paper):
    return " ".join("\n".join(pages_of(paper)).split())


@pytest.fixture
def annulled(treaty, second_depositary_officer, depositary_officer):
    """Annuls an entry by two officers: annulled(2)."""

    def make(number):
        at = timezone.now()
        return Recording.objects.correct(
            treaty.entries.get(number=number), EntryKind.ANNULMENT, key=uuid.uuid4(), by=second_depositary_officer,
            at=at, reason="Signed on the wrong line.",
        ).confirm(by=depositary_officer, at=at)  # fmt: skip

    return make


@pytest.fixture
def rehearsal(ceremony):
    ceremony.is_rehearsal = True
    ceremony.save(update_fields=["is_rehearsal"])


def test_names_stand_in_the_paper_in_every_script(morning, made, sitting):
    text = text_of(made("proces_verbal", sitting=sitting))
    for name, _office in WHO.values():
        assert (name, [word for word in name.split() if word not in text]) == (name, [])


@pytest.mark.parametrize(
    ("language", "name"), [("vi", "Trung Quốc"), ("ar", "الهاشمية"), ("en", "The People's Republic of China")]
)
def test_states_are_named_in_the_language_of_the_paper(morning, made, language, name):
    assert name in text_of(made("signatories", language=language))


def test_a_language_on_the_switch_gives_a_paper_in_its_words(morning, made):
    list(catalogue.compile_all())
    assert "Hội nghị ký kết" in text_of(made("signatories", language="vi"))


def test_every_page_states_the_head_the_count_and_the_time_with_its_place(morning, made, treaty, sitting):
    number, head = log.head(treaty)
    for kind, about in [("proces_verbal", {"sitting": sitting}), ("signatories", {}), ("certificate", {"number": 6})]:
        for page in pages_of(made(kind, **about)):
            assert (kind, head in page, f"entry {number}:" in page, "(Ha Noi time)" in page) == (kind, True, True, True)


def test_a_paper_names_the_treaty_and_its_chapter(morning, made, sitting):
    text = text_of(made("proces_verbal", sitting=sitting))
    assert "Convention against Examples" in text
    assert "XVIII-99" in text


def test_what_was_accepted_despite_and_what_is_owed_is_marked(morning, made, sitting):
    text = text_of(made("proces_verbal", sitting=sitting))
    assert "Accepted by the depositary despite: no full powers. Dora Depositary" in text
    assert "The powers were read out over the telephone." in text
    assert "Full powers accepted provisionally: the original is owed by" in text


def test_an_original_that_came_is_no_longer_owed(morning, made, treaty, brazil, depositary_officer, now):
    FullPowers.objects.of(treaty, brazil).receive_original(by=depositary_officer, at=now, on=now.date())
    text = text_of(made("signatories"))
    assert "Full powers accepted provisionally; the original was received on" in text
    assert "is owed by" not in text


def test_declarations_stand_below_with_their_language(morning, made):
    text = text_of(made("signatories"))
    assert "Kenya English Kenya declares that examples are examples." in text


def test_the_groups_of_the_list_sum_to_its_total(morning, made):
    data = compose.compose(made("signatories"))
    assert data["groups"] == [
        ["African States", "1"],
        ["Asia-Pacific States", "3"],
        ["Eastern European States", "1"],
        ["Latin American and Caribbean States", "1"],
    ]
    assert data["total"] == ["Signed", "6"]


def test_a_certificate_holds_all_copies_and_both_hashes(morning, made, treaty):
    entry = treaty.entries.get(number=6)
    text = text_of(made("certificate", number=6))
    assert [entry.hash in text, entry.previous_hash in text, "This entry stands." in text] == [True, True, True]
    data = compose.compose(Paper.objects.get())
    assert data["canonical"] == entry.canonical


def test_an_annulled_signature_leaves_the_list_and_stands_among_the_corrections(
    morning, made, treaty, sitting, annulled
):
    annulled(2)
    data = compose.compose(made("proces_verbal", sitting=sitting))
    assert [row["number"] for day in data["days"] for row in day["rows"]] == ["1", "3", "4", "5", "6"]
    assert [(row["number"], row["reason"]) for row in data["corrections"]] == [("7", "Signed on the wrong line.")]
    assert "2" not in [row["number"] for row in compose.compose(made("signatories"))["rows"]]
    assert compose.compose(made("certificate", number=2))["state"].startswith("This entry was annulled by entry 7 on")


def test_a_paper_tells_of_the_log_as_it_was_asked_for(morning, made, treaty, treaty_officer, annulled, now):
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    annulled(2)
    paper.make(at=now)
    assert len(compose.compose(paper)["rows"]) == 6
    assert paper.head == treaty.entries.get(number=6).hash


def test_a_proces_verbal_tells_of_its_own_session(morning, made, treaty, window, now):
    later = Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Appointments"), starts_at=now)
    text = text_of(made("proces_verbal", sitting=later))
    assert "the log holds no signature that stands" in text
    assert "Brazil" not in text


def test_a_rehearsal_says_so_on_every_page(rehearsal, morning, made):
    pages = pages_of(made("certificate", number=6))
    assert len(pages) > 1
    assert [page.count("REHEARSAL") for page in pages] == [1] * len(pages)
    assert Paper.objects.get().file_name.startswith("REHEARSAL-demo-certificate-6-en-")


def test_what_comes_from_people_is_never_markup(kenya, minister, signed, made):
    name = '#panic("x") *Amina* $x$ _Example_ @one \\ // <tag>'
    minister(kenya, name=name)
    signed(kenya)
    assert name in text_of(made("signatories"))


def test_a_name_in_arabic_runs_from_right_to_left_inside_an_english_table(morning, made):
    reader = PdfReader(io.BytesIO(made("signatories").file.read()))
    places = {}
    reader.pages[0].extract_text(visitor_text=lambda text, cm, tm, *_rest: places.setdefault(text.strip(), tm[4]))
    first, second = (next(x for text, x in places.items() if word in text) for word in WHO["JOR"][0].split())
    assert first >= second


def test_a_paper_can_be_kept_for_ever(morning, made):
    """PDF/A: its fonts are inside, and its language is said."""
    content = made("signatories", language="vi").file.read()
    assert b"pdfaid:part" in content
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "vi"


# Fonts


def test_without_fonts_the_paper_is_refused_and_the_package_is_named(
    morning, treaty, treaty_officer, now, settings, tmp_path
):
    settings.FONT_FOLDERS = [str(tmp_path)]
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    assert paper.make(at=now) is False
    paper.refresh_from_db()
    assert (paper.status, paper.file.name) == ("failed", "")
    assert paper.trouble == (
        "The fonts of the papers are not installed: install the package fonts-noto-core, then try again."
    )


def test_a_name_that_no_font_shows_is_refused_with_its_character(
    morning, treaty, treaty_officer, now, settings, tmp_path
):
    for font in ["NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf", "NotoNaskhArabic-Regular.ttf"]:
        (tmp_path / font).symlink_to(f"/usr/share/fonts/truetype/noto/{font}")
    settings.FONT_FOLDERS = [str(tmp_path)]
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    paper.make(at=now)
    assert paper.status == "failed"
    assert paper.trouble == (
        "No font at hand shows “例” (CJK UNIFIED IDEOGRAPH-4F8B): install the package fonts-noto-cjk, then try again."
    )


def test_once_the_fonts_are_there_it_is_tried_again(morning, treaty, treaty_officer, now, settings, tmp_path):
    folders, settings.FONT_FOLDERS = settings.FONT_FOLDERS, [str(tmp_path)]
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    paper.make(at=now)
    settings.FONT_FOLDERS = folders
    paper.try_again(by=treaty_officer, at=now)
    assert paper.make(at=now) is True
    rows = LedgerRow.objects.about(paper).values_list("before", "after")
    assert list(rows) == [("", "requested"), ("requested", "failed"), ("failed", "requested"), ("requested", "ready")]


def test_every_rule_has_its_few_words():
    assert sorted(IN_SHORT) == sorted(SENTENCES)


def test_what_is_true_of_every_row_is_said_once():
    rows = [{"notes": ["Entered afterwards.", "The day is not established."]}, {"notes": ["Entered afterwards."]}]
    assert compose._said_once(rows) == ["Of each of them: Entered afterwards."]
    assert rows == [{"notes": ["The day is not established."]}, {"notes": []}]
    assert compose._said_once(rows[:1]) == compose._said_once([]) == []
