"""The depositary's digest of a day: what it tells, when it goes, and that it goes once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ceremony.models import Role
from directory.texts import LocalText
from notifications.models import Letter
from signatures import digest, log, tasks
from signatures.models import Attempt, FullPowers, Manner, Paper, Recording, SigningWindow, Stands, Treaty
from signatures.papers import compose
from tests.accreditation.conftest import private_files  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

HA_NOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def now():
    """Three in the afternoon of the opening day, in Ha Noi."""
    return datetime(2025, 10, 25, 15, 0, tzinfo=HA_NOI)


@pytest.fixture
def evening(now):
    return now.replace(hour=20)


@pytest.fixture
def kenya_signed(kenya, minister, signed, now):
    minister(kenya)
    return signed(kenya, now)


def letters():
    return Letter.objects.filter(kind="signatures.daily_digest").order_by("pk")


def days(treaty, at):
    return [day.isoformat() for day in digest.days_due(Treaty.objects.get(pk=treaty.pk), at)]


def test_the_letter_tells_of_entries_attempts_what_is_owed_and_the_head(
    treaty, kenya_signed, brazil, ambassador, full_powers, recording, depositary_officer, now, evening
):
    ambassador(brazil)
    with pytest.raises(Stands):
        recording(brazil, now)
    full_powers(brazil, upto="accepted").verify(
        by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="The courier is late.",
        due_on=now.date() + timedelta(days=14),
    )  # fmt: skip
    assert digest.send(treaty, now.date(), evening) is True
    letter = letters().get()
    assert letter.recipient == depositary_officer
    assert letter.subject == "Example Convention: digest of 25 October 2025"
    for line in [
        "from 24 October 2025, 20:00 (Ha Noi time) to 25 October 2025, 20:00 (Ha Noi time)",
        "1. Kenya: Signature subject to ratification, acceptance or approval, 25 October 2025, 15:00.",
        "Brazil, 25 October 2025, 15:00 (Ha Noi time): no full powers",
        "Brazil: 8 November 2025",
        "Signed, at the end of that time: 1. Entries in the log: 1.",
        log.head(treaty)[1],
    ]:
        assert line in letter.text
    assert letter.link_to == "/demo/signatures/desk/papers/"


def test_it_names_nobody_who_signed(treaty, kenya_signed, now, evening):
    """A letter outlives the day on which personal data is erased."""
    digest.send(treaty, now.date(), evening)
    letter = letters().get()
    assert "Amina" not in letter.text + letter.html + letter.subject


def test_what_was_accepted_despite_is_marked_in_it(
    treaty, kenya, ambassador, calling, treaty_officer, depositary_officer, now, evening
):
    ambassador(kenya)
    call = calling(kenya)
    call.accept_despite(by=depositary_officer, at=now, reason="Bento Example telephoned.")
    Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).confirm(by=depositary_officer, at=now)
    digest.send(treaty, now.date(), evening)
    text = letters().get().text
    assert "Accepted by the depositary despite: no full powers." in text
    assert "telephoned" not in text


def test_it_goes_once_however_often_it_is_tried(treaty, kenya_signed, depositary_officer, now, evening):
    assert [digest.send(treaty, now.date(), evening + timedelta(minutes=10 * n)) for n in range(3)] == [
        True,
        False,
        False,
    ]
    assert (letters().count(), Paper.objects.count()) == (1, 1)


def test_every_officer_of_the_depositary_gets_it_in_his_language_and_nobody_else(
    treaty, kenya_signed, depositary_officer, second_depositary_officer, treaty_officer, ceremony, now, evening
):
    second_depositary_officer.language = "vi"
    second_depositary_officer.save(update_fields=["language"])
    digest.send(treaty, now.date(), evening)
    assert sorted(letters().values_list("recipient__name", "language")) == [
        ("Dario Depositary", "vi"),
        ("Dora Depositary", "en"),
    ]
    assert sorted(Paper.objects.values_list("kind", "language", "asked_by")) == [
        ("digest", "en", None),
        ("digest", "vi", None),
    ]


def test_an_officer_whose_office_ended_gets_none(treaty, kenya_signed, ceremony, second_organiser, now, evening):
    office = ceremony.officers.get(role=Role.DEPOSITARY)
    office.end(by=second_organiser, at=now, reason="Gone home.")
    assert digest.send(treaty, now.date(), evening) is False
    assert letters().count() == 0


@pytest.mark.fonts
def test_the_paper_of_the_day_holds_the_same(treaty, kenya_signed, now, evening):
    digest.send(treaty, now.date(), evening)
    paper = Paper.objects.get()
    assert paper.make(at=evening) is True
    data = compose.compose(paper)
    assert data["title"] == "Digest of 25 October 2025"
    assert [row["number"] for row in data["entries"]] == ["1"]
    assert ["Head, at its end", log.head(treaty)[1]] in data["facts"]


# When


def test_inside_a_window_it_goes_at_the_hour_even_when_nothing_was_entered(treaty, window, ceremony, evening):
    assert days(treaty, evening - timedelta(seconds=1)) == ["2025-10-24"]
    assert days(treaty, evening) == ["2025-10-25"]


def test_the_hour_is_that_of_the_ceremony(treaty, window, ceremony, settings, evening):
    settings.DIGEST_HOUR = 18
    assert days(treaty, evening.replace(hour=17, minute=59)) == ["2025-10-24"]
    assert days(treaty, evening.replace(hour=18).astimezone(ZoneInfo("America/New_York"))) == ["2025-10-25"]


def test_outside_the_windows_it_goes_only_with_entries(treaty, window, kenya_signed, evening):
    SigningWindow.objects.filter(pk=window.pk).update(first_day="2025-10-25", last_day="2025-10-25")
    assert days(treaty, evening + timedelta(days=1)) == ["2025-10-25"]
    assert days(treaty, evening + timedelta(days=8)) == []


def test_a_night_without_beat_loses_no_day_with_entries(treaty, kenya_signed, now, evening):
    late = evening + timedelta(days=2, hours=3)
    for day in digest.days_due(treaty, late):
        digest.send(treaty, day, late)
    told = {letter.cause.rsplit(":", 1)[1]: letter for letter in letters()}
    assert "1. Kenya" in told["2025-10-25"].text
    assert "to 25 October 2025, 20:00 (Ha Noi time)" in told["2025-10-25"].text


def test_an_entry_after_the_hour_is_told_of_the_next_day_and_only_then(treaty, kenya, minister, signed, evening):
    minister(kenya)
    signed(kenya, evening + timedelta(minutes=5))
    today = digest.Digest(treaty, evening.date(), evening + timedelta(days=2))
    tomorrow = digest.Digest(treaty, evening.date() + timedelta(days=1), evening + timedelta(days=2))
    assert (len(today.entries), today.head[0], today.signed) == (0, 0, 0)
    assert (len(tomorrow.entries), tomorrow.head[0], tomorrow.signed) == (1, 1, 1)


def test_the_task_sends_what_is_due_of_every_treaty(
    treaty, kenya_signed, second_depositary_officer, monkeypatch, evening
):
    monkeypatch.setattr(tasks.timezone, "now", lambda: evening)
    tasks.send_digests()
    tasks.send_digests()
    assert letters().count() == 2


def test_attempts_of_another_day_are_not_told(treaty, kenya_signed, evening):
    Attempt.objects.create(
        treaty=treaty,
        entity_code="KEN",
        verb="record",
        codes=["no_powers"],
        by_name="T",
        at=evening - timedelta(days=3),
    )
    assert digest.Digest(treaty, evening.date(), evening).attempts == []


def test_an_original_that_is_overdue_says_so(treaty, brazil, full_powers, depositary_officer, now, evening):
    full_powers(brazil, upto="accepted").verify(
        by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="Late.", due_on=now.date() - timedelta(days=1)
    )
    told = digest.Digest(treaty, now.date(), evening)
    assert told.owed_lines() == ["Brazil: 24 October 2025 (overdue)"]
    FullPowers.objects.get().receive_original(by=depositary_officer, at=now, on=now.date())
    assert digest.Digest(treaty, now.date(), evening).owed_lines() == []


def test_a_rehearsal_is_marked_in_the_letter(ceremony, treaty, window, depositary_officer, now, evening):
    ceremony.is_rehearsal, ceremony.title = True, LocalText(en="A rehearsal")
    ceremony.save()
    digest.send(Treaty.objects.get(), now.date(), evening)
    assert letters().get().subject.startswith("REHEARSAL: ")
