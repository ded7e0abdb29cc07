"""A person for every role, and how a table of who may do what is written down."""

from collections.abc import Iterable
from typing import Any

from access import policy
from access.models import School, User
from access.roles import Can, Role
from tests import factories

COLUMNS = {
    "DSL": Role.DSL,
    "DEP": Role.DEPUTY_DSL,
    "PAS": Role.PASTORAL,
    "DES": Role.DESIGNATED_TEACHER,
    "TEA": Role.TEACHER,
    "HEA": Role.HEAD,
    "CHA": Role.CHAIR,
    "OVE": Role.OVERSIGHT,
    "TEC": Role.TECHNICAL,
    "SYS": Role.SYSTEM,
}


def everybody(school: School) -> dict[str, User]:
    """One person of each role. The pastoral officer is Year 9's; the system actor is the console."""
    people = {
        short: factories.person(school, role, year=9 if role == Role.PASTORAL else None)
        for short, role in COLUMNS.items()
        if role != Role.SYSTEM
    }
    return people | {"SYS": factories.console(school)}


def table(people: dict[str, User], capabilities: Iterable[Can], record: Any) -> str:
    """Who may do what to this record, drawn as the tables of the tests are written."""
    rows = [f"{'':<16}{' '.join(people)}"]
    for can in capabilities:
        marks = ["Y" if policy.can(user, can, record) else "-" for user in people.values()]
        rows.append(f"{can.value:<16}{'   '.join(marks)}".rstrip())
    return "\n".join(rows)


def held(people: dict[str, User], capabilities: Iterable[Can], record: Any) -> list[str]:
    """Whatever anybody may do to this record, for where nobody may do anything."""
    return [f"{short} {can}" for can in capabilities for short, user in people.items() if policy.can(user, can, record)]


def drawn(text: str) -> str:
    """A table as it is written in a test, without the indentation."""
    lines = [line.strip() for line in text.strip("\n").rstrip().splitlines()]
    return "\n".join([f"{'':<16}{lines[0]}", *lines[1:]])
