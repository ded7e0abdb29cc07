"""How is one meeting laid out for reading: what was planned, who was there, what was said and decided?"""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from access import policy
from access.models import User
from access.roles import Can
from casework.views.header import caption
from clocks.queries import calendar_of
from meetings.models import AbuseCategory, Attendance, Meeting, Plan
from meetings.queries.packs import report_on
from meetings.queries.plans import plan_for, said_at
from meetings.sheets import SHEETS
from meetings.sheets.base import Sheet
from meetings.states import NEXT_MEETING, MeetingState

COLOURS = {MeetingState.PLANNED: "blue", MeetingState.CANCELLED: "grey", MeetingState.HELD: "green"}


def meeting_page(user: User, meeting: Meeting) -> dict[str, Any]:
    sheet, may = SHEETS[meeting.kind], policy.can(user, Can.HOLD_MEETING, meeting)
    rows = list(meeting.attendances.select_related("agency").order_by("number"))
    return {
        "file": meeting.file,
        "meeting": meeting,
        "sheet": sheet,
        "caption": caption(meeting.file.child, timezone.localdate()),
        "tags": [state_tag(meeting)],
        "facts": _facts(meeting),
        "decided": _decided(meeting, sheet) if meeting.held_on else [],
        "parts": sheet.read(meeting.answers.value if meeting.answers else {}),
        "attendance": [(row, _view(row)) for row in rows],
        "dissents": meeting.dissents.select_related("author").order_by("recorded_at", "pk"),
        "corrections": meeting.corrections.select_related("author").order_by("-number"),
        "deeds": _deeds(meeting) if may else [],
        **_packs(user, meeting),
        "closed": not calendar_of(meeting.school_id).is_school(timezone.localdate(meeting.planned_at)),
        "may_hold": may,
        "plan": _plan(user, meeting, sheet),
        "may_plan": may and _wants_plan(meeting, sheet) and policy.can(user, Can.KEEP_PLAN, meeting.file),
        "progress": [(one.outcome, one) for one in said_at(meeting).values()] if _plan(user, meeting, sheet) else [],
    }


def _packs(user: User, meeting: Meeting) -> dict[str, Any]:
    """For whoever prepares packs: those for this meeting, and the report that is due."""
    if not policy.can(user, Can.PREPARE_PACK, meeting.file):
        return {"may_pack": False}
    packs = list(policy.visible(user, meeting.packs.order_by("-recorded_at", "pk")))
    return {"may_pack": True, "packs": packs, "report": report_on(user, meeting, timezone.localdate())}


def state_tag(meeting: Meeting) -> dict[str, str]:
    return {"text": meeting.get_state_display(), "colour": COLOURS.get(MeetingState(meeting.state), "teal")}


def _plan(user: User, meeting: Meeting, sheet: Sheet) -> Plan | None:
    """The plan that this meeting works on, for whoever may read it."""
    plan = plan_for(meeting.file, meeting.kind) if sheet.works_plan else None
    return plan if plan and policy.can(user, Can.READ_MEETINGS, plan) else None


def _wants_plan(meeting: Meeting, sheet: Sheet) -> bool:
    """It was held and something goes on: a plan is to be written, or looked at."""
    decided = sheet.decision(meeting.decision)
    return (
        meeting.held_on is not None
        and sheet.works_plan
        and (decided is None or decided.plan or decided.code == "CONTINUE")
    )


def _facts(meeting: Meeting) -> list[dict[str, str]]:
    start = timezone.localtime(meeting.planned_at)
    end = start + timedelta(minutes=meeting.minutes_long)
    told = [
        ("Planned for", f"{start:%A %-d %B %Y, %H:%M} to {end:%H:%M}"),
        ("Held on", f"{meeting.held_on:%A %-d %B %Y}" if meeting.held_on else ""),
        ("Where", _where(meeting)),
        ("Chair", meeting.chair.text),
        ("Minutes by", meeting.minute_taker.text or ("The school" if meeting.school_takes_minutes else "")),
        ("Minutes in on", f"{meeting.minutes_received_on:%-d %B %Y}" if meeting.minutes_received_on else ""),
        ("About the minutes", meeting.minutes_note.text),
        ("Cancelled because", meeting.cancelled_because.text),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def _where(meeting: Meeting) -> str:
    return ", ".join(part for part in ("Online" if meeting.online else "", meeting.place.text) if part)


def _decided(meeting: Meeting, sheet: Sheet) -> list[dict[str, str]]:
    decision = sheet.decision(meeting.decision)
    told = [
        ("Decision", decision.label if decision else ""),
        ("Category", AbuseCategory(meeting.category).label if meeting.category else ""),
        ("Section 47", "This discussion started the enquiries" if meeting.started_section_47 else ""),
        ("Quorate", {True: "Yes", False: "No", None: ""}[meeting.quorate]),
        ("Review conference", _day(meeting.review_on)),
        ("First core group", _day(meeting.core_group_on)),
        ("Next meeting", _day(meeting.next_on)),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def _day(day: Any) -> str:
    return f"{day:%A %-d %B %Y}" if day else ""


def _view(row: Attendance) -> str:
    """What an agency thinks, in one line."""
    told = row.view.value if row.view else {}
    plan = {"YES": "for a plan", "NO": "against a plan", "UNSURE": "not sure about a plan"}.get(
        told.get("plan", ""), ""
    )
    category = AbuseCategory(told["category"]).label.lower() if told.get("category") else ""
    scale = f"{told['scale']} of 10" if told.get("scale") else ""
    return "; ".join(part for part in (plan, category, scale, told.get("words", "")) if part)


def _deeds(meeting: Meeting) -> list[dict[str, str]]:
    """What can be done next, the first of them first."""
    follows = NEXT_MEETING[meeting.state]
    deeds = []
    if MeetingState.HELD in follows:
        deeds = [("Who was there", "meeting_attendance"), ("Record the meeting", "meeting_record")]
        deeds += [("Ask more people", "meeting_invite"), ("Change day or place", "meeting_change")]
        deeds += [("Cancel the meeting", "meeting_cancel")]
    elif meeting.held_on:
        deeds = [("Minutes", "meeting_minutes")] if follows else []
        deeds += [("Record a disagreement", "dissent_create"), ("Who was there", "meeting_attendance")]
        deeds += [("Correct the record", "meeting_correct")]
    return [{"text": text, "href": reverse(f"meetings:{name}", args=[meeting.pk])} for text, name in deeds]
