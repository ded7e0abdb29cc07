"""A decision needs its reasons, what it puts on the file follows in the same act, and each step stands in the log."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from access import gate, policy
from access.models import School, User
from access.reach import Because
from access.roles import Audience, Can, Role
from access.serving import serving
from audit.models import Entry
from casework.actions.concerns import add_to_concern
from casework.actions.cover import settle
from casework.actions.moving import move_concern
from casework.actions.problem import Problem, Stale
from casework.actions.reach import restrict_file
from casework.actions.triage import Verdict, acknowledge_concern, close_concern, decide_concern, give_feedback
from casework.models import AgreedAction, CaseFile, Concern, ConcernMove, Notice, StatusEpisode, Triage
from casework.states import WrongState
from jobs.models import Job
from jobs.runner import run_due
from people.models import Child
from tests import factories
from tests.leaks.addresses import same

pytestmark = pytest.mark.django_db
AT = factories.AT + timedelta(hours=2)


def verdict(decision: str, **more) -> Verdict:
    given = {"category": "PHYSICAL", "rationale": "Two marks in a week.", "parents_told": True} | more
    return Verdict(decision=decision, **given)


@pytest.fixture
def concern(school: School, teacher: User) -> Concern:
    return factories.concern(school, teacher, factories.child(school))


def decide(concern: Concern, by: User, verdict: Verdict) -> Triage:
    with serving(by):
        now = Concern.objects.get(pk=concern.pk)
        return decide_concern(concern=now, by=by, verdict=verdict, version=now.version, at=AT)


def test_acknowledge_says_who_and_when_once(concern: Concern, lead: User, deputy: User) -> None:
    for person in (lead, deputy):
        with serving(person):
            acknowledge_concern(concern=concern, by=person, at=AT)

    concern.refresh_from_db()
    assert (concern.state, concern.acknowledged_by, concern.acknowledged_at) == ("ACKNOWLEDGED", lead, AT)


@pytest.mark.parametrize("who", ["teacher", "pastoral", "designated", "head", "auditor", "technical", "stranger"])
def test_nobody_else_decides(concern: Concern, who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)

    with serving(user), pytest.raises(gate.Refused):
        decide_concern(concern=concern, by=user, verdict=verdict("NO_ACTION"), version=1, at=AT)

    assert not Triage.objects.exists()


@pytest.mark.parametrize("decision", ["LINK", "OPEN_FILE", "MONITOR", "REFER", "NO_ACTION"])
def test_no_decision_without_its_reasons(concern: Concern, lead: User, decision: str) -> None:
    with pytest.raises(Problem) as refused:
        decide(concern, lead, verdict(decision, rationale="  "))

    assert refused.value.field == "rationale"
    concern.refresh_from_db()
    assert concern.state == "SUBMITTED"


def test_no_decision_without_parents_told_or_why_not(concern: Concern, lead: User) -> None:
    with pytest.raises(Problem) as refused:
        decide(concern, lead, verdict("NO_ACTION", parents_told=False))

    assert refused.value.field == "not_told_because"


def test_no_action_opens_no_file(concern: Concern, lead: User) -> None:
    triage = decide(concern, lead, verdict("NO_ACTION"))

    concern.refresh_from_db()
    assert (triage.decision, concern.state, concern.file) == ("NO_ACTION", "TRIAGED", None)
    assert concern.acknowledged_by == lead
    assert not CaseFile.objects.exists()


def test_refer_agrees_to_make_the_referral_today(concern: Concern, lead: User) -> None:
    decide(concern, lead, verdict("REFER", parents_told=False, not_told_because="RISK"))

    action = AgreedAction.objects.get()
    assert (action.owner, action.due_on, action.concern) == (lead, timezone.localdate(AT), concern)
    with serving(lead):
        gate.fetch(lead, CaseFile, action.file_id, to=Can.READ_FILE)
        assert action.words.text == "Make the referral"
    concern.refresh_from_db()
    assert concern.file == action.file == CaseFile.objects.get(child=concern.child)
    with serving(lead):
        gate.fetch(lead, Concern, concern.pk, to=Can.READ_CONCERN)
        assert concern.words.text == "There is a mark on the left arm."  # nothing was sealed again


def test_monitor_starts_one_watch_and_reviews_it_the_next_time(
    school: School, concern: Concern, lead: User, teacher: User
) -> None:
    first, later = timezone.localdate(AT) + timedelta(days=14), timezone.localdate(AT) + timedelta(days=28)
    again = factories.concern(school, teacher, concern.child)

    decide(concern, lead, verdict("MONITOR", review_on=first))
    decide(again, lead, verdict("MONITOR", review_on=later))

    assert StatusEpisode.objects.get(kind="MONITOR").review_on == later


@pytest.mark.parametrize("days", [None, 0, 43])
def test_monitor_is_reviewed_within_six_weeks(concern: Concern, lead: User, days: int | None) -> None:
    review_on = None if days is None else timezone.localdate(AT) + timedelta(days=days)

    with pytest.raises(Problem) as refused:
        decide(concern, lead, verdict("MONITOR", review_on=review_on))

    assert refused.value.field == "review_on"
    assert not CaseFile.objects.exists()


def test_a_file_needs_a_named_child(school: School, teacher: User, lead: User) -> None:
    concern = factories.concern(school, teacher, None, words={"child_described": "Red coat"})

    with pytest.raises(Problem) as refused:
        decide(concern, lead, verdict("OPEN_FILE"))

    assert refused.value.field == "decision"


def test_the_same_decision_pressed_twice_is_made_once(concern: Concern, lead: User) -> None:
    same = verdict("REFER", key=factories.account(None).key)
    with serving(lead):
        for _ in range(2):
            decide_concern(concern=concern, by=lead, verdict=same, version=1, at=AT)

    assert Triage.objects.count() == AgreedAction.objects.count() == 1


def test_two_leads_at_once_do_not_overwrite_each_other(concern: Concern, lead: User, deputy: User) -> None:
    decide(concern, lead, verdict("NO_ACTION"))

    with serving(deputy), pytest.raises(Stale):
        decide_concern(concern=concern, by=deputy, verdict=verdict("REFER"), version=1, at=AT)


def test_closing_needs_feedback_first(concern: Concern, lead: User) -> None:
    decide(concern, lead, verdict("NO_ACTION"))

    with serving(lead):
        with pytest.raises(WrongState):
            close_concern(concern=concern, by=lead, at=AT)
        give_feedback(concern=concern, by=lead, said="RECEIVED", at=AT)
        closed = close_concern(concern=concern, by=lead, at=AT)

    assert (closed.state, closed.closed_at) == ("CLOSED", AT)


def test_an_addition_opens_a_closed_concern_again(concern: Concern, teacher: User, lead: User) -> None:
    decide(concern, lead, verdict("NO_ACTION", said="RECEIVED", close=True))

    with serving(teacher):
        add_to_concern(concern=concern, by=teacher, words="Again.", at=AT)

    concern.refresh_from_db()
    assert (concern.state, concern.closed_at) == ("ACKNOWLEDGED", None)


def test_moving_keeps_author_times_and_words_and_leaves_a_stub(
    school: School, concern: Concern, teacher: User, lead: User
) -> None:
    right = factories.child(school, "Hussain", "Mia")
    decide(concern, lead, verdict("OPEN_FILE"))
    wrong_file = CaseFile.objects.get()

    with serving(lead):
        now = Concern.objects.get(pk=concern.pk)
        move_concern(concern=now, by=lead, to_child=right, reason="Two girls of one name", at=AT)

    moved = Concern.objects.get(pk=concern.pk)
    assert (moved.child, moved.reporter, moved.written_at) == (right, teacher, factories.AT)
    assert moved.file == CaseFile.objects.get(child=right)
    assert list(wrong_file.concerns.all()) == []
    stub = ConcernMove.objects.get(from_file=wrong_file)
    assert (stub.from_child, stub.to_child) == (concern.child, right)
    assert "Two girls" not in str(stub.reason)
    with serving(lead):
        gate.fetch(lead, Concern, concern.pk, to=Can.READ_CONCERN)
        assert moved.words.text == "There is a mark on the left arm."
    verbs = Entry.objects.filter(object_uuid=concern.pk).values_list("verb", flat=True)
    assert "concern.logged" in verbs
    assert Entry.objects.filter(verb="concern.moved", scope=concern.pk).count() == 1


def test_moving_takes_what_was_agreed_along(school: School, concern: Concern, lead: User) -> None:
    right = factories.child(school, "Hussain", "Mia")
    decide(concern, lead, verdict("REFER"))

    with serving(lead):
        move_concern(concern=Concern.objects.get(pk=concern.pk), by=lead, to_child=right, reason="Wrong girl", at=AT)

    left = AgreedAction.objects.get(done_at__isnull=True)
    assert left.file == CaseFile.objects.get(child=right)
    assert AgreedAction.objects.filter(done_at__isnull=False).count() == 1


def test_moving_to_a_child_from_whom_every_lead_is_walled_gives_the_head_cover(
    school: School, concern: Concern, lead: User, head: User
) -> None:
    right = factories.child(school, "Hussain", "Mia")
    factories.wall(lead, right)

    with serving(lead):
        move_concern(concern=concern, by=lead, to_child=right, reason="Wrong girl", at=AT)

    assert concern.person_reach.get(user=head).because == Because.COVER
    with serving(lead):
        assert policy.clearance(lead, Concern, concern.pk) == {}
    with serving(head):
        assert Audience.SAFEGUARDING in policy.clearance(head, Concern, concern.pk)


def test_moving_needs_a_reason_and_another_child(school: School, concern: Concern, lead: User) -> None:
    right = factories.child(school, "Hussain", "Mia")

    with serving(lead):
        with pytest.raises(Problem) as same:
            move_concern(concern=concern, by=lead, to_child=concern.child, reason="x", at=AT)
        with pytest.raises(Problem) as silent:
            move_concern(concern=concern, by=lead, to_child=right, reason=" ", at=AT)

    assert (same.value.field, silent.value.field) == ("child_name", "reason")


# A child whose restricted file is not for this lead: the same as a child without one


@pytest.fixture
def hidden(school: School, deputy: User) -> Child:
    child = factories.child(school, "Hussain", "Mia")
    file = factories.file(child)
    with serving(deputy):
        restrict_file(file=file, by=deputy, at=AT, version=1, people=[deputy], reason="Staff child")
    return child


@pytest.mark.parametrize("decision", ["OPEN_FILE", "MONITOR", "REFER", "NO_ACTION"])
def test_an_unlisted_concern_is_triaged_alike_whatever_file_is_hidden(
    school: School, lead: User, teacher: User, hidden: Child, decision: str
) -> None:
    client, worlds = Client(headers={"host": "localhost"}), []
    client.force_login(lead)
    for child in (hidden, factories.child(school, "Hussain", "Mia")):
        concern = factories.concern(school, teacher, None, words={"child_described": "Red coat"})
        page = f"/triage/{concern.pk}/"
        move = {"child_name": "Mia Hussain", "child": child.pk, "child_was": "Mia Hussain", "reason": "Found her"}
        steps = [client.post(f"{page}move/", move, follow=True), client.get(page)]
        answers = {"version": "2", "key": uuid4(), "decision": decision, "category": "NEGLECT"}
        answers |= {"rationale": "Twice this week.", "parents_told": "YES"}
        answers |= {"review_on": timezone.localdate() + timedelta(days=14)} if decision == "MONITOR" else {}
        steps.append(client.post(page, answers, follow=True))
        told = {"said": "RECEIVED", "close": "on"}
        steps += [client.get(page), client.post(f"{page}feedback/", told, follow=True)]
        keys = (concern.pk, child.pk, concern.reference)
        worlds.append([(step.status_code, _without(step.content, *keys)) for step in steps])
        assert Triage.objects.get(concern=concern).decision == decision

    assert [status for status, _ in worlds[0]] == [200] * 5
    assert worlds[0] == worlds[1]


def test_a_decision_about_a_child_with_a_hidden_file_reaches_those_named(
    school: School, lead: User, deputy: User, teacher: User, hidden: Child
) -> None:
    concern = factories.concern(school, teacher, None, words={"child_described": "Red coat"})
    with serving(lead):
        move_concern(concern=concern, by=lead, to_child=hidden, reason="Found her", at=AT)
    Job.objects.update(done_at=AT)

    decide(concern, lead, verdict("REFER"))

    concern.refresh_from_db()
    assert concern.file == CaseFile.objects.get(child=hidden)
    assert Audience.SAFEGUARDING in policy.clearance(deputy, Concern, concern.pk)
    run_due(clock=lambda: AT, serve=serving)
    assert list(Notice.objects.filter(concern=concern).values_list("recipient", flat=True)) == [deputy.pk]
    assert policy.clearance(lead, CaseFile, concern.file.pk) == {}


def test_who_found_out_which_child_it_is_keeps_it_until_she_leads_no_more(
    school: School, lead: User, deputy: User, teacher: User, hidden: Child
) -> None:
    other = factories.person(school, Role.DSL)
    concern = factories.concern(school, teacher, None, words={"child_described": "Red coat"})
    with serving(lead):
        move_concern(concern=concern, by=lead, to_child=hidden, reason="Found her", at=AT)

    assert Audience.SAFEGUARDING in policy.clearance(lead, Concern, concern.pk)
    assert policy.clearance(other, Concern, concern.pk) == {}
    factories.wall(lead, hidden)
    with serving(deputy):
        settle(Concern.objects.get(pk=concern.pk), at=AT)
    assert policy.clearance(lead, Concern, concern.pk) == {}


def _without(content: bytes, *keys: object) -> bytes:
    for key in keys:
        content = content.replace(str(key).encode(), b"")
    return re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}", b"", same(content))
