"""What is asked in an early help assessment, and at the team around the family?"""

from access.roles import Audience
from meetings.sheets import shared
from meetings.sheets.base import Answer, Part, Question, Sheet

Q = Question

EXITS = (
    ("NEEDS_MET", "Needs met"),
    ("STEP_DOWN", "Stepped down to universal or one agency"),
    ("STEP_UP", "Stepped up to family help, child in need or child protection"),
    ("WITHDREW", "The family withdrew"),
    ("MOVED", "Moved area or school"),
    ("DISENGAGED", "The family stopped taking part"),
    ("DUPLICATE", "There is another assessment already"),
    ("NEW_LEAD", "Passed to another lead practitioner"),
)
LEVELS = (
    ("UNIVERSAL", "Universal"),
    ("EARLY_HELP", "Early help"),
    ("TARGETED", "Targeted early help"),
    ("SPECIALIST", "Specialist: consider a referral"),
)
DIMENSIONS = {
    "child": (
        ("health", "Health"),
        ("education", "Education"),
        ("emotional", "Feelings and behaviour"),
        ("identity", "Identity"),
        ("relationships", "Family and friends"),
        ("social", "Social presentation"),
        ("self_care", "Looking after themselves"),
    ),
    "parenting": (
        ("basic_care", "Basic care"),
        ("safety", "Keeping the child safe"),
        ("warmth", "Emotional warmth"),
        ("stimulation", "Stimulation"),
        ("boundaries", "Guidance and boundaries"),
        ("stability", "Stability"),
    ),
    "family": (
        ("history", "Family history and how the family works"),
        ("wider_family", "Wider family"),
        ("housing", "Housing"),
        ("employment", "Employment"),
        ("income", "Income"),
        ("integration", "Part of the community"),
        ("resources", "What there is nearby"),
    ),
}
_HINT = "What is strong, what worries us, and what shows it."


def _domain(code: str, title: str, voice: Question, missing: str) -> Part:
    """Every dimension, what ties them together, and whose view it was."""
    rows = tuple(Q(f"{code}_{name}", label, hint=_HINT) for name, label in DIMENSIONS[code])
    summary = Q(f"{code}_summary", "In short: strengths and worries", missing=missing)
    return Part(title, (*rows, summary, voice))


ASSESSMENT = Sheet(
    "EARLY_HELP",
    "Early help assessment",
    Audience.PASTORAL,
    parts=(
        Part(
            "Why now",
            (
                Q("reason", "What brought this about?", missing="Write what brought this about"),
                Q("checked", "Is there a plan or a lead practitioner already? Who was asked?"),
                Q("household", "Who lives at home, and who else matters", Answer.PEOPLE, hint="One person a line."),
                Q("agencies", "Who is helping already?", Answer.PEOPLE, hint="One a line: name, role, agency."),
            ),
        ),
        _domain(
            "child",
            "The child",
            Q(
                "child_voice",
                "What the child says",
                hint="In the child’s own words, and how you asked.",
                missing="Write what the child says",
            ),
            "Write the child’s strengths and worries in short",
        ),
        _domain(
            "parenting",
            "Parenting",
            Q("parent_voice", "What the parents say", hint="Each parent apart; say who could not be asked, and why."),
            "Write the strengths and worries about parenting in short",
        ),
        _domain(
            "family",
            "Family and surroundings",
            Q("family_view", "What the family says about it"),
            "Write the strengths and worries about the family in short",
        ),
        Part(
            "What it comes to",
            (
                shared.ANALYSIS,
                shared.HAPPEN,
                Q(
                    "scale",
                    "Where are things today, from 0 to 10?",
                    Answer.SCALE,
                    hint="0: as bad as it could be. 10: no worries. Asked again at each review.",
                    missing="Choose where things are, from 0 to 10",
                ),
                Q("level", "Level of need", Answer.CHOICE, choices=LEVELS, missing="Choose the level of need"),
                Q("outcomes", "What would be better at the end?"),
            ),
        ),
    ),
)

TEAM = Sheet(
    "TAF",
    "Team around the family",
    Audience.PASTORAL,
    parts=(
        Part("Views", (shared.CHILD_THERE, shared.PARENTS)),
        Part(
            "Since last time",
            (
                Q("better", "What is better?"),
                Q("worse", "What is worse?"),
                Q("new_worries", "New worries"),
                shared.WORRIES,
                shared.SCALE,
            ),
        ),
        Part(
            "From here",
            (
                Q("plan_changes", "What changes in the plan"),
                Q("rationale", "Why?", missing="Write the reasons for the decision"),
                shared.CONTINGENCY,
                Q("collated", "Held without a meeting, from what each one sent?", Answer.YES_NO),
            ),
        ),
    ),
    decisions=(shared.GOES_ON, shared.STEP_UP, shared.STEP_DOWN, shared.CLOSE),
    works_plan=True,
)
