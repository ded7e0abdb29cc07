import json

import pytest
import typst

from documents import press, typesetting
from documents.glyphs import FONTS
from documents.typesetting import Bounds, Cause, Template, TypesettingFailed, typeset
from tests.documents.pdfs import MADE_AT, opened, pages, printed, tags
from tests.documents.sheets import entry, sheet, story

TEMPLATES = sorted(press.TEMPLATES.glob("*.typ"))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(story())


def test_document_is_tagged_and_says_so(pdf):
    whole = opened(pdf)

    assert whole.Root.MarkInfo.Marked
    assert str(whole.Root.Lang) == "en-GB"
    assert whole.Root.ViewerPreferences.DisplayDocTitle
    assert "/StructTreeRoot" in whole.Root
    with whole.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Chronology"


def test_same_content_and_time_give_the_same_bytes(pdf):
    assert printed(story()) == pdf


def test_nothing_but_our_fonts_is_in_it(pdf):
    shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]).families()
    base = (press.TEMPLATES / "base.typ").read_text()
    named = json.loads("[" + base.split("families = (")[1].split(")")[0].rstrip().rstrip(",") + "]")

    assert sorted(named) == sorted(shipped)
    with opened(pdf) as whole:
        used = {str(font.BaseFont) for page in whole.pages for font in page.Resources.Font.values()}
    assert {name.split("+")[1].split("-")[0] for name in used} <= {family.replace(" ", "") for family in shipped}


def test_markup_in_a_record_is_only_text():
    words = '#panic("no") *bold* = Heading $x$ #read("/etc/passwd") @ref <label> \\ #import "@preview/x:1.0.0"'

    made = printed(sheet(entry(fact=words)))

    assert words in " ".join(pages(made)[1].split())
    assert tags(made).count("/H3") == 1


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_fetches_a_package_or_reads_a_file(template):
    source = template.read_text()

    assert "@preview" not in source
    assert "read(" not in source
    assert "eval(" not in source


@pytest.mark.parametrize("path", ["../../pyproject.toml", "/../../../pyproject.toml", "/etc/hostname"])
def test_compiler_reads_nothing_outside_its_folder(path, tmp_path):
    with pytest.raises(typst.TypstError):
        typst.compile(f'#read("{path}")'.encode(), root=str(press.TEMPLATES))


def test_content_of_the_wrong_shape_is_refused_without_quoting_it():
    with pytest.raises(TypesettingFailed) as failed:
        typeset(Template.CHRONOLOGY, {"Amara": "bruise"}, made_at=MADE_AT)

    assert failed.value.cause is Cause.REFUSED
    assert str(failed.value) == "chronology:REFUSED"


def test_unknown_template_is_an_error():
    with pytest.raises(ValueError, match="elsewhere"):
        typeset("../elsewhere", story(), made_at=MADE_AT)


@pytest.mark.parametrize(("bounds", "cause"), [(Bounds(seconds=0), Cause.TOO_LONG), (Bounds(megabytes=48), Cause.DIED)])
def test_compiler_is_stopped_at_its_bounds(bounds, cause):
    with pytest.raises(TypesettingFailed) as failed:
        typeset(Template.CHRONOLOGY, story(), made_at=MADE_AT, bounds=bounds)

    assert failed.value.cause is cause


def test_compiler_inherits_no_setting(monkeypatch):
    monkeypatch.setenv("SAFEHOLD_SECRET_KEY", "hunter2")
    monkeypatch.setattr(typesetting, "PRESS", press.HERE.parent / "tests" / "documents" / "tell_environment.py")

    told = typeset(Template.CHRONOLOGY, story(), made_at=MADE_AT)

    assert b"SAFEHOLD" not in told
    assert json.loads(told) == []
