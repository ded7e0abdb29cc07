"""A short way to write PEPs and their targets, by the product's own acts."""

from datetime import UTC, date, datetime
from typing import Any

from access import gate
from access.models import School, User
from access.roles import Can
from access.serving import serving
from casework.actions.files import start_episode
from casework.models import CaseFile, StatusEpisode
from meetings.actions.peps import Rated, hold_pep, rate_pep, save_pep, sign_off_pep, start_pep, submit_pep
from meetings.actions.peps_targets import Smart, set_target
from meetings.models import Pep, PepTarget
from tests import factories

LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
IN_CARE = date(2026, 12, 21)
PLANNED, HELD, NEXT = date(2027, 1, 5), date(2027, 1, 12), "2027-04-20"
ANSWERS = {"attendees": "Lena, Jo Clarke (social worker)", "child_voice": "I want to stay here", "next_on": NEXT}


def in_care(school: School, by: User, *, year: int = 9, surname: str = "Lowe", forename: str = "Lena") -> CaseFile:
    """The file of a child who is looked after since 21 December 2026."""
    file = factories.file(factories.child(school, surname, forename, year=year, form=f"{year}B"), by=by)
    care(file, by)
    return CaseFile.objects.select_related("child").get(pk=file.pk)


def care(file: CaseFile, by: User, on: date = IN_CARE) -> StatusEpisode:
    with serving(by):
        told = {"kind": "LAC", "started_on": on, "authority": "Northmoor", "basis": "Section 20"}
        return start_episode(file=file, by=by, at=LATER, **told)


def smart(**more: Any) -> Smart:
    told = {
        "subject": "Maths",
        "words": "Knows the times tables",
        "measure": "38 of 40 in the weekly test",
        "due_on": date(2027, 4, 1),
        "staff_does": "Ten minutes before lessons",
        "child_does": "Plays the game twice a week",
    }
    return Smart(**(told | more))


def begun(file: CaseFile, by: User, planned_on: date = PLANNED) -> Pep:
    with serving(by):
        now = CaseFile.objects.select_related("child").get(pk=file.pk)
        return start_pep(file=now, by=by, at=LATER, planned_on=planned_on)


def now(pep: Pep) -> Pep:
    return Pep.objects.get(pk=pep.pk)


def aimed(pep: Pep, by: User, **more: Any) -> PepTarget:
    with serving(by):
        return set_target(pep=now(pep), by=by, at=LATER, smart=smart(**more))


def met(pep: Pep, by: User, on: date = HELD, **answers: str) -> Pep:
    """Written, and its meeting held."""
    with serving(by):
        made = save_pep(pep=pep, by=by, at=LATER, version=now(pep).version, answers=ANSWERS | answers)
        return hold_pep(pep=made, by=by, at=LATER, version=made.version, held_on=on)


def whole(file: CaseFile, by: User, *, teacher: User | None = None, planned_on: date = PLANNED) -> Pep:
    """With its meeting held and three targets, the first of them for this teacher."""
    pep = begun(file, by, planned_on)
    for number in range(3):
        aimed(pep, by, subject=("Maths", "English", "Clubs")[number], teacher=None if number else teacher)
    return met(pep, by)


def submitted(pep: Pep, by: User, **answers: str) -> Pep:
    with serving(by):
        return submit_pep(pep=pep, by=by, at=LATER, version=now(pep).version, answers=ANSWERS | answers)


def rated(pep: Pep, by: User, rating: str = "GREEN", reasons: str = "") -> Pep:
    with serving(by):
        told = Rated(rating, LATER.date(), "Ash Moor, virtual school", reasons)
        return rate_pep(pep=pep, by=by, at=LATER, version=now(pep).version, rated=told)


def signed_off(pep: Pep, by: User) -> Pep:
    with serving(by):
        who = {"signed_off_on": LATER.date(), "signed_off_by": "Ash Moor"}
        return sign_off_pep(pep=pep, by=by, at=LATER, version=now(pep).version, **who)


def accepted(file: CaseFile, by: User, **more: Any) -> Pep:
    return signed_off(rated(submitted(whole(file, by, **more), by), by), by)


def read(target: PepTarget, by: User) -> str:
    """What this person reads of a target."""
    with serving(by):
        return gate.fetch(by, PepTarget, target.pk, to=Can.READ_TARGET).words.text
