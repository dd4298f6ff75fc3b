from django.db import migrations, models


class Migration(migrations.Migration):
    """The history of areas is read newest first: found by the index alone."""

    dependencies = [("plumbing", "0005_exported_list")]

    operations = [
        migrations.RemoveIndex(model_name="change", name="change_of_area"),
        migrations.AddIndex(
            model_name="change", index=models.Index(fields=["area_id", "id"], name="change_of_area")
        ),
    ]
