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
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FORMAT = "plenipo-signature-log/1"
NO_HASH = "0" * 64
AFTER_SIGNATURE = {"ratification", "acceptance", "approval"}
BY_VIRTUE_OF_OFFICE = {"head_of_state", "head_of_government", "foreign_minister"}
MANNERS = {"original", "general", "provisional"}

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
}


class Broken(Exception):
    """A rule of the log that an entry breaks."""

    def __init__(self, code, **values):
        self.code, self.values = code, values
        super().__init__(SENTENCES[code] % values)


def canonical(content) -> str:
    """The one way to write an entry: keys in order, no spaces, every script as it is (RFC 8785 for what we use of JSON)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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
            name = entry["entity"]["short"]["en"]
            signature = entries.get((code, "signature"))
            if entry["entity"]["kind"] == "reio" and not any(
                member["entity"]["reio"] == code and its_part == part and member["at"] <= entry["at"]
                for (_code, its_part), member in entries.items()
            ):
                raise Broken("reio_first", entity=name)
            if part == "consent":
                if entry["action"] in AFTER_SIGNATURE and not (signature and signature["at"] <= entry["at"]):
                    raise Broken("not_signed", entity=name)
                if entry["action"] == "accession" and signature:
                    raise Broken("signed", entity=name)


def check_alone(entry, actions):
    """The rules that an entry keeps or breaks by itself. Raises Broken."""
    if entry["recorded"]["by"]["id"] == entry["confirmed"]["by"]["id"]:
        raise Broken("one_officer")
    if entry["kind"] != "act" and not entry["reason"].strip():
        raise Broken("no_reason")
    if entry["kind"] == "annulment":
        return
    if entry["action"] not in actions:
        raise Broken("not_allowed", action=entry["action"])
    if entry["action"] == "signature":
        if not is_inside(entry["window"], entry["at"]):
            raise Broken("outside_window", at=entry["at"])
        check_authority(entry)


def is_inside(window, at) -> bool:
    """Whether the instant falls on one of the window's days, by the clocks of its place."""
    if not window:
        return False
    day = instant(at).astimezone(ZoneInfo(window["zone"])).date()
    return date.fromisoformat(window["first_day"]) <= day <= date.fromisoformat(window["last_day"])


def check_authority(entry):
    basis = entry["basis"]
    if basis["kind"] == "office":
        if entry["entity"]["kind"] == "reio":
            raise Broken("reio_office")
        good = basis["office"] in BY_VIRTUE_OF_OFFICE
    else:
        good = basis["kind"] == "full_powers" and basis["manner"] in MANNERS
    if not good and not (entry["despite"] and entry["despite"]["reason"].strip()):
        raise Broken("no_authority")


def instant(text) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def problems(lines, anchor="") -> list[str]:
    """Everything wrong with an exported log, given line by line; empty when it is whole."""
    lines = iter(lines)
    try:
        header = json.loads(next(lines))
        if header["format"] != FORMAT:
            return [f"line 1: the format is not {FORMAT}."]
        actions = header["treaty"]["actions"]
    except (StopIteration, ValueError, KeyError, TypeError):
        return ["line 1: this is not the export of a signature log."]
    found, head, number, standings = [], NO_HASH, 0, Standings()
    is_anchored = not anchor or anchor == NO_HASH
    for place, line in enumerate(lines, start=2):
        try:
            row = json.loads(line)
            entry, claimed = row["entry"], row["hash"]
            actual = digest(canonical(entry))
            if actual != claimed:
                found.append(f"line {place}: the hash is not that of the entry.")
            if entry["format"] != FORMAT:
                found.append(f"line {place}: the format is not {FORMAT}.")
            if entry["treaty"] != {name: header["treaty"][name] for name in entry["treaty"]}:
                found.append(f"line {place}: the entry belongs to another treaty record.")
            if entry["number"] != number + 1:
                found.append(f"line {place}: number {number + 1} is missing.")
            if entry["previous"] != head:
                found.append(f"line {place}: it does not follow from the entry before.")
            head, number = claimed, entry["number"]
            is_anchored = is_anchored or claimed == anchor
            if instant(entry["at"]) != datetime.fromisoformat(entry["local"]):
                found.append(f"line {place}: the local time is not that instant.")
            check_alone(entry, actions)
            standings.take(entry)
        except Broken as broken:
            found.append(f"line {place}: {broken}")
        except (ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as error:
            found.append(f"line {place}: this is not an entry ({type(error).__name__}: {error}).")
    if (header.get("entries"), header.get("head")) != (number, head):
        found.append("line 1: the number of entries or the head is not that of the log.")
    if not is_anchored:
        found.append(f"The head {anchor}, published earlier, is not in this log.")
    return found


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description="Check an exported signature log.")
    parser.add_argument("file", help="the export, JSON lines")
    parser.add_argument("--anchor", default="", metavar="HASH", help="a head that was published earlier")
    given = parser.parse_args(arguments)
    try:
        with open(given.file, encoding="utf-8", newline="\n") as file:
            lines = file.read().rstrip("\n").split("\n")
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
