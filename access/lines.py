"""Which line of the log tells of a look, an act or a refusal, and when is it written?

A look's line is committed at once; an act's stands or falls with the act; a refusal survives the rollback of whatever
was refused. Only the gate asks for them.
"""

import json
import uuid
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from django.db import models, transaction

from access import policy
from access.models import School
from access.reach import Guarded
from access.roles import Can
from audit import log
from audit.log import Line

_refusals: ContextVar[list[Line] | None] = ContextVar("refusals", default=None)


def in_act() -> bool:
    return _refusals.get() is not None


class Frame:
    """The outermost act gathers refusals and writes them after its commit or rollback."""

    def __enter__(self) -> bool:
        self.outermost = _refusals.get() is None
        if self.outermost:
            self.token = _refusals.set([])
        return self.outermost

    def __exit__(self, *_: object) -> None:
        if not self.outermost:
            return
        waiting = _refusals.get() or []
        _refusals.reset(self.token)
        if waiting:
            commit(waiting)


def act_line(to: Can, verb: str, subject: Any, result: Any, told: str) -> Line:
    changed = result if isinstance(result, models.Model) else subject
    line = Line(
        verb=verb,
        object_type=changed._meta.label,
        object_uuid=changed.pk,
        scope=scope_of(subject)[1],
        audience=getattr(changed, "audience", ""),
        reason_code=to.value,
        content_hash=getattr(changed, "sha256", ""),
    )
    return replace(line, details=json.dumps({"reason": told})) if told else line


def subject_line(verb: str, subject: Any, to: Can) -> Line:
    return Line(
        verb=verb,
        object_type=subject._meta.label,
        object_uuid=subject.pk,
        scope=scope_of(subject)[1],
        outcome="deny",
        reason_code=to.value,
    )


def scope_of(subject: Any) -> tuple[type[Guarded] | None, uuid.UUID]:
    if isinstance(subject, School):
        return None, subject.pk
    if policy.owner_of(type(subject)) or policy.kept_by_school(type(subject)):
        return None, subject.scope_id
    guarded, path = policy.guarded_by(type(subject))
    return guarded, getattr(subject, f"{path}_id") if path else subject.pk


def named(line: Line, model: type[models.Model], past: str) -> Line:
    noun = getattr(model, "noun", model._meta.model_name)
    return replace(line, verb=f"{noun}.{past}", outcome="deny" if past == "refused" else "allow")


def refusal_of(verb: str) -> str:
    return f"{verb.partition('.')[0]}.refused"


def write_refusal(line: Line) -> None:
    waiting = _refusals.get()
    if waiting is None:
        commit([replace(line, outcome="deny")])
    else:
        waiting.append(replace(line, outcome="deny"))


def commit(lines: list[Line]) -> None:
    with transaction.atomic(durable=True):
        log.append(lines)
