"""Who is not in a full list: a decision of its own, once the rest is applied."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from jobs.runner import run_due
from people.models import Child, RollImport
from tests import factories
from tests.people.roll import samples
from tests.people.roll.samples import AMY, csv_bytes

pytestmark = pytest.mark.django_db

AMY_ROW = (AMY, "Okafor", "Amy", "14/03/2015", "F", "Year 6", "6A", "", "")
Applied = Callable[..., RollImport]


@pytest.fixture
def page(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def applied(page: Client) -> Applied:
    """A full list of Amy alone, with everything applied but the leavers."""

    def applied(*, confirm: bool = True, extent: str = "full", **posted: str) -> RollImport:
        pk = uuid4()
        file = SimpleUploadedFile("roll.csv", csv_bytes(samples.HEADINGS, AMY_ROW))
        page.post("/imports/new/", {"pk": pk, "file": file, "extent": extent})
        if confirm:
            page.post(f"/imports/{pk}/confirm/", posted)
            run_due(clock=timezone.now, serve=serving)
        return RollImport.objects.get(pk=pk)

    return applied


def leavers(page: Client, one: RollImport) -> str:
    return page.get(f"/imports/{one.pk}/leavers/").content.decode()


def listed(text: str) -> dict[str, str]:
    return {"listed": re.findall(r'name="listed" value="(\w+)"', text)[0]}


def test_applying_marks_nobody_as_having_left_whatever_is_sent(page: Client, applied: Applied, school: School) -> None:
    child = factories.child(school)

    started = applied(confirm_leavers="on")

    child.refresh_from_db()
    assert (started.status, started.counts["left"], child.status) == ("APPLIED", 1, "ON_ROLL")
    assert f"/imports/{started.pk}/leavers/" in page.get(f"/imports/{started.pk}/").content.decode()


def test_the_second_page_says_how_many_of_how_many_and_its_button_marks_them(
    page: Client, applied: Applied, school: School
) -> None:
    gone = [factories.child(school, f"Gone{number}") for number in range(2)]
    started = applied()
    text = leavers(page, started)

    answer = page.post(f"/imports/{started.pk}/leavers/", listed(text))

    assert "2 of 3 pupils on roll would leave." in text
    assert ("Gone0" in text, "Gone1" in text, "Okafor" in text) == (True, True, False)
    assert answer.headers["Location"] == f"/imports/{started.pk}/"
    found = Child.objects.filter(pk__in=[child.pk for child in gone]).values_list("status", "left_on")
    assert list(found) == [("LEFT", timezone.localdate())] * 2
    shown = page.get(f"/imports/{started.pk}/").content.decode()
    assert "2 pupils not in the file were marked as having left" in shown
    assert page.get(f"/imports/{started.pk}/leavers/").status_code == 302


def test_those_to_ask_about_stand_first_and_only_for_who_may_know(
    page: Client, applied: Applied, school: School, lead: User, deputy: User, head: User
) -> None:
    factories.child(school, "Plain")
    factories.child(school, "Cared", looked_after=True)
    factories.file(factories.child(school, "Filed"), by=lead)
    factories.file(factories.child(school, "Hidden"), by=lead, restricted_to=(head,))
    factories.wall(lead, factories.child(school, "Walled", looked_after=True))
    started = applied()

    text = leavers(page, started)
    names = re.findall(r"Maya (Plain|Cared|Filed|Hidden|Walled)", text)

    assert (set(names[:2]), set(names[2:])) == ({"Cared", "Filed"}, {"Plain", "Hidden", "Walled"})
    assert (text.count("Has an open file"), text.count(">Looked after, now or before<")) == (1, 1)
    page.force_login(deputy)
    assert leavers(page, started).count(">Looked after, now or before<") == 2


def test_nobody_is_marked_who_was_not_shown(page: Client, applied: Applied, school: School) -> None:
    first, second = (factories.child(school, f"Gone{number}") for number in range(2))
    started = applied()
    shown = listed(leavers(page, started))
    with factories.console_at(school):
        first.status = Child.Status.LEFT
        first.save()

    answer = page.post(f"/imports/{started.pk}/leavers/", shown)

    second.refresh_from_db()
    assert (answer.status_code, second.status) == (409, "ON_ROLL")
    text = answer.content.decode()
    assert ("changed while you were looking" in text, "1 of 2 pupils on roll would leave" in text) == (True, True)


def test_a_later_list_takes_the_question_away(page: Client, applied: Applied, school: School) -> None:
    child = factories.child(school)
    earlier = applied()
    shown = listed(leavers(page, earlier))
    applied(extent="part")

    answer = page.post(f"/imports/{earlier.pk}/leavers/", shown)

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
    shown = listed(leavers(page, started))
    page.force_login(request.getfixturevalue(who))

    statuses = [page.get(f"/imports/{started.pk}/leavers/").status_code]
    statuses.append(page.post(f"/imports/{started.pk}/leavers/", shown).status_code)

    child.refresh_from_db()
    assert (statuses, child.status) == ([404, 404], "ON_ROLL")
