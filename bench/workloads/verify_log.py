"""The whole log checked: chain, numbers, rules, and what stands of it."""

import json
import time
from contextlib import contextmanager

from bench.table import SLUG, Table
from bench.workloads import Figures, Reach
from config.standalone.postgres import DATABASE
from directory.models import Entity
from signatures import log, matter, verifier
from signatures.models import Entry, EntryKind, Standing

TITLE = "verify_log"
REACH = Reach(seconds=5)
ENTRIES = 10_000
STATES = 190
REASON = "Annulled for the bench"


def measure(stage):
    table = Table(stage)
    table.sign(next(table.seat(1)))
    with unguarded(stage):
        entries = fill(table, 300 if stage.small else ENTRIES)
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        stage.manage("verify_log", SLUG)
        seconds.append(time.perf_counter() - begin)
    return Figures(p50_ms=1000 * sorted(seconds)[1], note=f"{entries:,} entries, the start of manage.py included")


TABLES = ["signatures_entry", "signatures_standing"]


@contextmanager
def unguarded(stage):
    """Only a superuser can do it: PostgreSQL would refuse entries that nobody has recorded."""
    stage.superuser("".join(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in TABLES), DATABASE)
    try:
        yield
    finally:
        stage.superuser("".join(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in TABLES), DATABASE)


def fill(table, wanted):
    """Signed and annulled in turns until the log is so long; each entry with its hash, as the verbs would have written it."""
    treaty = table.treaty
    number, previous = log.head(treaty)
    pattern = treaty.entries.order_by("number").last().content
    standing = {code: entry for (code, _part), entry in log.standings(treaty).entries.items()}
    states = [matter.of_entity(one) for one in Entity.objects.filter(kind="member_state").order_by("pk")[:STATES]]
    rows = []
    while number < wanted:
        entity = states[number % len(states)]
        number += 1
        content = json.loads(verifier.canonical(standing.get(entity["code"]) or pattern | {"entity": entity}))
        if before := standing.pop(entity["code"], None):
            content |= {"kind": EntryKind.ANNULMENT.value, "corrects": before["number"], "reason": REASON}
        else:
            content |= {"kind": EntryKind.ACT.value, "corrects": None, "reason": ""}
            standing[entity["code"]] = content
        content |= {"number": number, "previous": previous}
        canonical = verifier.canonical(content)
        previous = verifier.digest(canonical)
        rows.append(Entry(treaty=treaty, canonical=canonical, hash=previous, **log.columns_of(content)))
    Entry.objects.bulk_create(rows, batch_size=500)
    Standing.objects.filter(treaty=treaty).delete()
    of_number = dict(treaty.entries.values_list("number", "pk"))
    Standing.objects.bulk_create(
        Standing(treaty=treaty, entity_code=code, part="signature", entry_id=of_number[content["number"]])
        for code, content in standing.items()
    )
    return number
