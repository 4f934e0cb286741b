"""Logs made for the tests: entries as the log writes them, without a database, and the twenty ways to forge one."""

import copy
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from signatures import verifier

ZONE = "Asia/Ho_Chi_Minh"
TREATY = {"ceremony": "demo", "rehearsal": False, "chapter": "XVIII-99", "title": "Convention against Examples"}
ACTIONS = ["acceptance", "accession", "approval", "ratification", "signature"]
START = datetime(2025, 10, 25, 3, 0, 0, tzinfo=UTC)


def entry(number, previous=verifier.NO_HASH, *, code="KEN", kind="act", action="signature", corrects=None, **changes):
    """One entry that keeps every rule; `changes` are members that differ."""
    at = START + timedelta(seconds=number)
    written = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    is_signature = action == "signature"
    return {
        "format": verifier.FORMAT,
        "treaty": dict(TREATY),
        "number": number,
        "previous": previous,
        "kind": kind,
        "action": action,
        "at": written,
        "local": at.astimezone(ZoneInfo(ZONE)).isoformat(),
        "zone": ZONE,
        "entity": {
            "code": code,
            "kind": "reio" if code == "EUE" else "member_state",
            "group": "reio" if code == "EUE" else "african",
            "reio": "EUE" if code == "AUT" else "",
            "short": {"en": code.title(), "vi": f"Nước {code}", "ar": "كينيا"},
            "formal": {"en": f"the Republic of {code.title()}"},
        },
        "representative": {"name": "Amina Example", "title": "Minister", "office": "foreign_minister", "acting": False}
        if is_signature
        else None,
        "basis": {
            "kind": "full_powers",
            "general": False,
            "issued_by": "competent_authority" if code == "EUE" else "foreign_minister",
            "issuer": "Iara Example",
            "issued_on": "2025-10-01",
            "issued_at": "Brasília",
            "reference": "",
            "manner": "original",
            "original_due_on": "",
        }
        if is_signature
        else {"kind": "instrument", "reference": "C.N.1"},
        "despite": None,
        "place": {"en": "Ha Noi"} if is_signature else {},
        "window": {"zone": ZONE, "first_day": "2025-10-25", "last_day": "2025-10-26"} if is_signature else None,
        "sitting": {"en": "Signing plenary"} if is_signature else {},
        "day_established": True,
        "afterwards": False,
        "declarations": [],
        "recorded": {"by": {"id": 7, "name": "Thuy Treaty"}, "at": written},
        "confirmed": {"by": {"id": 9, "name": "Dora Depositary"}, "at": written},
        "corrects": corrects,
        "reason": "" if corrects is None else "Recorded in error",
        **changes,
    }


def chained(contents, header=None):
    """The lines of an export of these entries: numbers, previous hashes, hashes and header made anew."""
    lines, head = [], verifier.NO_HASH
    for number, content in enumerate(contents, start=1):
        content |= {"number": number, "previous": head}
        head = verifier.digest(verifier.canonical(content))
        lines.append(verifier.canonical({"entry": content, "hash": head}))
    treaty = (header or {}).get("treaty", TREATY | {"actions": ACTIONS})
    first = {"format": verifier.FORMAT, "treaty": treaty, "entries": len(lines), "head": head}
    return [verifier.canonical(first), *lines]


def morning():
    """Five entries: a State of the Union, the Union, Kenya, Kenya's annulment, Brazil."""
    return [
        entry(1, code="AUT"),
        entry(2, code="EUE"),
        entry(3, code="KEN"),
        entry(4, code="KEN", kind="annulment", corrects=3),
        entry(5, code="BRA"),
    ]


def head_of(lines):
    return json.loads(lines[0])["head"]


def many(count):
    """Signatures and their annulments, one after the other."""
    contents = []
    for number in range(1, count + 1):
        if number % 2:
            contents.append(entry(number))
        else:
            contents.append(entry(number, kind="annulment", corrects=number - 1))
    return chained(contents)


# How an export may be forged. Each takes its lines and gives those of the forgery.


