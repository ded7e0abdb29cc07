"""What is recorded of a core group?"""

from access.roles import Audience
from meetings.sheets import shared
from meetings.sheets.base import Answer, Part, Question, Sheet

Q = Question

CORE_GROUP = Sheet(
    "CORE_GROUP",
    "Core group",
    Audience.SAFEGUARDING,
    parts=(
        Part(
            "The child since last time",
            (
                Q(
                    "lived_experience",
                    "What is life like for the child?",
                    hint="A day in the child’s life. What the child says, does and shows.",
                    missing="Write what life is like for the child",
                ),
                Q("child_seen", "Who saw the child, when, and alone?"),
                shared.PARENTS,
                shared.HOUSEHOLD,
            ),
        ),
        Part(
            "The plan",
            (
                Q("overdue", "What was not done, whose was it, and why?"),
                shared.BARRIERS,
                Q(
                    "drift",
                    "Is the plan making a difference, or drifting?",
                    hint="Same worries, same actions, no change for the child? Say what is different from today.",
                    missing="Say whether the plan makes a difference",
                ),
                Q("contingency_reached", "Has the point come where the contingency plan starts?", Answer.YES_NO),
                Q("plan_changes", "What changes in the plan"),
                shared.SCALE,
                shared.CHALLENGE,
            ),
        ),
        Part(
            "From here",
            (
                Q("notes_by", "Who takes the notes, and who next time?", Answer.LINE),
                Q("without_social_worker", "Was it held without the social worker?", Answer.YES_NO),
                shared.SCHOOL_ACTIONS,
            ),
        ),
    ),
    statutory=True,
    works_plan=True,
)
