"""What a screen reader finds in a PDF: its tags, its properties and its text."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
from pypdf import PdfReader

from documents.chronology_sheet import ChronologySheet
from documents.typesetting import Template, typeset

MADE_AT = datetime(2025, 5, 12, 16, 40, tzinfo=UTC)


def printed(sheet: ChronologySheet) -> bytes:
    return typeset(Template.CHRONOLOGY, sheet, made_at=MADE_AT)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def tags(pdf: bytes) -> list[str]:
    """Every structure element's type, in the order in which it is read aloud."""
    with opened(pdf) as whole:
        return list(_below(whole.Root.StructTreeRoot))


def _below(node: pikepdf.Object) -> Iterator[str]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S)
            yield from _below(child)
