"""When is the school open, what has its local authority set, and which clocks run on what?

No column holds words. A clock knows its subject by a key alone: what the subject is, whose it is and who may see it
is known only to the app that started the clock, and that app asks the policy before it asks here.
"""

import uuid

from django.db import models
from django.db.models import F, Q, TextChoices

from access.models import School, User
from clocks.calendar import Roll, Unit
from clocks.rules import Binding, Owner, Rule
from clocks.statutory import rule_for

UNITS = [
    (Unit.WORKING.value, "Working days"),
    (Unit.SCHOOL.value, "School days"),
    (Unit.CALENDAR.value, "Days"),
    (Unit.WEEKS.value, "Weeks"),
    (Unit.MONTHS.value, "Months"),
]
ROLLS = [
    (Roll.STAYS.value, "It stays on that day"),
    (Roll.BEFORE.value, "It is held on the working day before"),
    (Roll.NEXT_WORKING.value, "It moves to the next working day"),
    (Roll.NEXT_SCHOOL.value, "It moves to the next school day"),
]
OWNERS = [
    (Owner.SCHOOL.value, "School"),
    (Owner.LA.value, "Local authority"),
    (Owner.POLICE.value, "Police"),
    (Owner.PARENT.value, "Parents"),
]
BINDINGS = {
    Binding.STATUTE: "Law",
    Binding.REGULATIONS: "Regulations",
    Binding.STATUTORY_GUIDANCE: "Statutory guidance",
    Binding.GUIDANCE: "Guidance",
    Binding.LOCAL: "Local procedure",
    Binding.GOOD_PRACTICE: "Good practice",
    Binding.HOUSE: "House rule",
}


class SchoolRow(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"


class TermDate(SchoolRow):
    """A term from its first day to its last, INSET days included."""

    class Name(TextChoices):
        AUTUMN = "AUTUMN", "Autumn term"
        SPRING = "SPRING", "Spring term"
        SUMMER = "SUMMER", "Summer term"

    name = models.CharField(max_length=6, choices=Name)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="term_date_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(name="term_date_once", fields=["school", "starts_on"]),
        ]


class Closure(SchoolRow):
    """Days on which pupils do not attend."""

    class Kind(TextChoices):
        INSET = "INSET", "INSET day"
        HALF_TERM = "HALF_TERM", "Half-term"
        CLOSED = "CLOSED", "School closed"

    kind = models.CharField(max_length=9, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="closure_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(name="closure_once", fields=["school", "kind", "starts_on"]),
        ]


class LocalProfile(SchoolRow):
    """One interval as the school's local authority has set it, from a day on."""

    code = models.CharField(max_length=6)
    count = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=UNITS)
    roll = models.CharField(max_length=12, choices=ROLLS, default=Roll.STAYS.value)
    starts_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="local_profile_once", fields=["school", "code", "starts_on"]),
            models.CheckConstraint(name="local_profile_count", condition=Q(count__range=(1, 366))),
        ]


class Clock(SchoolRow):
    """One rule that runs on one subject. What is not due on a day (a statement of a duty) has no `due_on`.

    `assumed`: the terms were not typed as far as that. `covered_by`: who sees to it while the school is closed.
    `paused_on`: the day since which it stands.
    """

    class Stopped(TextChoices):
        WITHDRAWN = "WITHDRAWN", "What started it was withdrawn"
        REPLACED = "REPLACED", "Another one took its place"
        MISTAKE = "MISTAKE", "It was started by mistake"
        CLOSED = "CLOSED", "The file was closed"

    subject = models.UUIDField()
    code = models.CharField(max_length=6)
    owner = models.CharField(max_length=6, choices=OWNERS)
    triggered_on = models.DateField()
    triggered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    assumed = models.BooleanField(default=False)
    started_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    covered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chased_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stopped_because = models.CharField(max_length=9, choices=Stopped, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="clock_once_at_a_time",
                fields=["subject", "code", "triggered_on"],
                condition=Q(met_on__isnull=True, stopped_on__isnull=True),
            ),
            models.CheckConstraint(
                name="clock_met_or_stopped", condition=Q(met_on__isnull=True) | Q(stopped_on__isnull=True)
            ),
            models.CheckConstraint(
                name="clock_stopped_on_and_because",
                condition=Q(stopped_on__isnull=True, stopped_because="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_because="")),
            ),
            models.CheckConstraint(
                name="clock_due_at_has_a_day", condition=Q(due_at__isnull=True) | Q(due_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                name="clock_running",
                fields=["school", "due_on"],
                condition=Q(met_on__isnull=True, stopped_on__isnull=True),
            ),
            models.Index(name="clock_of", fields=["subject"]),
        ]

    @property
    def rule(self) -> Rule:
        """What this clock says in words: its source, how binding it is, who owes it."""
        return rule_for(self.code, self.triggered_on)

    @property
    def binding_label(self) -> str:
        return BINDINGS[self.rule.binding]


class Pause(SchoolRow):
    """A stretch in which a clock stood: only those that the law lets stand."""

    class Because(TextChoices):
        IDENTITY = "IDENTITY", "Waiting to know who asks"
        CLARIFICATION = "CLARIFICATION", "Waiting to know what is asked for"
        FEE = "FEE", "Waiting for the fee"

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    because = models.CharField(max_length=13, choices=Because)
    paused_on = models.DateField()
    resumed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pause_once_at_a_time", fields=["clock"], condition=Q(resumed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_starts",
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("paused_on")),
            ),
        ]


class FormerDue(SchoolRow):
    """What a clock's date was before it was reckoned again, and why it was."""

    class Because(TextChoices):
        CALENDAR = "CALENDAR", "The school's calendar changed"
        LOCAL = "LOCAL", "The local authority's interval changed"
        TRIGGER = "TRIGGER", "The day that it counts from was put right"
        RESUMED = "RESUMED", "It stood, and runs again"

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="former_dues")
    because = models.CharField(max_length=8, choices=Because)
    replaced_at = models.DateTimeField()
    triggered_on = models.DateField()
    triggered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
