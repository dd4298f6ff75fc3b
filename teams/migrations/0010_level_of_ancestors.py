from django.db import migrations, models
from django.db.models import OuterRef, Subquery

LEVELS = [
    ("province", "province"),
    ("district", "district"),
    ("region", "region"),
    ("commune", "commune"),
    ("village", "village"),
]


def fill(apps, schema_editor):
    """The paths stay: new ones would have every figure counted again."""
    Area, AreaPath = apps.get_model("teams", "Area"), apps.get_model("teams", "AreaPath")
    above = Area.objects.filter(pk=OuterRef("ancestor"))
    AreaPath.objects.update(ancestor_level=Subquery(above.values("level")[:1]))


class Migration(migrations.Migration):
    dependencies = [("teams", "0009_services_of_accounts")]

    operations = [
        migrations.AddField(
            "areapath", "ancestor_level", models.CharField(choices=LEVELS, max_length=10, default=""), preserve_default=False
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
