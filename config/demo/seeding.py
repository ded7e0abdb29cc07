"""How does Hillview School come to be? By the acts of its staff, so that the log has them too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from access import actions as accounts
from access import gate, rota
from access.models import School, User
from access.roles import Can
from access.serving import serving
from casework.actions import agreed, concerns, files, triage
from casework.models import CaseFile, Concern, StatusEpisode, Triage
from casework.states import Decision
from config.demo import stories
from config.demo.care import bring_into_care, note_care
from config.demo.families import note_families
from config.demo.hillview import Hillview
from config.demo.names import pupils
from config.demo.peps import write_peps
from config.demo.social_care import note_social_care
from config.demo.staff import STAFF
from config.demo.terms import type_terms
from config.demo.timelines import write_chronology
from jobs.models import Job
from people.actions.children import Place, add_child
from people.identity import Identity
from people.models import Child

CONCERNS = 110
WAITING = [timedelta(minutes=minutes) for minutes in (2850, 1520, 1440, 1385, 330, 140, 95, 48, 12)]
"""How long ago the concerns were sent that nobody has decided on yet."""


def seed(school: School, console: User, lead: User, password: str, now: datetime) -> None:
    """Staff, children, two years of concerns, files and chronologies."""
    hillview = Hillview(school, now)
    _take_seats(hillview, console, lead, password)
    type_terms(hillview)
    with _at_work(hillview.lead):
        _enrol(hillview)
    _write_concerns(hillview)
    write_chronology(hillview, hillview.children[0][0])
    note_families(hillview, hillview.children[0][0])
    note_care(hillview)
    note_social_care(hillview, hillview.children[0][0])
    write_peps(hillview)
    Job.objects.filter(due_at__lt=now - timedelta(days=2)).update(
        done_at=now
    )  # the mail of two years was read long ago


@contextmanager
def _at_work(user: User) -> Iterator[None]:
    """At work with the names of the school open, as they are on every page of a member of staff."""
    with serving(user):
        gate.look(user, to=Can.FIND_CHILD, verb="children.listed")
        yield


def _take_seats(hillview: Hillview, console: User, lead: User, password: str) -> None:
    started, hashed = hillview.today - timedelta(days=900), make_password(password)
    hillview.staff["dsl"] = lead
    with serving(console):
        for name, local, _, post in STAFF[1:]:
            invited = accounts.invite_staff(
                school=hillview.school,
                by=console,
                email=f"{local}@hillview.example",
                name=name,
                post=post,
                starts_on=started,
                at=hillview.now - timedelta(days=900),
            )
            hillview.staff[local] = invited.user
        for _, local, extension, _ in STAFF:
            person = hillview.staff[local]
            accounts.set_extension(school=hillview.school, by=console, user=person, extension=extension)
            person.password, person.is_active = hashed, True
            person.save(update_fields=["password", "is_active"])
    week = {day: [hillview.staff[who] for who in ("dsl", "ddsl")[:: 1 if day % 2 else -1]] for day in range(5)}
    with serving(lead):
        accounts.set_rota(school=hillview.school, by=lead, week=week, version=rota.version(hillview.school))


def _enrol(hillview: Hillview) -> None:
    began = hillview.now - timedelta(days=760)
    for pupil in pupils(hillview.today):
        who = Identity(
            surname=pupil.surname,
            forename=pupil.forename,
            preferred_forename=pupil.preferred_forename,
            born_on=pupil.born_on,
            sex=pupil.sex,
            upn=pupil.upn,
        )
        child = add_child(
            school=hillview.school,
            by=hillview.lead,
            at=began,
            who=who,
            place=Place(year=pupil.year, form=pupil.form),
            pk=uuid4(),
        )
        hillview.children.append((child, pupil))
        if pupil.looked_after:
            bring_into_care(hillview, child, began)


def _write_concerns(hillview: Hillview) -> None:
    """Most were decided long ago; the last few wait, one of them urgent."""
    maya = hillview.children[0][0]
    writers = [user for local, user in hillview.staff.items() if local not in {"governor", "tech", "chair", "head"}]
    about = [child for child, _ in hillview.dice.sample(hillview.children[1:], 60)]
    for number in range(CONCERNS):
        waits = number >= CONCERNS - len(WAITING)
        child = maya if number % 11 == 0 else hillview.dice.choice(about)
        told = stories.CONCERNS[number % len(stories.CONCERNS)]
        at = hillview.now - WAITING[number - CONCERNS] if waits else hillview.school_day(730 - number * 7)
        writer = hillview.staff["teacher"] if number % 5 == 0 else hillview.dice.choice(writers)
        concern = _log(hillview, writer, child, told, at, urgent=waits and number % 4 == 0)
        if not waits:
            _decide(hillview, concern, told, at + timedelta(minutes=hillview.dice.randrange(5, 300)))


def _log(hillview: Hillview, writer: User, child: Child, told: stories.Told, at: datetime, *, urgent: bool) -> Concern:
    with _at_work(writer):
        name = child.who.preferred_forename or child.who.forename
        words = {"words": told.words.format(name=name), "child_words": told.child_words, "place": "In school"}
        if told.kind == Concern.Kind.MARK:
            words["immediate_action"] = f"Took {name} to the school nurse."
        account = concerns.Account(
            key=uuid4(),
            child=child,
            kind=told.kind,
            words=words,
            happened_on=timezone.localdate(at),
            happened_at=timezone.localtime(at).time().replace(second=0, microsecond=0),
            urgent=urgent,
            marks=_marks() if told.kind == Concern.Kind.MARK else (),
        )
        return concerns.log_concern(school=hillview.school, by=writer, account=account, at=at)


def _marks() -> Sequence[dict[str, object]]:
    return [
        {"region": "front-left-upper-arm", "size": "2", "unit": "cm", "shape": "Round", "colour": "Yellow at the edge"}
    ]


def _decide(hillview: Hillview, concern: Concern, told: stories.Told, at: datetime) -> None:
    lead = hillview.staff[hillview.dice.choice(["dsl", "dsl", "ddsl"])]
    at = min(at, hillview.now)
    with _at_work(lead):
        held = gate.fetch(lead, Concern, concern.pk, to=Can.TRIAGE_CONCERN)
        decided = triage.decide_concern(
            concern=held, by=lead, verdict=_verdict(hillview, told, at), version=held.version, at=at
        )
        _finish_old_actions(hillview, held.pk, lead, at)
        if decided.decision == Decision.MONITOR and at < hillview.now - timedelta(days=45):
            _end_watch(held.pk, lead, at + timedelta(days=40))


def _verdict(hillview: Hillview, told: stories.Told, at: datetime) -> triage.Verdict:
    informed = hillview.dice.random() < 0.6
    return triage.Verdict(
        decision=told.decision,
        category=told.category,
        rationale=told.rationale.format(name="the child"),
        parents_told=informed,
        not_told_because="" if informed else Triage.NotTold.LATER,
        review_on=timezone.localdate(at) + timedelta(days=35) if told.decision == Decision.MONITOR else None,
        key=uuid4(),
        said=Concern.Said.ACTED_ON,
        close=at < hillview.now - timedelta(days=20),
    )


def _finish_old_actions(hillview: Hillview, concern: UUID, lead: User, at: datetime) -> None:
    """What was agreed long ago was done; the newest few stay open, some of them overdue."""
    if at > hillview.now - timedelta(days=20):
        return
    for action in Concern.objects.get(pk=concern).actions.filter(done_at__isnull=True):
        agreed.finish_action(
            action=action, by=lead, at=at + timedelta(hours=2), evidence="Rung and confirmed in writing."
        )


def _end_watch(concern: UUID, lead: User, at: datetime) -> None:
    file = CaseFile.objects.get(concerns=concern)
    for episode in StatusEpisode.objects.filter(file=file, kind=StatusEpisode.Kind.MONITOR, ended_on__isnull=True):
        files.end_episode(
            episode=episode,
            by=lead,
            at=at,
            version=episode.version,
            ended_on=timezone.localdate(at),
            because="No new worry in six weeks.",
        )
