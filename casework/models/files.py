"""What is a child's case file, and what has everything on it in common?"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from access.models import School, User
from access.reach import Guarded, PersonReach, TeamReach
from access.roles import Audience, Section
from people.models import Child
from vault.fields import SealedTextField
from vault.models import SealedRow


class CaseFile(Guarded):
    """A child's one case file in a school: everything on it hangs here, and reach is given to it."""

    noun = "file"
    wall_column = "child_id"
    follows_child = True
    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="file")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key_worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paper_held = SealedTextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    audience = Audience.SAFEGUARDING
    section = int(Section.IDENTITY)

    class Meta(Guarded.Meta):
        pass

    def __str__(self) -> str:
        return f"casefile:{self.pk}"

    def newest(self, audience: Audience, sections: Section) -> datetime:
        """Concerns count for the safeguarding audience alone: they have a reach of their own."""
        times = [self.opened_at]
        for kind in CaseRecord.__subclasses__():
            seen = kind._base_manager.filter(file=self, audience__in=audience.within, section__in=list(sections))
            times += seen.order_by("-recorded_at").values_list("recorded_at", flat=True)[:1]
        if audience == Audience.SAFEGUARDING:
            times += self.concerns.order_by("-written_at").values_list("written_at", flat=True)[:1]
        return max(times)


class CaseFilePersonReach(PersonReach):
    content_object = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="person_reach", db_index=False)

    class Meta(PersonReach.Meta):
        pass


class CaseFileTeamReach(TeamReach):
    content_object = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="team_reach", db_index=False)

    class Meta(TeamReach.Meta):
        pass


class CaseRecord(SealedRow):
    """Anything on a file: for one audience, in one section, by one author. Private by default."""

    guarded_by: ClassVar[str] = "file"
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="%(class)ss")
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.SAFEGUARDING)
    section = models.PositiveIntegerField(default=int(Section.CHRONOLOGY))
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def scope_id(self) -> uuid.UUID:
        return self.file_id
