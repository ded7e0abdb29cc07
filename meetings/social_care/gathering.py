"""What goes out about these children, who is left out and why, and what has no place in the shape?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from access.models import User
from casework.models import CaseFile, Placement, StatusEpisode
from chronologies.dates import day_words
from meetings.actions.social_care import Leaving
from meetings.models import AuthorityNumber, Meeting
from meetings.queries.sharing import FOR_SOCIAL_CARE, unbound
from meetings.queries.social_care import (
    files_to_export,
    initial_conferences,
    numbers_on,
    placements_in,
    plain,
    statuses_on,
)
from meetings.social_care import shape
from people.models import Agency

SHAPE = "DfE CSC API 1.0.1"
NO_PLACE = {
    "CP": "The category of a child protection plan stays out: the Department’s shape has no place for it.",
    "LAC": "Placements are given by their dates alone, and a time in care without a placement as one of its own. "
    "The legal basis stays out: the Department’s shape has no place for it.",
}


@dataclass(frozen=True)
class Asked:
    """Which authority it is for, and who gets it: person, role and agency, as they were typed."""

    authority: str
    recipient: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """One child. `told` is the child in the Department's shape; None for one who is left out, and `missing` why.

    `dates` says in words what goes out, `notes` what does not; `unbound` are agencies that were excluded in early help.
    """

    file: CaseFile
    authority: str
    told: dict[str, Any] | None
    missing: list[str]
    dates: list[str]
    notes: list[str]
    records: list[Any]
    unbound: list[Agency] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.file.child.who.name

    def leaving(self, reference: str) -> Leaving:
        """For the register: each record that went out, with its version."""
        told = {"shape": SHAPE, "reference": reference, "authority": self.authority}
        records = [(record._meta.model_name, str(record.pk), record.version) for record in self.records]
        return Leaving(self.file, told | {"records": records})


@dataclass(frozen=True)
class _Told:
    """A status with this authority, the initial conference that an enquiry led to, and the placements in care."""

    status: StatusEpisode
    conference: Meeting | None
    placements: Sequence[Placement]

    @property
    def shaped(self) -> shape.Status:
        one, on = self.status, self.conference.held_on if self.conference else None
        places = tuple((place.pk, place.since) for place in self.placements)
        return shape.Status(one.pk, one.kind, one.started_on, one.ended_on, one.ended_by, on, places)

    @property
    def in_words(self) -> str:
        one, told = self.status, self.shaped
        ended = f" to {day_words(one.ended_on)}" if one.ended_on else ", not ended"
        more = [f"initial conference on {day_words(told.conference_on)}"] if told.conference_on else []
        more += [f"a placement since {day_words(place.since)}" for place in self.placements]
        return "; ".join([f"{one.get_kind_display()}: {day_words(one.started_on)}{ended}", *more])

    @property
    def records(self) -> list[Any]:
        return [self.status, *([self.conference] if self.conference else []), *self.placements]


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
    places = placements_in(user, [one for every in statuses.values() for one in every])
    found = []
    for file in files:
        ours = [one for one in statuses.get(file.pk, []) if plain(one.authority) == plain(asked.authority)]
        if ours:
            told = [_Told(one, _conference(one, held.get(file.pk, [])), places.get(one.pk, [])) for one in ours]
            others = [one for one in statuses[file.pk] if one not in ours]
            child = _child(file, asked, numbers.get(file.pk), told, others)
            found.append(replace(child, unbound=unbound(user, file, FOR_SOCIAL_CARE)))
    return sorted(found, key=lambda one: (one.file.child.who.sorting, one.file.pk.int))


def _child(
    file: CaseFile, asked: Asked, number: AuthorityNumber | None, told: Sequence[_Told], others: Sequence[StatusEpisode]
) -> Gathered:
    missing = list(_missing(file, asked, number))
    shaped = None
    if number and not missing:
        shaped = shape.child(number.number.text, _who(file), [one.shaped for one in told])
    return Gathered(
        file=file,
        authority=asked.authority,
        told=shaped,
        missing=missing,
        dates=[one.in_words for one in told],
        notes=list(_notes(file, {one.status.kind for one in told}, others)),
        records=[file.child, *(record for one in told for record in one.records), *([number] if number else [])],
    )


def _missing(file: CaseFile, asked: Asked, number: AuthorityNumber | None) -> Iterable[str]:
    """Each a sentence: what is required and cannot be known."""
    if number is None:
        yield f"{asked.authority}’s number for the child is not recorded."
    elif not shape.NUMBER.fullmatch(number.number.text):
        yield f"{asked.authority}’s number for the child is not of 1 to 20 letters and figures."


def _who(file: CaseFile) -> shape.Who:
    """The legal name, by which an authority knows the child. No address: the authority has it, and it may be secret."""
    who = file.child.who
    return shape.Who(file.child_id, who.forename, who.surname, who.born_on, who.sex, who.upn, who.former_upns)


def _conference(status: StatusEpisode, held: Iterable[Meeting]) -> Meeting | None:
    """The first that was held while the enquiry ran."""
    until = status.ended_on or date.max
    within = (one for one in held if one.held_on and status.started_on <= one.held_on <= until)
    return next(within, None) if status.kind == "SECTION_47" else None


def _notes(file: CaseFile, kinds: Collection[str], others: Iterable[StatusEpisode]) -> Iterable[str]:
    named = [bool(one.authority.strip()) for one in others]
    upn = file.child.who.upn
    notes = {words: kind in kinds for kind, words in NO_PLACE.items()} | {
        "A status with another local authority stays out.": any(named),
        "A status that names no local authority stays out.": not all(named),
        "A UPN that is not 13 characters long stays out.": bool(upn) and len(upn) != shape.UPN_LENGTH,
    }
    return [words for words, holds in notes.items() if holds]
