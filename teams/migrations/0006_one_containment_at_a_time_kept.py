"""The database keeps that an area lies in one unit, and in one region beside it, on each day.

PostgreSQL: an exclusion constraint; ids stand as ranges of one number, so that no extension is needed. SQLite has none:
two triggers. A migration that rebuilds this table on SQLite drops them, and must put them back: the test of the
constraint (tests/teams/test_moves.py) says so.
"""

from django.db import migrations

ON_POSTGRESQL = """
ALTER TABLE teams_containment ADD CONSTRAINT containment_one_at_a_time EXCLUDE USING gist (
    int8range(child_id, child_id, '[]') WITH &&,
    int4range(in_region::int, in_region::int, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE (voided_at IS NULL) DEFERRABLE INITIALLY IMMEDIATE
"""
ON_SQLITE = """
CREATE TRIGGER containment_one_at_a_time_{event} BEFORE {event} ON teams_containment
WHEN NEW.voided_at IS NULL AND EXISTS (
    SELECT 1 FROM teams_containment AS other
    WHERE other.voided_at IS NULL AND other.id IS NOT NEW.id
      AND other.child_id = NEW.child_id AND other.in_region = NEW.in_region
      AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
      AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')
)
BEGIN SELECT RAISE(ABORT, 'containment_one_at_a_time'); END
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ON_POSTGRESQL)
        return
    for event in ("INSERT", "UPDATE"):
        schema_editor.execute(ON_SQLITE.format(event=event))


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE teams_containment DROP CONSTRAINT containment_one_at_a_time")
        return
    for event in ("INSERT", "UPDATE"):
        schema_editor.execute(f"DROP TRIGGER containment_one_at_a_time_{event}")


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_one_containment_at_a_time")]
    operations = [migrations.RunPython(guard, unguard)]
