"""Papers of the signing: what they say in every script, what is refused, who reads them, and what a kill leaves behind."""

import io
import os
import signal
import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from ceremony import typesetting
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from config import catalogue
from directory.models import Entity, EntityKind, UNGroup
from directory.texts import LocalText
from signatures import log, tasks
from signatures.models import EntryKind, FullPowers, Manner, Paper, Recording, Sitting
from signatures.papers import compose
from signatures.sentences import IN_SHORT, SENTENCES
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.notifications.conftest import broker  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.fonts, pytest.mark.usefixtures("private_files")]

PAGE_STATEMENTS = 9
WHO = {
    "VNM": ("Nguyễn Thị Ví Dụ", "Bộ trưởng Bộ Ngoại giao"),
    "JOR": ("أمينة المثال", "وزيرة الخارجية وشؤون المغتربين"),
    "CHN": ("范例", "外交部长"),
    "RUS": ("Пример Иванович Образцов", "Министр иностранных дел"),
}


@pytest.fixture
def four(db):
    """States whose ministers write their names in four scripts."""
    rows = [
        ("VNM", "Viet Nam", "the Socialist Republic of Viet Nam", UNGroup.ASIA_PACIFIC, "Việt Nam"),
        ("JOR", "Jordan", "the Hashemite Kingdom of Jordan", UNGroup.ASIA_PACIFIC, "Jordan"),
        ("CHN", "China", "the People's Republic of China", UNGroup.ASIA_PACIFIC, "Trung Quốc"),
        ("RUS", "Russian Federation", "the Russian Federation", UNGroup.EASTERN_EUROPEAN, "Liên bang Nga"),
    ]
    ours = {"short_ar": "الأردن", "formal_ar": "المملكة الأردنية الهاشمية"}
    return [
        Entity.objects.create(
            code=code, kind=EntityKind.MEMBER_STATE, un_group=group, may_sign=True, short_en=short, formal_en=formal,
            short_vi=short_vi, formal_vi=short_vi, sort_en=short.lower(), **(ours if code == "JOR" else {}),
        )
        for code, short, formal, group, short_vi in rows
    ]  # fmt: skip


@pytest.fixture
def morning(
    four, kenya, brazil, ambassador, minister, full_powers, signed, calling, depositary_officer, treaty_officer, now
):
    """Four ministers; Brazil provisionally; Kenya's ambassador despite having no powers."""
    for entity in four:
        minister(entity, name=WHO[entity.code][0])
        signed(entity)
    ambassador(brazil, name="Bento Example")
    full_powers(brazil, upto="accepted").verify(
        by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="The courier is late.",
        due_on=now.date() + timedelta(days=14),
    )  # fmt: skip
    signed(brazil)
    ambassador(kenya, name="Amina Example")
    call = calling(kenya)
    call.accept_despite(by=depositary_officer, at=now, reason="The powers were read out over the telephone.")
    recording = Recording.objects.record(
        call, key=call.key, by=treaty_officer, at=now,
        declarations=[{"kind": "declaration", "language": "en", "text": "Kenya declares that examples are examples."}],
    )  # fmt: skip
    recording.confirm(by=depositary_officer, at=now)


@pytest.fixture
def made(treaty, treaty_officer):
    """Asks for a paper and makes it at once: made("signatories"). Gives the paper."""

    def make(kind, language="en", at=None, **about):
        at = at or timezone.now() + timedelta(seconds=1)
        paper = Paper.objects.ask(treaty, kind, language=language, by=treaty_officer, at=at, **about)
        paper.make(at=at)
        paper.refresh_from_db()
        assert (paper.status, paper.trouble) == ("ready", "")
        return paper

    return make


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


# Workers


def work_through_the_queue():
    """What a worker does with each message that the broker holds for it. Returns how many there were."""
    count = 0
    with current_app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        while True:
            try:
                message = queue.get(timeout=0.2)
            except queue.Empty:
                return count
            assert message.headers["task"] == "signatures.tasks.make_paper"
            tasks.make_paper(*message.payload[0])
            message.ack()
            count += 1


