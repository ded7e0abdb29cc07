"""What would a row change about the pupil it means? A value that the list does not give never erases one."""

from people.roll import upn
from people.roll.known import Index, KnownPupil
from people.roll.rows import PupilRow

NAMES = ("surname", "forename")
PREFERRED = ("preferred_surname", "preferred_forename")
PLAIN = ("born_on", "sex", "year", "form", "email")

Changes = dict[str, tuple[object, object]]


def changes(row: PupilRow, pupil: KnownPupil, index: Index) -> Changes:
    """{field: (now, would be)}, empty when the list says nothing new."""
    found: Changes = {}
    for field in (*NAMES, *PREFERRED, *PLAIN):
        now, given = getattr(pupil, field), getattr(row, field)
        if _is_news(field, given, _legal(row, field) if now in ("", None) else now):
            found[field] = (now, given)
    found.update(_numbers(row, pupil, index))
    if not pupil.on_roll:
        found["on_roll"] = (False, True)
    return found


def warnings(row: PupilRow, pupil: KnownPupil) -> list[str]:
    found = []
    if row.upn and row.upn != pupil.upn and not _takes(row, pupil):
        found.append("The list gives an earlier or temporary UPN; the known one stays.")
    if not pupil.on_roll:
        found.append("The pupil was not on roll, and would be again.")
    return found


def _numbers(row: PupilRow, pupil: KnownPupil, index: Index) -> Changes:
    current = row.upn if _takes(row, pupil) else pupil.upn
    given = (*row.former_upns, pupil.upn, row.upn)
    new = dict.fromkeys(
        number
        for number in given
        if number
        and number != current
        and number not in pupil.former_upns
        and not index.belongs_to_another(number, pupil)
    )
    found: Changes = {}
    if current != pupil.upn:
        found["upn"] = (pupil.upn, current)
    former = tuple(number for number in (*pupil.former_upns, *new) if number != current)
    if former != pupil.former_upns:
        found["former_upns"] = (pupil.former_upns, former)
    return found


def _takes(row: PupilRow, pupil: KnownPupil) -> bool:
    """A new number replaces the known one; an earlier one does not, nor a temporary one a permanent one."""
    if not row.upn or row.upn == pupil.upn or row.upn in pupil.former_upns:
        return False
    return not (pupil.upn and upn.is_temporary(row.upn) and not upn.is_temporary(pupil.upn))


def _legal(row: PupilRow, field: str) -> object:
    """Some systems repeat the legal name where nobody prefers another: with none known, that is nothing new."""
    return getattr(row, field.removeprefix("preferred_")) if field in PREFERRED else None


def _is_news(field: str, given: object, now: object) -> bool:
    if given in ("", None) or given == now:
        return False
    return field in PLAIN or not _is_same_in_capitals(str(given), str(now))


def _is_same_in_capitals(given: str, now: str) -> bool:
    """Some CTFs write all names in capitals: that is not a new spelling."""
    return given.isupper() and given.casefold() == now.casefold()
