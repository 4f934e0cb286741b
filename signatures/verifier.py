#!/usr/bin/env python3
"""The rules of the signature log, and a program that checks an exported one.

It needs Python 3.11 and nothing else, so that anybody who holds a copy of a log can run it:

    python3 verifier.py signatures.jsonl [--anchor HASH]

It prints what is wrong, a line each, and ends with status 1; or says that all is well and ends with 0. With the hash
of a head that was published earlier it also finds a log that was cut short or written anew as a whole. The format is
described in docs/signature-log.md. Plenipo's own log is written by the same rules: this file is their one home.
"""

import argparse
import hashlib
import json
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

FORMAT = "plenipo-signature-log/1"
NO_HASH = "0" * 64
AFTER_SIGNATURE = {"ratification", "acceptance", "approval"}
BY_VIRTUE_OF_OFFICE = {"head_of_state", "head_of_government", "foreign_minister"}
STATES = {"member_state", "observer_state", "non_member_state"}
MANNERS = {"original", "general", "provisional"}
KINDS = {"act", "annulment", "rectification"}
ACTIONS = {"signature", "definitive_signature", "accession"} | AFTER_SIGNATURE
# Two machines' clocks may differ by so much.
PATIENCE = timedelta(seconds=60)

# What a log may not hold, as sentences; their words in other languages are Plenipo's affair.
SENTENCES = {
    "stands": "%(entity)s has a %(part)s already: entry %(number)d of %(at)s.",
    "reio_first": "%(entity)s comes before any of its member States.",
    "not_signed": "%(entity)s has no signature that stands, and cannot ratify, accept or approve.",
    "signed": "%(entity)s has signed: accession is for those who did not.",
    "nothing_stands": "Entry %(number)d does not stand: nothing of it can be corrected.",
    "other_matter": "Entry %(number)d is about another State, organisation or act.",
    "not_allowed": "The treaty does not allow %(action)s.",
    "outside_window": "%(at)s lies outside the signing window.",
    "no_authority": "There is neither a confirmed office, nor verified full powers, nor the depositary's acceptance.",
    "reio_office": "An organisation never signs by virtue of office.",
    "one_officer": "The same officer recorded and confirmed.",
    "no_reason": "A correction says why.",
    "future": "%(at)s lies after the moment at which it was entered.",
}


class Broken(Exception):
    """A rule of the log that an entry breaks."""

    def __init__(self, code, **values):
        self.code, self.values = code, values
        super().__init__(SENTENCES[code] % values)


class Malformed(ValueError):
    """Something that is not an entry at all."""


ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(content) -> str:
    """The one way to write an entry: keys in order, no spaces, every script as it is (RFC 8785 for what we use of JSON)."""
    return ENCODER.encode(content)


def digest(text) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def instant(text) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# What an entry consists of. A dict is an object with these members and no others, a list an array of such, a tuple one
# of several, a function says yes or no.


def text(value):
    return isinstance(value, str)


def words(value):
    return text(value) and bool(value.strip())


def flag(value):
    return isinstance(value, bool)


def number(value):
    return type(value) is int and 0 <= value < 2**53


def nothing(value):
    return value is None


def one_of(*values):
    return lambda value: text(value) and value in values


def a_hash(value):
    return text(value) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def a_day(value):
    return _is_written_as(value, lambda: date.fromisoformat(value).isoformat())


def a_time(value):
    """Of the years 1900 to 9000: before and after, calendars and clocks have ends."""
    return _is_written_as(value, lambda: f"{instant(value):%Y-%m-%dT%H:%M:%SZ}") and "1900" <= value[:4] <= "9000"


def a_zone(value):
    try:
        return text(value) and ZoneInfo(value) is not None
    except (KeyError, ValueError, OSError):
        return False


def _is_written_as(value, again):
    try:
        return text(value) and again() == value
    except ValueError:
        return False


def a_language(value):
    return text(value) and value.isascii() and value.replace("-", "0").isalnum()


def names(value):
    return isinstance(value, dict) and all(a_language(name) and text(one) for name, one in value.items())


def all_words(value):
    """A list of at least one."""
    return isinstance(value, list) and bool(value) and all(words(one) for one in value)


