"""How do the rows that were read wait, sealed, until they are confirmed? As plain JSON, without what is not applied."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from people.roll.rows import Format, PupilRow, Roll

KEPT = tuple(field.name for field in fields(PupilRow) if field.name != "contacts")


def as_value(roll: Roll, said: Mapping[str, str]) -> dict[str, Any]:
    """`said` is what a person decided about rows in doubt, by row number."""
    return {
        "said": dict(said),
        "format": roll.file_format.value,
        "has_birth_dates": roll.has_birth_dates,
        "is_full_possible": roll.is_full_possible,
        "rows": [[_told(getattr(row, name)) for name in KEPT] for row in roll.rows],
    }


def as_roll(value: dict[str, Any]) -> Roll:
    rows = tuple(_row(dict(zip(KEPT, told, strict=True))) for told in value["rows"])
    return Roll(Format(value["format"]), rows, value["has_birth_dates"], value["is_full_possible"])


def said_of(value: dict[str, Any]) -> dict[str, str]:
    return dict(value.get("said", {}))


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row(told: dict[str, Any]) -> PupilRow:
    told["born_on"] = date.fromisoformat(told["born_on"]) if told["born_on"] else None
    told["former_upns"], told["warnings"] = tuple(told["former_upns"]), tuple(told["warnings"])
    return PupilRow(**told)
