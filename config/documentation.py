"""Which pages of docs/ are written from the code, so that they cannot drift from it?"""

from collections.abc import Callable, Iterable

from django.db.models import TextChoices

from access.roles import ENDS, GIVES, MATRIX, Audience, Can, Role
from casework import states
from casework.models import StatusEpisode
from config import configuration
from meetings import states as meeting_states

NOTE = "<!-- Written by `manage.py write_docs`. Change the code, not this page. -->"


def policy() -> str:
    """The matrix of access/roles.py, a table for each audience that a capability asks for."""
    lines = [
        "# Who may do what",
        "",
        NOTE,
        "",
        "A capability is held by roles. Where it is about a record, the person must also *reach* that record: a row in",
        "the database names them or a team of theirs, for an audience at least as wide as the one given here. A",
        "conflict wall hides a child from a person whatever else says yes. What a person may not see does not exist",
        "for them. What nobody on the safeguarding team may see is covered by the head, or else by the chair of",
        "governors, who holds on that record, for as long as that is so, whatever a safeguarding lead holds.",
        "",
        "## Roles",
        "",
    ]
    lines += [f"- **{role.label}** (`{role.value}`)" for role in Role]
    lines += _table("About the school", [can for can in Can if MATRIX[can].audience is None])
    for audience in Audience:
        says = f"About a record within reach: {audience.label.lower()}"
        lines += _table(says, [can for can in Can if MATRIX[can].audience == audience])
    return "\n".join([*lines, *_appointing(), ""])


def _appointing() -> list[str]:
    """The two tables of access/roles.py about roles themselves."""
    lines = ["", "## Who gives and ends which role", ""]
    lines += [
        "Nobody gives themselves a role or ends their own, and the school’s last designated safeguarding lead who"
    ]
    lines += [
        "can sign in stays one until there is another. `manage.py appoint_lead` gives a school its lead back.",
        "",
    ]
    lines += ["| Role | Given by | Ended by |", "|---|---|---|"]
    for role in (one for one in Role if one is not Role.SYSTEM):
        given, ended = (
            ", ".join(holder.value for holder in Role if role in table.get(holder, ())) for table in (GIVES, ENDS)
        )
        lines.append(f"| {role.label} | {given} | {ended} |")
    return lines


def _table(heading: str, capabilities: Iterable[Can]) -> list[str]:
    rows = [f"| {MATRIX[can].says} | {_roles(can)} | `{can.value}` |" for can in capabilities]
    return ["", f"## {heading}", "", "| What | Who | Name |", "|---|---|---|", *rows]


def _roles(can: Can) -> str:
    return ", ".join(role.value for role in Role if role in MATRIX[can].roles)


def state_tables() -> str:
    """The tables of casework/states.py and meetings/states.py."""
    lines = [
        "# States",
        "",
        NOTE,
        "",
        "## A concern",
        "",
        "| State | What its reporter reads | What may follow |",
        "|---|---|---|",
    ]
    for state in states.ConcernState:
        following = ", ".join(sorted(states.NEXT_CONCERN[state])) or "nothing"
        lines.append(f"| {state.value} | {state.label} | {following} |")
    lines += ["", "## What may be decided about a concern", ""]
    lines += [f"- {decision.label} (`{decision.value}`)" for decision in states.Decision]
    lines += ["", "## What must be known when a status starts", "", "| Status | What is needed |", "|---|---|"]
    for kind in StatusEpisode.Kind:
        lines.append(f"| {kind.label} | {'; '.join(states.NEEDED_TO_START[kind].values()) or 'nothing more'} |")
    return "\n".join([*lines, *_guards(), *_meetings(), ""])


def _guards() -> list[str]:
    lines = ["", "## What stands in the way of a status", ""]
    for kind, others in states.NOT_BESIDE.items():
        for other, words in others.items():
            lines.append(f"- {StatusEpisode.Kind(kind).label}, beside {StatusEpisode.Kind(other).label}: {words}")
    lines += ["", "## What ends a status", "", "Any other status ends with a date and a reason.", ""]
    lines += ["| Status | What ends it | Name | Recorded with |", "|---|---|---|---|"]
    for kind, endings in states.ENDED_BY.items():
        for code, words in endings.items():
            recorded = "the meeting" if code in states.BY_A_MEETING else "the status"
            lines.append(f"| {StatusEpisode.Kind(kind).label} | {words} | `{code}` | {recorded} |")
    return lines


def _meetings() -> list[str]:
    """What may follow for each kind of record of meetings."""
    tables: list[tuple[str, type[TextChoices], dict[str, frozenset[str]]]] = [
        ("A meeting", meeting_states.MeetingState, meeting_states.NEXT_MEETING),
        ("An early help assessment", meeting_states.AssessmentState, meeting_states.NEXT_ASSESSMENT),
        ("A plan", meeting_states.PlanState, meeting_states.NEXT_PLAN),
        ("A personal education plan", meeting_states.PepState, meeting_states.NEXT_PEP),
    ]
    lines = []
    for heading, kinds, following in tables:
        lines += ["", f"## {heading}", "", "| State | What it reads | What may follow |", "|---|---|---|"]
        lines += [f"| {one.value} | {one.label} | {', '.join(sorted(following[one])) or 'nothing'} |" for one in kinds]
    return lines


PAGES: dict[str, Callable[[], str]] = {
    "configuration.md": configuration.page,
    "policy.md": policy,
    "states.md": state_tables,
}
