import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_team_label"),
        ("casework", "0005_chases_and_cover"),
        ("meetings", "0005_risk_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorityNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "audience",
                    models.CharField(
                        choices=[("TEACHING", "Teaching"), ("PASTORAL", "Pastoral"), ("SAFEGUARDING", "Safeguarding")],
                        default="SAFEGUARDING",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("section", models.PositiveIntegerField(default=8)),
                ("authority", models.CharField(max_length=120, verbose_name="local authority")),
                ("number", vault.fields.SealedTextField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.casefile"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
