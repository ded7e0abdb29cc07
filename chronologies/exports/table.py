"""How does a chronology become a table that agencies can merge with theirs? The usual columns, one row an entry."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chronologies.timeline import Row
from documents import spreadsheet

COLUMNS = (
    *("Date", "Time", "Source or agency", "Event or detail", "Child’s view", "Professional opinion"),
    *("Action and outcome", "Significance and analysis", "Category", "Author", "Recorded at", "Marking"),
)


def csv(rows: Iterable[Row], roles: Mapping[UUID, str]) -> bytes:
    return spreadsheet.write(COLUMNS, [_cells(row, roles) for row in rows])


def author(row: Row, roles: Mapping[UUID, str]) -> str:
    """Name and role: a reader outside the school does not know the names."""
    role = roles.get(row.author_id, "") if row.author_id else ""
    return ", ".join(part for part in (row.by, role) if row.by and part)


def detail(row: Row) -> str:
    """The account as it was written; a line that has none says what it is."""
    if row.kind in ("EVENT", "CONCERN"):
        return row.fact
    return f"{row.title}: {row.fact}" if row.fact else row.title


def weight(row: Row) -> str:
    parts = (row.significance, row.bearing, "significant entry" if row.significant else "")
    return ", ".join(part for part in parts if part)


def _cells(row: Row, roles: Mapping[UUID, str]) -> tuple[str, ...]:
    return (
        row.iso or row.when,
        row.at_time,
        _lines(row.source or row.agency, _labelled("Reference", row.reference)),
        _lines(detail(row), *(_labelled(label, words) for label, words in row.details)),
        row.child_voice,
        row.opinion,
        _done(row),
        _lines(weight(row), row.impact),
        row.category,
        author(row, roles),
        row.recorded,
        _marks(row),
    )


def _done(row: Row) -> str:
    told = (
        ("Done", row.action),
        ("Decided", row.decision if row.kind == "EVENT" else ""),
        ("Why", row.rationale),
        ("Outcome", row.outcome),
        ("Parents informed", row.parents),
    )
    return _lines(*(_labelled(label, words) for label, words in told))


def _marks(row: Row) -> str:
    struck = "Struck out" if row.status == "STRUCK" else ""
    return _lines(row.marking, struck, row.later and f"Recorded {row.later}", *row.notes, _labelled("Paper", row.paper))


def _labelled(label: str, words: str) -> str:
    if not words:
        return ""
    return f"{label}{' ' if label.endswith('?') else ': '}{words}"


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
