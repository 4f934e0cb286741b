"""Officers who press in the same instant, each on a connection of his own to a real PostgreSQL."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ceremony.models import Officer, Role
from ceremony.procedure import Refused
from signatures import log
from signatures.models import Call, Entry, EntryKind, Recording, Sitting, Standing
from tests.at_once import at_once
from tests.signatures.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 50


def path(name, *args):
    return reverse(f"signatures:{name}", args=["demo", *args])


def desks(ceremony, role, many, now):
    """That many officers of one role, each signed in at a tablet."""
    found = []
    for number in range(many):
        user = User.objects.create_user(f"{role}.{number}@plenipo.example", name=f"Officer {number}")
        office = Officer.objects.appoint(ceremony=ceremony, user=user, role=role, by=None, at=now)
        Officer.objects.filter(pk=office.pk).update(status="active")
        client = Client()
        client.force_login(user)
        found.append(client)
    return found


def pressing(client, name, *args, **typed):
    def work():
        answer = client.post(path(name, *args), typed, headers={"accept": "application/json"})
        return answer.status_code, answer.json()["state"], answer.json()["words"][0]

    return work


def test_fifty_officers_press_for_one_state_and_it_is_recorded_once(ceremony, sitting, kenya, minister, calling, now):
    minister(kenya)
    call = calling(kenya)
    works = [
        pressing(client, "record", sitting.pk, **press(call)) for client in desks(ceremony, Role.TREATY, OFFICERS, now)
    ]
    answers = at_once(*works)
    recording = Recording.objects.get()
    told = f"Kenya (KEN): recorded by {recording.recorded_by}, "
    assert [answer[:2] for answer in answers] == [(200, "recorded")] * OFFICERS
    assert {answer[2][: len(told)] for answer in answers} == {told}
    assert Call.objects.get().status == "recorded"


def test_ten_officers_confirm_one_recording_and_one_entry_is_written(ceremony, treaty, kenya, minister, recording, now):
    minister(kenya)
    key = recording(kenya).key
    answers = at_once(*[pressing(one, "recording_confirm", key) for one in desks(ceremony, Role.DEPOSITARY, 10, now)])
    entry = Entry.objects.get()
    first = entry.content["confirmed"]["by"]["name"]
    assert [answer for answer in answers if first not in answer[2]] == []
    assert {answer[:2] for answer in answers} <= {(200, "confirmed"), (409, "refused")}
    assert log.check(treaty) == []


def test_two_officers_call_two_states_and_one_of_them_is_at_the_table(sitting, kenya, brazil, treaty_officer, now):
    calls = [Call.objects.add(sitting, entity, by=treaty_officer, at=now) for entity in (kenya, brazil)]
    answers = at_once(*[lambda call=call: call.call(by=treaty_officer, at=now) for call in calls])
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    called = Call.objects.get(status="called")
    assert refused.messages == [f"{called.entity} is at the table: record, pass or postpone first."]


def test_two_officers_call_one_state_and_it_keeps_one_key(sitting, kenya, treaty_officer, second_treaty_officer, now):
    listed = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    seen = [Call.objects.get(pk=listed.pk) for _tablet in range(2)]
    answers = at_once(*[
        lambda call=call, by=by: call.call(by=by, at=now)
        for call, by in zip(seen, [treaty_officer, second_treaty_officer], strict=True)
    ])  # fmt: skip
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    call = Call.objects.get()
    assert f"{call.called_by} was first" in refused.messages[0]
    assert call.key == next(one.key for one in seen if one.key)


def test_one_passes_while_another_records(ceremony, sitting, kenya, minister, calling, treaty_officer, now):
    minister(kenya)
    call = calling(kenya)
    seen = Call.objects.get(pk=call.pk)
    answers = at_once(
        lambda: Recording.objects.record(call, key=call.key, by=treaty_officer, at=now),
        lambda: seen.pass_over(by=treaty_officer, at=now),
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert (Call.objects.get().status, Recording.objects.count()) in {("recorded", 1), ("passed", 0)}


def test_one_confirms_while_another_sends_back(
    treaty, kenya, minister, recording, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    pending = recording(kenya)
    other = Recording.objects.get(pk=pending.pk)
    answers = at_once(
        lambda: pending.confirm(by=depositary_officer, at=now),
        lambda: other.send_back(by=second_depositary_officer, at=now, reason="Not at the table"),
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert "was first" in refused.messages[0]
    state = Recording.objects.get().status, Call.objects.get().status, Entry.objects.count(), Standing.objects.count()
    assert state in {("confirmed", "signed", 1, 1), ("sent_back", "waiting", 0, 0)}


def test_two_sittings_record_and_confirm_side_by_side_without_a_gap(
    ceremony, treaty, sitting, window, kenya, brazil, minister, treaty_officer, depositary_officer, now
):
    other = Sitting.objects.create(treaty=treaty, window=window, name={"en": "New York"}, starts_at=now)
    works = []
    for entity, place in [(kenya, sitting), (brazil, other)]:
        minister(entity)
        call = Call.objects.add(place, entity, by=treaty_officer, at=now)
        call.call(by=treaty_officer, at=now)

        def work(call=call):
            Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).confirm(
                by=depositary_officer, at=now
            )

        works.append(work)
    assert at_once(*works) == [None, None]
    assert sorted(Entry.objects.values_list("number", flat=True)) == [1, 2]
    assert log.check(treaty) == []


def test_two_officers_annul_one_entry_and_one_annulment_waits(
    treaty, kenya, minister, signed, depositary_officer, second_depositary_officer, now
):
    minister(kenya)
    entry = signed(kenya)
    answers = at_once(*[
        lambda by=by: Recording.objects.correct(
            entry, EntryKind.ANNULMENT, key=uuid.uuid4(), by=by, at=now, reason="Recorded for the wrong State"
        )
        for by in (depositary_officer, second_depositary_officer)
    ])  # fmt: skip
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    first = Recording.objects.pending().get()
    assert refused.messages == [
        f"Something about Kenya waits to be confirmed: {first.recorded_by} recorded it, {entry.treaty.ceremony.show_time(now)}. "
        "Confirm it or send it back first."
    ]
    assert Recording.objects.pending().count() == 1


def test_the_same_paper_entered_from_two_tablets_is_recorded_once(
    ceremony, sitting, window, kenya, minister, treaty_officer, now
):
    minister(kenya)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    signed_at = now.astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")

    def work(client):
        typed = {"call": call.pk, "key": uuid.uuid4(), "signed_at": signed_at}
        return lambda: client.post(path("afterwards", sitting.pk), typed).status_code

    codes = at_once(*[work(client) for client in desks(ceremony, Role.TREATY, 4, now)])
    assert sorted(codes) == [200, 200, 200, 302]  # the form again, with a sentence; and on to the desk
    assert Recording.objects.count() == 1
