"""Does every template compile, and does every address, picture and template that it names exist?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template import Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Node, NodeList, Template
from django.template.defaulttags import URLNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.urls import URLResolver, get_resolver


class Command(BaseCommand):
    help = "Compile every template; fail on an unknown tag, filter, include, {% url %} name or static file."

    def handle(self, *_: Any, **__: Any) -> None:
        folder = settings.BASE_DIR / "templates"
        faults = list(faults_in(folder))
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{sum(1 for _ in _files(folder))} templates are sound.")


def faults_in(folder: Path) -> Iterator[str]:
    engine = Engine.get_default()
    names = set(_url_names(get_resolver()))
    for path in _files(folder):
        place = path.relative_to(folder)
        try:
            template = engine.from_string(path.read_text())
        except TemplateSyntaxError as error:
            yield f"{place}: {error}"
        else:
            yield from (f"{place}: {fault}" for fault in _missing(engine, template, names))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _missing(engine: Engine, template: Template, names: set[str]) -> Iterator[str]:
    """Names written out in the template that lead nowhere; those worked out while drawing are left to the tests."""
    nodes = template.nodelist
    urls = _written(nodes, URLNode, "view_name")
    yield from (f"no address is called {name}" for name in urls if name not in names)
    files = _written(nodes, StaticNode, "path")
    yield from (f"no static file is called {name}" for name in files if not finders.find(name))
    others = _written(nodes, IncludeNode, "template")
    others += _written(nodes, ExtendsNode, "parent_name")
    yield from (f"no template is called {name}" for name in others if not _is_there(engine, name))


def _written(nodes: NodeList, kind: type[Node], argument: str) -> list[str]:
    """What the tags of this kind are given, where it stands there in quotes."""
    given = (getattr(node, argument).var for node in nodes.get_nodes_by_type(kind))
    return [name for name in given if isinstance(name, str)]


def _is_there(engine: Engine, name: str) -> bool:
    try:
        engine.find_template(name)
    except TemplateDoesNotExist:
        return False
    except TemplateSyntaxError:
        return True  # what is wrong with it is said where it is checked itself
    return True


def _url_names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _url_names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}"
