"""By which capability is a pack written in: that of the safeguarding team, or that of whoever keeps the PEP?

A pack of a PEP is written under the reach that the PEP has, every other pack by the safeguarding leads alone.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from access import gate
from access.roles import Can
from meetings.models import Pack, PackCopy, PackPart

P = ParamSpec("P")
R = TypeVar("R")


def needed(model: type[Pack] | type[PackPart] | type[PackCopy], pk: UUID) -> Can:
    """As the database has it: what stands on an object in memory is no evidence."""
    owner = "pep" if model is Pack else "pack__pep"
    of_a_pep = model._default_manager.filter(pk=pk, **{f"{owner}__isnull": False}).exists()
    return Can.PACK_PEP if of_a_pep else Can.PREPARE_PACK


def pack_action(*, records: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As gate.action, for an act on a pack or a part of one."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        acts = {can: gate.action(can, records=records)(function) for can in (Can.PREPARE_PACK, Can.PACK_PEP)}
        subject = next(iter(signature(function).parameters))

        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            record = cast(Any, kwargs[subject])
            return acts[needed(type(record), record.pk)](*args, **kwargs)

        return act

    return decorate
