"""A pack is drafted, its words are changed, and each place that speaks of somebody else is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from access import gate, reach
from access.bulk import writer
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, renew
from casework.models import CaseFile
from meetings.actions.either import pack_action
from meetings.actions.excluded import refuse_recipient
from meetings.models import Meeting, Pack, PackDecision, PackPart, Pep
from meetings.queries.packs import PARENTS, Group, mentions_for, parents_of, parts_of, places_in, told
from meetings.release.deciding import Choice, StillThere, Undecided
from meetings.release.index import Known
from people.models import Agency, Contact
from vault.fields import seal_value

RESTRICTED = "This person must not be contacted: say why they get it all the same"
NOT_A_PARENT = "Choose which parent or carer it is for, from the child’s family"
NO_ADDRESS = "Addresses, phone numbers and e-mail addresses have no place in a pack of a PEP: leave them out"
SAVED_BEFORE = "These decisions were saved before. Open the page again to change them"
CONFIDENTIAL = "This holds an address or a number that nobody outside the safeguarding team may know: leave it out"


OF_A_PEP = frozenset({"pep", "peptarget", "pepspending", "typed"})
"""What a pack of a PEP is drafted from."""


@dataclass(frozen=True)
class Drafted:
    """One paragraph as it was drafted, and the record it was drafted from (model:uuid; "typed" for none)."""

    heading: str
    words: str
    kind: str = PackPart.Kind.PLAIN
    caption: str = ""
    source: str = ""
    left_out: bool = False


@dataclass(frozen=True)
class Brief:
    """For whom a pack is, what for, and which part of the file goes into it."""

    for_whom: str
    recipient: Mapping[str, str]
    purpose: str
    sections: Sequence[str]
    parent: Contact | None = None
    despite: str = ""
    agency: Agency | None = None
    meeting: Meeting | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    significant_only: bool = True
    left_out: int = 0


@dataclass(frozen=True)
class Settled:
    """One answer of the release check, about all places of a group."""

    group: Group
    choice: str
    reason: str
    instead: str = ""


@gate.bulk_action(Can.PREPARE_PACK, records="pack.prepared")
def prepare_pack(*, file: CaseFile, by: User, at: datetime, pk: UUID, brief: Brief, parts: Sequence[Drafted]) -> Pack:
    """A draft: nothing leaves. Asked twice with the same pk, there is one pack."""
    if again := Pack.objects.filter(pk=pk, file=file, author=by).first():
        return again
    refuse_parent(file, brief.for_whom, brief.parent, brief.despite)
    refuse_recipient(by, file, brief.agency, *_recipient(brief).values(), meeting=brief.meeting)
    place = {"audience": Audience.SAFEGUARDING, "section": int(Section.DOCUMENTS)}
    return _drafted(Pack(pk=pk, file=file, author=by, recorded_at=at, **place), brief, parts)


@gate.bulk_action(Can.PACK_PEP, records="pack.prepared")
def prepare_pep_pack(*, pep: Pep, by: User, at: datetime, pk: UUID, brief: Brief, parts: Sequence[Drafted]) -> Pack:
    """For the virtual school, from one PEP and from nothing else of the file."""
    if again := Pack.objects.filter(pk=pk, pep=pep, author=by).first():
        return again
    if brief.for_whom != Pack.For.VIRTUAL_SCHOOL or brief.meeting or brief.parent:
        raise Problem("A pack of a PEP is for the virtual school", field="for_whom")
    if any(part.source.partition(":")[0] not in OF_A_PEP for part in parts):
        raise Problem("Only the PEP and its targets go into this pack")
    refuse_recipient(by, pep.file, brief.agency, *brief.recipient.values())
    place = {"audience": Audience(pep.audience), "section": pep.section}
    return _drafted(Pack(pk=pk, file=pep.file, pep=pep, author=by, recorded_at=at, **place), brief, parts)


@pack_action(records="packpart.changed")
def change_part(
    *, part: PackPart, by: User, at: datetime, version: int, words: str, left_out: bool, known: Known
) -> PackPart:
    """The words as they shall be; what was drafted stays beside them. Every decision about them lapses."""
    current = renew(part, version)
    refuse_confidential(current.pack, words, known)
    current.words, current.left_out = words, left_out
    current.save()
    _uncheck(current.pack)
    return current


@pack_action(records="packpart.added")
def add_part(
    *, pack: Pack, by: User, at: datetime, pk: UUID, heading: str, caption: str, words: str, known: Known
) -> PackPart:
    """A paragraph that no record says: the author's own."""
    if again := PackPart.objects.filter(pk=pk, pack=pack, author=by).first():
        return again
    refuse_confidential(pack, f"{caption}\n{words}", known)
    last = PackPart.objects.select_for_update().filter(pack=pack).order_by("-number").first()
    part = PackPart(pk=pk, **beside(pack, by, at))
    part.heading, part.number, part.source = heading, last.number + 1 if last else 1, "typed"
    part.caption, part.words, part.drafted = caption, words, words
    part.save(force_insert=True)
    _uncheck(pack)
    return part


