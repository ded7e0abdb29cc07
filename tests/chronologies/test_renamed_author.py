"""A page or an export that names somebody who was renamed since says both names, wherever it names them."""

import pytest

from access.actions import rename_staff
from access.models import School, User
from access.serving import serving
from tests import factories
from tests.chronologies.conftest import Browser, Filed
from tests.chronologies.test_exports import make, table, text_of

pytestmark = pytest.mark.django_db
BOTH = "Ruth Bell (earlier Ruth Adeyemi)"


@pytest.fixture
def renamed(school: School, filed: Filed, lead: User, teacher: User, head: User) -> User:
    """The teacher who wrote the concern, and the lead who decided and wrote the rest, were called otherwise then."""
    for person, name in ((lead, "Ruth Adeyemi"), (teacher, "Tom Wills")):
        with serving(factories.console(school)):
            person.name = name
            person.save()
    with serving(head):
        for person, name in ((lead, "Ruth Bell"), (teacher, "Tom Marsh")):
            rename_staff(school=school, by=head, user=person, name=name, reason="Married", at=factories.AT)
    lead.refresh_from_db()
    return lead


@pytest.mark.parametrize("place", ["chronology", "event", "concern", "looks", "access"])
def test_a_page_says_both_names(filed: Filed, signed_in: Browser, renamed: User, place: str) -> None:
    paths = {
        "chronology": filed.address,
        "event": f"/chronology/{filed.pastoral.pk}/",
        "concern": f"/triage/{filed.concern.pk}/",
        "looks": f"/files/{filed.file.pk}/access/looks/",
        "access": f"/files/{filed.file.pk}/access/",
    }

    page = signed_in(renamed).get(paths[place]).content.decode()

    assert BOTH in page


def test_the_reporter_is_said_with_both_names(filed: Filed, signed_in: Browser, renamed: User) -> None:
    page = signed_in(renamed).get(f"/triage/{filed.concern.pk}/").content.decode()

    assert "Written by Tom Marsh (earlier Tom Wills) on" in page


def test_exports_say_both_names(filed: Filed, signed_in: Browser, renamed: User) -> None:
    client = signed_in(renamed)

    rows = table(make(client, filed, "CSV"))
    printed = make(client, filed, "PRINT").content.decode()
    pressed = " ".join(text_of(make(client, filed, "PDF")).split())

    author = rows[0].index("Author")
    assert {row[author].partition(",")[0] for row in rows[1:]} == {BOTH, "Tom Marsh (earlier Tom Wills)"}
    assert [BOTH in printed, BOTH in pressed] == [True, True]
