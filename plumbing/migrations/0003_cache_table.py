from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """Sign-in limits live in the cache, and the embedded cache is a table: without it nobody could sign in."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("plumbing", "0002_import_sealed")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
