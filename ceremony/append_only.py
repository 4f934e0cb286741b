"""Tables to which rows are only ever added, refused otherwise by PostgreSQL itself.

Two locks, because each has a key that the other has not: a trigger, which stops the owner too, and the application's
role, which is granted no more than INSERT and SELECT. `operations()` adds both to a migration.
"""

from django.conf import settings
from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Django's tests empty tables between runs: only the owner, and only in a test database.
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%'
       AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% of % is refused: rows are only ever added to it', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def _grant_insert_only(table):
    def run(apps, schema_editor):
        role = schema_editor.quote_name(settings.DATABASE_APPLICATION_ROLE)
        name = schema_editor.quote_name(table)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] == settings.DATABASE_APPLICATION_ROLE:
                return  # One role for everything, as in a developer's own database: the trigger alone guards.
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {role}")

    return run


def operations(*tables):
    """Migration operations that make each of these tables append-only."""
    result = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
    for table in tables:
        result += [
            migrations.RunSQL(
                f"""
                CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
                    FOR EACH ROW EXECUTE FUNCTION refuse_change();
                CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table}
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
                """,
                f"""
                DROP TRIGGER {table}_rows_stay ON {table};
                DROP TRIGGER {table}_table_stays ON {table};
                """,
            ),
            migrations.RunPython(_grant_insert_only(table), migrations.RunPython.noop),
        ]
    return result
