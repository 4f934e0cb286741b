"""The day of the erasure: who signed is known from the log's own copies, and from nowhere else."""

import json
import uuid

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import translation

from accreditation import retention
from accreditation.tasks import erase_what_is_due
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from directory.texts import LocalText
from signatures import call_list, log
from signatures.models import Call, Entry, EntryKind, FullPowers, Recording, Remark, Representative, Sitting
from tests.dump import where

pytestmark = pytest.mark.django_db

# Of the representative and of who empowered him: each word could only come from there.
NAME, SAID_AS, SOURCE, DEFECT = (
    "Zebedee Examplowitz",
    "ZEB-e-dee",
    "Note 12 naming Zebedee Examplowitz",
    "Zebedee's date is missing",
)
ISSUER, FILE = "Wilhelmina Issuer-Example", "zebedee-powers.pdf"
TRACES = ["zebedee", "examplowitz", "zeb-e-dee", "wilhelmina", "issuer-example"]


@pytest.fixture
def morning(treaty, kenya, brazil, brazilian_delegation, minister, ambassador, full_powers, paper, signed, treaty_officer,
            depositary_officer, second_treaty_officer, now):  # fmt: skip
    """Kenya signs by office, Brazil by full powers that were once returned, both as the same invented person."""
    who = minister(kenya, name="Somebody Before", pronunciation="")
    who = Representative.objects.name_for(
        treaty, kenya, name=NAME, title="Minister for Foreign Affairs", rank=who.rank, office=who.office, by=treaty_officer,
        at=now, pronunciation=SAID_AS,
    )  # fmt: skip
    who.confirm_office(by=second_treaty_officer, at=now, source=SOURCE)
    ambassador(brazil, name=NAME)
    powers = FullPowers.objects.announce(treaty, brazil, by=treaty_officer, at=now)
    powers.receive(paper(), by=treaty_officer, at=now)
    powers.examine(by=treaty_officer, at=now)
    powers.give_back(by=treaty_officer, at=now, defects=DEFECT)
    FullPowers.objects.filter(pk=powers.pk).update(status="superseded", over_at=now)
    powers = full_powers(brazil, person_named=NAME, issuer_name=ISSUER)
    FullPowers.objects.filter(pk=powers.pk).update(file_name=FILE)
    return [signed(kenya), signed(brazil)]


def test_before_it_the_traces_are_where_work_is_done(morning):
    assert set(where(*TRACES)) >= {
        "signatures_entry", "signatures_recording", "signatures_representative", "signatures_fullpowers",
    }  # fmt: skip


def test_the_job_succeeds_the_log_is_whole_and_only_its_own_copies_name_anybody(
    morning, treaty, ceremony, django_capture_on_commit_callbacks
):
    before = list(log.export(treaty))
    files = list(FullPowers.objects.exclude(file="").values_list("file", flat=True))
    assert files
    ceremony.erase_on = ceremony.starts_on.replace(year=2020)
    ceremony.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase_what_is_due()
    assert where(*TRACES) == ["signatures_entry"]
    assert [default_storage.exists(name) for name in files] == [False] * len(files)
    assert (list(log.export(treaty)), log.check(treaty, morning[-1].hash)) == (before, [])
    assert [entry.content["representative"]["name"] for entry in Entry.objects.all()] == [NAME, NAME]


def spoken_of(name):
    """A reason, as an officer in a hurry writes it."""
    return f"{name} says so"


