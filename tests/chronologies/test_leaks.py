"""What a person may not see leaves no trace in a chronology: not in words, counts, filters, searches or exports."""

import re
import uuid

import pytest

from access import gate
from access.models import School, User
from access.roles import ALL_SECTIONS, Can, Role
from access.serving import serving
from audit.models import Entry
from casework.models import CaseFile
from chronologies.actions.events import correct_event
from chronologies.models import Event
from chronologies.particulars import Particulars
from chronologies.search import search_events
from tests import factories
from tests.chronologies.conftest import HIDDEN, PASTORAL_WORDS, RATIONALE, SAFEGUARDING_WORDS, Browser, Filed

pytestmark = pytest.mark.django_db
NOBODYS = f"/files/{uuid.UUID(int=7)}/chronology/"
SUB = ("", "new/", "contact/", "export/")


def _bare(response) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{16}', b"", response.content)


@pytest.mark.parametrize("who", ["teacher", "auditor", "technical", "stranger", "designated", "head"])
@pytest.mark.parametrize("page", SUB)
def test_chronology_out_of_reach_is_as_one_that_never_was(
    filed: Filed, signed_in: Browser, who: str, page: str, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))

    hidden, absent = client.get(f"{filed.address}{page}"), client.get(f"{NOBODYS}{page}")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert _bare(hidden) == _bare(absent)


@pytest.mark.parametrize("verb", ["", "correct/", "strike/", "versions/1/"])
def test_entry_out_of_reach_is_as_one_that_never_was(
    filed: Filed, signed_in: Browser, teacher: User, verb: str
) -> None:
    client = signed_in(teacher)

    hidden, absent = (
        client.get(f"/chronology/{filed.pastoral.pk}/{verb}"),
        client.get(f"/chronology/{uuid.uuid4()}/{verb}"),
    )

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert _bare(hidden) == _bare(absent)


def test_pastoral_officer_reads_the_pastoral_rows_alone(filed: Filed, signed_in: Browser, pastoral: User) -> None:
    page = signed_in(pastoral).get(filed.address).content.decode()

    assert PASTORAL_WORDS in page
    assert page.count("moj-timeline__item") == 1
    for words in (
        *HIDDEN,
        "Safeguarding</strong>",
        "Legal</strong>",
        str(filed.safeguarding.pk),
        str(filed.concern.pk),
    ):
        assert words not in page


@pytest.mark.parametrize(
    "query",
    [
        "?significant=on",
        "?category=LEGAL",
        "?significance=CRITICAL",
        "?kind=CONCERN",
        "?kind=TRIAGE",
        "?end=2026-11-13",
    ],
)
def test_filters_tell_a_pastoral_officer_nothing_of_what_she_may_not_see(
    filed: Filed, signed_in: Browser, pastoral: User, lead: User, query: str
) -> None:
    page = signed_in(pastoral).get(filed.address + query).content.decode()

    assert "moj-timeline__item" not in page
    assert (
        "moj-timeline__item"
        in signed_in(lead).get(filed.address + query.replace("2026-11-13", "2026-11-15")).content.decode()
    )


def test_search_finds_within_reach_only(filed: Filed, signed_in: Browser, pastoral: User, lead: User) -> None:
    hers = signed_in(pastoral).post(filed.address, {"words": "canary"}).content.decode()
    leads = signed_in(lead).post(filed.address, {"words": "CANARY"}).content.decode()

    assert "No entry holds these words" in hers
    assert "4 entries hold these words" in leads


def test_bulk_search_finds_within_reach_only(filed: Filed, pastoral: User, lead: User) -> None:
    for user, hits in ((pastoral, []), (lead, {filed.safeguarding.pk, filed.legal.pk})):
        with serving(user):
            gate.unlock_shown(
                user, [filed.file], to=Can.READ_FILE, sections=ALL_SECTIONS, verb="files.searched", query="canary"
            )
            assert set(search_events(user, [filed.file], "canary")) == set(hits)


def test_an_entry_above_her_is_not_there_for_a_pastoral_officer(
    filed: Filed, signed_in: Browser, pastoral: User
) -> None:
    client = signed_in(pastoral)

    assert client.get(f"/chronology/{filed.pastoral.pk}/").status_code == 200
    assert client.get(f"/chronology/{filed.safeguarding.pk}/").status_code == 404
    assert client.get(f"/chronology/{filed.legal.pk}/correct/").status_code == 404


