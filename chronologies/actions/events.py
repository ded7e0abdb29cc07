"""How does an entry come into a chronology, how is it put right, and what counts as significant?

An entry is never edited: it is corrected by a new version that keeps the old one, or struck out with a reason.
"""

from datetime import datetime, time
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, policy, reach
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, renew
from casework.models import CaseFile, Concern, Draft, Triage
from chronologies.dates import PartialDate
from chronologies.models import Correction, Event, Promotion, Significance
from chronologies.particulars import Particulars

SECTIONS = (Section.CHRONOLOGY, Section.LEGAL, Section.HEALTH, Section.ATTENDANCE)
"""The parts of a file that an entry of the chronology can stand in."""


@gate.action(Can.RECORD_EVENT, records="event.recorded")
def record_event(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    particulars: Particulars,
    audience: Audience,
    section: Section = Section.CHRONOLOGY,
    pk: UUID | None = None,
) -> Event:
    """One entry, recorded now whenever it happened. Sent twice under one pk, there is still one."""
    return _write(file, by, at, particulars, audience, section, pk)


@gate.action(Can.RECORD_EVENT, records="contact.recorded")
def record_contact(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    happened: PartialDate,
    at_time: time | None,
    agency: str,
    name: str,
    fact: str,
    decision: str = "",
    reference: str = "",
    audience: Audience,
    pk: UUID | None = None,
) -> Event:
    """A phone call or other contact with an agency, with the agency's own reference number."""
    told = Particulars(
        happened=happened,
        at_time=at_time,
        fact=fact,
        decision=decision,
        reference=reference,
        source=Event.Source.AGENCY,
        source_name=name,
        source_agency=agency,
        category=Event.Category.AGENCY_CONTACT,
    )
    return _write(file, by, at, told, audience, Section.CHRONOLOGY, pk)


@gate.action(Can.CORRECT_EVENT, records="event.corrected", reason="reason")
def correct_event(
    *,
    event: Event,
    by: User,
    at: datetime,
    version: int,
    reason: str,
    particulars: Particulars,
    pk: UUID | None = None,
) -> Event:
    """A new version with a reason; the old one is kept whole. Who may read the entry does not change.

    Sent twice under one pk, it is corrected once; sent with other words, from a page that was gone back to, it is a
    correction of its own.
    """
    if pk and Correction.objects.filter(pk=pk, event=event, author=by).exists():
        if not particulars.with_plain_lines().changed_from(Particulars.of(event)):
            return event
        pk = None
    current = _unstruck(renew(event, version))
    _refuse_blank(reason, "reason", "Say why it is corrected")
    before, after = Particulars.of(current), particulars.with_plain_lines()
    _refuse_future(after, at)
    _refuse_stray_link(after, current.file_id)
    changed = after.changed_from(before)
    if not changed:
        raise Problem("Nothing is changed: correct what is wrong, or go back")
    kept = Correction(
        pk=pk or uuid4(),
        school_id=current.school_id,
        file_id=current.file_id,
        audience=current.audience,
        section=current.section,
        author=by,
        recorded_at=at,
        event=current,
        number=version,
    )
    kept.before, kept.reason = before.to_json(), reason
    kept.save(force_insert=True)
    after.put_on(current, *changed)
    current.save()
    _touch(current, at)
    Draft.objects.filter(pk=kept.pk, user=by).delete()
    return current


@gate.action(Can.STRIKE_EVENT, records="event.struck", reason="reason")
def strike_event(*, event: Event, by: User, at: datetime, version: int, reason: str) -> Event:
    """Struck out, with a reason, and still readable: on paper it would be one line in black ink."""
    current = _unstruck(renew(event, version))
    _refuse_blank(reason, "reason", "Say why it is struck out")
    current.struck_at, current.struck_by, current.struck_because = at, by, reason
    current.save()
    _touch(current, at)
    return current


@gate.action(Can.PROMOTE_ENTRY, records="event.promoted")
def promote_event(*, event: Event, by: User) -> Event:
    return _set_significant(event, True)


