"""Whoever takes the application over may add to the log what two officers entered, and nothing else."""

import json
import uuid

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.urls import reverse

from accounts.models import User
from signatures import log, verifier
from signatures.models import Action, Attempt, Entry, Recording, SigningWindow, Treaty

REFUSED = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.RestrictViolation,
    psycopg.errors.CheckViolation,
    psycopg.errors.UniqueViolation,
)


@pytest.fixture
def kenyas(kenya, minister, signed):
    minister(kenya)
    return signed(kenya)


# The application's role

CHANGES = {
    "an entry is changed": "UPDATE signatures_entry SET at = now()",
    "an entry's text is changed": "UPDATE signatures_entry SET canonical = '{}'",
    "entries are deleted": "DELETE FROM signatures_entry",
    "the log is emptied": "TRUNCATE signatures_entry CASCADE",
    "an attempt is changed": "UPDATE signatures_attempt SET codes = '[]'",
    "attempts are deleted": "DELETE FROM signatures_attempt",
    "triggers are switched off": "ALTER TABLE signatures_entry DISABLE TRIGGER ALL",
    "a trigger is dropped": "DROP TRIGGER signatures_entry_rows_stay ON signatures_entry",
    "the rules are replaced": "CREATE OR REPLACE FUNCTION an_entry_keeps_the_rules() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NEW; END'",
    "triggers are not fired": "SET session_replication_role = replica",
    "an entry is changed by inserting it": "INSERT INTO signatures_entry SELECT * FROM signatures_entry"
    " ON CONFLICT (id) DO UPDATE SET canonical = '{}'",
    "what stands is taken away": "DELETE FROM signatures_standing",
    "what stands goes to another State": "UPDATE signatures_standing SET entity_code = 'BRA'",
    "what stands becomes a ratification": "UPDATE signatures_standing SET part = 'consent'",
    "a second standing points to the entry": "INSERT INTO signatures_standing (treaty_id, entity_code, part, entry_id)"
    " SELECT treaty_id, 'BRA', part, entry_id FROM signatures_standing",
    "what was confirmed is recorded otherwise": 'UPDATE signatures_recording SET matter = matter || \'{"reason": "x"}\'',
    "another officer has recorded": "UPDATE signatures_recording SET recorded_by_id = decided_by_id",
    "another officer has confirmed": "UPDATE signatures_recording SET decided_by_id = (SELECT max(id) FROM accounts_user WHERE id <> decided_by_id)",
    "the key of a recording is changed": "UPDATE signatures_recording SET key = gen_random_uuid()",
    "the hour of a recording is changed": "UPDATE signatures_recording SET at = now()",
    "a confirmation is taken back": "UPDATE signatures_recording SET status = 'pending', decided_by_id = NULL,"
    " decided_at = NULL, entry_id = NULL",
    "a recording is deleted": "DELETE FROM signatures_recording",
    "the treaty no longer allows signature": "UPDATE signatures_treaty SET actions = '{accession}'",
    "the treaty goes to another ceremony": "UPDATE signatures_treaty SET ceremony_id = ceremony_id + 1",
    "the window is drawn away": "UPDATE signatures_signingwindow SET first_day = last_day",
    "the window goes to another place": "UPDATE signatures_signingwindow SET time_zone = 'America/New_York'",
    "the ceremony is renamed": "UPDATE ceremony_ceremony SET slug = 'other'",
    "it was a rehearsal": "UPDATE ceremony_ceremony SET is_rehearsal = true",
    "the State has another code": "UPDATE directory_entity SET code = 'XXX' WHERE code = 'KEN'",
    "another State takes the code": "UPDATE directory_entity SET code = 'KEN' WHERE code = 'BRA'",
}


