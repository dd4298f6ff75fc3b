from django.db import migrations

from activities.catalogue import missing_measures


def load(apps, schema_editor):
    measure = apps.get_model("activities", "Measure")
    measure.objects.bulk_create(missing_measures(measure))


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
