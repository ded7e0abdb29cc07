from django.db import migrations, models

KINDS = [("SAFEGUARDING", "Safeguarding team"), ("YEAR", "Year team"), ("LOOKED_AFTER", "Looked-after children’s team")]


class Migration(migrations.Migration):
    dependencies = [("access", "0002_ended_at_once")]

    operations = [migrations.AlterField("team", "kind", models.CharField(choices=KINDS, max_length=20))]
