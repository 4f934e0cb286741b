"""A second verifier of exported signature logs: it checks the first, and the description of the format.

It was written from docs/signature-log.md alone, without a look at signatures/verifier.py or any other code that writes
or checks a log, and must stay so: where the two differ, the page is read again, and not the other program. That both
agree on whole and on forged logs is tested in test_two_verifiers.py.

It imports nothing of Plenipo and nothing beyond the standard library:

    python3 -I second_verifier.py signatures.jsonl [--anchor HASH]
"""

import argparse
import hashlib
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FORMAT = "plenipo-signature-log/1"
NOTHING = "0" * 64
BASES = {
    # Kind of basis -> whether it is for the action `signature` (else for every other one)
    "office": True,
    "full_powers": True,
    "none": True,
    "instrument": False,
}
KINDS_OF_STATE = ("member_state", "observer_state", "non_member_state")
THE_THREE = ("head_of_state", "head_of_government", "foreign_minister")
CLOCKS = timedelta(seconds=60)


# Reading: what is not in canonical form is not read at all.


class NotCanonical(Exception):
    pass


class Reader:
    """Reads one value in canonical form. Knows no other spelling, so there is nothing to compare afterwards."""

    # The short escapes; \u00 and two digits for the control characters that have none; everything else as it is.
    STRING = re.compile(r'"((?:[^"\\\x00-\x1f\ud800-\udfff]|\\["\\btnfr]|\\u00(?:0[0-7bef]|1[0-9a-f]))*)"')
    ESCAPE = re.compile(r"\\(?:u(....)|(.))")
    SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
    NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
    LARGEST = 9007199254740991
    WORDS = {"true": True, "false": False, "null": None}
    DEEPEST = 32  # No member of a log lies as deep.

    def __init__(self, text):
        self.text = text
        self.position = 0

    def whole(self):
        value = self.value(0)
        if self.position != len(self.text):
            self.refuse("something follows the value")
        return value

    def refuse(self, why):
        raise NotCanonical(f"{why}, at character {self.position + 1}")

    def take(self, token):
        if self.text.startswith(token, self.position):
            self.position += len(token)
            return True
        return False

    def need(self, token):
        if not self.take(token):
            self.refuse(f"no {token} where it has to be")

    def value(self, depth):
        if depth > self.DEEPEST:
            self.refuse("nested too deep")
        if self.take("{"):
            return self.members(depth)
        if self.take("["):
            return self.items(depth)
        if self.text.startswith('"', self.position):
            return self.string()
        for word, value in self.WORDS.items():
            if self.take(word):
                return value
        return self.number()

    def members(self, depth):
        found = {}
        last = None
        if self.take("}"):
            return found
        while True:
            name = self.string()
            if not name.isascii():
                self.refuse("the name of a member is not ASCII")
            if last is not None and name <= last:
                self.refuse("members are not sorted, or one stands twice")
            last = name
            self.need(":")
            found[name] = self.value(depth + 1)
            if self.take("}"):
                return found
            self.need(",")

    def items(self, depth):
        found = []
        if self.take("]"):
            return found
        while True:
            found.append(self.value(depth + 1))
            if self.take("]"):
                return found
            self.need(",")

    def string(self):
        match = self.STRING.match(self.text, self.position)
        if not match:
            self.refuse("no string in canonical form")
        self.position = match.end()
        return self.ESCAPE.sub(self.unescaped, match[1])

    def unescaped(self, match):
        digits, short = match.groups()
        return chr(int(digits, 16)) if digits else self.SHORT.get(short, short)

    def number(self):
        match = self.NUMBER.match(self.text, self.position)
        if not match or int(match[0]) > self.LARGEST:
            self.refuse("no value in canonical form")
        self.position = match.end()
        return int(match[0])


def read(text):
    return Reader(text).whole()


# Shapes: each is a function (value, name of the place) -> what is wrong, one text a fault.


def when(test, words):
    def shape(value, place):
        if not test(value):
            yield f"{place} is not {words}"

    return shape


def is_text(value):
    return isinstance(value, str)


def is_day(value):
    if not is_text(value) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_time(value):
    if not is_text(value) or not re.fullmatch(r"[0-9-]{10}T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z", value):
        return False
    return is_day(value[:10]) and value[11:13] < "24" and 1900 <= int(value[:4]) <= 9000


def is_zone(value):
    if not is_text(value):
        return False
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # Unknown, no name of a file, the name of a folder.
        return False
    return True


def is_language(value):
    return is_text(value) and re.fullmatch(r"[A-Za-z0-9-]+", value) is not None


def is_hash(value):
    return is_text(value) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


