"""Every address that answers with a page, as everybody who can open it: axe, the console, width, keyboard, and errors."""

import re

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.browser.person import NARROW, PHONE, WIDE, Person
from tests.browser.seeding import PEOPLE
from tests.leaks.addresses import addresses

# What stands in the address, by the names of tests.browser.seeding; an address without a line here fails.
SAMPLES = {
    "account_reset_password_from_key": ("x", "x"),
    "access:invitation_accept": ("invitation",),
    "access:invitation_again": ("user_teacher",),
    "access:membership_end": ("membership",),
    "access:membership_start": ("user_teacher",),
    "access:staff_read": ("user_teacher",),
    "access:staff_rename": ("user_teacher",),
    "casework:action_create": ("file",),
    "casework:action_finish": ("agreed",),
    "casework:action_list": ("file",),
    "casework:child_file": ("child",),
    "casework:child_wall_lift": ("child", "wall"),
    "casework:child_walls": ("child",),
    "casework:concern_acknowledge": ("concern",),
    "casework:concern_add": ("concern",),
    "casework:concern_close": ("concern",),
    "casework:concern_feedback": ("decided",),
    "casework:concern_move": ("concern",),
    "casework:concern_read": ("concern",),
    "casework:concern_sent": ("concern",),
    "casework:concern_triage": ("concern",),
    "casework:concern_wall_lift": ("concern", "concern_wall"),
    "casework:concern_walls": ("concern",),
    "casework:draft_discard": ("draft",),
    "casework:draft_read": ("draft",),
    "casework:due_chase": ("clock_late",),
    "casework:due_cover": ("clock_late",),
    "casework:file_looks": ("file",),
    "casework:file_paper": ("file",),
    "casework:file_reach": ("file",),
    "casework:file_read": ("file",),
    "casework:file_register": ("file",),
    "casework:file_restrict": ("file",),
    "casework:file_unrestrict": ("restricted",),
    "casework:placement_create": ("care",),
    "casework:reach_end": ("file", "user_head"),
    "casework:reach_grant": ("file",),
    "casework:status_end": ("status",),
    "casework:status_review": ("status",),
    "casework:status_start": ("file",),
    "casework:wall_lift": ("file", "wall"),
    "casework:wall_raise": ("file",),
    "chronologies:chronology_export": ("file",),
    "chronologies:chronology_read": ("file",),
    "chronologies:contact_create": ("file",),
    "chronologies:correction_keep": ("event",),
    "chronologies:draft_discard": ("event",),
    "chronologies:draft_keep": ("file", "new"),
    "chronologies:event_correct": ("event",),
    "chronologies:event_create": ("file",),
    "chronologies:event_move": ("event",),
    "chronologies:event_read": ("event",),
    "chronologies:event_strike": ("event",),
    "chronologies:event_version": ("event", 1),
    "chronologies:export_check": ("file",),
    "chronologies:export_make": ("file",),
    "chronologies:record_promote": ("file",),
    "clocks:closure_edit": ("closure",),
    "clocks:closure_remove": ("closure",),
    "clocks:interval_edit": ("C16",),
    "clocks:term_edit": ("term",),
    "clocks:term_remove": ("term",),
    "documents:roll_report": ("import",),
    "meetings:agreement_create": ("file",),
    "meetings:agreement_risk": ("agreement",),
    "meetings:agreement_withdraw": ("agreement",),
    "meetings:assessment_authorise": ("assessment",),
    "meetings:assessment_close": ("assessment",),
    "meetings:assessment_create": ("file",),
    "meetings:assessment_read": ("assessment",),
    "meetings:assessment_write": ("assessment",),
    "meetings:assessment_write_keep": ("assessment",),
    "meetings:meeting_calendar": ("meeting_planned",),
    "meetings:plan_create": ("file",),
    "meetings:plan_create_keep": ("file",),
    "meetings:plan_end": ("plan",),
    "meetings:plan_list": ("file",),
    "meetings:plan_progress": ("core_group",),
    "meetings:plan_read": ("plan",),
    "meetings:plan_supersede": ("plan",),
    "meetings:plan_supersede_keep": ("plan",),
    "meetings:plan_version": ("plan", 1),
    "meetings:step_create": ("outcome",),
    "meetings:step_note": ("step",),
    "meetings:dissent_create": ("meeting_held",),
    "meetings:draft_discard": ("meeting_held",),
    "meetings:meeting_attendance": ("meeting_planned",),
    "meetings:meeting_cancel": ("meeting_planned",),
    "meetings:meeting_change": ("meeting_planned",),
    "meetings:meeting_correct": ("meeting_held",),
    "meetings:meeting_correct_keep": ("meeting_held",),
    "meetings:meeting_create": ("file",),
    "meetings:meeting_invite": ("meeting_planned",),
    "meetings:meeting_list": ("file",),
    "meetings:meeting_minutes": ("meeting_held",),
    "meetings:meeting_read": ("meeting_held",),
    "meetings:meeting_record": ("meeting_planned",),
    "meetings:meeting_record_keep": ("meeting_planned",),
    "meetings:meeting_version": ("meeting_held", 1),
    "meetings:care_check": ("file",),
    "meetings:care_export": ("file",),
    "meetings:care_make": ("file",),
    "meetings:care_number": ("file",),
    "meetings:copy_read": ("pack_copy",),
    "meetings:pack_check": ("pack",),
    "meetings:pack_compare": ("pack",),
    "meetings:pack_create": ("file",),
    "meetings:pack_finish": ("pack",),
    "meetings:pack_list": ("file",),
    "meetings:pack_make": ("pack",),
    "meetings:pack_read": ("pack",),
    "meetings:pack_share": ("pack",),
    "meetings:part_create": ("pack",),
    "meetings:part_edit": ("pack_part",),
    "meetings:template_end": ("word_template",),
    "meetings:pep_create": ("file",),
    "meetings:pep_held": ("pep",),
    "meetings:pep_list": ("file",),
    "meetings:pep_pack_create": ("pep",),
    "meetings:pep_rate": ("pep",),
    "meetings:pep_read": ("pep",),
    "meetings:pep_sign_off": ("pep",),
    "meetings:pep_spending_create": ("pep",),
    "meetings:pep_submit": ("pep",),
    "meetings:pep_target_change": ("target",),
    "meetings:pep_target_create": ("pep",),
    "meetings:pep_target_evaluate": ("target",),
    "meetings:pep_target_note": ("target",),
    "meetings:pep_target_read": ("target",),
    "meetings:pep_target_withdraw": ("target",),
    "meetings:pep_write": ("pep",),
    "meetings:pep_write_keep": ("pep",),
    "people:child_edit": ("child",),
    "people:child_read": ("child",),
    "people:contact_create": ("child",),
    "people:contact_edit": ("contact",),
    "people:contact_end": ("contact",),
    "people:family_read": ("child",),
    "people:import_columns": ("table",),
    "people:import_confirm": ("import",),
    "people:import_discard": ("import",),
    "people:import_leavers": ("leavers",),
    "people:import_read": ("import",),
    "people:import_reopen": ("import",),
    "people:professional_create": ("child",),
    "people:professional_edit": ("professional",),
    "people:professional_end": ("professional",),
}
DATA = {"healthz", "readyz"}  # for operations, not for people
# Forms that may be sent with nothing in them.
NOTHING_REQUIRED = {
    *("access:rota_edit", "access:staff_read", "casework:file_paper", "meetings:pep_write"),
    *("meetings:assessment_write", "meetings:meeting_attendance", "meetings:meeting_record"),
}
SHAPE = re.compile(r"<(\w+)(?:[^>]*?\sclass=\"([^\"]*)\")?")


