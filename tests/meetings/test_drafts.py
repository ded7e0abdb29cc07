"""What is typed into a long form is kept, sealed, for its author alone: nothing is lost on sign-out or a closed lid."""

import re
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from access.models import User
from audit.models import Entry
from casework.models import CaseFile, Draft
from tests import factories
from tests.meetings import worlds_peps
from tests.meetings.worlds import a_meeting, a_plan, an_assessment, planned

pytestmark = pytest.mark.django_db
TYPED = "she said she was hungry, again"
WORDS = {
    "record": "sheet_rationale",
    "correct": "sheet_rationale",
    "assessment": "sheet_reason",
    "pep": "sheet_child_voice",
    "plan": "outcome1-words",
    "next": "outcome1-words",
}
"""A box of each form."""
FORMS = tuple(WORDS)
Here = Callable[[str], tuple[str, str]]


@pytest.fixture
def here(file: CaseFile, school, lead: User) -> Here:
    """The page of a form, and the audience that its record has."""
    pages = {
        "record": lambda: f"/meetings/{planned(file, lead, 'PROFESSIONALS', date(2026, 11, 20)).pk}/record/",
        "correct": lambda: f"/meetings/{a_meeting(file, lead).pk}/correct/",
        "assessment": lambda: f"/assessments/{an_assessment(file, lead).pk}/write/",
        "pep": lambda: f"/peps/{worlds_peps.begun(worlds_peps.in_care(school, lead), lead).pk}/write/",
        "plan": lambda: f"/files/{file.pk}/plans/new/",
        "next": lambda: f"/plans/{a_plan(file, lead).pk}/next/",
    }
    return lambda form: (pages[form](), "PASTORAL" if form in ("assessment", "pep") else "SAFEGUARDING")


@pytest.fixture
def desk(lead: User) -> Client:
    return signed_in(lead)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keep(client: Client, address: str, **typed: str):
    """What the page sends while somebody types."""
    page = client.get(address).content.decode()
    sent = dict(re.findall(r'name="(version|key)" value="([^"]+)"', page)) | typed
    return client.post(re.search(r'data-autosave-url="([^"]+)"', page)[1], sent)


@pytest.mark.parametrize("form", FORMS)
def test_what_was_typed_stands_there_again(here: Here, desk: Client, form: str) -> None:
    address, audience = here(form)

    kept = keep(desk, address, **{WORDS[form]: TYPED})

    again = desk.get(address).content.decode()
    draft = Draft.objects.get()
    assert (kept.status_code, draft.audience, draft.kind) == (204, audience, "SHEET")
    assert re.search(rf'name="{WORDS[form]}"[^>]*>\s*{TYPED}</textarea>', again)
    assert "What you typed is here again" in again
    assert "js/autosave" in again


@pytest.mark.parametrize("form", FORMS)
def test_discarded_the_form_is_as_it_was(here: Here, desk: Client, form: str) -> None:
    address, _ = here(form)
    keep(desk, address, **{WORDS[form]: TYPED})
    page = desk.get(address).content.decode()

    gone = desk.post(re.search(r'action="(/meetings/drafts/[^"]+)"', page)[1])

    assert (gone.status_code, gone["Location"], Draft.objects.count()) == (302, address, 0)
    assert TYPED not in desk.get(address).content.decode()


@pytest.mark.parametrize("form", ["record", "assessment", "pep", "plan", "next"])
def test_saved_it_is_no_draft_any_more(here: Here, desk: Client, form: str) -> None:
    address, _ = here(form)
    keep(desk, address, **{WORDS[form]: TYPED})
    page = desk.get(address).content.decode()
    sent = dict(re.findall(r'name="(version|key)" value="([^"]+)"', page)) | {WORDS[form]: TYPED, "then": "save"}
    more = {
        "kind": "CIN",
        "started_on": "2026-11-20",
        "lead_practitioner": "Jo",
        "contingency": "Ring",
        "because": "New",
    }

    saved = desk.post(address, sent | more)

    assert (saved.status_code, Draft.objects.count()) == (302, 0)