def begin_and_be_killed(paper, at):
    """Another process takes the paper in hand, writes half a file, and is killed."""
    child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's, on whose wire two must not talk

        def die(_data):
            paper.file.storage.save(f"papers/{paper.key.hex}.pdf", ContentFile(b"half a pa"))
            os.kill(os.getpid(), signal.SIGKILL)

        typesetting.typeset = die
        paper.make(at=at)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_a_paper_whose_worker_was_killed_is_made_by_the_sweep(signed, kenya, minister, treaty, treaty_officer, broker):  # noqa: F811
    minister(kenya)
    signed(kenya)
    asked = timezone.now() - timedelta(minutes=5)
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=asked)
    assert work_through_the_queue() == 1  # what was sent after the commit reaches a worker
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("ready", 1)

    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=asked)
    current_app.control.purge()
    begin_and_be_killed(paper, asked)
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("requested", 1)
    tasks.sweep_papers()
    assert work_through_the_queue() == 1
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("ready", 2)
    assert paper.file.read().startswith(b"%PDF-")
    assert len(paper.file.storage.listdir("papers")[1]) == 2  # nothing is left of the half


def test_the_sweep_leaves_alone_what_somebody_is_at(morning, treaty, treaty_officer):
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=timezone.now())
    Paper.objects.filter(pk=paper.pk).update(attempts=1)
    assert not Paper.objects.abandoned(timezone.now()).exists()
    tasks.make_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == ("requested", 1)


def test_a_paper_that_kills_its_worker_is_given_up(morning, treaty, treaty_officer, now):
    asked = now - timedelta(minutes=5)
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=asked)
    Paper.objects.filter(pk=paper.pk).update(attempts=3, tried_at=asked)
    tasks.make_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.status, paper.trouble) == ("failed", "It was begun 3 times and never finished.")


def test_who_asks_twice_before_it_is_made_gets_one_paper(morning, treaty, treaty_officer, depositary_officer, now):
    first = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    second = Paper.objects.ask(treaty, "signatories", language="en", by=depositary_officer, at=now)
    other = Paper.objects.ask(treaty, "signatories", language="vi", by=treaty_officer, at=now)
    assert first == second != other


def test_what_is_not_there_has_no_paper(morning, treaty, treaty_officer, ceremony, now):
    tomorrow = ceremony.local(now).date() + timedelta(days=1)
    for kind, about, words in [
        ("certificate", {"number": 99}, "There is no entry 99."),
        ("digest", {"day": tomorrow}, "That day has not come yet."),
    ]:
        with pytest.raises(Refused, match=words):
            Paper.objects.ask(treaty, kind, language="en", by=treaty_officer, at=now, **about)
    assert Paper.objects.count() == 0


# The page


