"""What was noticed about a child, by whom, and what was added to it?"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from access.models import School, User
from access.reach import Guarded, PersonReach, TeamReach
from access.roles import Audience, Section
from casework.models.files import CaseFile
from casework.states import ConcernState
from people.models import Child
from vault.fields import SealedJSONField, SealedTextField
from vault.models import SealedRow


class Category(TextChoices):
    """What it is about; set by a lead, not by the reporter. At most fifteen are offered for concerns (ux)."""

    NEGLECT = "NEGLECT", "Neglect"
    PHYSICAL = "PHYSICAL", "Physical abuse"
    SEXUAL = "SEXUAL", "Sexual abuse"
    EMOTIONAL = "EMOTIONAL", "Emotional abuse"
    DOMESTIC_ABUSE = "DOMESTIC_ABUSE", "Domestic abuse"
    EXPLOITATION = "EXPLOITATION", "Exploitation"
    CHILD_ON_CHILD = "CHILD_ON_CHILD", "Child-on-child"
    ONLINE = "ONLINE", "Online harm"
    MENTAL_HEALTH = "MENTAL_HEALTH", "Mental health or self-harm"
    SUBSTANCE = "SUBSTANCE", "Substance misuse"
    RADICALISATION = "RADICALISATION", "Radicalisation"
    FAITH_HONOUR = "FAITH_HONOUR", "FGM, forced marriage or honour-based abuse"
    MISSING = "MISSING", "Missing or absent"
    FAMILY = "FAMILY", "Family change or need"
    OTHER = "OTHER", "Other"


class Concern(Guarded):
    """What a member of staff noticed, in their own words; sealed at teaching audience, and never edited.

    `feedback` is what the reporter was told: {"said": a Said code, "words": ""}.
    """

    class Kind(TextChoices):
        SAW = "SAW", "I saw or heard something"
        TOLD = "TOLD", "A child told me something"
        MARK = "MARK", "I noticed an injury or mark"
        OTHER = "OTHER", "Something else is worrying me"

        @property
        def heading(self) -> str:
            """For those who read it."""
            return {"SAW": "Seen or heard", "TOLD": "Told by a child", "MARK": "Injury or mark"}.get(
                self, "Another worry"
            )

    class Said(TextChoices):
        RECEIVED = "RECEIVED", "Received, thank you"
        ACTED_ON = "ACTED_ON", "Received and acted on"
        KEEP_WATCHING = "KEEP_WATCHING", "Received: please keep watching and tell us more"

    noun = "concern"
    wall_column = "child_id"
    author_column = "reporter_id"
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns")
    child_described = SealedTextField(blank=True)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns")
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=10, choices=Kind)
    urgent = models.BooleanField(default=False)
    told_in_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField()
    happened_at = models.TimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    words = SealedTextField()
    child_words = SealedTextField(blank=True)
    heard_from = SealedTextField(blank=True)
    present = SealedTextField(blank=True)
    place = SealedTextField(blank=True)
    opinion = SealedTextField(blank=True)
    immediate_action = SealedTextField(blank=True)
    safe_now = SealedTextField(blank=True)
    told_others = SealedTextField(blank=True)
    state = models.CharField(max_length=16, choices=ConcernState, default=ConcernState.SUBMITTED)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    feedback_at = models.DateTimeField(null=True, blank=True)
    feedback = SealedJSONField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    audience = Audience.TEACHING
    section = int(Section.CHRONOLOGY)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(
                name="concern_acknowledged_at_and_by",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_closed_at_goes_with_state",
                condition=Q(closed_at__isnull=False, state="CLOSED") | (Q(closed_at__isnull=True) & ~Q(state="CLOSED")),
            ),
        ]
        indexes = [models.Index(name="concern_waiting", fields=["school", "written_at"], condition=~Q(state="CLOSED"))]

    def __str__(self) -> str:
        return f"concern:{self.pk}"

    @property
    def heading(self) -> str:
        return self.Kind(self.kind).heading

    @property
    def reference(self) -> str:
        """What the reporter reads out on the phone: the start of its uuid."""
        return str(self.pk)[:8].upper()

    def newest(self, audience: Audience, sections: Section) -> datetime:
        seen = self.additions.filter(audience__in=audience.within)
        return max([self.written_at, *seen.values_list("added_at", flat=True)])


class ConcernPersonReach(PersonReach):
    content_object = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="person_reach", db_index=False)

    class Meta(PersonReach.Meta):
        pass


class ConcernTeamReach(TeamReach):
    content_object = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="team_reach", db_index=False)

    class Meta(TeamReach.Meta):
        pass


class ConcernRecord(SealedRow):
    """Something that belongs to a concern and is sealed in its scope."""

    guarded_by: ClassVar[str] = "concern"
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="%(class)ss")
    section = int(Section.CHRONOLOGY)

    class Meta:
        abstract = True

    @property
    def scope_id(self) -> uuid.UUID:
        return self.concern_id


class BodyMapMark(ConcernRecord):
    """One mark on the body map. `mark`: region, outline, x, y, size, shape, colour, skin, explanation and so on."""

    number = models.PositiveSmallIntegerField()
    mark = SealedJSONField()
    audience = Audience.TEACHING

    class Meta:
        constraints = [models.UniqueConstraint(name="mark_number_once", fields=["concern", "number"])]

    def __str__(self) -> str:
        return f"bodymapmark:{self.pk}"


class Addition(ConcernRecord):
    """What was added to a concern afterwards: the concern itself is never edited.

    The reporter's own is for the teaching audience; a lead's is not for the reporter. `internal`: it speaks of who may
    see the concern and not of the child, so it stands in no chronology and never leaves the school.
    """

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    words = SealedTextField()
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.SAFEGUARDING)
    internal = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"addition:{self.pk}"


class Involvement(models.Model):
    """A further child's part in a concern. The link carries its own part and copies no label."""

    class Part(TextChoices):
        HARMED = "HARMED", "Harmed"
        ALLEGED = "ALLEGED", "Alleged to have harmed"
        WITNESS = "WITNESS", "Witness"
        SIBLING = "SIBLING", "Brother or sister"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="involvements")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=10, choices=Part)

    class Meta:
        constraints = [models.UniqueConstraint(name="involvement_once", fields=["concern", "child"])]

    def __str__(self) -> str:
        return f"involvement:{self.pk}"
