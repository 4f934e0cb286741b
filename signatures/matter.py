"""What an act is made of, as copies: what the log will keep of it is put together at the moment of recording."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from directory.models import NAME_LANGUAGES, EntityKind
from signatures import authority
from signatures.models.entry import EntryKind
from signatures.models.treaty import Action


def written(at) -> str:
    """An instant to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_of(content) -> datetime:
    return datetime.fromisoformat(content["at"])


def of_entity(entity) -> dict:
    return {
        "code": entity.code,
        "kind": entity.kind,
        "group": entity.un_group or ("reio" if entity.kind == EntityKind.REIO else "none"),
        "reio": entity.reio.code if entity.reio_id else "",
        "short": {language: getattr(entity, f"short_{language}") or entity.short_en for language in NAME_LANGUAGES},
        "formal": {
            language: getattr(entity, f"formal_{language}") or entity.formal_en or entity.short_en
            for language in NAME_LANGUAGES
        },
    }


def of_signature(case, call, at, *, lacking, declarations, day_established, afterwards) -> dict:
    window, who = call.sitting.window, case.representative
    return {
        **_moment(at, window.zone),
        "kind": EntryKind.ACT,
        "action": Action.SIGNATURE,
        "entity": of_entity(case.entity),
        "representative": {"name": who.name, "title": who.title, "office": who.office, "acting": who.acting},
        "basis": authority.basis(case),
        "despite": {
            "reason": call.despite,
            "accepted_by": _officer(call.despite_by),
            "accepted_at": written(call.despite_at),
            "rules": [lack.code for lack in lacking],
        }
        if lacking
        else None,
        "place": dict(window.place),
        "window": {
            "zone": window.time_zone,
            "first_day": window.first_day.isoformat(),
            "last_day": window.last_day.isoformat(),
        },
        "sitting": dict(call.sitting.name),
        "day_established": day_established,
        "afterwards": afterwards,
        "declarations": list(declarations),
        "corrects": None,
        "reason": "",
    }


def of_instrument(treaty, entity, action, at, reference, declarations) -> dict:
    return {
        **_moment(at, treaty.ceremony.zone),
        "kind": EntryKind.ACT,
        "action": action,
        "entity": of_entity(entity),
        "representative": None,
        "basis": {"kind": "instrument", "reference": reference.strip()},
        "despite": None,
        "place": {},
        "window": None,
        "sitting": {},
        "day_established": True,
        "afterwards": False,
        "declarations": list(declarations),
        "corrects": None,
        "reason": "",
    }


def of_correction(entry, kind, *, reason, changes, at) -> dict:
    """The corrected entry once more, with what differs. An annulment is dated when it is recorded.

    Raises ValueError for a change of what a rectification cannot change: the State, or the correction itself.
    """
    if stray := changes.keys() - RECTIFIABLE or (changes and kind == EntryKind.ANNULMENT):
        raise ValueError(f"A correction does not change {stray}")
    content = {name: value for name, value in entry.content.items() if name not in WRITTEN_BY_THE_LOG}
    if kind == EntryKind.ANNULMENT:
        content |= _moment(at, ZoneInfo(entry.content["zone"]))
    return content | changes | {"kind": kind, "corrects": entry.number, "reason": reason}


RECTIFIABLE = {
    "action", "at", "local", "zone", "representative", "basis", "despite", "place", "window", "sitting", "day_established",
    "afterwards", "declarations",
}  # fmt: skip
# What the log itself adds to the matter.
WRITTEN_BY_THE_LOG = {"format", "treaty", "number", "previous", "recorded", "confirmed"}


def officer_and_time(user, at) -> dict:
    return {"by": _officer(user), "at": written(at)}


def _officer(user) -> dict:
    return {"id": user.pk, "name": str(user)}


def moment_changed(entry, at) -> dict:
    """The parts of an entry that say when, for a rectification of the time."""
    return _moment(at, ZoneInfo(entry.content["zone"]))


def _moment(at, zone) -> dict:
    at = at.replace(microsecond=0)
    return {"at": written(at), "local": at.astimezone(zone).isoformat(), "zone": str(zone)}
