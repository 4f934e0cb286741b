import psycopg
import pytest

from ceremony.models import LedgerRow, Officer, Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(organiser):
    return LedgerRow.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ceremony_ledgerrow SET reason = 'forged'",
        "DELETE FROM ceremony_ledgerrow",
        "TRUNCATE ceremony_ledgerrow",
        "ALTER TABLE ceremony_ledgerrow DISABLE TRIGGER ALL",
        "ALTER TABLE ceremony_ledgerrow DISABLE TRIGGER ceremony_ledgerrow_rows_stay",
        "DROP TRIGGER ceremony_ledgerrow_rows_stay ON ceremony_ledgerrow",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP TABLE ceremony_ledgerrow",
        "SET session_replication_role = replica",
        "CREATE TEMPORARY TABLE ceremony_ledgerrow (id bigint)",
    ],
)
def test_the_application_may_not(statement, row, application_role):
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation)):
        application_role.execute(statement)
    assert LedgerRow.objects.get().reason == row.reason


def test_the_application_may_not_become_the_owner(row, application_role):
    owner = LedgerRow.objects.raw(
        "SELECT 1 AS id, relowner::regrole::text AS name FROM pg_class WHERE relname = 'ceremony_ledgerrow'"
    )[0].name
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application_role.execute(f"SET ROLE {owner}")


def test_the_application_adds_and_reads_rows(row, application_role):
    application_role.execute(
        "INSERT INTO ceremony_ledgerrow (ceremony_id, subject, subject_id, before, after, by_name, at, code, reason)"
        " SELECT ceremony_id, subject, subject_id, after, 'ended', '', now(), '', '' FROM ceremony_ledgerrow"
    )
    assert application_role.execute("SELECT count(*) FROM ceremony_ledgerrow").fetchone() == (2,)


def test_not_even_the_owner_changes_a_row(row):
    from django.db import connection, utils

    for statement in ["UPDATE ceremony_ledgerrow SET reason = 'forged'", "DELETE FROM ceremony_ledgerrow"]:
        with pytest.raises(utils.IntegrityError, match="rows are only ever added"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_row_says_its_words_in_the_language_of_the_reader(row):
    assert (row.before_word, row.after_word) == ("", "active")


def test_the_ledger_outlives_what_it_tells_of(row, organiser):
    Officer.objects.filter(role=Role.ORGANISER).delete()
    assert LedgerRow.objects.get() == row


def test_a_row_about_a_table_that_has_left_is_still_read(row):
    assert LedgerRow(subject="gone.Thing", after="done").after_word == "done"
