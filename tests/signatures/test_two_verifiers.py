"""Two verifiers, the second written from docs/signature-log.md alone, say the same of a real log and of every forgery of it."""

import copy
import hashlib
import json
import re
import uuid
from pathlib import Path

import pytest

from signatures import log, verifier
from signatures.models import Action, EntryKind, Recording
from signatures.verifier import problems as first
from tests.signatures import logs, second_verifier
from tests.signatures.second_verifier import problems as second

HERE = Path(second_verifier.__file__)
PAGE = (HERE.parents[2] / "docs" / "signature-log.md").read_text(encoding="utf-8")
NOTHING = "0" * 64
WHOLE = "".join(line + "\n" for line in logs.chained(logs.morning())).encode()


@pytest.fixture
def exported(
    treaty, austria, union, kenya, brazil, minister, ambassador, full_powers, calling, signed, deposited, treaty_officer, depositary_officer,
    second_depositary_officer, now,
):  # fmt: skip
    """The lines of the log of a morning: Austria, the Union; Kenya, rectified, ratifies; Brazil despite, annulled, accedes."""

    def corrected(entry, kind):
        pending = Recording.objects.correct(
            entry, kind, key=uuid.uuid4(), by=second_depositary_officer, at=now, reason="Entered in error"
        )
        return pending.confirm(by=depositary_officer, at=now)

    minister(austria)
    ambassador(union)
    full_powers(union, issuer_office="competent_authority")
    minister(kenya)
    ambassador(brazil)
    signed(austria, now)
    signed(union, now)
    corrected(signed(kenya, now), EntryKind.RECTIFICATION)
    deposited(kenya, Action.RATIFICATION)
    call = calling(brazil)
    call.accept_despite(by=depositary_officer, at=now, reason="Assurance of the mission")
    despite = Recording.objects.record(call, key=call.key, by=treaty_officer, at=now)
    corrected(despite.confirm(by=depositary_officer, at=now), EntryKind.ANNULMENT)
    deposited(brazil, Action.ACCESSION)
    return "".join(log.export(treaty)).removesuffix("\n").split("\n")


AUSTRIA, UNION, KENYA, KENYA_RECTIFIED, KENYA_RATIFIES, BRAZIL, BRAZIL_ANNULLED, BRAZIL_ACCEDES = range(8)


# Writing


