"""Rules about the code itself: each fails until a newcomer has said what the new thing is."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django.apps import apps
from django.db import models
from guardian.models import GroupObjectPermission, UserObjectPermission

from access.reach import Guarded
from access.roles import MATRIX, Can, Role
from vault.fields import SealedField
from vault.models import SealedRow

HOME = Path(__file__).resolve().parent.parent.parent
APPS = ["vault", "audit", "jobs", "access", "clocks", "people", "documents", "casework", "chronologies", "meetings"]
OURS = [model for model in apps.get_models() if model._meta.app_label in APPS]
# Acts that are not asked of the policy, each with its reason.
NOT_GATED = {
    "access.actions.find_invitation": "reads only; the link's secret is the permission",
    "access.actions.accept_invitation": "whoever holds the one-time link becomes the person it names",
    "access.actions.hold_seat": "makes a school's system actors, before anybody is there to be asked",
    "casework.actions.drafts.save_draft": "keeps what its own author is typing; gate.keep asks who that is",
}


def _sources() -> Iterator[Path]:
    for app in [*APPS, "config"]:
        yield from (path for path in (HOME / app).rglob("*.py") if "migrations" not in path.parts)


def _public_actions() -> Iterator[tuple[str, object]]:
    names = [f"{app}.actions" for app in APPS if (HOME / app / "actions.py").exists()]
    for app in APPS:
        if (HOME / app / "actions").is_dir():
            names += [m.name for m in walk_packages([str(HOME / app / "actions")], f"{app}.actions.")]
    for name in names:
        module = import_module(name)
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == name and not function_name.startswith("_"):
                yield f"{name}.{function_name}", function


def test_every_public_action_takes_keywords_only() -> None:
    loose = [
        name
        for name, function in _public_actions()
        if hasattr(function, "__wrapped__")
        and any(p.kind is not p.KEYWORD_ONLY for p in inspect.signature(function).parameters.values())
    ]

    assert loose == []


def test_every_gated_action_names_who_acts() -> None:
    nameless = [
        name
        for name, function in _public_actions()
        if hasattr(function, "__wrapped__") and list(inspect.signature(function).parameters)[1] != "by"
    ]

    assert nameless == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_is_an_address_not_a_description(model: type[models.Model]) -> None:
    row = model(pk="5afe401d-0000-4000-8000-00000000abcd" if model._meta.pk.get_internal_type() == "UUIDField" else 7)

    assert re.fullmatch(rf"{model._meta.model_name}:[0-9a-f-]+", str(row))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_model_has_many_to_many_columns_or_a_default_order(model: type[models.Model]) -> None:
    # The log alone has an order of its own: that in which its lines were written.
    ordered = [] if model._meta.label == "audit.Entry" else list(model._meta.ordering)

    assert (list(model._meta.local_many_to_many), ordered) == ([], [])


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_with_sealed_words_is_a_sealed_row(model: type[models.Model]) -> None:
    sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]

    assert not sealed or issubclass(model, SealedRow)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_foreign_key_protects(model: type[models.Model]) -> None:
    cascading = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]

    assert cascading == []


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, Guarded)], ids=lambda m: m._meta.label)
def test_a_guarded_model_has_its_two_tables_of_reach(model: type[Guarded]) -> None:
    reach = [model._meta.get_field(name).related_model for name in ("person_reach", "team_reach")]

    assert [rows._meta.get_field("content_object").remote_field.on_delete for rows in reach] == [models.PROTECT] * 2
    assert UserObjectPermission not in reach
    assert GroupObjectPermission not in reach


def test_every_sealed_row_says_whose_it_is() -> None:
    """Guarded itself, hung on a guarded record, somebody's own, or kept at the school's level for a stated reason."""
    at_school_level = {
        *("people.RollImport", "documents.Disclosure", "access.ConflictWall", "meetings.WordTemplate"),
    }
    adrift = {
        model._meta.label
        for model in OURS
        if issubclass(model, SealedRow)
        and not issubclass(model, Guarded)
        and not hasattr(model, "guarded_by")
        and not hasattr(model, "owned_by")
    }

    assert adrift == at_school_level


def test_every_capability_has_its_rule_and_every_role_a_place() -> None:
    assert set(MATRIX) == set(Can)
    assert {role for rule in MATRIX.values() for role in rule.roles} == set(Role)


def test_nobody_signs_in_as_a_superuser() -> None:
    from access.models import User

    assert {field.name for field in User._meta.get_fields()} & {"is_superuser", "is_staff", "groups"} == set()
    assert not any(
        "admin" in path.read_text() for path in [HOME / "config" / "urls.py", HOME / "config" / "settings.py"]
    )


def test_locks_name_no_host() -> None:
    locks = [HOME / "requirements.lock", HOME / "requirements-dev.lock", HOME / "frontend" / "package-lock.json"]

    assert [lock.name for lock in locks[:2] if "://" in lock.read_text()] == []
    assert '"resolved"' not in locks[2].read_text()


def test_functions_stay_short() -> None:
    long = {
        f"{path.relative_to(HOME)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno + 1 > 45
    }

    assert long == {}


def test_files_stay_readable() -> None:
    long = {str(path.relative_to(HOME)): n for path in _sources() if (n := len(path.read_text().splitlines())) > 330}

    assert long == {}


def test_every_module_says_which_question_it_answers() -> None:
    silent = [
        str(path.relative_to(HOME))
        for path in _sources()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_visible_words_have_curly_apostrophes() -> None:
    """In templates: what stands outside comments, tags and markup."""
    unseen = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)
    straight = {
        str(path.relative_to(HOME)): found
        for path in (HOME / "templates").rglob("*.html")
        if (found := re.findall(r"\w+'\w+", unseen.sub("", path.read_text())))
    }

    assert straight == {}


def test_no_page_has_inline_script_or_style() -> None:
    inline = [
        str(path.relative_to(HOME))
        for path in (HOME / "templates").rglob("*.html")
        if re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", path.read_text())
    ]

    assert inline == []
