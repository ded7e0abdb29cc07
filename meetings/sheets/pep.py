"""What is asked in a personal education plan (PEP)?

Its targets, their evaluation and the use of pupil premium plus are records of their own.
"""

from access.roles import Audience
from meetings.sheets.base import Answer, Part, Question, Sheet

Q = Question
YES_NO = Answer.YES_NO

PEP = Sheet(
    "PEP",
    "Personal education plan",
    Audience.PASTORAL,
    parts=(
        Part(
            "Meeting",
            (
                Q(
                    "attendees",
                    "Who was there",
                    Answer.PEOPLE,
                    hint="One person a line: name, role, agency. The child, the social worker, the carer, the virtual "
                    "school, and a parent where that is right.",
                    missing="Write who was there",
                ),
                Q("absent", "Who was asked and did not come", Answer.PEOPLE, hint="One person a line, and why."),
                Q("child_there", "Did the child take part in the meeting?", YES_NO),
                Q(
                    "next_on",
                    "When is the next PEP meeting?",
                    Answer.DATE,
                    missing="Enter the date of the next PEP meeting",
                ),
            ),
        ),
        Part(
            "About me",
            (
                Q("strengths", "What I am good at, and enjoy"),
                Q("support", "Who helps me in school, and whom I can go to"),
                Q("friends", "Friends, clubs and what I do after school"),
                Q("important", "What people who work with me should know", hint="Only what they need in school."),
            ),
        ),
        Part(
            "My education",
            (
                Q("provision", "School, year, and any other place where the child is taught"),
                Q("timetable", "Is it full-time?", YES_NO, hint="If not, say below why, and until when."),
                Q("changes", "Changes of school or timetable since last time"),
                Q("behaviour", "How the child is in lessons and around school"),
                Q("resources", "A place to study, a computer, internet and books at home"),
            ),
        ),
        Part(
            "Attainment",
            (
                Q("attainment", "Where the child stands in each subject, and what was expected"),
                Q("progress", "Progress since last time"),
                Q("gaps", "Gaps, and what is done about them"),
            ),
        ),
        Part(
            "Views, wishes and feelings",
            (
                Q(
                    "child_voice",
                    "What the child says",
                    hint="In the child’s own words, and how they were gathered.",
                    missing="Write what the child says",
                ),
                Q("carer_views", "What the carer says"),
                Q("parent_views", "What the parents say", hint="Where that is right. Say why, if they were not asked."),
                Q("worker_views", "What the social worker says"),
            ),
        ),
        Part(
            "Attendance",
            (
                Q("attendance", "Attendance this year, in per cent", Answer.NUMBER),
                Q("lates", "Late marks this term", Answer.NUMBER),
                Q("attendance_story", "What is behind it, and what is done"),
            ),
        ),
        Part("Aspirations", (Q("aspirations", "What the child wants to do and be, and the next step there"),)),
        Part(
            "Special needs, health and well-being",
            (
                Q("special_needs", "Special educational needs, and support or an education, health and care plan"),
                Q("health", "Health needs that bear on learning"),
                Q("sdq", "Strengths and difficulties questionnaire: score and date", Answer.LINE),
                Q("well_being", "How the child is feeling, and who helps"),
            ),
        ),
        Part(
            "Exclusions",
            (
                Q("suspensions", "Suspensions this year, in days", Answer.NUMBER),
                Q("exclusion_story", "What happened, and how another is prevented"),
            ),
        ),
        Part(
            "Transitions",
            (Q("transitions", "Moves ahead, and the plan for them", hint="Class, key stage, school, placement."),),
        ),
        Part("Careers", (Q("careers", "Careers advice, work experience, and plans after 16"),)),
        Part("Virtual school", (Q("feedback", "What the virtual school said in the meeting"),)),
    ),
    statutory=True,
)
