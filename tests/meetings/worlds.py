"""A short way to plan and record meetings on a file, by the product's own acts."""

from datetime import UTC, date, datetime
from typing import Any

from access.models import User
from access.serving import serving
from casework.models import CaseFile
from meetings.actions.arranging import Arrangement, plan_meeting
from meetings.actions.early_help import Agreed, record_agreement, start_assessment
from meetings.actions.holding import Came, Outcome, correct_record, hold_meeting, note_attendance, record_dissent
from meetings.actions.plans import Wanted, Written, add_step, start_plan, supersede_plan
from meetings.models import Assessment, Meeting, Plan
from meetings.queries.inviting import Invitee
from meetings.sheets import SHEETS

LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
"""When things are written down that happened in the winter before."""


def planned(file: CaseFile, by: User, kind: str, on: date, **more: Any) -> Meeting:
    invitees = more.pop("invitees", [Invitee("AGENCY", "Jo Clarke", role="Social worker", agency_name="Social care")])
    when = datetime(on.year, on.month, on.day, 14, 0, tzinfo=UTC)
    with serving(by):
        return plan_meeting(
            file=file, by=by, at=LATER, kind=kind, arrangement=Arrangement(when, **more), invitees=invitees
        )


def answered(kind: str, **more: str) -> dict[str, str]:
    """An answer to everything that must be answered."""
    return {one.code: "4" if one.code == "scale" else "Told" for one in SHEETS[kind].questions if one.required} | more


def attended(meeting: Meeting, by: User) -> Meeting:
    with serving(by):
        now = Meeting.objects.get(pk=meeting.pk)
        return note_attendance(meeting=now, by=by, at=LATER, version=now.version, came={1: Came("PRESENT")})


def held(file: CaseFile, by: User, kind: str, on: date, decision: str = "", **more: Any) -> Meeting:
    """Planned, attended and recorded by the product's own acts."""
    meeting = attended(planned(file, by, kind, on), by)
    outcome = {"answers": answered(kind), "decision": decision, "authority": "Northmoor"} | more
    with serving(by):
        now = Meeting.objects.get(pk=meeting.pk)
        return hold_meeting(meeting=now, by=by, at=LATER, version=now.version, outcome=Outcome(held_on=on, **outcome))


def conference(file: CaseFile, by: User, on: date = date(2026, 12, 14), **more: Any) -> Meeting:
    """An initial conference that makes a plan."""
    plan = {"category": "NEGLECT", "review_on": date(2027, 3, 12), "core_group_on": date(2026, 12, 30)}
    return held(file, by, "CONFERENCE", on, **({"decision": "PLAN"} | plan | more))


def strategy(file: CaseFile, by: User, on: date = date(2026, 11, 23), *, first: bool = True) -> Meeting:
    return held(file, by, "STRATEGY", on, "SECTION_47", started_section_47=first)


def a_meeting(file: CaseFile, by: User) -> Meeting:
    """One that was held, with everything that can stand on it."""
    meeting = held(file, by, "PROFESSIONALS", date(2026, 11, 20), "CONTINUE")
    with serving(by):
        told = {"who": "The school", "view": "Refer again", "reason": "Nothing has changed"}
        record_dissent(meeting=meeting, by=by, at=LATER, **told)
        corrected = answered("PROFESSIONALS", rationale="Put right")
        return correct_record(
            meeting=meeting, by=by, at=LATER, version=meeting.version, answers=corrected, reason="A slip"
        )


def a_plan(file: CaseFile, by: User, kind: str = "CP") -> Plan:
    """In its second version, with a step of another agency."""
    first = Wanted("Safe at home", worry="Left alone", measure="An adult each night")
    with serving(by):
        told: dict[str, Any] = {"started_on": date(2026, 11, 20), "lead_practitioner": "Jo Clarke"}
        plan = start_plan(
            file=file, by=by, at=LATER, kind=kind, written=Written([first], contingency="Ring the police"), **told
        )
        again = Wanted("Safe at home, every night", before=plan.now.outcomes.get())
        written = Written([again], contingency="Ring the police", because="Core group")
        plan = supersede_plan(plan=plan, by=by, at=LATER, version=plan.version, written=written)
        step = {"words": "Welfare check", "who": "Pat Moss, police", "due_on": date(2027, 6, 10)}
        add_step(outcome=plan.now.outcomes.get(), by=by, at=LATER, **step)
    return plan


def an_assessment(file: CaseFile, by: User) -> Assessment:
    """One that is being written, with the family's agreement."""
    with serving(by):
        agreed = Agreed(who="Amina Hussain, mother", agreed_on=date(2026, 11, 20), note="Only school")
        agreement = record_agreement(file=file, by=by, at=LATER, agreed=agreed)
        told = {"started_on": date(2026, 11, 20), "lead_practitioner": "Priya Shah", "reference": "EH/1"}
        return start_assessment(file=file, by=by, at=LATER, agreement=agreement, **told)
