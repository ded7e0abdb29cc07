"""What happened to this child, when, who says so, and what did it mean?"""

from django.db import models
from django.db.models import Q, TextChoices

from access.models import User
from casework.models import CaseRecord
from vault.fields import SealedJSONField, SealedTextField


class Precision(TextChoices):
    """How well the date of an event is known."""

    EXACT = "EXACT", "Exact"
    ABOUT = "ABOUT", "About"
    MONTH = "MONTH", "Month"
    YEAR = "YEAR", "Year"
    UNKNOWN = "UNKNOWN", "Not known"


class Significance(TextChoices):
    LOW = "LOW", "Low"
    MEDIUM = "MEDIUM", "Medium"
    HIGH = "HIGH", "High"
    CRITICAL = "CRITICAL", "Critical"


class Event(CaseRecord):
    """One entry of the chronology (domain: fields that a conference needs). Corrected by a new version, never edited.

    `happened_on` is the first day of a month or year that is all that is known; it is empty when nothing is.
    `sorts_at` is where it stands in the stream: when it happened or, if nobody knows, when it was recorded.
    """

    class Source(TextChoices):
        OBSERVED = "OBSERVED", "Direct observation"
        CHILD = "CHILD", "Child"
        PARENT = "PARENT", "Parent or carer"
        STAFF = "STAFF", "School staff"
        AGENCY = "AGENCY", "Agency"
        DOCUMENT = "DOCUMENT", "Document"
        ANONYMOUS = "ANONYMOUS", "Anonymous"

    class Hand(TextChoices):
        FIRST = "FIRST", "First hand"
        SECOND = "SECOND", "Second hand"
        THIRD = "THIRD", "Third hand or hearsay"

    class Category(TextChoices):
        NEGLECT = "NEGLECT", "Neglect"
        PHYSICAL = "PHYSICAL", "Physical"
        SEXUAL = "SEXUAL", "Sexual"
        EMOTIONAL = "EMOTIONAL", "Emotional"
        DOMESTIC_ABUSE = "DOMESTIC_ABUSE", "Domestic abuse"
        EXPLOITATION = "EXPLOITATION", "Exploitation"
        CHILD_ON_CHILD = "CHILD_ON_CHILD", "Child-on-child"
        ONLINE = "ONLINE", "Online"
        MENTAL_HEALTH = "MENTAL_HEALTH", "Mental health or self-harm"
        SUBSTANCE = "SUBSTANCE", "Substance misuse"
        RADICALISATION = "RADICALISATION", "Radicalisation"
        FAITH_HONOUR = "FAITH_HONOUR", "FGM, forced marriage, honour-based"
        MISSING = "MISSING", "Missing"
        ATTENDANCE = "ATTENDANCE", "Attendance"
        BEHAVIOUR = "BEHAVIOUR", "Behaviour or exclusion"
        FAMILY = "FAMILY", "Family change or bereavement"
        HOUSING = "HOUSING", "Housing or poverty"
        YOUNG_CARER = "YOUNG_CARER", "Young carer"
        PARENT_NEEDS = "PARENT_NEEDS", "Parent's mental health, substance use or imprisonment"
        SEND_MEDICAL = "SEND_MEDICAL", "SEND or medical"
        INJURY = "INJURY", "Injury or accident"
        SCHOOL_MOVE = "SCHOOL_MOVE", "School move"
        AGENCY_CONTACT = "AGENCY_CONTACT", "Agency contact"
        MEETING = "MEETING", "Meeting"
        REFERRAL = "REFERRAL", "Referral"
        PLAN = "PLAN", "Plan change"
        LEGAL = "LEGAL", "Legal status"
        POSITIVE = "POSITIVE", "Positive or achievement"
        OTHER = "OTHER", "Other"

    class Bearing(TextChoices):
        RISK = "RISK", "Risk"
        PROTECTIVE = "PROTECTIVE", "Protective"
        NEUTRAL = "NEUTRAL", "Neutral"

    class Marking(TextChoices):
        SCHOOL = "SCHOOL", "Written by the school"
        THIRD_PARTY = "THIRD_PARTY", "Third party: an agency's information"
        PRIVILEGED = "PRIVILEGED", "Legally privileged"
        RESTRICTED = "RESTRICTED", "Restricted"

    sorts_at = models.DateTimeField()
    happened_on = models.DateField(null=True, blank=True)
    happened_at = models.TimeField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision, default=Precision.EXACT)
    source = models.CharField(max_length=10, choices=Source, default=Source.STAFF)
    hand = models.CharField(max_length=8, choices=Hand, default=Hand.FIRST)
    source_name = SealedTextField(blank=True)
    source_agency = SealedTextField(blank=True)
    category = models.CharField(max_length=20, choices=Category, default=Category.OTHER)
    significance = models.CharField(max_length=8, choices=Significance, default=Significance.MEDIUM)
    is_significant = models.BooleanField(default=False)
    bearing = models.CharField(max_length=10, choices=Bearing, default=Bearing.NEUTRAL)
    marking = models.CharField(max_length=12, choices=Marking, default=Marking.SCHOOL)
    fact = SealedTextField()
    opinion = SealedTextField(blank=True)
    child_voice = SealedTextField(blank=True)
    impact = SealedTextField(blank=True)
    action_taken = SealedTextField(blank=True)
    decision = SealedTextField(blank=True)
    rationale = SealedTextField(blank=True)
    outcome = SealedTextField(blank=True)
    parent_informed = models.BooleanField(null=True)
    parent_not_informed_because = SealedTextField(blank=True)
    reference = SealedTextField("agency's reference number", blank=True)
    linked = models.CharField("linked record (model:uuid)", max_length=80, blank=True)
    paper_held = SealedTextField("paper file held, where", blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_because = SealedTextField(blank=True)
    moved_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_from"
    )  # the entry that holds its words for other readers: of this one, only leads read them

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="event_date_goes_with_precision",
                condition=Q(precision="UNKNOWN", happened_on__isnull=True)
                | (~Q(precision="UNKNOWN") & Q(happened_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="event_time_needs_a_day",
                condition=Q(happened_at__isnull=True) | Q(precision__in=["EXACT", "ABOUT"]),
            ),
            models.CheckConstraint(
                name="event_struck_at_and_by",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
            ),
            models.CheckConstraint(
                name="event_moved_is_struck", condition=Q(moved_to__isnull=True) | Q(struck_at__isnull=False)
            ),
        ]
        indexes = [models.Index(name="event_in_order", fields=["file", "-sorts_at", "-id"])]

    def __str__(self) -> str:
        return f"event:{self.pk}"


class Correction(CaseRecord):
    """What an event said before it was corrected, and why it was. Appended, never changed."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    before = SealedJSONField()
    reason = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="correction_number_once", fields=["event", "number"])]

    def __str__(self) -> str:
        return f"correction:{self.pk}"


class Promotion(CaseRecord):
    """A lead counts a concern, or what was decided about it, among the significant entries: nothing is typed again."""

    class Of(TextChoices):
        CONCERN = "CONCERN", "Concern"
        TRIAGE = "TRIAGE", "Decision about a concern"

    of = models.CharField(max_length=10, choices=Of)
    subject = models.UUIDField()
    significance = models.CharField(max_length=8, choices=Significance, default=Significance.HIGH)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="promotion_once_at_a_time", fields=["subject"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="promotion_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"promotion:{self.pk}"
