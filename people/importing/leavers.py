"""Which of the pupils that a list leaves out should somebody ask about before they are marked as having left?

Only what the person may see anyway: a file that is hidden from her leaves no trace here.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from access import policy
from access.models import User
from access.reach import Guarded
from people.models import Child
from people.roll.matching import Kind

LOOKED_AFTER = "Looked after"
HAS_FILE = "Has an open file: ask before you mark as left"


def flags(user: User, lines: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """By the child's uuid as the lines have it: what to point out."""
    children = [UUID(line["child"]) for line in lines if line["kind"] == Kind.LEFT]
    found: dict[str, list[str]] = {str(pk): [] for pk in children}
    for pk in Child.objects.filter(pk__in=children, looked_after=True).values_list("pk", flat=True):
        found[str(pk)].append(LOOKED_AFTER)
    for pk in _with_files(user, children):
        found[str(pk)].append(HAS_FILE)
    return found


def _with_files(user: User, children: list[UUID]) -> set[UUID]:
    models: list[Any] = [model for model in Guarded.__subclasses__() if model.follows_child]
    return {
        pk
        for model in models
        for pk in policy.visible(user, model._base_manager.filter(child__in=children)).values_list("child", flat=True)
    }