TEXT = when(is_text, "text")
WORDS = when(lambda value: is_text(value) and value.strip() != "", "text with words in it")
NUMBER = when(lambda value: type(value) is int, "a number")
YES_OR_NO = when(lambda value: type(value) is bool, "true or false")
NULL = when(lambda value: value is None, "null")
DAY = when(is_day, "a day")
DAY_OR_EMPTY = when(lambda value: value == "" or is_day(value), "a day or empty")
TIME = when(is_time, "a time")
ZONE = when(is_zone, "a time zone")
HASH = when(is_hash, "a hash")
LANGUAGE = when(is_language, "a language code")


def one_of(*values):
    return when(lambda value: is_text(value) and value in values, "one of " + ", ".join(values))


def exactly(**members):
    def shape(value, place):
        if not isinstance(value, dict):
            yield f"{place} is not an object"
            return
        for name in sorted(value.keys() | members.keys()):
            if name not in value:
                yield f"{place}.{name} is missing"
            elif name not in members:
                yield f"{place}.{name} does not belong there"
            else:
                yield from members[name](value[name], f"{place}.{name}")

    return shape


def every(item, least=0):
    def shape(value, place):
        if not isinstance(value, list) or len(value) < least:
            yield f"{place} is not an array" + (f" of at least {least}" if least else "")
            return
        for index, one in enumerate(value):
            yield from item(one, f"{place}[{index}]")

    return shape


def or_null(inner):
    def shape(value, place):
        if value is not None:
            yield from inner(value, place)

    return shape


def names(*always):
    def shape(value, place):
        if not isinstance(value, dict):
            yield f"{place} is not an object"
            return
        for language in always:
            if language not in value:
                yield f"{place} has no {language}"
        for language, text in value.items():
            yield from LANGUAGE(language, f"{place}: {language!r}")
            yield from TEXT(text, f"{place}.{language}")

    return shape


def by_kind(**shapes):
    """An object whose other members depend on its `kind`."""

    def shape(value, place):
        kind = value.get("kind") if isinstance(value, dict) else None
        if not is_text(kind) or kind not in shapes:
            yield f"{place}.kind is not one of {', '.join(shapes)}"
        else:
            yield from shapes[kind](value, place)

    return shape


ACTION = one_of("signature", "definitive_signature", "ratification", "acceptance", "approval", "accession")
OFFICER = exactly(id=NUMBER, name=TEXT)
STAMP = exactly(by=OFFICER, at=TIME)
THE_FORMAT = one_of(FORMAT)

HEADER = exactly(
    format=THE_FORMAT,
    treaty=exactly(ceremony=TEXT, rehearsal=YES_OR_NO, chapter=TEXT, title=TEXT, actions=every(ACTION, least=1)),
    entries=NUMBER,
    head=HASH,
)
BASIS = by_kind(
    office=exactly(kind=TEXT, office=TEXT, acting=YES_OR_NO, confirmed_on=DAY, source=TEXT),
    full_powers=exactly(
        kind=TEXT,
        general=YES_OR_NO,
        issued_by=TEXT,
        issuer=TEXT,
        issued_on=DAY_OR_EMPTY,
        issued_at=TEXT,
        reference=TEXT,
        manner=TEXT,
        original_due_on=DAY_OR_EMPTY,
    ),
    none=exactly(kind=TEXT),
    instrument=exactly(kind=TEXT, reference=WORDS),
)
ENTRY = exactly(
    format=THE_FORMAT,
    treaty=exactly(ceremony=TEXT, rehearsal=YES_OR_NO, chapter=TEXT, title=TEXT),
    number=NUMBER,
    previous=HASH,
    kind=one_of("act", "annulment", "rectification"),
    action=ACTION,
    at=TIME,
    local=TEXT,
    zone=ZONE,
    entity=exactly(
        code=WORDS,
        kind=WORDS,
        group=one_of("african", "asia_pacific", "eastern_european", "grulac", "weog", "reio", "none"),
        reio=TEXT,
        short=names("en"),
        formal=names("en"),
    ),
    representative=or_null(exactly(name=WORDS, title=WORDS, office=TEXT, acting=YES_OR_NO)),
    basis=BASIS,
    despite=or_null(exactly(reason=WORDS, accepted_by=OFFICER, accepted_at=TIME, rules=every(WORDS, least=1))),
    place=names(),
    window=or_null(exactly(zone=ZONE, first_day=DAY, last_day=DAY)),
    sitting=names(),
    day_established=YES_OR_NO,
    afterwards=YES_OR_NO,
    declarations=every(exactly(kind=one_of("declaration", "reservation"), language=LANGUAGE, text=WORDS)),
    recorded=STAMP,
    confirmed=STAMP,
    corrects=or_null(NUMBER),
    reason=TEXT,
)