OFFICER = {"id": number, "name": text}
ENTRY = {
    "format": one_of(FORMAT),
    "treaty": {"ceremony": text, "rehearsal": flag, "chapter": text, "title": text},
    "number": number,
    "previous": a_hash,
    "kind": one_of(*KINDS),
    "action": one_of(*ACTIONS),
    "at": a_time,
    "local": text,
    "zone": a_zone,
    "entity": {
        "code": words,
        "kind": words,
        "group": one_of("african", "asia_pacific", "eastern_european", "grulac", "weog", "reio", "none"),
        "reio": text,
        "short": lambda value: names(value) and "en" in value,
        "formal": lambda value: names(value) and "en" in value,
    },
    "representative": ({"name": words, "title": words, "office": text, "acting": flag}, nothing),
    "basis": (
        {"kind": one_of("office"), "office": text, "acting": flag, "confirmed_on": a_day, "source": text},
        {
            "kind": one_of("full_powers"),
            "general": flag,
            "issued_by": text,
            "issuer": text,
            "issued_on": (a_day, one_of("")),
            "issued_at": text,
            "reference": text,
            "manner": text,
            "original_due_on": (a_day, one_of("")),
        },
        {"kind": one_of("none")},
        {"kind": one_of("instrument"), "reference": words},
    ),
    "despite": ({"reason": words, "accepted_by": OFFICER, "accepted_at": a_time, "rules": all_words}, nothing),
    "place": names,
    "window": ({"zone": a_zone, "first_day": a_day, "last_day": a_day}, nothing),
    "sitting": names,
    "day_established": flag,
    "afterwards": flag,
    "declarations": [{"kind": one_of("declaration", "reservation"), "language": a_language, "text": words}],
    "recorded": {"by": OFFICER, "at": a_time},
    "confirmed": {"by": OFFICER, "at": a_time},
    "corrects": (number, nothing),
    "reason": text,
}
# What is known of it before an officer has confirmed.
MATTER = {
    name: shape
    for name, shape in ENTRY.items()
    if name not in {"format", "treaty", "number", "previous", "recorded", "confirmed"}
}
HEADER = {
    "format": one_of(FORMAT),
    "treaty": ENTRY["treaty"] | {"actions": lambda value: all_words(value) and value == sorted(ACTIONS & {*value})},
    "entries": number,
    "head": a_hash,
}


def check_shape(shape, value, where=""):
    """Raises Malformed where the value is not of this shape."""
    if isinstance(shape, tuple):
        return _check_one_of_several(shape, value, where)
    if isinstance(shape, list):
        good = isinstance(value, list)
        parts = [(shape[0], one, f"{where}[{place}]") for place, one in enumerate(value)] if good else []
    elif isinstance(shape, dict):
        good = isinstance(value, dict) and value.keys() == shape.keys()
        parts = [(shape[name], value[name], f"{where}.{name}".lstrip(".")) for name in shape] if good else []
    else:
        good, parts = shape(value), []
    if not good:
        raise Malformed(f"{where or 'the whole'} is not as it has to be")
    for part in parts:
        check_shape(*part)


def _check_one_of_several(shapes, value, where):
    for shape in shapes:
        try:
            return check_shape(shape, value, where)
        except Malformed:
            continue
    raise Malformed(f"{where} is not as it has to be")


def part_of(action):
    return "signature" if action == "signature" else "consent"


class Standings:
    """What stands after the entries so far: (code, part) -> the entry that made it so."""

    def __init__(self):
        self.entries = {}

    def signature_of(self, code):
        return self.entries.get((code, "signature"))

    def take(self, entry):
        """Apply a further entry. Raises Broken, and changes nothing, when a rule stands against it."""
        changed = dict(self.entries)
        place = entry["entity"]["code"], part_of(entry["action"])
        if entry["kind"] == "act":
            if before := changed.get(place):
                raise Broken(
                    "stands",
                    entity=entry["entity"]["short"]["en"], part=place[1], number=before["number"], at=before["at"],
                )  # fmt: skip
            changed[place] = entry
        else:
            number = entry["corrects"]
            corrected = next((one for one in changed.values() if one["number"] == number), None)
            if corrected is None:
                raise Broken("nothing_stands", number=number)
            if (corrected["entity"]["code"], part_of(corrected["action"])) != place:
                raise Broken("other_matter", number=number)
            if entry["kind"] == "annulment":
                del changed[place]
            else:
                changed[place] = entry
        self._check(changed)
        self.entries = changed

    @staticmethod
    def _check(entries):
        """The rules that hold between entries, whatever was entered, annulled or rectified last."""
        for (code, part), entry in entries.items():
            if part == "signature" and entry["entity"]["kind"] != "reio":
                continue  # Nearly all of them: a State's signature depends on no other entry.
            name = entry["entity"]["short"]["en"]
            signature = entries.get((code, "signature"))
            if entry["entity"]["kind"] == "reio" and not any(
                member["entity"]["reio"] == code != its_code and its_part == part and member["at"] <= entry["at"]
                for (its_code, its_part), member in entries.items()
            ):
                raise Broken("reio_first", entity=name)
            if part == "consent":
                if entry["action"] in AFTER_SIGNATURE and not (signature and signature["at"] <= entry["at"]):
                    raise Broken("not_signed", entity=name)
                if entry["action"] == "accession" and signature:
                    raise Broken("signed", entity=name)


def check_alone(entry, actions):
    """The rules that an entry keeps or breaks by itself. Raises Broken, and Malformed for what is no entry."""
    check_shape(ENTRY, entry)
    if entry["recorded"]["by"]["id"] == entry["confirmed"]["by"]["id"]:
        raise Broken("one_officer")
    done, recorded, confirmed = (instant(one["at"]) for one in (entry, entry["recorded"], entry["confirmed"]))
    if done > recorded + PATIENCE:
        raise Broken("future", at=entry["at"])
    if recorded > confirmed + PATIENCE:
        raise Broken("future", at=entry["recorded"]["at"])
    check_matter(entry, actions)


