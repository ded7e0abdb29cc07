"""Lena comes into care before Christmas; her PEP is begun, refused while parts are missing, returned, and signed off.

The acts go through the browser's own requests.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from access.models import School, User
from access.roles import Audience
from access.serving import serving
from casework.actions.files import start_episode
from casework.models import CaseFile
from clocks.models import Clock
from meetings.models import Pep, PepTarget
from tests import factories
from tests.leaks.addresses import filled, guarded, same
from tests.leaks.world import STARTS, World
from tests.meetings import worlds_peps as worlds
from tests.meetings.worlds import conference, strategy

pytestmark = pytest.mark.django_db
SECRET = "Neglect since the summer"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def send(client: Client, path: str, **answers: Any) -> Any:
    """Fill in the hidden fields as a browser does."""
    blank = client.get(path).content.decode()
    hidden = dict(re.findall(r'name="(key|version)" value="([^"]+)"', blank))
    return client.post(path, hidden | answers)


def _on(machine: Any, on: date) -> None:
    machine.move_to(datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC), tick=False)


def _target(client: Client, pep: Pep, subject: str, teacher: User | None = None) -> None:
    told = {"subject": subject, "words": f"Better at {subject}", "measure": "From 4 to 6 in the test"}
    told |= {"due_on": "2027-04-01", "staff_does": "Ten minutes", "child_does": "Reads at home"}
    answer = send(client, f"/peps/{pep.pk}/targets/new/", teacher=str(teacher.pk) if teacher else "", **told)
    assert answer.status_code == 302, answer.content.decode()


def test_a13_a_pep_from_coming_into_care_to_its_sign_off(
    school: School, lead: User, designated: User, teacher: User, time_machine: Any, settings: Any
) -> None:
    settings.SAFEHOLD_PUPIL_PREMIUM_PLUS = {"2026-27": 2700}
    file = factories.file(factories.child(school, "Lowe", "Lena"), by=lead)
    _on(time_machine, date(2026, 12, 21))
    head = signed_in(lead)
    answers = {"kind": "LAC", "started_on": "2026-12-21", "authority": "Northmoor", "basis": "Section 20"}
    assert send(head, f"/files/{file.pk}/statuses/new/", **answers).status_code == 302

    designated_teacher = signed_in(designated)
    due = text(designated_teacher, "/peps/")
    assert "Lena Lowe" in due
    assert "7 January 2027 PEP begun" in due
    assert "21 January 2027 PEP complete, before the first review" in due
    assert send(designated_teacher, f"/files/{file.pk}/peps/new/", planned_on="2027-01-12").status_code == 302
    pep = Pep.objects.get()
    page = f"/peps/{pep.pk}/"
    assert "7 January 2027" in text(designated_teacher, page)
    assert "21 January 2027" in text(designated_teacher, page)

    _on(time_machine, date(2027, 1, 6))
    designated_teacher = signed_in(designated)
    assert send(designated_teacher, f"{page}write/", sheet_friends="Football", then="part").status_code == 302
    assert Clock.objects.get(code="C21").met_on == date(2027, 1, 6)
    _on(time_machine, date(2027, 1, 13))
    designated_teacher = signed_in(designated)
    assert send(designated_teacher, f"{page}held/", held_on="2027-01-12").status_code == 302
    for subject in ("Maths", "English"):
        _target(designated_teacher, pep, subject, teacher if subject == "Maths" else None)

    refused = send(designated_teacher, f"{page}submit/", sheet_friends="Football", checked="on")
    assert refused.status_code == 422
    said = refused.content.decode()
    for words, field in (
        ("Write who was there", "sheet_attendees"),
        ("Enter the date of the next PEP meeting", "sheet_next_on"),
        ("Write what the child says", "sheet_child_voice"),
        ("Set at least three targets", "checked"),
    ):
        assert said.count(words) == 2, words  # by the field and in the summary
        assert f'href="#id_{field}"' in said
    assert "Football" in said

    _target(designated_teacher, pep, "Clubs")
    maths = PepTarget.objects.get(number=1)
    line = {"target": str(maths.pk), "amount": "450.50", "words": "A tutor"}
    assert send(designated_teacher, f"{page}spending/new/", **line).status_code == 302
    assert "£450.50 planned of £2,700.00 for 2026-27" in text(designated_teacher, page)
    whole = {"sheet_attendees": "Lena\nJo Clarke, social worker", "sheet_child_voice": "I like it here"}
    whole |= {"sheet_next_on": "2027-04-20", "checked": "on"}
    assert send(designated_teacher, f"{page}submit/", **whole).status_code == 302

    red = {"rating": "RED", "rated_on": "2027-01-13"}
    refused = send(designated_teacher, f"{page}rating/", **red)
    assert refused.content.decode().count("Write the virtual school’s reasons") == 2
    assert send(designated_teacher, f"{page}rating/", reasons="No plan for Year 10", **red).status_code == 302
    assert "No plan for Year 10" in text(designated_teacher, page)
    assert Pep.objects.get().state == "RETURNED"
    assert send(designated_teacher, f"{page}submit/", sheet_transitions="A visit", **whole).status_code == 302
    green = {"rating": "GREEN", "rated_on": "2027-01-13"}
    assert send(designated_teacher, f"{page}rating/", **green).status_code == 302
    assert Clock.objects.get(code="C22").met_on == date(2027, 1, 13)
    done = {"signed_off_on": "2027-01-13", "signed_off_by": "Ash Moor"}
    assert send(designated_teacher, f"{page}sign-off/", **done).status_code == 302
    assert Pep.objects.get().state == "SIGNED_OFF"

    helper = signed_in(teacher)
    assert "Targets to help with Lena Lowe · 9B Maths" in text(helper, "/")
    assert "English" not in text(helper, "/")
    assert "Better at Maths" in text(helper, f"/targets/{maths.pk}/")


def test_a13_the_last_targets_are_evaluated_before_the_next_submission(
    school: School, lead: User, designated: User, time_machine: Any
) -> None:
    file = worlds.in_care(school, lead)
    first = worlds.accepted(file, designated)
    second = worlds.whole(file, designated, planned_on=date(2027, 1, 10))
    time_machine.move_to(worlds.LATER, tick=False)
    client, page = signed_in(designated), f"/peps/{second.pk}/"
    whole = {f"sheet_{code}": words for code, words in worlds.ANSWERS.items()} | {"checked": "on"}

    refused = send(client, f"{page}submit/", **whole)
    assert refused.content.decode().count("Say of each target of the last PEP what came of it") == 2

    for target in first.targets.all():
        answer = send(client, f"/targets/{target.pk}/evaluate/", result="MET", evaluation="38 of 40")
        assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert send(client, f"{page}submit/", **whole).status_code == 302


def test_a13_what_else_is_on_the_file_changes_no_answer_to_a_subject_teacher(
    school: School, lead: User, designated: User, teacher: User
) -> None:
    """Two worlds: in one of them there is a protection plan, and the PEP is full."""
    file = worlds.in_care(school, lead)
    pep = worlds.whole(file, designated, teacher=teacher)
    target = PepTarget.objects.get(number=1)
    keys: dict[str, Any] = dict.fromkeys(STARTS, World.NO_KEYS["files/"])
    keys |= {"children/": file.child_id, "targets/": target.pk}

    more = transaction.savepoint()
    there = _answers(teacher, keys | _on_the_file(file, pep, lead, designated))
    transaction.savepoint_rollback(more)
    absent = _answers(teacher, keys)

    assert [asked for asked in absent if there[asked] != absent[asked]] == []
    assert there["meetings:pep_target_read"][0] == 200
    assert there["meetings:pep_read"][0] == there["meetings:pep_list"][0] == 404


def _on_the_file(file: CaseFile, pep: Pep, lead: User, designated: User) -> dict[str, Any]:
    strategy(file, lead)
    met = conference(file, lead)
    event = factories.event(file, lead, fact=SECRET, audience=Audience.SAFEGUARDING)
    worlds.submitted(pep, designated, special_needs=SECRET)
    other = PepTarget.objects.get(number=2)
    with serving(lead):
        more = {"kind": "MONITOR", "started_on": date(2027, 5, 30), "review_on": date(2027, 6, 10)}
        start_episode(file=file, by=lead, at=worlds.LATER, **more)
    keys = {"files/": file, "peps/": pep, "meetings/": met, "chronology/": event}
    assert other.pk != pep.pk
    return {start: record.pk for start, record in keys.items()}


def _answers(user: User, keys: dict[str, Any]) -> dict[str, tuple[int, bytes]]:
    client, found = signed_in(user), {}
    for name, route in [*guarded(), ("casework:home", "")]:
        answer = client.get(filled(route, keys))
        found[name] = (answer.status_code, same(answer.content))
    return found
