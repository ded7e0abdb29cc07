import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_role_changes")]

    operations = [
        migrations.AddField("user", "now_called", models.CharField(blank=True, default="", max_length=200), False),
        migrations.AlterField("user", "name", models.TextField()),
        migrations.CreateModel(
            name="EarlierName",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("until", models.DateField()),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.user"
                    ),
                ),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.school")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="earlier_names", to="access.user"
                    ),
                ),
            ],
        ),
    ]
