"""After saving: it is said, the entry is on the page that comes, and nobody's words are lost to somebody else's."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client

from access.models import User
from access.roles import Audience
from chronologies.models import Correction, Event
from tests import factories
from tests.chronologies.conftest import PASTORAL_WORDS, Browser, Filed
from tests.chronologies.test_views import answers, order_of

pytestmark = pytest.mark.django_db
SAVED = "Saved to the chronology."
BANNER = "moj-alert--success"


@pytest.fixture
def crowded(filed: Filed, lead: User) -> Filed:
    """So many newer entries that one of long ago is on the second page or later."""
    for number in range(70):
        factories.event(filed.file, lead, fact=f"n{number}", on=date(2026, 1, 1) + timedelta(days=number))
    return filed


def landed(client: Client, response) -> str:
    """The page that a redirect leads to, which must hold the record that it scrolls to."""
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert response["Location"].rpartition("#")[2] in re.findall(r'id="([^"]+)"', page)
    return page


def test_saving_an_older_entry_says_so_and_shows_it(crowded: Filed, signed_in: Browser, lead: User) -> None:
    client, sent = signed_in(lead), answers()

    page = landed(client, client.post(f"{crowded.address}new/", sent))

    assert (SAVED in page, BANNER in page, len(order_of(page))) == (True, True, 25)
    assert order_of(page)[-1] == sent["key"]
    assert "Newer" in page


def test_a_new_entry_stands_on_the_first_page(crowded: Filed, signed_in: Browser, lead: User) -> None:
    client, sent = signed_in(lead), answers(happened_day="15", happened_month="11", happened_year="2026")

    response = client.post(f"{crowded.address}new/", sent)

    assert response["Location"] == f"{crowded.address}#record-{sent['key']}"
    assert SAVED in landed(client, response)


def test_call_correction_and_striking_out_say_so_and_show_the_entry(
    crowded: Filed, signed_in: Browser, lead: User
) -> None:
    client = signed_in(lead)
    old = factories.event(crowded.file, lead, fact="long ago", on=date(2019, 3, 1))
    call = {"key": str(uuid.uuid4()), "agency": "MASH", "name": "Jo", "fact": "Said.", "audience": "SAFEGUARDING"}
    call |= {"happened_day": "2", "happened_month": "3", "happened_year": "2019"}
    corrected = answers(version="1", reason="misheard", fact="heard again")

    rung = landed(client, client.post(f"{crowded.address}contact/", call))
    right = landed(client, client.post(f"/chronology/{old.pk}/correct/", corrected))
    struck = landed(client, client.post(f"/chronology/{old.pk}/strike/", {"version": 2, "reason": "another child"}))

    assert [SAVED in page for page in (rung, right, struck)] == [True] * 3
    assert ("heard again" in right, "another child" in struck) == (True, True)


def test_way_back_from_an_entry_leads_to_the_page_where_it_stands(
    crowded: Filed, signed_in: Browser, lead: User
) -> None:
    client = signed_in(lead)
    old = factories.event(crowded.file, lead, fact="long ago", on=date(2019, 3, 1))

    def back(event: Event) -> str:
        entry = client.get(f"/chronology/{event.pk}/").content.decode()
        return re.search(r'href="([^"]+)" class="govuk-back-link"', entry)[1].replace("&amp;", "&")

    assert back(crowded.safeguarding) == f"{crowded.address}#record-{crowded.safeguarding.pk}"
    assert str(old.pk) not in order_of(client.get(crowded.address).content.decode())
    assert str(old.pk) in order_of(client.get(back(old)).content.decode())


def test_marking_an_older_entry_brings_back_to_it(crowded: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)
    old = factories.event(crowded.file, lead, fact="long ago", on=date(2019, 3, 1))

    landed(client, client.post(f"{crowded.address}significant/", {"promote": f"EVENT:{old.pk}"}))


def test_way_back_tells_a_pastoral_officer_nothing_of_what_stands_between(
    filed: Filed, signed_in: Browser, pastoral: User, lead: User
) -> None:
    for number in range(60):
        on = date(2026, 1, 1) + timedelta(days=number)
        factories.event(filed.file, lead, fact=f"n{number}", on=on, audience=Audience.SAFEGUARDING)
    old = factories.event(filed.file, lead, fact="long ago", on=date(2019, 3, 1))

    entry = signed_in(pastoral).get(f"/chronology/{old.pk}/").content.decode()

    assert f'href="{filed.address}#record-{old.pk}"' in entry


def test_two_corrections_at_once_are_shown_side_by_side_and_the_second_can_be_sent_again(
    filed: Filed, signed_in: Browser, lead: User, deputy: User
) -> None:
    address, client = f"/chronology/{filed.pastoral.pk}/correct/", signed_in(lead)
    hers = answers(version="1", reason="a scarf", fact="came in without a scarf", category="NEGLECT")
    mine = answers(version="1", reason="a hat", fact="came in without a hat", category="NEGLECT", opinion="Cold.")
    signed_in(deputy).post(address, hers)

    stale = client.post(address, mine)

    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Somebody else changed this while you were writing" in page
    cells = [
        cell for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) for cell in re.findall(r">([^<]+)</t[hd]>", row)
    ]
    assert cells == [
        *("What", "Saved now", "Yours"),
        *("What happened", "came in without a scarf", "came in without a hat"),
        *("Professional opinion", "Not recorded", "Cold."),
    ]
    assert re.search(r">\s*came in without a hat</textarea>", page)
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(address, mine | {"version": version}).status_code == 302
    assert PASTORAL_WORDS not in client.get(filed.address).content.decode()
    assert [one.number for one in Correction.objects.order_by("number")] == [1, 2]


def test_correction_of_an_entry_struck_out_meanwhile_keeps_the_words_to_copy(
    filed: Filed, signed_in: Browser, lead: User, deputy: User
) -> None:
    address, client = f"/chronology/{filed.pastoral.pk}/", signed_in(lead)
    signed_in(deputy).post(f"{address}strike/", {"version": 1, "reason": "another child"})
    mine = answers(version="1", reason="a hat", fact="came in without a hat", category="NEGLECT")

    stale, again = client.post(f"{address}correct/", mine), client.post(f"{address}correct/", mine | {"version": "2"})

    for response, status in ((stale, 409), (again, 409)):
        page = response.content.decode()
        assert response.status_code == status
        assert "struck out while you were writing and can no longer be corrected" in page
        assert "came in without a hat" in page
        assert "Save the correction" not in page
    assert client.get(f"{address}correct/")["Location"] == address
    assert not Correction.objects.exists()


def test_striking_out_what_was_corrected_meanwhile_shows_the_new_words_first(
    filed: Filed, signed_in: Browser, lead: User, deputy: User
) -> None:
    address, client = f"/chronology/{filed.pastoral.pk}/", signed_in(lead)
    signed_in(deputy).post(f"{address}correct/", answers(version="1", reason="a scarf", fact="a scarf after all"))

    stale = client.post(f"{address}strike/", {"version": 1, "reason": "another child"})

    page = stale.content.decode()
    assert stale.status_code == 409
    assert "a scarf after all" in page
    assert "another child" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(f"{address}strike/", {"version": version, "reason": "another child"}).status_code == 302


FOLDED = ("child_voice", "opinion", "impact", "action_taken", "decision", "rationale", "outcome", "reference")
FOLDED += ("parent_informed", "parent_not_informed_because", "paper_held")


@pytest.mark.parametrize("verb", ["new", "correct"])
def test_event_form_asks_the_first_things_first_and_folds_the_rest(
    filed: Filed, signed_in: Browser, lead: User, verb: str
) -> None:
    address = f"{filed.address}new/" if verb == "new" else f"/chronology/{filed.pastoral.pk}/correct/"

    page = signed_in(lead).get(address).content.decode()

    first, folded = re.search(r"^(.*)<details class=\"govuk-details\">(.*?)</details>", page, re.DOTALL).groups()
    assert all(f'name="{name}"' in folded for name in FOLDED)
    order = [first.index(f'name="{name}') for name in ("fact", "happened_day", "source", "category", "significance")]
    assert order[2:] == sorted(order[2:])
    assert max(order[:2]) < order[2]


@pytest.mark.parametrize("more", [{"opinion": "Mine."}, {"parent_informed": "no"}, {"outcome": "x" * 20_001}])
def test_folded_part_is_open_when_it_holds_words_or_a_mistake(
    filed: Filed, signed_in: Browser, lead: User, more: dict
) -> None:
    client = signed_in(lead)
    told = factories.event(filed.file, lead, fact="told", opinion="Mine.")

    sent = client.post(f"{filed.address}new/", answers(fact="", **more)).content.decode()
    shut = client.post(f"{filed.address}new/", answers(fact="")).content.decode()
    correct = client.get(f"/chronology/{told.pk}/correct/").content.decode()

    assert ['<details class="govuk-details" open>' in page for page in (sent, shut, correct)] == [True, False, True]
