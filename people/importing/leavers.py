"""Whom does a list leave out, and about which of them should somebody ask before they are marked as having left?

Only what the person may see anyway: a file that is hidden from her leaves no trace here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from access import policy
from access.models import User
from access.reach import Guarded
from access.roles import Audience
from people.importing.report import ReportLine
from people.models import Child, RollImport
from people.roll.matching import Kind

LOOKED_AFTER = "Looked after, now or before"
HAS_FILE = "Has an open file: ask before you mark as left"
MOST_AT_ONCE = 5  # a fifth of the roll; a list that leaves out more is seldom whole
MARKED = "marked"


@dataclass(frozen=True)
class Share:
    """So many of the pupils on roll."""

    count: int
    of: int

    @property
    def is_large(self) -> bool:
        return self.count * MOST_AT_ONCE > self.of

    def __str__(self) -> str:
        return f"{self.count} of {self.of}"


def awaited(roll_import: RollImport) -> bool:
    """Whether the rest is applied and the leavers wait for a word of their own. A later list knows better."""
    applied = RollImport.Status.APPLIED
    if roll_import.status != applied or roll_import.confirm_leavers or not waiting(roll_import):
        return False
    later = RollImport.objects.filter(school=roll_import.school_id, status=applied)
    return not later.filter(finished_at__gt=roll_import.finished_at).exists()


def proposed(roll_import: RollImport) -> list[ReportLine]:
    """The lines of those whom the list left out and who are on roll still."""
    lines = [line for line in roll_import.report.value or [] if line["kind"] == Kind.LEFT]
    on_roll = Child.objects.filter(school=roll_import.school_id, status=Child.Status.ON_ROLL)
    here = {str(pk) for pk in on_roll.values_list("pk", flat=True)}
    return [line for line in lines if line["child"] in here]


def waiting(roll_import: RollImport) -> int:
    """How many whom the list left out nobody has marked."""
    counts: Mapping[str, int] = roll_import.counts
    return counts.get(Kind.LEFT, 0) - counts.get(MARKED, 0)


def share(roll_import: RollImport, count: int) -> Share:
    """What would have left by this list if so many more were marked, of the roll as it was before."""
    before = roll_import.counts.get(MARKED, 0)
    here = Child.objects.filter(school=roll_import.school_id, status=Child.Status.ON_ROLL).count()
    return Share(count + before, here + before)


def mark(roll_import: RollImport, children: Iterable[str]) -> None:
    """In the import's own report: these have left, the others stay proposed."""
    left = set(children)
    lines = [line | {MARKED: True} if line["child"] in left else line for line in roll_import.report.value]
    roll_import.report = lines
    roll_import.counts = roll_import.counts | {MARKED: sum(MARKED in line for line in lines)}
    roll_import.confirm_leavers = not waiting(roll_import)


def flags(user: User, lines: Iterable[ReportLine]) -> dict[str, list[str]]:
    """By the child's uuid as the lines have it: what to point out."""
    children = [UUID(line["child"]) for line in lines if line["kind"] == Kind.LEFT]
    found: dict[str, list[str]] = {str(pk): [] for pk in children}
    for pk in _in_care(user, children):
        found[str(pk)].append(LOOKED_AFTER)
    for pk in _with_files(user, children):
        found[str(pk)].append(HAS_FILE)
    return found


def pointed_out_first(lines: Sequence[ReportLine], found: dict[str, list[str]]) -> list[ReportLine]:
    return sorted(lines, key=lambda line: not found[line["child"]])


def _in_care(user: User, children: list[UUID]) -> set[UUID]:
    """A list said so, or a file whose confidential part she may read."""
    here = Child.objects.filter(pk__in=children)
    known = policy.visible(user, here.filter(looked_after=True), audience=Audience.SAFEGUARDING)
    either = here.filter(Q(listed_in_care=True) | Q(pk__in=known.values("pk")))
    return set(either.values_list("pk", flat=True))


def _with_files(user: User, children: list[UUID]) -> set[UUID]:
    models: list[Any] = [model for model in Guarded.__subclasses__() if model.follows_child]
    return {
        pk
        for model in models
        for pk in policy.visible(user, model._base_manager.filter(child__in=children)).values_list("child", flat=True)
    }