def test_old_versions_are_for_leads(filed: Filed, signed_in: Browser, pastoral: User, lead: User) -> None:
    with serving(pastoral):
        event = gate.fetch(pastoral, Event, filed.pastoral.pk, to=Can.CORRECT_EVENT)
        told = Particulars.of(event)
        correct_event(
            event=event,
            by=pastoral,
            at=factories.AT,
            version=1,
            reason="it was a scarf",
            particulars=Particulars(happened=told.happened, fact="came in without a scarf", category="NEGLECT"),
        )
    address = f"/chronology/{filed.pastoral.pk}/versions/1/"

    refused, read = signed_in(pastoral).get(address), signed_in(lead).get(address)

    assert (refused.status_code, read.status_code) == (403, 200)
    assert PASTORAL_WORDS not in refused.content.decode()
    assert PASTORAL_WORDS in read.content.decode()
    assert "versions/1" not in signed_in(pastoral).get(f"/chronology/{filed.pastoral.pk}/").content.decode()


@pytest.mark.parametrize("step", ["export/", "export/check/", "export/make/"])
def test_pastoral_officer_exports_nothing(filed: Filed, signed_in: Browser, pastoral: User, step: str) -> None:
    answers = {
        "purpose": "x",
        "person": "x",
        "role": "x",
        "agency": "x",
        "form": "CSV",
        "read_it": "on",
        "key": uuid.uuid4(),
    }

    response = signed_in(pastoral).post(filed.address + step, answers)

    assert response.status_code == 403
    assert PASTORAL_WORDS not in response.content.decode()
    assert Entry.objects.filter(actor=pastoral, outcome="deny").exists()


def test_pastoral_officer_promotes_nothing(filed: Filed, signed_in: Browser, pastoral: User) -> None:
    page = signed_in(pastoral).get(filed.address).content.decode()
    response = signed_in(pastoral).post(f"{filed.address}significant/", {"promote": f"EVENT:{filed.pastoral.pk}"})

    assert "Mark as significant" not in page
    assert "Print or export" not in page
    assert response.status_code == 403


def test_restricted_file_is_for_the_named(school: School, signed_in: Browser, lead: User, deputy: User) -> None:
    file = factories.file(factories.child(school), restricted_to=(deputy,))
    factories.event(file, deputy, fact="named only")

    assert signed_in(lead).get(f"/files/{file.pk}/chronology/").status_code == 404
    assert "named only" in signed_in(deputy).get(f"/files/{file.pk}/chronology/").content.decode()


def test_wall_hides_the_chronology_from_a_lead(filed: Filed, signed_in: Browser, lead: User, deputy: User) -> None:
    factories.wall(deputy, filed.file.child)

    assert signed_in(deputy).get(filed.address).status_code == 404
    assert signed_in(deputy).get(f"/chronology/{filed.pastoral.pk}/").status_code == 404
    assert signed_in(lead).get(filed.address).status_code == 200


def test_other_school_sees_nothing(filed: Filed, signed_in: Browser) -> None:
    other = factories.school("other", "Other School")
    neighbour = factories.person(other, Role.DSL)
    client = signed_in(neighbour)

    assert client.get(filed.address).status_code == 404
    assert client.get(f"/chronology/{filed.pastoral.pk}/").status_code == 404
    assert client.post(f"{filed.address}export/check/", {"purpose": "x"}).status_code == 404
    with serving(neighbour):
        assert search_events(neighbour, [filed.file], PASTORAL_WORDS) == []


def test_linked_record_is_named_only_to_whoever_may_read_it(
    filed: Filed, signed_in: Browser, lead: User, pastoral: User
) -> None:
    event = factories.event(filed.file, lead, fact="after that", linked=f"concern:{filed.concern.pk}")

    assert str(filed.concern.pk) in signed_in(lead).get(f"/chronology/{event.pk}/").content.decode()
    hers = signed_in(pastoral).get(f"/chronology/{event.pk}/").content.decode()
    assert str(filed.concern.pk) not in hers
    assert "Belongs to" not in hers
    assert str(filed.concern.pk) not in signed_in(pastoral).get(f"/chronology/{event.pk}/correct/").content.decode()


def test_nobodys_words_stand_in_an_address_or_in_the_log_in_clear(filed: Filed, signed_in: Browser, lead: User) -> None:
    page = signed_in(lead).post(f"{filed.address}?significant=on", {"words": "strategy"}).content.decode()

    assert SAFEGUARDING_WORDS in page
    assert not re.search(r'(?:href|action)="[^"]*strategy', page)
    assert "strategy" not in " ".join(Entry.objects.values_list("body", flat=True))


def test_decision_and_concern_are_for_leads(filed: Filed, signed_in: Browser, lead: User) -> None:
    page = signed_in(lead).get(filed.address).content.decode()

    assert all(words in page for words in HIDDEN)
    assert RATIONALE in signed_in(lead).get(f"{filed.address}?kind=TRIAGE").content.decode()
    assert CaseFile.objects.count() == 1
