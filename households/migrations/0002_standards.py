from django.db import migrations

from households.catalogue import ensure_standards


def load(apps, schema_editor):
    ensure_standards(apps.get_model("households", "PovertyStandard"))


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
