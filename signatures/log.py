"""The log: entries are appended one after the other, under the treaty's lock, each with the hash of the one before."""

import json

from signatures import verifier
from signatures.authority import Objection
from signatures.matter import instant_of, officer_and_time
from signatures.models.entry import Entry, EntryKind, Standing
from signatures.models.treaty import Action


def head(treaty) -> tuple[int, str]:
    """(number, hash) of the last entry."""
    last = treaty.entries.order_by("number").values_list("number", "hash").last()
    return last or (0, verifier.NO_HASH)


def standings(treaty) -> verifier.Standings:
    """What stands now, as the log's rules want to see it."""
    state = verifier.Standings()
    for standing in Standing.objects.filter(treaty=treaty).select_related("entry"):
        state.entries[standing.entity_code, standing.part] = standing.entry.content
    return state


def refuse_unless_it_fits(treaty, matter):
    """Raises Stands when a rule between entries stands against this one: known before anybody has to confirm it."""
    from signatures.models.recording import Stands

    action = matter["action"]
    try:
        if matter["kind"] != EntryKind.ANNULMENT and not treaty.allows(action):
            raise verifier.Broken("not_allowed", action=action)
        standings(treaty).take({**matter, "number": 0})
    except verifier.Broken as broken:
        code = "definitive" if action == Action.DEFINITIVE_SIGNATURE else broken.code
        raise Stands([Objection(code, broken.values, is_bar=True)]) from broken


def append(treaty, recording, *, confirmed_by, at) -> Entry:
    """Write the entry of a recording. The caller holds the treaty's lock. Raises Stands when a rule stands against it."""
    from signatures.models.recording import Stands

    number, previous = head(treaty)
    content = {
        **recording.matter,
        "format": verifier.FORMAT,
        "treaty": of_treaty(treaty),
        "number": number + 1,
        "previous": previous,
        "recorded": officer_and_time(recording.recorded_by, recording.recorded_at),
        "confirmed": officer_and_time(confirmed_by, at),
    }
    state = standings(treaty)
    try:
        verifier.check_alone(content, treaty.actions)
        state.take(content)
    except verifier.Broken as broken:
        raise Stands([Objection(broken.code, broken.values, is_bar=True)]) from broken
    canonical = verifier.canonical(content)
    entry = Entry.objects.create(
        treaty=treaty,
        number=number + 1,
        kind=recording.kind,
        action=recording.action,
        entity_code=content["entity"]["code"],
        at=instant_of(content),
        corrects=content["corrects"],
        canonical=canonical,
        previous_hash=previous,
        hash=verifier.digest(canonical),
    )
    _let_stand(entry, state)
    return entry


def _let_stand(entry, state):
    place = {"treaty": entry.treaty, "entity_code": entry.entity_code, "part": verifier.part_of(entry.action)}
    if (place["entity_code"], place["part"]) in state.entries:
        Standing.objects.update_or_create(**place, defaults={"entry": entry})
    else:
        Standing.objects.filter(**place).delete()


def of_treaty(treaty) -> dict:
    """Which record an entry belongs to."""
    return {
        "ceremony": treaty.ceremony.slug,
        "rehearsal": treaty.ceremony.is_rehearsal,
        "chapter": treaty.chapter,
        "title": treaty.title.in_language("en"),
    }


def export(treaty):
    """The log as JSON lines: a header, then each entry with its hash. docs/signature-log.md describes them."""
    number, last = head(treaty)
    header = {
        "format": verifier.FORMAT,
        "treaty": of_treaty(treaty) | {"actions": sorted(treaty.actions)},
        "entries": number,
        "head": last,
    }
    yield verifier.canonical(header) + "\n"
    for entry in treaty.entries.filter(number__lte=number).order_by("number").iterator():
        yield f'{{"entry":{entry.canonical},"hash":"{entry.hash}"}}\n'


def check(treaty, anchor="") -> list[str]:
    """Everything wrong with the log as it lies in the database: chain, numbers, rules, and whether `Standing` follows."""
    found = verifier.problems((line.rstrip("\n") for line in export(treaty)), anchor)
    rebuilt = verifier.Standings()
    for canonical in treaty.entries.order_by("number").values_list("canonical", flat=True):
        try:
            rebuilt.take(json.loads(canonical))
        except (verifier.Broken, ValueError, KeyError):
            continue  # `problems` has said so.
    follows = {place: entry["number"] for place, entry in rebuilt.entries.items()}
    stands = {
        (one.entity_code, one.part): one.entry.number
        for one in Standing.objects.filter(treaty=treaty).select_related("entry")
    }
    for code, part in sorted(follows.items() ^ stands.items() and follows.keys() | stands.keys()):
        if follows.get((code, part)) != stands.get((code, part)):
            found.append(
                f"What stands of {code} ({part}) is entry {stands.get((code, part))}; "
                f"by the log it is {follows.get((code, part))}."
            )
    return found
