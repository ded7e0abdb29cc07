"""Whoever is kept from a concern is not handed the child's file by the decision about it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from access import policy
from access.models import ConflictWall, School, User
from access.serving import serving
from audit.models import Entry, Mention
from casework.actions.concerns import add_to_concern
from casework.actions.problem import Problem
from casework.actions.triage import Verdict, decide_concern
from casework.models import CaseFile, Concern, Triage
from people.models import Child
from tests import factories
from tests.casework.test_views_triage import answers
from tests.factories import AT
from tests.leaks.addresses import same

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(school: School) -> Child:
    return factories.child(school)


def named(child: Child, teacher: User, *kept: User) -> Concern:
    return factories.concern(child.school, teacher, child, colleagues=kept)


def at(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def decided(concern: Concern, by: User, **more: Any) -> Any:
    return at(by).post(f"/triage/{concern.pk}/", answers(decision="OPEN_FILE", **more))


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_triage_shows_who_is_kept_out_and_why(child: Child, teacher: User, lead: User, deputy: User) -> None:
    page = plain(at(lead).get(f"/triage/{named(child, teacher, deputy).pk}/"))

    assert f"Kept from this concern: {deputy.name} : Named on the concern by whoever wrote it Not kept from" in page
    assert f"Keep {deputy.name} from the child’s file as well?" in page


def test_triage_says_nothing_of_it_where_nobody_is_kept_out(child: Child, teacher: User, lead: User) -> None:
    page = plain(at(lead).get(f"/triage/{named(child, teacher).pk}/"))

    assert "Kept from this concern" not in page
    assert "from the child’s file as well?" not in page


@pytest.mark.parametrize("there", [False, True])
def test_a_decision_waits_for_the_answer_and_keeps_the_rest(
    child: Child, teacher: User, lead: User, deputy: User, there: bool
) -> None:
    if there:
        factories.file(child)
    concern = named(child, teacher, deputy)

    answer = decided(concern, lead, rationale="He is her uncle")

    assert answer.status_code == 422
    assert plain(answer).count(f"Say whether {deputy.name} is kept from the child’s file as well") == 2
    assert "He is her uncle" in plain(answer)
    assert not re.search(rf'name="keep_{deputy.pk.hex}"[^>]*checked', answer.content.decode())
    assert not Triage.objects.exists()


@pytest.mark.parametrize("there", [False, True])
def test_yes_raises_the_wall_on_the_child_in_the_same_act(
    child: Child, teacher: User, lead: User, deputy: User, there: bool
) -> None:
    if there:
        factories.file(child)
    concern = named(child, teacher, deputy)

    answer = decided(concern, lead, **{f"keep_{deputy.pk.hex}": "YES"})

    wall = ConflictWall.objects.get(subject=child.pk)
    file = CaseFile.objects.get(child=child)
    assert answer.status_code == 302
    assert (wall.user, wall.raised_by) == (deputy, lead)
    assert policy.clearance(deputy, CaseFile, file.pk) == {}
    assert policy.clearance(lead, CaseFile, file.pk) != {}
    entry = Entry.objects.get(verb="wall.raised", actor=lead, object_uuid=wall.pk)
    assert entry.scope == concern.pk
    assert list(Mention.objects.filter(entry=entry).values_list("scope", flat=True)) == [child.pk]
    assert "Kept from the child’s file as well" in plain(at(lead).get(f"/triage/{concern.pk}/"))


def test_no_needs_a_reason_and_keeps_it_beside_the_concern(
    child: Child, teacher: User, lead: User, deputy: User
) -> None:
    concern = named(child, teacher, deputy)
    no = {f"keep_{deputy.pk.hex}": "NO"}

    bare = decided(concern, lead, **no)
    done = decided(concern, lead, **no, **{f"keep_{deputy.pk.hex}_because": "Only mentioned as a witness"})

    assert (bare.status_code, done.status_code) == (422, 302)
    assert plain(bare).count(f"Say why {deputy.name} may see the child’s file") == 2
    assert not ConflictWall.objects.filter(subject=child.pk).exists()
    assert "not from the child’s file: Only mentioned as a witness" in plain(at(lead).get(f"/concerns/{concern.pk}/"))
    assert "witness" not in plain(at(teacher).get(f"/concerns/{concern.pk}/"))
    assert at(deputy).get(f"/concerns/{concern.pk}/").status_code == 404


@pytest.mark.parametrize("form", ["CSV", "PRINT"])
def test_why_a_colleague_was_not_kept_out_never_leaves_the_school(
    child: Child, teacher: User, lead: User, deputy: User, form: str
) -> None:
    concern = named(child, teacher, deputy)
    no = {f"keep_{deputy.pk.hex}": "NO", f"keep_{deputy.pk.hex}_because": "Only mentioned as a witness"}
    assert decided(concern, lead, **no).status_code == 302
    with serving(lead):
        add_to_concern(concern=Concern.objects.get(pk=concern.pk), by=lead, words="She limps.", at=AT)
    file = CaseFile.objects.get(child=child)
    told = {
        "purpose": "Conference",
        "person": "Jo",
        "role": "Chair",
        "agency": "Northmoor",
        "words": "",
        "read_it": "on",
    }

    left = at(lead).post(f"/files/{file.pk}/chronology/export/make/", told | {"form": form, "key": str(uuid4())})

    assert left.status_code == 200
    assert "She limps." in left.content.decode()
    assert "witness" not in left.content.decode()
    assert deputy.name not in left.content.decode()
    assert "witness" not in at(lead).get(f"/files/{file.pk}/chronology/").content.decode()


def test_no_decision_goes_round_the_question(child: Child, teacher: User, lead: User, deputy: User) -> None:
    concern = named(child, teacher, deputy)
    verdict = Verdict(decision="OPEN_FILE", category="PHYSICAL", rationale="Two marks.", parents_told=True)

    with serving(lead), pytest.raises(Problem) as refused:
        decide_concern(concern=concern, by=lead, verdict=verdict, version=1, at=factories.AT)

    assert refused.value.field == f"keep_{deputy.pk.hex}"
    assert not CaseFile.objects.exists()


def test_the_head_keeps_out_every_lead_when_she_decides(
    child: Child, teacher: User, lead: User, deputy: User, head: User
) -> None:
    concern = named(child, teacher, lead, deputy)

    answer = decided(concern, head, **{f"keep_{lead.pk.hex}": "YES", f"keep_{deputy.pk.hex}": "YES"})

    file = CaseFile.objects.get(child=child)
    assert answer.status_code == 302
    assert [policy.clearance(user, CaseFile, file.pk) == {} for user in (lead, deputy, head)] == [True, True, False]


ADDRESSES = ("/", "/triage/", "/files/", "/children/", "/concerns/", "/due/")


def _answers(user: User, child: Child, keys: list[Any]) -> list[tuple[int, bytes]]:
    client = at(user)
    paths = [*ADDRESSES, f"/children/{child.pk}/", f"/children/{child.pk}/file/", f"/children/{child.pk}/walls/"]
    paths += [f"/{start}/{keys[0]}/" for start in ("concerns", "triage")]
    paths += [f"/files/{keys[1]}/", f"/files/{keys[1]}/chronology/", f"/files/{keys[1]}/access/"]
    found = [client.get(path) for path in paths] + [client.post("/children/", {"words": "Hussain"})]
    masked = [same(one.content) for one in found]
    for key in keys:
        masked = [one.replace(str(key).encode(), b"") for one in masked]
    return [(one.status_code, content) for one, content in zip(found, masked, strict=True)]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("who", ["deputy", "pastoral", "teacher"])
def test_for_whoever_is_kept_out_it_is_as_if_nothing_had_been_said(
    child: Child, lead: User, head: User, there: bool, who: str, request: pytest.FixtureRequest
) -> None:
    """Two worlds: in one a concern named them, was decided on, and a file stands; in the other there is none of it."""
    kept = request.getfixturevalue(who)
    none = [factories.account(None).key, factories.account(None).key]

    nothing = transaction.savepoint()
    if there:
        factories.file(child)
    concern = named(child, head, kept)
    answer = decided(concern, lead, **{f"keep_{kept.pk.hex}": "YES"})
    hidden = _answers(kept, child, [concern.pk, CaseFile.objects.get(child=child).pk])
    transaction.savepoint_rollback(nothing)
    absent = _answers(kept, child, none)

    assert answer.status_code == 302
    assert hidden == absent