@pytest.fixture
def paths(ids: dict[str, str]) -> dict[str, str]:
    names = [name for name, _ in addresses() if name not in DATA]
    return {name: reverse(name, args=[ids.get(one, one) for one in SAMPLES.get(name, ())]) for name in names}


@pytest.fixture(scope="module")
def seen() -> set[object]:
    """Pages that have the same elements with the same styles are looked over once."""
    return set()


def test_every_sample_is_of_an_address() -> None:
    assert set(SAMPLES) - {name for name, _ in addresses()} == set()


@pytest.mark.parametrize("name", ["", *PEOPLE])
def test_every_page(visitor: Visitor, paths: dict[str, str], seen: set[object], name: str) -> None:
    person = visitor(name)
    wrong = {}

    for address in _pages(person, paths).values():
        shape = tuple(SHAPE.findall(person.context.request.get(address).text().partition("<main")[2]))
        if shape not in seen:
            seen.add(shape)
            wrong[address] = _wrong(person, address)

    assert {address: found for address, found in wrong.items() if found} == {}
    assert wrong != {}


@pytest.mark.parametrize("name", ["lead", "teacher"])
def test_every_form_says_what_is_missing(visitor: Visitor, paths: dict[str, str], name: str) -> None:
    person = visitor(name)
    accepted, wrong = set(), {}

    for code, address in _pages(person, paths).items():
        person.page.goto(address)
        if person.page.evaluate(_EMPTY):
            with person.turning():
                person.page.evaluate("document.querySelector('[data-emptied]').requestSubmit()")
            if person.page.locator(".govuk-error-summary").count():
                person.has_errors()
                wrong[address] = _flaws(person)
            else:
                accepted.add(code)

    assert {address: found for address, found in wrong.items() if found} == {}
    assert accepted - NOTHING_REQUIRED == set()
    assert len(wrong) > 1


def _pages(person: Person, paths: dict[str, str]) -> dict[str, str]:
    """Those that this person can open."""
    answers = {code: person.context.request.get(path, max_redirects=0) for code, path in paths.items()}
    return {
        code: paths[code]
        for code, answer in answers.items()
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    }


def _wrong(person: Person, address: str) -> list[str]:
    person.page.set_viewport_size(WIDE)
    person.page.goto(address)
    person.page.keyboard.press("Tab")
    first = person.page.evaluate("document.activeElement.className")
    found = _flaws(person)
    person.page.set_viewport_size(PHONE)
    found += person.violations() + person.sticks_out()
    return found + ([] if "govuk-skip-link" in first else [f"the first Tab stop is {first!r}"])


def _flaws(person: Person) -> list[str]:
    found = person.violations() + person.sticks_out()
    person.page.set_viewport_size({"width": NARROW, "height": 700})
    found += person.sticks_out()
    person.page.set_viewport_size(WIDE)
    found, person.said[:] = found + person.said, []
    return found


_EMPTY = """() => {
  const asks = "input:not([type=hidden]):not([type=search]), textarea, select";
  const form = [...document.querySelectorAll("main form[method=post]")].find((one) => one.querySelector(asks));
  if (!form) return false;
  for (const field of form.querySelectorAll(asks)) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  form.dataset.emptied = "";
  return true;
}"""
