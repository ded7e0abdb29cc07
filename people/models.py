"""Who is this child, who is around them, and who may be told what?

A child's identity is one sealed value under the school's directory key, so that every member of staff can find the
right child. Family, addresses and phones are sealed in the child's own scope and seen by reach.
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from access.models import School, User
from access.reach import Guarded, PersonReach, TeamReach
from access.roles import Audience, Section
from people.identity import Identity, year_label
from vault.fields import SealedJSONField, SealedTextField
from vault.models import SealedRow
from vault.sealing import Binding


class Child(Guarded):
    """`identity` holds what people.identity.Identity reads, sealed for the whole school's directory."""

    class Status(TextChoices):
        ON_ROLL = "ON_ROLL", "On roll"
        EXPECTED = "EXPECTED", "Expected"
        LEFT = "LEFT", "Left"

    noun = "child"
    hidden_when_restricted = False
    identity = SealedJSONField()
    upn_index = models.BinaryField(max_length=32, null=True, editable=False)
    year = models.SmallIntegerField(null=True, blank=True)
    form = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ON_ROLL)
    left_on = models.DateField(null=True, blank=True)
    looked_after = models.BooleanField(default=False)
    # The list that brought the child said so. Whoever imports may know, whatever a file that is hidden from her says.
    listed_in_care = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    # The directory: one scope for the school, opened for every role that may know a child's name.
    audience = "DIRECTORY"
    section = int(Section.IDENTITY)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                name="child_upn_once", fields=["school", "upn_index"], condition=Q(upn_index__isnull=False)
            ),
            models.CheckConstraint(
                name="child_left_on_goes_with_status", condition=Q(left_on__isnull=True) | Q(status="LEFT")
            ),
        ]
        indexes = [models.Index(name="child_by_form", fields=["school", "status", "year", "form"])]

    def __str__(self) -> str:
        return f"child:{self.pk}"

    def binding(self) -> Binding:
        """A child's identity belongs to the school's directory, not to the child's own scope."""
        return Binding(self.school_id, self.school_id, self.audience, self.section)

    @property
    def who(self) -> Identity:
        """The one place where a child's identity is opened. Never kept on the row: Locked once the keys are locked."""
        return Identity.read(self.identity.value)

    @property
    def year_label(self) -> str:
        return year_label(self.year)


class ChildPersonReach(PersonReach):
    content_object = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="person_reach", db_index=False)

    class Meta(PersonReach.Meta):
        pass


class ChildTeamReach(TeamReach):
    content_object = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="team_reach", db_index=False)

    class Meta(TeamReach.Meta):
        pass


class ContactRecord(SealedRow):
    """Something about a child's family, sealed in the child's own scope."""

    guarded_by: ClassVar[str] = "child"
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="%(class)ss")
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PASTORAL)
    section = int(Section.IDENTITY)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def scope_id(self) -> uuid.UUID:
        return self.child_id


