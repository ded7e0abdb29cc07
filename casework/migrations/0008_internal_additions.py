"""What speaks of who may see a concern is told from what speaks of the child."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_placements")]

    operations = [
        migrations.AddField("addition", "internal", models.BooleanField(default=False)),
    ]
