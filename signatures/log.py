"""The log: entries are appended one after the other, under the treaty's lock, each with the hash of the one before."""

import json
from contextlib import contextmanager

from django.utils.translation import gettext as _

from ceremony.procedure import Refused
from directory.models import Entity
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
    stands = Standing.objects.filter(treaty=treaty).order_by().values_list("entity_code", "part", "entry__canonical")
    state.entries = {(code, part): json.loads(canonical) for code, part, canonical in stands}
    return state


def refuse_unless_it_fits(treaty, matter):
    """Raises Stands when a rule of the log stands against it: known before anybody has to confirm it."""
    with _in_words(matter):
        verifier.check_shape(verifier.MATTER, matter)
        verifier.check_matter(matter, treaty.actions)
        _refuse_what_the_treaty_does_not_hold(treaty, matter)
        standings(treaty).take({**matter, "number": 0})


def _refuse_what_the_treaty_does_not_hold(treaty, content):
    """The treaty and the directory as they are now: both may have changed since it was recorded."""
    from signatures.models.recording import Stands

    entity = content["entity"]
    if content["kind"] == EntryKind.ACT and not Entity.objects.filter(code=entity["code"], may_sign=True).exists():
        raise Stands([Objection("may_not_sign", {"entity": entity["short"]["en"]}, is_bar=True)])
    if content["action"] != Action.SIGNATURE or content["kind"] == EntryKind.ANNULMENT:
        return
    day, zone = content["local"][:10], content["zone"]
    if not treaty.windows.filter(time_zone=zone, first_day__lte=day, last_day__gte=day).exists():
        raise verifier.Broken("outside_window", at=content["at"])


@contextmanager
def _in_words(content):
    """What the log's rules refuse, as a refusal for the person at the desk."""
    from signatures.models.recording import Stands

    try:
        yield
    except verifier.Broken as broken:
        is_definitive = broken.code == "not_allowed" and content["action"] == Action.DEFINITIVE_SIGNATURE
        code = "definitive" if is_definitive else broken.code
        raise Stands([Objection(code, broken.values, is_bar=True)]) from broken
    except verifier.Malformed as malformed:
        raise Refused(
            _("This cannot be entered as it is (%(why)s). Nothing was recorded.") % {"why": malformed}, code="malformed"
        ) from malformed


def append(treaty, recording, *, confirmed_by, at) -> Entry:
    """Write the entry of a recording. The caller holds the treaty's lock. Raises Stands when a rule stands against it."""
    from signatures.models.recording import Stands

    if not recording.matter:
        raise Stands([Objection("erased", {}, is_bar=True)])
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
    with _in_words(content):
        verifier.check_alone(content, treaty.actions)
        _refuse_what_the_treaty_does_not_hold(treaty, content)
        state.take(content)
    canonical = verifier.canonical(content)
    entry = Entry.objects.create(
        treaty=treaty, canonical=canonical, hash=verifier.digest(canonical), **columns_of(content)
    )
    _let_stand(entry, state)
    return entry


def _let_stand(entry, state):
    place = {"treaty": entry.treaty, "entity_code": entry.entity_code, "part": verifier.part_of(entry.action)}
    if (place["entity_code"], place["part"]) in state.entries:
        Standing.objects.update_or_create(**place, defaults={"entry": entry})
    else:
        Standing.objects.filter(**place).delete()


def columns_of(content) -> dict:
    """What the table repeats of an entry, to be asked for."""
    return {
        "number": content["number"],
        "kind": content["kind"],
        "action": content["action"],
        "entity_code": content["entity"]["code"],
        "at": instant_of(content),
        "corrects": content["corrects"],
        "previous_hash": content["previous"],
    }


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
        "treaty": of_treaty(treaty) | {"actions": sorted({*treaty.actions})},
        "entries": number,
        "head": last,
    }
    yield verifier.canonical(header) + "\n"
    for entry in treaty.entries.filter(number__lte=number).order_by("number").iterator():
        yield f'{{"entry":{entry.canonical},"hash":"{entry.hash}"}}\n'


def check(treaty, anchor="") -> list[str]:
    """Everything wrong with the log as it lies in the database: chain, numbers, rules, the columns beside each entry,
    and whether `Standing` follows."""
    found = verifier.problems(export(treaty), anchor)
    rebuilt = verifier.Standings()
    for entry in treaty.entries.order_by("number").iterator():
        try:
            columns = columns_of(entry.content)
            rebuilt.take(entry.content)
        except (verifier.Broken, ValueError, KeyError, TypeError, AttributeError):
            continue  # `problems` has said so.
        if any(getattr(entry, name) != value for name, value in columns.items()):
            found.append(f"The columns of entry {entry.number} do not repeat its text.")
    follows = {place: entry["number"] for place, entry in rebuilt.entries.items()}
    stands = {
        (one.entity_code, one.part): one.entry.number
        for one in Standing.objects.filter(treaty=treaty).select_related("entry")
    }
    for place in sorted(follows.keys() | stands.keys()):
        if follows.get(place) != stands.get(place):
            found.append(
                f"What stands of {place[0]} ({place[1]}) is entry {stands.get(place)}; by the log it is {follows.get(place)}."
            )
    return found
