"""What leaves the school is exactly what was filtered, named beforehand, hashed, and entered before it leaves."""

import csv
import html
import io
import json
import re
import uuid
from datetime import date
from hashlib import sha256

import pytest
from django.test import Client
from pypdf import PdfReader

from access import gate
from access.models import User
from access.roles import Audience, Can, Section
from access.serving import serving
from audit.models import Entry
from casework.actions.reach import grant_reach, restrict_file
from chronologies.models import Precision
from documents.models import Disclosure
from people.models import Contact
from tests import factories
from tests.chronologies.conftest import (
    CONCERN_WORDS,
    LEGAL_WORDS,
    PASTORAL_WORDS,
    RATIONALE,
    SAFEGUARDING_WORDS,
    Browser,
    Filed,
)
from vault import keyring

pytestmark = pytest.mark.django_db


def answers(form: str = "CSV", **more) -> dict:
    given = {
        "key": str(uuid.uuid4()),
        "purpose": "Conference on 14 December",
        "person": "Denise Park",
        "role": "Chair",
        "agency": "Westmere Children’s Services",
        "form": form,
        "words": "",
        "read_it": "on",
    }
    return given | more


def make(client: Client, filed: Filed, form: str, query: str = "", **more):
    return client.post(f"{filed.address}export/make/{query}", answers(form, **more))


