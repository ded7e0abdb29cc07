"""What others owe and is late: raised once on a lead's list, recorded when somebody rang, settled when it has come."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import gate
from access.models import School, User
from access.roles import Can
from access.serving import serving
from access.tasks import plan_night
from audit.models import Entry, Mention
from casework.actions.agreed import finish_action
from casework.actions.chases import Rung, raise_chases, record_chase
from casework.actions.files import end_episode
from casework.actions.holidays import name_cover
from casework.actions.problem import Problem
from casework.models import AgreedAction, CaseFile, StatusEpisode
from casework.queries.due import near
from casework.queries.looks import looks_at
from clocks.actions import running
from clocks.models import Clock
from jobs.models import Job
from jobs.runner import run_due
from meetings.actions.holding import note_minutes
from meetings.models import Meeting
from tests import factories
from tests.meetings.worlds import LATER, an_assessment, conference, held, planned, strategy
from tests.meetings.worlds_peps import in_care

pytestmark = pytest.mark.django_db
D = date
MONDAY = D(2027, 1, 4)
CHASE = "Chase Northmoor children’s services: first core group was due on 30 December 2026"


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def night(school: School, on: date) -> None:
    """The job of that day."""
    system = factories.console(school)
    with serving(system, school=school):
        raise_chases(school=school, by=system, at=at(on, 5))


def asked(by: User | None = None) -> list[tuple[str, str, date, bool]]:
    """Chases of core groups: the words, whose they are, by when, and whether done."""
    found = []
    for action in AgreedAction.objects.filter(clock__code="C15").order_by("recorded_at", "due_on"):
        with serving(by or action.owner):
            one = gate.fetch(by or action.owner, AgreedAction, action.pk, to=Can.FINISH_ACTION)
            found.append((one.words.text, one.owner.name, one.due_on, one.done_at is not None))
    return found


def rung(**more: Any) -> Rung:
    told = {
        "whom": "Jo Clarke, social worker",
        "on": D(2027, 1, 4),
        "said": "Nobody answered.",
        "again_on": D(2027, 1, 6),
    }
    return Rung(**(told | more))


def ring(clock: Clock, by: User, *, on: date = MONDAY, pk: Any = None, **more: Any) -> AgreedAction:
    told = rung(**more)
    with serving(by):
        given: dict[str, Any] = {"at": at(on, 10), "clock": clock, "rung": told, "pk": pk or uuid4()}
        return record_chase(file=core_group_file(clock), by=by, **given)


# Raised


def test_what_is_late_goes_on_a_leads_list_once(school: School, core_group: Clock, lead: User) -> None:
    night(school, D(2026, 12, 30))
    assert asked() == []

    for day in (D(2026, 12, 31), D(2026, 12, 31), D(2027, 1, 1)):
        night(school, day)

    assert asked() == [(CHASE, lead.name, D(2026, 12, 31), False)]


@pytest.mark.parametrize(
    ("code", "on", "raised"),
    [
        ("C12", D(2026, 11, 25), True),  # the record of a strategy discussion, due on Tuesday 24 November
        ("C12", D(2026, 11, 24), False),
        ("C20.2", D(2027, 1, 8), True),  # the record of the conference of 14 December, due on Thursday 7 January
        ("C20.2", D(2027, 1, 7), False),
        ("C20.1", D(2026, 12, 16), True),
        ("C14", D(2027, 6, 1), False),  # what the school owes is late, never chased
        ("C17", D(2027, 3, 12), False),
        ("C17", D(2027, 3, 15), True),
    ],
)
def test_late_minutes_and_conferences_are_chased(
    school: School, file: CaseFile, lead: User, code: str, on: date, raised: bool
) -> None:
    strategy(file, lead)
    if code == "C14":
        planned(file, lead, "CONFERENCE", D(2026, 12, 14))
    elif code != "C12":
        conference(file, lead)

    night(school, on)

    assert AgreedAction.objects.filter(clock__code=code).exists() is raised


def test_the_job_does_it_each_morning_in_the_name_of_the_jobs(school: School, core_group: Clock) -> None:
    with serving(factories.console(school)):
        plan_night(school, at=at(D(2026, 12, 30)))
    job = Job.objects.get(name="casework.raise_chases")
    assert timezone.localtime(job.due_at).isoformat() == "2026-12-31T05:00:00+00:00"

    run_due(clock=lambda: job.due_at, serve=serving)

    assert AgreedAction.objects.filter(clock=core_group).count() == 1
    entry = Entry.objects.get(verb="chases.raised")
    assert (entry.actor.name, entry.outcome) == ("jobs", "allow")
    waiting = Job.objects.filter(name="casework.raise_chases", done_at__isnull=True)
    assert [timezone.localtime(one.due_at).day for one in waiting] == [1]


def test_the_files_history_says_that_the_job_raised_a_chase_and_took_it_off(
    school: School, file: CaseFile, core_group: Clock, lead: User
) -> None:
    quiet = factories.file(factories.child(school, "Lane", "Sam"))
    night(school, D(2026, 12, 31))
    night(school, D(2027, 1, 1))
    Clock.objects.filter(pk=core_group.pk).update(due_on=D(2027, 1, 29))
    night(school, MONDAY)

    mentioned = Mention.objects.filter(entry__verb="chases.raised").order_by("entry")
    assert [one.scope for one in mentioned] == [file.pk, file.pk]
    told = {one: [look.what for look in looks_at(lead, one).shown if "chase" in look.what] for one in (file, quiet)}
    assert told == {file: ["Put a chase on somebody’s list, or took it off"] * 2, quiet: []}


def test_whoever_covers_it_is_asked_first(school: School, core_group: Clock, lead: User, deputy: User) -> None:
    with serving(lead):
        running.cover_clock(school=school, by=lead, clock=core_group, person=deputy)

    night(school, D(2026, 12, 31))

    assert asked() == [(CHASE, deputy.name, D(2026, 12, 31), False)]


def test_the_rota_and_the_school_are_read_once_a_night(school: School, core_group: Clock) -> None:
    with CaptureQueriesContext(connection) as asked:
        night(school, D(2026, 12, 31))

    assert AgreedAction.objects.count() == 3
    rotas = [one for one in asked if 'FROM "access_dutylead"' in one["sql"]]
    files = [one for one in asked if one["sql"].startswith('SELECT "casework_casefile"')]
    assert (len(rotas), len(files)) == (1, 0)


def test_a_restricted_file_is_chased_by_who_is_named(typed: School, lead: User, deputy: User) -> None:
    hidden = factories.file(factories.child(typed, "Lane", "Sam"), restricted_to=(deputy,))
    strategy(hidden, deputy)

    night(typed, D(2026, 12, 31))

    owners = set(AgreedAction.objects.values_list("owner__name", flat=True))
    assert owners == {deputy.name}


def test_where_no_lead_may_know_nobody_is_asked(typed: School, teacher: User, lead: User, deputy: User) -> None:
    file = factories.file(factories.child(typed))
    strategy(file, lead)
    for one in (lead, deputy):
        factories.wall(one, file.child)

    night(typed, D(2026, 12, 31))

    assert not AgreedAction.objects.exists()


def test_who_is_walled_off_hands_the_chase_over(school: School, core_group: Clock, lead: User, deputy: User) -> None:
    night(school, D(2026, 12, 31))
    first = AgreedAction.objects.get(clock=core_group)
    other = deputy if first.owner == lead else lead
    factories.wall(first.owner, first.file.child)

    night(school, D(2027, 1, 1))

    assert asked(other)[-1] == (CHASE, other.name, D(2027, 1, 4), False)
    assert AgreedAction.objects.get(pk=first.pk).done_at is not None


def test_no_chase_tells_a_pastoral_officer_what_she_may_not_know(
    school: School, core_group: Clock, pastoral: User, lead: User
) -> None:
    night(school, D(2026, 12, 31))

    client = _at(pastoral, D(2027, 1, 4))
    for address in ("/", "/due/", f"/files/{core_group_file(core_group).pk}/actions/"):
        with time_machine.travel(at(D(2027, 1, 4)), tick=False):
            told = client.get(address).content.decode()
        assert ("ore group" in told, "Northmoor" in told) == (False, False)


def test_what_is_finished_while_the_job_runs_keeps_who_did_it_and_what_came_of_it(
    school: School, core_group: Clock, lead: User
) -> None:
    """The job has read that the chase is open, and takes it off, when somebody finishes it."""
    night(school, D(2026, 12, 31))
    chase = AgreedAction.objects.get(clock=core_group)
    Clock.objects.filter(pk=core_group.pk).update(due_on=D(2027, 1, 29))
    told: list[str] = []

    def finishing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if told == ["read"]:
            told.append("finished")
            with serving(lead):
                finish_action(action=chase, by=lead, at=at(MONDAY, 4), evidence="They sent it.")
        if not told and 'FROM "casework_agreedaction"' in sql:
            told.append("read")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(finishing):
        night(school, MONDAY)

    assert told == ["read", "finished"]
    done = AgreedAction.objects.get(pk=chase.pk)
    assert (done.done_by, done.done_at, done.version) == (lead, at(MONDAY, 4), 2)
    assert read(done, lead) == "They sent it."


# Recorded


def test_a_chase_settles_the_first_and_starts_the_next(school: School, core_group: Clock, lead: User) -> None:
    night(school, D(2027, 1, 4))

    ring(core_group, lead, at_time=time(14, 5))

    assert asked(lead) == [(CHASE, lead.name, D(2027, 1, 4), True), (CHASE, lead.name, D(2027, 1, 6), False)]
    done = AgreedAction.objects.get(done_at__isnull=False, clock=core_group)
    assert read(done, lead) == "Rang Jo Clarke, social worker on 4 January 2027 at 14:05.\nNobody answered."
    assert Clock.objects.get(pk=core_group.pk).chased_on == D(2027, 1, 4)
    night(school, D(2027, 1, 5))
    assert len(asked(lead)) == 2


def test_a_chase_can_be_recorded_before_the_job_has_run(core_group: Clock, lead: User) -> None:
    ring(core_group, lead)

    assert [(due_on, done) for _, _, due_on, done in asked(lead)] == [(D(2027, 1, 4), True), (D(2027, 1, 6), False)]


def test_what_has_come_meanwhile_is_chased_no_more(file: CaseFile, core_group: Clock, lead: User, deputy: User) -> None:
    """Somebody else records the core group while the chase is being typed; other clocks run on the conference still."""
    held(file, deputy, "CORE_GROUP", D(2027, 1, 4))
    assert Clock.objects.get(pk=core_group.pk).met_on == D(2027, 1, 4)

    with pytest.raises(Problem, match="it has come"):
        ring(core_group, lead)
    with serving(lead), pytest.raises(Problem, match="not due any more"):
        name_cover(file=file, by=lead, at=at(MONDAY), clock=core_group, person=deputy)
    assert not AgreedAction.objects.filter(clock=core_group).exists()


def test_a_chase_names_the_date_that_holds_now(core_group: Clock, lead: User) -> None:
    """The page was opened before the date was reckoned again."""
    Clock.objects.filter(pk=core_group.pk).update(due_on=D(2026, 12, 31))

    ring(core_group, lead)

    assert {words for words, *_ in asked(lead)} == {CHASE.replace("30", "31")}


def test_a_chase_sent_twice_is_one(core_group: Clock, lead: User) -> None:
    key = uuid4()
    ring(core_group, lead, pk=key)
    ring(core_group, lead, pk=key)

    assert len(asked(lead)) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": D(2027, 1, 5)}, "on"),
        ({"on": D(2026, 12, 1)}, "on"),
        ({"again_on": D(2027, 1, 3)}, "again_on"),
        ({"again_on": D(2027, 4, 7)}, "again_on"),
    ],
    ids=["tomorrow", "before it began", "asked again yesterday", "asked again after months"],
)
def test_a_chase_on_a_day_that_cannot_be_is_refused(
    core_group: Clock, lead: User, wrong: dict[str, date], field: str
) -> None:
    file = core_group_file(core_group)
    with serving(lead), pytest.raises(Problem) as refused:
        record_chase(file=file, by=lead, at=at(D(2027, 1, 4)), clock=core_group, rung=rung(**wrong), pk=uuid4())

    assert refused.value.field == field
    assert not AgreedAction.objects.filter(clock=core_group).exists()


def test_what_the_school_owes_or_is_not_late_cannot_be_chased(file: CaseFile, core_group: Clock, lead: User) -> None:
    an_assessment(file, lead)
    own = Clock.objects.get(code="C09")

    for clock, on in ((own, D(2027, 1, 4)), (core_group, D(2026, 12, 20))):
        told = rung(on=on, again_on=on)
        with serving(lead), pytest.raises(Problem, match="not to be chased"):
            record_chase(file=file, by=lead, at=at(on), clock=clock, rung=told, pk=uuid4())


def test_the_designated_teacher_sees_it_but_may_not_write_what_only_leads_read(
    typed: School,
    lead: User,
    designated: User,
) -> None:
    file = in_care(typed, lead)
    clock = Clock.objects.get(code="C21")
    told = rung(on=D(2027, 1, 11), again_on=D(2027, 1, 13))
    with serving(designated), pytest.raises(Problem, match="ask the safeguarding lead"):
        record_chase(file=file, by=designated, at=at(D(2027, 1, 11)), clock=clock, rung=told, pk=uuid4())


# Settled


def test_when_the_core_group_is_held_nobody_is_asked_again(
    school: School, file: CaseFile, core_group: Clock, lead: User
) -> None:
    night(school, D(2026, 12, 31))
    held(file, lead, "CORE_GROUP", D(2027, 1, 4))

    assert asked() == [(CHASE, lead.name, D(2026, 12, 31), True)]
    night(school, D(2027, 1, 5))
    assert len(asked()) == 1


def test_minutes_that_came_are_not_chased_any_more(school: School, file: CaseFile, lead: User) -> None:
    meeting = strategy(file, lead)
    night(school, D(2026, 11, 25))
    assert AgreedAction.objects.get(clock__code="C12").done_at is None

    with serving(lead):
        now = Meeting.objects.get(pk=meeting.pk)
        note_minutes(meeting=now, by=lead, at=LATER, version=now.version, state="MINUTES_RECEIVED", on=D(2026, 11, 26))

    assert AgreedAction.objects.get(clock__code="C12").done_at == LATER


def test_a_status_that_ends_takes_its_chases_with_it(typed: School, lead: User) -> None:
    file = in_care(typed, lead)
    night(typed, D(2027, 1, 22))
    assert AgreedAction.objects.filter(clock__code__in=["C21", "C22"], done_at__isnull=True).count() == 2

    with serving(lead):
        care = StatusEpisode.objects.get(file=file, kind="LAC")
        end_episode(episode=care, by=lead, at=LATER, ended_on=D(2027, 2, 1), because="Went home")

    assert not AgreedAction.objects.filter(done_at__isnull=True).exists()


def test_a_date_that_moved_on_is_not_chased_any_more(school: School, file: CaseFile, lead: User) -> None:
    """A second discussion turned out to be the one that started the enquiries: the conference is due later."""
    strategy(file, lead)
    night(school, D(2026, 12, 15))
    assert AgreedAction.objects.get(clock__code="C13").done_at is None

    strategy(file, lead, D(2026, 12, 18))
    night(school, D(2026, 12, 16))

    assert Clock.objects.get(code="C13").due_on == D(2027, 1, 13)
    assert AgreedAction.objects.get(clock__code="C13").done_at == at(D(2026, 12, 16), 5)


# On the pages


def test_home_counts_what_is_near_and_paints_no_chase_red(school: School, core_group: Clock, lead: User) -> None:
    before = main(lead, "/", D(2027, 1, 4))
    night(school, D(2026, 12, 31))
    after = main(lead, "/", D(2027, 1, 4))

    for told in (before, after):
        assert (
            "1 due this week, 3 to chase" in told
        )  # the conference's record; the core group, a letter, a discussion's record
        assert "overdue action" not in told or "<strong>0</strong> overdue action" in told
    assert CHASE in after
    line = after[after.index(CHASE) : after.index("</li>", after.index(CHASE))]
    assert ("tag--yellow" in line, "tag--red" in line) == (True, False)


def test_what_an_hour_of_today_has_passed_is_counted_once(core_group: Clock, lead: User) -> None:
    """What others owe is to be chased, no longer due this week; what only ran out is neither."""
    day = D(2026, 12, 30)
    Clock.objects.filter(pk=core_group.pk).update(due_at=at(day, 10))
    Clock.objects.filter(code="C20.2").update(owner="PARENT", due_on=day, due_at=at(day, 10))

    with serving(lead):
        told = {hour: str(near(lead, at(day, hour))) for hour in (9, 11)}

    assert told == {9: "1 overdue, 2 due this week, 2 to chase", 11: "1 overdue, 3 to chase"}


def test_what_was_chased_is_counted_again_when_it_is_to_be_asked_again(core_group: Clock, lead: User) -> None:
    ring(core_group, lead)

    told = {day: main(lead, "/", D(2027, 1, day)) for day in (5, 6)}

    assert "2 to chase" in told[5]
    assert "3 to chase" in told[6]


def test_the_page_asks_and_tells_what_was_asked(core_group: Clock, lead: User) -> None:
    client = _at(lead, D(2027, 1, 4))
    address = f"/due/{core_group.pk}/chase/"
    with time_machine.travel(at(D(2027, 1, 4)), tick=False):
        asks = client.get(address).content.decode()
        wrong = client.post(address, {"key": uuid4()})
        given = {"key": uuid4(), "whom": "Jo Clarke", "on": "2027-01-04", "said": "On leave.", "again_on": "2027-01-06"}
        sent = client.post(address, given, follow=True).content.decode()

    assert "Ring Northmoor children’s services" in asks
    assert 'value="2027-01-06"' in asks  # two working days on
    assert wrong.status_code == 422
    for words in ("Enter who was rung", "Enter the day", "Write what they said", "Enter the day on which you will ask"):
        assert wrong.content.decode().count(words) >= 2
    assert "Chase recorded." in sent
    assert "Last rung on 4 January 2027." in sent
    assert f"{lead.name} asks again by 6 January 2027." in sent
    actions = main(lead, f"/files/{core_group_file(core_group).pk}/actions/", D(2027, 1, 10))
    assert "Rang Jo Clarke on 4 January 2027." in actions
    assert "Overdue" not in actions
    assert "Record a chase" in actions


def core_group_file(clock: Clock) -> CaseFile:
    return Meeting.objects.get(pk=clock.subject).file


def read(action: AgreedAction, by: User) -> str:
    with serving(by):
        return gate.fetch(by, AgreedAction, action.pk, to=Can.FINISH_ACTION).evidence.text


def _at(user: User, on: date) -> Client:
    client = Client()
    with time_machine.travel(at(on), tick=False):
        client.force_login(user)
    return client


def main(user: User, address: str, on: date) -> str:
    client = _at(user, on)
    with time_machine.travel(at(on), tick=False):
        answer = client.get(address)
    assert answer.status_code == 200
    text = " ".join(answer.content.decode().split())
    return text[text.index("<main") : text.index("</main>")]
