"""Several officers at the same moment, each on a connection of his own: of what only one may do, one is done, and the others hear it."""

import uuid

import pytest
from django.db import connection, transaction

from ceremony.procedure import AlreadyDecided, Refused
from delegations.models import Rank
from directory.models import Entity, EntityKind, UNGroup
from directory.texts import LocalText
from signatures import log
from signatures.models import (
    Action,
    Call,
    Entry,
    EntryKind,
    Recording,
    Representative,
    Sitting,
    Standing,
    Stands,
    Treaty,
)
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def correct(entry, *, by, at, kind=EntryKind.ANNULMENT):
    return Recording.objects.correct(entry, kind, key=uuid.uuid4(), by=by, at=at, reason="Entered in error")


def numbers(treaty):
    return list(treaty.entries.order_by("number").values_list("number", flat=True))


def kinds_of(results):
    """How many of each came out, by the name of its class."""
    return sorted(type(result).__name__ for result in results)


# Rule 5


def test_of_two_who_confirm_at_once_one_writes_the_entry_and_the_other_is_told_who(
    treaty, kenya, minister, recording, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    pending = recording(kenya)
    results = at_once(*(
        lambda by=by: Recording.objects.get(pk=pending.pk).confirm(by=by, at=now)
        for by in (depositary_officer, second_depositary_officer)
    ))  # fmt: skip
    assert kinds_of(results) == ["AlreadyDecided", "Entry"]
    entry = Entry.objects.get()
    told = next(result for result in results if isinstance(result, AlreadyDecided))
    assert f"{entry.content['confirmed']['by']['name']} was first" in str(told)
    assert log.check(treaty) == []


def test_of_two_who_record_one_call_at_once_both_hear_of_one_recording(
    treaty, kenya, minister, calling, treaty_officer, second_treaty_officer, now
):
    minister(kenya)
    call = calling(kenya)
    results = at_once(*(
        lambda by=by: Recording.objects.record(Call.objects.get(pk=call.pk), key=call.key, by=by, at=now)
        for by in (treaty_officer, second_treaty_officer)
    ))  # fmt: skip
    assert len({result.pk for result in results}) == 1
    assert Recording.objects.count() == 1


def test_fifty_presses_for_one_state_are_one_entry(
    treaty, kenya, minister, calling, treaty_officer, depositary_officer, now
):
    minister(kenya)
    call = calling(kenya)

    def record_and_confirm():
        pending = Recording.objects.record(Call.objects.get(pk=call.pk), key=call.key, by=treaty_officer, at=now)
        return pending.confirm(by=depositary_officer, at=now).pk

    results = [result for _round in range(5) for result in at_once(*[record_and_confirm] * 10)]
    assert set(results) == {Entry.objects.get().pk}


def test_a_signature_at_the_desk_and_an_accession_deposited_at_once_one_of_them_stands(
    treaty, kenya, minister, recording, treaty_officer, depositary_officer, now
):
    minister(kenya)
    pending = recording(kenya)
    results = at_once(
        lambda: pending.confirm(by=depositary_officer, at=now),
        lambda: Recording.objects.deposit(
            treaty, kenya, Action.ACCESSION, key=uuid.uuid4(), by=treaty_officer, at=now, deposited_at=now, reference="C.N.1"
        ),
    )  # fmt: skip
    # Either it is refused because the signature waits, or because it stands.
    assert kinds_of(results) in (["Entry", "Refused"], ["Entry", "Stands"])
    assert (numbers(treaty), log.check(treaty)) == ([1], [])


# Corrections


def test_of_two_who_annul_one_entry_at_once_one_is_told_that_something_waits(
    treaty, kenya, minister, signed, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    entry = signed(kenya)
    results = at_once(*(
        lambda by=by: correct(entry, by=by, at=now) for by in (depositary_officer, second_depositary_officer)
    ))  # fmt: skip
    assert kinds_of(results) == ["Recording", "Stands"]
    refused = next(result for result in results if isinstance(result, Refused))
    assert "waits to be confirmed" in str(refused)
    pending = Recording.objects.pending().get()
    (other,) = {depositary_officer, second_depositary_officer} - {pending.recorded_by}
    pending.confirm(by=other, at=now)
    assert (numbers(treaty), log.check(treaty)) == ([1, 2], [])


def test_the_unions_last_member_is_annulled_while_the_union_is_confirmed_and_one_of_both_is_refused(
    treaty,
    union,
    austria,
    minister,
    ambassador,
    full_powers,
    signed,
    recording,
    second_depositary_officer,
    depositary_officer,
    now,
):
    minister(austria)
    ambassador(union)
    full_powers(union, issuer_office="competent_authority")
    entry = signed(austria)
    the_unions = recording(union)
    the_annulment = correct(entry, by=second_depositary_officer, at=now)
    results = at_once(
        lambda: the_unions.confirm(by=depositary_officer, at=now),
        lambda: the_annulment.confirm(by=depositary_officer, at=now),
    )
    assert kinds_of(results) == ["Entry", "Stands"]
    refused = next(result for result in results if isinstance(result, Stands))
    assert refused.codes == ["reio_first"]
    assert numbers(treaty) == [1, 2]
    stands = set(Standing.objects.values_list("entity_code", flat=True))
    assert stands in ({"AUT", "EUE"}, set())
    assert log.check(treaty) == []


def test_two_who_write_to_the_log_without_asking_python_are_put_in_order_by_postgresql(
    treaty,
    kenya,
    brazil,
    minister,
    ambassador,
    full_powers,
    recording,
    sitting,
    treaty_officer,
    depositary_officer,
    now,
):
    """Even where the lock that `append` holds were forgotten, numbers and hashes follow one another."""
    minister(kenya)
    ambassador(brazil)
    full_powers(brazil)
    pending = [recording(kenya), recording(brazil)]

    def without_the_lock(one):
        with transaction.atomic():
            fresh = Treaty.objects.get(pk=treaty.pk)
            entry = log.append(fresh, one, confirmed_by=depositary_officer, at=now)
            Recording.objects.filter(pk=one.pk).update(
                status="confirmed", entry=entry, decided_by=depositary_officer, decided_at=now
            )
        return entry

    def tried(one):
        from django.db.utils import IntegrityError

        try:
            return without_the_lock(one)
        except IntegrityError as error:
            raise Refused(str(error)) from error

    results = at_once(*(lambda one=one: tried(one) for one in pending))
    assert "Entry" in kinds_of(results)
    assert numbers(treaty) == list(range(1, Entry.objects.count() + 1))
    assert log.check(treaty) == []


# Rule 6: numbers without a gap


@pytest.fixture
def twenty_four(treaty, window, sitting, treaty_officer, second_treaty_officer, now):
    """As many States, each with a minister whose office is confirmed, eight of them at a table of their own."""
    states = Entity.objects.bulk_create(
        Entity(
            code=f"X{number:02}", kind=EntityKind.MEMBER_STATE, un_group=UNGroup.AFRICAN, may_sign=True,
            short_en=f"State {number}", sort_en=f"state {number}",
        )
        for number in range(24)
    )  # fmt: skip
    tables = [
        Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en=f"Table {number}"), starts_at=now)
        for number in range(8)
    ]
    for number, state in enumerate(states):
        who = Representative.objects.name_for(
            treaty, state, name=f"Minister Example {number}", title="Minister for Foreign Affairs",
            rank=Rank.FOREIGN_MINISTER, office="foreign_minister", by=treaty_officer, at=now,
        )  # fmt: skip
        who.confirm_office(by=second_treaty_officer, at=now, source="Protocol list")
        Call.objects.add(tables[number % 8], state, by=treaty_officer, at=now)
    return tables