def _entries(lines):
    return [json.loads(line)["entry"] for line in lines[1:]]


def _edited(place, change, *, again=False):
    """Change one entry; `again`: and compute the whole chain and the header anew."""

    def forge(lines):
        rows = [json.loads(line) for line in lines]
        change(rows[place]["entry"])
        if again:
            return chained([row["entry"] for row in rows[1:]])
        return [verifier.canonical(row) for row in rows]

    return forge


def _rehashed(lines):
    """A name is changed, and the hash of that line alone is made anew."""
    rows = [json.loads(line) for line in lines]
    rows[3]["entry"]["representative"]["name"] = "Somebody Else"
    rows[3]["hash"] = verifier.digest(verifier.canonical(rows[3]["entry"]))
    return [verifier.canonical(row) for row in rows]


def _header(treaty=None, **changes):
    def forge(lines):
        header = json.loads(lines[0])
        return [verifier.canonical(header | changes | {"treaty": header["treaty"] | (treaty or {})}), *lines[1:]]

    return forge


def _truncated(lines):
    """The last entry is cut off, and the header agrees."""
    return chained(_entries(lines)[:-1])


def _cut(lines):
    return lines[:-1]


def _without(place):
    def forge(lines):
        return [*lines[:place], *lines[place + 1 :]]

    return forge


def _swapped(lines):
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def _twice(lines):
    return [*lines[:4], lines[3], *lines[4:]]


def _added(lines):
    """Somebody signs who did not, and all hashes are made anew."""
    contents = _entries(lines)
    return chained([*contents[:4], entry(5, code="MEX"), contents[4]])


def _rearranged(lines):
    """Kenya before Austria: a whole log that never was."""
    contents = _entries(lines)
    return chained([contents[0], contents[1], contents[4], contents[2], contents[3] | {"corrects": 4}])


def _emptied(lines):
    return chained([])


def _number_as_text(lines):
    return [line.replace('"number":3', '"number":3.0') for line in lines]


def _spaces(lines):
    return [line.replace('"kind":"act"', '"kind": "act"') for line in lines]


def _set(*path, to):
    def change(content):
        *ways, last = path
        for way in ways:
            content = content[way]
        content[last] = copy.deepcopy(to)

    return change


FORGERIES = {
    "a name is changed": _edited(3, _set("representative", "name", to="Somebody Else")),
    "a name is changed and its line hashed anew": _rehashed,
    "a name is changed and the whole chain computed anew": _edited(
        3, _set("representative", "name", to="Somebody Else"), again=True
    ),
    "an entry is removed": _without(3),
    "the first entry is removed": _without(1),
    "the tail is cut off": _cut,
    "the tail is cut off and the header agrees": _truncated,
    "all entries are removed and the header agrees": _emptied,
    "two entries are swapped": _swapped,
    "two entries are swapped and the whole chain computed anew": _rearranged,
    "a number is changed": _edited(3, _set("number", to=30)),
    "a number is written in another way": _number_as_text,
    "an officer is changed": _edited(2, _set("confirmed", "by", to={"id": 8, "name": "Nobody"})),
    "one officer is made of two, and the chain computed anew": _edited(
        2, _set("confirmed", "by", to={"id": 7, "name": "Thuy Treaty"}), again=True
    ),
    "the window is moved, and the chain computed anew": _edited(
        5, _set("window", "first_day", to="2025-10-26"), again=True
    ),
    "the window is widened": _edited(5, _set("window", "last_day", to="2025-10-30")),
    "an entry stands twice": _twice,
    "a signature is added and the whole chain computed anew": _added,
    "the header says more entries": _header(entries=6),
    "the header names another head": _header(head="a" * 64),
    "the header names another ceremony": _header(treaty={"ceremony": "other"}),
    "the header says that it was a rehearsal": _header(treaty={"rehearsal": True}),
    "the header no longer allows signature": _header(treaty={"actions": ["accession"]}),
    "the hour is changed": _edited(1, _set("at", to="2025-10-25T03:00:59Z")),
    "it is written with spaces": _spaces,
}