@pytest.mark.django_db(transaction=True)
def test_the_application_changes_nothing_of_the_log_and_of_what_it_rests_on(
    kenyas, brazil, treaty, window, application_role
):
    Attempt.objects.keep(treaty, brazil, "record", ["no_powers"], by="Thuy Treaty", at=kenyas.at)
    before = list(log.export(treaty))
    done = []
    for name, statement in CHANGES.items():
        try:
            application_role.execute(statement)
        except REFUSED:
            continue
        done.append(name)
    assert done == []
    assert (list(log.export(treaty)), log.check(treaty)) == (before, [])


@pytest.mark.django_db(transaction=True)
def test_what_waits_to_be_confirmed_is_not_changed_either(kenya, minister, recording, application_role):
    minister(kenya)
    pending = recording(kenya)
    for change in ["matter = matter || '{\"reason\": \"x\"}'", "action = 'accession'", "kind = 'annulment'", "entity_id = entity_id + 1",
                   "status = 'confirmed'", "decided_by_id = recorded_by_id, decided_at = now(), status = 'sent_back'"]:  # fmt: skip
        with pytest.raises(psycopg.errors.CheckViolation):
            application_role.execute(f"UPDATE signatures_recording SET {change}")
    application_role.execute("UPDATE signatures_recording SET matter = '{}'")  # As the erasure does.
    assert Recording.objects.get(pk=pending.pk).matter == {}


@pytest.mark.django_db(transaction=True)
def test_who_is_not_the_depositarys_decides_nothing_in_sql(
    kenya, minister, recording, organiser, second_treaty_officer, application_role
):
    minister(kenya)
    recording(kenya)
    for user in (organiser, second_treaty_officer):
        with pytest.raises(psycopg.errors.CheckViolation, match="The depositary's officer decides"):
            application_role.execute(
                "UPDATE signatures_recording SET status = 'sent_back', decided_at = now(), decided_by_id = %s",
                [user.pk],
            )


def insert(cursor, entry, content, *, canonical=None, **columns):
    """Write an entry by SQL after `entry`, with every hash as it has to be."""
    canonical = canonical or verifier.canonical(content)
    columns = {
        "treaty_id": entry.treaty_id, "canonical": canonical, "hash": verifier.digest(canonical), **log.columns_of(content), **columns,
    }  # fmt: skip
    names = ", ".join(columns)
    cursor.execute(
        f"INSERT INTO public.signatures_entry ({names}) VALUES ({', '.join(['%s'] * len(columns))}) RETURNING id",
        list(columns.values()),
    )
    return cursor.fetchone()[0]


def brazils(entry):
    """A good second entry, but that nobody recorded it."""
    return entry.content | {
        "number": 2,
        "previous": entry.hash,
        "entity": entry.content["entity"] | {"code": "BRA", "group": "grulac"},
    }


