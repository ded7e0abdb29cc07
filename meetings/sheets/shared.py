"""Which questions are asked in several kinds of meetings, in the same words?"""

from meetings.sheets.base import Answer, Decision, Part, Question

Q = Question

CHILD_THERE = Q(
    "child_views",
    "The child’s wishes and feelings",
    hint="In the child’s own words. Who gathered them, and how, or whether the child was there.",
    missing="Write the child’s wishes and feelings, or why they are not known",
)
PARENTS = Q("parent_views", "What the parents or carers say", hint="Each parent apart. Say who was not asked, and why.")
REPORTS = Q("reports", "Reports from other agencies", hint="The agency, the date, and the main points.")
WELL = Q("working_well", "What is working well?")
WORRIES = Q("worries", "What are we worried about?")
HAPPEN = Q("needs_to_happen", "What needs to happen?")
SCALE = Q(
    "scale",
    "How safe and well is the child, from 0 to 10?",
    Answer.SCALE,
    hint="0: as bad as it could be. 10: no worries.",
)
ANALYSIS = Q(
    "analysis", "What do we make of it?", hint="The risks, what protects the child, and what would change that."
)
CONTINGENCY = Q("contingency", "What if it does not work?", hint="If this happens again, who does what.")
CHALLENGE = Q(
    "challenge",
    "Did the school disagree with anything, or ask for more?",
    hint="What it wanted, and why. A disagreement with the decision is also recorded on the meeting’s page.",
)
HOUSEHOLD = Q("household_changes", "Changes in the household or family")
BARRIERS = Q("barriers", "What gets in the way?")
SCHOOL_ACTIONS = Q(
    "school_part",
    "What the school will do",
    hint="In short. Give each action an owner and a date on the plan or the list of actions.",
)

SNAPSHOT = Part(
    "School on the day",
    (
        Q("attendance", "Attendance this year, in per cent", Answer.NUMBER),
        Q("lates", "Late marks this term", Answer.NUMBER),
        Q("suspensions", "Suspensions this year, in days", Answer.NUMBER),
        Q("progress", "Progress and attainment", hint="Against what was expected, and against others of the age."),
        Q("presentation", "How the child comes to school", hint="Clothes, food, tiredness, mood."),
        Q("collection", "Is the child brought and collected on time?"),
        Q("school_contacts", "Contact between school and home since last time"),
    ),
    explain="Type the figures as they are today: they are kept as they stood at this meeting.",
)

GOES_ON = Decision("CONTINUE", "Continue")
STEP_UP = Decision("STEP_UP", "Step up")
STEP_DOWN = Decision("STEP_DOWN", "Step down")
CLOSE = Decision("CLOSE", "Close")
