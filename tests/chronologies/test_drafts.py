"""What is typed into an entry is kept, sealed, for its author alone, until it is saved or thrown away."""

import re
import uuid

import pytest
from django.test import Client

from access.models import User
from access.roles import Audience
from audit.models import Entry
from casework.models import Draft
from chronologies.models import Correction, Event
from tests import factories
from tests.chronologies.conftest import Browser, Filed
from tests.chronologies.test_views import answers

pytestmark = pytest.mark.django_db
TYPED = "she said she was hungry, again"


def keep(client: Client, form: str, **typed):
    """What the page sends while somebody types into this form."""
    page = client.get(form).content.decode()
    sent = {"key": re.search(r'name="key" value="([^"]+)"', page)[1], "fact": TYPED} | typed
    return client.post(re.search(r'data-autosave-url="([^"]+)"', page)[1], sent)


def places(filed: Filed) -> dict[str, str]:
    correct = f"/chronology/{filed.pastoral.pk}/correct/"
    return {"new": f"{filed.address}new/", "contact": f"{filed.address}contact/", "correct": correct}


@pytest.mark.parametrize("form", ["new", "contact", "correct"])
def test_what_was_typed_is_offered_again_and_goes_on(filed: Filed, signed_in: Browser, lead: User, form: str) -> None:
    client, address = signed_in(lead), places(filed)[form]
    more = {"version": "1", "happened_day": "", "happened_month": "3", "happened_year": "2019", "date_about": "on"}

    kept = keep(client, address, **more)

    offer = client.get(address).content.decode()
    assert (kept.status_code, Draft.objects.count()) == (204, 1)
    assert (TYPED in offer, "You began" in offer, "Discard" in offer) == (False, True, True)
    again = client.get(address + re.search(r'href="(\?draft=[^"]+)"', offer)[1]).content.decode()
    assert re.search(rf">\s*{TYPED}</textarea>", again)
    assert f'name="key" value="{Draft.objects.get().pk}"' in again
    assert re.search(r'name="happened_year"[^>]*value="2019"', again)
    assert "You began this" in again


def test_saving_every_few_seconds_keeps_one_draft_and_logs_its_beginning_alone(
    filed: Filed, signed_in: Browser, lead: User
) -> None:
    client = signed_in(lead)
    page = client.get(f"{filed.address}new/").content.decode()
    address = re.search(r'data-autosave-url="([^"]+)"', page)[1]
    key, before = str(uuid.uuid4()), Entry.objects.count()

    for words in ("she", "she said", TYPED):
        client.post(address, {"key": key, "fact": words})

    begun = [entry.verb for entry in Entry.objects.order_by("pk")[before:]]
    assert begun == ["draft.started"]
    again = client.get(f"{filed.address}new/?draft={key}").content.decode()
    assert re.search(rf">\s*{TYPED}</textarea>", again)
    assert not any(TYPED in entry.body for entry in Entry.objects.all())


def test_draft_is_sealed_where_the_entry_will_be(filed: Filed, signed_in: Browser, lead: User, pastoral: User) -> None:
    keep(signed_in(lead), f"{filed.address}new/")
    keep(signed_in(pastoral), f"{filed.address}new/")

    drafts = {draft.user: draft for draft in Draft.objects.all()}
    assert {user: (draft.scope, draft.audience, draft.kind) for user, draft in drafts.items()} == {
        lead: (filed.file.pk, "SAFEGUARDING", "EVENT"),
        pastoral: (filed.file.pk, "PASTORAL", "EVENT"),
    }


@pytest.mark.parametrize("form", ["new", "contact"])
def test_after_saving_the_draft_is_gone(filed: Filed, signed_in: Browser, lead: User, form: str) -> None:
    client, address = signed_in(lead), places(filed)[form]
    keep(client, address)
    sent = answers(key=str(Draft.objects.get().pk), agency="MASH", name="Jo")

    saved = client.post(address, sent)
    late = keep(client, address, key=sent["key"])

    assert (saved.status_code, late.status_code) == (302, 204)
    assert Event.objects.filter(pk=sent["key"]).exists()
    assert not Draft.objects.exists()


