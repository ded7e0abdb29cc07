"""Which personal education plans do Hillview School's children in care have?

One is signed off and its targets are helped with, one was returned by the virtual school, one is signed off with
advice, and the child who came into care last has none yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from access import gate
from access.roles import Can
from access.serving import serving
from casework.models import CaseFile, StatusEpisode
from config.demo.hillview import Hillview
from meetings.actions import peps
from meetings.actions.peps_targets import Smart, note_spending, set_target
from meetings.models import Pep, PepTarget

BY = "Neil Abara, Northmoor Virtual School"
VOICE = "“I like science and I want to stay in the football team. Please don’t take me out of lessons for meetings.”"
ANSWERS = {
    "attendees": "{name}\nCarol Webster, social worker\nCarys Lloyd, designated teacher\nNeil Abara, virtual school",
    "child_there": "YES",
    "strengths": "Curious, kind to younger pupils, quick with numbers.",
    "support": "Form tutor each morning; the support room at lunch.",
    "provision": "Hillview School, full-time, since Year 7.",
    "timetable": "YES",
    "attainment": "Maths as expected; English half a year behind; science ahead.",
    "progress": "English from 3 to 4 since the summer.",
    "child_voice": VOICE,
    "carer_views": "Settled; reads every evening when we read together.",
    "attendance": "94.5",
    "lates": "2",
    "aspirations": "Wants to be a paramedic: a visit from the ambulance service is being arranged.",
    "careers": "Meets the careers adviser in the spring.",
}
TARGETS = (
    ("Maths", "Solve equations with unknowns on both sides", "From 5 to 9 of 10 in the weekly test"),
    ("English", "Read for meaning and write about it in a paragraph", "From 2 to 4 points of evidence in a paragraph"),
    ("Clubs", "Take part in one club after school", "There on eight of ten weeks"),
)
TUTOR, KIT = ("Tutor for English, ten hours", 45_000), ("Football boots and club fee", 6_550)


@dataclass(frozen=True)
class Story:
    """What the virtual school made of the PEP, and whether it is signed off."""

    rating: str
    reasons: str = ""


STORIES = (
    Story("GREEN"),
    Story("RED", "There is no plan for the move to Key Stage 4. Add it, and say who takes part in the visit."),
    Story("AMBER", "Next time, more of the child’s own words, and how they were gathered."),
)


def write_peps(hillview: Hillview) -> None:
    """By the designated teacher, for those who came into care first."""
    keeper = hillview.staff["designated"]
    with serving(keeper):
        gate.look(keeper, to=Can.FIND_CHILD, verb="children.listed")
        in_care = CaseFile.objects.filter(statusepisodes__kind=StatusEpisode.Kind.LAC).select_related("child")
        for file, story in zip(in_care.order_by("opened_at", "pk"), STORIES, strict=False):
            _write(hillview, file, story)


def _write(hillview: Hillview, file: CaseFile, story: Story) -> None:
    keeper, began = hillview.staff["designated"], hillview.now - timedelta(days=70)
    pep = peps.start_pep(file=file, by=keeper, at=began, planned_on=timezone.localdate(began + timedelta(days=5)))
    answers = {code: words.format(name=file.child.who.name) for code, words in ANSWERS.items()}
    pep = peps.save_pep(pep=pep, by=keeper, at=began + timedelta(days=2), version=pep.version, answers=answers)
    held = began + timedelta(days=5)
    pep = peps.hold_pep(pep=pep, by=keeper, at=held, version=pep.version, held_on=timezone.localdate(held))
    targets = _aim(hillview, pep, held)
    for target, (words, pence) in zip(targets[1:], (TUTOR, KIT), strict=True):
        note_spending(pep=pep, by=keeper, at=held, target=target, pence=pence, words=words)
    answers["next_on"] = (hillview.today + timedelta(days=45)).isoformat()
    pep = peps.submit_pep(pep=pep, by=keeper, at=held + timedelta(days=4), version=pep.version, answers=answers)
    _answer(hillview, pep, story, held + timedelta(days=12))


def _aim(hillview: Hillview, pep: Pep, at: datetime) -> list[PepTarget]:
    helper, due_on = hillview.staff["teacher"], hillview.today + timedelta(days=30)
    return [
        set_target(
            pep=pep,
            by=hillview.staff["designated"],
            at=at,
            smart=Smart(
                subject=subject,
                words=words,
                measure=measure,
                due_on=due_on,
                staff_does="Ten minutes together before the lesson, twice a week.",
                child_does="Practises at home for ten minutes and brings the sheet.",
                teacher=helper if number == 0 else None,
            ),
        )
        for number, (subject, words, measure) in enumerate(TARGETS)
    ]


def _answer(hillview: Hillview, pep: Pep, story: Story, at: datetime) -> None:
    keeper, on = hillview.staff["designated"], timezone.localdate(at)
    rated = peps.Rated(story.rating, on, BY, story.reasons)
    pep = peps.rate_pep(pep=pep, by=keeper, at=at, version=pep.version, rated=rated)
    if pep.is_open and story.rating != "RED":
        peps.sign_off_pep(pep=pep, by=keeper, at=at, version=pep.version, signed_off_on=on, signed_off_by=BY)
