"""The Big List of Naughty Strings as children's names: refused plainly, or kept, shown and found as they are."""

import json
from html import escape, unescape
from pathlib import Path

import pytest

from access.serving import serving
from people.directory import find_children
from people.forms.children import DescribeChild
from people.models import Child
from people.roll import cells
from tests import factories
from vault import keyring

NAUGHTY = [text for text in json.loads((Path(__file__).parent / "naughty_strings" / "blns.json").read_text()) if text]
TYPED = {"forename": "Sam", "born_on": "2014-01-31", "status": "ON_ROLL"}


def kept(text):
    """The name as the form takes it, or nothing if it refuses."""
    form = DescribeChild({**TYPED, "surname": text})
    return form.who.surname if form.is_valid() else ""


def test_a_name_is_kept_as_it_was_typed_or_refused_with_a_reason():
    refused = [text for text in NAUGHTY if not kept(text)]

    assert len(NAUGHTY) - len(refused) > 490
    for text in refused:
        form = DescribeChild({**TYPED, "surname": text})
        assert form.errors["surname"]
        assert text not in str(form.errors["surname"]) or not text.strip()
    for text in set(NAUGHTY) - set(refused):
        assert kept(text) == cells.text(text)


@pytest.fixture
def names(school):
    """Every name that the form takes, as the surname of a child of its own."""
    taken = sorted({name for name in map(kept, NAUGHTY) if name})
    with factories.console_at(school), keyring.opened():
        keyring.unlock(school.pk, school.pk, "DIRECTORY", 1)
        for number, name in enumerate(taken):
            child = Child(school=school, year=9, form=f"{number // 40:02}")
            child.identity = {"surname": name, "forename": "Sam", "born_on": "2014-01-31"}
            child.save()
    return taken


def test_every_name_is_listed_as_it_is(client, teacher, names):
    client.force_login(teacher)

    shown = "".join(client.get(f"/children/?page={page}").content.decode() for page in range(1, len(names) // 50 + 2))

    assert [name for name in names if f"<bdi>Sam {escape(name)}</bdi>" not in shown] == []
    assert "<script>alert" not in shown
    assert unescape(shown).count("Sam ") >= len(names)


def test_names_are_found_by_themselves(teacher, names):
    asked = [name for name in names if len(name) > 1][::10]

    with serving(teacher):
        missed = [name for name in asked if name not in [child.who.surname for child in find_children(teacher, name)]]

    assert missed == []
