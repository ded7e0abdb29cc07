"""What is recorded of a review of a looked-after child's care: the school's own copy?"""

from access.roles import Audience
from meetings.sheets import shared
from meetings.sheets.base import Part, Question, Sheet

Q = Question

REVIEW = Sheet(
    "LAC_REVIEW",
    "Looked-after review",
    Audience.PASTORAL,
    parts=(
        Part("Views", (shared.CHILD_THERE, Q("carer_views", "What the carers say"), shared.PARENTS, shared.REPORTS)),
        shared.SNAPSHOT,
        Part(
            "How things are",
            (
                shared.WELL,
                shared.WORRIES,
                Q("placement", "The placement, and any move ahead"),
                Q("pep_said", "What was said about the personal education plan"),
            ),
        ),
        Part(
            "What was decided",
            (
                Q("decided", "What was decided about the care plan"),
                shared.CHALLENGE,
                shared.SCHOOL_ACTIONS,
            ),
        ),
    ),
    statutory=True,
)