def table(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def text_of(response) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


def test_table_has_the_columns_of_a_multi_agency_chronology(filed: Filed, signed_in: Browser, lead: User) -> None:
    header, *rows = table(make(signed_in(lead), filed, "CSV"))

    assert header == [
        "Date",
        "Time",
        "Source or agency",
        "Event or detail",
        "Child’s view",
        "Professional opinion",
        "Action and outcome",
        "Significance and analysis",
        "Category",
        "Author",
        "Recorded at",
        "Marking",
    ]
    assert {PASTORAL_WORDS, SAFEGUARDING_WORDS, LEGAL_WORDS, CONCERN_WORDS} <= {row[3] for row in rows}


def test_export_is_exactly_what_was_filtered(filed: Filed, signed_in: Browser, lead: User) -> None:
    significant = table(make(signed_in(lead), filed, "CSV", "?significant=on"))
    found = table(make(signed_in(lead), filed, "CSV", "", words="CARE PROCEEDINGS"))
    both = table(make(signed_in(lead), filed, "CSV", "?significant=on", words="care proceedings"))

    assert [row[3] for row in significant[1:]] == [SAFEGUARDING_WORDS]
    assert [row[3] for row in found[1:]] == [LEGAL_WORDS]
    assert both[1:] == []


@pytest.mark.parametrize(
    ("query", "order", "days"),
    [
        ("", "", ["2026-11-12", "2026-11-13", "2026-11-14"]),
        ("", "newest", ["2026-11-14", "2026-11-13", "2026-11-12"]),
        ("&order=oldest", "newest", ["2026-11-14", "2026-11-13", "2026-11-12"]),
        ("&order=oldest", "oldest", ["2026-11-12", "2026-11-13", "2026-11-14"]),
    ],
)
def test_export_tells_the_oldest_first_unless_the_newest_is_chosen(
    filed: Filed, signed_in: Browser, lead: User, query: str, order: str, days: list[str]
) -> None:
    response = make(signed_in(lead), filed, "CSV", f"?kind=EVENT{query}", order=order)

    assert [row[0] for row in table(response)[1:]] == days


def test_export_page_offers_the_order_and_the_check_says_it(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)

    page = client.get(f"{filed.address}export/").content.decode()
    check = client.post(f"{filed.address}export/check/", answers(order="newest")).content.decode()

    assert re.search(r'name="order"[^>]*value="oldest"[^>]*checked', page)
    assert "newest first" in check
    assert '<input type="hidden" name="order" value="newest"' in check


def test_period_says_whether_entries_without_a_date_are_in_it(filed: Filed, signed_in: Browser, lead: User) -> None:
    factories.event(filed.file, lead, fact="nobody knows when", on=None)

    without = make(signed_in(lead), filed, "PRINT", "?start=2026-11-13").content.decode()
    within = make(signed_in(lead), filed, "PRINT", "?start=2026-11-13&undated=on").content.decode()

    assert "nobody knows when" not in without
    assert '<th scope="row">Period</th><td>13 November 2026 until now</td>' in without
    assert "nobody knows when" in within
    assert "<td>13 November 2026 until now, and entries without a date</td>" in within


def test_pdf_carries_its_cover_sheet(filed: Filed, signed_in: Browser, lead: User) -> None:
    factories.event(filed.file, lead, fact="Moved house.", on=date(2019, 3, 1), precision=Precision.MONTH)

    response = make(signed_in(lead), filed, "PDF", "?order=oldest")

    text = text_of(response)
    assert response["Content-Type"] == "application/pdf"
    for words in ("Maya Hussain", "Conference on 14 December", "Denise Park", lead.name, "March 2019", "Moved house."):
        assert words in text
    assert "1 of" in text


def test_print_view_stands_alone_and_holds_the_same_rows(filed: Filed, signed_in: Browser, lead: User) -> None:
    page = make(signed_in(lead), filed, "PRINT").content.decode()

    assert all(words in page for words in (PASTORAL_WORDS, SAFEGUARDING_WORDS, CONCERN_WORDS, "Denise Park"))
    assert "<script" not in page


@pytest.mark.parametrize("form", ["PDF", "PRINT"])
def test_agency_and_its_marking_are_said_once(filed: Filed, signed_in: Browser, lead: User, form: str) -> None:
    told = {"source": "AGENCY", "source_name": "Jo Marsh", "source_agency": "Westmere MASH", "marking": "THIRD_PARTY"}
    factories.event(filed.file, lead, fact="They rang.", category="HOUSING", hand="SECOND", **told)

    response = make(signed_in(lead), filed, form, "?category=HOUSING")

    page = text_of(response) if form == "PDF" else html.unescape(response.content.decode())
    said = " ".join(page.split())
    assert "Source: Westmere MASH, Jo Marsh, second hand" in said
    assert (said.count("Westmere MASH"), said.count("Third party"), said.count("another agency")) == (1, 1, 0)


@pytest.mark.parametrize("form", ["PDF", "PRINT"])
def test_decision_is_said_once(filed: Filed, signed_in: Browser, lead: User, form: str) -> None:
    response = make(signed_in(lead), filed, form, "?kind=TRIAGE")

    said = " ".join((text_of(response) if form == "PDF" else response.content.decode()).split())
    assert RATIONALE in said
    assert said.count(filed.concern.triages.get().get_decision_display()) == 1


@pytest.mark.parametrize("form", ["CSV", "PDF", "PRINT"])
def test_export_is_entered_with_the_hash_of_the_very_bytes(
    filed: Filed, signed_in: Browser, lead: User, form: str
) -> None:
    response = make(signed_in(lead), filed, form)

    made = Disclosure.objects.get()
    entry = Entry.objects.get(verb="file.exported")
    look = Entry.objects.filter(verb="file.opened", reason_code="EXPORT_FILE").last()
    assert sha256(response.content).hexdigest() == made.sha256 == entry.content_hash
    assert (entry.scope, entry.object_uuid, look.pk < entry.pk) == (filed.file.pk, made.pk, True)
    with serving(lead):
        keyring.unlock(made.school_id, made.scope, made.audience, made.section)
        keyring.unlock(made.school_id, made.school_id, "AUDIT", 1)
        assert made.recipient.value["person"] == "Denise Park"
        assert len(made.contents.value["records"]) == 5
        assert json.loads(entry.details_text()) == {"reason": "Conference on 14 December"}


@pytest.mark.parametrize("form", ["CSV", "PDF"])
def test_file_says_nothing_by_its_name_and_stays_nowhere(
    filed: Filed, signed_in: Browser, lead: User, form: str
) -> None:
    response = make(signed_in(lead), filed, form)

    assert response["Content-Disposition"].startswith('attachment; filename="chronology-SH-')
    assert "Hussain" not in response["Content-Disposition"]
    assert (response["Cache-Control"], response["Content-Security-Policy"]) == ("no-store", "sandbox")


def test_nothing_leaves_before_the_warnings_are_read(filed: Filed, signed_in: Browser, lead: User) -> None:
    response = make(signed_in(lead), filed, "CSV", read_it="")

    assert response.status_code == 422
    assert "Tick that you have read the warnings" in response.content.decode()
    assert not Disclosure.objects.exists()
    assert not Entry.objects.filter(verb="file.exported").exists()


def test_export_needs_a_purpose_and_a_recipient(filed: Filed, signed_in: Browser, lead: User) -> None:
    response = signed_in(lead).post(f"{filed.address}export/check/", answers(purpose="", person="", agency="Kept"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Say what it is for" in page
    assert 'value="Kept"' in page


def test_who_may_not_write_in_the_register_of_the_file_exports_nothing(
    filed: Filed, signed_in: Browser, lead: User, deputy: User
) -> None:
    with serving(lead):
        restrict_file(file=filed.file, by=lead, at=factories.AT, version=1, people=[lead], reason="A relation")
        grant_reach(
            file=filed.file,
            by=lead,
            at=factories.AT,
            person=deputy,
            audience=Audience.SAFEGUARDING,
            sections=Section.CHRONOLOGY,
            until=date(2027, 1, 31),
            reason="Helps with the chronology",
        )

    response = make(signed_in(deputy), filed, "CSV")

    assert response.status_code == 403
    assert not Disclosure.objects.exists()


def test_pressed_twice_leaves_once(filed: Filed, signed_in: Browser, lead: User) -> None:
    client, key = signed_in(lead), str(uuid.uuid4())

    first, second = make(client, filed, "CSV", key=key), make(client, filed, "CSV", key=key)

    assert (first.status_code, second.status_code, Disclosure.objects.count()) == (200, 422, 1)


def test_check_names_other_children_and_not_this_one(filed: Filed, signed_in: Browser, lead: User) -> None:
    school = filed.file.school
    factories.child(school, "Wills", "Thomas", preferred_forename="Tom")
    factories.child(school, "O’Neill-Bright", "Ana")
    factories.child(school, "Coat", "Winter")
    factories.event(filed.file, lead, fact="She sat with TOM  WILLS; O’Neill-Bright, Ana left. Maya Hussain stayed.")

    page = signed_in(lead).post(f"{filed.address}export/check/", answers()).content.decode()

    assert "It names 2 other children" in page
    assert "<li>Tom Wills</li>" in page
    assert "<li>Ana O’Neill-Bright</li>" in page
    assert "<li>Maya Hussain</li>" not in page


def test_check_names_who_is_close_by_forename_alone(filed: Filed, signed_in: Browser, lead: User) -> None:
    _contact(filed, lead, kind="SIBLING", name="Leo Hussain")
    factories.event(filed.file, lead, fact="Leo was collected first.")

    page = signed_in(lead).post(f"{filed.address}export/check/", answers()).content.decode()

    assert "<li>Leo Hussain</li>" in page


@pytest.mark.parametrize(
    "words",
    ["They now live at 14 Harbour Row.", "Seen near WM3 9ZQ again.", "Her new number is 07700 900 123."],
)
def test_check_warns_of_a_confidential_address(filed: Filed, signed_in: Browser, lead: User, words: str) -> None:
    _contact(
        filed,
        lead,
        kind="MOTHER",
        name="Sara Hussain",
        address="14 Harbour Row\nWestmere\nWM3 9ZQ",
        phone="07700 900123",
        audience=Audience.SAFEGUARDING,
        address_confidential=True,
    )
    factories.event(filed.file, lead, fact=words)

    page = signed_in(lead).post(f"{filed.address}export/check/", answers()).content.decode()

    assert "confidential address or phone number of: Sara Hussain" in page


def test_check_warns_of_nothing_that_is_not_there(filed: Filed, signed_in: Browser, lead: User) -> None:
    page = signed_in(lead).post(f"{filed.address}export/check/", answers()).content.decode()

    assert "No other child of the school is named" in page


def _contact(filed: Filed, by: User, **told) -> None:
    with serving(by):
        child = filed.file.child
        audience = told.get("audience", Audience.PASTORAL)
        keyring.unlock(child.school_id, child.pk, audience, 1)
        words = {name: told.pop(name) for name in ("name", "address", "phone") if name in told}
        made = Contact(school=child.school, child=child, **told)
        for name, value in words.items():
            setattr(made, name, value)
        made.save()


ADVICE = "Counsel advised on the order."


def _privileged(filed: Filed, lead: User) -> None:
    factories.event(filed.file, lead, fact=ADVICE, marking="PRIVILEGED")


@pytest.mark.parametrize("form", ["CSV", "PRINT"])
def test_what_is_legally_privileged_stays_here_unless_it_is_ticked(
    filed: Filed, signed_in: Browser, lead: User, form: str
) -> None:
    _privileged(filed, lead)

    without = make(signed_in(lead), filed, form).content.decode()
    within = make(signed_in(lead), filed, form, privileged="True").content.decode()

    assert (ADVICE in without, ADVICE in within) == (False, True)
    assert (PASTORAL_WORDS in without, PASTORAL_WORDS in within) == (True, True)
    one, both = (Disclosure.objects.order_by("made_at")[number] for number in (0, 1))
    with serving(lead):
        gate.fetch(lead, type(filed.file), filed.file.pk, to=Can.EXPORT_FILE)
        counts = [len(made.contents.value["records"]) for made in (one, both)]
    assert counts[1] == counts[0] + 1


def test_check_says_how_many_privileged_entries_are_left_out(filed: Filed, signed_in: Browser, lead: User) -> None:
    _privileged(filed, lead)
    client = signed_in(lead)

    asked = client.get(f"{filed.address}export/").content.decode()
    without = client.post(f"{filed.address}export/check/", answers()).content.decode()
    within = client.post(f"{filed.address}export/check/", answers(privileged="on")).content.decode()

    assert "Include entries marked legally privileged" in asked
    assert not re.search(r'name="privileged"[^>]*checked', asked)
    assert "1 entry marked legally privileged is left out." in without
    assert "without what is marked legally privileged" in without
    assert re.search(r'type="hidden" name="privileged" value="False"', without)
    assert "is left out" not in within
    assert "without what is marked" not in within
    assert "Some entries are marked: Legally privileged." in within
    assert re.search(r'type="hidden" name="privileged" value="True"', within)


def test_check_says_nothing_of_privilege_where_there_is_none(filed: Filed, signed_in: Browser, lead: User) -> None:
    page = signed_in(lead).post(f"{filed.address}export/check/", answers()).content.decode()

    assert "left out" not in page
