"""What is done to a case file itself: it is opened, its statuses start and end, and where paper is held is noted."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, reach
from access.endings import cover
from access.models import School, User
from access.roles import Audience, Can, Section
from casework.actions.chases import settle
from casework.actions.problem import Problem, renew
from casework.models import CaseFile, Placement, StatusEpisode
from casework.states import CARE, CLOCKS_FROM, ENDED_BY, LONGEST_MONITORING, NEEDED_TO_START, NOT_BESIDE
from clocks.actions.running import Trigger, start_clock, stop_clock
from clocks.models import Clock
from clocks.queries import running
from people import teams
from people.models import Child


@gate.action(Can.OPEN_FILE, records="file.provided")
def open_file(*, school: School, by: User, child: Child, at: datetime) -> CaseFile:
    """The child's one case file in this school, made if there is none.

    One that is hidden from this person is returned all the same: what she files reaches it, and she learns nothing.
    """
    if child.school_id != school.pk:
        raise gate.NotHere("No such child.")
    file, made = CaseFile.objects.get_or_create(
        child=child, defaults={"school": school, "opened_at": at, "opened_by": by}
    )
    if made:
        teams.settle(file, child, at=at)
        cover(file, at=at)
    return file


@gate.action(Can.SET_STATUS, records="status.started")
def start_episode(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    kind: str,
    started_on: date,
    review_on: date | None = None,
    authority: str = "",
    basis: str = "",
    pk: UUID | None = None,
) -> StatusEpisode:
    """One of a kind at a time. Coming into care brings in the looked-after team and its clocks in the same act."""
    if pk and (again := StatusEpisode.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    _refuse_start(file, kind, started_on, at)
    _refuse_missing(kind, review_on=review_on, authority=authority, basis=basis)
    if kind == StatusEpisode.Kind.MONITOR:
        refuse_long_watch(review_on, at)
    episode = StatusEpisode(
        pk=pk or uuid4(),
        school_id=file.school_id,
        file=file,
        audience=Audience.SAFEGUARDING,
        section=int(Section.PLAN),
        author=by,
        recorded_at=at,
        kind=kind,
        started_on=started_on,
        review_on=review_on,
        authority=authority,
    )
    episode.basis = basis
    episode.save(force_insert=True)
    for code in CLOCKS_FROM.get(kind, ()):
        start_clock(school=file.school, by=by, subject=episode.pk, code=code, trigger=Trigger(started_on), at=at)
    _after_status(file, at)
    return episode


@gate.action(Can.SET_STATUS, records="status.reviewed", reason="because")
def review_episode(
    *, episode: StatusEpisode, by: User, at: datetime, version: int, review_on: date, because: str
) -> StatusEpisode:
    """Carry on until the next review, with a reason."""
    current = renew(episode, version)
    _refuse_ended(current)
    if current.kind == StatusEpisode.Kind.MONITOR:
        refuse_long_watch(review_on, at)
    current.review_on = review_on
    current.save()
    reach.touch(current.file, Audience.SAFEGUARDING, at=at)
    return current


@gate.action(Can.SET_STATUS, records="status.ended", reason="because")
def end_episode(
    *,
    episode: StatusEpisode,
    by: User,
    at: datetime,
    ended_on: date,
    because: str,
    ended_by: str = "",
    version: int | None = None,
) -> StatusEpisode:
    """No status ends without a reason, nor a plan without what ended it.

    Out of care with no flag kept, the looked-after team's rows end too.
    """
    current = renew(episode, episode.version if version is None else version)
    _refuse_ended(current)
    if not because.strip():
        raise Problem("Say why it ended", field="because")
    if not current.started_on <= ended_on <= timezone.localdate(at):
        raise Problem("The end must be a day from the start until today", field="ended_on")
    _refuse_end(current.kind, ended_by)
    current.ended_on, current.ended_by, current.ended_because = ended_on, ended_by, because
    current.save()
    for clock in running([current.pk]):
        stop_clock(school=current.school, by=by, clock=clock, because=Clock.Stopped.WITHDRAWN, at=at)
        settle([clock.pk], by, at)
    _after_status(current.file, at)
    return current


@gate.action(Can.SET_STATUS, records="placement.recorded")
def record_placement(
    *, episode: StatusEpisode, by: User, at: datetime, since: date, words: str, pk: UUID | None = None
) -> Placement:
    """Where a looked-after child lives from this day on; earlier placements stand as they are."""
    if pk and (again := Placement.objects.filter(pk=pk, episode=episode, author=by).first()):
        return again
    _refuse_placement(episode, since, at)
    placement = Placement(
        pk=pk or uuid4(),
        school_id=episode.school_id,
        file=episode.file,
        audience=Audience.SAFEGUARDING,
        section=int(Section.PLAN),
        author=by,
        recorded_at=at,
        episode=episode,
        since=since,
    )
    placement.words = words
    placement.save(force_insert=True)
    reach.touch(episode.file, Audience.SAFEGUARDING, at=at)
    return placement


@gate.action(Can.EDIT_FILE, records="file.paper_noted")
def note_paper(*, file: CaseFile, by: User, at: datetime, version: int, paper_held: str) -> CaseFile:
    """Whether older papers exist, and where they are kept."""
    current = renew(file, version)
    current.paper_held = paper_held
    current.save()
    return current


def _refuse_start(file: CaseFile, kind: str, started_on: date, at: datetime) -> None:
    if started_on > timezone.localdate(at):
        raise Problem("The start must be today or in the past", field="started_on")
    if StatusEpisode.objects.filter(file=file, kind=kind, ended_on__isnull=True).exists():
        raise Problem("This status is open already: end it before you start it again", field="kind")
    for other, words in NOT_BESIDE.get(kind, {}).items():
        if StatusEpisode.objects.filter(file=file, kind=other, ended_on__isnull=True).exists():
            raise Problem(words, field="kind")


def _refuse_placement(episode: StatusEpisode, since: date, at: datetime) -> None:
    _refuse_ended(episode)
    if episode.kind != StatusEpisode.Kind.LAC:
        raise Problem("Only a looked-after child has a placement")
    if not episode.started_on <= since <= timezone.localdate(at):
        raise Problem("Choose a day from the start of the status until today", field="since")
    if Placement.objects.filter(episode=episode, since=since).exists():
        raise Problem("A placement from that day is recorded already", field="since")


def _refuse_missing(kind: str, **answers: object) -> None:
    for field, words in NEEDED_TO_START[kind].items():
        if not answers[field]:
            raise Problem(words, field=field)


def refuse_long_watch(review_on: date | None, at: datetime) -> None:
    today = timezone.localdate(at)
    if review_on is None or not today < review_on <= today + timedelta(days=LONGEST_MONITORING):
        raise Problem("Monitoring is reviewed within six weeks: choose a day from tomorrow", field="review_on")


def _refuse_end(kind: str, ended_by: str) -> None:
    known = ENDED_BY.get(kind, {})
    if (ended_by or known) and ended_by not in known:
        raise Problem("Choose what ended it", field="ended_by")


def _refuse_ended(episode: StatusEpisode) -> None:
    if episode.ended_on:
        raise Problem("This status has ended already")


def _after_status(file: CaseFile, at: datetime) -> None:
    reach.touch(file, Audience.SAFEGUARDING, at=at)
    child = Child.objects.select_for_update().get(pk=file.child_id)
    in_care = StatusEpisode.objects.filter(file=file, kind__in=CARE, ended_on__isnull=True).exists()
    if child.looked_after != in_care:
        child.looked_after = in_care
        child.save(update_fields=["looked_after"])
        teams.follow(child, at=at, because=reach.Ended.LEFT_CARE)
