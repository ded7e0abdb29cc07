"""One meeting, who was asked and who came, what the school disagreed with, and what the record said before."""

import uuid

from django.db import models
from django.db.models import Q, TextChoices

from access.models import User
from casework.models import CaseRecord
from meetings.states import MeetingState
from people.models import Agency, Professional
from vault.fields import SealedJSONField, SealedTextField


class AbuseCategory(TextChoices):
    """The basis of a child protection plan."""

    NEGLECT = "NEGLECT", "Neglect"
    PHYSICAL = "PHYSICAL", "Physical abuse"
    SEXUAL = "SEXUAL", "Sexual abuse"
    EMOTIONAL = "EMOTIONAL", "Emotional abuse"


class Meeting(CaseRecord):
    """One meeting: its `kind` is a sheet, whose questions are answered in `answers`.

    `sequence` counts what was sent about it: calendars take the highest. `calendar_uid` names it there and nowhere
    else, so that a calendar that is seen by others leads to no record.
    """

    kind = models.CharField(max_length=24)
    state = models.CharField(max_length=16, choices=MeetingState, default=MeetingState.PLANNED)
    planned_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=60)
    held_on = models.DateField(null=True, blank=True)
    online = models.BooleanField(default=False)
    place = SealedTextField(blank=True)
    chair = SealedTextField(blank=True)
    minute_taker = SealedTextField(blank=True)
    school_takes_minutes = models.BooleanField(default=False)
    answers = SealedJSONField(blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")
    decision = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=10, choices=AbuseCategory, blank=True)
    started_section_47 = models.BooleanField(default=False)
    quorate = models.BooleanField(null=True)
    review_on = models.DateField(null=True, blank=True)
    core_group_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    minutes_received_on = models.DateField(null=True, blank=True)
    minutes_note = SealedTextField(blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    cancelled_because = SealedTextField(blank=True)
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_held_on_goes_with_state",
                condition=Q(held_on__isnull=True, state__in=["PLANNED", "CANCELLED"])
                | (Q(held_on__isnull=False) & ~Q(state__in=["PLANNED", "CANCELLED"])),
            ),
        ]
        indexes = [models.Index(name="meeting_in_order", fields=["file", "-planned_at"])]

    def __str__(self) -> str:
        return f"meeting:{self.pk}"


class Attendance(CaseRecord):
    """Somebody who was asked, or came, or was kept out; for a conference, what their agency thinks."""

    class Status(TextChoices):
        INVITED = "INVITED", "Invited"
        PRESENT = "PRESENT", "Present"
        APOLOGIES = "APOLOGIES", "Apologies"
        ABSENT = "ABSENT", "Absent"
        NOT_INVITED = "NOT_INVITED", "Not invited"
        EXCLUDED = "EXCLUDED", "Kept out of it"

    class Capacity(TextChoices):
        CHILD = "CHILD", "The child"
        FAMILY = "FAMILY", "Family or carer"
        STAFF = "STAFF", "School"
        AGENCY = "AGENCY", "Another agency"
        SUPPORTER = "SUPPORTER", "Advocate, interpreter or solicitor"

    class Report(TextChoices):
        NONE = "", "None"
        ASKED = "ASKED", "Asked for"
        SENT = "SENT", "Sent"
        RECEIVED = "RECEIVED", "Received"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    number = models.PositiveSmallIntegerField()
    capacity = models.CharField(max_length=10, choices=Capacity)
    name = SealedTextField()
    role = SealedTextField(blank=True)
    agency_name = SealedTextField(blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.INVITED)
    reason = SealedTextField(blank=True)
    report = models.CharField(max_length=8, choices=Report, blank=True)
    report_on = models.DateField(null=True, blank=True)
    view = SealedJSONField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="attendance_number_once", fields=["meeting", "number"])]

    def __str__(self) -> str:
        return f"attendance:{self.pk}"


class Dissent(CaseRecord):
    """Who did not agree with a decision, what they wanted and why: stage 0 of a professional disagreement."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="dissents")
    who = SealedTextField()
    view = SealedTextField()
    reason = SealedTextField()

    def __str__(self) -> str:
        return f"dissent:{self.pk}"


class MeetingCorrection(CaseRecord):
    """What the record of a meeting said before it was corrected, and why it was. Appended, never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    before = SealedJSONField()
    reason = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="meeting_correction_once", fields=["meeting", "number"])]

    def __str__(self) -> str:
        return f"meetingcorrection:{self.pk}"
