from django.db import migrations

from households.catalogue import missing_purposes


def load(apps, schema_editor):
    purpose = apps.get_model("households", "Purpose")
    purpose.objects.bulk_create(missing_purposes(purpose))


class Migration(migrations.Migration):
    dependencies = [("households", "0013_protection")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
