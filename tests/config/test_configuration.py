"""Is every setting known, written down, and guarded against a slip of the pen?"""

import re
from pathlib import Path

import pytest

from config.configuration import KNOWN, SETTINGS, check_names, page

HOME = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r'(?:env\.\w+|_from_file|_secret)\(\s*"([A-Z_]+)"')


def test_the_table_names_what_the_settings_read() -> None:
    read = set(READ.findall((HOME / "config" / "settings.py").read_text()))

    assert read == {setting.name for setting in SETTINGS}


def test_what_may_come_from_a_file_is_what_the_settings_read_from_one() -> None:
    from_file = re.findall(r'(?:_from_file|_secret)\("([A-Z_]+)"', (HOME / "config" / "settings.py").read_text())

    assert set(from_file) == {setting.name for setting in SETTINGS if setting.secret}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("SAFEHOLD_IDEL_SECONDS", "Did you mean SAFEHOLD_IDLE_SECONDS?"),
        ("SAFEHOLD_SECRET_KEY_FIEL", "Did you mean SAFEHOLD_SECRET_KEY_FILE?"),
        ("SAFEHOLD_XQZ", "Every name is in docs/configuration.md."),
    ],
)
def test_a_name_that_is_not_ours_is_an_error(monkeypatch: pytest.MonkeyPatch, name: str, hint: str) -> None:
    monkeypatch.setenv(name, "1")

    (error,) = check_names(None)

    assert (error.msg, error.hint, error.id) == (f"There is no setting called {name}.", hint, "config.E001")


def test_names_that_are_ours_or_somebody_elses_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*KNOWN, "SAFE", "DATABASE_URLS"]:
        monkeypatch.setenv(name, "1")

    assert check_names(None) == []


def test_the_page_has_a_line_for_each() -> None:
    lines = [line for line in page().splitlines() if line.startswith("| `")]

    assert [line.split("`")[1] for line in lines] == [setting.name for setting in SETTINGS]
    assert {line.count("|") for line in lines} == {6}
