"""The verifier as a third party runs it: one file, an export, a head that was published earlier."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signatures import verifier
from tests.signatures import logs

PROGRAM = Path(verifier.__file__)
PAGE = (PROGRAM.parents[1] / "docs" / "signature-log.md").read_text(encoding="utf-8")
WHOLE = logs.chained(logs.morning())


def run(tmp_path, lines, *arguments):
    """Alone: no settings, no site packages, nothing of the house on the path. (status, lines printed)"""
    file = tmp_path / "signatures.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    done = subprocess.run(
        [sys.executable, "-I", "-S", PROGRAM, file, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, env={"PYTHONUTF8": "1"}
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_a_whole_log_is_said_to_be_whole(tmp_path):
    assert run(tmp_path, WHOLE) == (0, [f"5 entries, head {logs.head_of(WHOLE)}: whole."])


def test_a_head_that_was_published_when_the_log_was_shorter_lies_on_it(tmp_path):
    earlier = logs.head_of(logs.chained(logs.morning()[:3]))
    assert run(tmp_path, WHOLE, "--anchor", earlier)[0] == 0
    assert run(tmp_path, WHOLE, "--anchor", verifier.NO_HASH)[0] == 0


def test_a_log_without_entries_is_whole(tmp_path):
    assert run(tmp_path, logs.chained([])) == (0, [f"0 entries, head {'0' * 64}: whole."])


@pytest.mark.parametrize("forgery", logs.FORGERIES)
def test_every_forgery_is_found_with_a_head_that_was_published_earlier(tmp_path, forgery):
    lines = logs.FORGERIES[forgery](list(WHOLE))
    assert lines != WHOLE
    status, said = run(tmp_path, lines, "--anchor", logs.head_of(WHOLE))
    assert (status, bool(said), [line for line in said if line.endswith(": whole.")]) == (1, True, [])


def test_what_cannot_be_found_without_a_head_is_a_log_written_anew_as_a_whole():
    """So nobody believes that the verifier alone proves what only a published head proves."""
    unseen = [name for name, forge in logs.FORGERIES.items() if not verifier.problems(forge(list(WHOLE)))]
    assert unseen == [
        "a name is changed and the whole chain computed anew",
        "the tail is cut off and the header agrees",
        "all entries are removed and the header agrees",
        "two entries are swapped and the whole chain computed anew",
        "a signature is added and the whole chain computed anew",
    ]


def broken(*contents):
    """What is wrong with these entries, without the line numbers."""
    return [re.sub(r"^line \d+: ", "", problem) for problem in verifier.problems(logs.chained(list(contents)))]


LATER = {"at": "2025-10-25T04:00:00Z", "local": "2025-10-25T11:00:00+07:00"}


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([logs.entry(1), logs.entry(2)], ["Ken has a signature already: entry 1 of 2025-10-25T03:00:01Z."]),
        ([logs.entry(1, code="EUE")], ["Eue comes before any of its member States."]),
        (
            [logs.entry(1, code="AUT"), logs.entry(2, code="EUE"), logs.entry(3, code="AUT", kind="annulment", corrects=1)],
            ["Eue comes before any of its member States."],
        ),
        (
            [logs.entry(1, code="AUT", **LATER, recorded={"by": {"id": 7, "name": ""}, "at": LATER["at"]},
                        confirmed={"by": {"id": 9, "name": ""}, "at": LATER["at"]}), logs.entry(2, code="EUE")],
            ["Eue comes before any of its member States."],
        ),
        ([logs.entry(1, action="ratification")], ["Ken has no signature that stands, and cannot ratify, accept or approve."]),
        ([logs.entry(1), logs.entry(2, action="accession")], ["Ken has signed: accession is for those who did not."]),
        ([logs.entry(1, action="accession"), logs.entry(2)], ["Ken has signed: accession is for those who did not."]),
        (
            [logs.entry(1), logs.entry(2, action="ratification"), logs.entry(3, kind="annulment", corrects=1)],
            ["Ken has no signature that stands, and cannot ratify, accept or approve."],
        ),
        (
            [logs.entry(1, action="accession"), logs.entry(2, action="accession")],
            ["Ken has a consent already: entry 1 of 2025-10-25T03:00:01Z."],
        ),
        ([logs.entry(1, kind="annulment", corrects=1)], ["Entry 1 does not stand: nothing of it can be corrected."]),
        (
            [logs.entry(1), logs.entry(2, kind="annulment", corrects=1), logs.entry(3, kind="annulment", corrects=1)],
            ["Entry 1 does not stand: nothing of it can be corrected."],
        ),
        (
            [logs.entry(1), logs.entry(2, kind="rectification", corrects=1), logs.entry(3, kind="annulment", corrects=1)],
            ["Entry 1 does not stand: nothing of it can be corrected."],
        ),
        (
            [logs.entry(1), logs.entry(2, code="BRA", kind="annulment", corrects=1)],
            ["Entry 1 is about another State, organisation or act."],
        ),
        (
            [logs.entry(1), logs.entry(2, kind="annulment", corrects=1, reason=" ")],
            ["A correction says why."],
        ),
        (
            [logs.entry(1, action="definitive_signature")],
            ["The treaty does not allow definitive_signature."],
        ),
        (
            [logs.entry(1, at="2025-10-24T16:59:59Z", local="2025-10-24T23:59:59+07:00")],
            ["2025-10-24T16:59:59Z lies outside the signing window."],
        ),
        (
            [logs.entry(1, basis={"kind": "none"})],
            ["There is neither a confirmed office, nor verified full powers, nor the depositary's acceptance."],
        ),
        (
            [logs.entry(1, basis=logs.entry(1)["basis"] | {"issued_by": "other_minister"})],
            ["There is neither a confirmed office, nor verified full powers, nor the depositary's acceptance."],
        ),
        (
            [logs.entry(1, recorded={"by": {"id": 9, "name": "Dora"}, "at": "2025-10-25T03:00:01Z"})],
            ["The same officer recorded and confirmed."],
        ),
        (
            [logs.entry(1, recorded={"by": {"id": 7, "name": ""}, "at": "2025-10-25T02:59:00Z"})],
            ["2025-10-25T03:00:01Z lies after the moment at which it was entered."],
        ),
        (
            [logs.entry(1, confirmed={"by": {"id": 9, "name": ""}, "at": "2025-10-25T02:59:00Z"})],
            ["2025-10-25T03:00:01Z lies after the moment at which it was entered."],
        ),
    ],
)  # fmt: skip
def test_each_rule_of_the_log_is_checked(contents, words):
    assert broken(*contents) == words


OFFICE = {
    "kind": "office", "office": "foreign_minister", "acting": False, "confirmed_on": "2025-10-20", "source": "A list",
}  # fmt: skip


def test_an_organisation_never_signs_by_virtue_of_office_not_even_despite():
    despite = {
        "reason": "So be it", "accepted_by": {"id": 9, "name": "Dora"}, "accepted_at": "2025-10-25T03:00:00Z", "rules": ["reio_office"],
    }  # fmt: skip
    assert broken(logs.entry(1, code="AUT"), logs.entry(2, code="EUE", basis=OFFICE, despite=despite)) == [
        "An organisation never signs by virtue of office."
    ]


def test_the_depositary_may_accept_despite_a_lack_of_authority():
    despite = {
        "reason": "By assurance", "accepted_by": {"id": 9, "name": "Dora"}, "accepted_at": "2025-10-25T03:00:00Z", "rules": ["no_powers"],
    }  # fmt: skip
    assert broken(logs.entry(1, basis={"kind": "none"}, despite=despite)) == []


@pytest.mark.parametrize(
    ("at", "local", "inside"),
    [
        ("2025-10-24T17:00:00Z", "2025-10-25T00:00:00+07:00", True),
        ("2025-10-26T16:59:59Z", "2025-10-26T23:59:59+07:00", True),
        ("2025-10-26T17:00:00Z", "2025-10-27T00:00:00+07:00", False),
    ],
)
def test_the_window_is_of_local_days(at, local, inside):
    officers = {
        verb: {"by": {"id": number, "name": ""}, "at": "2025-11-01T00:00:00Z"}
        for number, verb in enumerate(["recorded", "confirmed"])
    }
    found = broken(logs.entry(1, at=at, local=local, **officers))
    assert found == ([] if inside else [f"{at} lies outside the signing window."])


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": 1},
        {"day_established": "yes"},
        {"corrects": 0.5},
        {"corrects": True},
        {"number": -1},
        {"at": "2025-10-25T3:00:01Z"},
        {"at": "2025-10-25T03:00:01+00:00"},
        {"local": "2025-10-25T03:00:01+00:00"},
        {"local": "20251025T100001+0700"},
        {"zone": "Asia/Hanoi"},
        {"zone": "../../etc/passwd"},
        {"representative": None},
        {"window": None},
        {"window": {"zone": "Asia/Bangkok", "first_day": "2025-10-25", "last_day": "2025-10-26"}},
        {"window": {"zone": logs.ZONE, "first_day": "20251025", "last_day": "2025-10-26"}},
        {"basis": {"kind": "instrument", "reference": "C.N.1"}},
        {"basis": {"kind": "credentials", "reference": "C.N.1"}},
        {"despite": {"reason": "", "accepted_by": {"id": 9, "name": ""}, "accepted_at": logs.entry(1)["at"], "rules": ["x"]}},
        {"declarations": ["We declare"]},
        {"declarations": [{"kind": "objection", "language": "en", "text": "We object."}]},
        {"entity": {"code": "KEN"}},
        {"recorded": {"by": {"id": "7", "name": ""}, "at": "2025-10-25T03:00:01Z"}},
        {"format": "plenipo-signature-log/2"},
        {"treaty": logs.TREATY | {"ceremony": "other"}},
        {"reason": "\ud800"},
    ],
)  # fmt: skip
def test_what_is_not_an_entry_is_refused(changes):
    content = logs.entry(1) | changes
    try:
        lines = logs.chained([content])
    except UnicodeEncodeError:  # A lone surrogate has no bytes, and so no hash.
        lines = [WHOLE[0], verifier.canonical({"entry": content, "hash": "0" * 64})]
    if "number" in changes:
        lines = [lines[0], lines[1].replace('"number":1', f'"number":{changes["number"]}')]
    assert verifier.problems(lines) != []


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["[]"],
        ["{}"],
        ["null"],
        ["\ufeff" + WHOLE[0], *WHOLE[1:]],
        [WHOLE[0].replace('"entries":5', '"entries":5.0'), *WHOLE[1:]],
        [WHOLE[0].replace('"rehearsal":false', '"rehearsal":false,"rehearsal":false'), *WHOLE[1:]],
        [WHOLE[0].replace('["acceptance"', '["acceptance","acceptance"'), *WHOLE[1:]],
        [WHOLE[0].replace('["acceptance"', '[{"a":1}'), *WHOLE[1:]],
        [*WHOLE, ""],
        [*WHOLE, "[" * 100_000],
        [*WHOLE, "9" * 10_000],
        [*WHOLE, '{"entry":null,"hash":null}'],
        [*WHOLE, '{"entry":{},"hash":"' + "0" * 64 + '"}'],
        [line.replace("é", "\\u00e9").replace("í", "\\u00ed") for line in WHOLE],
        [line + "\r" for line in WHOLE],
    ],
)
def test_what_is_not_an_export_is_refused_without_a_stack_of_errors(lines):
    assert verifier.problems(lines) != []


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path):
    done = subprocess.run([sys.executable, "-I", PROGRAM, tmp_path / "none.jsonl"], capture_output=True, text=True)
    assert (done.returncode, "cannot be read" in done.stderr) == (2, True)


def test_the_example_of_the_page_is_whole_and_has_the_hash_that_it_says(tmp_path):
    lines = re.search(r"```json\n(.*?)\n```", PAGE, re.DOTALL)[1].split("\n")
    head = re.search(r"has 1522 bytes and the hash `([0-9a-f]{64})`", PAGE)[1]
    assert run(tmp_path, lines, "--anchor", head) == (0, [f"1 entries, head {head}: whole."])
    assert len(lines[1].removeprefix('{"entry":').rpartition(',"hash":')[0].encode()) == 1522


def test_the_page_names_every_member_of_an_entry_and_of_the_header():
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert named >= verifier.ENTRY.keys() | verifier.HEADER.keys()


def test_canonical_form_is_that_of_the_page():
    content = {"b": [1, True, None], "a": 'x"\\/\b\f\n\r\t\x01\x7f é ك 𝄞 \u2028'}
    assert verifier.canonical(content) == ('{"a":"x\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f é ك 𝄞 \u2028","b":[1,true,null]}')


def test_ten_thousand_entries_are_verified_within_five_seconds():
    lines = logs.many(10_000)
    began = time.process_time()
    assert verifier.problems(lines, logs.head_of(lines)) == []
    assert time.process_time() - began < 5
