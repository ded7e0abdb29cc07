"""Which meetings were held about a child, what was found and decided, and which plan came of it?"""

from meetings.models.early_help import Assessment, FamilyAgreement
from meetings.models.meetings import AbuseCategory, Attendance, Dissent, Meeting, MeetingCorrection
from meetings.models.packs import (
    FILE_SECTIONS,
    PEP_SECTIONS,
    Pack,
    PackCopy,
    PackDecision,
    PackPart,
    PackSection,
    WordTemplate,
)
from meetings.models.peps import (
    Pep,
    PepRating,
    PepSpending,
    PepTarget,
    PepTargetPersonReach,
    PepTargetTeamReach,
    TargetNote,
)
from meetings.models.plans import Outcome, OutcomeProgress, Plan, PlanVersion, Step
from meetings.models.social_care import AuthorityNumber

__all__ = [
    "FILE_SECTIONS",
    "PEP_SECTIONS",
    "AbuseCategory",
    "Assessment",
    "Attendance",
    "AuthorityNumber",
    "Dissent",
    "FamilyAgreement",
    "Meeting",
    "MeetingCorrection",
    "Outcome",
    "OutcomeProgress",
    "Pack",
    "PackCopy",
    "PackDecision",
    "PackPart",
    "PackSection",
    "Pep",
    "PepRating",
    "PepSpending",
    "PepTarget",
    "PepTargetPersonReach",
    "PepTargetTeamReach",
    "Plan",
    "PlanVersion",
    "Step",
    "TargetNote",
    "WordTemplate",
]
