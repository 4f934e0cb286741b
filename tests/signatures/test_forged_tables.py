"""Whoever owns the tables switches the triggers off. Then only what is published finds it."""

import json
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError

from signatures import log, verifier
from signatures.models import Entry, Standing, Treaty
from tests.signatures import logs

# A table has no header, and no order but that of its numbers.
IN_A_TABLE = [name for name in logs.FORGERIES if "header" not in name and name != "two entries are swapped"]


class WithoutTriggers:
    """The owner of the tables at work, as nobody else can be."""

    TABLES = ("signatures_entry", "signatures_standing")

    def __enter__(self):
        self._switch("DISABLE")

    def __exit__(self, *exception):
        self._switch("ENABLE")

    def _switch(self, word):
        with connection.cursor() as cursor:
            # What waits for the end of the transaction is looked at now: no table is altered before.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in self.TABLES:
                cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def write(treaty, lines):
    """Put these lines in the place of the log, and let stand what follows from them. Raises where the table cannot hold them."""
    Standing.objects.filter(treaty=treaty).delete()
    Entry.objects.filter(treaty=treaty)._raw_delete("default")
    state = verifier.Standings()
    entries = []
    for line in lines[1:]:
        content = json.loads(line)["entry"]
        canonical = line.removeprefix('{"entry":').rpartition(',"hash":')[0]
        entries.append(
            Entry(treaty=treaty, canonical=canonical, hash=json.loads(line)["hash"], **log.columns_of(content))
        )
        try:
            state.take(content)
        except verifier.Broken:
            continue
    written = {entry.number: entry for entry in Entry.objects.bulk_create(entries, batch_size=1000)}
    Standing.objects.bulk_create(
        Standing(treaty=treaty, entity_code=code, part=part, entry=written[content["number"]])
        for (code, part), content in state.entries.items()
    )


@pytest.fixture
def morning(treaty):
    """The log of a morning, written by its owner. Gives the head that was published at noon."""
    lines = logs.chained(logs.morning())
    with WithoutTriggers():
        write(treaty, lines)
    assert (log.check(treaty), "".join(log.export(treaty))) == ([], "\n".join([*lines, ""]))
    return logs.head_of(lines)


def verify_log(capsys, *arguments):
    """(status, what was said, what was complained of)"""
    try:
        call_command("verify_log", *arguments)
        status = 0
    except SystemExit as end:
        status = end.code
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


@pytest.mark.django_db
def test_a_whole_log_is_one_line(morning, capsys):
    assert verify_log(capsys, "demo", "--anchor", morning) == (0, [f"5 entries, head {morning}: whole."], [])


@pytest.mark.django_db
def test_a_ceremony_without_a_log_to_verify_is_one_line(ceremony, treaty):
    with pytest.raises(CommandError, match="There is no ceremony with the address 'nowhere' that has a treaty"):
        call_command("verify_log", "nowhere")


@pytest.mark.django_db
@pytest.mark.parametrize("forgery", IN_A_TABLE)
def test_every_forgery_in_the_database_is_found_with_the_head_published_at_noon(morning, treaty, capsys, forgery):
    lines = logs.FORGERIES[forgery](logs.chained(logs.morning()))
    try:
        with WithoutTriggers(), transaction.atomic():
            write(treaty, lines)
    except IntegrityError:
        return  # The table itself cannot hold two entries of one number.
    if forgery == "the tail is cut off":
        assert log.check(treaty) == []  # Only a published head shows it.
    status, said, complaints = verify_log(capsys, "demo", "--anchor", morning)
    assert (status, said, bool(complaints)) == (1, [], True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: Entry.objects.filter(number=5).update(entity_code="MEX"), "The columns of entry 5 do not repeat its text."),
        (lambda: Entry.objects.filter(number=5).update(at="2025-10-26T00:00:00Z"), "The columns of entry 5 do not repeat its text."),
        (lambda: Entry.objects.filter(number=5).update(previous_hash="a" * 64), "The columns of entry 5 do not repeat its text."),
        (lambda: Standing.objects.filter(entity_code="BRA").delete(), "What stands of BRA (signature) is entry None; by the log it is 5."),
        (lambda: Standing.objects.filter(entity_code="BRA").update(part="consent"),
         "What stands of BRA (consent) is entry 5; by the log it is None.\nWhat stands of BRA (signature) is entry None; by the log it is 5."),
        (lambda: Standing.objects.create(treaty=Treaty.objects.get(), entity_code="KEN", part="signature", entry=Entry.objects.get(number=3)),
         "What stands of KEN (signature) is entry 3; by the log it is None."),
    ],
)  # fmt: skip
def test_what_lies_beside_the_entries_is_compared_with_them(morning, treaty, capsys, change, words):
    with WithoutTriggers():
        change()
    status, _said, complaints = verify_log(capsys, "demo", "--anchor", morning)
    assert (status, complaints) == (1, words.split("\n"))


@pytest.mark.django_db
def test_two_thousand_entries_in_the_database_are_verified_within_two_seconds_of_work(treaty):
    with WithoutTriggers():
        write(treaty, logs.many(2000))
    began = time.process_time()
    assert log.check(treaty) == []
    assert time.process_time() - began < 2
