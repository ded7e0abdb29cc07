"""How does a checked pack become a document? One sheet for PDF, Word and text alike, with its watermark."""

import base64
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from access.models import User
from casework.actions.problem import Problem
from chronologies.dates import day_words, moment_words
from chronologies.exports.sheet import roles_of
from documents.actions import reference
from documents.models import Disclosure
from documents.pack_sheet import PackChapter, PackItem, PackLine, PackSheet, plain
from documents.typesetting import Template, TypesettingFailed, typeset
from documents.word import NOT_ENDED, WordFailed, word
from meetings.actions.packs_leaving import Made
from meetings.models import Pack, PackPart, PackSection, WordTemplate
from meetings.queries.packs import keeps_others, mentions_for, parts_of, told
from meetings.release.deciding import StillThere, Undecided
from meetings.release.index import Known
from people.identity import year_label

TITLES = {
    Pack.For.CHAIR: "School’s report to conference",
    Pack.For.PARENT_A: "School’s report to conference",
    Pack.For.PARENT_B: "School’s report to conference",
    Pack.For.CORE_GROUP: "School’s report to the core group",
    Pack.For.VIRTUAL_SCHOOL: "School’s report to the virtual school",
    Pack.For.OWN: "Safeguarding pack: the school’s own copy",
}
PEP_TITLE = "Personal education plan"
TYPES = {
    Disclosure.Form.PDF: "application/pdf",
    Disclosure.Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Disclosure.Form.TEXT: "text/plain; charset=utf-8",
}
ENDINGS = {Disclosure.Form.PDF: "pdf", Disclosure.Form.DOCX: "docx", Disclosure.Form.TEXT: "txt"}
NOT_MADE = "The document could not be made, and nothing left the school. Try another form, or another template."
UNCHECKED = "Finish the release check before anything is made"
NAMED = "What it is for, or for whom it is, names somebody who may not be named in it"

Told = tuple[PackPart, str, str]


def make(
    pack: Pack, known: Known, *, by: User, at: datetime, pk: UUID, form: str, template: WordTemplate | None = None
) -> Made:
    """The bytes that will leave. Outside any transaction: setting takes seconds. Raises Problem."""
    if pack.checked_at is None:
        raise Problem(UNCHECKED)
    try:
        out = told(pack, parts_of(pack), known)
    except (Undecided, StillThere):
        raise Problem(UNCHECKED) from None
    laid = sheet(pack, out, by=by, at=at, pk=pk)
    _refuse_named(pack, laid, known)
    try:
        content = _set(laid, form, at, template)
    except WordFailed as failed:
        raise Problem(NOT_ENDED if failed.stopped else NOT_MADE) from None
    except TypesettingFailed:
        raise Problem(NOT_MADE) from None
    return Made(form, content, plain(laid), base64.b64encode(content).decode())


def sheet(pack: Pack, out: Sequence[Told], *, by: User, at: datetime, pk: UUID) -> PackSheet:
    child, who, school = pack.file.child, pack.file.child.who, pack.file.school
    recipient = ", ".join(filter(None, (pack.recipient.value.get(name) for name in ("person", "role", "agency"))))
    roles = roles_of(school, (), by)
    return {
        "frame": {
            "title": PEP_TITLE if pack.pep_id else TITLES[Pack.For(pack.for_whom)],
            "reference": reference(pk),
            "school": school.name,
            "author": by.name,
            "marking": f"Confidential: do not pass on without the agreement of {school.name}",
        },
        "child": {
            "name": who.name,
            "also_known_as": who.other_name,
            "born_on": who.born,
            "year_and_form": ", ".join(part for part in (year_label(child.year), child.form) if part),
            "upn": who.upn,
        },
        "purpose": pack.purpose.text,
        "recipient": recipient,
        "period": period(pack),
        "included": included(pack),
        "shared": shared(pack),
        "as_at": moment_words(at),
        "prepared_by": ", ".join(filter(None, (by.name, roles.get(by.pk), school.name))),
        "watermark": f"For {recipient} · {moment_words(at)}",
        "chapters": chapters(out),
    }


def period(pack: Pack) -> str:
    if pack.pep:
        return f"The plan of {day_words(pack.pep.held_on or pack.pep.planned_on)}"
    start = day_words(pack.starts_on) if pack.starts_on else "The beginning"
    return f"{start} to {day_words(pack.ends_on)}" if pack.ends_on else f"{start} until now"


def included(pack: Pack) -> str:
    others = "kept or taken out as decided" if keeps_others(pack) else "taken out"
    if pack.pep_id:
        return f"The plan, its targets and pupil premium plus, with what concerns other people {others}"
    which = "significant entries of the chronology only" if pack.significant_only else "all entries of the chronology"
    return f"{which[0].upper()}{which[1:]}, with what concerns other people {others}"


def shared(pack: Pack) -> str:
    if pack.shared_on:
        return f"With {pack.shared_with.text}, on {day_words(pack.shared_on)}"
    return "Not shared" if pack.not_shared_because else ""


def chapters(out: Sequence[Told]) -> list[PackChapter]:
    """Paragraphs under one caption stand together: what happened, then what was made of it."""
    made: list[PackChapter] = []
    for heading, parts in groupby(out, key=lambda one: one[0].heading):
        items = [_item(caption, list(lines)) for caption, lines in groupby(parts, key=_under)]
        made.append({"title": str(PackSection(heading).label), "items": items})
    return made


def _under(one: Told) -> tuple[str, str]:
    return one[1], one[0].source if one[1] else ""


def _item(key: tuple[str, str], lines: Sequence[Told]) -> PackItem:
    caption, mark, agency = key[0].partition(". From another agency: ")
    marks = [f"From another agency: {agency}"] if mark else []
    return {"heading": caption, "marks": marks, "lines": [_line(part, words) for part, _, words in lines]}


def _line(part: PackPart, words: str) -> PackLine:
    return {"label": str(PackPart.Kind(part.kind).label), "words": words}


def _set(laid: PackSheet, form: str, at: datetime, template: WordTemplate | None) -> bytes:
    if form == Disclosure.Form.PDF:
        return typeset(Template.PACK, laid, made_at=at)
    if form == Disclosure.Form.DOCX:
        content = base64.b64decode(template.content.text) if template else b""
        return word(laid, made_at=at, template=content)
    return plain(laid).encode("utf-8", "backslashreplace")


def _refuse_named(pack: Pack, laid: PackSheet, known: Known) -> None:
    """What was typed beside the parts is looked through as well, last of all."""
    for words in (laid["purpose"], laid["recipient"], laid["shared"]):
        if any(not one.may_be_kept for one in mentions_for(pack, words, known)):
            raise Problem(NAMED)
