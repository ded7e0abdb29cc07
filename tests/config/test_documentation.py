"""Do the written pages follow the code, and do templates name only what exists?"""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from access.roles import Can
from casework.states import ConcernState
from config.documentation import PAGES
from config.management.commands.check_templates import faults_in


def test_the_pages_are_up_to_date() -> None:
    call_command("write_docs", "--check")


def test_a_page_that_has_drifted_is_shown_and_refused(tmp_path: Path) -> None:
    said = StringIO()
    with override_settings(BASE_DIR=tmp_path):
        call_command("write_docs")
        page = tmp_path / "docs" / "policy.md"
        page.write_text(page.read_text().replace("Log a concern", "Hide a concern"))
        with pytest.raises(CommandError, match=r"Out of date: policy\.md\. Run \./run manage write_docs\."):
            call_command("write_docs", "--check", stdout=said)

    assert "-| Hide a concern" in said.getvalue()
    assert "+| Log a concern" in said.getvalue()


@pytest.mark.parametrize(("name", "words"), [("policy.md", list(Can)), ("states.md", list(ConcernState))])
def test_nothing_is_left_out(name: str, words: list[str]) -> None:
    text = PAGES[name]()

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("{% url 'no:such' %}", "page.html: no address is called no:such"),
        ("{% if a %}{% url 'help' as b %}{% url 'hlep' %}{% endif %}", "page.html: no address is called hlep"),
        ("{% load static %}{% static 'css/none.css' %}", "page.html: no static file is called css/none.css"),
        ("{% include 'none.html' %}", "page.html: no template is called none.html"),
        ("{% extends 'none.html' %}", "page.html: no template is called none.html"),
        ("{{ a|no_such_filter }}", "page.html: Invalid filter: 'no_such_filter'"),
        ("{% if a %}", "page.html: Unclosed tag on line 1: 'if'. Looking for one of: elif, else, endif."),
    ],
)
def test_a_template_that_names_nothing_is_a_fault(tmp_path: Path, markup: str, fault: str) -> None:
    (tmp_path / "page.html").write_text(markup)

    assert list(faults_in(tmp_path)) == [fault]


def test_what_is_worked_out_while_drawing_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% url name %}{% include part %}{% url 'help' %}{% include 'help.html' %}")

    assert list(faults_in(tmp_path)) == []


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    pages = [settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").rglob("*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
        if not (page.parent / link).exists()
    ]

    assert broken == []
