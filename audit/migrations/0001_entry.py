"""The log: its rows, what waits for the tree, and which lists showed what."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4)),
                ("timestamp", models.DateTimeField()),
                ("school", models.UUIDField(null=True)),
                ("session_hash", models.CharField(max_length=64)),
                ("ip", models.CharField(max_length=45)),
                ("request_id", models.CharField(max_length=64)),
                ("verb", models.CharField(max_length=80)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("allow", "Allow"), ("deny", "Deny"), ("error", "Error")],
                        default="allow",
                        max_length=8,
                    ),
                ),
                ("object_type", models.CharField(max_length=100)),
                ("object_pk", models.CharField(max_length=64)),
                ("object_uuid", models.UUIDField(null=True)),
                ("scope", models.UUIDField(null=True)),
                ("audience", models.CharField(max_length=20)),
                ("reason_code", models.CharField(max_length=80)),
                ("changes", models.JSONField(null=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("details", models.BinaryField(null=True)),
                ("details_commit", models.CharField(max_length=64)),
                ("body", models.TextField()),
                ("leaf", models.BinaryField(max_length=32)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "get_latest_by": "id",
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUDITLOG_LOGENTRY_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.UUIDField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUDITLOG_LOGENTRY_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["scope", "id"], name="entry_scope"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["actor", "id"], name="entry_actor"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["scope", "entry"], name="mention_scope"),
        ),
    ]
