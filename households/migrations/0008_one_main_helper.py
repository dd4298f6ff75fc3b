"""The database keeps that a household has one main helper on each day, and that nobody helps it twice at once.

PostgreSQL: exclusion constraints; ids stand as ranges of one number, so that no extension is needed. SQLite has none:
two triggers for each. A migration that rebuilds this table on SQLite drops them, and must put them back: the test of
the constraints (tests/households/test_assignments.py) says so.
"""

from django.db import migrations

ON_POSTGRESQL = """
ALTER TABLE households_assignment ADD CONSTRAINT {name} EXCLUDE USING gist (
    int8range(household_id, household_id, '[]') WITH &&,{more}
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE ({where}) DEFERRABLE INITIALLY IMMEDIATE
"""
ON_SQLITE = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON households_assignment
WHEN NEW.voided_at IS NULL AND {new} AND EXISTS (
    SELECT 1 FROM households_assignment AS other
    WHERE other.voided_at IS NULL AND other.id IS NOT NEW.id AND other.household_id = NEW.household_id AND {other}
      AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
      AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')
)
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
# A cadre and an agency may have the same number.
HELPER = "COALESCE(cadre_id, -agency_id)"
KEPT = [
    {
        "name": "assignment_one_main",
        "more": "",
        "where": "voided_at IS NULL AND is_main",
        "new": "NEW.is_main",
        "other": "other.is_main",
    },
    {
        "name": "assignment_helper_once",
        "more": f"\n    int8range({HELPER}, {HELPER}, '[]') WITH &&,",
        "where": "voided_at IS NULL",
        "new": "1",
        "other": "other.cadre_id IS NEW.cadre_id AND other.agency_id IS NEW.agency_id",
    },
]


def guard(apps, schema_editor):
    for words in KEPT:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(ON_POSTGRESQL.format(**words))
            continue
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(ON_SQLITE.format(event=event, **words))


def unguard(apps, schema_editor):
    for words in KEPT:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE households_assignment DROP CONSTRAINT {words['name']}")
            continue
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER {words['name']}_{event}")


class Migration(migrations.Migration):
    dependencies = [("households", "0007_help_plans")]
    operations = [migrations.RunPython(guard, unguard)]
