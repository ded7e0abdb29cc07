from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def take_over(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Of a child whose file is restricted it is not known who said so: then nobody is told."""
    children = apps.get_model("people", "Child")
    children._base_manager.filter(restricted=False).update(listed_in_care=F("looked_after"))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_contact_part_of")]

    operations = [
        migrations.AddField(
            model_name="child", name="listed_in_care", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
