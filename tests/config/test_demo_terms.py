"""The demo's school years can be typed, and its calendar file says what was meant."""

from datetime import date
from pathlib import Path

import pytest

from clocks.planning import Outcome, plan
from clocks.reading import files
from config.demo.terms import write_terms, year


@pytest.mark.parametrize("autumn", range(2024, 2040))
def test_every_year_can_be_typed_after_the_one_before(autumn: int) -> None:
    planned = plan([*year(autumn), *year(autumn + 1)], {})

    assert {one.outcome for one in planned} == {Outcome.NEW}


def test_the_file_holds_the_next_year(tmp_path: Path) -> None:
    write_terms(tmp_path, date(2026, 11, 16))

    read = files.read((tmp_path / "northmoor-term-dates.ics").read_bytes(), today=date(2026, 11, 16))

    expected = {(span.kind, span.starts_on, span.ends_on) for span in year(2027)}
    assert {(row.kind, row.starts_on, row.ends_on) for row in read.rows} == expected
    assert read.notes == ()
