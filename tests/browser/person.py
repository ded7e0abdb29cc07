"""Somebody at work in a browser: finds things by the words on the page, and every page that comes is looked over.

Looked over means: axe finds nothing, nothing sticks out sideways, and the console is empty.
"""

import json
import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Locator, Page, expect

from tests import factories

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d)")
"""The browser's own line about an answer that says no; the journey itself expects that answer."""
WIDE, PHONE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 740}, 320
_SOURCE = Axe().axe_script


class Person:
    def __init__(self, context: BrowserContext, *, scripts: bool = True) -> None:
        self.context = context
        self.scripts = scripts
        self.said: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.page: Page = context.new_page()
        self.presses = 0

    # What a person does

    def open(self, address: str) -> "Person":
        self.page.goto(address)
        return self.look_over()

    def press(self, words: str, *, within: Locator | None = None) -> "Person":
        """A button or a link, by what it says, to the page that it brings."""
        with self.turning():
            self.click(words, within=within)
        return self.look_over()

    def click(self, words: str, *, within: Locator | None = None) -> "Person":
        """One that stays on this page."""
        self.presses += 1
        self._pressable(words, within or self.page).click()
        return self

    def write(self, label: str, words: str) -> "Person":
        self.presses += 1
        self.page.get_by_label(label, exact=True).fill(words)
        return self

    def choose(self, label: str, *, within: str = "") -> "Person":
        """A radio button or a tick box, by its label."""
        self.presses += 1
        place = self.page.get_by_role("group", name=within, exact=True) if within else self.page
        place.get_by_label(label, exact=True).check()
        return self

    def pick(self, label: str, option: str, *, within: Locator | None = None) -> "Person":
        """From a drop-down list."""
        self.presses += 1
        (within or self.page).get_by_label(label, exact=True).select_option(label=option)
        return self

    def unfold(self, words: str) -> "Person":
        self.presses += 1
        self.page.locator("summary").filter(has_text=words).click()
        return self

    def pick_child(self, letters: str, child: str) -> "Person":
        """Type some letters of a name, and choose from the list that comes."""
        self.presses += 2
        box = self.page.get_by_role("combobox", name=re.compile("Who is this about|Which child is it about"))
        box.press_sequentially(letters)
        self.page.get_by_role("option", name=child).click()
        expect(box).to_have_value(re.compile(re.escape(child)))
        return self

    def sign_in(self, name: str) -> "Person":
        self.write("Email", f"{name}@hillview.example").write("Password", factories.PASSWORD)
        return self.press("Sign in")

    def download(self, words: str) -> Download:
        with self.page.expect_download() as coming:
            self._pressable(words, self.page).click()
        return coming.value

    # What a person sees

    @property
    def path(self) -> str:
        return "/" + self.page.url.split("/", 3)[3]

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def reads(self, *words: str) -> "Person":
        for one in words:
            assert one in self.text, f"{one!r} is not in:\n{self.text}"
        return self

    def reads_nothing_of(self, *words: str) -> "Person":
        for one in words:
            assert one not in self.page.content(), f"{one!r} is on {self.path}"
        return self

    def has_errors(self) -> "Person":
        """The summary has the focus, and the tab says so."""
        expect(self.page.locator(".govuk-error-summary")).to_be_focused()
        assert self.page.title().startswith("Error: ")
        return self

    def look_over(self) -> "Person":
        found = self.said + self.sticks_out() + self.violations()
        assert found == [], f"{self.path}: {found}"
        return self

    def sticks_out(self) -> list[str]:
        """What reaches beyond the right edge of the window, where that makes the page scroll sideways."""
        return self.page.evaluate(_STICKS_OUT)

    def violations(self) -> list[str]:
        if not self.scripts:  # axe is one too
            return []
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_SOURCE)
        found = self.page.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:300]}" for one in found]

    def _pressable(self, words: str, place: Any) -> Locator:
        name = re.compile(rf"^{re.escape(words)}(?!\w)")  # what follows is for those who do not see the page
        either = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
        return either.filter(visible=True).first

    def turning(self) -> Any:
        """While the page that a press brings is on its way."""
        return self.page.expect_navigation(wait_until="load")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSED.match(message.text):
            self.said.append(f"{message.type}: {message.text}")


_STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .slice(-3).map((one) => one.outerHTML.slice(0, 200));
}"""
