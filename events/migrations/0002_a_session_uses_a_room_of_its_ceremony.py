from django.db import migrations


class Migration(migrations.Migration):
    """A foreign key of both columns: Django declares none, and a trigger would look without a lock."""

    dependencies = [("events", "0001_initial"), ("ceremony", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE events_session ADD CONSTRAINT a_session_uses_a_room_of_its_ceremony
                FOREIGN KEY (ceremony_id, room_id) REFERENCES ceremony_room (ceremony_id, id)
            """,
            "ALTER TABLE events_session DROP CONSTRAINT a_session_uses_a_room_of_its_ceremony",
        )
    ]
