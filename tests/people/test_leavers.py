"""Who is not in a full list: a decision of its own, once the rest is applied."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from casework.actions.files import start_episode
from casework.actions.reach import restrict_file
from jobs.runner import run_due
from people.models import Child, RollImport
from tests import factories
from tests.leaks.addresses import same
from tests.people.roll import samples
from tests.people.roll.samples import AMY, csv_bytes
from vault import keyring

pytestmark = pytest.mark.django_db

AMY_ROW = (AMY, "Okafor", "Amy", "14/03/2015", "F", "Year 6", "6A", "", "")
Applied = Callable[..., RollImport]


@pytest.fixture
def page(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def applied(page: Client) -> Applied:
    """A full list of Amy, and of `more` from with_roll, with everything applied but the leavers."""

    def applied(*, confirm: bool = True, extent: str = "full", more: int = 0, **posted: str) -> RollImport:
        pk = uuid4()
        rows = [(samples.upn(one), f"Stays{one}", "Zoe", "14/03/2015", "F", "6", "6A", "", "") for one in range(more)]
        file = SimpleUploadedFile("roll.csv", csv_bytes(samples.HEADINGS, AMY_ROW, *rows))
        page.post("/imports/new/", {"pk": pk, "file": file, "extent": extent})
        if confirm:
            page.post(f"/imports/{pk}/confirm/", posted)
            run_due(clock=timezone.now, serve=serving)
        return RollImport.objects.get(pk=pk)

    return applied


def leavers(page: Client, one: RollImport) -> str:
    return page.get(f"/imports/{one.pk}/leavers/").content.decode()


def choose(page: Client, one: RollImport, *children: Child, whom: str = "these") -> HttpResponse:
    """The first word: whom? Nothing is marked by it."""
    return page.post(f"/imports/{one.pk}/leavers/", {"whom": whom, "leaver": [str(child.pk) for child in children]})


def mark(page: Client, one: RollImport, *children: Child, **more: str) -> HttpResponse:
    """The second word, on the page that names them."""
    return page.post(f"/imports/{one.pk}/leavers/", {"mark": [str(child.pk) for child in children]} | more)


def ticked(text: str) -> list[str]:
    return re.findall(r'name="leaver" value="([0-9a-f-]+)"[^>]* checked', text)


def statuses(*children: Child) -> list[str]:
    found = dict(Child.objects.values_list("pk", "status"))
    return [found[child.pk] for child in children]


def with_roll(school: School, number: int) -> None:
    """So many more pupils on roll, whom the list names as well."""
    for one in range(number):
        factories.child(school, f"Stays{one}", "Zoe", upn=samples.upn(one), year=6, form="6A", born_on="2015-03-14")


def test_applying_marks_nobody_as_having_left_whatever_is_sent(page: Client, applied: Applied, school: School) -> None:
    child = factories.child(school)

    started = applied(confirm_leavers="on")

    child.refresh_from_db()
    assert (started.status, started.counts["left"], child.status) == ("APPLIED", 1, "ON_ROLL")
    assert f"/imports/{started.pk}/leavers/" in page.get(f"/imports/{started.pk}/").content.decode()


def test_the_second_page_names_those_who_are_not_in_the_file_and_marks_nobody(
    page: Client, applied: Applied, school: School
) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied()
    text = leavers(page, started)

    check = choose(page, started, *gone).content.decode()

    assert "2 of 3 pupils on roll are not in the file." in text
    assert ("Gone0" in text, "Gone1" in text, "Okafor" in text) == (True, True, False)
    assert re.findall(r"Mark [^<]*having left", text) == []
    assert re.findall(r"Mark [^<]*having left", check) == ["Mark these 2 pupils as having left"]
    assert statuses(*gone) == ["ON_ROLL", "ON_ROLL"]


def test_the_third_marks_those_it_names(page: Client, applied: Applied, school: School) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied()

    answer = mark(page, started, *gone, sure="2 of 3")

    assert answer.headers["Location"] == f"/imports/{started.pk}/"
    found = Child.objects.filter(pk__in=[child.pk for child in gone]).values_list("status", "left_on")
    assert list(found) == [("LEFT", timezone.localdate())] * 2
    shown = page.get(f"/imports/{started.pk}/").content.decode()
    assert "2 pupils not in the file were marked as having left" in shown
    assert page.get(f"/imports/{started.pk}/leavers/").status_code == 302


def test_whoever_is_not_ticked_stays_proposed(page: Client, applied: Applied, school: School) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(3)]
    started = applied()

    mark(page, started, gone[0], gone[1], sure="2 of 4")
    text, shown = leavers(page, started), page.get(f"/imports/{started.pk}/?show=left").content.decode()
    report = page.get(f"/imports/{started.pk}/report.csv").content.decode()

    assert statuses(*gone) == ["LEFT", "LEFT", "ON_ROLL"]
    assert ("Gone2" in text, "Gone0" in text, "1 of 2 pupils on roll is not in the file." in text) == (
        True,
        False,
        True,
    )
    assert "2 of the 3 pupils not in the file were marked as having left; the others were left as they are." in shown
    assert f"/imports/{started.pk}/leavers/" in shown
    said = re.findall(r'govuk-tag--yellow">(Left|Not in the list)<', shown)
    assert sorted(said) == ["Left", "Left", "Not in the list"]
    assert sorted(line.split(",")[1] for line in report.splitlines() if "Gone" in line) == [
        "Left",
        "Left",
        "Not in the list",
    ]
    mark(page, started, gone[2], sure="3 of 4")
    assert "3 pupils not in the file were marked as having left" in page.get(f"/imports/{started.pk}/").content.decode()


def test_all_and_none_are_chosen_without_a_script(page: Client, applied: Applied, school: School) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied()

    everybody = choose(page, started, whom="all").content.decode()
    nobody = choose(page, started, gone[0], whom="none")
    neither = choose(page, started)

    assert sorted(re.findall(r'name="mark" value="([0-9a-f-]+)"', everybody)) == sorted(str(one.pk) for one in gone)
    assert (nobody.status_code, nobody.headers["Location"]) == (302, f"/imports/{started.pk}/")
    assert (neither.status_code, "Tick the pupils who have left" in neither.content.decode()) == (422, True)
    assert statuses(*gone) == ["ON_ROLL", "ON_ROLL"]


def test_what_was_ticked_stays_ticked_beside_an_error(page: Client, applied: Applied, school: School) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied()

    answer = choose(page, started, gone[1], whom="")

    assert answer.status_code == 422
    assert ticked(answer.content.decode()) == [str(gone[1].pk)]


def test_more_than_a_fifth_of_the_roll_is_warned_of_and_said_twice(
    page: Client, applied: Applied, school: School
) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied()

    text, check = leavers(page, started), choose(page, started, *gone).content.decode()
    unsaid, other = mark(page, started, *gone), mark(page, started, *gone, sure="1 of 3")

    assert "more than a fifth of the roll" in text
    assert ticked(text) == []
    assert ("more than a fifth of the roll" in check, "Yes, 2 of 3 pupils have left" in check) == (True, True)
    assert [answer.status_code for answer in (unsaid, other)] == [422, 422]
    assert "Tick the box if 2 of 3 pupils have left" in unsaid.content.decode()
    assert statuses(*gone) == ["ON_ROLL", "ON_ROLL"]


def test_a_fifth_of_the_roll_is_ticked_beforehand_and_said_once(page: Client, applied: Applied, school: School) -> None:
    with_roll(school, 7)
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied(more=7)

    text, check = leavers(page, started), choose(page, started, *gone).content.decode()

    assert "2 of 10 pupils on roll are not in the file." in text
    assert sorted(ticked(text)) == sorted(str(one.pk) for one in gone)
    assert ("fifth" in text, "fifth" in check, 'name="sure"' in check) == (False, False, False)
    assert mark(page, started, *gone).status_code == 302
    assert statuses(*gone) == ["LEFT", "LEFT"]


def test_a_fifth_is_counted_with_those_marked_before(page: Client, applied: Applied, school: School) -> None:
    with_roll(school, 6)
    gone = [factories.child(school, f"Gone{number}") for number in range(3)]
    started = applied(more=6)

    first, second = mark(page, started, gone[0], gone[1]), mark(page, started, gone[2])

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Yes, 3 of 10 pupils have left" in second.content.decode()
    assert statuses(*gone) == ["LEFT", "LEFT", "ON_ROLL"]


def test_those_to_ask_about_stand_first_and_only_for_who_may_know(
    page: Client, applied: Applied, school: School, lead: User, deputy: User, head: User
) -> None:
    with_roll(school, 24)
    factories.child(school, "Plain")
    factories.child(school, "Cared", looked_after=True)
    factories.file(factories.child(school, "Filed"), by=lead)
    factories.file(factories.child(school, "Hidden"), by=lead, restricted_to=(head,))
    factories.wall(lead, factories.child(school, "Walled", looked_after=True))
    started = applied(more=24)

    text = leavers(page, started)
    names = re.findall(r"Maya (Plain|Cared|Filed|Hidden|Walled)</bdi>", text)

    assert (set(names[:2]), set(names[2:])) == ({"Cared", "Filed"}, {"Plain", "Hidden", "Walled"})
    assert {name_of(one) for one in ticked(text)} == {"Plain", "Hidden", "Walled"}
    assert (text.count("Has an open file"), text.count(">Looked after, now or before<")) == (1, 1)
    page.force_login(deputy)
    assert leavers(page, started).count(">Looked after, now or before<") == 2


def name_of(pk: str) -> str:
    child = Child.objects.get(pk=pk)
    with factories.console_at(child.school), keyring.opened():
        keyring.unlock(child.school_id, child.school_id, "DIRECTORY", 1)
        return child.who.surname


@pytest.mark.parametrize("listed", [True, False])
def test_a_hidden_file_makes_no_difference(
    page: Client, applied: Applied, school: School, lead: User, deputy: User, listed: bool
) -> None:
    """Two worlds: a child whom the list said to be in care, or not; then with a hidden file that says so too."""
    with_roll(school, 9)
    child = factories.child(school, "Gone", looked_after=listed, listed_in_care=listed)
    started = applied(more=9)
    before = same(page.get(f"/imports/{started.pk}/leavers/").content)

    file = factories.file(child, by=deputy)
    with serving(deputy):
        words = {"authority": "Northmoor", "basis": "Section 20", "review_on": None}
        start_episode(file=file, by=deputy, at=factories.AT, kind="LAC", started_on=factories.AT.date(), **words)
        restrict_file(file=file, by=deputy, at=factories.AT, version=file.version, people=[deputy], reason="A relation")
    after = same(page.get(f"/imports/{started.pk}/leavers/").content)
    check = choose(page, started, child)

    assert before == after
    assert (b">Looked after, now or before<" in after, ticked(after.decode())) == (
        listed,
        [] if listed else [str(child.pk)],
    )
    assert check.status_code == 200
    page.force_login(deputy)
    assert "Has an open file" in leavers(page, started)


def test_a_child_whom_a_list_brought_as_looked_after_is_known_to_be_so(page: Client, school: School) -> None:
    pk = uuid4()
    content = samples.ctf(samples.ctf_pupil(AMY, more="<LookedAfter><InCare>true</InCare></LookedAfter>"))
    page.post("/imports/new/", {"pk": pk, "file": SimpleUploadedFile("a.xml", content), "extent": "part"})
    page.post(f"/imports/{pk}/confirm/")
    run_due(clock=timezone.now, serve=serving)

    assert list(Child.objects.values_list("looked_after", "listed_in_care")) == [(True, True)]


def test_nobody_is_marked_who_is_not_proposed(page: Client, applied: Applied, school: School) -> None:
    first, second = (factories.child(school, f"Gone{number}") for number in range(2))
    started = applied()
    with factories.console_at(school):
        first.status = Child.Status.LEFT
        first.save()

    answer = mark(page, started, first, second, sure="2 of 3")

    assert (answer.status_code, statuses(second)) == (409, ["ON_ROLL"])
    text = answer.content.decode()
    assert ("changed while you were looking" in text, "1 of 2 pupils on roll is not in" in text) == (True, True)
    stays = Child.objects.exclude(pk__in=[first.pk, second.pk]).get()
    assert mark(page, started, stays, sure="1 of 2").status_code == 409
    assert [choose(page, started, one).status_code for one in (first, stays, second)] == [409, 409, 200]
    assert statuses(stays, second) == ["ON_ROLL", "ON_ROLL"]


def test_a_later_list_takes_the_question_away(page: Client, applied: Applied, school: School) -> None:
    child = factories.child(school)
    earlier = applied()
    applied(extent="part")

    answer = mark(page, earlier, child, sure="1 of 2")

    child.refresh_from_db()
    assert (answer.status_code, child.status) == (302, "ON_ROLL")


@pytest.mark.parametrize("confirm", [True, False])
def test_there_is_no_second_page_before_the_first_or_for_part_of_the_pupils(
    page: Client, applied: Applied, school: School, confirm: bool
) -> None:
    factories.child(school)
    started = applied(confirm=confirm, extent="part" if confirm else "full")

    answer = page.get(f"/imports/{started.pk}/leavers/")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/imports/{started.pk}/")


@pytest.mark.parametrize("who", ["teacher", "pastoral", "head", "technical", "stranger"])
def test_the_second_page_is_not_there_for_others(
    page: Client, applied: Applied, school: School, who: str, request: pytest.FixtureRequest
) -> None:
    child = factories.child(school)
    started = applied()
    page.force_login(request.getfixturevalue(who))

    answers = [page.get(f"/imports/{started.pk}/leavers/"), choose(page, started, child), mark(page, started, child)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert statuses(child) == ["ON_ROLL"]
