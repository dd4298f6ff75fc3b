from django.db import migrations

from households.catalogue import missing_standards


def load(apps, schema_editor):
    standard = apps.get_model("households", "PovertyStandard")
    standard.objects.bulk_create(missing_standards(standard))


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
