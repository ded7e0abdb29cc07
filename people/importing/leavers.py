"""Whom does a list leave out, and about which of them should somebody ask before they are marked as having left?

Only what the person may see anyway: a file that is hidden from her leaves no trace here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from access import policy
from access.models import User
from access.reach import Guarded
from access.roles import Audience
from people.importing.report import ReportLine
from people.models import Child, RollImport
from people.roll.matching import Kind

LOOKED_AFTER = "Looked after, now or before"
HAS_FILE = "Has an open file: ask before you mark as left"


def awaited(roll_import: RollImport) -> bool:
    """Whether the rest is applied and the leavers wait for a word of their own. A later list knows better."""
    applied = RollImport.Status.APPLIED
    if roll_import.status != applied or roll_import.confirm_leavers or not roll_import.counts.get("left"):
        return False
    later = RollImport.objects.filter(school=roll_import.school_id, status=applied)
    return not later.filter(finished_at__gt=roll_import.finished_at).exists()


def proposed(roll_import: RollImport) -> list[ReportLine]:
    """The lines of those whom the list left out and who are on roll still."""
    lines = [line for line in roll_import.report.value or [] if line["kind"] == Kind.LEFT]
    on_roll = Child.objects.filter(school=roll_import.school_id, status=Child.Status.ON_ROLL)
    here = {str(pk) for pk in on_roll.values_list("pk", flat=True)}
    return [line for line in lines if line["child"] in here]


def fingerprint(lines: Iterable[ReportLine]) -> str:
    """So that exactly those are marked whom the person was shown."""
    return hashlib.sha256("".join(sorted(line["child"] for line in lines)).encode()).hexdigest()


def flags(user: User, lines: Iterable[ReportLine]) -> dict[str, list[str]]:
    """By the child's uuid as the lines have it: what to point out."""
    children = [UUID(line["child"]) for line in lines if line["kind"] == Kind.LEFT]
    found: dict[str, list[str]] = {str(pk): [] for pk in children}
    cared_for = Child.objects.filter(pk__in=children, looked_after=True)
    for pk in policy.visible(user, cared_for, audience=Audience.SAFEGUARDING).values_list("pk", flat=True):
        found[str(pk)].append(LOOKED_AFTER)
    for pk in _with_files(user, children):
        found[str(pk)].append(HAS_FILE)
    return found


def pointed_out_first(lines: Sequence[ReportLine], found: dict[str, list[str]]) -> list[ReportLine]:
    return sorted(lines, key=lambda line: not found[line["child"]])


def _with_files(user: User, children: list[UUID]) -> set[UUID]:
    models: list[Any] = [model for model in Guarded.__subclasses__() if model.follows_child]
    return {
        pk
        for model in models
        for pk in policy.visible(user, model._base_manager.filter(child__in=children)).values_list("child", flat=True)
    }