def test_after_a_correction_its_draft_is_gone_and_sent_twice_it_is_one(
    filed: Filed, signed_in: Browser, lead: User
) -> None:
    client, address = signed_in(lead), places(filed)["correct"]
    keep(client, address, version="1")
    sent = answers(key=str(Draft.objects.get().pk), version="1", reason="misheard")

    first, second = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, second.status_code, Correction.objects.count()) == (302, 302, 1)
    assert not Draft.objects.exists()


def test_draft_is_thrown_away_when_it_is_asked(filed: Filed, signed_in: Browser, lead: User) -> None:
    for address in places(filed).values():
        client = signed_in(lead)
        keep(client, address)
        discard = re.search(r'action="(/chronology/drafts/[^"]+)"', client.get(address).content.decode())[1]

        response = client.post(discard)

        assert response["Location"] == address
        assert not Draft.objects.exists()
        assert "You began" not in client.get(address).content.decode()


def test_draft_is_for_its_author_alone(filed: Filed, signed_in: Browser, lead: User, deputy: User) -> None:
    keep(signed_in(lead), f"{filed.address}new/")
    draft, theirs = Draft.objects.get(), signed_in(deputy)

    offer = theirs.get(f"{filed.address}new/").content.decode()
    opened = theirs.get(f"{filed.address}new/?draft={draft.pk}").content.decode()
    over = keep(theirs, f"{filed.address}new/", key=str(draft.pk), fact="overwritten")
    discard = theirs.post(f"/chronology/drafts/{draft.pk}/discard/")

    assert [TYPED in page or "You began" in page for page in (offer, opened)] == [False, False]
    assert (over.status_code, discard.status_code) == (204, 404)
    again = signed_in(lead).get(f"{filed.address}new/?draft={draft.pk}").content.decode()
    assert TYPED in again


def test_draft_is_offered_where_it_was_begun_alone(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)
    keep(client, places(filed)["correct"], version="1")
    other = factories.file(factories.child(filed.file.school, "Jones"))

    elsewhere = [f"/chronology/{filed.legal.pk}/correct/", f"{filed.address}new/", f"/files/{other.pk}/chronology/new/"]

    assert ["You began" in client.get(address).content.decode() for address in elsewhere] == [False] * 3
    assert TYPED not in client.get(f"{elsewhere[2]}?draft={Draft.objects.get().pk}").content.decode()


@pytest.mark.parametrize("who", ["teacher", "stranger", "auditor"])
def test_nobody_out_of_reach_keeps_a_draft(
    filed: Filed, signed_in: Browser, lead: User, who: str, request: pytest.FixtureRequest
) -> None:
    page = signed_in(lead).get(f"{filed.address}new/").content.decode()
    correct = signed_in(lead).get(f"/chronology/{filed.pastoral.pk}/correct/").content.decode()
    client = signed_in(request.getfixturevalue(who))

    for text in (page, correct):
        address = re.search(r'data-autosave-url="([^"]+)"', text)[1]
        assert client.post(address, {"key": str(uuid.uuid4()), "fact": TYPED}).status_code == 404
    assert not Draft.objects.exists()
    assert Entry.objects.filter(actor=request.getfixturevalue(who), outcome="deny").exists()


def test_draft_above_her_reach_is_not_opened(filed: Filed, signed_in: Browser, lead: User, pastoral: User) -> None:
    keep(signed_in(pastoral), f"{filed.address}new/")
    Draft.objects.update(audience=Audience.SAFEGUARDING)  # as if her reach had been wider then

    page = signed_in(pastoral).get(f"{filed.address}new/?draft={Draft.objects.get().pk}").content.decode()

    assert (TYPED in page, "You began" in page) == (False, False)


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-00000000000g"])
def test_key_that_is_none_keeps_nothing(filed: Filed, signed_in: Browser, lead: User, key: str) -> None:
    assert keep(signed_in(lead), f"{filed.address}new/", key=key).status_code == 404
    assert not Draft.objects.exists()
