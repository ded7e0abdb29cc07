from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_over(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Where nobody but the pupil list can have said it.

    What a lead knows from a file is not told to those who read the list, least of all behind a wall. The next list
    tells it of the others.
    """
    children = apps.get_model("people", "Child")._base_manager
    episodes = apps.get_model("casework", "StatusEpisode")._base_manager.filter(kind__in=["LAC", "PLAC"])
    walls = apps.get_model("access", "ConflictWall")._base_manager.filter(lifted_at__isnull=True)
    listed = children.filter(looked_after=True, restricted=False)
    listed = listed.exclude(pk__in=episodes.values("file__child")).exclude(pk__in=walls.values("subject"))
    listed.update(listed_in_care=True)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("casework", "0002_initial"),
        ("people", "0003_child_listed_in_care"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
