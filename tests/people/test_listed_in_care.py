"""Who was in care when the pupil list's own mark came is marked by the list, but not by what a lead alone knows."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from access.models import ConflictWall, School, User
from access.serving import serving
from casework.models import StatusEpisode
from people.models import Child
from tests import factories

BEFORE, AFTER = [("people", "0003_child_listed_in_care")], [("people", "0004_children_listed_in_care")]


def migrate(to: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(to)


@pytest.mark.django_db(transaction=True)
def test_what_a_lead_knows_is_not_taken_for_what_the_pupil_list_says(school: School, lead: User, deputy: User) -> None:
    children = {
        name: factories.child(school, name, looked_after=True)
        for name in ("listed", "status", "ended", "previously", "walled", "lifted", "restricted", "enquiry")
    }
    factories.child(school, "neither")
    for name, kind in (("status", "LAC"), ("ended", "LAC"), ("previously", "PLAC"), ("enquiry", "SECTION_47")):
        file = factories.file(children[name])
        episode = StatusEpisode(
            school=school, file=file, author=deputy, recorded_at=factories.AT, kind=kind, started_on=factories.AT.date()
        )
        with serving(deputy):
            episode.save(force_insert=True)
    StatusEpisode.objects.filter(file__child=children["ended"]).update(ended_on=factories.AT.date())
    factories.wall(lead, children["walled"])
    factories.wall(lead, children["lifted"])
    lifted = {"lifted_at": timezone.now(), "lifted_by": deputy}
    ConflictWall.objects.filter(subject=children["lifted"].pk).update(**lifted)
    Child.objects.filter(pk=children["restricted"].pk).update(restricted=True)

    migrate(BEFORE)
    nobody = Child.objects.filter(listed_in_care=True).count()
    migrate(AFTER)

    listed = set(Child.objects.filter(listed_in_care=True).values_list("pk", flat=True))
    assert nobody == 0
    assert {name for name, child in children.items() if child.pk in listed} == {"listed", "lifted", "enquiry"}
    assert len(listed) == 3