def written(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hashed(entry):
    return hashlib.sha256(written(entry).encode()).hexdigest()


def line(entry, given=None):
    return written({"entry": entry, "hash": given or hashed(entry)})


def entries_of(lines):
    return [json.loads(one)["entry"] for one in lines[1:]]


def head_of(lines):
    return json.loads(lines[0])["head"]


def chained(lines, entries, *, number=True):
    """A file of these entries, with the chain and the header computed anew; `number`: and the numbers."""
    written_anew, head = [], NOTHING
    for place, entry in enumerate(entries, start=1):
        entry["previous"] = head
        if number:
            entry["number"] = place
        head = hashed(entry)
        written_anew.append(line(entry))
    return [written(json.loads(lines[0]) | {"entries": len(entries), "head": head}), *written_anew]


# Ways to alter an export: each takes its lines and gives others.


def put(content, path, value):
    *ways, last = path.split(".")
    for way in ways:
        content = content[way]
    content[last] = copy.deepcopy(value)


def edited(place, **changes):
    """Members of one entry are changed and no hash."""

    def alter(lines):
        row = json.loads(lines[place + 1])
        for path, value in changes.items():
            put(row["entry"], path.replace("__", "."), value)
        return [*lines[: place + 1], written(row), *lines[place + 2 :]]

    return alter


def anew(place, number=True, **changes):
    """Members of one entry are changed and the whole chain computed anew."""

    def alter(lines):
        entries = entries_of(lines)
        for path, value in changes.items():
            put(entries[place], path.replace("__", "."), value)
        return chained(lines, entries, number=number)

    return alter


def order(*places, **how):
    """Entries are left out, repeated and put in another order, and the whole chain computed anew."""

    def alter(lines):
        entries = entries_of(lines)
        return chained(lines, [copy.deepcopy(entries[place]) for place in places], **how)

    return alter


def of_lines(*places):
    """The same for lines as they are: 0 is the header."""
    return lambda lines: [lines[place] for place in places]


def header(treaty=None, **changes):
    def alter(lines):
        old = json.loads(lines[0])
        return [written(old | changes | {"treaty": old["treaty"] | (treaty or {})}), *lines[1:]]

    return alter


def replaced(old, new):
    def alter(lines):
        return [one.replace(old, new) for one in lines]

    return alter


def rehashed(lines):
    entry = entries_of(lines)[KENYA]
    entry["representative"]["name"] = "Somebody Else"
    return [*lines[: KENYA + 1], line(entry), *lines[KENYA + 2 :]]


def last_hash(lines):
    return [written(json.loads(lines[0]) | {"head": "a" * 64}), *lines[:-1][1:], lines[-1][:-66] + "a" * 64 + '"}']


def same_officer(lines):
    entries = entries_of(lines)
    entries[KENYA]["confirmed"]["by"] = entries[KENYA]["recorded"]["by"] | {"name": "Another Name"}
    return chained(lines, entries)


def with_basis(place, **changes):
    def alter(lines):
        entries = entries_of(lines)
        entries[place]["basis"] |= changes
        return chained(lines, entries)

    return alter


def union_by_office(lines):
    entries = entries_of(lines)
    entries[UNION] |= {"basis": entries[AUSTRIA]["basis"], "despite": entries[BRAZIL]["despite"]}
    return chained(lines, entries)


def union_despite(lines):
    entries = entries_of(lines)
    entries[UNION] |= {"basis": {"kind": "none"}, "despite": entries[BRAZIL]["despite"]}
    return chained(lines, entries)


def another_state(lines):
    entries = entries_of(lines)
    signature = copy.deepcopy(entries[KENYA])
    signature["entity"] |= {"code": "MEX", "group": "grulac"}
    return chained(lines, [*entries, signature])


def austria_annulled_before_the_union(lines):
    entries = entries_of(lines)
    annulment = copy.deepcopy(entries[AUSTRIA]) | {"kind": "annulment", "corrects": 1, "reason": "Entered in error"}
    return chained(lines, [*entries, annulment])


def signature_of_kenya_annulled(lines):
    entries = entries_of(lines)
    annulment = copy.deepcopy(entries[KENYA]) | {"kind": "annulment", "corrects": 4, "reason": "Entered in error"}
    return chained(lines, [*entries, annulment])


def brazils_accession_annulled(lines):
    entries = entries_of(lines)
    annulment = entries[BRAZIL_ACCEDES] | {"kind": "annulment", "corrects": 8, "reason": "Entered in error"}
    return chained(lines, [*entries, annulment])


def austria_after_the_union(lines):
    entries = entries_of(lines)
    entries[UNION]["at"] = "2020-01-01T00:00:00Z"
    entries[UNION]["local"] = "2020-01-01T07:00:00+07:00"
    entries[UNION]["window"]["first_day"] = "2020-01-01"
    return chained(lines, entries)


def gap(lines):
    entries = entries_of(lines)
    entries[BRAZIL_ACCEDES]["number"] = 9
    return chained(lines, entries, number=False)


LATE = {"at": "2200-01-01T00:00:00Z", "local": "2200-01-01T07:00:00+07:00"}
EARLY = {"at": "2020-01-01T00:00:00Z", "local": "2020-01-01T07:00:00+07:00"}
FOUND = {
    # The lines
    "nothing is left": of_lines(),
    "the header is missing": of_lines(*range(1, 9)),
    "the header stands alone": of_lines(0),
    "an entry is removed": of_lines(0, 1, 2, 3, 5, 6, 7, 8),
    "the first entry is removed": of_lines(0, *range(2, 9)),
    "the tail is cut off": of_lines(*range(7)),
    "two entries are swapped": of_lines(0, 2, 1, *range(3, 9)),
    "an entry stands twice": of_lines(*range(9), 8),
    "an empty line follows": lambda lines: [*lines, ""],
    "lines end as on Windows": lambda lines: [one + "\r" for one in lines],
    "there is a byte order mark": lambda lines: ["\ufeff" + lines[0], *lines[1:]],
    "members are not sorted": lambda lines: [*lines[:-1], json.dumps(json.loads(lines[-1]), sort_keys=False)],
    "there are spaces": replaced('"kind":"act"', '"kind": "act"'),
    "a member stands twice": replaced('"reason":""', '"reason":"","reason":""'),
    "a number is written in another way": replaced('"number":3', '"number":3.0'),
    "a letter is escaped": replaced("Kenya", "\\u004benya"),
    "a line has one more member": replaced('{"entry":{', '{"a":1,"entry":{'),
    # One entry, and no more
    "a name is changed": edited(KENYA, representative__name="Somebody Else"),
    "a name is changed and its line hashed anew": rehashed,
    "a number is changed": edited(KENYA, number=30),
    "the hash before is changed": edited(KENYA, previous="a" * 64),
    "the last hash is changed, also in the header": last_hash,
    "all hashes are in capitals": lambda lines: [re.sub('"hash":"(.*)"', lambda m: m[0].replace(m[1], m[1].upper()), one) for one in lines],
    # The header
    "the header counts more": header(entries=9),
    "the header counts fewer": header(entries=7),
    "the header names another head": header(head="a" * 64),
    "the header names an earlier head": lambda lines: header(head=json.loads(lines[3])["hash"])(lines),
    "the header names another ceremony": header(treaty={"ceremony": "other"}),
    "the header says that it was a rehearsal": header(treaty={"rehearsal": True}),
    "the header does not allow signature": header(treaty={"actions": ["accession", "ratification"]}),
    "the header does not sort its actions": header(treaty={"actions": ["signature", "ratification", "accession"]}),
    "the header knows another action": header(treaty={"actions": ["accession", "notification", "ratification", "signature"]}),
    "the header is of another version": header(format="plenipo-signature-log/2"),
    # With the whole chain computed anew
    "numbers begin at two": order(*range(1, 8), number=False),
    "there is a gap in the numbers": gap,
    "entries are renumbered backwards": order(*reversed(range(8)), number=False),
    "the Union comes first": order(1, 0, *range(2, 8)),
    "the Union comes without a member": order(1),
    "the Union acted before its member": austria_after_the_union,
    "its member is annulled before the Union": austria_annulled_before_the_union,
    "Kenya signs twice": order(0, 1, 2, 2),
    "Brazil accedes twice": order(0, 1, 2, 3, 4, 5, 6, 7, 7),
    "Brazil accedes beside its signature": order(0, 1, 2, 3, 4, 5, 7),
    "Brazil accedes before it signs": order(7, 5),
    "Kenya ratifies without a signature": order(0, 1, 4),
    "Kenya's signature is annulled, not its ratification": signature_of_kenya_annulled,
    "Kenya ratified before it signed": anew(KENYA_RATIFIES, **EARLY),
    "an annulment of what does not stand": order(0, 1, 6),
    "an annulment of another's entry": anew(BRAZIL_ANNULLED, corrects=1),
    "an annulment of what was rectified": lambda lines: (
        anew(BRAZIL_ANNULLED, corrects=3, entity=entries_of(lines)[KENYA]["entity"])(lines)
    ),
    "an annulment stands twice": order(0, 1, 2, 3, 4, 5, 6, 6),
    "a rectification of itself": anew(KENYA_RECTIFIED, corrects=4),
    "a rectification of nothing": anew(KENYA_RECTIFIED, corrects=None),
    "an act that corrects": anew(KENYA, corrects=1),
    "a correction without a reason": anew(BRAZIL_ANNULLED, reason="  "),
    "one officer is made of two": same_officer,
    "it was done after it was recorded": anew(BRAZIL_ACCEDES, **LATE),
    "it was recorded after it was confirmed": anew(KENYA, recorded__at=LATE["at"]),
    "it was confirmed before it was recorded": anew(KENYA, confirmed__at=EARLY["at"]),
    "the clocks are of another place": anew(KENYA, local="2020-01-01T00:00:00+00:00"),
    "a time zone that there is not": anew(KENYA_RATIFIES, zone="Asia/Nowhere"),
    "a day outside the window": anew(KENYA, **EARLY),
    "a window that has closed": anew(KENYA, window__first_day="2020-01-01", window__last_day="2020-01-02"),
    "a window of another zone": anew(KENYA, window__zone="Asia/Bangkok"),
    "a day that there is not": anew(KENYA, window__first_day="2025-02-29"),
    "an unknown action": anew(BRAZIL_ACCEDES, action="succession"),
    "an action that the treaty does not allow": anew(BRAZIL_ACCEDES, action="definitive_signature"),
    "an unknown kind": anew(BRAZIL_ACCEDES, kind="note"),
    "a signature without anybody who signs": anew(KENYA, representative=None),
    "a signature with an instrument": anew(KENYA, basis={"kind": "instrument", "reference": "C.N.1"}),
    "an instrument that somebody signed": lambda lines: (
        anew(KENYA_RATIFIES, representative=entries_of(lines)[KENYA]["representative"])(lines)
    ),
    "an instrument despite": lambda lines: (
        anew(KENYA_RATIFIES, despite=entries_of(lines)[BRAZIL]["despite"])(lines)
    ),
    "no authority and not despite it": anew(BRAZIL, despite=None),
    "despite no rule": anew(BRAZIL, despite__rules=[]),
    "full powers of another minister": with_basis(UNION, issued_by="other_minister"),
    "full powers of the Union by a Head of State": with_basis(UNION, issued_by="head_of_state"),
    "full powers of a State by an authority of the Union": lambda lines: (
        anew(AUSTRIA, basis=entries_of(lines)[UNION]["basis"])(lines)
    ),
    "a copy of full powers": with_basis(UNION, manner="copy"),
    "the office of another": with_basis(AUSTRIA, office="ambassador"),
    "the Union by virtue of office, though despite": union_by_office,
    "another ceremony in one entry": anew(KENYA, treaty__ceremony="other"),
    "a rehearsal in one entry": anew(KENYA, treaty__rehearsal=True),
    "one more member": anew(KENYA, note="x"),
    "an objection": anew(KENYA, declarations=[{"kind": "objection", "language": "en", "text": "We object."}]),
    "a name that is not in English": anew(KENYA, entity__short={"fr": "Kenya"}),
    "a number beyond those that are written": anew(KENYA, recorded__by__id=9007199254740992),
}  # fmt: skip

# Rewritten as a whole they are logs as good as the true one: only a head that was published earlier shows it.
WRITTEN_ANEW = {
    "all entries are removed": order(),
    "the tail is cut off and the header agrees": order(*range(7)),
    "Kenya comes first": lambda lines: (
        chained(lines, [e | ({"corrects": 1} if e["corrects"] == 3 else {"corrects": 6} if e["corrects"] else {})
                        for e in (entries_of(lines)[place] for place in (2, 0, 1, 3, 4, 5, 6, 7))])
    ),
    "a name is changed": anew(KENYA, representative__name="Somebody Else"),
    "the title of the day is changed": anew(KENYA, treaty__title="Convention against All Examples"),
    "a State is added": another_state,
    "an accession is annulled": brazils_accession_annulled,
    "the Union is accepted despite": union_despite,
    "it was confirmed much later": anew(BRAZIL_ACCEDES, confirmed__at=LATE["at"]),
    "a title has every kind of character": anew(KENYA, representative__title='"\\/\b\f\n\r\t\x01\x1f\x7f é ك 𝄞 \u2028'),
    "a declaration is added": anew(KENYA, declarations=[{"kind": "reservation", "language": "en", "text": "But not us."}]),
}  # fmt: skip


def found(lines, anchor=""):
    """(by the first, by the second): whether there was anything."""
    return bool(first(list(lines), anchor)), bool(second(list(lines), anchor))


# Tests


@pytest.mark.django_db
def test_both_say_of_an_export_that_it_is_whole(exported):
    assert (len(exported), first(exported), second(exported)) == (9, [], [])
    for earlier in [NOTHING, *(json.loads(one)["hash"] for one in exported[1:])]:
        assert (first(exported, earlier), second(exported, earlier)) == ([], [])
    for other in ["a" * 64, head_of(exported).upper(), head_of(exported)[:-1], "x"]:
        assert found(exported, other) == (True, True)


@pytest.mark.django_db
def test_both_find_each_forgery_that_shows_by_itself(exported):
    """In one test, for the export is made once: name -> what each found."""
    altered = {name: alter(list(exported)) for name, alter in FOUND.items()}
    assert [name for name, lines in altered.items() if lines == exported] == []
    assert {name: found(lines) for name, lines in altered.items()} == dict.fromkeys(FOUND, (True, True))


@pytest.mark.django_db
def test_both_find_what_was_written_anew_only_with_a_head_published_earlier(exported):
    altered = {name: alter(list(exported)) for name, alter in WRITTEN_ANEW.items()}
    assert [name for name, lines in altered.items() if lines == exported] == []
    assert {name: found(lines) for name, lines in altered.items()} == dict.fromkeys(WRITTEN_ANEW, (False, False))
    # The head of the whole day was published, the log goes on after it as it likes: an appended entry is none of these.
    appended = {"a State is added", "an accession is annulled"}
    noon = head_of(exported)
    assert {name for name, lines in altered.items() if found(lines, noon) == (False, False)} == appended
    assert {name for name, lines in altered.items() if found(lines, noon) == (True, True)} == altered.keys() - appended


def every_member(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from every_member(one, (*path, key))


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["nothing", None, True, 7, "", {}], ids=repr)
def test_both_agree_on_every_member_that_is_missing_or_something_else(exported, other):
    """One member after the other of the header and of an entry of each sort, the chain computed anew."""
    rows = [json.loads(exported[0]), *entries_of(exported)]
    disagreed, said = [], set()
    for place in (0, *(one + 1 for one in (UNION, BRAZIL, BRAZIL_ANNULLED, BRAZIL_ACCEDES))):
        for *ways, last in every_member(rows[place]):
            changed = copy.deepcopy(rows)
            content = changed[place]
            for way in ways:
                content = content[way]
            if other == "nothing":
                del content[last]
            else:
                content[last] = other
            if place == 0:
                lines = [written(changed[0]), *exported[1:]]
            elif last in ("number", "previous"):
                lines = [exported[0], *exported[1:place], line(changed[place]), *exported[place + 1 :]]
            else:
                lines = chained(exported, changed[1:])
            one, two = found(lines)
            said.add(one)
            if one != two:
                disagreed.append((place, *ways, last))
    assert (disagreed, True in said) == ([], True)


@pytest.mark.parametrize("forgery", logs.FORGERIES)
def test_both_agree_on_what_is_forged_elsewhere(forgery):
    whole = logs.chained(logs.morning())
    forged = logs.FORGERIES[forgery](list(whole))
    assert found(forged, logs.head_of(whole)) == (True, True)
    assert len(set(found(forged))) == 1


@pytest.mark.parametrize("lines", [[], [""], ["[]"], ["{}"], ["null"], ["["] * 3, ["[" * 100_000], ["9" * 10_000]])
def test_both_find_what_is_no_log(lines):
    assert found(lines) == (True, True)


def test_the_second_says_of_the_pages_example_that_it_is_whole(tmp_path, capsys):
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1]
    head = head_of(example.split("\n"))
    file = tmp_path / "signatures.jsonl"
    for content in (example, example.removesuffix("\n")):
        file.write_text(content, encoding="utf-8", newline="\n")
        assert second_verifier.main([str(file), "--anchor", head]) == 0
        assert capsys.readouterr().out == f"1 entries, head {head}: whole.\n"
    file.write_bytes(example.encode("utf-8").replace(b"Kenya", b"Keny\xe9"))
    assert (second_verifier.main([str(file)]), "cannot be read" in capsys.readouterr().err) == (2, True)
    assert second_verifier.main([str(tmp_path / "none.jsonl")]) == 2