def forged(entry):
    """name -> an entry that the application's role tries to add."""
    good = brazils(entry)
    return {
        "a second signature of Kenya": {"content": entry.content | {"number": 2, "previous": entry.hash}},
        "a gap in the numbers": {"content": good | {"number": 3}},
        "another previous hash": {"content": good | {"previous": "a" * 64}},
        "a hash of something else": {"content": good, "hash": "a" * 64},
        "columns that differ from the text": {"content": good, "entity_code": "KEN"},
        "not in canonical form": {"content": good, "canonical": json.dumps(good, ensure_ascii=False, sort_keys=True)},
        "a member twice": {
            "content": good, "canonical": verifier.canonical(good).replace('"reason":""', '"reason":"x","reason":""'),
        },
        "a number with a fraction": {
            "content": good, "canonical": verifier.canonical(good).replace('"number":2', '"number":2.0'),
        },
        "one officer for both": {"content": good | {"confirmed": good["recorded"]}},
        "an action that is not allowed": {"content": good | {"action": "definitive_signature"}},
        "no authority": {"content": good | {"basis": {"kind": "none"}}},
        "powers of a minister of justice": {
            "content": good | {"basis": {"kind": "full_powers", "manner": "original", "issued_by": "other_minister"}},
        },
        "powers of a State by a competent authority": {
            "content": good | {"basis": {"kind": "full_powers", "manner": "original", "issued_by": "competent_authority"}},
        },
        "a day outside the window": {"content": good | {"at": "2020-01-01T00:00:00Z"}},
        "the clocks of another place": {"content": good | {"zone": "America/New_York"}},
        "another kind of entity": {"content": good | {"entity": good["entity"] | {"kind": "reio"}}},
        "a member of a Union that it is not": {"content": good | {"entity": good["entity"] | {"reio": "EUE"}}},
        "a State that may not sign": {"content": good | {"entity": good["entity"] | {"code": "SEE"}}},
        "another ceremony": {"content": good | {"treaty": good["treaty"] | {"ceremony": "other"}}},
        "a correction of another State's entry": {
            "content": good | {"kind": "annulment", "corrects": 1, "reason": "x"},
        },
        "a correction without a reason": {
            "content": entry.content | {"number": 2, "previous": entry.hash, "kind": "annulment", "corrects": 1},
        },
        "an entry that nobody recorded": {"content": good},
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_application_adds_no_entry_that_breaks_a_rule_or_that_nobody_recorded(
    kenyas, brazil, treaty, application_role
):
    from directory.models import Entity

    Entity.objects.create(code="SEE", kind="observer_state", may_sign=False, short_en="Observer", sort_en="observer")
    done = []
    for name, given in forged(kenyas).items():
        try:
            with application_role.transaction(), application_role.cursor() as cursor:
                key = insert(cursor, kenyas, **given)
                if given["content"]["kind"] == "act":
                    cursor.execute(
                        "INSERT INTO signatures_standing (treaty_id, entity_code, part, entry_id) VALUES (%s, %s, 'signature', %s)",
                        [treaty.pk, given["content"]["entity"]["code"], key],
                    )
        except REFUSED:
            continue
        done.append(name)
    assert (done, log.check(treaty)) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_temporary_table_does_not_hide_the_log_from_its_rules(kenyas, brazil, treaty, application_role):
    cursor = application_role.cursor()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.execute("CREATE TEMPORARY TABLE signatures_entry AS SELECT * FROM public.signatures_entry")
    # Where somebody grants it all the same, the rules name the schema of the tables that they read.
    with connection.cursor() as owner:
        owner.execute(f"GRANT TEMPORARY ON DATABASE {connection.settings_dict['NAME']} TO PUBLIC")
    cursor.execute("CREATE TEMPORARY TABLE signatures_entry AS SELECT * FROM public.signatures_entry")
    cursor.execute("UPDATE pg_temp.signatures_entry SET number = 8")
    with pytest.raises(psycopg.errors.CheckViolation, match="The next number of the log is 2"):
        insert(cursor, kenyas, brazils(kenyas) | {"number": 9})
    with connection.cursor() as owner:
        owner.execute(f"REVOKE TEMPORARY ON DATABASE {connection.settings_dict['NAME']} FROM PUBLIC")
    assert log.check(treaty) == []


@pytest.mark.django_db(transaction=True)
def test_who_takes_kenyas_standing_away_does_not_let_it_sign_again(kenyas, treaty, application_role):
    with application_role.transaction(), application_role.cursor() as cursor:
        cursor.execute("DELETE FROM signatures_standing")
        with pytest.raises(psycopg.errors.CheckViolation, match="Of KEN stands entry 1 already"):
            insert(cursor, kenyas, kenyas.content | {"number": 2, "previous": kenyas.hash})
    assert log.check(treaty) == []


# The ORM and the admin site


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda entry: Entry.objects.update(entity_code="BRA"),
        lambda entry: Entry.objects.all()._raw_delete("default"),
        lambda entry: entry.save(),
        lambda entry: Entry.objects.bulk_update([entry], ["canonical"]),
    ],
)  # fmt: skip
def test_the_orm_changes_no_entry_not_even_as_the_owner(kenyas, treaty, change):
    with pytest.raises(DatabaseError, match="rows are only ever added"), transaction.atomic():
        change(kenyas)
    assert log.check(treaty) == []


