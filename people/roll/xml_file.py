"""How is an XML file from outside read safely, one pupil at a time?

Any document type declaration is refused, so there are no entities to expand and nothing to fetch.
"""

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import errors

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from people.roll.refusals import UnreadableFile, shown

MAX_DEPTH = 32
MAX_ELEMENTS_A_RECORD = 50_000
MAX_TEXT = 32_767
DTD = "The file declares a document type (DTD). Files with one are never read, because it can be used for an attack."
CUT_OFF = frozenset(
    errors.codes[message]
    for message in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
SIGNATURES = (b"<", b"<\x00", b"\x00<", b"\xff\xfe<", b"\xfe\xff\x00<")

Path = tuple[str, ...]


def looks_like_xml(content: bytes) -> bool:
    return content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(SIGNATURES)


def root_name(content: bytes) -> str:
    """The outermost element. Also says whether the file declares a document type: that must come before."""
    for _, element in _events(content):
        return local(element)
    raise UnreadableFile("The file holds no XML element.")


def records(content: bytes, depth: int) -> Iterator[tuple[Path, Element]]:
    """Every element at this depth with its path from the root, in order. It is emptied after use."""
    path: list[Element] = []
    inside = 0
    for event, element in _events(content):
        if event == "start":
            path.append(element)
            inside = inside + 1 if len(path) > depth else 0
            _check_size(path, inside)
            continue
        _check_text(element)
        if len(path) == depth:
            yield tuple(local(step) for step in path), element
        path.pop()
        if len(path) < depth and path:
            path[-1].clear()


def local(element: Element) -> str:
    """The element's name without its namespace: some senders add one."""
    return str(element.tag).rpartition("}")[2]


def word(element: Element, path: str) -> str:
    """The text at a path of local names below an element, or "" where there is none."""
    found: Element | None = element
    for step in path.split("/"):
        found = next((child for child in found if local(child) == step), None) if found is not None else None
    return (found.text or "").strip() if found is not None else ""


def words(element: Element, name: str) -> list[str]:
    """The texts of all children of that name that have one."""
    found = ((child.text or "").strip() for child in element if local(child) == name)
    return [text for text in found if text]


def _events(content: bytes) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableFile(DTD) from None
    except ParseError as error:
        raise UnreadableFile(_what_is_wrong(error)) from None
    except (LookupError, ValueError):
        raise UnreadableFile("Line 1 declares an encoding that cannot be read. Save the file as UTF-8.") from None


def _what_is_wrong(error: ParseError) -> str:
    line, column = error.position
    if error.code in CUT_OFF:
        return f"The file stops too early, at line {line}: it has been cut off."
    return f"The XML is broken, or not in the encoding that it declares, at line {line}, character {column + 1}."


def _check_size(path: list[Element], inside: int) -> None:
    if len(path) > MAX_DEPTH:
        raise UnreadableFile(f"The XML is nested more than {MAX_DEPTH} deep, at {shown(local(path[-1]))}.")
    if inside > MAX_ELEMENTS_A_RECORD:
        raise UnreadableFile(f"One record has more than {MAX_ELEMENTS_A_RECORD} elements, at {shown(local(path[-1]))}.")


def _check_text(element: Element) -> None:
    if element.text and len(element.text) > MAX_TEXT:
        raise UnreadableFile(f"The text of {shown(local(element))} is longer than {MAX_TEXT} characters.")
