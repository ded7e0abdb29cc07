from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_chases_and_cover"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(
                choices=[
                    ("CONCERN", "Concern"),
                    ("EVENT", "Chronology entry"),
                    ("SHEET", "Meeting, assessment or plan"),
                ],
                max_length=10,
            ),
        ),
    ]