@pytest.mark.django_db
def test_the_admin_site_changes_no_entry_even_for_a_superuser(client, kenyas, treaty):
    client.force_login(User.objects.create_superuser("sam.server@plenipo.example", name="Sam Server"))
    answers = [
        client.post(reverse(f"admin:signatures_{model}_{view}", args=[pk]), {"post": "yes", "entity_code": "BRA"}).status_code
        for model, pk in [("entry", kenyas.pk), ("standing", kenyas.standing.pk), ("recording", kenyas.recording.pk)]
        for view in ("change", "delete")
    ]  # fmt: skip
    assert set(answers) <= {403, 404, 405}
    assert log.check(treaty) == []


# What the entries rest on may be widened and put right


@pytest.mark.django_db
def test_a_window_is_widened_and_a_title_put_right_and_the_log_stays_whole(kenyas, treaty, window):
    window.last_day = window.last_day.replace(year=window.last_day.year + 1)
    window.save()
    treaty.title["en"] = "Convention against All Examples"
    treaty.chapter = "XVIII-100"
    treaty.actions = [action for action in treaty.actions if action != Action.ACCESSION]
    treaty.save()
    assert log.check(Treaty.objects.get()) == []


@pytest.mark.django_db
def test_a_window_on_whose_days_nobody_signed_is_moved_and_deleted(kenyas, treaty, window):
    other = SigningWindow.objects.create(
        treaty=treaty, place=window.place, time_zone="America/New_York", first_day="2030-01-01", last_day="2030-01-02"
    )
    other.first_day = "2030-01-02"
    other.save()
    other.delete()
    assert log.check(treaty) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (lambda treaty, window: SigningWindow.objects.update(time_zone="UTC"), "no_entry_falls_outside"),
        (lambda treaty, window: Treaty.objects.update(actions=[Action.ACCESSION]), "a_treaty_allows_what_was_done"),
    ],
)
def test_what_was_done_is_not_forbidden_afterwards(kenyas, treaty, window, change, constraint):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change(treaty, window)
    assert refused.value.__cause__.diag.constraint_name == constraint


@pytest.mark.django_db
def test_whoever_sets_the_treaty_up_is_told_in_words_what_rests_on_it(kenyas, treaty, window):
    treaty.actions = [Action.ACCESSION]
    with pytest.raises(ValidationError, match="There are entries of this action: Signature subject to ratification"):
        treaty.full_clean()
    window.first_day = window.last_day
    with pytest.raises(ValidationError, match=r"Kenya has signed on .*: that would lie outside"):
        window.full_clean()
    window.refresh_from_db()
    window.full_clean()


@pytest.mark.django_db
def test_an_export_of_the_table_is_what_the_verifier_reads(kenyas, treaty, tmp_path, capsys):
    file = tmp_path / "signatures.jsonl"
    file.write_text("".join(log.export(treaty)), encoding="utf-8", newline="\n")
    assert verifier.main([str(file), "--anchor", kenyas.hash]) == 0
    assert capsys.readouterr().out == f"1 entries, head {kenyas.hash}: whole.\n"


@pytest.mark.django_db
def test_the_same_key_for_another_act_is_refused(kenyas, treaty, depositary_officer, now):
    from ceremony.procedure import Refused

    used = Recording.objects.get().key
    with pytest.raises(Refused, match="This key belongs to another"):
        Recording.objects.correct(
            kenyas, "annulment", key=used, by=depositary_officer, at=now, reason="Entered in error"
        )
    assert Recording.objects.correct(
        kenyas, "annulment", key=uuid.uuid4(), by=depositary_officer, at=now, reason="Entered in error"
    ).kind == "annulment"  # fmt: skip
