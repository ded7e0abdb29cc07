"""What is recorded of a strategy discussion and of a child protection conference?"""

from access.roles import Audience
from meetings.sheets import shared
from meetings.sheets.base import Answer, Decision, Part, Question, Sheet

Q = Question

STRATEGY = Sheet(
    "STRATEGY",
    "Strategy discussion",
    Audience.SAFEGUARDING,
    parts=(
        Part(
            "What was discussed",
            (
                Q(
                    "convened_by",
                    "Who called it?",
                    Answer.LINE,
                    hint="Children’s social care, police and health take part at least.",
                ),
                Q("known", "What is known, and from whom", missing="Write what is known"),
                Q("risks", "The risks", missing="Write the risks"),
                Q("school_information", "What the school told"),
            ),
        ),
        Part(
            "What was decided",
            (
                Q("rationale", "Why?", missing="Write the reasons for the decision"),
                Q("enquiry_plan", "The plan of the enquiries", hint="Who sees the child, who speaks to whom, by when."),
                Q("told_parents", "What the parents are told, when and by whom"),
                Q("safety_now", "How the child is kept safe meanwhile", missing="Write how the child is kept safe"),
                shared.CHALLENGE,
            ),
        ),
    ),
    decisions=(
        Decision("SECTION_47", "Section 47 enquiries", level="SECTION_47"),
        Decision("ASSESSMENT", "Social work assessment, no section 47"),
        Decision("FURTHER", "Another strategy discussion"),
        Decision("NO_ACTION", "No further action by children’s social care"),
    ),
    statutory=True,
)

_AT_CONFERENCE = (
    Part(
        "Views",
        (
            shared.CHILD_THERE,
            shared.PARENTS,
            shared.REPORTS,
            Q("school_report", "The school’s report: what it said, and when the parents and the child saw it"),
        ),
    ),
    Part(
        "Discussion",
        (
            shared.WELL,
            shared.WORRIES,
            shared.SCALE,
            Q("harm", "Has the child suffered, or is the child likely to suffer, significant harm?", Answer.YES_NO),
            shared.ANALYSIS,
        ),
    ),
    Part(
        "Outcome",
        (
            Q("rationale", "Why was it decided so?", missing="Write the reasons for the decision"),
            Q("visiting", "How often the social worker visits", Answer.LINE),
            Q("core_group", "Core group", Answer.PEOPLE, hint="One person on each line: name, role, agency."),
            shared.CONTINGENCY,
            shared.SCHOOL_ACTIONS,
            Q(
                "marking",
                "Who may be given the record?",
                hint="The chair’s agreement is needed before it goes to anybody else.",
            ),
        ),
    ),
)
_PLAN = Decision("PLAN", "Child protection plan", plan=True, level="CP")
_NO_PLAN = (
    Decision("TO_CIN", "No plan: child in need", level="CIN"),
    Decision("TO_FAMILY_HELP", "No plan: family help", level="FAMILY_HELP"),
    Decision("TO_EARLY_HELP", "No plan: early help", level="EARLY_HELP"),
    Decision("NO_ACTION", "No plan: no further action"),
)


def _conference(code: str, title: str, decisions: tuple[Decision, ...]) -> Sheet:
    return Sheet(
        code,
        title,
        Audience.SAFEGUARDING,
        parts=_AT_CONFERENCE,
        decisions=decisions,
        dates=("review_on", "core_group_on"),
        statutory=True,
        views=True,
        works_plan=True,
    )


INITIAL = _conference("CONFERENCE", "Initial child protection conference", (_PLAN, *_NO_PLAN))
PRE_BIRTH = _conference("PRE_BIRTH", "Pre-birth child protection conference", (_PLAN, *_NO_PLAN))
TRANSFER_IN = _conference("TRANSFER_IN", "Transfer-in child protection conference", (_PLAN, *_NO_PLAN))
RECONVENED = _conference("RECONVENED", "Reconvened child protection conference", (_PLAN, *_NO_PLAN))
REVIEW = _conference(
    "REVIEW",
    "Review child protection conference",
    (
        Decision("CONTINUE", "The plan goes on", plan=True, level="CP"),
        Decision("END_CIN", "The plan ends: child in need", level="CIN"),
        Decision("END_EARLY_HELP", "The plan ends: early help", level="EARLY_HELP"),
        Decision("END", "The plan ends: universal services"),
    ),
)
