import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0005_earlier_names")]

    operations = [
        migrations.CreateModel(
            name="StaffSeen",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField()),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.school")),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.user"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("user", "school"), name="staff_seen_once")]},
        ),
    ]
