from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.AddField("membership", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                name="membership_ended_at_once_has_a_last_day",
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False),
            ),
        ),
    ]
