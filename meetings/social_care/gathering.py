"""What goes out about these children, who is left out and why, and what has no place in the shape?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from access.models import User
from casework.models import CaseFile, StatusEpisode
from chronologies.dates import day_words
from meetings.actions.social_care import Leaving
from meetings.models import AuthorityNumber
from meetings.queries.sharing import may_share_with
from meetings.queries.social_care import files_to_export, initial_conferences, numbers_on, plain, statuses_on
from meetings.social_care import shape
from people.identity import Identity

SHAPE = "DfE CSC API 1.0.1"
NO_PLACE = {
    "CP": "The category of a child protection plan stays out: the Department’s shape has no place for it.",
    "LAC": "A time in care is given as one placement, by its dates alone: placements are not recorded here. "
    "The legal basis has no place in the Department’s shape.",
}


@dataclass(frozen=True)
class Asked:
    """Which authority it is for, and to which agency it goes."""

    authority: str
    agency: str = ""


@dataclass(frozen=True)
class Gathered:
    """One child. `told` is the child in the Department's shape; None for one who is left out, and `missing` why.

    `dates` says in words what goes out, `notes` what does not.
    """

    file: CaseFile
    told: dict[str, Any] | None
    missing: tuple[str, ...]
    dates: tuple[str, ...]
    notes: tuple[str, ...]
    records: tuple[tuple[str, str, int], ...]

    @property
    def name(self) -> str:
        return self.file.child.who.name

    def leaving(self, reference: str) -> Leaving:
        told = {"shape": SHAPE, "reference": reference, "records": [list(record) for record in self.records]}
        return Leaving(self.file, told)


def files_with(user: User, authority: str, *, only_open: bool) -> list[CaseFile]:
    """Whose child has had a status with this authority, or has one now. Nothing is opened."""
    files = files_to_export(user)
    found = {
        one.file_id
        for one in statuses_on(user, files)
        if plain(one.authority) == plain(authority) and not (only_open and one.ended_on)
    }
    return [file for file in files if file.pk in found]


def gather(user: User, files: Sequence[CaseFile], asked: Asked) -> list[Gathered]:
    """By name; none of a file without a status with this authority. The look must have opened the files."""
    statuses: dict[Any, list[StatusEpisode]] = {}
    for status in statuses_on(user, files):
        statuses.setdefault(status.file_id, []).append(status)
    numbers, held = numbers_on(user, files, asked.authority), initial_conferences(user, files)
    found = []
    for file in files:
        ours = [one for one in statuses.get(file.pk, []) if plain(one.authority) == plain(asked.authority)]
        if ours:
            told = [_status(one, held.get(file.pk, [])) for one in ours]
            others = [one for one in statuses[file.pk] if one not in ours]
            found.append(_child(file, asked, numbers.get(file.pk), ours, told, others))
    return sorted(found, key=lambda one: (one.file.child.who.sorting, one.file.pk.int))


def _child(
    file: CaseFile,
    asked: Asked,
    number: AuthorityNumber | None,
    ours: Sequence[StatusEpisode],
    told: Sequence[shape.Status],
    others: Sequence[StatusEpisode],
) -> Gathered:
    who = file.child.who
    missing = tuple(_missing(file, asked, number))
    records = [("STATUS", str(one.pk), one.version) for one in ours]
    if number:
        records.append(("NUMBER", str(number.pk), number.version))
    return Gathered(
        file=file,
        told=None if missing or number is None else shape.child(number.number.text, _who(file, who), told),
        missing=missing,
        dates=tuple(_in_words(one, given) for one, given in zip(ours, told, strict=True)),
        notes=tuple(_notes(who, ours, others)),
        records=tuple(records),
    )


def _missing(file: CaseFile, asked: Asked, number: AuthorityNumber | None) -> Iterable[str]:
    """Each a sentence: what is required and cannot be known, or who must not get it."""
    if number is None:
        yield f"{asked.authority}’s number for the child is not recorded."
    elif not shape.NUMBER.fullmatch(number.number.text):
        yield f"{asked.authority}’s number for the child is not of 1 to 20 letters and figures."
    if asked.agency and not may_share_with(file, asked.agency):
        yield f"The family has excluded {asked.agency}: nothing about the child is shared with it."


def _who(file: CaseFile, who: Identity) -> shape.Who:
    """The legal name, by which an authority knows the child. No address: the authority has it, and it may be secret."""
    return shape.Who(file.child_id, who.forename, who.surname, who.born_on, who.sex, who.upn, who.former_upns)


def _status(one: StatusEpisode, held: Iterable[Any]) -> shape.Status:
    within = [on for on in held if one.started_on <= on <= (one.ended_on or on)] if one.kind == "SECTION_47" else []
    return shape.Status(
        one.pk, one.kind, one.started_on, one.ended_on, one.ended_by, conference_on=within[0] if within else None
    )


def _in_words(one: StatusEpisode, given: shape.Status) -> str:
    ended = f" to {day_words(one.ended_on)}" if one.ended_on else ", not ended"
    conference = f"; initial conference on {day_words(given.conference_on)}" if given.conference_on else ""
    return f"{one.get_kind_display()}: {day_words(one.started_on)}{ended}{conference}"


def _notes(who: Identity, ours: Iterable[StatusEpisode], others: Iterable[StatusEpisode]) -> Iterable[str]:
    for kind, words in NO_PLACE.items():
        if any(one.kind == kind for one in ours):
            yield words
    if any(one.authority.strip() for one in others):
        yield "A status with another local authority stays out."
    if any(not one.authority.strip() for one in others):
        yield "A status that names no local authority stays out."
    if who.upn and len(who.upn) != shape.UPN_LENGTH:
        yield "A UPN that is not 13 characters long stays out."
