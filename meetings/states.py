"""Which state may follow which, for a meeting, an assessment, a plan and a PEP? Tables, rendered to docs/states.md."""

from django.db.models import TextChoices


class MeetingState(TextChoices):
    PLANNED = "PLANNED", "Planned"
    HELD = "HELD", "Held"
    MINUTES_RECEIVED = "MINUTES_RECEIVED", "Minutes in"
    CORRECTION_ASKED = "CORRECTION_ASKED", "Correction of the minutes asked for"
    CORRECTED = "CORRECTED", "Minutes corrected"
    CANCELLED = "CANCELLED", "Cancelled"


NEXT_MEETING: dict[str, frozenset[str]] = {
    "PLANNED": frozenset({"HELD", "CANCELLED"}),
    "HELD": frozenset({"MINUTES_RECEIVED"}),
    "MINUTES_RECEIVED": frozenset({"CORRECTION_ASKED"}),
    "CORRECTION_ASKED": frozenset({"CORRECTED"}),
    "CORRECTED": frozenset({"CORRECTION_ASKED"}),
    "CANCELLED": frozenset(),
}


class AssessmentState(TextChoices):
    STARTED = "STARTED", "Being written"
    COMPLETED = "COMPLETED", "Complete"
    AUTHORISED = "AUTHORISED", "Authorised"
    CLOSED = "CLOSED", "Closed"


NEXT_ASSESSMENT: dict[str, frozenset[str]] = {
    "STARTED": frozenset({"COMPLETED", "CLOSED"}),
    "COMPLETED": frozenset({"AUTHORISED", "CLOSED"}),
    "AUTHORISED": frozenset({"CLOSED"}),
    "CLOSED": frozenset(),
}


class PlanState(TextChoices):
    RUNNING = "RUNNING", "Running"
    STOPPED = "STOPPED", "Stopped: the family withdrew"
    ENDED = "ENDED", "Ended"


NEXT_PLAN: dict[str, frozenset[str]] = {
    "RUNNING": frozenset({"STOPPED", "ENDED"}),
    "STOPPED": frozenset({"RUNNING", "ENDED"}),
    "ENDED": frozenset(),
}


class PepState(TextChoices):
    SCHEDULED = "SCHEDULED", "Scheduled"
    PRE_POPULATED = "PRE_POPULATED", "Being written"
    SCHOOL_PART_DONE = "SCHOOL_PART_DONE", "School’s part done"
    MEETING_HELD = "MEETING_HELD", "Meeting held"
    SUBMITTED = "SUBMITTED", "With the virtual school"
    AMBER = "AMBER", "Rated amber"
    GREEN = "GREEN", "Rated green"
    RETURNED = "RETURNED", "Rated red and returned"
    SIGNED_OFF = "SIGNED_OFF", "Signed off"
    SUPERSEDED = "SUPERSEDED", "Superseded"


NEXT_PEP: dict[str, frozenset[str]] = {
    "SCHEDULED": frozenset({"PRE_POPULATED", "MEETING_HELD"}),
    "PRE_POPULATED": frozenset({"SCHOOL_PART_DONE", "MEETING_HELD"}),
    "SCHOOL_PART_DONE": frozenset({"MEETING_HELD"}),
    "MEETING_HELD": frozenset({"SUBMITTED"}),
    "SUBMITTED": frozenset({"GREEN", "AMBER", "RETURNED"}),
    "RETURNED": frozenset({"SUBMITTED"}),
    "AMBER": frozenset({"SIGNED_OFF"}),
    "GREEN": frozenset({"SIGNED_OFF"}),
    "SIGNED_OFF": frozenset({"SUPERSEDED"}),
    "SUPERSEDED": frozenset(),
}
