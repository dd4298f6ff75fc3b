from django.db import migrations

from activities.catalogue import ensure_measures


def load(apps, schema_editor):
    ensure_measures(apps.get_model("activities", "Measure"))


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
