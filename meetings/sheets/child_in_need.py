"""What is recorded of a child in need meeting: the school's own copy?"""

from access.roles import Audience
from meetings.sheets import shared
from meetings.sheets.base import Decision, Part, Question, Sheet

Q = Question

_PARTS = (
    Part("Views", (shared.CHILD_THERE, shared.PARENTS, shared.REPORTS)),
    shared.SNAPSHOT,
    Part(
        "How things are",
        (
            Q("development", "The child’s development", hint="Health, education, feelings and behaviour, identity."),
            Q("parenting", "Parenting", hint="Basic care, safety, warmth, stimulation, boundaries, stability."),
            Q("environment", "Family and surroundings", hint="Wider family, housing, work, income, community."),
            shared.HOUSEHOLD,
            shared.WELL,
            shared.WORRIES,
            shared.SCALE,
            shared.ANALYSIS,
        ),
    ),
    Part(
        "What was decided",
        (
            Q("rationale", "Why?", missing="Write the reasons for the decision"),
            Q("plan_changes", "What changes in the plan"),
            shared.CONTINGENCY,
            shared.CHALLENGE,
            shared.SCHOOL_ACTIONS,
        ),
    ),
)

PLANNING = Sheet(
    "CIN_PLANNING",
    "Child in need planning meeting",
    Audience.SAFEGUARDING,
    parts=_PARTS,
    decisions=(
        Decision("PLAN", "Child in need plan", plan=True, level="CIN"),
        Decision("TO_EARLY_HELP", "Early help instead"),
        Decision("STRATEGY", "Strategy discussion"),
        Decision("DECLINED", "The family declines: risk reviewed"),
        Decision("NO_ACTION", "No plan"),
    ),
    works_plan=True,
)
REVIEW = Sheet(
    "CIN_REVIEW",
    "Child in need review",
    Audience.SAFEGUARDING,
    parts=_PARTS,
    decisions=(
        Decision("CONTINUE", "The plan goes on", plan=True),
        Decision("MORE", "More services", plan=True),
        Decision("STRATEGY", "Strategy discussion", plan=True),
        Decision("DECLINED", "The family declines: risk reviewed"),
        Decision("STEP_DOWN", "Step down to early help or team around the child"),
        Decision("CLOSE", "The plan ends"),
    ),
    works_plan=True,
)
