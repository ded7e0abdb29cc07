import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_team_label"),
        ("casework", "0005_chases_and_cover"),
        ("meetings", "0006_authority_numbers"),
        ("people", "0002_contact_part_of"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pack",
            name="despite",
            field=vault.fields.SealedTextField(
                blank=True, verbose_name="why somebody who must not be contacted gets it"
            ),
        ),
        migrations.AddField(
            model_name="pack",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.contact",
            ),
        ),
        migrations.AddField(
            model_name="pack",
            name="pep",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="packs",
                to="meetings.pep",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), ("for_whom__in", ["PARENT_A", "PARENT_B"]), _connector="OR"
                ),
                name="pack_parent_of_a_parents_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pep__isnull", True),
                    models.Q(("audience", "PASTORAL"), ("for_whom", "VIRTUAL_SCHOOL")),
                    _connector="OR",
                ),
                name="pack_of_a_pep_is_pastoral",
            ),
        ),
    ]