@pack_action(records="pack.decided")
def settle_places(
    *, pack: Pack, by: User, at: datetime, answers: Sequence[Settled], known: Known, pk: UUID | None = None
) -> Pack:
    """What becomes of each place, with a reason. Another child's details and a confidential address are never kept.

    Sent twice with the same pk, each is decided once.
    """
    key, held = pk or uuid4(), Pack.objects.select_for_update().get(pk=pack.pk)
    fresh = [one for one in enumerate(answers) if not _decided(held, by, uuid5(key, str(one[0])), one[1])]
    for number, answer in fresh:
        _refuse_answer(pack, answer, known)
        made = PackDecision(pk=uuid5(key, str(number)), **beside(pack, by, at))
        one = answer.group.mention
        made.choice, made.reason, made.instead = _said(answer)
        places = [place.at for place in answer.group.places]
        made.about = {"kind": one.kind, "who": list(one.who), "words": one.words, "places": places, "number": number}
        made.save(force_insert=True)
    if fresh:
        _uncheck(pack)
    return pack


@pack_action(records="pack.checked")
def finish_check(*, pack: Pack, by: User, at: datetime, known: Known) -> Pack:
    """Only when each place is decided, and what was taken out stands nowhere."""
    current = Pack.objects.select_for_update().get(pk=pack.pk)
    refuse_unfinished(current, known)
    current.checked_at, current.checked_by = at, by
    current.version += 1
    current.save()
    return current


def _drafted(pack: Pack, brief: Brief, parts: Sequence[Drafted]) -> Pack:
    pack.school_id = pack.file.school_id
    for name, value in _columns(brief).items():
        setattr(pack, name, value)
    pack.recipient, pack.purpose, pack.despite = _recipient(brief), brief.purpose, brief.despite.strip()
    pack.save(force_insert=True)
    writer().insert(PackPart, [_row(pack, n, part) for n, part in enumerate(parts, start=1)], verb="packparts.drafted")
    reach.touch(pack.file, Audience(pack.audience), at=pack.recorded_at, section=Section(pack.section))
    return pack


def beside(pack: Pack, by: User, at: datetime) -> dict[str, Any]:
    """The place of a record that belongs to a pack: it is sealed as the pack is."""
    place = {"audience": pack.audience, "section": pack.section}
    return place | {"school_id": pack.school_id, "file_id": pack.file_id, "pack": pack, "author": by, "recorded_at": at}


def refuse_parent(file: CaseFile, for_whom: str, parent: Contact | None, despite: str) -> None:
    """A parent's version is for one adult of the child's family, and for nobody without a reason who is kept away."""
    if for_whom not in PARENTS:
        if parent is not None:
            raise Problem("Only a parent’s version is for one of the family", field="parent")
        return
    if parent is None or parent not in parents_of(file):
        raise Problem(NOT_A_PARENT, field="parent")
    if parent.contact_restricted and not despite.strip():
        raise Problem(RESTRICTED, field="despite")


