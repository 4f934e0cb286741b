from django.db import migrations

from ceremony.append_only import operations


class Migration(migrations.Migration):
    dependencies = [("ceremony", "0001_initial")]

    operations = operations("ceremony_ledgerrow")
