"""Few lines or many, a line reads the same afterwards and is left as the ORM leaves a new row."""

import pytest

from access.models import User
from audit import log
from audit.inserting import FEW
from audit.log import Line
from audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 2, FEW, FEW + 1])
def test_lines_are_read_back_as_they_were_written(at_work: User, count: int) -> None:
    lines = [Line(verb=f"file.listed{n}", changes={"n": n}, details="words", mentions=[]) for n in range(count)]

    written = log.append(lines)

    kept = list(Entry.objects.filter(pk__in=[entry.pk for entry in written]).order_by("pk"))
    columns = [field.attname for field in Entry._meta.concrete_fields]
    assert [_values(entry, columns) for entry in written] == [_values(entry, columns) for entry in kept]
    assert [entry.verb for entry in kept] == [line.verb for line in lines]
    assert {(entry._state.adding, entry._state.db) for entry in written} == {(False, "default")}


def _values(entry: Entry, columns: list[str]) -> list[object]:
    held = [getattr(entry, name) for name in columns]
    return [bytes(value) if isinstance(value, memoryview) else value for value in held]
