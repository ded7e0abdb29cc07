"""The pages of the calendar: who gets them, what is typed, and a file that changes nothing until it is confirmed."""

import re
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from access.models import School, User
from access.roles import Role
from audit.models import Entry
from clocks.models import Closure, TermDate
from jobs.models import Job
from tests import factories
from tests.clocks.conftest import Start
from tests.leaks.addresses import same

pytestmark = pytest.mark.django_db
D = date
OUTSIDE = Path(__file__).parent.parent / "outside" / "icalendar"
TABLE = "Event,Start,End\nAutumn term,2/9/2026,18/12/2026\nINSET day,4/1/2027,\nChristmas holiday,21/12/2026,1/1/2027\n"


@pytest.fixture
def as_technical(client: Client, technical: User, time_machine: object) -> Client:
    time_machine.move_to(factories.AT, tick=False)  # type: ignore[attr-defined]
    client.force_login(technical)
    return client


def spans(school: School) -> set[tuple[str, date, date]]:
    return {
        *TermDate.objects.filter(school=school).values_list("name", "starts_on", "ends_on"),
        *Closure.objects.filter(school=school).values_list("kind", "starts_on", "ends_on"),
    }


def upload(client: Client, content: str | bytes, name: str = "terms.csv") -> object:
    content = content.encode() if isinstance(content, str) else content
    return client.post("/calendar/import/", {"file": SimpleUploadedFile(name, content)})


