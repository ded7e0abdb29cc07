"""The two doors to a record: one to look, one to act. Both ask the policy and write the log before a key is unlocked.

No log, no view: if the entry cannot be written, LogUnavailable is raised and no key is open. What a person may not
see does not exist (404); only an act on what she can see is refused as such (403). Nobody else writes log lines.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404

from access import bulk, lines, policy
from access.models import User
from access.policy import Clearance
from access.reach import Guarded
from access.roles import ALL_SECTIONS, DIRECTORY_READERS, LEADS, MATRIX, Audience, Can, Section
from audit import log
from audit.log import Line
from vault import keyring
from vault.models import SealedRow

P = ParamSpec("P")
R = TypeVar("R")
Record = TypeVar("Record", bound=models.Model)
Known = TypeVar("Known", bound=Guarded)


class NotHere(Http404):
    """For this person there is no such record. The answer is the same as for one that never was."""


class Refused(PermissionDenied):
    """This person sees the record but may not do this to it."""


def fetch(
    user: User,
    records: type[Record] | models.QuerySet[Record],
    pk: uuid.UUID,
    *,
    to: Can,
    query: str = "",
    showing: Callable[[Record, Clearance], Iterable[Guarded]] | None = None,
) -> Record:
    """Look at one record: its entry is committed, then the keys this person is cleared for are unlocked.

    `showing` reads what the page will show with it, nothing opened yet, and returns the guarded records among that:
    they are named in the same entry and unlocked with it, as far as this person is cleared. `query` is sealed beside.
    Raises NotHere (404), Refused (403) or LogUnavailable (503); each refusal is an entry too.
    """
    found = records if isinstance(records, models.QuerySet) else records._base_manager.all()
    if policy.owner_of(found.model) or policy.kept_by_school(found.model):
        return _fetch_own(user, found, pk, to)
    record = found.filter(pk=pk).first()
    guarded, path = policy.guarded_by(found.model)
    scope = uuid.UUID(int=0) if record is None else getattr(record, f"{path}_id") if path else record.pk
    clearance = policy.clearance(user, guarded, scope)
    line = Line(verb="", object_type=found.model._meta.label, object_uuid=pk, scope=scope, reason_code=to.value)
    if record is None or not clearance or (path and not _covers(clearance, record)):
        lines.write_refusal(lines.named(line, found.model, "refused"))
        raise NotHere("No such record.")
    if not _allowed(user, to, clearance):
        lines.write_refusal(lines.named(line, found.model, "refused"))
        raise Refused(MATRIX[to].says)
    along = _along(user, showing(record, clearance) if showing else ())
    told = json.dumps({"query": query}) if query else ""
    lines.commit([replace(lines.named(line, found.model, "opened"), mentions=tuple(along), details=told)])
    _unlock(policy.school_of(record), scope, clearance)
    for other, (school, opened) in along.items():
        _unlock(school, other, opened)
    _unlock_directory(user)
    return record


def fetch_known(user: User, model: type[Known], pk: uuid.UUID, *, to: Can) -> Known:
    """As `fetch`, for a page that is there for every child of a year: a missing one would tell of a conflict wall.

    Whom nothing but a wall keeps out is given the record with nothing of it unlocked: she is shown what she would be
    shown if nothing were recorded. The log says that she was refused.
    """
    try:
        return fetch(user, model, pk, to=to)
    except NotHere:
        record = model._base_manager.filter(pk=pk).first()
        if record is None or not policy.seems(user, to, record):
            raise
        _unlock_directory(user)
        return record


def found(user: User, record: Guarded, shown: Iterable[models.Model], *, to: Can, verb: str) -> None:
    """The second entry of a search in an open record, committed before its hits are shown: what was found."""
    hits = list(shown)
    scopes = [hit.pk if isinstance(hit, Guarded) else lines.scope_of(hit)[1] for hit in hits]
    references = [f"{hit._meta.model_name}:{hit.pk}" for hit in hits]
    line = Line(verb=verb, object_type=record._meta.label, object_uuid=record.pk, scope=record.pk, reason_code=to.value)
    mentions = tuple(scope for scope in dict.fromkeys(scopes) if scope != record.pk)
    lines.commit([replace(line, mentions=mentions, details=json.dumps({"shown": references}))])


def look(user: User, *, to: Can, verb: str, query: str = "", shown: Iterable[models.Model] = ()) -> None:
    """Look at a list, a count or a search: one entry with the query and what is shown, then the names are unlocked."""
    person = policy.standing(user)
    line = Line(verb=verb, object_type="access.School", object_uuid=person.school_id, reason_code=to.value)
    if person.school is None or not policy.can(user, to, person.school):
        lines.write_refusal(Line(verb=lines.refusal_of(verb), object_type="access.School", reason_code=to.value))
        raise NotHere("No such page.")
    listed = list(shown)
    references = [f"{record._meta.model_name}:{record.pk}" for record in listed]
    mentions = tuple(record.pk for record in listed if isinstance(record, Guarded))
    lines.commit([replace(line, mentions=mentions, details=json.dumps({"query": query, "shown": references}))])
    _unlock_directory(user)


def unlock_shown(
    user: User, records: Sequence[Guarded], *, to: Can, verb: str, sections: Section, query: str = ""
) -> None:
    """Look into several guarded records of one kind at once: one entry names all, then these sections are unlocked."""
    if not records:
        return
    model = type(records[0])
    clearances = policy.clearances(user, model, [record.pk for record in records])
    if not all(_allowed(user, to, clearance) for clearance in clearances.values()):
        raise NotHere("No such record.")
    references = [f"{record._meta.model_name}:{record.pk}" for record in records]
    line = Line(verb=verb, object_type=model._meta.label, reason_code=to.value, mentions=tuple(clearances))
    lines.commit([replace(line, details=json.dumps({"query": query, "shown": references}))])
    for record in records:
        opened = {audience: held & sections for audience, held in clearances[record.pk].items() if held & sections}
        _unlock(record.school_id, record.pk, Clearance(opened))
    _unlock_directory(user)


def action(
    to: Can,
    *,
    records: str,
    reason: str = "",
    deposits: bool = False,
    mentions: Callable[[Any], Iterable[uuid.UUID]] = lambda result: (),
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """An act: policy, change and entry in one transaction.

    The decorated function is keyword-only; its first argument is what is acted on, `by` is who acts. `records` is the
    verb of its entry; `reason` names the argument whose words are sealed beside the entry; `mentions`
    tells, from what was done, in the history of which other scopes it stands. An act that `deposits` is open behind a
    conflict wall too, and unlocks nothing there: see `depositing`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        subject_name = next(iter(signature(function).parameters))

        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            subject, by = cast(Any, kwargs[subject_name]), cast(User, kwargs["by"])
            with lines.Frame() as outermost, keyring.relocking_on_error(), transaction.atomic(durable=outermost):
                _admit(by, to, subject, records, deposits=deposits)
                result = function(*args, **kwargs)
                told = str(kwargs.get(reason) or "") if reason else ""
                line = replace(lines.act_line(to, records, subject, result, told), mentions=tuple(mentions(result)))
                log.append([line, *bulk.lines()])
            return result

        return act

    return decorate


