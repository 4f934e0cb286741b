"""Officers do anything, in any order. Whatever they do, rules 1 to 12 hold after each step, counted here in a way of its own.

The verbs may refuse; what they may not do is break. What stands is worked out from the entries alone, by other means than the log's.
"""

import hashlib
import json
import uuid
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ceremony.procedure import Refused
from delegations.models import Rank
from directory.models import Entity
from signatures import log
from signatures.board import Board
from signatures.models import Action, Call, Entry, EntryKind, FullPowers, Office, Recording, Representative, Standing
from signatures.published import Published

ENTITIES = ["KEN", "AUT", "EUE", "SEE"]  # a State, a member of the Union, the Union, and one that may not sign
OFFICERS = ["treaty", "second_treaty", "depositary", "second_depositary", "organiser"]
entities, officers = st.sampled_from(ENTITIES), st.sampled_from(OFFICERS)
# Most that is done is sensible; else nothing would ever be signed.
mostly = lambda good, *others: st.sampled_from([*[good] * 4, *others])  # noqa: E731


class Morning(RuleBasedStateMachine):
    """One example. `stage` is what the fixtures have made; whatever happens is taken back at the end."""

    stage: SimpleNamespace
    seen = Counter()

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.at = self.stage.now
        self.lines = []
        self.keys = []

    def teardown(self):
        self.seen.update(self.stage.treaty.entries.values_list("kind", "entity_code"))
        found = log.check(self.stage.treaty)
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)
        assert found == []

    def entity(self, code):
        return Entity.objects.get(code=code)

    def by(self, name):
        return self.stage.users[name]

    def call_of(self, code):
        return Call.objects.filter(treaty=self.stage.treaty, entity__code=code).exclude(status="struck").first()

    def tried(self, verb, *arguments, **how):
        """What the verb gave, or None when it was refused."""
        self.at += timedelta(seconds=1)
        try:
            with transaction.atomic():
                given = verb(*arguments, at=self.at, **how)
                with connection.cursor() as cursor:  # As if it were committed.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                return given
        except Refused:
            return None

    # Who signs

    @rule(
        code=entities, by=mostly("second_treaty", "treaty"), person=mostly("Amina Example", "Bento Example"),
        upto=mostly("verified", "examining", "accepted"),
        change=st.sampled_from(["a minister", "an ambassador", "confirmed", "withdrawn", "powers", "revoked"]),
    )  # fmt: skip
    def change_who_signs(self, code, by, person, upto, change):
        treaty, entity = self.stage.treaty, self.entity(code)
        who, powers = Representative.objects.of(treaty, entity), FullPowers.objects.of(treaty, entity)
        if change in ("a minister", "an ambassador"):
            office = Office.FOREIGN_MINISTER if change == "a minister" else ""
            self.tried(
                Representative.objects.name_for, treaty, entity, by=self.by("treaty"), name=person, title="Minister",
                office=office, rank=Rank.FOREIGN_MINISTER if office else Rank.AMBASSADOR,
            )  # fmt: skip
        elif change == "confirmed" and who:
            self.tried(who.confirm_office, by=self.by(by), source="A list")
        elif change == "withdrawn" and who:
            self.tried(who.withdraw_confirmation, by=self.by(by), reason="A new government")
        elif change == "powers" and not powers:
            office = "competent_authority" if code == "EUE" else "foreign_minister"
            self.tried(lambda at: self.stage.full_powers(entity, upto=upto, person_named=person, issuer_office=office))
        elif change == "revoked" and powers:
            self.tried(powers.revoke, by=self.by(by), reason="By note verbale")

    # At the table

    @rule(code=entities)
    def call_to_the_table(self, code):
        call = self.call_of(code)
        if call is None:
            call = self.tried(Call.objects.add, self.stage.sitting, self.entity(code), by=self.by("treaty"))
        if call:
            self.tried(call.call, by=self.by("treaty"))

    @rule(code=entities, verb=st.sampled_from(["call_back", "pass_over", "postpone", "put_back", "strike"]))
    def send_away(self, code, verb):
        if call := self.call_of(code):
            self.tried(getattr(call, verb), by=self.by("treaty"), **({"reason": "Left"} if verb == "strike" else {}))

    @rule(code=entities, reason=mostly("By assurance of the mission", " "))
    def accept_despite(self, code, reason):
        if call := self.call_of(code):
            self.tried(call.accept_despite, by=self.by("depositary"), reason=reason)

    @rule(code=entities, by=mostly("treaty", "depositary"), key=mostly("its own", "another", "an old one"))
    def record(self, code, by, key):
        if call := self.call_of(code):
            keys = {
                "its own": call.key,
                "another": uuid.uuid4(),
                "an old one": self.keys[-1] if self.keys else call.key,
            }
            self._recorded(Recording.objects.record, call, key=keys[key] or uuid.uuid4(), by=self.by(by))

    @rule(code=entities, seconds=st.sampled_from([-90_000, -3600, -1, 86_400 * 3]))
    def enter_afterwards(self, code, seconds):
        """From paper; the last of these seconds lies outside the window."""
        if call := self.call_of(code):
            self._recorded(
                Recording.objects.record, call, key=uuid.uuid4(), by=self.by("treaty"),
                signed_at=self.at + timedelta(seconds=seconds),
                signed_by=Representative.objects.of(self.stage.treaty, self.entity(code)),
            )  # fmt: skip

    @rule(code=entities, action=st.sampled_from(Action.values[1:]), seconds=st.sampled_from([0, 0, 0, -7200]))
    def deposit(self, code, action, seconds):
        self._recorded(
            Recording.objects.deposit, self.stage.treaty, self.entity(code), action, key=uuid.uuid4(), by=self.by("treaty"),
            deposited_at=self.at + timedelta(seconds=seconds), reference="C.N.1",
        )  # fmt: skip

    @precondition(lambda self: self.lines)
    @rule(
        place=st.integers(0, 30), kind=st.sampled_from(EntryKind.values[1:]), by=mostly("second_depositary", "treaty"),
        reason=mostly("Entered in error", ""), seconds=mostly(0, 86_400 * 3, -3600),
    )  # fmt: skip
    def correct(self, place, kind, by, reason, seconds):
        entry = Entry.objects.get(treaty=self.stage.treaty, number=1 + place % len(self.lines))
        changes = {}
        if kind == EntryKind.RECTIFICATION and seconds:
            from signatures.matter import moment_changed

            changes = moment_changed(entry, entry.at + timedelta(seconds=seconds))
        self._recorded(
            Recording.objects.correct, entry, kind, key=uuid.uuid4(), by=self.by(by), reason=reason, changes=changes
        )

    def _recorded(self, verb, *arguments, **how):
        if recording := self.tried(verb, *arguments, **how):
            self.keys.append(recording.key)

    # The depositary

    @rule(by=mostly("depositary", "second_depositary", "treaty", "organiser"), place=st.integers(0, 3))
    def confirm(self, by, place):
        if pending := list(Recording.objects.pending()):
            self.tried(pending[place % len(pending)].confirm, by=self.by(by))

    @rule(code=st.sampled_from(ENTITIES[:3]))
    def sign(self, code):
        """All goes as it should, as far as it can."""
        self.send_back("depositary")
        if at_the_table := Call.objects.at_the_table(self.stage.sitting):
            self.tried(at_the_table.call_back, by=self.by("treaty"))
        self.call_to_the_table(code)
        self.record(code, "treaty", "its own")
        self.confirm("depositary", 0)

    @rule(code=st.sampled_from(ENTITIES[:3]))
    def sign_once_more(self, code):
        self.sign(code)

    @rule(code=st.sampled_from(ENTITIES[:3]), action=st.sampled_from([Action.RATIFICATION, Action.ACCESSION]))
    def bind(self, code, action):
        self.deposit(code, action, 0)
        self.confirm("second_depositary", 0)

    @precondition(lambda self: self.lines)
    @rule(place=st.integers(0, 2), kind=st.sampled_from(EntryKind.values[1:]), seconds=mostly(0, -3600))
    def put_right(self, place, kind, seconds):
        """One of the last entries is corrected."""
        self.send_back("second_depositary")
        self.correct(max(0, len(self.lines) - 1 - place), kind, "second_depositary", "Entered in error", seconds)
        self.confirm("depositary", 0)

    @precondition(lambda self: self.keys)
    @rule(by=mostly("depositary", "second_depositary"))
    def confirm_the_last_again(self, by):
        before = Entry.objects.count()
        recording = Recording.objects.of_key(self.keys[-1])
        decided = recording.status != "pending"
        self.tried(recording.confirm, by=self.by(by))
        assert not decided or Entry.objects.count() == before

    @rule(by=mostly("depositary", "treaty"))
    def send_back(self, by):
        if pending := Recording.objects.pending().first():
            self.tried(pending.send_back, by=self.by(by), reason="Not at the table")

    # What holds after each step

    def _entries(self):
        rows = Entry.objects.filter(treaty=self.stage.treaty).order_by("number").values_list("canonical", "hash")
        return [(text, claimed, json.loads(text)) for text, claimed in rows]

    @invariant()
    def rules_hold(self):
        rows = self._entries()
        lines = [claimed for _text, claimed, _entry in rows]
        assert lines[: len(self.lines)] == self.lines  # Rule 6: what was there is there, as it was.
        if lines == self.lines and self.lines:
            return self._the_table_is_in_order(self._alive(rows))
        self.lines = lines
        self._the_chain_is_whole(rows)
        self._each_entry_is_lawful(rows)
        alive = self._alive(rows)
        self._they_fit_together(alive)
        self._the_table_is_in_order(alive)

    @staticmethod
    def _the_chain_is_whole(rows):
        previous = "0" * 64
        for number, (text, claimed, entry) in enumerate(rows, start=1):
            assert (entry["number"], entry["previous"]) == (number, previous)
            assert claimed == hashlib.sha256(text.encode()).hexdigest()
            previous = claimed

    def _each_entry_is_lawful(self, rows):
        depositary = {self.by("depositary").pk, self.by("second_depositary").pk}
        for _text, _claimed, entry in rows:
            assert entry["confirmed"]["by"]["id"] in depositary - {entry["recorded"]["by"]["id"]}  # Rule 7
            assert entry["entity"]["code"] != "SEE"  # Rule 3
            assert entry["action"] != "definitive_signature"  # Rule 8
            assert (entry["kind"] == "act") == (entry["corrects"] is None)
            if entry["kind"] != "act":
                assert entry["reason"].strip()
            elif entry["action"] == "signature":
                basis, despite = entry["basis"], entry["despite"]
                assert (  # Rules 1, 2 and 6
                    (basis["kind"] == "office" and entry["entity"]["code"] != "EUE")
                    or (basis["kind"] == "full_powers" and basis["manner"] == "original")
                    or (despite and despite["reason"].strip() and despite["rules"])
                )
            if entry["kind"] != "annulment" and entry["action"] == "signature":  # Rule 4
                assert entry["window"]["first_day"] <= entry["local"][:10] <= entry["window"]["last_day"]

    @staticmethod
    def _alive(rows):
        """number -> entry, of those that nothing corrected."""
        gone = {entry["corrects"] for _text, _claimed, entry in rows}
        return {
            entry["number"]: entry
            for _text, _claimed, entry in rows
            if entry["number"] not in gone and entry["kind"] != "annulment"
        }

    @staticmethod
    def _they_fit_together(alive):
        signed = {entry["entity"]["code"]: entry for entry in alive.values() if entry["action"] == "signature"}
        bound = {entry["entity"]["code"]: entry for entry in alive.values() if entry["action"] != "signature"}
        assert len(signed) + len(bound) == len(alive)  # Rule 5, and one consent an entity
        for those in (signed, bound):  # Rule 3, and the same of consent
            assert "EUE" not in those or ("AUT" in those and those["AUT"]["at"] <= those["EUE"]["at"])
        for code, entry in bound.items():  # Rule 8
            if entry["action"] == "accession":
                assert code not in signed
            else:
                assert signed[code]["at"] <= entry["at"]

    def _the_table_is_in_order(self, alive):
        treaty = self.stage.treaty
        assert sorted(alive) == sorted(Standing.objects.filter(treaty=treaty).values_list("entry__number", flat=True))
        statuses = Counter(Call.objects.filter(treaty=treaty).values_list("status", flat=True))
        assert statuses["called"] <= 1
        signed = {entry["entity"]["code"] for entry in alive.values() if entry["action"] == "signature"}
        assert signed == set(Call.objects.filter(treaty=treaty, status="signed").values_list("entity__code", flat=True))
        board = Board(Published.of(treaty, self.at))  # Rule 10
        assert sum(board.by_group.values()) == len(signed)


@pytest.mark.django_db
def test_no_sequence_of_verbs_breaks_the_rules(
    treaty, window, sitting, kenya, union, austria, minister, ambassador, full_powers, treaty_officer, second_treaty_officer, depositary_officer,
    second_depositary_officer, organiser, now,
):  # fmt: skip
    Entity.objects.create(code="SEE", kind="observer_state", may_sign=False, short_en="Observer", sort_en="observer")
    minister(kenya)
    minister(austria)
    ambassador(union, name="Amina Example")
    full_powers(union, issuer_office="competent_authority", person_named="Amina Example")
    users = [treaty_officer, second_treaty_officer, depositary_officer, second_depositary_officer, organiser]
    Morning.stage = SimpleNamespace(
        treaty=treaty, sitting=sitting, full_powers=full_powers, now=now, users=dict(zip(OFFICERS, users, strict=True))
    )
    run_state_machine_as_test(
        Morning,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # Else it were easily true.
    assert {kind for kind, _code in Morning.seen} == set(EntryKind.values)
    assert {code for _kind, code in Morning.seen} == {"KEN", "AUT", "EUE"}