def wrong_with_actions(actions):
    if actions != sorted(set(actions)):
        yield "header.treaty.actions are not sorted, or one stands twice"


def wrong_for_action(entry):
    """What the table of members says of the action `signature` and of the others. The shape is right."""
    signature = entry["action"] == "signature"
    for name in ("representative", "window"):
        if (entry[name] is not None) != signature:
            yield f"entry.{name} is {'null for a' if signature else 'an object for what is no'} signature"
    if BASES[entry["basis"]["kind"]] != signature:
        yield f"a basis {entry['basis']['kind']} is not for {entry['action']}"
    if not signature:
        if entry["despite"] is not None:
            yield "entry.despite is only for a signature"
        for name in ("place", "sitting"):
            if entry[name]:
                yield f"entry.{name} is not empty though this is an instrument"


# Rules


def instant(time):
    return datetime.fromisoformat(time[:-1]).replace(tzinfo=UTC)


def in_zone(time, zone):
    return instant(time).astimezone(ZoneInfo(zone))


def wrong_by_itself(entry):
    """Rules 7, 8 and 9, of every entry."""
    recorded, confirmed = entry["recorded"], entry["confirmed"]
    if recorded["by"]["id"] == confirmed["by"]["id"]:
        yield "one officer recorded and confirmed (rule 7)"
    if instant(entry["at"]) - instant(recorded["at"]) > CLOCKS:
        yield "it was recorded before it was done (rule 8)"
    if instant(recorded["at"]) - instant(confirmed["at"]) > CLOCKS:
        yield "it was confirmed before it was recorded (rule 8)"
    if entry["local"] != in_zone(entry["at"], entry["zone"]).isoformat():
        yield "local is not the time of the act in its zone (rule 8)"
    if entry["kind"] == "act":
        if entry["corrects"] is not None:
            yield "an act corrects nothing (rule 9)"
        if entry["reason"]:
            yield "an act has no reason (rule 9)"
    else:
        if entry["corrects"] is None:
            yield f"{entry['kind']} of no entry (rule 9)"
        if not entry["reason"].strip():
            yield f"{entry['kind']} without a reason (rule 9)"


def wrong_as_a_deed(entry, allowed):
    """Rules 10, 11 and 12, of what was done or stands in the place of what was done."""
    if allowed is not None and entry["action"] not in allowed:
        yield f"the treaty does not allow {entry['action']} (rule 10)"
    if entry["action"] == "signature":
        if entry["window"] is not None:
            yield from wrong_with_window(entry, entry["window"])
        if not has_authority(entry):
            yield "a signature without authority (rule 12)"


def wrong_with_window(entry, window):
    day = in_zone(entry["at"], window["zone"]).date().isoformat()
    if not window["first_day"] <= day <= window["last_day"]:
        yield "a signature outside its window (rule 11)"
    if window["zone"] != entry["zone"]:
        yield "the window is of another zone (rule 11)"


def has_authority(entry):
    basis = entry["basis"]
    if basis["kind"] == "office" and entry["entity"]["kind"] == "reio":
        return False
    if entry["despite"] is not None:
        return True
    if basis["kind"] == "office":
        return basis["office"] in THE_THREE
    if basis["kind"] == "full_powers":
        is_state = entry["entity"]["kind"] in KINDS_OF_STATE
        issued = basis["issued_by"] in (THE_THREE if is_state else ("competent_authority",))
        return issued and basis["manner"] in ("original", "general", "provisional")
    return False


def desk(entry):
    """(code, part): of each at most one entry stands."""
    return entry["entity"]["code"], "signature" if entry["action"] == "signature" else "consent"


def taken(standing, entry):
    """What stands after the entry, and what is wrong with that (rules 13 to 18)."""
    code, part = desk(entry)
    there = standing.get((code, part))
    if entry["kind"] == "act":
        if there:
            return standing, [f"of {code} ({part}) stands entry {there['number']} already (rule 13)"]
    elif there is None or there["number"] != entry["corrects"]:
        rule = 14 if entry["kind"] == "annulment" else 15
        return standing, [f"entry {entry['corrects']} does not stand for {code} ({part}) (rule {rule})"]
    after = dict(standing)
    if entry["kind"] == "annulment":
        del after[code, part]
    else:
        after[code, part] = entry
    faults = list(wrong_together(after))
    return (standing if faults else after), faults


