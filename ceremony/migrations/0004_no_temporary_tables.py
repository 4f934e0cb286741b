from django.db import migrations

# A temporary table comes before the real one of the same name, and a trigger that reads would read that one. Every role
# may make some, by PostgreSQL's default; ours has no use for them. An owner of the tables alone cannot say so: it is warned.
REVOKE = """
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ceremony", "0003_in_figures")]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