def refuse_confidential(pack: Pack, words: str, known: Known, *, field: str = "words") -> None:
    if any(one.confidential for one in mentions_for(pack, words, known)):
        raise Problem(NO_ADDRESS if pack.pep_id else CONFIDENTIAL, field=field)


def refuse_unfinished(pack: Pack, known: Known) -> None:
    parts = parts_of(pack)
    waiting = [place for place in places_in(pack, parts, known) if place.decision is None]
    if waiting:
        raise Problem(f"{len(waiting)} places are not decided yet")
    try:
        told(pack, parts, known)
    except Undecided as place:
        raise Problem(f"“{place.mention.words}” may not be kept: take it out, or say it in other words") from None
    except StillThere as left:
        raise Problem(
            f"“{left.words}” is taken out in one place and stands in another. Decide both alike, or change the words"
        ) from None


def _said(answer: Settled) -> tuple[str, str, str]:
    return str(answer.choice), answer.reason, answer.instead if answer.choice == Choice.SUMMARISE else ""


def _decided(pack: Pack, by: User, pk: UUID, answer: Settled) -> bool:
    """Whether this very answer was sent before. Another one from the same page is refused, lest it be lost unseen."""
    before = PackDecision.objects.filter(pk=pk, pack=pack, author=by).first()
    if before is None:
        return False
    said = (before.choice, before.reason.text, before.instead.text)
    if said != _said(answer) or before.about.value["places"] != [place.at for place in answer.group.places]:
        raise Problem(SAVED_BEFORE)
    return True


def _refuse_answer(pack: Pack, answer: Settled, known: Known) -> None:
    group, key = answer.group, answer.group.key
    if answer.choice == Choice.KEEP and not all(place.mention.may_be_kept for place in group.places):
        raise Problem("This may not be kept: take it out, or say it in other words", field=f"choice_{key}")
    if not answer.reason.strip():
        raise Problem("Give the reason", field=f"reason_{key}")
    if answer.choice != Choice.SUMMARISE:
        return
    if not answer.instead.strip():
        raise Problem("Write the words that stand there instead", field=f"instead_{key}")
    if any(not one.may_be_kept for one in mentions_for(pack, answer.instead, known)):
        raise Problem("These words give somebody away who may not be named", field=f"instead_{key}")


def _uncheck(pack: Pack) -> None:
    current = Pack.objects.select_for_update().get(pk=pack.pk)
    current.checked_at, current.checked_by = None, None
    current.version += 1
    current.save()


def _recipient(brief: Brief) -> dict[str, str]:
    """A parent's name is that of the family page, whatever was typed."""
    if brief.parent is None:
        return dict(brief.recipient)
    return {"person": brief.parent.name.text, "role": brief.parent.get_kind_display(), "agency": ""}


def _columns(brief: Brief) -> dict[str, Any]:
    names = ("for_whom", "parent", "agency", "meeting", "starts_on", "ends_on", "significant_only", "left_out")
    return {name: getattr(brief, name) for name in names} | {"sections": list(brief.sections)}


def _row(pack: Pack, number: int, part: Drafted) -> list[object]:
    pk, binding = uuid4(), pack.binding()
    words = {"caption": part.caption, "words": part.words, "drafted": part.words}
    told: dict[str, object] = {
        "audience": str(pack.audience),
        "section": int(pack.section),
        "version": 1,
        "id": pk,
        "school_id": pack.school_id,
        "file_id": pack.file_id,
        "author_id": pack.author_id,
        "recorded_at": pack.recorded_at,
        "pack_id": pack.pk,
        "number": number,
        "heading": part.heading,
        "kind": str(part.kind),
        "source": part.source,
        "left_out": part.left_out,
    }
    for name, said in words.items():
        told[name] = seal_value(PackPart._meta.get_field(name), binding, pk, said)
    return [told[column.attname] for column in PackPart._meta.concrete_fields]
