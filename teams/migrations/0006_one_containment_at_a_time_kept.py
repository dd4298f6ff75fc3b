"""The database keeps that an area lies in one unit, and in one region beside it, on each day."""

from django.db import migrations

from plumbing.overlaps import one_at_a_time


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_one_containment_at_a_time")]
    operations = [
        one_at_a_time("teams_containment", "containment_one_at_a_time", ids=["child_id"], flags=["in_region"])
    ]
