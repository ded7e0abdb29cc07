"""What should whoever decides about a concern know of the child first, as far as she may see?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from access import policy
from access.models import User
from access.reach import Guarded
from access.roles import Audience, Can, Section
from casework.models import CaseFile, Concern
from casework.queries.agreed import open_actions_on
from casework.queries.concerns import UNDECIDED, about_child
from casework.queries.status import headline
from people.models import Child
from people.queries import family_of


def around(concern: Concern) -> Iterator[Guarded]:
    """What is shown along with a concern: the child, whose contacts it opens, and the file."""
    if concern.child:
        yield concern.child
        yield from CaseFile.objects.filter(child=concern.child)


def glance(user: User, concern: Concern, child: Child, *, on: date) -> dict[str, Any]:
    """One that is hidden looks like none. What this person may not know is absent; `around` was shown along."""
    file = policy.visible(user, CaseFile.objects.filter(child=child)).first()
    family = family_of(user, child) if policy.can(user, Can.READ_CONTACTS, child) else None
    others = about_child(user, child, but=concern).filter(state__in=UNDECIDED)
    return {
        "file": file,
        "family": family,
        "undecided": list(others.order_by("-urgent", "written_at", "pk")),
        **(_on_file(user, file, on) if file else {}),
    }


def _on_file(user: User, file: CaseFile, on: date) -> dict[str, Any]:
    opened = policy.clearance(user, CaseFile, file.pk)
    knows_plan = opened.covers(Audience.SAFEGUARDING, int(Section.PLAN))
    due = list(open_actions_on(user, file).values_list("due_on", flat=True)) if knows_plan else []
    return {
        "knows_plan": knows_plan,
        "status": headline(user, file) if knows_plan else None,
        "open_actions": len(due),
        "overdue": sum(day < on for day in due),
    }
