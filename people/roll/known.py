"""Which known pupil may a row of a list mean? Everything is looked up, so ten thousand rows take no time."""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from people.roll import names
from people.roll.rows import PupilRow

NameKey = tuple[str, str]

MOST_CANDIDATES = 9

SOMEBODY_ELSE = "The UPN is that of a known pupil with other names and another date of birth."
SEVERAL = "Its UPN and former UPNs belong to more than one known pupil."
SAME_NAME = "A pupil of this name and date of birth is known, but not by this UPN."
SAME_NAME_NO_UPN = "A pupil of this name and date of birth is known. This row has no UPN to be sure by."
SAME_NAME_UNDATED = "A pupil of this name is known, and there is no date of birth to compare."


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """A pupil as the directory has one now; empty text and None where it has nothing."""

    id: UUID
    upn: str = ""
    former_upns: tuple[str, ...] = ()
    surname: str = ""
    forename: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    born_on: date | None = None
    sex: str = ""
    year: int | None = None
    form: str = ""
    email: str = ""
    on_roll: bool = True


Person = PupilRow | KnownPupil


@dataclass(frozen=True, slots=True)
class Found:
    """One known pupil, or nobody. With a `doubt` a person chooses from the candidates, and a pupil is only claimed."""

    pupil: KnownPupil | None = None
    by_upn: bool = False
    candidates: tuple[KnownPupil, ...] = ()
    doubt: str = ""
    warnings: tuple[str, ...] = ()


class Index:
    def __init__(self, known: Iterable[KnownPupil]) -> None:
        self.pupils = tuple(known)
        self.by_upn = {pupil.upn: pupil for pupil in self.pupils if pupil.upn}
        self._by_former: dict[str, list[KnownPupil]] = defaultdict(list)
        self._by_name: dict[Hashable, list[KnownPupil]] = defaultdict(list)
        for pupil in self.pupils:
            for number in pupil.former_upns:
                self._by_former[number].append(pupil)
            for name in name_keys(pupil):
                for slot in _slots(pupil):
                    self._by_name[(name, slot)].append(pupil)

    def by_number(self, row: PupilRow) -> Found:
        numbered = self.numbered(row)
        if row.upn in self.by_upn:
            return self._found(row, self.by_upn[row.upn], others=len(numbered) > 1)
        if len(numbered) == 1:
            return self._found(row, numbered[0], others=False)
        return Found(candidates=numbered, doubt=SEVERAL) if numbered else Found()

    def by_name(self, row: PupilRow, without: Container[UUID]) -> Found:
        """Never more than a question. `without` are those whom other rows of the list name by number."""
        same_day = self._named(row, row.born_on, without) if row.born_on else ()
        if same_day:
            return Found(candidates=same_day, doubt=SAME_NAME if row.upn else SAME_NAME_NO_UPN)
        slot = ("undated" if row.born_on else "any") + (" without UPN" if row.upn else "")
        if undated := self._named(row, slot, without):
            return Found(candidates=undated, doubt=SAME_NAME_UNDATED)
        if not row.born_on and self._named(row, "any", without):
            return Found(warnings=("A pupil of the same name is known by another UPN.",))
        return Found()

    def numbered(self, row: PupilRow) -> tuple[KnownPupil, ...]:
        """Everybody who has, or had, one of the row's UPNs."""
        found: dict[UUID, KnownPupil] = {}
        for number in (row.upn, *row.former_upns):
            if number in self.by_upn:
                found[self.by_upn[number].id] = self.by_upn[number]
            found.update((pupil.id, pupil) for pupil in self._by_former.get(number, ()))
        return tuple(found.values())

    def belongs_to_another(self, number: str, pupil: KnownPupil) -> bool:
        holders = (self.by_upn.get(number), *self._by_former.get(number, ()))
        return any(holder is not None and holder.id != pupil.id for holder in holders)

    def is_taken(self, number: str, pupil: KnownPupil | None) -> bool:
        """Whether giving this pupil, or a new one, the number would give it twice."""
        if pupil is None:
            return number in self.by_upn or number in self._by_former
        has_it = number in (pupil.upn, *pupil.former_upns)
        return bool(number) and not has_it and self.belongs_to_another(number, pupil)

    def _found(self, row: PupilRow, pupil: KnownPupil, *, others: bool) -> Found:
        by_upn = row.upn != "" and row.upn == pupil.upn
        if _is_somebody_else(row, pupil):
            return Found(pupil, by_upn, (pupil,), SOMEBODY_ELSE)
        warnings = ("A former UPN belongs to another known pupil, and was left out.",) if others else ()
        return Found(pupil, by_upn, warnings=warnings)

    def _named(self, row: PupilRow, slot: Hashable, without: Container[UUID]) -> tuple[KnownPupil, ...]:
        filed = (pupil for name in name_keys(row) for pupil in self._by_name.get((name, slot), ()))
        found = islice((pupil for pupil in filed if pupil.id not in without), MOST_CANDIDATES)
        return tuple({pupil.id: pupil for pupil in found}.values())


def name_keys(person: Person) -> set[NameKey]:
    """Each surname, legal and preferred, with each forename."""
    surnames = {names.key(name) for name in (person.surname, person.preferred_surname) if name}
    forenames = {names.key(name) for name in (person.forename, person.preferred_forename) if name}
    return {(surname, forename) for surname in surnames for forename in forenames}


def _slots(pupil: KnownPupil) -> list[Hashable]:
    """Under what a name is filed, so that a search by name compares the right people only."""
    slots: list[Hashable] = ["any", pupil.born_on or "undated"]
    if not pupil.upn:
        slots += ["any without UPN"] if pupil.born_on else ["any without UPN", "undated without UPN"]
    return slots


def _is_somebody_else(row: PupilRow, pupil: KnownPupil) -> bool:
    """A UPN in the wrong row of the MIS would give one child another's name, so such a row goes to a person."""
    if not (row.born_on and pupil.born_on) or row.born_on == pupil.born_on:
        return False
    mine, theirs = name_keys(row), name_keys(pupil)
    shared_surname = {surname for surname, _ in mine} & {surname for surname, _ in theirs}
    shared_forename = {forename for _, forename in mine} & {forename for _, forename in theirs}
    return not shared_surname and not shared_forename
