from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_rollup_settings")]

    operations = [
        migrations.RenameModel("DoubtCount", "DataCheckCount"),
        migrations.RenameModel("DoubtLook", "DataCheckRun"),
        migrations.AlterField("datacheckcount", "code", models.CharField(max_length=40, verbose_name="code")),
    ]
