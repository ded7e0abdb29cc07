from django.db import migrations, models

DECISIONS = [
    ("LINK", "Add to the child’s open file"),
    ("OPEN_FILE", "Open a case file"),
    ("MONITOR", "Monitor, with a review date"),
    ("REFER", "Refer to an agency"),
    ("NO_ACTION", "No further action"),
]


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_how_a_status_ended")]

    operations = [migrations.AlterField("triage", "decision", models.CharField(choices=DECISIONS, max_length=12))]