class Contact(ContactRecord):
    """An adult in a child's life. A confidential address or phone is a row of its own, at safeguarding audience.

    That row is a part of the contact's and is reached through it alone; the name and the rest stay with pastoral staff.
    Rows written before parts were kept are at safeguarding audience as a whole, until a lead saves them (docs/adr).
    """

    class Kind(TextChoices):
        MOTHER = "MOTHER", "Mother"
        FATHER = "FATHER", "Father"
        STEP_PARENT = "STEP_PARENT", "Step-parent"
        CARER = "CARER", "Foster or other carer"
        GRANDPARENT = "GRANDPARENT", "Grandparent"
        SIBLING = "SIBLING", "Brother or sister"
        OTHER = "OTHER", "Other"

    kind = models.CharField(max_length=12, choices=Kind)
    name = SealedTextField()
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    address = SealedTextField(blank=True)
    notes = SealedTextField(blank=True)
    has_parental_responsibility = models.BooleanField(null=True)
    lives_with_child = models.BooleanField(default=False)
    contact_restricted = models.BooleanField(default=False)
    address_confidential = models.BooleanField(default=False)
    court_order = SealedTextField(blank=True)
    order = models.PositiveSmallIntegerField(default=1)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    BOXES: ClassVar = {"address": "address_confidential", "phone": "phone_confidential", "email": "phone_confidential"}
    """What may be confidential, and the tick that says so."""
    # What one person reads of it, set by people.queries and never saved.
    confidential: "Contact | None" = None
    withheld: frozenset[str] = frozenset()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_confidential_is_safeguarding",
                condition=Q(address_confidential=False) | Q(audience="SAFEGUARDING"),
            ),
            models.CheckConstraint(
                name="contact_part_is_safeguarding", condition=Q(part_of__isnull=True) | Q(audience="SAFEGUARDING")
            ),
            models.UniqueConstraint(
                name="contact_one_part", fields=["part_of"], condition=Q(part_of__isnull=False, ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"contact:{self.pk}"

    @property
    def is_of_the_earlier_form(self) -> bool:
        """Confidential as a whole."""
        return self.audience == Audience.SAFEGUARDING and self.part_of_id is None

    @property
    def number_to_ring(self) -> Any:
        """The phone number, sealed, confidential or not, as far as this person may know it."""
        apart = self.confidential.phone if self.confidential else None
        return apart or self.phone


class Agency(models.Model):
    """An organisation outside the school. Public facts only, so nothing is sealed."""

    class Kind(TextChoices):
        SOCIAL_CARE = "SOCIAL_CARE", "Children's social care"
        POLICE = "POLICE", "Police"
        HEALTH = "HEALTH", "Health"
        EARLY_HELP = "EARLY_HELP", "Early help or family help"
        EDUCATION = "EDUCATION", "Education"
        VOLUNTARY = "VOLUNTARY", "Voluntary"
        OTHER = "OTHER", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    out_of_hours_phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="agency_once", fields=["school", "name"])]

    def __str__(self) -> str:
        return f"agency:{self.pk}"


class Professional(ContactRecord):
    """A professional around a child: the social worker, the school nurse. The role is for this child."""

    class Role(TextChoices):
        SOCIAL_WORKER = "SOCIAL_WORKER", "Social worker"
        LEAD_PRACTITIONER = "LEAD_PRACTITIONER", "Lead practitioner"
        FAMILY_SUPPORT = "FAMILY_SUPPORT", "Family support worker"
        SCHOOL_NURSE = "SCHOOL_NURSE", "School nurse"
        POLICE = "POLICE", "Police officer"
        CAMHS = "CAMHS", "CAMHS worker"
        VIRTUAL_SCHOOL = "VIRTUAL_SCHOOL", "Virtual school"
        OTHER = "OTHER", "Other"

    role = models.CharField(max_length=20, choices=Role)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    name = SealedTextField()
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)

    def __str__(self) -> str:
        return f"professional:{self.pk}"


class ColumnMapping(models.Model):
    """Which heading of a school's own report holds which of our fields; saved under a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(name="column_mapping_once", fields=["school", "name"])]

    def __str__(self) -> str:
        return f"columnmapping:{self.pk}"


class RollImport(SealedRow):
    """One import of the roll, from the file to the report: what was read and the report are under the directory key.

    `table` holds the cells until the columns are mapped (never a column of passwords), `rows` what was read from them.
    The file itself is not kept.
    """

    class Status(TextChoices):
        READ = "READ", "Read: nothing applied yet"
        CONFIRMED = "CONFIRMED", "Confirmed: waiting to be saved"
        APPLIED = "APPLIED", "Applied"
        DISCARDED = "DISCARDED", "Discarded"
        FAILED = "FAILED", "Failed: nothing was changed"

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        "READ": frozenset({"CONFIRMED", "DISCARDED", "FAILED"}),
        "CONFIRMED": frozenset({"APPLIED", "FAILED", "READ", "DISCARDED"}),  # the last two once nothing will save it
        "APPLIED": frozenset(),
        "DISCARDED": frozenset(),
        "FAILED": frozenset(),
    }
    noun = "import"
    kept_by_school: ClassVar[bool] = True
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.READ)
    format = models.CharField(max_length=10)
    full_roll = models.BooleanField(default=False)
    confirm_leavers = models.BooleanField(default=False)
    options = models.JSONField(default=dict)
    file_name = SealedTextField()
    table = SealedJSONField(blank=True)
    rows = SealedJSONField(blank=True)
    report = SealedJSONField(blank=True)
    counts = models.JSONField(default=dict)
    done_rows = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    audience = "DIRECTORY"
    section = int(Section.IDENTITY)

    def __str__(self) -> str:
        return f"rollimport:{self.pk}"

    @property
    def scope_id(self) -> Any:
        return self.school_id
