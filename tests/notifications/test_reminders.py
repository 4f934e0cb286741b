from datetime import timedelta

import pytest
from django.core import mail
from django.utils.translation import gettext as _

from ceremony.models import Deadline, DeadlineKind
from notifications import reminders
from notifications.delivery import deliver_letter
from notifications.models import Letter, Reminder
from notifications.reminders import Late, scan


@pytest.fixture
def late(monkeypatch, kenyan_focal_point):
    """The groups that have something to do, by the cause of each; a test takes one away when its work is done."""
    groups = {
        "group:1": Late(
            "group:1", [kenyan_focal_point], "Kenya", lambda: [_("Delegation"), "Hand in the note verbale."], "/demo/"
        )
    }

    def who_is_late(ceremony, at, only=None):
        return [group for cause, group in groups.items() if only in (None, cause)]

    monkeypatch.setattr(reminders, "providers", {"registration": [who_is_late]})
    return groups


@pytest.fixture
def deadline(ceremony):
    Deadline.objects.exclude(kind=DeadlineKind.REGISTRATION).delete()
    deadline = ceremony.deadlines.get()
    deadline.at = ceremony.start_of(ceremony.starts_on, 18)
    deadline.save()
    return deadline


def days_before(deadline, days, hour=9):
    day = deadline.ceremony.local(deadline.at).date() - timedelta(days=days)
    return deadline.ceremony.start_of(day, hour)


def test_reminders_are_planned_for_the_mornings_before_the_deadline(deadline, late):
    scan(at=days_before(deadline, 20))
    scan(at=days_before(deadline, 20))
    due = list(Reminder.objects.values_list("due_at", flat=True))
    assert due == [days_before(deadline, days) for days in (14, 7, 2, 1, 0)]


def test_the_last_morning_is_left_out_when_the_deadline_is_near(deadline, late):
    deadline.at = days_before(deadline, 0, hour=11)
    deadline.save()
    scan(at=days_before(deadline, 20))
    assert list(Reminder.objects.values_list("due_at", flat=True))[-1] == days_before(deadline, 1)


def test_reminders_follow_a_deadline_that_moves(deadline, late):
    scan(at=days_before(deadline, 20))
    deadline.at += timedelta(days=3)
    deadline.save()
    scan(at=days_before(deadline, 23))
    assert Reminder.objects.first().due_at == days_before(deadline, 14)
    assert Reminder.objects.count() == 5


def test_a_deadline_that_nobody_watches_has_no_reminders(ceremony, late, now):
    ceremony.deadlines.exclude(kind=DeadlineKind.NOTE_VERBALE).delete()
    scan(at=now)
    assert not Reminder.objects.exists()


def test_those_with_something_missing_are_written_to_once_a_morning(deadline, late, kenyan_focal_point):
    scan(at=days_before(deadline, 15))
    for _time in range(2):
        scan(at=days_before(deadline, 14))
    letter = Letter.objects.get()
    assert letter.recipient == kenyan_focal_point
    assert (
        letter.subject
        == f"Reminder for Kenya: Registration of delegations by {deadline.ceremony.show_time(deadline.at)}"
    )
    assert "\n– Delegation\n– Hand in the note verbale.\n" in letter.text
    assert letter.lapses_at == deadline.at
    scan(at=days_before(deadline, 7))
    assert Letter.objects.count() == 2


def test_of_several_mornings_that_were_missed_only_the_last_is_written(deadline, late):
    scan(at=days_before(deadline, 15))
    scan(at=days_before(deadline, 1, hour=12))
    assert Letter.objects.count() == 1
    assert Reminder.objects.filter(done_at=None).get().due_at == days_before(deadline, 0)


def test_nothing_is_written_after_the_deadline(deadline, late):
    scan(at=days_before(deadline, 1))
    scan(at=deadline.at)
    assert not Letter.objects.exists()


def test_nobody_is_reminded_who_has_done_it(deadline, late):
    late.clear()
    scan(at=days_before(deadline, 15))
    scan(at=days_before(deadline, 14))
    assert not Letter.objects.exists()
    assert Reminder.objects.filter(letters=0).exclude(done_at=None).count() == 1


def test_a_reminder_whose_work_was_done_meanwhile_falls_away(deadline, late):
    scan(at=days_before(deadline, 15))
    scan(at=days_before(deadline, 14))
    late.clear()
    letter = Letter.objects.get()
    deliver_letter(letter.pk, at=letter.next_attempt_at)
    letter.refresh_from_db()
    assert (letter.status, mail.outbox) == ("lapsed", [])


def test_a_reminder_whose_work_is_undone_goes(deadline, late):
    scan(at=days_before(deadline, 15))
    scan(at=days_before(deadline, 14))
    letter = Letter.objects.get()
    deliver_letter(letter.pk, at=letter.next_attempt_at)
    letter.refresh_from_db()
    assert letter.status == "sent"
