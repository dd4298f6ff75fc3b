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
    dependencies = [("teams", "0012_sign_in_in_two_steps")]

    operations = [
        migrations.AddField(
            "areapath", "ancestor_level", models.CharField(choices=LEVELS, max_length=10, default=""), preserve_default=False
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
