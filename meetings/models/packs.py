"""What was put together about a child for somebody, from which records, what was taken out of it, and what left?"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from access.models import School, User
from access.roles import Section
from casework.models import CaseRecord
from meetings.models.meetings import Meeting
from meetings.models.peps import Pep
from people.models import Agency, Contact
from vault.fields import SealedJSONField, SealedTextField
from vault.models import SealedRow


class PackSection(TextChoices):
    """The parts of a pack, in the order in which they are read."""

    FAMILY = "FAMILY", "The family"
    SCHOOL = "SCHOOL", "School: attendance, exclusions and progress"
    CONTACTS = "CONTACTS", "Contacts with the family and agencies"
    CHRONOLOGY = "CHRONOLOGY", "Chronology"
    VOICE = "VOICE", "The child’s voice"
    STRENGTHS = "STRENGTHS", "What is working well"
    WORRIES = "WORRIES", "What we are worried about"
    SCALE = "SCALE", "How safe and well things are, from 0 to 10"
    DANGER = "DANGER", "Danger statement"
    GOALS = "GOALS", "Safety goals: what needs to happen"
    PEP = "PEP", "Personal education plan"
    BEFORE = "BEFORE", "Targets of the last plan, and what came of them"
    TARGETS = "TARGETS", "Targets"
    PREMIUM = "PREMIUM", "Pupil premium plus"


PEP_SECTIONS = (PackSection.VOICE, PackSection.PEP, PackSection.BEFORE, PackSection.TARGETS, PackSection.PREMIUM)
FILE_SECTIONS = tuple(one for one in PackSection if one is PackSection.VOICE or one not in PEP_SECTIONS)
"""What a pack of a PEP and what any other pack consists of."""


class Pack(CaseRecord):
    """One document for one reader, drafted from the file. Safeguarding, whatever is in it; of a `pep` as that is.

    `checked_at` holds while no word of it is changed: a change takes it back.
    """

    class For(TextChoices):
        CHAIR = "CHAIR", "The chair of the conference"
        PARENT_A = "PARENT_A", "A parent"
        PARENT_B = "PARENT_B", "The other parent"
        CORE_GROUP = "CORE_GROUP", "The core group"
        VIRTUAL_SCHOOL = "VIRTUAL_SCHOOL", "The virtual school"
        OWN = "OWN", "The school’s own copy, for the safeguarding team"

    noun = "pack"
    section = models.PositiveIntegerField(default=int(Section.DOCUMENTS))
    for_whom = models.CharField(max_length=16, choices=For)
    recipient = SealedJSONField()
    parent = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    despite = SealedTextField("why somebody who must not be contacted gets it", blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="packs")
    pep = models.ForeignKey(Pep, on_delete=models.PROTECT, null=True, blank=True, related_name="packs")
    purpose = SealedTextField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    sections = models.JSONField(default=list)
    significant_only = models.BooleanField(default=True)
    left_out = models.PositiveIntegerField("legally privileged entries left out", default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shared_on = models.DateField(null=True, blank=True)
    shared_with = SealedTextField(blank=True)
    not_shared_because = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pack_checked_at_and_by",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="pack_parent_of_a_parents_version",
                condition=Q(parent__isnull=True) | Q(for_whom__in=["PARENT_A", "PARENT_B"]),
            ),
            models.CheckConstraint(
                name="pack_of_a_pep_is_pastoral",
                condition=Q(pep__isnull=True) | Q(for_whom="VIRTUAL_SCHOOL", audience="PASTORAL"),
            ),
        ]
        indexes = [models.Index(name="pack_in_order", fields=["file", "-recorded_at"])]

    def __str__(self) -> str:
        return f"pack:{self.pk}"


class PackPart(CaseRecord):
    """One paragraph of a pack, and the record that it was drafted from. `drafted` is what that said."""

    class Kind(TextChoices):
        FACT = "FACT", "What happened"
        OPINION = "OPINION", "Professional opinion"
        VOICE = "VOICE", "The child’s words"
        DONE = "DONE", "What was done"
        PLAIN = "PLAIN", ""

    section = models.PositiveIntegerField(default=int(Section.DOCUMENTS))
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=12, choices=PackSection)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PLAIN)
    caption = SealedTextField(blank=True)
    words = SealedTextField(blank=True)
    drafted = SealedTextField(blank=True)
    source = models.CharField("record it comes from (model:uuid)", max_length=80, blank=True)
    left_out = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="pack_part_once", fields=["pack", "number"])]

    def __str__(self) -> str:
        return f"packpart:{self.pk}"


class PackDecision(CaseRecord):
    """What becomes of words that speak of somebody else, and why. A later one about the same place goes before it.

    `about`: of whom it speaks, and each place as [part, its version, start, end]. Once the part is changed, the place
    has no decision any more.
    """

    class Choice(TextChoices):
        KEEP = "KEEP", "Keep: the reader may know this"
        REDACT = "REDACT", "Take it out"
        SUMMARISE = "SUMMARISE", "Say it in other words"

    section = models.PositiveIntegerField(default=int(Section.DOCUMENTS))
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice)
    about = SealedJSONField()
    reason = SealedTextField()
    instead = SealedTextField(blank=True)

    def __str__(self) -> str:
        return f"packdecision:{self.pk}"


class PackCopy(CaseRecord):
    """What left the school, to the byte. Its uuid is that of its row in the register of disclosures."""

    section = models.PositiveIntegerField(default=int(Section.DOCUMENTS))
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="copies")
    form = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    content = SealedTextField("the file in base64")
    words = SealedTextField("the same as plain text")

    def __str__(self) -> str:
        return f"packcopy:{self.pk}"


class WordTemplate(SealedRow):
    """A local authority's own form, as a Word document with places to fill in. It holds no child's data."""

    noun = "wordtemplate"
    kept_by_school: ClassVar[bool] = True
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField()
    content = SealedTextField("the file in base64")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    audience = "DIRECTORY"
    section = int(Section.IDENTITY)

    def __str__(self) -> str:
        return f"wordtemplate:{self.pk}"

    @property
    def scope_id(self) -> Any:
        return self.school_id
