"""What was noticed about a child, what was decided, and what is kept on the child's case file?"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from access.models import School, User
from access.reach import Guarded, PersonReach, TeamReach
from access.roles import Audience, Section
from casework.states import ConcernState, Decision
from people.models import Child
from vault.fields import SealedJSONField, SealedTextField
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

    The reporter's own is for the teaching audience; a lead's is not for the reporter.
    """

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    words = SealedTextField()
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.SAFEGUARDING)

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


class Triage(ConcernRecord):
    """A lead's decision about a concern and why: no decision without its rationale, also not to do nothing."""

    class NotTold(TextChoices):
        RISK = "RISK", "It would place the child at risk"
        RISK_OTHER = "RISK_OTHER", "It would place somebody else at risk"
        POLICE = "POLICE", "It would prejudice a police enquiry"
        SUSPECTED = "SUSPECTED", "A parent is suspected"
        NO_CONTACT = "NO_CONTACT", "They cannot be reached yet"
        LATER = "LATER", "They will be told later"
        NOT_NEEDED = "NOT_NEEDED", "Nothing to tell: no further action"

    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision)
    category = models.CharField(max_length=20, choices=Category)
    rationale = SealedTextField()
    parents_told = models.BooleanField()
    not_told_because = models.CharField(max_length=12, choices=NotTold, blank=True)
    parents_note = SealedTextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    audience = Audience.SAFEGUARDING

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="triage_parents_told_or_why_not",
                condition=Q(parents_told=True, not_told_because="") | (Q(parents_told=False) & ~Q(not_told_because="")),
            )
        ]

    def __str__(self) -> str:
        return f"triage:{self.pk}"


class ConcernMove(ConcernRecord):
    """A concern that was filed under the wrong child. The wrong child's timeline keeps this stub and no words."""

    from_child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    from_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="moved_away")
    to_child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    reason = SealedTextField()
    audience = Audience.SAFEGUARDING

    def __str__(self) -> str:
        return f"concernmove:{self.pk}"


class Notice(models.Model):
    """That one person was told of one thing about a concern, once. The e-mail itself says "1 new item" and no more."""

    class Event(TextChoices):
        LOGGED = "LOGGED", "A concern was logged"
        ADDED = "ADDED", "Something was added to a concern"
        UNSEEN = "UNSEEN", "A concern has not been seen yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    event = models.CharField(max_length=10, choices=Event)
    about = models.UUIDField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_once", fields=["recipient", "event", "about"])]

    def __str__(self) -> str:
        return f"notice:{self.pk}"


class StatusEpisode(CaseRecord):
    """A dated status of a child. Several at once; the headline is derived (casework.queries)."""

    class Kind(TextChoices):
        CP = "CP", "Child protection plan"
        SECTION_47 = "SECTION_47", "Section 47 enquiry"
        LAC = "LAC", "Looked after"
        CIN = "CIN", "Child in need"
        FAMILY_HELP = "FAMILY_HELP", "Family help"
        EARLY_HELP = "EARLY_HELP", "Early help"
        PLAC = "PLAC", "Previously looked after"
        MONITOR = "MONITOR", "Monitoring"

    kind = models.CharField(max_length=12, choices=Kind)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    authority = models.CharField("local authority", max_length=120, blank=True)
    basis = SealedTextField("legal basis or category", blank=True)
    ended_because = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="episode_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
            ),
            models.UniqueConstraint(
                name="episode_of_a_kind_once_at_a_time", fields=["file", "kind"], condition=Q(ended_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"statusepisode:{self.pk}"


class AgreedAction(CaseRecord):
    """Something somebody will do by a date."""

    words = SealedTextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreed_actions")
    due_on = models.DateField()
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_done_at_and_by",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]
        indexes = [models.Index(name="action_open", fields=["owner", "due_on"], condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"agreedaction:{self.pk}"


class Draft(SealedRow):
    """What somebody is still writing, for nobody else's eyes. Its key is that of what it will become.

    A concern's draft has the uuid that the concern will have: sent twice, there is still one concern.
    """

    class Kind(TextChoices):
        CONCERN = "CONCERN", "Concern"
        EVENT = "EVENT", "Chronology entry"

    owned_by: ClassVar[str] = "user"
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Kind)
    scope = models.UUIDField()
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.TEACHING)
    section = models.PositiveIntegerField(default=int(Section.CHRONOLOGY))
    body = SealedJSONField()
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft:{self.pk}"

    @property
    def scope_id(self) -> uuid.UUID:
        return self.scope
