"""A checked pack leaves the school, and what was due before a conference is done."""

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from access import gate
from access.models import User
from access.roles import Can
from casework.actions.chases import settle
from casework.actions.problem import Problem, renew
from clocks.actions.running import meet_clock
from clocks.queries import running
from documents.actions import disclose, disclose_pep
from meetings.actions.either import pack_action
from meetings.actions.excluded import refuse_recipient
from meetings.actions.packs import beside, refuse_parent
from meetings.models import Pack, PackCopy
from meetings.queries.packs import REPORT_CLOCKS, SHARED_BY, done_on
from meetings.release.index import Known


@dataclass(frozen=True)
class Made:
    """A document that is about to leave: its form, its bytes, the same as plain text."""

    form: str
    content: bytes
    words: str
    sealed: str = field(default="", repr=False)


@gate.action(Can.PREPARE_PACK, records="pack.shared_with_family")
def note_shared(
    *, pack: Pack, by: User, at: datetime, version: int, shared_on: date | None, shared_with: str, because: str
) -> Pack:
    """With whom of the family it was shared and when; or why it was not."""
    current = renew(pack, version)
    if not (shared_on and shared_with.strip()) and not because.strip():
        raise Problem("Say with whom it was shared and when, or why it was not", field="shared_with")
    if shared_on and shared_on > timezone.localdate(at):
        raise Problem("The day must be today or in the past", field="shared_on")
    current.shared_on, current.shared_with, current.not_shared_because = shared_on, shared_with, because
    current.save()
    _report_sent(current, by, at)
    return current


@pack_action(records="pack.made")
def keep_copy(*, pack: Pack, by: User, at: datetime, pk: UUID, made: Made, known: Known) -> PackCopy:
    """Enter it in the register with its SHA-256 and keep the very bytes, before they are handed over."""
    current = Pack.objects.select_for_update().get(pk=pack.pk)
    refuse_recipient(by, pack.file, pack.agency, *pack.recipient.value.values(), meeting=pack.meeting)
    refuse_parent(pack.file, current.for_whom, current.parent, current.despite.text)
    if current.checked_at is None or current.version != pack.version:
        raise Problem("The words were changed after they were checked: check them again")
    digest = sha256(made.content).hexdigest()
    enter = disclose_pep if current.pep_id else disclose
    enter(
        record=pack.file,
        by=by,
        at=at,
        pk=pk,
        form=made.form,
        purpose=pack.purpose.text,
        recipient=pack.recipient.value,
        contents={"pack": str(pack.pk), "version": pack.version, "records": _records(pack)},
        sha256=digest,
    )
    copy = PackCopy(pk=pk, **beside(pack, by, at))
    copy.form, copy.sha256, copy.content, copy.words = made.form, digest, made.sealed, made.words
    copy.save(force_insert=True)
    _report_sent(current, by, at)
    return copy


def _report_sent(pack: Pack, by: User, at: datetime) -> None:
    """Done when the chair has it and a parent has seen it, or it is said why not: on the later of the two days."""
    if pack.for_whom not in SHARED_BY or pack.meeting is None:
        return
    sent_on, shared_on = done_on(Pack.objects.filter(meeting=pack.meeting))
    if sent_on is None or shared_on is None:
        return
    for clock in running([pack.meeting.pk]).filter(code__in=REPORT_CLOCKS):
        meet_clock(school=pack.school, by=by, clock=clock, on=max(sent_on, shared_on), at=at)
        settle([clock.pk], by, at)


def _records(pack: Pack) -> list[list[object]]:
    rows = pack.parts.filter(left_out=False).order_by("number").values_list("source", "version")
    return [[source, version] for source, version in rows]
