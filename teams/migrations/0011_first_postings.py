"""Each cadre works for the agency of till now, from the beginning."""

import datetime
import uuid

from django.db import migrations


def settle(apps, schema_editor):
    Cadre, Posting = (apps.get_model("teams", name) for name in ("Cadre", "Posting"))
    Posting.objects.bulk_create(
        [
            Posting(
                uuid=uuid.uuid5(cadre.uuid, "first posting"),
                cadre=cadre,
                agency_id=cadre.agency_id,
                valid_from=datetime.date(1900, 1, 1),
                created_by_id=cadre.created_by_id,
                changed_by_id=cadre.created_by_id,
            )
            for cadre in Cadre.objects.order_by("pk").iterator(2000)
        ],
        batch_size=2000,
    )


class Migration(migrations.Migration):
    dependencies = [("teams", "0010_postings")]
    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
