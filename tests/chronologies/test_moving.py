"""An entry that the wrong people could read is moved as it stands; where it stood no word of it is left for them."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client

from access import gate
from access.gate import Refused
from access.models import User
from access.roles import ALL_SECTIONS, Audience, Can, Section
from access.serving import serving
from audit.models import Entry
from casework.actions.problem import Problem, Stale
from chronologies.actions.events import correct_event, promote_event
from chronologies.actions.moving import move_event
from chronologies.models import Event
from chronologies.particulars import Particulars
from chronologies.search import search_events
from tests import factories
from tests.chronologies.conftest import PASTORAL_WORDS, SAFEGUARDING_WORDS, Browser, Filed
from tests.chronologies.test_exports import make
from tests.chronologies.test_views import order_of
from vault import keyring

pytestmark = pytest.mark.django_db
REASON = "the mother works in the office"
STUB = "Entry moved: who may read it was changed"


def move(
    event: Event, by: User, *, version: int = 1, audience=Audience.SAFEGUARDING, section=Section.CHRONOLOGY, **more
):
    with serving(by):
        told = {"at": factories.AT, "reason": REASON} | more
        return move_event(event=event, by=by, version=version, audience=audience, section=section, **told).moved_to


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_moved_entry_keeps_its_words_dates_author_and_time(filed: Filed, lead: User, pastoral: User) -> None:
    old = factories.event(filed.file, pastoral, fact="told", opinion="Mine.", on=date(2026, 11, 3))

    new = move(old, lead, section=Section.LEGAL)

    with serving(lead):
        gate.fetch(lead, Event, new.pk, to=Can.READ_FILE)
        was, now = Event.objects.get(pk=old.pk), Event.objects.get(pk=new.pk)
        assert Particulars.of(now) == Particulars.of(was)
        assert (now.author, now.recorded_at, now.sorts_at) == (pastoral, was.recorded_at, was.sorts_at)
        assert (now.audience, now.section, now.struck_at) == ("SAFEGUARDING", int(Section.LEGAL), None)
        assert (was.audience, was.struck_by, was.struck_because.text) == ("PASTORAL", lead, REASON)


def test_moving_leaves_two_entries_and_the_reason_sealed(filed: Filed, lead: User) -> None:
    before = Entry.objects.count()

    new = move(filed.pastoral, lead)

    acts = Entry.objects.order_by("pk")[before:]
    named = [(act.verb, act.object_uuid, act.scope) for act in acts if act.verb]
    assert ("event.moved", filed.pastoral.pk, filed.file.pk) in named
    assert ("event.recorded", new.pk, filed.file.pk) in named
    assert not any(REASON in act.body for act in acts)
    with serving(lead):
        keyring.unlock(filed.file.school_id, filed.file.school_id, "AUDIT", 1)
        assert REASON in next(act for act in acts if act.verb == "event.moved").details_text()


def test_pastoral_officer_no_longer_finds_the_words(
    filed: Filed, signed_in: Browser, pastoral: User, lead: User
) -> None:
    with serving(lead):
        event = gate.fetch(lead, Event, filed.pastoral.pk, to=Can.CORRECT_EVENT)
        told = Particulars(happened=Particulars.of(event).happened, fact=f"{PASTORAL_WORDS} again", category="NEGLECT")
        correct_event(event=event, by=lead, at=factories.AT, version=1, reason="secret reason", particulars=told)
    hers, entry = signed_in(pastoral), f"/chronology/{filed.pastoral.pk}/"
    assert PASTORAL_WORDS in page(hers, filed.address)

    new = move(filed.pastoral, lead, version=2)

    stream = page(hers, filed.address)
    assert STUB in stream
    asked = [hers.get(entry), hers.get(f"{entry}correct/"), hers.get(f"{entry}versions/1/"), hers.get(f"{entry}move/")]
    asked += [hers.get(f"/chronology/{new.pk}/"), hers.post(filed.address, {"words": "coat"})]
    asked += [hers.get(f"{filed.address}?category=NEGLECT"), hers.get(f"{filed.address}?kind=MOVED")]
    assert [one.status_code for one in asked] == [403, 404, 403, 403, 404, 200, 200, 200]
    for text in (stream, *(one.content.decode() for one in asked)):
        assert [words for words in ("coat", "secret", REASON, str(new.pk)) if words in text] == [
            *(["coat"] if 'value="coat"' in text else [])
        ]
    with serving(pastoral):
        gate.unlock_shown(
            pastoral, [filed.file], to=Can.READ_FILE, sections=ALL_SECTIONS, verb="files.searched", query="coat"
        )
        assert search_events(pastoral, [filed.file], "coat") == []


def test_lead_reads_it_in_its_place_and_as_it_stood_before(filed: Filed, signed_in: Browser, lead: User) -> None:
    client = signed_in(lead)
    with serving(lead):
        promote_event(event=filed.pastoral, by=lead)

    new = move(filed.pastoral, lead)

    stream = page(client, filed.address)
    assert stream.count(PASTORAL_WORDS) == 1
    assert {str(new.pk), str(filed.pastoral.pk)} <= set(order_of(stream))
    assert str(new.pk) in order_of(page(client, f"{filed.address}?significant=on"))
    before, after = page(client, f"/chronology/{filed.pastoral.pk}/"), page(client, f"/chronology/{new.pk}/")
    for text, other in ((before, new), (after, filed.pastoral)):
        assert (PASTORAL_WORDS in text, REASON in text, f"/chronology/{other.pk}/" in text) == (True, True, True)
    assert "Correct this entry" not in before
    assert order_of(page(client, f"{filed.address}?kind=MOVED")) == [str(filed.pastoral.pk)]
    assert str(filed.pastoral.pk) not in order_of(page(client, f"{filed.address}?category=NEGLECT"))


def test_export_holds_the_words_once(filed: Filed, signed_in: Browser, lead: User) -> None:
    move(filed.pastoral, lead)

    made = make(signed_in(lead), filed, "CSV").content.decode("utf-8-sig")

    printed = " ".join(make(signed_in(lead), filed, "PRINT").content.decode().split())
    # which of the entries of one moment comes first is theirs by chance
    assert len(re.findall(rf'{STUB}</h2> <p class="govuk-body-s">Entry \d</p>', printed)) == 1
    assert "Recorded 16 November 2026 at 08:50</p>" in printed
    details = [row[3] for row in csv.reader(io.StringIO(made))]
    assert (details.count(PASTORAL_WORDS), details.count(STUB)) == (1, 1)


def test_entry_moved_to_the_pastoral_team_says_nothing_of_where_it_was(
    filed: Filed, signed_in: Browser, pastoral: User, lead: User
) -> None:
    new = move(filed.safeguarding, lead, audience=Audience.PASTORAL)

    hers = signed_in(pastoral)
    for text in (page(hers, filed.address), page(hers, f"/chronology/{new.pk}/")):
        assert SAFEGUARDING_WORDS in text
        assert [words for words in (REASON, STUB, str(filed.safeguarding.pk)) if words in text] == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"audience": Audience.PASTORAL}, "audience"),
        ({"section": Section.DOCUMENTS}, "audience"),
    ],
)
def test_move_refuses_what_cannot_be(filed: Filed, lead: User, more: dict, field: str) -> None:
    with pytest.raises(Problem) as refused:
        move(filed.pastoral, lead, **more)

    assert refused.value.field == field
    assert not Event.objects.filter(moved_to__isnull=False).exists()


def test_only_a_lead_moves_and_only_what_is_as_it_was_read(filed: Filed, lead: User, pastoral: User) -> None:
    with pytest.raises(Refused):
        move(filed.pastoral, pastoral)
    with pytest.raises(Stale):
        move(filed.pastoral, lead, version=7)
    move(filed.pastoral, lead)
    with pytest.raises(Problem):
        move(filed.pastoral, lead, version=2)

    assert Event.objects.filter(moved_to__isnull=False).count() == 1


def test_moving_by_the_page(filed: Filed, signed_in: Browser, lead: User, pastoral: User) -> None:
    client, address = signed_in(lead), f"/chronology/{filed.pastoral.pk}/move/"
    sent = {"version": 1, "audience": "SAFEGUARDING", "section": "2", "reason": REASON}

    entry, form = page(client, f"/chronology/{filed.pastoral.pk}/"), page(client, address)
    missing = client.post(address, sent | {"reason": ""})
    moved = client.post(address, sent)

    assert re.search(r'name="audience"[^>]*value="SAFEGUARDING"[^>]*checked', form)
    assert address in entry
    assert (missing.status_code, "Say why it is moved" in missing.content.decode()) == (422, True)
    new = Event.objects.get(pk=filed.pastoral.pk).moved_to
    assert moved["Location"] == f"{filed.address}#record-{new.pk}"
    assert "Saved to the chronology." in page(client, moved["Location"])
    assert "/move/" not in page(signed_in(pastoral), f"/chronology/{factories.event(filed.file, pastoral).pk}/")
