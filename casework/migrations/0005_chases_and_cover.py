import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_team_label"),
        ("casework", "0004_decision_label"),
        ("clocks", "0001_calendar_and_clocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cover",
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
                ("section", models.PositiveIntegerField(default=2)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("phone", vault.fields.SealedTextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agreedaction",
            name="clock",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chases",
                to="clocks.clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedaction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)), fields=("clock",), name="action_one_open_chase"
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="clock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="clocks.clock"
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="casework.casefile"
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="school",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"),
        ),
    ]
