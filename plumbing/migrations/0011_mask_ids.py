from django.db import migrations

from plumbing.identity import mask_ids


def mask(apps, schema_editor):
    """Hide the national IDs in what was said about rows of lists that were loaded before."""
    rows = apps.get_model("plumbing", "ImportRow").objects
    for row in rows.exclude(problems=[]).only("problems").iterator(chunk_size=1000):
        kept = [
            said | {"reason": mask_ids(said.get("reason", ""), is_about_id=said.get("field") == "national_id")}
            for said in row.problems
        ]
        if kept != row.problems:
            rows.filter(pk=row.pk).update(problems=kept)
    batches = apps.get_model("plumbing", "ImportBatch").objects
    for batch in batches.only("reading").iterator(chunk_size=100):
        common = [[part[0], mask_ids(part[1], is_about_id=True), *part[2:]] for part in batch.reading.get("common", [])]
        if common != batch.reading.get("common", []):
            batches.filter(pk=batch.pk).update(reading=batch.reading | {"common": common})


class Migration(migrations.Migration):
    dependencies = [("plumbing", "0010_viewings")]

    operations = [migrations.RunPython(mask, migrations.RunPython.noop, elidable=True)]
