import threading

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from ceremony.models import LedgerRow, Officer, OfficerStatus, Role
from ceremony.procedure import AlreadyDecided, Refused, move


@pytest.fixture
def proposal(ceremony, organiser, now):
    """A treaty officer who waits for a second organiser."""
    candidate = User.objects.create_user("thuy@plenipo.example", name="Thuy Treaty")
    return Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.TREATY, by=organiser, at=now)


def test_a_move_writes_the_status_its_columns_and_one_row_of_the_ledger(proposal, second_organiser, now):
    move(
        proposal,
        OfficerStatus.ACTIVE,
        by=second_organiser,
        at=now,
        reason="Known to us",
        seconded_by=second_organiser,
        seconded_at=now,
    )
    proposal.refresh_from_db()
    assert (proposal.status, proposal.seconded_by, proposal.seconded_at) == ("active", second_organiser, now)
    row = LedgerRow.objects.about(proposal).last()
    assert (row.before, row.after, row.by, row.by_name, row.at, row.reason) == (
        "proposed", "active", second_organiser, "Sven Second", now, "Known to us",
    )  # fmt: skip


def test_a_move_that_the_table_does_not_have_is_refused_in_words(proposal, organiser, now):
    proposal.status = OfficerStatus.ENDED
    with pytest.raises(Refused) as refused:
        move(proposal, OfficerStatus.ACTIVE, by=organiser, at=now)
    assert refused.value.messages == ["From “ended” one cannot go to “active”."]


def test_a_move_from_a_status_that_is_no_longer_true_says_who_was_first(proposal, organiser, second_organiser, now):
    stale = Officer.objects.get(pk=proposal.pk)
    proposal.second(by=second_organiser, at=now)
    with pytest.raises(AlreadyDecided) as refused:
        move(stale, OfficerStatus.ENDED, by=organiser, at=now)
    time = proposal.ceremony.show_time(now)
    assert refused.value.messages == [f"Sven Second was first: at {time} this became “active”. Nothing was changed."]
    assert LedgerRow.objects.about(proposal).count() == 2


def test_a_row_that_is_gone_is_said_to_be_gone(proposal, organiser, now):
    stale = Officer.objects.get(pk=proposal.pk)
    proposal.delete()
    with pytest.raises(AlreadyDecided, match="This no longer exists"):
        move(stale, OfficerStatus.ENDED, by=organiser, at=now)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_the_second_is_told_who_was_first(
    proposal, organiser, second_organiser, now
):
    """The second one's UPDATE waits for the first one's transaction, then finds the status gone."""
    mine, theirs = Officer.objects.get(pk=proposal.pk), Officer.objects.get(pk=proposal.pk)
    outcome = {}

    def decide():
        try:
            move(theirs, OfficerStatus.ENDED, by=organiser, at=now)
        except AlreadyDecided as refused:
            outcome["refused"] = refused.messages
        finally:
            connections.close_all()

    with transaction.atomic():
        move(mine, OfficerStatus.ACTIVE, by=second_organiser, at=now, seconded_by=second_organiser, seconded_at=now)
        other = threading.Thread(target=decide)
        other.start()
        _wait_until_somebody_waits_for_a_lock()
    other.join(10)
    time = proposal.ceremony.show_time(now)
    assert outcome == {"refused": [f"Sven Second was first: at {time} this became “active”. Nothing was changed."]}
    assert [row.after for row in LedgerRow.objects.about(proposal)] == ["proposed", "active"]


def _wait_until_somebody_waits_for_a_lock():
    import time

    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("The second decision never came to wait for the first.")