def test_numbers_have_no_gap_under_eight_threads_some_of_which_fail(
    treaty, twenty_four, treaty_officer, depositary_officer, second_depositary_officer, now
):
    class Unplugged(Exception):
        """The tablet's cable."""

    def work_at(table):
        for place, call in enumerate(table.calls.in_order()):
            call.call(by=treaty_officer, at=now)
            pending = Recording.objects.record(call, key=call.key, by=treaty_officer, at=now)
            if place == 1:
                try:
                    with transaction.atomic():
                        pending.confirm(by=depositary_officer, at=now)
                        raise Unplugged
                except Unplugged:
                    pending = Recording.objects.get(pk=pending.pk)
            entry = pending.confirm(by=depositary_officer, at=now)
            if place == 2:
                correct(entry, by=second_depositary_officer, at=now).confirm(by=depositary_officer, at=now)
        return "done"

    assert at_once(*(lambda table=table: work_at(table) for table in twenty_four)) == ["done"] * 8
    assert numbers(treaty) == list(range(1, 24 + 8 + 1))
    assert Standing.objects.count() == 16
    assert log.check(treaty) == []


# The connection is cut after the commit and before the answer: the tablet asks again


def test_a_recording_whose_answer_was_lost_is_given_again(treaty, kenya, minister, calling, treaty_officer, now):
    minister(kenya)
    call = calling(kenya)
    first = Recording.objects.record(call, key=call.key, by=treaty_officer, at=now)
    connection.close()
    again = Recording.objects.record(Call.objects.get(pk=call.pk), key=call.key, by=treaty_officer, at=now)
    assert (again.pk, again.recorded_at, Recording.objects.count()) == (first.pk, now, 1)