@gate.action(Can.PROMOTE_ENTRY, records="event.demoted")
def demote_event(*, event: Event, by: User) -> Event:
    return _set_significant(event, False)


@gate.action(Can.PROMOTE_ENTRY, records="record.promoted")
def promote_record(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    record: Concern | Triage,
    significance: str = Significance.HIGH,
) -> Promotion:
    """Count a concern on this file, or a decision about one, among the significant entries. Pressed twice, once."""
    concern = record if isinstance(record, Concern) else record.concern
    if concern.file_id != file.pk:
        raise Problem("This is not on the child's file")
    for stale in Promotion.objects.filter(subject=record.pk, ended_at__isnull=True).exclude(file=file):
        stale.ended_at, stale.ended_by = at, by  # made on the child whom it was filed under by mistake
        stale.save()
    of = Promotion.Of.CONCERN if isinstance(record, Concern) else Promotion.Of.TRIAGE
    return Promotion.objects.get_or_create(
        subject=record.pk,
        ended_at=None,
        defaults={
            "school_id": file.school_id,
            "file": file,
            "audience": Audience.SAFEGUARDING,
            "section": int(Section.CHRONOLOGY),
            "author": by,
            "recorded_at": at,
            "of": of,
            "significance": significance,
        },
    )[0]


@gate.action(Can.PROMOTE_ENTRY, records="record.demoted")
def demote_record(*, promotion: Promotion, by: User, at: datetime) -> Promotion:
    if promotion.ended_at is None:
        promotion.ended_at, promotion.ended_by = at, by
        promotion.save()
    return promotion


def _write(
    file: CaseFile,
    by: User,
    at: datetime,
    particulars: Particulars,
    audience: Audience,
    section: Section,
    pk: UUID | None,
) -> Event:
    pk = pk or uuid4()
    if again := Event.objects.filter(pk=pk, file=file, author=by).first():
        if again.version == 1 and particulars.with_plain_lines().changed_from(Particulars.of(again)):
            raise Problem("This entry is saved already, with the words before: open it and correct it there")
        return again
    if section not in SECTIONS or not policy.clearance(by, CaseFile, file.pk).covers(audience, int(section)):
        raise Problem("You cannot write in this part of the file", field="audience")
    told = particulars.with_plain_lines()
    _refuse_future(told, at)
    _refuse_stray_link(told, file.pk)
    event = Event(
        pk=pk,
        school_id=file.school_id,
        file=file,
        audience=audience,
        section=int(section),
        author=by,
        recorded_at=at,
    )
    told.put_on(event)
    event.save(force_insert=True)
    _touch(event, at)
    Draft.objects.filter(pk=pk, user=by).delete()
    return event


def _touch(event: Event, at: datetime) -> None:
    reach.touch(event.file, Audience(event.audience), at=at, section=Section(event.section))


def _set_significant(event: Event, significant: bool) -> Event:
    current = _unstruck(Event.objects.select_for_update().get(pk=event.pk))
    if current.is_significant != significant:
        current.is_significant = significant
        current.save()
    return current


def _unstruck(event: Event) -> Event:
    if event.struck_at:
        raise Problem("This entry is struck out already")
    return event


def _refuse_blank(words: str, field: str, says: str) -> None:
    if not words.strip():
        raise Problem(says, field=field)


def _refuse_stray_link(told: Particulars, file_id: UUID) -> None:
    model, _, pk = told.linked.partition(":")
    if told.linked and (model != "concern" or not Concern.objects.filter(pk=UUID(pk), file=file_id).exists()):
        raise Problem("Choose a record on this file", field="linked")


def _refuse_future(told: Particulars, at: datetime) -> None:
    if told.happened.on and told.happened.on > timezone.localdate(at):
        raise Problem("The date must be today or in the past", field="happened")
    if told.at_time and not told.happened.has_day:
        raise Problem("Give the day as well as the time, or leave the time empty", field="at_time")
    if told.at_time and told.happened.sorts_at(told.at_time, recorded_at=at) > at:
        raise Problem("The time must be in the past", field="at_time")