def first_annulled(**changes):
    return [logs.entry(1), logs.entry(2, kind="annulment", corrects=1, **changes)]


def of_a_time(at, local, **changes):
    """An accession, that no window bounds; its officers say the same time."""
    officers = {
        verb: {"by": {"id": number, "name": ""}, "at": at} for number, verb in enumerate(["recorded", "confirmed"])
    }
    return [logs.entry(1, action="accession", at=at, local=local, **officers | changes)]


SMALL_PRINT = {
    # What the page says in a clause -> the entries, whether they make a whole log
    "the first year": (of_a_time("1900-01-01T00:00:00Z", "1900-01-01T00:00:00+00:00", zone="UTC"), True),
    "the year before": (of_a_time("1899-12-31T23:59:59Z", "1899-12-31T23:59:59+00:00", zone="UTC"), False),
    "a year of three digits": (of_a_time("0999-01-01T00:00:00Z", "0999-01-01T00:00:00+00:00", zone="UTC"), False),
    "the last year": (of_a_time("9000-12-31T23:59:59Z", "9001-01-01T06:59:59+07:00"), True),
    "the year after": (of_a_time("9001-01-01T00:00:00Z", "9001-01-01T07:00:00+07:00"), False),
    "the end of the calendar": (of_a_time("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00", zone="UTC"), False),
    "the end of the calendar, elsewhere": (of_a_time("9999-12-31T23:59:59Z", "10000-01-01T06:59:59+07:00"), False),
    "recorded at the end of the calendar": (
        [logs.entry(1, recorded={"by": {"id": 7, "name": ""}, "at": "9999-12-31T23:59:59Z"})], False
    ),
    "confirmed at the end of the calendar": (
        [logs.entry(1, confirmed={"by": {"id": 9, "name": ""}, "at": "9999-12-31T23:59:59Z"})], False
    ),
    "accepted at the end of the calendar": (
        [logs.entry(1, despite={"reason": "x", "accepted_by": {"id": 9, "name": ""}, "accepted_at": "9999-12-31T23:59:59Z", "rules": ["x"]})], False
    ),
    "midnight at the end of a day": (of_a_time("2025-10-24T24:00:00Z", "2025-10-25T07:00:00+07:00"), False),
    "a leap second": (of_a_time("2016-12-31T23:59:60Z", "2017-01-01T07:00:00+07:00"), False),
    "UTC": (of_a_time("2025-10-25T00:00:00Z", "2025-10-25T00:00:00+00:00", zone="UTC"), True),
    "UTC as Z": (of_a_time("2025-10-25T00:00:00Z", "2025-10-25T00:00:00Z", zone="UTC"), False),
    "a link to a zone": (of_a_time("2025-10-25T00:00:00Z", "2025-10-25T07:00:00+07:00", zone="Asia/Saigon"), True),
    "an organisation that is its own member": ([logs.entry(1, code="EUE", entity=logs.entry(1, code="EUE")["entity"] | {"reio": "EUE"})], False),
    "another group": ([logs.entry(1, entity=logs.entry(1)["entity"] | {"group": "nordic"})], False),
    "another kind of entity": (
        [logs.entry(1, entity=logs.entry(1)["entity"] | {"kind": "ngo"}, basis=logs.entry(1, code="EUE")["basis"])], True,
    ),
    "no kind of entity": ([logs.entry(1, entity=logs.entry(1)["entity"] | {"kind": " "})], False),
    "a place in no language": ([logs.entry(1, place={"": "Ha Noi"})], False),
    "a place in a language that is not ASCII": ([logs.entry(1, place={"việt": "Hà Nội"})], False),
    "a place in a language with a space": ([logs.entry(1, place={"e n": "Ha Noi"})], False),
    "a place in a language with a hyphen": ([logs.entry(1, place={"zh-Hans": "河内"})], True),
    "a declaration in no language": ([logs.entry(1, declarations=[{"kind": "declaration", "language": "", "text": "x"}])], False),
    "a name in a language that is not ASCII": (
        [logs.entry(1, entity=logs.entry(1)["entity"] | {"short": {"en": "Kenya", "é": "Kenya"}})], False
    ),
    "a signature of no place and no sitting": ([logs.entry(1, place={}, sitting={})], True),
    "an instrument of a place": ([logs.entry(1, action="accession", place={"en": "Ha Noi"})], False),
    "an instrument of a sitting": ([logs.entry(1, action="accession", sitting={"en": "Morning"})], False),
    "an act with a reason": ([logs.entry(1, reason="Why not")], False),
    "an annulment of a zone that there is not": (
        first_annulled(window=logs.entry(1)["window"] | {"zone": "Asia/Nowhere"}), False
    ),
    "an annulment of another zone": (first_annulled(window=logs.entry(1)["window"] | {"zone": "Asia/Bangkok"}), True),
    "a rule that stands twice": (
        [logs.entry(1, despite={"reason": "x", "accepted_by": {"id": 9, "name": ""}, "accepted_at": LATE["at"], "rules": ["x", "x"]})], True
    ),
    "a name of white space": ([logs.entry(1, representative=logs.entry(1)["representative"] | {"name": "\x1f\u3000"})], False),
}  # fmt: skip


