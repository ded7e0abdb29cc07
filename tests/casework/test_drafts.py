"""Unfinished writing is kept sealed, for nobody but its author, and never becomes a second concern."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from access import gate
from access.models import School, User
from access.serving import serving
from audit.models import Entry, LogUnavailable
from casework.actions.concerns import AlreadySentError
from casework.actions.drafts import discard_draft, save_draft, start_draft
from casework.models import Concern, Draft
from tests import factories
from vault.keyring import Locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client: Client, teacher: User) -> Client:
    client.force_login(teacher)
    return client


def new_key(site: Client) -> tuple[str, str]:
    page = site.get("/concerns/new/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return key, f"/concerns/drafts/{key.partition(':')[0]}/"


def test_a_draft_is_sealed_and_its_saving_leaves_no_entry(school: School, teacher: User) -> None:
    draft = factories.draft(school, teacher, body={"words": ["half a thought"]})

    with serving(teacher):
        save_draft(draft=draft, by=teacher, body={"words": ["a whole thought"]}, at=factories.AT)

    again = Draft.objects.get()
    with serving(teacher), pytest.raises(Locked):
        _ = again.body.value
    assert list(Entry.objects.filter(verb__startswith="draft").values_list("verb", flat=True)) == ["draft.started"]


def test_a_draft_opens_for_nobody_else(school: School, site: Client, lead: User, deputy: User, head: User) -> None:
    key, path = new_key(site)
    site.post(path, {"key": key, "words": "Half a thought"})

    for other in (lead, deputy, head):
        theirs = Client()
        theirs.force_login(other)
        absent = theirs.get(f"/concerns/drafts/{uuid.uuid4()}/")
        hidden = theirs.get(path)
        assert hidden.status_code == absent.status_code == 404
        assert theirs.post(path, {"key": key, "words": "Mine"}).status_code == 404
        assert theirs.post(f"{path}discard/").status_code == 404
        assert "Carry on with it" not in theirs.get("/").content.decode()
    assert Draft.objects.count() == 1


def test_a_draft_is_kept_only_under_an_address_that_we_gave(site: Client) -> None:
    key, _ = new_key(site)

    answer = site.post(f"/concerns/drafts/{uuid.uuid4()}/", {"key": key, "words": "x"})

    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_save_and_finish_later_then_carry_on_with_everything_there(site: Client, school: School) -> None:
    child = factories.child(school)
    key, path = new_key(site)
    typed = {"key": key, "about-child": str(child.pk), "about-child_name": "Maya Hussain", "words": "Half a thought"}
    typed |= {"kind": "MARK", "regions": ["front-left-forearm", "front-nose"], "front-nose-colour": "blue"}
    typed |= {"happened_on": "2026-11-13", "place": "Corridor", "urgent": "on", "do": "later"}

    assert site.post("/concerns/new/", typed).headers["Location"] == "/"
    page = site.get(path).content.decode()

    for kept in ("Half a thought", "Corridor", "2026-11-13", "Maya Hussain", 'value="blue"'):
        assert kept in page
    assert page.count('name="regions"') == 72
    assert len(re.findall(r'name="regions"[^>]* checked', page)) == 2
    assert "There is a problem" not in page
    assert not Concern.objects.exists()


def test_a_late_save_after_sending_brings_no_draft_back(site: Client, school: School) -> None:
    child = factories.child(school)
    key, path = new_key(site)
    typed = {"key": key, "about-child": str(child.pk), "about-child_name": "Maya Hussain", "kind": "SAW"}
    typed |= {"words": "All of it", "happened_on": factories.AT.date().isoformat(), "adult": "NO"}
    site.post(path, typed)
    site.post("/concerns/new/", typed)

    late = site.post(path, typed)

    assert late.status_code == 204
    assert Concern.objects.count() == 1
    assert not Draft.objects.exists()


def test_start_draft_is_refused_for_what_was_sent(school: School, teacher: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))

    with serving(teacher), pytest.raises(AlreadySentError):
        start_draft(school=school, by=teacher, key=concern.pk, body={}, at=factories.AT)


def test_discard_is_for_its_author_and_is_an_entry(school: School, teacher: User, lead: User) -> None:
    draft = factories.draft(school, teacher)

    with serving(lead), pytest.raises(gate.Refused):
        discard_draft(draft=draft, by=lead)
    with serving(teacher):
        discard_draft(draft=draft, by=teacher)

    assert not Draft.objects.exists()
    assert Entry.objects.filter(verb="draft.discarded", object_uuid=draft.pk).exists()


def test_a_log_that_fails_says_that_the_text_is_kept_only_if_it_is(
    site: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = factories.child(school)
    key, path = new_key(site)
    typed = {"key": key, "about-child": str(child.pk), "about-child_name": "Maya Hussain", "kind": "SAW"}
    typed |= {"words": "All of it", "happened_on": factories.AT.date().isoformat(), "adult": "NO"}

    def full(*_: object) -> None:
        raise LogUnavailable("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(gate.log, "append", full)
        unkept = site.post("/concerns/new/", typed)
    site.post(path, typed | {"words": "The first half"})
    with monkeypatch.context() as broken:
        broken.setattr(gate.log, "append", full)
        kept = site.post("/concerns/new/", typed)

    assert unkept.status_code == kept.status_code == 503
    assert "What you wrote is kept" not in unkept.content.decode()
    assert "What you wrote is kept" in kept.content.decode()
    assert "All of it" in site.get(path).content.decode()
    assert not Concern.objects.exists()


@pytest.mark.parametrize("path", ["/concerns/new/", "/concerns/"])
def test_a_concern_that_was_begun_is_offered_before_another(
    client: Client, school: School, teacher: User, lead: User, path: str
) -> None:
    draft = factories.draft(school, teacher, body={"words": ["He had a bruise"], "about-child_name": ["Hussain"]})
    other = factories.draft(school, lead)
    client.force_login(teacher)

    with time_machine.travel(factories.AT, tick=False):
        page = client.get(path).content.decode()

    begun = timezone.localtime(factories.AT)
    assert f"Carry on with the concern you began at {begun:%H:%M}</a>" in page
    assert f'href="/concerns/drafts/{draft.pk}/"' in page
    assert f'action="/concerns/drafts/{draft.pk}/discard/"' in page
    assert str(other.pk) not in page
    assert "bruise" not in page
    assert "Hussain" not in page


def test_a_concern_that_was_begun_another_day_says_so(client: Client, school: School, teacher: User) -> None:
    factories.draft(school, teacher)
    client.force_login(teacher)

    with time_machine.travel(factories.AT + timedelta(days=1), tick=False):
        page = client.get("/concerns/new/").content.decode()

    assert "You began a concern on 16 November at 08:50 and have not sent it." in page


def test_nothing_is_offered_to_whoever_began_nothing_or_is_writing(
    client: Client, school: School, teacher: User
) -> None:
    client.force_login(teacher)
    nothing = client.get("/concerns/new/").content.decode()
    draft = factories.draft(school, teacher)

    carried_on = client.get(f"/concerns/drafts/{draft.pk}/").content.decode()

    assert "Carry on with" not in nothing
    assert "Carry on with" not in carried_on
