"""The pages of an import, as a safeguarding lead uses them and as nobody else can."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from access.models import User
from access.serving import serving
from audit.models import Entry
from jobs.models import Job
from jobs.runner import run_due
from people.models import Child, ColumnMapping, RollImport
from tests import factories
from tests.people.roll import samples
from tests.people.roll.samples import AMY, BEN, csv_bytes

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
    assert "The school's list changed" in page.get(f"/imports/{started.pk}/").content.decode().replace("&#x27;", "'")


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


def test_import_points_out_leavers_with_a_file_only_to_who_may_see_it(
    page: Client, upload: Upload, school: object, lead: User, head: User
) -> None:
    plain = factories.child(school, "Seen", looked_after=True)
    hidden = factories.child(school, "Hidden")
    factories.file(plain, by=lead)
    factories.file(hidden, by=lead, restricted_to=(head,))

    started = upload(samples.HEADINGS, AMY_ROW, extent="full")
    words = page.get(f"/imports/{started.pk}/?show=left").content.decode()

    assert (started.counts["left"], words.count("Has an open file"), words.count("Looked after")) == (2, 1, 1)


def test_leavers_are_marked_only_when_they_are_confirmed(page: Client, upload: Upload, school: object) -> None:
    child = factories.child(school)
    first = upload(samples.HEADINGS, AMY_ROW, extent="full")
    page.post(f"/imports/{first.pk}/confirm/")
    run_jobs()
    second = upload(samples.HEADINGS, AMY_ROW, extent="full")
    kept = Child.objects.get(pk=child.pk).status

    page.post(f"/imports/{second.pk}/confirm/", {"confirm_leavers": "on"})
    run_jobs()

    child.refresh_from_db()
    assert (kept, child.status, child.left_on) == ("ON_ROLL", "LEFT", timezone.localdate())


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

    with django_assert_num_queries(10):
        page.get(f"/imports/{started.pk}/")