@pytest.fixture
def talkative(morning, treaty, sitting, window, kenya, brazil, minister, ambassador, full_powers, recording, calling, austria, treaty_officer,
              second_treaty_officer, depositary_officer, second_depositary_officer, now):  # fmt: skip
    """Whatever an officer can give a reason for, with the name in it."""
    why, by = spoken_of(NAME), {"by": treaty_officer, "at": now}
    annulment = Recording.objects.correct(
        morning[1], EntryKind.ANNULMENT, key=uuid.uuid4(), by=second_depositary_officer, at=morning[1].at, reason=why
    )
    annulment.confirm(by=depositary_officer, at=morning[1].at)
    FullPowers.objects.of(treaty, brazil).revoke(**by, reason=why)
    powers = full_powers(brazil, upto="accepted", person_named=NAME)
    powers.verify(by=depositary_officer, at=now, manner="provisional", reason=why, due_on=now.date())
    Representative.objects.of(treaty, kenya).withdraw_confirmation(**by, reason=why)
    ambassador(austria, name=NAME)
    call = Call.objects.add(sitting, austria, **by, reason=why)
    call_list.place(call, 1, **by, reason=why)
    later = Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Later"), starts_at=now)
    call_list.transfer(call, later, **by, reason=why)
    call = Call.objects.get(pk=call.pk)
    call.call(**by)
    call.pass_over(**by, reason=why)
    call.postpone(**by, reason=why)
    call.put_back(**by, reason=why)
    call.call(**by)
    call.accept_despite(by=depositary_officer, at=now, reason=why)
    pending = Recording.objects.record(call, key=call.key, **by)
    pending.send_back(by=depositary_officer, at=now, reason=why)
    Call.objects.get(pk=call.pk).strike(**by, reason=why)
    return why.lower()


def test_what_officers_wrote_as_reasons_is_beside_the_ledger_and_read_there(
    talkative, client, brazil, treaty, treaty_officer
):
    assert Remark.objects.filter(text__iexact=talkative).count() == 14
    client.force_login(treaty_officer)
    powers = FullPowers.objects.of(treaty, brazil)
    for address in [
        f"/demo/signatures/desk/powers/{powers.key}/", "/demo/signatures/desk/entity/KEN/",
        f"/demo/signatures/desk/calls/{Call.objects.get(entity__code='AUT').pk}/",
    ]:  # fmt: skip
        assert spoken_of(NAME) in client.get(address).content.decode(), address


def test_what_officers_wrote_as_reasons_goes_too_with_all_its_history(
    talkative, treaty, ceremony, django_capture_on_commit_callbacks
):
    assert where(talkative)
    rows = LedgerRow.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase(ceremony)
    # The log's own copies: who signed, and why an entry was annulled.
    assert where(*TRACES) == ["signatures_entry"]
    assert (LedgerRow.objects.count(), log.check(treaty)) == (rows, [])
    assert retention.erase(ceremony)["reasons"] == 0


def test_what_was_remarked_is_not_changed(talkative):
    with pytest.raises(DatabaseError, match="erased on its day, and never changed"), transaction.atomic():
        Remark.objects.update(text="Something else")


def test_an_entry_holds_no_key_to_anything_that_is_erased(morning):
    text = json.dumps([entry.content for entry in Entry.objects.all()])
    assert [str(powers.key) in text for powers in FullPowers.objects.all()] == [False, False]
    related = [field.name for field in Entry._meta.fields if field.is_relation]
    assert related == ["treaty"]


def test_a_second_time_there_is_nothing_left_of_the_signatures(morning, ceremony):
    first = retention.erase(ceremony)
    assert {name: first[name] for name in ("representatives", "powers", "recordings")} == {
        "representatives": 3, "powers": 2, "recordings": 2,
    }  # fmt: skip
    again = retention.erase(ceremony)
    assert [again[name] for name in ("representatives", "powers", "recordings")] == [0, 0, 0]


def test_what_still_waited_is_not_entered_afterwards_but_sent_back(
    kenya, minister, recording, ceremony, depositary_officer, now
):
    minister(kenya, name=NAME)
    pending = recording(kenya)
    retention.erase(ceremony)
    pending = Recording.objects.get(pk=pending.pk)
    with translation.override("en"), pytest.raises(Refused, match="has been erased"):
        pending.confirm(by=depositary_officer, at=now)
    pending.send_back(by=depositary_officer, at=now, reason="The ceremony is over")
    assert (Entry.objects.count(), where(*TRACES)) == (0, [])


def test_a_signature_is_corrected_after_the_erasure(
    morning, treaty, ceremony, second_depositary_officer, depositary_officer, now
):
    retention.erase(ceremony)
    annulment = Recording.objects.correct(
        morning[0],
        EntryKind.ANNULMENT,
        key=uuid.uuid4(),
        by=second_depositary_officer,
        at=morning[1].at,
        reason="Entered in error",
    )
    annulment.confirm(by=depositary_officer, at=morning[1].at)
    assert log.check(treaty) == []
