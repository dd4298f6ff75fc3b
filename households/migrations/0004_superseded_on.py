"""Each assessment knows from which day on a later one holds."""

import datetime as dt

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

FOREVER = dt.date(9999, 12, 31)


def supersede(apps, schema_editor):
    live = apps.get_model("households", "Assessment").objects.filter(voided_at__isnull=True)
    later = Q(assessed_on__gt=OuterRef("assessed_on")) | Q(assessed_on=OuterRef("assessed_on"), id__gt=OuterRef("id"))
    next_one = live.filter(later, household=OuterRef("household")).order_by("assessed_on", "id")
    followed_on = Coalesce(Subquery(next_one.values("assessed_on")[:1]), FOREVER)
    live.alias(followed_on=followed_on).exclude(superseded_on=F("followed_on")).update(superseded_on=F("followed_on"))


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0003_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="superseded_on",
            field=models.DateField(default=FOREVER, editable=False),
        ),
        migrations.RunPython(supersede, migrations.RunPython.noop),
    ]