def address(name="papers", *args):
    return reverse(f"signatures:{name}", args=["demo", *args])


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "proces_verbal"},
        {"kind": "signatories"},
        {"kind": "certificate", "number": "6"},
        {"kind": "digest", "day": "2026-01-01"},
    ],
    ids=lambda asked: asked["kind"],
)
def test_an_officer_asks_and_a_worker_makes_it_after_the_commit(
    client, morning, treaty_officer, sitting, asked, django_capture_on_commit_callbacks
):
    client.force_login(treaty_officer)
    asked |= {"language": "en"} | ({"sitting": sitting.pk} if asked["kind"] == "proces_verbal" else {})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(), asked)
    assert (answer.status_code, answer["Location"]) == (302, address())
    paper = Paper.objects.get()
    assert (paper.kind, paper.status, paper.asked_by) == (asked["kind"], "requested", treaty_officer)
    assert 'hx-trigger="every 2s"' in client.get(address()).content.decode()
    paper.make(at=timezone.now())
    page = client.get(address(), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in page
    assert address("paper", paper.key) in page


def test_a_paper_is_handed_out_as_a_file_that_nobody_keeps(client, morning, made, depositary_officer):
    paper = made("certificate", number=6)
    client.force_login(depositary_officer)
    answer = client.get(address("paper", paper.key))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="demo-certificate-6-en-{paper.head[:8]}.pdf"'
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_a_wrong_number_is_said_beside_its_field_and_stays(client, morning, treaty_officer):
    client.force_login(treaty_officer)
    answer = client.post(address(), {"kind": "certificate", "number": "99", "language": "en"})
    page = answer.content.decode()
    assert (answer.status_code, Paper.objects.count()) == (422, 0)
    assert "There is no entry 99." in page
    assert 'value="99"' in page


def test_a_paper_that_failed_says_why_and_is_tried_again(
    client, morning, treaty, treaty_officer, now, settings, tmp_path
):
    settings.FONT_FOLDERS = [str(tmp_path)]
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    paper.make(at=now)
    client.force_login(treaty_officer)
    assert "install the package fonts-noto-core" in client.get(address()).content.decode()
    assert client.get(address("paper", paper.key)).status_code == 404
    client.post(address("paper_again", paper.key))
    paper.refresh_from_db()
    assert (paper.status, paper.trouble) == ("requested", "")


def test_strangers_find_no_paper(client, morning, made, reader, accreditation_officer, kenyan_focal_point):
    paper = made("signatories")
    for stranger in [reader, accreditation_officer, kenyan_focal_point]:
        client.force_login(stranger)
        for answer in [
            client.get(address()),
            client.post(address(), {"kind": "signatories", "language": "en"}),
            client.get(address("paper", paper.key)),
            client.post(address("paper_again", paper.key)),
        ]:
            assert answer.status_code == 404
    assert Paper.objects.count() == 1


def test_the_list_takes_as_many_statements_for_three_papers_as_for_one(
    client, morning, made, organiser, django_assert_num_queries
):
    client.force_login(organiser)
    made("signatories")
    client.get(address())
    with django_assert_num_queries(PAGE_STATEMENTS):
        client.get(address())
    made("certificate", number=1)
    made("certificate", number=2)
    with django_assert_num_queries(PAGE_STATEMENTS):
        page = client.get(address()).content.decode()
    assert page.count("<tr>") == 4


def test_every_rule_has_its_few_words():
    assert sorted(IN_SHORT) == sorted(SENTENCES)


def test_what_is_true_of_every_row_is_said_once():
    rows = [{"notes": ["Entered afterwards.", "The day is not established."]}, {"notes": ["Entered afterwards."]}]
    assert compose._said_once(rows) == ["Of each of them: Entered afterwards."]
    assert rows == [{"notes": ["The day is not established."]}, {"notes": []}]
    assert compose._said_once(rows[:1]) == compose._said_once([]) == []


def test_the_page_of_an_entry_leads_to_its_certificate(client, morning, depositary_officer):
    client.force_login(depositary_officer)
    entry = client.get(reverse("signatures:entry", args=["demo", 6])).content.decode()
    assert f'href="{address()}?number=6#certificate"' in entry
    assert 'value="6"' in client.get(address() + "?number=6").content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31", "yesterday", ""])
def test_a_day_that_can_have_no_digest_is_said_beside_its_field(client, morning, treaty_officer, day):
    client.force_login(treaty_officer)
    answer = client.post(address(), {"kind": "digest", "day": day, "language": "en"})
    assert (answer.status_code, Paper.objects.count()) == (422, 0)


@pytest.mark.parametrize("kind", ["", "other", "digest'"])
def test_there_are_four_kinds_of_paper(client, morning, treaty_officer, kind):
    client.force_login(treaty_officer)
    assert client.post(address(), {"kind": kind, "language": "en"}).status_code == 404
