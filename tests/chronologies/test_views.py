"""The pages of a chronology: filters in the address, words by POST, nothing typed is lost, few queries."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from access.models import User
from access.roles import Audience
from access.serving import serving
from audit.models import Entry
from casework.actions.files import start_episode
from casework.models import ConcernMove
from chronologies.models import Correction, Event, Precision, Promotion
from tests import factories
from tests.chronologies.conftest import CONCERN_WORDS, PASTORAL_WORDS, RATIONALE, SAFEGUARDING_WORDS, Browser, Filed
from vault import keyring

pytestmark = pytest.mark.django_db


def answers(**more) -> dict:
    given = {
        "key": str(uuid.uuid4()),
        "happened_day": "",
        "happened_month": "3",
        "happened_year": "2019",
        "fact": " Parents separated.\r\n  Two spaces. ",
        "category": "FAMILY",
        "source": "DOCUMENT",
        "hand": "SECOND",
        "significance": "MEDIUM",
        "bearing": "NEUTRAL",
        "marking": "SCHOOL",
        "audience": "SAFEGUARDING",
        "section": "2",
    }
    return given | more


def summary_of(response) -> list[str]:
    """Where the summary of mistakes leads, from top to bottom."""
    summary = response.content.decode().split("There is a problem", 1)[1].split("</ul>", 1)[0]
    return re.findall(r'href="#([^"]+)"', summary)


def order_of(page: str) -> list[str]:
    return re.findall(r'id="record-([0-9a-f-]{36})"', page)


def test_stream_stands_in_the_order_of_what_happened(filed: Filed, signed_in: Browser, lead: User) -> None:
    month = factories.event(filed.file, lead, on=date(2026, 11, 1), precision=Precision.MONTH)
    unknown = factories.event(filed.file, lead, on=None, at=factories.AT + timedelta(days=1))
    triage = filed.concern.triages.get()

    page = signed_in(lead).get(filed.address).content.decode()
    oldest = signed_in(lead).get(f"{filed.address}?order=oldest").content.decode()

    expected = [unknown, triage, filed.concern, filed.pastoral, filed.safeguarding, filed.legal, month]
    assert order_of(page) == [str(one.pk) for one in expected]
    assert order_of(oldest) == [str(one.pk) for one in reversed(expected)]
    assert "Date not known" in page
    assert 'datetime="2026-11">November 2026' in page


@pytest.mark.parametrize(
    ("day", "month", "year"), [("14", "11", "0026"), ("", "3", "1899"), ("", "", "1920"), ("1", "1", "1920")]
)
def test_event_create_asks_about_a_date_of_long_ago(
    filed: Filed, signed_in: Browser, lead: User, day: str, month: str, year: str
) -> None:
    sent = answers(happened_day=day, happened_month=month, happened_year=year)

    answer = signed_in(lead).post(f"/files/{filed.file.pk}/chronology/new/", sent)

    assert answer.status_code == 422
    assert "Check the year: this is more than 100 years ago" in answer.content.decode()


def test_late_recording_is_shown_with_both_dates(filed: Filed, signed_in: Browser, lead: User) -> None:
    page = signed_in(lead).get(f"{filed.address}?kind=EVENT&category=NEGLECT").content.decode()

    assert "Recorded late" in page
    assert "14 November 2026" in page
    assert "recorded 16 November 2026 at 08:50, 2 days after" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("significant=on", ["safeguarding"]),
        ("category=NEGLECT", ["pastoral"]),
        ("category=PHYSICAL", ["triage", "concern"]),
        ("significance=CRITICAL&significance=HIGH", ["safeguarding"]),
        ("source=OBSERVED", ["concern"]),
        ("kind=TRIAGE", ["triage"]),
        ("start=2026-11-13&end=2026-11-14", ["pastoral", "safeguarding"]),
        ("category=ONLINE", []),
    ],
)
def test_filters_stand_in_the_address(
    filed: Filed, signed_in: Browser, lead: User, query: str, shown: list[str]
) -> None:
    page = signed_in(lead).get(f"{filed.address}?{query}").content.decode()

    records = {"triage": filed.concern.triages.get()} | vars(filed)
    assert order_of(page) == [str(records[name].pk) for name in shown]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["unknown", "pastoral"]),
        ("start=2026-11-14", ["pastoral"]),
        ("end=2026-11-20", ["pastoral"]),
        ("start=2026-11-14&undated=on", ["unknown", "pastoral"]),
        ("start=2027-01-01&undated=on", ["unknown"]),
        ("undated=on", ["unknown", "pastoral"]),
    ],
)
def test_entry_without_a_date_is_in_no_period_unless_it_is_asked_for(
    filed: Filed, signed_in: Browser, pastoral: User, lead: User, query: str, shown: list[str]
) -> None:
    unknown = factories.event(filed.file, lead, on=None, at=factories.AT + timedelta(days=1))

    page = signed_in(pastoral).get(f"{filed.address}?{query}").content.decode()

    assert order_of(page) == [str({"unknown": unknown, "pastoral": filed.pastoral}[name].pk) for name in shown]


def test_filter_that_makes_no_sense_is_said_and_shows_nothing(filed: Filed, signed_in: Browser, lead: User) -> None:
    response = signed_in(lead).get(f"{filed.address}?start=2026-11-14&end=2026-11-01")

    assert response.status_code == 422
    assert order_of(response.content.decode()) == []


def test_words_combine_with_filters(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)

    every = client.post(filed.address, {"words": "Canary"}).content.decode()
    some = client.post(f"{filed.address}?significant=on", {"words": "canary"}).content.decode()

    assert len(order_of(every)) == 4
    assert order_of(some) == [str(filed.safeguarding.pk)]


def test_search_leaves_two_entries_the_query_before_the_hits(filed: Filed, signed_in: Browser, lead: User) -> None:
    signed_in(lead).post(filed.address, {"words": "canary"})

    opened, found = Entry.objects.filter(actor=lead, verb__in=["file.opened", "file.searched"]).order_by("-pk")[:2][
        ::-1
    ]
    with serving(lead):
        keyring.unlock(filed.file.school_id, filed.file.school_id, "AUDIT", 1)
        assert (opened.verb, opened.details_text()) == ("file.opened", '{"query": "canary"}')
        assert str(filed.legal.pk) in found.details_text()


def test_looking_leaves_one_entry_that_names_what_is_shown_beside_the_file(
    filed: Filed, signed_in: Browser, lead: User
) -> None:
    client, before = signed_in(lead), Entry.objects.count()

    client.get(filed.address)

    (entry,) = Entry.objects.order_by("pk")[before:]
    assert (entry.verb, entry.scope) == ("file.opened", filed.file.pk)
    assert str(filed.concern.pk) in entry.body


def test_pages_follow_each_other_without_a_gap(filed: Filed, signed_in: Browser, lead: User) -> None:
    for number in range(120):
        factories.event(filed.file, lead, fact=f"n{number}", on=date(2025, 1, 1) + timedelta(days=number // 3))
    client, seen, address = signed_in(lead), [], filed.address
    pages = []

    while address:
        page = client.get(address).content.decode()
        pages.append(order_of(page))
        seen += order_of(page)
        older = re.search(r'href="([^"]*)" rel="next"', page)
        address = filed.address + older[1].replace("&amp;", "&") if older else ""
    back = re.search(r'href="([^"]*)" rel="prev"', page)
    previous = client.get(filed.address + back[1].replace("&amp;", "&")).content.decode()

    assert [len(page) for page in pages] == [50, 50, 25]
    assert len(set(seen)) == 125
    assert order_of(previous) == pages[1]


def test_event_is_recorded_as_it_was_typed(filed: Filed, signed_in: Browser, lead: User) -> None:
    key = str(uuid.uuid4())

    response = signed_in(lead).post(f"{filed.address}new/", answers(key=key))

    assert response.status_code == 302
    assert response["Location"] == f"{filed.address}#record-{key}"
    page = signed_in(lead).get(f"/chronology/{key}/").content.decode()
    assert "> Parents separated.\n  Two spaces. <" in page
    assert "March 2019" in page


def test_event_with_a_mistake_keeps_what_was_typed(filed: Filed, signed_in: Browser, lead: User) -> None:
    sent = answers(happened_day="31", happened_month="2", opinion="Keep me", category="")

    response = signed_in(lead).post(f"{filed.address}new/", sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert page.index("There is a problem") < page.index("<h1")
    for words in ("Enter a real date", "Choose what it is about", "Keep me", 'value="31"', sent["key"]):
        assert words in page
    assert not Event.objects.filter(pk=sent["key"]).exists()


def test_summary_of_mistakes_stands_in_the_order_of_the_page(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)
    undated = {"happened_month": "", "happened_year": "", "fact": "", "significance": ""}

    new = client.post(f"{filed.address}new/", answers(**undated))
    call = client.post(f"{filed.address}contact/", {"key": str(uuid.uuid4()), "agency": "", "fact": ""})
    correction = client.post(f"/chronology/{filed.pastoral.pk}/correct/", answers(version="1", reason="", **undated))

    assert summary_of(new)[:2] == ["id_happened_0", "id_fact"]
    assert summary_of(call)[:4] == ["id_agency", "id_name", "id_happened_0", "id_fact"]
    assert summary_of(correction)[:3] == ["id_reason", "id_happened_0", "id_fact"]


def test_pastoral_officer_is_not_asked_who_may_read(filed: Filed, signed_in: Browser, pastoral: User) -> None:
    client, sent = signed_in(pastoral), answers(audience="PASTORAL")

    page = client.get(f"{filed.address}new/").content.decode()
    refused = client.post(f"{filed.address}new/", answers(audience="SAFEGUARDING"))
    made = client.post(f"{filed.address}new/", sent)

    assert "Who may read this?" not in page
    assert (refused.status_code, made.status_code) == (422, 302)
    assert Event.objects.get(pk=sent["key"]).audience == "PASTORAL"


def test_contact_is_quick_and_keeps_its_reference(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)
    form = client.get(f"{filed.address}contact/").content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    sent = {
        "key": str(uuid.uuid4()),
        "agency": "MASH",
        "name": "Jo Marsh",
        "reference": "MASH/26/1187",
        "happened_day": yesterday.day,
        "happened_month": yesterday.month,
        "happened_year": yesterday.year,
        "at_time": "11:05",
        "fact": "Strategy discussion at two.",
        "audience": "SAFEGUARDING",
    }

    response = client.post(f"{filed.address}contact/", sent)

    assert response.status_code == 302
    assert f'value="{timezone.localdate().year}"' in form
    page = client.get(filed.address).content.decode()
    for words in ("Agency contact: MASH", "MASH/26/1187", "Jo Marsh", "at 11:05"):
        assert words in page


def test_correction_by_the_page(filed: Filed, signed_in: Browser, lead: User) -> None:
    client, address = signed_in(lead), f"/chronology/{filed.pastoral.pk}/correct/"
    form = client.get(address).content.decode()
    sent = answers(version="1", reason="it was a scarf", fact="came in without a scarf", category="NEGLECT")

    first, stale = client.post(address, sent), client.post(address, sent | {"fact": "again"})

    assert PASTORAL_WORDS in form
    assert (first.status_code, stale.status_code) == (302, 409)
    page = client.get(filed.address).content.decode()
    assert "came in without a scarf" in page
    assert "it was a scarf" in page
    assert Correction.objects.count() == 1


def test_struck_entry_stays_in_the_stream_with_its_reason(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)

    response = client.post(f"/chronology/{filed.pastoral.pk}/strike/", {"version": 1, "reason": "another child"})

    assert response.status_code == 302
    page = client.get(filed.address).content.decode()
    assert PASTORAL_WORDS in page
    assert "another child" in page
    assert PASTORAL_WORDS not in client.get(f"{filed.address}?unstruck=on").content.decode()


def test_concern_and_decision_become_significant_and_are_typed_once(
    filed: Filed, signed_in: Browser, lead: User
) -> None:
    client, triage = signed_in(lead), filed.concern.triages.get()

    for pressed in (f"CONCERN:{filed.concern.pk}", f"TRIAGE:{triage.pk}", f"TRIAGE:{triage.pk}"):
        client.post(f"{filed.address}significant/", {"promote": pressed, "query": "kind=CONCERN"})
    page = client.get(f"{filed.address}?significant=on").content.decode()
    client.post(f"{filed.address}significant/", {"demote": f"TRIAGE:{triage.pk}"})
    after = client.get(f"{filed.address}?significant=on").content.decode()

    assert CONCERN_WORDS in page
    assert RATIONALE in page
    assert RATIONALE not in after
    assert Promotion.objects.filter(ended_at__isnull=True).count() == 1


def test_pressing_brings_back_to_the_same_filters(filed: Filed, signed_in: Browser, lead: User) -> None:
    response = signed_in(lead).post(
        f"{filed.address}significant/",
        {"promote": f"EVENT:{filed.pastoral.pk}", "query": "category=NEGLECT&evil=https://x"},
    )

    assert response["Location"] == f"{filed.address}?category=NEGLECT#record-{filed.pastoral.pk}"


def test_record_on_another_file_is_not_promoted_here(filed: Filed, signed_in: Browser, lead: User) -> None:
    other = factories.file(factories.child(filed.file.school, "Jones"))

    response = signed_in(lead).post(
        f"/files/{other.pk}/chronology/significant/", {"promote": f"CONCERN:{filed.concern.pk}"}
    )

    assert response.status_code == 404
    assert not Promotion.objects.exists()


def test_status_changes_and_moved_records_stand_in_the_stream(filed: Filed, signed_in: Browser, lead: User) -> None:
    with serving(lead):
        start_episode(
            file=filed.file,
            by=lead,
            at=factories.AT,
            kind="CIN",
            started_on=date(2026, 11, 2),
            review_on=date(2026, 12, 1),
            authority="Westmere",
        )
        stub = ConcernMove(
            school=filed.file.school,
            concern=filed.concern,
            from_child=filed.file.child,
            from_file=filed.file,
            to_child=factories.child(filed.file.school, "Jones"),
            moved_by=lead,
            moved_at=factories.AT,
        )
        keyring.unlock(stub.school_id, stub.concern_id, "SAFEGUARDING", stub.section)
        stub.reason = "wrong twin"
        stub.save()

    page = signed_in(lead).get(filed.address).content.decode()

    assert "Child in need started" in page
    assert "A concern was recorded here by mistake and moved" in page
    assert "wrong twin" not in page


def test_no_name_in_a_title(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)

    for address in (filed.address, f"{filed.address}new/", f"{filed.address}export/", f"/chronology/{filed.legal.pk}/"):
        title = re.search(r"<title>(.*?)</title>", client.get(address).content.decode(), re.DOTALL)[1]
        assert "Hussain" not in title


@pytest.mark.parametrize("entries", [1, 3])
def test_chronology_of_events_asks_few_questions(
    school, lead: User, signed_in: Browser, entries: int, django_assert_num_queries
) -> None:
    file = factories.file(factories.child(school))
    for number in range(entries):
        factories.event(file, lead, fact=f"n{number}")
    client = _warm(signed_in(lead), f"/files/{file.pk}/chronology/")

    # session, user, standing, file, clearance, events, BEGIN, entry, COMMIT, keys
    with django_assert_num_queries(10):
        client.get(f"/files/{file.pk}/chronology/")


@pytest.mark.parametrize("concerns", [1, 3])
def test_concerns_beside_events_ask_no_more_for_more(
    filed: Filed, lead: User, teacher: User, signed_in: Browser, concerns: int, django_assert_num_queries
) -> None:
    for _ in range(concerns - 1):
        concern = factories.concern(filed.file.school, teacher, filed.file.child)
        concern.file = filed.file
        with serving(lead):
            concern.save()
    client = _warm(signed_in(lead), filed.address)

    # besides: concerns, clearances, promotions, decisions; both loaded; clearances of what is shown; additions,
    # marks, further children's parts
    with django_assert_num_queries(20):
        client.get(filed.address)


def test_days_follow_the_schools_clock(filed: Filed, signed_in: Browser, lead: User) -> None:
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=timezone.get_fixed_timezone(0))
    factories.event(
        filed.file, lead, fact="half past eleven", on=date(2026, 7, 1), at=summer, audience=Audience.PASTORAL
    )

    page = signed_in(lead).get(f"{filed.address}?start=2026-07-01&end=2026-07-01").content.decode()

    assert "half past eleven" in page
    assert "recorded 1 July 2026 at 23:30" in page
    assert SAFEGUARDING_WORDS not in page


def _warm(client: Client, address: str) -> Client:
    """Once a minute the session notes that somebody is there; that is not part of the page."""
    client.get(address)
    return client


def test_an_entry_sent_again_with_other_words_is_not_told_to_be_saved(
    filed: Filed, signed_in: Browser, lead: User
) -> None:
    client = signed_in(lead)
    address = f"{filed.address}new/"
    sent = answers(fact="Came in without a coat.", category="NEGLECT")

    first, twice = client.post(address, sent), client.post(address, sent)
    changed = client.post(address, sent | {"fact": "Came in without a coat and shoes."})

    assert (first.status_code, twice.status_code, changed.status_code) == (302, 302, 422)
    assert "This entry is saved already, with the words before" in changed.content.decode()
    assert "Came in without a coat and shoes." in changed.content.decode()