def wrong_together(standing):
    """Rules 16, 17 and 18, of everything that stands."""
    members_at = {}  # (code of an REIO, part) -> when the first of its members acted
    for (code, part), entry in standing.items():
        reio = entry["entity"]["reio"]
        if reio and reio != code:
            members_at[reio, part] = min(entry["at"], members_at.get((reio, part), entry["at"]))
    for (code, part), entry in standing.items():
        first = members_at.get((code, part))
        if entry["entity"]["kind"] == "reio" and (first is None or first > entry["at"]):
            yield f"{code} ({part}) stands without a member before it (rule 16)"
        signature = standing.get((code, "signature"))
        if entry["action"] in ("ratification", "acceptance", "approval"):
            if signature is None or signature["at"] > entry["at"]:
                yield f"{entry['action']} of {code} stands without a signature before it (rule 17)"
        elif entry["action"] == "accession" and signature is not None:
            yield f"accession of {code} stands beside its signature (rule 18)"


# The file


class Log:
    """Takes a file line by line and keeps what the next lines are measured by."""

    LINE = re.compile(r'\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})"\}', re.DOTALL)

    def __init__(self):
        self.faults = []
        self.line = 0
        self.header = None  # Until one was read that is in order
        self.head = NOTHING  # The hash given in the line before, None if it could not be read
        self.hashes = {NOTHING}  # Heads that this log has had
        self.standing = {}

    def fault(self, what):
        self.faults.append(f"Line {self.line}: {what}.")

    def all(self, faults):
        """Whether there were none."""
        before = len(self.faults)
        for what in faults:
            self.fault(what)
        return len(self.faults) == before

    def take(self, line):
        self.line += 1
        try:
            text = line.removesuffix("\n")
            if self.line == 1:
                self.take_header(read(text))
            else:
                self.take_entry(text)
        except NotCanonical as why:
            self.head = None
            self.fault(f"not in canonical form: {why}")

    def take_header(self, header):
        self.head = NOTHING
        if self.all(HEADER(header, "header")) and self.all(wrong_with_actions(header["treaty"]["actions"])):
            self.header = header

    def take_entry(self, text):
        match = self.LINE.fullmatch(text)
        if not match:
            raise NotCanonical("not an entry and its hash")
        written, given = match.groups()
        entry = read(written)
        before, self.head = self.head, given
        calculated = hashlib.sha256(written.encode("utf-8")).hexdigest()
        self.hashes.add(calculated)
        if calculated != given:
            self.fault("the hash is not that of the entry (rule 1)")
        if not self.all(ENTRY(entry, "entry")):
            return
        if entry["number"] != self.line - 1:
            self.fault(f"number {entry['number']} where {self.line - 1} comes next (rule 2)")
        if before is not None and entry["previous"] != before:
            self.fault("previous is not the hash of the line before (rule 3)")
        self.measure(entry)

    def measure(self, entry):
        treaty = self.header and self.header["treaty"]
        if treaty:
            for name in ("ceremony", "rehearsal"):
                if entry["treaty"][name] != treaty[name]:
                    self.fault(f"{name} is not that of the header (rule 6)")
        self.all(wrong_for_action(entry))
        self.all(wrong_by_itself(entry))
        if entry["kind"] != "annulment":
            self.all(wrong_as_a_deed(entry, treaty and treaty["actions"]))
        self.standing, faults = taken(self.standing, entry)
        self.all(faults)

    def close(self, anchor):
        entries = self.line - 1
        if self.line == 0:
            self.faults.append("There is no header.")
        elif self.header:
            if self.header["entries"] != entries:
                self.faults.append(f"The header counts {self.header['entries']} entries, the file {entries} (rule 4).")
            if self.header["head"] != self.head:
                self.faults.append("The head in the header is not the hash of the last entry (rule 4).")
        if anchor and anchor not in self.hashes:
            self.faults.append("The anchor is not the hash of an entry of this file (rule 5).")


def problems(lines, anchor=""):
    """Every fault of a log, one text each; none if it is whole. Lines are with or without their LF."""
    log = Log()
    for line in lines:
        log.take(line)
    log.close(anchor)
    return log.faults


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check an exported signature log.")
    parser.add_argument("file")
    parser.add_argument("--anchor", default="", help="a head that was published earlier")
    options = parser.parse_args(arguments)
    try:
        content = Path(options.file).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as why:
        print(f"{options.file} cannot be read: {why}", file=sys.stderr)
        return 2
    lines = content.split("\n")
    if lines[-1] == "":
        lines.pop()  # After the last LF there is no line.
    faults = problems(lines, options.anchor)
    for fault in faults:
        print(fault)
    if not faults:
        head = read(lines[0])["head"]
        print(f"{len(lines) - 1} entries, head {head}: whole.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
