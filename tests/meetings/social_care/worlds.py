"""A short way to a child with statuses, and to an export of them, by the product's own acts."""

import json
import re
import uuid
from datetime import date
from typing import Any

from django.test import Client

from access.models import School, User
from access.serving import serving
from casework.actions.files import end_episode, record_placement, start_episode
from casework.models import CaseFile, Placement, StatusEpisode
from meetings.actions.social_care import note_number
from tests import factories
from tests.meetings.worlds import LATER

NORTHMOOR = "Northmoor"


def status(
    file: CaseFile, by: User, kind: str, on: date, until: date | None = None, *, ended_by: str = "", **told: Any
) -> StatusEpisode:
    """Started, and ended where it has an end."""
    given = {"authority": NORTHMOOR, "basis": "Neglect", "review_on": date(2027, 9, 1)} | told
    with serving(by):
        made = start_episode(file=file, by=by, at=LATER, kind=kind, started_on=on, **given)
        if until:
            made = end_episode(
                episode=made, by=by, at=LATER, ended_on=until, because="It was decided so", ended_by=ended_by
            )
    return made


def placed(care: StatusEpisode, by: User, since: date, words: str) -> Placement:
    with serving(by):
        return record_placement(episode=care, by=by, at=LATER, since=since, words=words)


def numbered(file: CaseFile, by: User, number: str = "NM204117", authority: str = NORTHMOOR) -> CaseFile:
    with serving(by):
        note_number(file=file, by=by, at=LATER, authority=authority, number=number)
    return file


def in_need(school: School, by: User, surname: str, forename: str, number: str = "NM1") -> CaseFile:
    """A child in need since January, whose number is known unless it is ""."""
    file = factories.file(factories.child(school, surname, forename), by=by)
    status(file, by, "CIN", date(2027, 1, 5))
    return numbered(file, by, number) if number else file


def answers(**more: Any) -> dict[str, Any]:
    told = {
        "key": str(uuid.uuid4()),
        "authority": NORTHMOOR,
        "purpose": "Agreed list of children with a plan",
        "person": "Denise Park",
        "role": "Team manager",
        "agency": "Northmoor Children’s Services",
        "which": "OPEN",
        "part": "1",
        "read_it": "on",
    }
    return told | more


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def check(user: User, file: CaseFile, **more: Any) -> Any:
    return browser(user).post(f"/files/{file.pk}/social-care/check/", answers(**more))


def make(user: User, file: CaseFile, **more: Any) -> Any:
    """After the page that says what leaves was read."""
    told = answers(**more)
    if "seen" not in told:
        told["seen"] = seen(check(user, file, **told))
    return browser(user).post(f"/files/{file.pk}/social-care/make/", told)


def check_all(user: User, **more: Any) -> Any:
    return browser(user).post("/files/social-care/check/", answers(**more))


def make_all(user: User, **more: Any) -> Any:
    told = answers(**more)
    if "seen" not in told:
        told["seen"] = seen(check_all(user, **told))
    return browser(user).post("/files/social-care/make/", told)


def seen(page: Any) -> str:
    """What the page to be read says that it shows."""
    found = re.search(r'name="seen" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def children(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.status_code
    return json.loads(response.content)


def names(response: Any) -> list[str]:
    return [one["child_details"]["first_name"] for one in children(response)]


def text(response: Any) -> str:
    """What a page says, without its markup."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'").split())