def test_what_was_emptied_stays_empty(desk: Client, file: CaseFile, lead: User) -> None:
    address = f"/meetings/{a_meeting(file, lead).pk}/correct/"
    assert "Put right" in desk.get(address).content.decode()

    keep(desk, address, reason="To be written again")

    assert "Put right" not in desk.get(address).content.decode()


def test_a_refused_form_keeps_its_draft(here: Here, desk: Client) -> None:
    address, _ = here("plan")
    keep(desk, address, **{WORDS["plan"]: TYPED})

    refused = desk.post(address, {"key": str(uuid.uuid4()), WORDS["plan"]: TYPED})

    assert (refused.status_code, Draft.objects.count()) == (422, 1)


def test_a_record_that_was_changed_meanwhile_is_not_overwritten(
    desk: Client, file: CaseFile, lead: User, deputy: User
) -> None:
    """The draft remembers on which version it was typed; both are shown."""
    meeting = planned(file, lead, "PROFESSIONALS", date(2026, 11, 20))
    address = f"/meetings/{meeting.pk}/record/"
    keep(desk, address, sheet_rationale=TYPED)
    theirs = {"version": "1", "sheet_rationale": "Hers", "then": "save"}
    saved = signed_in(deputy).post(address, theirs)

    page = desk.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    stale = desk.post(address, {"version": version, "sheet_rationale": TYPED, "then": "save"})

    assert (saved.status_code, version, stale.status_code) == (302, "1", 409)
    assert (TYPED in page, "Hers" in stale.content.decode(), TYPED in stale.content.decode()) == (True, True, True)
    assert Draft.objects.count() == 1


def test_keeping_it_every_few_seconds_logs_its_beginning_alone(here: Here, desk: Client) -> None:
    address, _ = here("pep")
    page = desk.get(address).content.decode()
    url, before = re.search(r'data-autosave-url="([^"]+)"', page)[1], Entry.objects.count()

    for words in ("she", "she said", TYPED):
        desk.post(url, {"version": "1", "sheet_child_voice": words})

    assert [entry.verb for entry in Entry.objects.order_by("pk")[before:]] == ["draft.started"]
    assert not any(TYPED in entry.body for entry in Entry.objects.all())


# Who may not see it


def test_a_colleague_finds_her_own_page_and_not_this_draft(here: Here, desk: Client, deputy: User) -> None:
    address, _ = here("record")
    keep(desk, address, sheet_rationale=TYPED)
    other = signed_in(deputy)

    page = other.get(address).content.decode()

    assert (TYPED in page, "here again" in page) == (False, False)
    assert other.post(f"/meetings/drafts/{Draft.objects.get().pk}/discard/").status_code == 404
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("role", ["teacher", "auditor", "technical", "stranger", "head"])
def test_who_may_not_write_it_keeps_nothing(here: Here, form: str, role: str, request: pytest.FixtureRequest) -> None:
    address, _ = here(form)

    answer = signed_in(request.getfixturevalue(role)).post(f"{address}draft/", {WORDS[form]: TYPED})

    assert answer.status_code in (403, 404)
    assert Draft.objects.count() == 0


def test_who_was_kept_out_since_finds_her_draft_no_more(here: Here, desk: Client, lead: User, file: CaseFile) -> None:
    address, _ = here("record")
    keep(desk, address, sheet_rationale=TYPED)
    factories.wall(lead, file.child)

    assert desk.get(address).status_code == 404
    assert desk.post(f"{address}draft/", {"sheet_rationale": "more"}).status_code == 404


def test_one_form_of_one_record_is_not_anothers(desk: Client, file: CaseFile, lead: User) -> None:
    first, second = (planned(file, lead, "PROFESSIONALS", date(2026, 11, day)) for day in (20, 21))
    keep(desk, f"/meetings/{first.pk}/record/", sheet_rationale=TYPED)

    assert TYPED not in desk.get(f"/meetings/{second.pk}/record/").content.decode()


def test_the_words_of_a_pep_go_on_where_it_is_submitted(desk: Client, school, lead: User) -> None:
    pep = worlds_peps.met(worlds_peps.begun(worlds_peps.in_care(school, lead), lead), lead)
    keep(desk, f"/peps/{pep.pk}/write/", sheet_child_voice=TYPED)

    assert TYPED in desk.get(f"/peps/{pep.pk}/submit/").content.decode()