def sent(answer: object, **more: str) -> dict[str, str]:
    """What a browser would send back from the check page."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    hidden = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            hidden[name[1]] = (value[1] if value else "").replace("&#x27;", "'").replace("&amp;", "&")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        hidden[name] = chosen[1] if chosen else ""
    return hidden | more


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_the_calendar(client: Client, typed: School, role: Role) -> None:
    person = factories.person(typed, role, year=9 if role == Role.PASTORAL else None)
    client.force_login(person)
    allowed = role in (Role.DSL, Role.DEPUTY_DSL, Role.TECHNICAL)

    answers = [client.get(path).status_code for path in ("/calendar/", "/calendar/terms/new/", "/calendar/import/")]

    assert answers == [200 if allowed else 404] * 3


def test_calendar_read_shows_this_school_year_and_the_bank_holidays(as_technical: Client, typed: School) -> None:
    page = as_technical.get("/calendar/").content.decode()

    assert "Autumn term 2026" in page
    assert "Terms are known up to Wednesday 21 July 2027" in page
    assert "Monday 28 December 2026: Boxing Day (observed)" in page
    assert "26 December 2026" not in page  # a Saturday


def test_calendar_read_of_nothing_says_what_to_do(as_technical: Client, school: School) -> None:
    page = as_technical.get("/calendar/").content.decode()

    assert "No terms are known from this school year on" in page
    assert "No terms yet" in page


def test_calendar_pages_tell_nothing_of_any_clock(as_technical: Client, typed: School, start: Start) -> None:
    before = same(as_technical.get("/calendar/").content)
    for code in ("C13", "C34", "C44"):
        start(code, D(2026, 12, 14))

    assert same(as_technical.get("/calendar/").content) == before


def test_term_create_adds_a_term_and_has_the_dates_reckoned_again(as_technical: Client, school: School) -> None:
    answer = as_technical.post(
        "/calendar/terms/new/", {"kind": "AUTUMN", "starts_on": "2026-09-02", "ends_on": "2026-12-18"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/calendar/")
    assert spans(school) == {("AUTUMN", D(2026, 9, 2), D(2026, 12, 18))}
    assert list(Job.objects.values_list("name", "ids")) == [
        ("clocks.recompute", {"school": str(school.pk), "because": "CALENDAR"})
    ]
    assert Entry.objects.filter(verb="calendar.changed").count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"starts_on": "2027-09-02"}, "Choose the term"),
        ({"kind": "AUTUMN", "starts_on": "", "ends_on": "2027-12-17"}, "Enter the first day"),
        (
            {"kind": "AUTUMN", "starts_on": "2027-12-17", "ends_on": "2027-09-02"},
            "The last day is before the first day",
        ),
        ({"kind": "AUTUMN", "starts_on": "2027-09-02", "ends_on": "2028-07-21"}, "there can be 180 days at most"),
        ({"kind": "AUTUMN", "starts_on": "1066-10-14", "ends_on": "1066-12-25"}, "Choose days between 2000 and 2099"),
        (
            {"kind": "SUMMER", "starts_on": "2026-12-01", "ends_on": "2027-01-02"},
            "Autumn term is there already on some of these days",
        ),
        (
            {"kind": "SUMMER", "starts_on": "2027-08-01", "ends_on": "2027-08-20"},
            "Summer term is there already in this school year",
        ),
        ({"kind": "WINTER", "starts_on": "2027-09-02", "ends_on": "2027-12-17"}, "Choose one of the answers offered"),
    ],
)
def test_term_create_refuses_and_keeps_what_was_typed(
    as_technical: Client, typed: School, given: dict[str, str], said: str
) -> None:
    before = spans(typed)

    answer = as_technical.post("/calendar/terms/new/", given)

    page = answer.content.decode()
    assert (answer.status_code, said in page, "There is a problem" in page) == (422, True, True)
    assert not given.get("ends_on") or f'value="{given["ends_on"]}"' in page
    assert spans(typed) == before


def test_term_edit_changes_it_and_closure_create_takes_a_single_day(as_technical: Client, typed: School) -> None:
    autumn = TermDate.objects.get(school=typed, name="AUTUMN")

    changed = as_technical.post(
        f"/calendar/terms/{autumn.pk}/", {"kind": "AUTUMN", "starts_on": "2026-09-02", "ends_on": "2026-12-17"}
    )
    closed = as_technical.post("/calendar/closures/new/", {"kind": "CLOSED", "starts_on": "2027-01-12", "ends_on": ""})

    autumn.refresh_from_db()
    assert (changed.status_code, closed.status_code, autumn.ends_on) == (302, 302, D(2026, 12, 17))
    assert ("CLOSED", D(2027, 1, 12), D(2027, 1, 12)) in spans(typed)


def test_a_closure_twice_is_refused(as_technical: Client, typed: School) -> None:
    answer = as_technical.post("/calendar/closures/new/", {"kind": "INSET", "starts_on": "2027-01-04", "ends_on": ""})

    assert answer.status_code == 422
    assert "INSET day is there already on some of these days" in answer.content.decode()


def test_remove(as_technical: Client, typed: School) -> None:
    term, closure = TermDate.objects.get(name="SUMMER"), Closure.objects.get(kind="INSET")

    answers = [
        as_technical.post(f"/calendar/terms/{term.pk}/remove/"),
        as_technical.post(f"/calendar/closures/{closure.pk}/remove/"),
        as_technical.post(f"/calendar/closures/{closure.pk}/remove/"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 404]
    assert (TermDate.objects.count(), Closure.objects.filter(kind="INSET").count()) == (2, 0)


@pytest.mark.parametrize("kind", ["terms", "closures"])
def test_removing_is_asked_about_first(as_technical: Client, typed: School, kind: str) -> None:
    rows = TermDate.objects.filter(name="SUMMER") if kind == "terms" else Closure.objects.filter(kind="INSET")
    row, name = rows.get(), "Summer term" if kind == "terms" else "INSET day"
    path = f"/calendar/{kind}/{row.pk}/"

    changing, asked = as_technical.get(path).content.decode(), as_technical.get(f"{path}remove/")

    assert f'href="{path}remove/"' in changing
    assert f'action="{path}remove/"' not in changing
    assert asked.status_code == 200
    assert f"{name}, {row.starts_on:%A} {row.starts_on.day} {row.starts_on:%B %Y} to " in asked.content.decode()
    assert rows.count() == 1


def test_the_calendar_of_another_school_is_not_there(as_technical: Client, typed: School) -> None:
    elsewhere = factories.school("elsewhere", "Elsewhere School")
    with factories.console_at(elsewhere):
        theirs = TermDate.objects.create(
            school=elsewhere, name="AUTUMN", starts_on=D(2026, 9, 1), ends_on=D(2026, 12, 1)
        )

    paths = [f"/calendar/terms/{key}/" for key in (theirs.pk, uuid.uuid4())]

    assert [as_technical.get(path).status_code for path in paths] == [404, 404]
    assert [as_technical.post(f"{path}remove/").status_code for path in paths] == [404, 404]
    assert TermDate.objects.filter(pk=theirs.pk).exists()


# A file


def test_calendar_import_shows_each_line_and_changes_nothing(as_technical: Client, typed: School) -> None:
    before = spans(typed)

    answer = upload(as_technical, TABLE.replace("18/12", "17/12"))

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "0 would be new, 1 would change what is there, 1 is there already" in page
    assert "Autumn term: Wed 2 September 2026 to Thu 17 December 2026" in page
    assert "Changes the Autumn term that is there now: Wed 2 September 2026 to Fri 18 December 2026" in page
    assert "Christmas holiday: Mon 21 December 2026 to Fri 1 January 2027" in page
    assert "Left out" in page
    assert spans(typed) == before


def test_calendar_confirm_does_what_was_shown_and_only_once(as_technical: Client, school: School) -> None:
    posted = sent(upload(as_technical, TABLE))

    first, again = (as_technical.post("/calendar/import/confirm/", posted) for _ in range(2))

    expected = {("AUTUMN", D(2026, 9, 2), D(2026, 12, 18)), ("INSET", D(2027, 1, 4), D(2027, 1, 4))}
    assert (first.status_code, again.status_code) == (302, 200)
    assert "this is what it would do now" in again.content.decode()
    assert spans(school) == expected


def test_calendar_confirm_shows_it_again_when_something_else_was_chosen(as_technical: Client, school: School) -> None:
    posted = sent(upload(as_technical, TABLE))
    holiday = next(name for name, value in posted.items() if value == "Christmas holiday").replace("label", "kind")

    asked = as_technical.post("/calendar/import/confirm/", posted | {holiday: "CLOSED"})
    done = as_technical.post("/calendar/import/confirm/", sent(asked))

    assert (asked.status_code, done.status_code) == (200, 302)
    assert ("CLOSED", D(2026, 12, 21), D(2027, 1, 1)) in spans(school)


def test_calendar_confirm_refuses_what_cannot_be(as_technical: Client, typed: School) -> None:
    before = spans(typed)
    posted = sent(upload(as_technical, "Event,Start,End\nSummer term,1/12/2026,10/3/2027\n"))

    answer = as_technical.post("/calendar/import/confirm/", posted)

    assert posted["form-0-kind"] == "SUMMER"
    assert answer.status_code == 422
    assert "Autumn term is there already on some of these days: leave it out" in answer.content.decode()
    assert spans(typed) == before


def test_two_lines_about_the_same_days_are_not_both_taken(as_technical: Client, school: School) -> None:
    page = upload(as_technical, "Event,Start,End\nINSET,4/1/2027,\nInset day,4/1/2027,5/1/2027\n")

    assert "Another row of the file is about the same days" in page.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [{"form-0-starts_on": "x"}, {"form-TOTAL_FORMS": "9999"}, {"form-0-kind": "WINTER"}, {"form-TOTAL_FORMS": ""}],
)
def test_calendar_confirm_of_a_page_that_was_tampered_with_begins_again(
    as_technical: Client, school: School, wrong: dict[str, str]
) -> None:
    answer = as_technical.post("/calendar/import/confirm/", sent(upload(as_technical, TABLE)) | wrong)

    assert (answer.status_code, answer["Location"]) == (302, "/calendar/import/")
    assert spans(school) == set()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "This file is empty."),
        (b"\x00\x01", "This is not a calendar file (.ics) or a table (.csv)."),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "There is no whole day in this file"),
        ("colour\nred\n", "The first row must name the columns"),
    ],
)
def test_calendar_import_refuses_in_a_sentence(
    as_technical: Client, school: School, content: str | bytes, said: str
) -> None:
    answer = upload(as_technical, content)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in answer.content.decode()  # type: ignore[attr-defined]


def test_calendar_import_without_a_file_asks_for_one(as_technical: Client, school: School) -> None:
    answer = as_technical.post("/calendar/import/", {"file": ""})

    assert answer.status_code == 422
    assert "Choose a file of up to 1 MB" in answer.content.decode()


@pytest.mark.parametrize("path", sorted(OUTSIDE.glob("*.ics")), ids=lambda path: path.stem)
def test_files_of_other_programs_are_answered(as_technical: Client, school: School, path: Path) -> None:
    answer = upload(as_technical, path.read_bytes(), path.name)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert spans(school) == set()


def test_words_of_a_file_are_shown_as_words_and_not_kept(as_technical: Client, school: School) -> None:
    answer = upload(as_technical, "Event,Start\n<script>alert(1)</script> canary INSET,4/1/2027\n")
    as_technical.post("/calendar/import/confirm/", sent(answer))

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; canary INSET" in page
    assert "canary" not in str(list(Entry.objects.values()))
