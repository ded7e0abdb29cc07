"""What is recorded of the meetings that a school calls itself, or is called to?"""

from access.roles import Audience
from meetings.sheets import shared
from meetings.sheets.base import Answer, Decision, Part, Question, Sheet

Q = Question

_REASONS = Q("rationale", "Why?", missing="Write the reasons for the decision")
_LEVELS = (shared.GOES_ON, shared.STEP_UP, shared.STEP_DOWN, shared.CLOSE)

TEAM_AROUND_CHILD = Sheet(
    "TAC",
    "Team around the child",
    Audience.PASTORAL,
    parts=(
        Part("Views", (shared.CHILD_THERE, shared.PARENTS)),
        shared.SNAPSHOT,
        Part("How things are", (shared.WELL, shared.WORRIES, shared.SCALE, shared.HAPPEN)),
        Part("From here", (_REASONS, shared.CONTINGENCY)),
    ),
    decisions=_LEVELS,
    works_plan=True,
)
INCLUSION = Sheet(
    "INCLUSION",
    "Inclusion meeting",
    Audience.PASTORAL,
    parts=(
        Part(
            "The pupil",
            (
                Q("reason", "Why is the pupil discussed?", missing="Write why the pupil is discussed"),
                Q("tried", "What has been tried, and what came of it?"),
                Q("pupil_view", "What the pupil says"),
            ),
        ),
        shared.SNAPSHOT,
        Part("From here", (shared.HAPPEN, Q("provision", "What is put in place, and until when?"), _REASONS)),
    ),
    decisions=_LEVELS,
)
REINTEGRATION = Sheet(
    "REINTEGRATION",
    "Reintegration meeting",
    Audience.PASTORAL,
    parts=(
        Part(
            "What happened",
            (
                Q("absence", "What was the pupil away for, and from when to when?", missing="Write what it was for"),
                Q("last_day", "Last day away", Answer.DATE),
                Q("pupil_view", "What the pupil says about it", missing="Write what the pupil says"),
                shared.PARENTS,
                Q("harm_done", "Who was harmed, and how is that put right?"),
            ),
        ),
        Part(
            "Coming back",
            (
                Q("support", "What helps the pupil to stay", missing="Write what helps the pupil to stay"),
                Q("adult", "Named adult", Answer.LINE),
                Q("timetable", "Is the timetable changed, and until when?"),
                Q("risk", "Risks, and how they are met"),
            ),
        ),
    ),
    decisions=(
        Decision("RETURNS", "Returns in full"),
        Decision("PHASED", "Returns step by step"),
        Decision("NOT_YET", "Does not return yet"),
    ),
)
MARAC = Sheet(
    "MARAC",
    "MARAC: high-risk domestic abuse",
    Audience.SAFEGUARDING,
    parts=(
        Part(
            "What was shared",
            (
                Q("school_information", "What the school told", missing="Write what the school told"),
                Q("others", "What others told, as far as the school may keep it"),
                Q("child_effect", "What it means for the child", missing="Write what it means for the child"),
            ),
        ),
        Part(
            "What was agreed",
            (
                shared.SCHOOL_ACTIONS,
                Q("safe_contact", "How is it safe to contact the non-abusing parent?"),
                Q("secrecy", "What must nobody be told?", hint="The alleged abuser is never told of this meeting."),
            ),
        ),
    ),
    statutory=True,
)
PROFESSIONALS = Sheet(
    "PROFESSIONALS",
    "Professionals’ meeting",
    Audience.SAFEGUARDING,
    parts=(
        Part(
            "Discussion",
            (
                Q("purpose", "Why without the family?", missing="Write why the family was not there"),
                shared.WELL,
                shared.WORRIES,
                shared.SCALE,
                shared.ANALYSIS,
            ),
        ),
        Part("From here", (shared.HAPPEN, _REASONS, shared.CHALLENGE)),
    ),
    decisions=(
        Decision("CONTINUE", "Go on as planned"),
        Decision("REFER", "Refer, or refer again"),
        Decision("ESCALATE", "Escalate a professional disagreement"),
        Decision("NO_ACTION", "Nothing further"),
    ),
)
