"""Is this Word document one that may be opened here? Measured and looked through before any library reads it.

Nothing in it may run, reach out or unpack to more than a form can need. Each refusal is a sentence for a person.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

MAX_BYTES = 5 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_RATIO = 100
MAX_UNPACKED = 50_000_000
WORTH_MEASURING = 1_000_000
MAX_DIRECTORY = 512_000
END_OF_DIRECTORY = b"PK\x05\x06"
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
NOT_WORD = "This is no Word document (.docx), or it is damaged. Save it as a Word document and choose it again."
RUNS = "The document holds macros, controls or embedded files. Save it as a plain Word document (.docx) without them."
REACHES = (
    "The document fetches something from outside when it is opened. Take out linked pictures, files and templates."
)
TOO_BIG = "The document is larger than 5 MB, or unpacks to far more than a form can need."
PASSWORD = "The document has a password. Save it without one."  # noqa: S105
RUNNING = re.compile(
    r"vbaproject|\.bin$|embeddings/|activex/|\.(?:exe|dll|js|vbs|ps1|jar|docm|dotm|zip)$", re.IGNORECASE
)
FETCHING = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD|MACROBUTTON)\b", re.IGNORECASE
)
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class UnreadableTemplate(Exception):
    """The document is refused. `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("The document is refused.")
        self.sentence = sentence


def check(content: bytes) -> None:
    """Raises UnreadableTemplate."""
    _check_outside(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_sizes(members)
            for member in members:
                _check_member(archive, member)
            _check_kind(archive)
    except UnreadableTemplate:
        raise
    except Exception as broken:  # BadZipFile, zlib's error and what a doctored archive makes Python raise
        raise UnreadableTemplate(NOT_WORD) from broken


def _check_outside(content: bytes) -> None:
    """Python reads a zip's whole list of contents on opening, so its length is looked at first."""
    if len(content) > MAX_BYTES:
        raise UnreadableTemplate(TOO_BIG)
    end = content.rfind(END_OF_DIRECTORY, max(0, len(content) - 70_000))
    if not content.startswith(b"PK\x03\x04") or end < 0:
        raise UnreadableTemplate(NOT_WORD)
    if int.from_bytes(content[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise UnreadableTemplate(TOO_BIG)


def _check_sizes(members: list[ZipInfo]) -> None:
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    bombs = (one for one in members if one.file_size > max(WORTH_MEASURING, MAX_RATIO * one.compress_size))
    allowed = min(MAX_UNPACKED, max(WORTH_MEASURING, MAX_RATIO * packed))
    if len(members) > MAX_MEMBERS or unpacked > allowed or any(bombs):
        raise UnreadableTemplate(TOO_BIG)
    names = [member.filename.casefold() for member in members]
    if len(set(names)) < len(names):
        raise UnreadableTemplate(NOT_WORD)


def _check_member(archive: ZipFile, member: ZipInfo) -> None:
    name = member.filename
    if member.flag_bits & 1:
        raise UnreadableTemplate(PASSWORD)
    link = member.external_attr >> 16 & 0o170000 == 0o120000
    if link or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise UnreadableTemplate(NOT_WORD)
    if RUNNING.search(name):
        raise UnreadableTemplate(RUNS)
    if name.endswith((".xml", ".rels")):
        _check_xml(archive, member)


def _check_xml(archive: ZipFile, member: ZipInfo) -> None:
    for tag, attributes, text in _elements(archive, member):
        if tag == "Relationship" and attributes.get("TargetMode") == "External" and attributes.get("Type") != LINKS:
            raise UnreadableTemplate(REACHES)
        fields = (text if tag == "instrText" else "") + attributes.get("instr", "")
        if FETCHING.search(fields):
            raise UnreadableTemplate(REACHES)
        if tag in {"object", "control", "altChunk", "subDoc"}:
            raise UnreadableTemplate(RUNS)


def _elements(archive: ZipFile, member: ZipInfo) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each element's own name, its attributes by their own names, and its text. A DTD is refused."""
    try:
        with archive.open(member) as part:
            for _, element in iterparse(part, forbid_dtd=True):
                named = {_local(name): str(value) for name, value in element.attrib.items()}
                yield _local(element.tag), named, element.text or ""
    except DefusedXmlException:
        raise UnreadableTemplate(NOT_WORD) from None


def _check_kind(archive: ZipFile) -> None:
    names = set(archive.namelist())
    if not {MAIN, TYPES} <= names:
        raise UnreadableTemplate(NOT_WORD)
    kinds = [
        attributes.get("ContentType", "")
        for tag, attributes, _ in _elements(archive, archive.getinfo(TYPES))
        if tag == "Override" and attributes.get("PartName") == f"/{MAIN}"
    ]
    if kinds != [MAIN_TYPE]:
        raise UnreadableTemplate(RUNS if any("macro" in kind for kind in kinds) else NOT_WORD)


def _local(name: object) -> str:
    return str(name).rsplit("}", 1)[-1]
