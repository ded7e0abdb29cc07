"""An authority's own Word form is filled in; what would run, reach out or unpack to too much is refused with a sentence."""

import io
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from docx import Document

from documents import archives
from documents.archives import NOT_WORD, PASSWORD, REACHES, RUNS, TOO_BIG, UnreadableTemplate
from documents.pack_sheet import PackSheet
from documents.word import NOT_ENDED, NOT_FILLED, PRESS, SAMPLE, Bounds, WordFailed, check_template, word

MADE_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Parts = dict[str, bytes]


def form(*lines: str, footer: str = "") -> bytes:
    """A Word document with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def changed(content: bytes, change: Callable[[Parts], None]) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def text_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def sheet(**more: object) -> PackSheet:
    return {**SAMPLE, **more}  # type: ignore[typeddict-item]


def test_the_authoritys_form_is_filled_in() -> None:
    template = form(
        "Report on {{ sheet.child.name }}",
        "{%p for chapter in chapters %}",
        "{{ chapter.title }}",
        "{%p for item in chapter.items %}",
        "{%p for line in item.lines %}",
        "{{ line.label }}: {{ line.words }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    check_template(template)

    made = word(sheet(), made_at=MADE_AT, template=template)

    assert text_of(made) == ["Report on Name", "Chapter", "Label: Words"]
    header = Document(io.BytesIO(made)).sections[0].header
    assert [paragraph.text for paragraph in header.paragraphs if paragraph.text] == ["Watermark"]


def test_what_was_written_is_no_markup_and_no_place_to_fill_in() -> None:
    words = "<w:p>{{ sheet.child.name }} & {% for x in y %} ]]> \x00\x0b\ud800"

    made = word(sheet(purpose=words), made_at=MADE_AT, template=form("{{ sheet.purpose }}"))

    assert text_of(made) == ["<w:p>{{ sheet.child.name }} & {% for x in y %} ]]> [U+0000][U+000B][U+D800]"]


def test_our_own_layout_has_headings_a_title_and_a_language() -> None:
    made = Document(io.BytesIO(word(sheet(), made_at=MADE_AT)))

    styles = [paragraph.style.name for paragraph in made.paragraphs]
    assert (styles[0], styles.count("Heading 1"), styles.count("Heading 2")) == ("Title", 1, 1)
    told = made.core_properties
    assert (told.title, told.author, told.language, told.last_modified_by, told.comments) == (
        *("Title", "School", "en-GB", "", ""),
    )


@pytest.mark.parametrize(
    "place",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ sheet.__init__ }}",
        "{{ sheet['frame'] }}",
        "{{ sheet|attr('frame') }}",
        "{{ sheet.child.name.upper() }}",
        "{{ range(10) }}",
        "{{ cycler }}",
        "{{ config }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' * 1000000000 }}",
        "{% set x = sheet %}",
        "{% macro x() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% for a in chapters recursive %}{% endfor %}",
        "{% for a in chapters %}{% for b in chapters %}{% for c in chapters %}{% for d in chapters %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% if %}",
        "{{ nobody }}",
    ],
)
@pytest.mark.parametrize("where", ["body", "footer"])
def test_a_form_that_asks_for_more_than_our_words_is_refused(place: str, where: str) -> None:
    content = form(place) if where == "body" else form("Report", footer=place)

    with pytest.raises(UnreadableTemplate) as refused:
        check_template(content)

    assert refused.value.sentence == NOT_FILLED


def _relation(parts: Parts, kind: str, target: str) -> None:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", added.encode())


def _field(parts: Parts, code: str) -> None:
    added = f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p></w:body>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", added.encode())


def _dtd(parts: Parts) -> None:
    start, _, rest = parts["word/document.xml"].partition(b"?>")
    parts["word/document.xml"] = start + b'?><!DOCTYPE x [<!ENTITY a "b">]>' + rest


def _macro_kind(parts: Parts) -> None:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macro)


HOSTILE: dict[str, tuple[Callable[[Parts], object], str]] = {
    "macros": (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), RUNS),
    "macro kind": (_macro_kind, RUNS),
    "embedded file": (lambda parts: parts.update({"word/embeddings/a.docx": b"x"}), RUNS),
    "control": (lambda parts: parts.update({"word/activeX/a.xml": b"<a/>"}), RUNS),
    "nested archive": (lambda parts: parts.update({"word/a.zip": b"PK"}), RUNS),
    "picture from outside": (lambda parts: _relation(parts, "image", "http://x.example/a.png"), REACHES),
    "template from outside": (lambda parts: _relation(parts, "attachedTemplate", "http://x.example/a.dotm"), REACHES),
    "object from outside": (lambda parts: _relation(parts, "oleObject", "file:///etc/passwd"), REACHES),
    "command in a field": (lambda parts: _field(parts, "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"), REACHES),
    "file in a field": (lambda parts: _field(parts, "INCLUDETEXT /etc/passwd"), REACHES),
    "document type": (_dtd, NOT_WORD),
    "no document": (lambda parts: parts.pop("word/document.xml"), NOT_WORD),
    "climbing path": (lambda parts: parts.update({"../evil.xml": b"<a/>"}), NOT_WORD),
    "absolute path": (lambda parts: parts.update({"/evil.xml": b"<a/>"}), NOT_WORD),
    "broken xml": (lambda parts: parts.update({"word/document.xml": b"<w:document>"}), NOT_WORD),
    "bomb": (lambda parts: parts.update({"word/media/a.png": b"\0" * 30_000_000}), TOO_BIG),
    "many parts": (lambda parts: parts.update({f"word/media/{n}.png": b"x" for n in range(1_001)}), TOO_BIG),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_with_a_sentence(name: str) -> None:
    change, sentence = HOSTILE[name]

    with pytest.raises(UnreadableTemplate) as refused:
        check_template(changed(form("Report"), change))  # type: ignore[arg-type]

    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"PK\x03\x04", b"%PDF-1.7", form("Report")[:-30], form("Report")[:400], b"\xd0\xcf\x11\xe0" * 9],
)
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTemplate) as refused:
        check_template(content)

    assert refused.value.sentence == NOT_WORD


def test_a_document_with_a_password_is_refused() -> None:
    content = bytearray(form("Report"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags : at + flags + 2] = struct.pack("<H", 1)
            at = content.find(mark, at + 4)

    with pytest.raises(UnreadableTemplate) as refused:
        check_template(bytes(content))

    assert refused.value.sentence == PASSWORD


def test_a_link_in_the_archive_is_refused() -> None:
    made = io.BytesIO(form("Report"))
    with ZipFile(made, "a") as archive:
        link = ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(UnreadableTemplate) as refused:
        check_template(made.getvalue())

    assert refused.value.sentence == NOT_WORD


def test_a_document_of_more_than_five_megabytes_is_not_even_read() -> None:
    with pytest.raises(UnreadableTemplate) as refused:
        archives.check(b"PK\x03\x04" + b"x" * archives.MAX_BYTES)

    assert refused.value.sentence == TOO_BIG


# The process in which it is filled in


@pytest.mark.parametrize("template", [b"", form("{{ sheet.purpose }}")], ids=["ours", "theirs"])
def test_a_document_that_takes_too_long_is_killed(template: bytes) -> None:
    with pytest.raises(WordFailed) as failed:
        word(sheet(), made_at=MADE_AT, template=template, bounds=Bounds(seconds=0))

    assert failed.value.stopped


def test_a_document_that_takes_too_much_memory_is_stopped() -> None:
    lines = [{"label": "", "words": "word " * 200} for _ in range(20_000)]
    long = sheet(chapters=[{"title": "C", "items": [{"heading": "", "marks": [], "lines": lines}]}])

    with pytest.raises(WordFailed) as failed:
        word(long, made_at=MADE_AT, bounds=Bounds(megabytes=64))

    assert failed.value.stopped


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.fork()",
    ],
)
def test_nothing_is_reached_and_nothing_started_from_there(deed: str) -> None:
    """The library's own readers are not trusted to stay at home."""
    code = f"import sys; sys.path.insert(0, {str(PRESS.parent)!r}); import word_press; word_press._bound(30, 1024)"

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", f"{code}; {deed}"], capture_output=True, env={}, check=False
    )

    assert done.returncode == 1
    assert b"PermissionError" in done.stderr


def test_no_file_is_written_from_there(tmp_path) -> None:
    code = f"import sys; sys.path.insert(0, {str(PRESS.parent)!r}); import word_press; word_press._bound(30, 1024)"
    target = tmp_path / "left"
    deed = f"f = open({str(target)!r}, 'w', buffering=1); f.write('words\\n')"

    subprocess.run([sys.executable, "-I", "-c", f"{code}; {deed}"], capture_output=True, env={}, check=False)  # noqa: S603

    assert not target.exists() or target.read_bytes() == b""


def test_whoever_uploads_a_form_that_was_stopped_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.word.word.__kwdefaults__", {"template": b"", "bounds": Bounds(seconds=0)})

    with pytest.raises(UnreadableTemplate) as refused:
        check_template(form("{{ sheet.purpose }}"))

    assert refused.value.sentence == NOT_ENDED
