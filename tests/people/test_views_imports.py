"""The pages of an import, as a safeguarding lead uses them and as nobody else can."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from audit.models import Entry
from jobs.models import Job
from jobs.runner import MOST_TRIES, run_due
from people.directory import read_child
from people.importing.waiting import given_up
from people.models import Child, ColumnMapping, RollImport
from tests import factories
from tests.people.roll import samples
from tests.people.roll.samples import AMY, BEN, CAT, csv_bytes

pytestmark = pytest.mark.django_db

AMY_ROW = (AMY, "Okafor", "Amy", "14/03/2015", "F", "Year 6", "6A", "", "")
BEN_ROW = (BEN, "O'Neill", "Ben", "2/11/2014", "M", "Year 7", "7B", "", "")
Upload = Callable[..., RollImport]


@pytest.fixture
def page(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def upload(page: Client) -> Upload:
    def upload(*rows: object, content: bytes = b"", extent: str = "part", file_format: str = "") -> RollImport:
        file = SimpleUploadedFile("roll.csv", content or csv_bytes(*rows))
        pk = uuid4()
        page.post("/imports/new/", {"pk": pk, "file": file, "extent": extent, "file_format": file_format})
        return RollImport.objects.get(pk=pk)

    return upload


def run_jobs() -> int:
    return run_due(clock=timezone.now, serve=serving)


def test_import_is_looked_at_confirmed_and_saved_by_a_job(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW, BEN_ROW)
    dry_run = page.get(f"/imports/{started.pk}/")

    page.post(f"/imports/{started.pk}/confirm/")
    saving = page.get(f"/imports/{started.pk}/")
    nobody_yet = Child.objects.count()
    ran = run_jobs()
    done = page.get(f"/imports/{started.pk}/")

    assert "Nothing has been changed yet. The file has 2 rows: 2 new." in dry_run.content.decode()
    assert "data-progress" in saving.content.decode()
    assert (nobody_yet, ran, Child.objects.count()) == (0, 1, 2)
    assert "Applied" in done.content.decode()
    started.refresh_from_db()
    assert (started.status, bool(started.rows), bool(started.table), bool(started.report)) == (
        "APPLIED",
        False,
        False,
        True,
    )


def test_import_confirmed_twice_is_applied_once(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)

    for _ in range(2):
        page.post(f"/imports/{started.pk}/confirm/")
    run_jobs()

    assert (Job.objects.count(), Child.objects.count()) == (1, 1)


def test_import_form_sent_twice_makes_one_import(page: Client) -> None:
    pk = uuid4()
    for _ in range(2):
        file = SimpleUploadedFile("roll.csv", csv_bytes(samples.HEADINGS, AMY_ROW))
        page.post("/imports/new/", {"pk": pk, "file": file, "extent": "part"})

    assert list(RollImport.objects.values_list("pk", flat=True)) == [pk]


def test_import_discarded_changes_nothing_and_keeps_no_rows(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)

    page.post(f"/imports/{started.pk}/discard/")
    page.post(f"/imports/{started.pk}/confirm/")

    started.refresh_from_db()
    assert (started.status, bool(started.rows), Job.objects.count()) == ("DISCARDED", False, 0)


def test_import_fails_when_the_list_changed_meanwhile(page: Client, upload: Upload, school: object) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    page.post(f"/imports/{started.pk}/confirm/")
    factories.child(school, "Okafor", "Amy", born_on="2015-03-14")

    run_jobs()

    started.refresh_from_db()
    assert (started.status, Child.objects.count()) == ("FAILED", 1)
    assert "The school’s list changed" in page.get(f"/imports/{started.pk}/").content.decode().replace("&#x27;", "'")


def test_import_of_unknown_headings_asks_which_column_holds_what(page: Client, upload: Upload) -> None:
    rows = (("No.", "Family", "Given", "Born", "Password"), (AMY, "Okafor", "Amy", "03/04/2015", "swordfish9"))
    started = upload(*rows)
    asked = page.get(f"/imports/{started.pk}/columns/").content.decode()
    columns = {"upn": "No.", "surname": "Family", "forename": "Given", "date_of_birth": "Born"}

    ambiguous = page.post(f"/imports/{started.pk}/columns/", columns)
    read = page.post(f"/imports/{started.pk}/columns/", columns | {"date_order": "day-first", "save_as": "Ours"})

    assert ("Family" in asked, "Password" in asked) == (True, False)
    assert ambiguous.status_code == 422
    assert "Every date of birth can be read with the day or the month first" in ambiguous.content.decode()
    assert read.headers["Location"] == f"/imports/{started.pk}/"
    saved = ColumnMapping.objects.get()
    assert (saved.name, saved.columns) == ("Ours", columns)
    again = upload(rows[0], (BEN, "O'Neill", "Ben", "13/04/2015", "x"), file_format=f"saved:{saved.pk}")
    assert again.counts["new"] == 1


def test_import_of_a_broken_file_says_what_is_wrong_and_keeps_what_was_chosen(page: Client) -> None:
    file = SimpleUploadedFile("roll.csv", b'UPN,Surname,Forename\n"A,B')

    answer = page.post("/imports/new/", {"pk": uuid4(), "file": file, "extent": "full", "file_format": "arbor"})

    words = answer.content.decode()
    assert (answer.status_code, RollImport.objects.count()) == (422, 0)
    assert "never closed: the file is damaged or cut off." in words
    assert 'value="arbor" selected' in words
    assert 'value="full" checked' in words


CTF_FILE = samples.ctf(samples.ctf_pupil())


@pytest.mark.parametrize(("name", "file_format"), [("a.xml", "ctf"), ("a.xml", ""), ("a.ctf", "")])
def test_a_ctf_is_not_asked_whom_it_lists(page: Client, name: str, file_format: str) -> None:
    pk, file = uuid4(), SimpleUploadedFile(name, CTF_FILE)

    answer = page.post("/imports/new/", {"pk": pk, "file": file, "file_format": file_format})

    assert answer.headers.get("Location") == f"/imports/{pk}/"
    assert list(RollImport.objects.values_list("format", "full_roll")) == [("ctf", False)]


@pytest.mark.parametrize(
    ("content", "file_format"),
    [(csv_bytes(samples.HEADINGS, AMY_ROW), ""), (CTF_FILE, "csv"), (samples.sims({"UPN": AMY}), ""), (b"", "")],
)
def test_whom_any_other_file_lists_has_to_be_said(page: Client, content: bytes, file_format: str) -> None:
    file = SimpleUploadedFile("roll.csv", content)

    answer = page.post("/imports/new/", {"pk": uuid4(), "file": file, "file_format": file_format})

    assert (answer.status_code, RollImport.objects.count()) == (422, 0)
    assert "Say whether the file lists every pupil on roll" in answer.content.decode()


AGAIN = "Choose the file again"


def test_a_file_that_was_not_taken_has_to_be_chosen_again(page: Client) -> None:
    """A browser forgets it, and no page can give it back."""
    good, broken = csv_bytes(samples.HEADINGS, AMY_ROW), b'UPN,Surname,Forename\n"A,B'

    unsaid = page.post("/imports/new/", {"pk": uuid4(), "file": SimpleUploadedFile("a.csv", good)})
    unread = page.post("/imports/new/", {"pk": uuid4(), "file": SimpleUploadedFile("a.csv", broken), "extent": "full"})
    empty = page.post("/imports/new/", {"pk": uuid4(), "file": SimpleUploadedFile("a.csv", b""), "extent": "full"})
    without = page.post("/imports/new/", {"pk": uuid4(), "extent": "full"})
    fresh = page.get("/imports/new/")

    answers = (unsaid, unread, empty, without, fresh)
    assert [AGAIN in answer.content.decode() for answer in answers] == [True, True, True, False, False]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 200]


@pytest.mark.parametrize("headings", [samples.HEADINGS, ("No.", "Family", "Given", "Born")])
def test_import_of_headings_alone_is_refused_on_the_page(page: Client, headings: tuple[str, ...]) -> None:
    file = SimpleUploadedFile("roll.csv", csv_bytes(headings))

    answer = page.post("/imports/new/", {"pk": uuid4(), "file": file, "extent": "full"})

    assert (answer.status_code, RollImport.objects.count()) == (422, 0)
    assert "The file has headings and no pupil under them." in answer.content.decode()


def test_report_is_a_spreadsheet_that_starts_no_formula(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, (AMY, "=cmd()", "Amy", "14/03/2015", "F", "Year 6", "6A", "", ""))

    report = page.get(f"/imports/{started.pk}/report.csv")

    assert report.content.decode("utf-8-sig").splitlines() == [
        "Row,Outcome,Last name,First name,Year,Form,What changes,Reason,Warnings",
        "2,New,'=cmd(),Amy,Year 6,6A,,,",
    ]
    assert [entry.verb for entry in Entry.objects.order_by("-pk")[:2]] == ["import.report_taken", "import.opened"]


@pytest.mark.parametrize("who", ["teacher", "pastoral", "auditor", "technical", "stranger", "head"])
def test_imports_do_not_exist_for_others(
    who: str, request: pytest.FixtureRequest, client: Client, upload: Upload
) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    client.force_login(request.getfixturevalue(who))

    pages = ["/imports/", "/imports/new/", f"/imports/{started.pk}/", f"/imports/{started.pk}/columns/"]
    statuses = {client.get(page).status_code for page in [*pages, f"/imports/{started.pk}/report.csv"]}
    statuses |= {client.post(f"/imports/{started.pk}/{verb}/").status_code for verb in ("confirm", "discard")}

    started.refresh_from_db()
    assert (statuses, started.status) == ({404}, "READ")


def test_import_of_another_school_does_not_exist(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    other = factories.school("other", "Other school")
    page.force_login(factories.person(other, factories.Role.DSL))

    assert page.get(f"/imports/{started.pk}/").status_code == 404


def test_import_list_shows_what_was_imported(page: Client, upload: Upload) -> None:
    empty = page.get("/imports/").content.decode()
    upload(samples.HEADINGS, AMY_ROW)

    shown = page.get("/imports/").content.decode()

    assert "Nothing imported yet" in empty
    assert ("roll.csv" in shown, "1 new" in shown, "Not applied yet" in shown) == (True, True, True)


def test_a_list_is_shown_a_hundred_rows_at_a_time(page: Client, upload: Upload) -> None:
    rows = [(samples.upn(n), f"Name{n}", "Amy", "14/03/2015", "F", "6", "6A", "", "") for n in range(120)]
    started = upload(samples.HEADINGS, *rows)

    first = page.get(f"/imports/{started.pk}/?show=new").content.decode()
    second = page.get(f"/imports/{started.pk}/?show=new&page=2").content.decode()

    assert "1 to 100 of 120" in first
    assert "101 to 120 of 120" in second


@pytest.mark.parametrize("imports", [1, 3])
def test_import_list_asks_as_often_for_one_as_for_three(
    page: Client, upload: Upload, imports: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(imports):
        upload(samples.HEADINGS, AMY_ROW)

    with django_assert_num_queries(8):
        page.get("/imports/")


@pytest.mark.parametrize("pupils", [1, 3])
def test_import_read_asks_as_often_for_one_pupil_as_for_three(
    page: Client, upload: Upload, school: object, pupils: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(pupils):
        factories.child(school, f"Leaver{number}")
    started = upload(samples.HEADINGS, AMY_ROW, extent="full")

    with django_assert_num_queries(11):
        page.get(f"/imports/{started.pk}/")


def give_up(started: RollImport) -> None:
    """What the runner leaves behind once the last try failed."""
    Job.objects.filter(ids__roll_import=str(started.pk)).update(tries=MOST_TRIES, claimed_at=None, error="OSError")


def test_an_import_whose_job_gave_up_is_shown_as_failed_and_can_be_tried_again(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    page.post(f"/imports/{started.pk}/confirm/")
    give_up(started)

    shown = page.get(f"/imports/{started.pk}/").content.decode()
    listed = page.get("/imports/").content.decode()
    page.post(f"/imports/{started.pk}/reopen/")
    again = page.get(f"/imports/{started.pk}/").content.decode()
    page.post(f"/imports/{started.pk}/confirm/")
    run_jobs()

    assert "This import was confirmed, but it could not be saved" in shown
    assert ("data-progress" in shown, "Failed: nothing was changed" in listed) == (False, True)
    assert "Nothing has been changed yet. The file has 1 row: 1 new." in again
    started.refresh_from_db()
    assert (started.status, Child.objects.count()) == ("APPLIED", 1)


def test_an_import_that_is_saved_while_its_page_is_made_was_not_given_up(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    page.post(f"/imports/{started.pk}/confirm/")
    read_before = RollImport.objects.get(pk=started.pk)
    run_jobs()

    assert given_up([read_before], at=timezone.now()) == set()


def test_an_import_whose_job_gave_up_can_be_discarded(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    page.post(f"/imports/{started.pk}/confirm/")
    give_up(started)

    page.post(f"/imports/{started.pk}/discard/")

    started.refresh_from_db()
    assert (started.status, bool(started.rows), Child.objects.count()) == ("DISCARDED", False, 0)


def test_an_import_that_waits_for_its_job_is_neither_discarded_nor_reopened(page: Client, upload: Upload) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    page.post(f"/imports/{started.pk}/confirm/")

    page.post(f"/imports/{started.pk}/discard/")
    page.post(f"/imports/{started.pk}/reopen/")

    started.refresh_from_db()
    assert started.status == "CONFIRMED"


def test_an_import_confirmed_by_somebody_who_may_no_longer_is_given_up_at_once(
    page: Client, upload: Upload, lead: User, deputy: User, client: Client
) -> None:
    started = upload(samples.HEADINGS, AMY_ROW)
    page.post(f"/imports/{started.pk}/confirm/")
    lead.memberships.update(ends_on="2020-01-01", starts_on="2019-01-01")

    ran = run_jobs()
    client.force_login(deputy)
    shown = client.get(f"/imports/{started.pk}/").content.decode()
    client.post(f"/imports/{started.pk}/reopen/")
    client.post(f"/imports/{started.pk}/confirm/")
    run_jobs()

    assert (ran, Job.objects.filter(done_at__isnull=True).count()) == (1, 0)
    assert "This import was confirmed, but it could not be saved" in shown
    started.refresh_from_db()
    assert (started.status, Child.objects.count()) == ("APPLIED", 1)


NEW_UPN_ROW = (CAT, "Okafor", "Amy", "14/03/2015", "F", "Year 6", "6A", "", "")


@pytest.fixture
def amy(school: School) -> Child:
    return factories.child(school, "Okafor", "Amy", born_on="2015-03-14", upn=AMY)


def upns(child: Child, reader: User) -> tuple[str, tuple[str, ...]]:
    with serving(reader):
        who = read_child(reader, child.pk).who
        return who.upn, who.former_upns


def apply(page: Client, started: RollImport) -> str:
    page.post(f"/imports/{started.pk}/confirm/")
    run_jobs()
    started.refresh_from_db()
    return started.status


def test_an_unsure_row_said_to_be_the_same_child_teaches_the_new_upn(
    page: Client, upload: Upload, amy: Child, lead: User
) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW)
    asked = page.get(f"/imports/{started.pk}/").content.decode()

    settled = page.post(f"/imports/{started.pk}/?show=unsure", {"row-2": str(amy.pk)})
    nothing_yet = upns(amy, lead)
    dry_run = page.get(settled.url).content.decode()
    status = apply(page, started)
    again = upload(samples.HEADINGS, NEW_UPN_ROW)

    assert "This is the same child: Amy Okafor, 9B, born 14 March 2015, UPN ends 001" in asked
    assert (settled.status_code, settled.url) == (302, f"/imports/{started.pk}/?show=unsure#rows")
    assert nothing_yet == (AMY, ())
    assert f"UPN: <bdi>{AMY}</bdi> → <bdi>{CAT}</bdi>" in dry_run
    assert f'value="{amy.pk}" checked' in dry_run
    assert (status, upns(amy, lead), Child.objects.count()) == ("APPLIED", (CAT, (AMY,)), 1)
    assert (again.counts["unchanged"], again.counts["unsure"]) == (1, 0)


def test_an_unsure_row_said_to_be_another_child_is_added(page: Client, upload: Upload, amy: Child, lead: User) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW)

    page.post(f"/imports/{started.pk}/", {"row-2": "new"})
    status = apply(page, started)
    again = upload(samples.HEADINGS, NEW_UPN_ROW)

    assert (status, upns(amy, lead), Child.objects.count()) == ("APPLIED", (AMY, ()), 2)
    assert (again.counts["unchanged"], again.counts["unsure"]) == (1, 0)


def test_an_unsure_row_left_out_changes_nothing_and_can_be_said_otherwise(
    page: Client, upload: Upload, amy: Child
) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW)

    page.post(f"/imports/{started.pk}/", {"row-2": "new"})
    page.post(f"/imports/{started.pk}/", {"row-2": "out"})
    shown = page.get(f"/imports/{started.pk}/?show=unsure").content.decode()
    status = apply(page, started)

    assert 'value="out" checked' in shown
    assert (status, Child.objects.count()) == ("APPLIED", 1)
    assert "Decided by a person: left out." in page.get(f"/imports/{started.pk}/").content.decode()
    assert "Decided by a person: left out." in page.get(f"/imports/{started.pk}/report.csv").content.decode()


def test_an_answer_that_cannot_hold_is_said_by_its_row_and_what_was_chosen_stays(
    page: Client, upload: Upload, amy: Child
) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW, (BEN, *NEW_UPN_ROW[1:]))
    both = {"row-2": str(amy.pk), "row-3": str(amy.pk)}

    answer = page.post(f"/imports/{started.pk}/?show=unsure", both)

    text = answer.content.decode()
    assert (answer.status_code, text.count(f'value="{amy.pk}" checked')) == (422, 2)
    assert text.count("Row 3 is, or may be, the same known pupil.") == 2  # in the summary and beside the row
    assert "Decided by a person" not in text
    assert "Error: " in text
    started.refresh_from_db()
    assert started.counts["unsure"] == 2


@pytest.mark.parametrize("answer", ["nobody", "0b7c1b0a-6c3e-4a53-9d7f-0c7f3e1d2a55", "\0"])
def test_an_answer_that_was_not_offered_is_refused(page: Client, upload: Upload, amy: Child, answer: str) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW)

    refused = page.post(f"/imports/{started.pk}/", {"row-2": answer})

    assert refused.status_code == 422
    assert refused.content.decode().count("Choose one of the answers") == 2


def test_a_upn_that_another_child_has_is_not_given_to_a_new_one(page: Client, upload: Upload, amy: Child) -> None:
    elses = (AMY, "Quill", "Bea", "21/02/2013", "F", "Year 8", "8A", "", "")
    started = upload(samples.HEADINGS, elses)

    refused = page.post(f"/imports/{started.pk}/", {"row-2": "new"})

    assert refused.status_code == 422
    assert refused.content.decode().count("Another known pupil has this UPN, or had it before.") == 2


def test_an_applied_import_asks_nothing_and_takes_no_answer(page: Client, upload: Upload, amy: Child) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW)
    apply(page, started)

    answer = page.post(f"/imports/{started.pk}/", {"row-2": "new"})

    assert answer.status_code == 302
    assert "A different child" not in page.get(f"/imports/{started.pk}/").content.decode()
    assert Child.objects.count() == 1


def test_apply_saves_the_answers_on_the_page_too(page: Client, upload: Upload, amy: Child, lead: User) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW)

    page.post(f"/imports/{started.pk}/confirm/?show=unsure", {"row-2": str(amy.pk)})
    run_jobs()

    assert (upns(amy, lead), Child.objects.count()) == ((CAT, (AMY,)), 1)


def test_apply_with_an_answer_that_cannot_hold_applies_nothing_and_says_so(
    page: Client, upload: Upload, amy: Child
) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW, (BEN, *NEW_UPN_ROW[1:]))

    answer = page.post(f"/imports/{started.pk}/confirm/", {"row-2": str(amy.pk), "row-3": str(amy.pk)})

    started.refresh_from_db()
    assert (answer.status_code, started.status, Job.objects.count()) == (422, "READ", 0)
    assert "Row 3 is, or may be, the same known pupil." in answer.content.decode()
    assert f'action="/imports/{started.pk}/?' in answer.content.decode()


def test_the_page_opens_on_what_a_person_should_look_at(page: Client, upload: Upload, school: School) -> None:
    for number in range(3):
        factories.child(
            school, f"Same{number}", "Amy", year=6, form="6A", born_on="2015-03-14", upn=samples.upn(number)
        )
    factories.child(school, "Okafor", "Amy", born_on="2015-03-14", upn=AMY)
    same = [(samples.upn(n), f"Same{n}", "Amy", "14/03/2015", "F", "6", "6A", "", "") for n in range(3)]
    changed = (samples.upn(2), "Same2", "Amy", "14/03/2015", "F", "6", "6B", "", "")
    started = upload(samples.HEADINGS, *same[:2], changed, BEN_ROW, ("", "", "", "", "", "", "", "", "x"), NEW_UPN_ROW)

    text = page.get(f"/imports/{started.pk}/").content.decode()

    found = re.findall(r'govuk-tag--\w+">(Unsure|Refused|Changed|New|Unchanged)<', text)
    assert found == ["Unsure", "Refused", "Changed", "New", "Unchanged", "Unchanged"]


def test_a_ctf_is_never_headed_every_pupil_on_roll(page: Client, upload: Upload) -> None:
    started = upload(content=samples.ctf(samples.ctf_pupil()), extent="full")

    text = page.get(f"/imports/{started.pk}/").content.decode()

    assert ("CTF, some pupils" in text, "every pupil on roll" in text) == (True, False)


def tabs(text: str) -> list[str]:
    return re.findall(r'sub-navigation__link"[^>]*>([^<]+)<', text)


@pytest.mark.parametrize("answer", ["amy", "new", "out"])
def test_a_settled_row_is_counted_as_unsure_no_more(page: Client, upload: Upload, amy: Child, answer: str) -> None:
    started = upload(samples.HEADINGS, NEW_UPN_ROW, BEN_ROW, (samples.upn(7), *NEW_UPN_ROW[1:]))
    before = page.get(f"/imports/{started.pk}/?show=unsure").content.decode()

    page.post(f"/imports/{started.pk}/?show=unsure", {"row-2": str(amy.pk) if answer == "amy" else answer})
    one = page.get(f"/imports/{started.pk}/?show=unsure").content.decode()
    page.post(f"/imports/{started.pk}/?show=unsure", {"row-4": "out"})
    both = page.get(f"/imports/{started.pk}/?show=unsure").content.decode()

    unsure = [[tab for tab in tabs(text) if "nsure" in tab or "ettled" in tab] for text in (before, one, both)]
    assert unsure == [["Unsure (2)"], ["1 settled, unsure (1)"], ["Settled (2)"]]
    assert ("1 row may mean a child" in one, "may mean a child" in both) == (True, False)
    assert "1 to 2 of 2" in both


def test_a_ctf_is_said_to_bring_no_contacts(page: Client, upload: Upload) -> None:
    said = "The contacts in a CTF are not taken over: note them under each child’s family and contacts."

    shown = [upload(content=CTF_FILE), upload(samples.HEADINGS, AMY_ROW)]

    assert [said in page.get(f"/imports/{one.pk}/").content.decode() for one in shown] == [True, False]