def test_a_confirmation_whose_answer_was_lost_is_given_again(
    treaty, kenya, minister, recording, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    pending = recording(kenya)
    stale = Recording.objects.get(pk=pending.pk)
    entry = pending.confirm(by=depositary_officer, at=now)
    connection.close()
    assert (stale.confirm(by=depositary_officer, at=now), stale.status) == (entry, "confirmed")
    assert Recording.objects.get(pk=pending.pk).confirm(by=depositary_officer, at=now) == entry
    with pytest.raises(Refused):
        Recording.objects.get(pk=pending.pk).confirm(by=second_depositary_officer, at=now)
    assert (numbers(treaty), log.check(treaty)) == ([1], [])


def test_a_deposit_and_an_annulment_whose_answers_were_lost_are_given_again(
    treaty, kenya, minister, signed, treaty_officer, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    entry = signed(kenya)
    key, another = uuid.uuid4(), uuid.uuid4()

    def deposit():
        return Recording.objects.deposit(
            treaty, kenya, Action.RATIFICATION, key=key, by=treaty_officer, at=entry.at, deposited_at=entry.at, reference="C.N.1"
        )  # fmt: skip

    first = deposit()
    connection.close()
    assert deposit() == first
    ratified = first.confirm(by=depositary_officer, at=now)

    def annul():
        return Recording.objects.correct(
            ratified, EntryKind.ANNULMENT, key=another, by=second_depositary_officer, at=now, reason="Entered in error"
        )

    second = annul()
    second.confirm(by=depositary_officer, at=now)
    connection.close()
    assert annul() == second
    assert (numbers(treaty), log.check(treaty)) == ([1, 2, 3], [])


def test_a_recording_that_was_cut_before_the_commit_never_was(treaty, kenya, minister, calling, treaty_officer, now):
    minister(kenya)
    call = calling(kenya)

    class Cut(Exception):
        pass

    def cut():
        with transaction.atomic():
            Recording.objects.record(call, key=call.key, by=treaty_officer, at=now)
            raise Cut

    with pytest.raises(Cut):
        cut()
    call = Call.objects.get(pk=call.pk)
    assert (Recording.objects.of_key(call.key), call.status) == (None, "called")
    assert Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).status == "pending"
