"""The pictures in the README, of the demo's school: made only with --screenshots, so that a run leaves no changes."""

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import sign_in
from tests.browser.house import HOME, House
from tests.browser.person import PHONE, WIDE, Person
from tests.parts import need

PICTURES = HOME / "docs" / "screenshots"
LARGEST = 300_000


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if not request.config.getoption("--screenshots", default=False):
        pytest.skip("pictures are made with --screenshots")
    house = House(tmp_path_factory.mktemp("demo"), demo=True)
    house.build()
    try:
        house.open()
        yield house
    finally:
        house.close()


def test_pictures(browser: Browser, demo: House, tmp_path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    lead = _visit(browser, demo, "dsl", WIDE)
    _shoot(lead.open("/"), "home-dsl")
    marked = lead.open("/triage/").page.get_by_role("listitem").filter(has_text="Injury or mark")
    with lead.turning():
        marked.get_by_role("link").first.click()
    _shoot(lead, "triage")
    lead.open("/files/").press("Maya Hussain").press("Chronology")
    _shoot(lead, "chronology")
    _shoot_pdf(lead, tmp_path)
    for name, size in (("concern-form", WIDE), ("phone", PHONE)):
        teacher = _visit(browser, demo, "teacher", size).open("/concerns/new/")
        teacher.pick_child("Maya H", "Maya Hussain").choose("I noticed an injury or mark")
        teacher.page.locator("[data-region=front-left-upper-arm]").click()
        teacher.page.get_by_label("I noticed an injury or mark").scroll_into_view_if_needed()
        _shoot(teacher, name)

    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size > LARGEST] == []


def _visit(browser: Browser, house: House, name: str, size: dict[str, int]) -> Person:
    state = sign_in(browser, house, name)
    return Person(browser.new_context(base_url=house.address, viewport=size, storage_state=state))


def _shoot(person: Person, name: str) -> None:
    person.page.screenshot(path=PICTURES / f"{name}.png")


def _shoot_pdf(lead: Person, folder: Path) -> None:
    """Its first two pages, side by side."""
    need("pdftoppm")
    lead.press("Print or export").write("What is it for?", "Review conference").write("Who is it for?", "Jo Clarke")
    lead.write("Their role", "Conference chair").write("Their agency", "Northmoor").press("Check before it leaves")
    lead.choose("I have read this, and it may leave the school").download("Make the").save_as(folder / "it.pdf")
    command = ["pdftoppm", "-png", "-r", "75", "-f", "1", "-l", "2", "it.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    page = lead.context.new_page()
    pages = [base64.b64encode(path.read_bytes()).decode() for path in sorted(folder.glob("page*.png"))]
    page.set_content(
        " ".join(f'<img src="data:image/png;base64,{one}" style="border:1px solid #888">' for one in pages)
    )
    page.locator("body").screenshot(path=PICTURES / "chronology-pdf.png")
