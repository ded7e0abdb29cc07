"""What did the reporter write? The words of a concern, the same on its page, in a chronology and in what leaves.

The gate has opened the concern; nothing is opened here that it did not.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from casework import bodymap
from casework.forms.concerns import DETAILS
from casework.forms.marks import in_words
from casework.models import BodyMapMark, Concern, Involvement

READ_AS: Final = {"heard_from": "Who told the reporter", "opinion": "What the reporter thinks"} | {
    "immediate_action": "What was done at once",
    "told_others": "Who else was told, and when",
}
"""Headings for readers, where the form speaks to whoever fills it in."""
DESCRIBED, MARKS, OTHERS = "The child, as described", "Marks", "Other children in this"
NOT_SEEN: Final = "The reporter could not see where"
_SEEN: Final = (
    *(("Size {}", "size"), ("Shape: {}", "shape"), ("Colour: {}", "colour"), ("Skin: {}", "skin")),
    *(("Swollen: {}", "swelling"), ("Hurts: {}", "pain")),
)


class Mark(NamedTuple):
    """One mark of the body map, in words."""

    number: int
    region: str
    site: str
    seen: str
    said: str

    @property
    def line(self) -> str:
        return " ".join(part for part in (f"{self.number}. {self.site}.", self.seen, self.said) if part)


def details_of(concern: Concern, *, but: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What was written beside what happened, under its headings, in the order of the form."""
    told = [(DESCRIBED, concern.child_described.text)]
    told += [
        (READ_AS.get(name, label), getattr(concern, name).text)
        for name, (label, _) in DETAILS.items()
        if name not in but
    ]
    return [(heading, words) for heading, words in told if words]


def marks_of(concerns: Sequence[Concern]) -> dict[UUID, list[Mark]]:
    """The marks of each concern, in one query."""
    found: dict[UUID, list[Mark]] = {}
    for one in BodyMapMark.objects.filter(concern__in=concerns).order_by("number"):
        found.setdefault(one.concern_id, []).append(_mark(one))
    return found


def parts_of(concerns: Sequence[Concern]) -> dict[UUID, str]:
    """Which part further children had in each concern, in one query: never who they are, since this may leave."""
    found: dict[UUID, list[str]] = {}
    children = {concern.pk: concern.child_id for concern in concerns}
    for one in Involvement.objects.filter(concern__in=concerns).order_by("part", "pk"):
        if one.child_id != children[one.concern_id]:
            found.setdefault(one.concern_id, []).append(one.get_part_display().lower())
    return {pk: ", ".join(parts) for pk, parts in found.items()}


def _mark(one: BodyMapMark) -> Mark:
    kept = one.mark.value
    told = in_words(kept)
    seen = [f"{words.format(told[name])}." for words, name in _SEEN if told.get(name)]
    said = f"The child says: “{kept['explanation']}”" if kept.get("explanation") else ""
    site = bodymap.label(kept["region"]) if kept["region"] else NOT_SEEN
    return Mark(one.number, kept["region"], site, " ".join(seen), said)