def bulk_action(to: Can, *, records: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """An act that writes thousands of rows: the one sanctioned bulk write (imports), all of it or nothing.

    Like `action`; inside it `bulk.writer()` writes rows, and each batch is one entry that commits to every row.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        act = action(to, records=records)(function)
        subject_name = next(iter(signature(function).parameters))

        @wraps(act)
        def act_in_bulk(*args: P.args, **kwargs: P.kwargs) -> R:
            with bulk.writing(policy.school_of(kwargs[subject_name])):
                return act(*args, **kwargs)

        return act_in_bulk

    return decorate


def keep(user: User, record: SealedRow) -> None:
    """Open the scope of one's own draft for writing on in it: saving what is being typed is not a look.

    Starting, opening, listing and discarding a draft are entries; saving it every few seconds is not.
    """
    if policy.visible(user, type(record)._base_manager.filter(pk=record.pk)).exists():
        _unlock_row(record)


def _along(user: User, records: Iterable[Guarded]) -> dict[uuid.UUID, tuple[uuid.UUID, Clearance]]:
    """The school and clearance of each record that this person may see; the others are left out."""
    by_model: dict[type[Guarded], dict[uuid.UUID, uuid.UUID]] = {}
    for record in records:
        by_model.setdefault(type(record), {})[record.pk] = record.school_id
    return {
        pk: (schools[pk], clearance)
        for model, schools in by_model.items()
        for pk, clearance in policy.clearances(user, model, list(schools)).items()
        if clearance
    }


def _fetch_own(user: User, found: models.QuerySet[Record], pk: uuid.UUID, to: Can) -> Record:
    record = policy.visible(user, found).filter(pk=pk).first()
    line = Line(verb="", object_type=found.model._meta.label, object_uuid=pk, reason_code=to.value)
    if record is None or not policy.standing(user).roles & MATRIX[to].roles:
        lines.write_refusal(lines.named(line, found.model, "refused"))
        raise NotHere("No such record.")
    lines.commit([lines.named(line, found.model, "opened")])
    _unlock_row(cast(SealedRow, record))
    _unlock_directory(user)
    return record


def opening(record: SealedRow, audience: Audience) -> None:
    """Inside an act: open the scope of a record that is being made here, so that its words can be sealed.

    For a guarded record that is its own scope; for a draft, that of what it will become.
    """
    if not lines.in_act() or not record._state.adding:
        raise keyring.Locked("Only an act opens a scope, and only for a record that it is making.")
    if isinstance(record, Guarded):
        if type(record)._base_manager.filter(pk=record.pk).exists():
            raise keyring.Locked("There is such a record already: it is reached through its own door.")
        _unlock(record.school_id, record.pk, Clearance(dict.fromkeys(audience.within, ALL_SECTIONS)))
    else:
        _unlock_row(record)


@contextmanager
def depositing(by: User, record: Guarded, audience: Audience, section: Section) -> Iterator[None]:
    """Inside an act: seal words on a record for readers of whom this person need not be one. Locked again at once.

    For whoever could read them but for a conflict wall; and for the safeguarding team, by every lead, whatever she may
    read: her forms must not tell that a file is hidden from her.
    """
    if not lines.in_act():
        raise keyring.Locked("Only an act leaves words where she who acts cannot read them.")
    opened = policy.clearances(by, type(record), [record.pk], through_walls=True)[record.pk]
    if not opened.covers(audience, section) and not (opened and policy.standing(by).roles & LEADS):
        raise Refused("You may not record this for the safeguarding team alone.")
    with keyring.relocking():
        _unlock(record.school_id, record.pk, Clearance({audience: section}))
        yield


def _admit(by: User, to: Can, subject: Any, records: str, *, deposits: bool) -> None:
    if policy.can(by, to, subject):
        guarded, scope = lines.scope_of(subject)
        if guarded:
            _unlock(policy.school_of(subject), scope, policy.clearance(by, guarded, scope))
        _unlock_directory(by)
        return
    if deposits and policy.seems(by, to, subject):
        _unlock_directory(by)
        return
    lines.write_refusal(lines.subject_line(lines.refusal_of(records), subject, to))
    raise Refused(MATRIX[to].says)


def _allowed(user: User, to: Can, clearance: Clearance) -> bool:
    return policy.allows(user, to, clearance)


def _covers(clearance: Clearance, record: Any) -> bool:
    return clearance.covers(record.audience, record.section)


def _unlock(school: uuid.UUID, scope: uuid.UUID, clearance: Clearance) -> None:
    for audience, sections in clearance.items():
        keyring.unlock(school, scope, audience, int(sections))


def _unlock_row(record: SealedRow) -> None:
    school, scope, audience, section = record.binding()
    keyring.unlock(school, scope, audience, section)


def _unlock_directory(user: User) -> None:
    person = policy.standing(user)
    if person.school_id and person.roles & DIRECTORY_READERS:
        keyring.unlock(person.school_id, person.school_id, "DIRECTORY", 1)
