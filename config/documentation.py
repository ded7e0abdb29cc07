"""Which pages of docs/ are written from the code, so that they cannot drift from it?"""

from collections.abc import Callable, Iterable

from access.roles import MATRIX, Audience, Can, Role
from casework import states
from casework.models import StatusEpisode
from config import configuration

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
        "for them.",
        "",
        "## Roles",
        "",
    ]
    lines += [f"- **{role.label}** (`{role.value}`)" for role in Role]
    lines += _table("About the school", [can for can in Can if MATRIX[can].audience is None])
    for audience in Audience:
        says = f"About a record within reach: {audience.label.lower()}"
        lines += _table(says, [can for can in Can if MATRIX[can].audience == audience])
    return "\n".join([*lines, ""])


def _table(heading: str, capabilities: Iterable[Can]) -> list[str]:
    rows = [f"| {MATRIX[can].says} | {_roles(can)} | `{can.value}` |" for can in capabilities]
    return ["", f"## {heading}", "", "| What | Who | Name |", "|---|---|---|", *rows]


def _roles(can: Can) -> str:
    return ", ".join(role.value for role in Role if role in MATRIX[can].roles)


def state_tables() -> str:
    """The tables of casework/states.py."""
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
    return "\n".join([*lines, ""])


PAGES: dict[str, Callable[[], str]] = {
    "configuration.md": configuration.page,
    "policy.md": policy,
    "states.md": state_tables,
}