def check_matter(entry, actions):
    """Those of them that are known before an officer has confirmed. Raises Broken, and Malformed."""
    is_signature, is_act = entry["action"] == "signature", entry["kind"] == "act"
    if entry["local"] != instant(entry["at"]).astimezone(ZoneInfo(entry["zone"])).isoformat():
        raise Malformed("the local time is not that instant")
    if (entry["corrects"] is None) != is_act or (is_act and entry["reason"]):
        raise Malformed("only a correction corrects, and says why")
    if is_signature != bool(entry["representative"]) or is_signature != bool(entry["window"]):
        raise Malformed("a representative and a window belong to a signature, and to nothing else")
    if not is_signature and (entry["place"] or entry["sitting"] or entry["despite"]):
        raise Malformed("an instrument has no place and no sitting, and nothing is accepted despite")
    if is_signature == (entry["basis"]["kind"] == "instrument"):
        raise Malformed("the basis does not belong to this action")
    if not is_act and not words(entry["reason"]):
        raise Broken("no_reason")
    if entry["kind"] == "annulment":
        return
    if entry["action"] not in actions:
        raise Broken("not_allowed", action=entry["action"])
    if is_signature:
        if entry["window"]["zone"] != entry["zone"] or not is_inside(entry["window"], entry["at"]):
            raise Broken("outside_window", at=entry["at"])
        check_authority(entry)


def is_inside(window, at) -> bool:
    """Whether the instant falls on one of the window's days, by the clocks of its place."""
    day = instant(at).astimezone(ZoneInfo(window["zone"])).date().isoformat()
    return window["first_day"] <= day <= window["last_day"]


def check_authority(entry):
    basis = entry["basis"]
    if basis["kind"] == "office":
        if entry["entity"]["kind"] == "reio":
            raise Broken("reio_office")
        good = basis["office"] in BY_VIRTUE_OF_OFFICE
    else:
        issuers = BY_VIRTUE_OF_OFFICE if entry["entity"]["kind"] in STATES else {"competent_authority"}
        good = basis["kind"] == "full_powers" and basis["issued_by"] in issuers and basis["manner"] in MANNERS
    if not good and not entry["despite"]:
        raise Broken("no_authority")


def problems(lines, anchor="") -> list[str]:
    """Everything wrong with an exported log, given line by line, with or without LF; empty when it is whole."""
    lines = (line.removesuffix("\n") for line in lines)
    try:
        header = _read(next(lines))
        check_shape(HEADER, header)
    except (StopIteration, ValueError, OverflowError, RecursionError) as error:
        return [f"line 1: this is not the header of a signature log of format {FORMAT} ({error})."]
    found, head, count, standings = [], NO_HASH, 0, Standings()
    is_anchored = anchor in (None, "", NO_HASH)
    for place, line in enumerate(lines, start=2):

        def wrong(words, place=place):
            found.append(f"line {place}: {words}")

        try:
            row = _read(line)
            check_shape({"entry": lambda entry: isinstance(entry, dict), "hash": a_hash}, row)
            entry, claimed = row["entry"], row["hash"]
            if digest(line.removeprefix('{"entry":').rpartition(',"hash":')[0]) != claimed:
                wrong("the hash is not that of the entry.")
            if entry.get("number") != count + 1:
                wrong(f"number {count + 1} is missing.")
            if entry.get("previous") != head:
                wrong("it does not follow from the entry before.")
            head, count = claimed, count + 1
            is_anchored = is_anchored or claimed == anchor
            check_alone(entry, header["treaty"]["actions"])
            if any(entry["treaty"][name] != header["treaty"][name] for name in ("ceremony", "rehearsal")):
                wrong("the entry belongs to another treaty record.")
            standings.take(entry)
        except Broken as broken:
            wrong(str(broken))
        except (ValueError, OverflowError, RecursionError) as error:
            wrong(f"this is not an entry ({error}).")
    if (header["entries"], header["head"]) != (count, head):
        found.append("line 1: the number of entries or the head is not that of the log.")
    if not is_anchored:
        found.append(f"The head {anchor}, published earlier, is not in this log.")
    return found


def _read(line):
    """The object of a line. Raises ValueError unless it is written in the one way."""
    content = DECODER.decode(line)
    if canonical(content).encode() != line.encode():  # Of a lone surrogate there are no bytes.
        raise Malformed("it is not in canonical form")
    return content


def _no_number(written):
    raise Malformed(f"{written} is not a whole number")


DECODER = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number)


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description="Check an exported signature log.")
    parser.add_argument("file", help="the export, JSON lines")
    parser.add_argument("--anchor", default="", metavar="HASH", help="a head that was published earlier")
    given = parser.parse_args(arguments)
    try:
        with open(given.file, encoding="utf-8", newline="\n") as file:
            lines = list(file)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{given.file} cannot be read: {error}", file=sys.stderr)
        return 2
    found = problems(lines, given.anchor.strip().lower())
    for problem in found:
        print(problem)
    if not found:
        header = json.loads(lines[0])
        print(f"{header['entries']} entries, head {header['head']}: whole.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