@pytest.mark.parametrize("clause", SMALL_PRINT)
def test_both_read_the_small_print_in_the_same_way(clause):
    contents, is_whole = SMALL_PRINT[clause]
    assert found(logs.chained(copy.deepcopy(contents))) == (not is_whole, not is_whole)


def test_both_find_a_lone_surrogate_in_the_header():
    lines = logs.chained([], {"treaty": logs.TREATY | {"actions": logs.ACTIONS, "title": "\ud800"}})
    assert found(lines) == (True, True)


def test_both_take_lines_with_their_end_and_no_anchor():
    lines = logs.chained(logs.morning())
    assert found([one + "\n" for one in lines], None) == (False, False)
    assert found([one + "\n\n" for one in lines]) == (True, True)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 1),
        (b"\n", 1),
        (WHOLE, 0),
        (WHOLE[:-1], 0),
        (WHOLE + b"\n", 1),
        (WHOLE.replace(b"Ha Noi", b"H\xe0 Noi"), 2),
    ],
    ids=["empty", "an empty line", "whole", "without the last LF", "an empty line at the end", "not UTF-8"],
)
def test_both_end_with_the_same_status(tmp_path, content, status):
    file = tmp_path / "signatures.jsonl"
    file.write_bytes(content)
    assert (verifier.main([str(file)]), second_verifier.main([str(file)])) == (status, status)


def test_the_second_shares_nothing_with_the_first():
    imported = re.findall(r"^(?:import|from) (\w+)", HERE.read_text(encoding="utf-8"), re.MULTILINE)
    assert imported == ["argparse", "hashlib", "re", "sys", "datetime", "pathlib", "zoneinfo"]


THREE = ("head_of_state", "head_of_government", "foreign_minister")


@pytest.mark.parametrize(
    ("kind", "issuer", "good"),
    [
        *((kind, issuer, True) for kind in ("member_state", "observer_state", "non_member_state") for issuer in THREE),
        ("member_state", "competent_authority", False),
        ("observer_state", "competent_authority", False),
        ("non_member_state", "competent_authority", False),
        ("igo", "competent_authority", True),
        *(("igo", issuer, False) for issuer in THREE),
    ],
)
@pytest.mark.parametrize("problems", [first, second])
def test_full_powers_come_from_an_office_that_issues_them_for_that_kind_of_entity(problems, kind, issuer, good):
    entry = logs.entry(1)
    entry["entity"]["kind"] = kind
    entry["basis"]["issued_by"] = issuer
    assert (problems(logs.chained([entry])) == []) == good
