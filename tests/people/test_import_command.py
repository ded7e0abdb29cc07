"""What `manage.py import_pupils` prints, and what it changes: nothing without --apply, and nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from access.models import School
from people.models import Child, RollImport
from tests import factories
from tests.people.roll import samples
from tests.people.roll.samples import AMY, BEN, CAT, csv_bytes

pytestmark = pytest.mark.django_db

SDS = Path(__file__).parent.parent / "outside" / "school_data_sync"
PUPILS = (
    samples.HEADINGS,
    (AMY, "Okafor", "Amy", "14/03/2015", "F", "Year 6", "6A", "", ""),
    (BEN, "O'Neill", "Ben", "2/11/2014", "M", "Year 7", "7B", "", ""),
    ("", "Łukasz", "Zoë", "30/11/2014", "F", "Year 7", "7B", "", ""),
)
NOBODY = {"created": 0, "updated": 0, "unchanged": 0, "left": 0, "unsure": 0, "refused": 0, "problems": []}


@pytest.fixture
def run(school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(content: bytes, *options: str, name: str = "roll.csv") -> dict[str, Any]:
        file = tmp_path / name
        file.write_bytes(content)
        call_command("import_pupils", str(file), "--school", school.code, "--json", *options)
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def refused(run: Any, capsys: pytest.CaptureFixture[str]) -> Any:
    def refused(content: bytes, *options: str) -> str:
        with pytest.raises(SystemExit) as stopped:
            run(content, *options)
        told = json.loads(capsys.readouterr().out)
        assert (stopped.value.code, list(told)) == (2, ["error"])
        return str(told["error"])

    return refused


def test_a_dry_run_says_what_it_would_do_and_does_nothing(run: Any) -> None:
    told = run(csv_bytes(*PUPILS))

    assert told == NOBODY | {
        "created": 3,
        "problems": [
            {
                "row": 4,
                "kind": "warning",
                "reason": "There is no UPN: the pupil is created without one, and the next list may not be matched.",
            }
        ],
    }
    assert (Child.objects.count(), RollImport.objects.count()) == (0, 0)


def test_the_same_file_twice_changes_nothing(run: Any) -> None:
    content = csv_bytes(*PUPILS[:3])
    run(content, "--apply")
    before = list(Child.objects.order_by("pk").values_list())

    again = run(content, "--apply")

    assert again == NOBODY | {"unchanged": 2}
    assert list(Child.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize("year", ["Reception", "N2", "N1", "Year 1", "14"])
def test_the_same_file_twice_changes_nothing_in_any_year(run: Any, year: str) -> None:
    content = csv_bytes(samples.HEADINGS, (AMY, "Okafor", "Amy", "14/03/2021", "F", year, "Owls", "", ""))
    run(content, "--apply")

    assert run(content, "--apply") == NOBODY | {"unchanged": 1}


def test_a_pupil_who_moved_is_updated(run: Any) -> None:
    run(csv_bytes(*PUPILS), "--apply")

    told = run(csv_bytes(PUPILS[0], (AMY, "Okafor", "Amy", "14/03/2015", "F", "7", "7C") + ("", "")), "--apply")

    assert told == NOBODY | {"updated": 1}
    assert sorted(Child.objects.values_list("year", "form")) == [(7, "7B"), (7, "7B"), (7, "7C")]


def many(left: int, of: int) -> dict[str, Any]:
    reason = f"{left} of {of} pupils on roll are not in the list: more than a fifth. Check that it lists every pupil."
    return {"row": 0, "kind": "warning", "reason": reason}


@pytest.mark.parametrize(("roll", "problems"), [(5, []), (4, [many(1, 4)])])
def test_more_than_a_fifth_of_leavers_is_warned_of_in_row_0(run: Any, roll: int, problems: list[Any]) -> None:
    rows = [(samples.upn(n), f"Name{n}", "Amy", "14/03/2015", "F", "6", "6A", "", "") for n in range(roll)]
    run(csv_bytes(samples.HEADINGS, *rows), "--apply")

    told = run(csv_bytes(samples.HEADINGS, *rows[1:]), "--roll", "full")

    assert told == NOBODY | {"unchanged": roll - 1, "left": 1, "problems": problems}


def test_a_warning_about_the_whole_file_is_told_in_words(
    run: Any, school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(csv_bytes(*PUPILS[:3]), "--apply")
    file = tmp_path / "roll.csv"
    file.write_bytes(csv_bytes(*PUPILS[:2]))

    call_command("import_pupils", str(file), "--school", school.code, "--roll", "full")

    assert capsys.readouterr().out.splitlines() == [
        "0 created, 0 updated, 1 unchanged, 1 left, 0 unsure, 0 refused.",
        f"The whole file, warning: {many(1, 2)['reason']}",
        "Nothing was changed. Add --apply to change it.",
    ]


def test_only_a_full_roll_proposes_leavers_and_a_second_word_marks_them(run: Any) -> None:
    run(csv_bytes(*PUPILS[:3]), "--apply")
    shorter = csv_bytes(*PUPILS[:2])

    assert run(shorter, "--apply") == NOBODY | {"unchanged": 1}
    told = NOBODY | {"unchanged": 1, "left": 1, "problems": [many(1, 2)]}
    assert run(shorter, "--apply", "--roll", "full") == told
    assert list(Child.objects.values_list("status", flat=True).distinct()) == ["ON_ROLL"]
    assert run(shorter, "--apply", "--roll", "full", "--confirm-leavers") == told
    assert sorted(Child.objects.values_list("status", flat=True)) == ["LEFT", "ON_ROLL"]
    assert run(csv_bytes(*PUPILS[:3]), "--apply")["updated"] == 1
    assert list(Child.objects.values_list("status", "left_on").distinct()) == [("ON_ROLL", None)]


@pytest.mark.parametrize("content", [csv_bytes(PUPILS[0]), samples.xlsx_bytes(PUPILS[0])], ids=["csv", "xlsx"])
def test_a_list_of_headings_alone_does_nothing_and_is_no_error(run: Any, content: bytes) -> None:
    assert run(content, "--apply") == NOBODY
    assert RollImport.objects.get().status == "APPLIED"


def test_a_full_roll_without_rows_makes_nobody_a_leaver_and_says_so(run: Any) -> None:
    run(csv_bytes(*PUPILS), "--apply")

    told = run(csv_bytes(PUPILS[0]), "--roll", "full", "--apply", "--confirm-leavers")

    reason = "The list has no rows, so nobody is taken to have left."
    assert told == NOBODY | {"problems": [{"row": 1, "kind": "warning", "reason": reason}]}
    assert list(Child.objects.values_list("status", flat=True).distinct()) == ["ON_ROLL"]


def test_a_ctf_makes_nobody_a_leaver(run: Any) -> None:
    run(csv_bytes(*PUPILS[:3]), "--apply")

    told = run(samples.ctf(samples.ctf_pupil(CAT)), "--roll", "full", "--apply", "--confirm-leavers")

    assert told == NOBODY | {"created": 1}


def test_a_saved_mapping_reads_any_headings(run: Any, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"upn": "No.", "surname": "Family", "forename": "Given", "date_of_birth": "Born"}')

    told = run(
        csv_bytes(("No.", "Family", "Given", "Born"), (AMY, "Okafor", "Amy", "14/03/2015")), "--mapping", str(mapping)
    )

    assert told == NOBODY | {"created": 1}


@pytest.mark.parametrize("written", [b"{nope", b"\xff\xfe\x00", b"[" * 100_000, b'{"upn": ' + b"9" * 5_000 + b"}"])
def test_a_mapping_that_is_no_json_is_said(refused: Any, tmp_path: Path, written: bytes) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_bytes(written)

    assert refused(csv_bytes(*PUPILS), "--mapping", str(mapping)) == "The mapping is not a JSON file."


def test_an_ambiguous_date_order_is_asked(run: Any, refused: Any) -> None:
    content = csv_bytes(samples.HEADINGS, (AMY, "Okafor", "Amy", "03/04/2015", *[""] * 5))

    assert refused(content) == (
        "Every date of birth can be read with the day or the month first (row 2, for one). Say which it is. "
        "Add --date-order day-first or --date-order month-first."
    )
    assert run(content, "--date-order", "day-first") == NOBODY | {"created": 1}


def test_headings_that_nobody_knows_need_a_mapping(refused: Any) -> None:
    assert refused(csv_bytes(("No.", "Family"), (AMY, "Okafor"))) == (
        "No heading in row 1 is known to hold the surname and the forename: say which one does. Give a --mapping."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<!DOCTYPE x><CTfile></CTfile>", "document type"),
        (b"%PDF-1.7", "This is a PDF document, not a list of pupils. Save the list as CSV or .xlsx."),
        (b"UPN,Surname,Forename\n" + AMY.encode() + b"," + b"x" * 5_000_000 + b",Amy\n", "32767"),
        (b'UPN,Surname,Forename\n"A,B', "never closed"),
    ],
)
def test_a_broken_or_hostile_file_gets_a_sentence_and_changes_nothing(
    refused: Any, content: bytes, sentence: str
) -> None:
    assert sentence in refused(content, "--apply")
    assert (Child.objects.count(), RollImport.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [bytes(range(1, 250)) * 9, b"\x01\x02,\x03\r\n\x04,\x05", b"\x93\x8d\x81\x02" * 50])
def test_bytes_named_as_a_workbook_are_said_to_be_none(
    run: Any, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(content, name="roll.xlsx")

    assert json.loads(capsys.readouterr().out) == {"error": "This is not an Excel file, though its name says so."}


def test_a_table_named_as_a_workbook_is_read(run: Any) -> None:
    assert run(csv_bytes(*PUPILS), name="roll.xlsx")["created"] == 3


@pytest.mark.parametrize("sample", sorted(SDS.rglob("*.csv")), ids=lambda path: path.parent.name + "-" + path.stem)
def test_a_public_sample_is_asked_about(refused: Any, sample: Path) -> None:
    """Accounts of another system: their headings, or their American dates, are a question first."""
    sentence = refused(sample.read_bytes(), "--apply")

    assert sentence.endswith(("Give a --mapping.", "Add --date-order day-first or --date-order month-first."))
    assert Child.objects.count() == 0


def test_an_unknown_school_and_a_missing_file_are_said(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import_pupils", "nowhere.csv", "--school", "elsewhere", "--json")
    assert json.loads(capsys.readouterr().out) == {"error": "There is no school with this code."}
    with pytest.raises(CommandError, match="No such file") as error:
        call_command("import_pupils", "nowhere.csv", "--school", school.code.upper())
    assert error.value.returncode == 2


def test_a_code_and_a_file_name_that_are_no_unicode_do_not_stop_it(
    run: Any, school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call_command("import_pupils", "nowhere.csv", "--school", "\udcff", "--json")

    assert json.loads(capsys.readouterr().out) == {"error": "There is no school with this code."}
    assert run(csv_bytes(*PUPILS[:2]), "--apply", name="\udcff.csv") == NOBODY | {"created": 1}


def test_it_works_for_the_school_that_is_named(run: Any, school: School) -> None:
    other = factories.school("aaa", "Another school")
    School.objects.filter(pk=other.pk).update(created_at="2020-01-01T00:00Z")

    run(csv_bytes(*PUPILS[:2]), "--apply")

    assert [child.school_id for child in Child.objects.all()] == [school.pk]


def test_without_json_it_speaks_plainly(school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "roll.csv"
    file.write_bytes(csv_bytes(*PUPILS))

    call_command("import_pupils", str(file), "--school", school.code)

    assert capsys.readouterr().out.splitlines() == [
        "3 created, 0 updated, 0 unchanged, 0 left, 0 unsure, 0 refused.",
        "Row 4, warning: There is no UPN: the pupil is created without one, and the next list may not be matched.",
        "Nothing was changed. Add --apply to change it.",
    ]
