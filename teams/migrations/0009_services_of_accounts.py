"""Join the accounts that there are to the services with which their access came."""

import datetime as dt

from django.db import migrations


def join_services(apps, schema_editor):
    Account, Membership = apps.get_model("teams", "Account"), apps.get_model("teams", "Membership")
    today = dt.date.today()
    accounts = Account.objects.filter(
        role__in=["team_leader", "member"], is_active=True, voided_at=None, cadre__isnull=False, team__isnull=False
    )
    found = {}
    rows = Membership.objects.filter(voided_at=None, valid_from__lte=today, cadre__in=accounts.values("cadre"))
    for row in rows.order_by("valid_from", "pk"):
        found.setdefault((row.cadre_id, row.team_id), []).append(row)
    joined = []
    for account in accounts:
        services = found.get((account.cadre_id, account.team_id), [])
        led = [row for row in services if row.role == "leader"]
        now = [row for row in services if row.valid_to is None or row.valid_to >= today]
        # Whoever led and was replaced keeps the service that ended: the clock then takes what came with it.
        chosen = led or now if account.role == "team_leader" else now
        if chosen or services:
            account.service = (chosen or services)[-1]
            joined.append(account)
    Account.objects.bulk_update(joined, ["service"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("teams", "0008_accounts_follow_services")]

    operations = [migrations.RunPython(join_services, migrations.RunPython.noop)]
