"""What runs in the process that fills in one Word document? A bounded, empty-handed interpreter, and nothing of ours.

Started by path like documents/press.py. A template is somebody else's file: its places are read as Jinja, in which
only our own names, `if` and `for` are known; it calls nothing, and no attribute leads anywhere but to our words.
"""

import base64
import json
import resource
import sys
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

REFUSED = 3
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If),
    *(nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
)
KNOWN = {"sheet", "chapters", "cover", "watermark", "marking"}
ELSEWHERE = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.")
DEEPEST = 3  # chapters, items and lines


class NotAllowed(Exception):
    pass


def main() -> int:
    job = json.load(sys.stdin)
    _bound(job["seconds"], job["megabytes"])
    try:
        made = _filled(job) if job["template"] else _ours(job)
    except (NotAllowed, PermissionError, TemplateError, ValueError, LookupError, TypeError, AttributeError):
        return REFUSED  # what it says quotes the text, so it goes nowhere
    sys.stdout.buffer.write(made)
    return 0


def _filled(job: dict[str, Any]) -> bytes:
    """The authority's own template, filled in."""
    template = DocxTemplate(BytesIO(base64.b64decode(job["template"])))
    template.init_docx()
    _check(template)
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    template.render({name: _told(value) for name, value in job["content"].items()}, environment, autoescape=True)
    return _finished(template.docx, job)


def _told(value: Any) -> Any:
    """A dictionary as something with those attributes and no others: `chapter.items` is what the chapter holds."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _told(inner) for name, inner in value.items()})
    return [_told(inner) for inner in value] if isinstance(value, list) else value


def _check(template: DocxTemplate) -> None:
    """Every place of the document, its headers and footers, read as Jinja and compared with what is allowed."""
    reader = ImmutableSandboxedEnvironment()
    parts = [template.get_xml()]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        parts += [template.get_part_xml(part) for _, part in template.get_headers_footers(kind)]
    for source in parts:
        _walk(reader.parse(template.patch_xml(source)), known=KNOWN, depth=0)


def _walk(node: nodes.Node, *, known: set[str], depth: int) -> None:
    if not isinstance(node, ALLOWED) or depth > DEEPEST or not _is_ours(node, known):
        raise NotAllowed
    if isinstance(node, nodes.For):
        if not isinstance(node.target, nodes.Name) or node.recursive:
            raise NotAllowed
        known, depth = known | {node.target.name}, depth + 1
    for child in node.iter_child_nodes():
        _walk(child, known=known, depth=depth)


def _is_ours(node: nodes.Node, known: set[str]) -> bool:
    """A name that we gave, or a plain part of one."""
    if isinstance(node, nodes.Getattr):
        return node.attr.isidentifier() and not node.attr.startswith("_")
    return not isinstance(node, nodes.Name) or node.ctx == "store" or node.name in known


def _ours(job: dict[str, Any]) -> bytes:
    """Without a template: headings, labelled paragraphs, and for whom it is on every page."""
    document, content = Document(), job["content"]
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(11)
    document.add_heading(content["sheet"]["frame"]["title"], level=0)
    for row in content["cover"]:
        _labelled(document, row["label"], row["words"])
    for chapter in content["chapters"]:
        document.add_heading(chapter["title"], level=1)
        for item in chapter["items"]:
            if item["heading"]:
                document.add_heading(" · ".join([item["heading"], *item["marks"]]), level=2)
            for line in item["lines"]:
                _labelled(document, line["label"], line["words"])
    return _finished(document, job)


def _labelled(document: Any, label: str, words: str) -> None:
    paragraph = document.add_paragraph()
    if label:
        paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(words)


def _finished(document: Any, job: dict[str, Any]) -> bytes:
    """With the watermark over and the marking under every page, our title and nobody's name in its properties."""
    content, made_at = job["content"], datetime.fromisoformat(job["made_at"]).replace(tzinfo=None)
    for section in document.sections:
        for place, words in ((section.header, content["watermark"]), (section.footer, content["marking"])):
            place.is_linked_to_previous = False
            place.add_paragraph(words)
    told = document.core_properties
    for name in ("author", "category", "comments", "keywords", "last_modified_by", "subject", "content_status"):
        setattr(told, name, "")
    told.title, told.author = content["sheet"]["frame"]["title"], content["sheet"]["frame"]["school"]
    told.language, told.revision, told.created, told.modified = "en-GB", 1, made_at, made_at
    _speak_english(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _speak_english(document: Any) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _bound(seconds: int, megabytes: int) -> None:
    """No file is written, no core dumped, nothing reached or started, and neither time nor memory used without end."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_stay)


def _stay(event: str, _: Any) -> None:
    """No network, no other process, no foreign library: whatever a document talks its readers into."""
    if event.startswith(ELSEWHERE):
        raise PermissionError(event)


if __name__ == "__main__":
    sys.exit(main())
