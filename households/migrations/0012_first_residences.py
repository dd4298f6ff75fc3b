"""Each household lives where it lived till now, as long as its village is there."""

import uuid

from django.db import migrations


def settle(apps, schema_editor):
    Household, Residence = (apps.get_model("households", name) for name in ("Household", "Residence"))
    rows = []
    for household in Household.objects.select_related("village").order_by("pk").iterator(2000):
        rows.append(
            Residence(
                uuid=uuid.uuid5(household.uuid, "first residence"),
                household=household,
                village_id=household.village_id,
                valid_from=household.village.valid_from,
                created_by_id=household.created_by_id,
                changed_by_id=household.created_by_id,
            )
        )
        if len(rows) == 2000:
            Residence.objects.bulk_create(rows)
            rows.clear()
    Residence.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("households", "0011_residences")]
    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
