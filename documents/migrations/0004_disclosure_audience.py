from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_json"),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="audience",
            field=models.CharField(
                choices=[("TEACHING", "Teaching"), ("PASTORAL", "Pastoral"), ("SAFEGUARDING", "Safeguarding")],
                default="SAFEGUARDING",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="section",
            field=models.PositiveIntegerField(default=32),
        ),
    ]
