"""A served school and a browser in front of it: `visitor("lead")` is the lead, signed in by the real form."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.december import STARTS
from tests.browser.house import House
from tests.browser.person import WIDE, Person
from tests.browser.seeding import IDS
from tests.parts import need

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright leaves an event loop beside later tests
Visitor = Callable[..., Person]
FLAGS = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync lang=en-GB"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots", action="store_true", help="make the README's pictures: pytest tests/browser --screenshots"
    )


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = os.environ.get("CHROMIUM") or need("chromium", "chromium-browser", "google-chrome", why="a browser")
    return {"executable_path": found, "args": [f"--{flag}" for flag in FLAGS.split()]}


@pytest.fixture(scope="session")
def house(browser_type_launch_args: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Without a browser there is no need to build it."""
    house = House(tmp_path_factory.mktemp("house"))
    house.build()
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="module")
def december(browser_type_launch_args: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The school of the autumn of 2026, on its first morning; `at` moves it on."""
    house = House(tmp_path_factory.mktemp("december"), moment=STARTS)
    house.build("tests.browser.december")
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture
def calls(browser: Browser, december: House) -> Iterator[Callable[..., Person]]:
    """A person of this name in that school at a moment, signed in anew."""
    come: list[Person] = []

    def call(name: str, moment: str, *, size: dict[str, int] = WIDE) -> Person:
        december.at(moment)
        state = sign_in(browser, december, name)
        context = browser.new_context(base_url=december.address, viewport=size, storage_state=state)
        come.append(Person(context))
        return come[-1]

    yield call
    for person in come:
        person.context.close()
        assert person.said == []


@pytest.fixture(scope="session")
def ids(house: House) -> dict[str, str]:
    return json.loads((house.folder / IDS).read_text())


@pytest.fixture(scope="session")
def signed_in(browser: Browser, house: House) -> Callable[[str], Any]:
    """The cookies of one session of each, by the part of the address before the @."""
    kept: dict[str, Any] = {}

    def cookies(name: str) -> Any:
        if name not in kept:
            kept[name] = sign_in(browser, house, name)
        return kept[name]

    return cookies


def sign_in(browser: Browser, house: House, name: str) -> Any:
    context = browser.new_context(base_url=house.address, viewport=WIDE)
    person = Person(context).open("/account/login/")
    person.sign_in(name)
    assert person.path == "/", person.text
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visitor(browser: Browser, house: House, signed_in: Callable[[str], Any]) -> Iterator[Visitor]:
    """A person of this name in a browser of their own; at the end nothing may stand in any console."""
    come: list[Person] = []

    def visit(name: str = "", *, size: dict[str, int] = WIDE, scripts: bool = True, fresh: bool = False) -> Person:
        """`fresh`: in a session of their own, which the test may end."""
        state = sign_in(browser, house, name) if fresh else signed_in(name) if name else None
        context = browser.new_context(
            base_url=house.address,
            viewport=size,
            java_script_enabled=scripts,
            storage_state=state,
        )
        come.append(Person(context, scripts=scripts))
        return come[-1]

    yield visit
    for person in come:
        person.context.close()
        assert person.said == []
