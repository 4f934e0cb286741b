from django.db import migrations

from ceremony.append_only import operations


class Migration(migrations.Migration):
    dependencies = [("events", "0003_what_proposals_are_refused")]

    operations = operations("events_programmeversion")
