"""Who has looked at a file: from the log, newest first, for those who may know who can see it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from access.models import School, User
from access.serving import serving
from audit.models import Entry, Mention
from casework.actions.moving import move_concern
from casework.actions.reach import restrict_file
from casework.actions.walls import raise_wall
from casework.models import CaseFile, Concern
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
ROW = re.compile(r'data-label="(?:When|Who|What)">(.*?)</td>')


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


def _at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _rows(user: User, file: CaseFile, more: str = "") -> list[list[str]]:
    page = _at(user).get(f"/files/{file.pk}/access/looks/{more}").content.decode()
    found = [re.sub("<[^>]+>", "", cell).strip() for cell in ROW.findall(page)]
    return [found[place : place + 3] for place in range(0, len(found), 3)]


def test_file_looks_says_who_did_what_and_when(file: CaseFile, lead: User, deputy: User, pastoral: User) -> None:
    deeds = [
        (deputy, f"/files/{file.pk}/"),
        (pastoral, f"/files/{file.pk}/access/"),
        (deputy, "/files/"),
    ]
    for minutes, (who, path) in enumerate(deeds):
        with time_machine.travel(AT + timedelta(minutes=minutes), tick=False):
            _at(who).get(path)

    with time_machine.travel(AT + timedelta(minutes=9), tick=False):
        rows = _rows(lead, file)

    assert rows[:4] == [
        ["16 November 2026 at 08:59", lead.name, "Opened: case file"],
        ["16 November 2026 at 08:52", deputy.name, "Was shown it in a list, or beside another record"],
        ["16 November 2026 at 08:51", pastoral.name, "Was refused: case file Refused"],
        ["16 November 2026 at 08:50", deputy.name, "Opened: case file"],
    ]


def test_file_looks_tells_nothing_of_a_concern_that_is_hidden(
    school: School, file: CaseFile, lead: User, deputy: User, teacher: User
) -> None:
    """A concern that names a lead: a colleague decides on it, and the file is shown beside it."""
    concern = factories.concern(school, teacher, file.child, colleagues=(lead,))
    _at(deputy).get(f"/triage/{concern.pk}/")

    rows = _rows(lead, file)

    assert [what for _, _, what in rows if "oncern" in what] == []
    assert [who for _, who, what in rows if what.startswith("Was shown it")] == [deputy.name]


def test_file_looks_turns_its_pages_both_ways(file: CaseFile, lead: User) -> None:
    for _ in range(30):
        _at(lead).get(f"/files/{file.pk}/")
    client = _at(lead)

    first = client.get(f"/files/{file.pk}/access/looks/")
    second = client.get(f"/files/{file.pk}/access/looks/{first.context['older']}")
    back = client.get(f"/files/{file.pk}/access/looks/{second.context['newer']}")

    assert (first.context["newer"], second.context["older"]) == ("", "")
    assert [len(page.context["looks"].shown) for page in (first, second, back)] == [25, 6, 25]
    assert back.context["looks"].shown == first.context["looks"].shown


@pytest.mark.parametrize("more", ["?before=nonsense", "?before=99999999999999999999", "?after=-1", "?before=٣"])
def test_file_looks_begins_anew_on_a_broken_address(file: CaseFile, lead: User, more: str) -> None:
    assert _rows(lead, file, more)[0][2] == "Opened: case file"


def test_file_looks_is_not_for_a_pastoral_officer(file: CaseFile, pastoral: User) -> None:
    assert _at(pastoral).get(f"/files/{file.pk}/access/looks/").status_code == 403


FROM = "Moved a concern away from here: it is about another child"
TO = "Moved a concern to here: it was filed under another child"
BESIDE = "Was shown it in a list, or beside another record"


def _moved(
    school: School, file: CaseFile, teacher: User, lead: User, *, filed: bool = True
) -> tuple[Concern, CaseFile]:
    right = factories.child(school, "Jones", "Tyler")
    concern = factories.concern(school, teacher, file.child)
    other = None if filed else factories.file(right)
    if filed:
        factories.decision(concern, lead, decision="LINK")
    with serving(lead):
        now = Concern.objects.get(pk=concern.pk)
        move_concern(concern=now, by=lead, to_child=right, reason="Two girls", at=AT)
    return concern, other or CaseFile.objects.get(child=right)


@pytest.mark.parametrize("filed", [True, False])
def test_file_looks_says_that_a_concern_was_moved_from_here_and_to_here(
    school: School, file: CaseFile, lead: User, teacher: User, filed: bool
) -> None:
    concern, other = _moved(school, file, teacher, lead, filed=filed)

    away, here = _rows(lead, file), _rows(lead, other)

    entry = Entry.objects.get(verb="concern.moved", scope=concern.pk)
    assert set(Mention.objects.filter(entry=entry).values_list("scope", flat=True)) == {file.pk, other.pk}
    assert [who for _, who, what in away if what == FROM] == [lead.name]
    assert [who for _, who, what in here if what == TO] == [lead.name]
    assert (FROM in str(here), TO in str(away)) == (False, False)
    assert "Jones" not in str(away)
    assert "Hussain" not in str(here)


def test_file_looks_tells_whom_a_wall_keeps_out_nothing_of_a_move(
    school: School, file: CaseFile, lead: User, deputy: User, teacher: User
) -> None:
    concern, other = _moved(school, file, teacher, lead)
    with serving(lead):
        raise_wall(subject=concern, by=lead, at=AT, person=deputy, reason="Her cousin")

    rows = _rows(deputy, file) + _rows(deputy, other)

    assert [what for _, _, what in rows if "oncern" in what] == []


def test_file_looks_tells_of_a_move_here_only_to_whoever_reaches_the_concern(
    school: School, file: CaseFile, lead: User, deputy: User, teacher: User
) -> None:
    """It went on to a child whose file is restricted: on the first file stands what its timeline tells as well."""
    right = factories.child(school, "Jones", "Tyler")
    hidden = factories.file(right)
    with serving(lead):
        restrict_file(file=hidden, by=lead, at=AT, version=1, people=[lead], reason="Staff child")
    concern = factories.concern(school, teacher, file.child)
    factories.decision(concern, lead, decision="LINK")
    with serving(lead):
        now = Concern.objects.get(pk=concern.pk)
        move_concern(concern=now, by=lead, to_child=right, reason="Two girls", at=AT)

    assert [what for _, _, what in _rows(deputy, file) if "oncern" in what] == [FROM]
    assert [what for _, _, what in _rows(lead, hidden) if what == TO] == [TO]
    assert _at(deputy).get(f"/files/{hidden.pk}/access/looks/").status_code == 404


def test_file_looks_says_that_a_concern_of_the_child_was_opened(
    school: School, file: CaseFile, lead: User, deputy: User, teacher: User
) -> None:
    concern = factories.concern(school, teacher, file.child)
    of_another = factories.concern(school, teacher, factories.child(school, "Jones", "Tyler"))
    _at(deputy).get(f"/triage/{concern.pk}/")
    _at(teacher).get(f"/concerns/{concern.pk}/")
    _at(deputy).get(f"/concerns/{of_another.pk}/")

    rows = _rows(lead, file)

    assert [(who, what) for _, who, what in rows if "oncern" in what] == [
        (teacher.name, "Opened: concern"),
        (deputy.name, "Opened: concern"),
    ]
    assert BESIDE not in str(rows)


@pytest.mark.parametrize("looks", [1, 9])
def test_file_looks_takes_the_same_queries_for_any_number(
    file: CaseFile, lead: User, looks: int, django_assert_num_queries
) -> None:
    client = _at(lead)
    for _ in range(looks):
        client.get(f"/files/{file.pk}/access/looks/")

    with django_assert_num_queries(LOOKS):
        client.get(f"/files/{file.pk}/access/looks/")


LOOKS = 15
