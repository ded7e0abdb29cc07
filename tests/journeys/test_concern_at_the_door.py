"""Monday 08:50: a teacher logs a mark, a lead decides with reasons, a concern under the wrong child is put right.

The acts go through the browser's own requests; the database is asked only afterwards.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from audit.models import Entry
from casework.models import AgreedAction, Concern
from jobs.runner import run_due
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def log(client: Client, child, **more) -> str:
    """Log a concern as a browser does; the address of the concern."""
    blank = client.get("/concerns/new/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', blank)[1]
    form = {
        "key": key,
        "about-child": str(child.pk),
        "about-child_name": "Maya Hussain",
        "kind": "MARK",
        "mark_unseen": "on",
    }
    form |= {"words": "A mark on the left forearm.", "child_words": "He grabbed me and I fell.", "adult": "NO"}
    form |= {"happened_on": timezone.localdate().isoformat(), "happened_at": "00:00", "do": "send"} | more
    sent = client.post("/concerns/new/", form)
    again = client.post("/concerns/new/", form)
    assert sent.status_code == again.status_code == 302
    return sent.headers["Location"].removesuffix("sent/")


def test_teacher_logs_a_mark_and_the_queue_has_it_at_once(
    school: School, teacher: User, lead: User, deputy: User, pastoral: User
) -> None:
    """A1: once, with both times; nobody edits it; urgent in the queue; the e-mail says nothing."""
    child = factories.child(school)
    mark = {"regions": ["front-left-forearm"], "front-left-forearm-size": "2", "front-left-forearm-unit": "CM"}
    mark |= {"front-left-forearm-shape": "ROUND", "front-left-forearm-colour": "blue"}
    mark |= {"safe_now": "The child is safe in class."}  # an injury is urgent all the same
    reporter = signed_in(teacher)

    own = log(reporter, child, **mark)

    concern = Concern.objects.get()
    assert concern.written_at - timezone.now() < timedelta(minutes=1)
    assert str(concern.happened_at) == "00:00:00"
    page = text(reporter, own)
    for words in ("He grabbed me and I fell.", "1. Left forearm (front)", "Size 2 cm.", "Shape: Round or oval."):
        assert words in page
    assert reporter.post(own, {"words": "Something else"}).status_code == 405
    for person in (lead, deputy):
        queue = text(signed_in(person), "/triage/")
        assert "Maya Hussain" in queue
        assert "Urgent" in queue
    assert signed_in(pastoral).get(own).status_code == 404
    run_due(clock=timezone.now, serve=serving)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([lead.email, deputy.email])
    for message in mail.outbox:
        raw = message.message().as_string()
        assert "Hussain" not in raw
        assert "Maya" not in raw
        assert "mark" not in raw


def test_lead_decides_with_reasons_and_the_teacher_learns_no_detail(school: School, teacher: User, lead: User) -> None:
    """A4: stopped without a rationale; then the referral is on the list and the teacher is told, without detail."""
    reporter, desk = signed_in(teacher), signed_in(lead)
    own = log(reporter, factories.child(school))
    pk = own.split("/")[2]
    desk.post(f"/triage/{pk}/acknowledge/")
    version = re.search(r'name="version" value="(\d+)"', text(desk, f"/triage/{pk}/"))[1]
    decision = {"version": version, "decision": "REFER", "category": "PHYSICAL", "parents_told": "NO"}
    decision |= {"not_told_because": "RISK", "said": "ACTED_ON"}

    stopped = desk.post(f"/triage/{pk}/", decision | {"rationale": ""})
    saved = desk.post(f"/triage/{pk}/", decision | {"rationale": "A second mark this week."})

    assert stopped.status_code == 422
    assert "Write the reasons for your decision" in stopped.content.decode()
    assert saved.status_code == 302
    action = AgreedAction.objects.get()
    assert (action.owner, action.due_on) == (lead, timezone.localdate())
    assert "Make the referral" in text(desk, "/")
    told = text(reporter, own)
    assert "Received and acted on" in told
    assert f"Seen by {lead.name}" in told
    for detail in ("second mark", "Physical", "referral", "Refer", "risk"):
        assert detail not in told


def test_wrong_child_is_put_right_and_both_steps_stand_in_the_log(school: School, teacher: User, lead: User) -> None:
    """A3: the right file has it with its author and times; the wrong one a stub without words."""
    wrong, right = factories.child(school), factories.child(school, "Hussain", "Mia", form="9A")
    reporter, desk = signed_in(teacher), signed_in(lead)
    own = log(reporter, wrong)
    pk = own.split("/")[2]
    version = re.search(r'name="version" value="(\d+)"', text(desk, f"/triage/{pk}/"))[1]
    decision = {"version": version, "decision": "OPEN_FILE", "category": "PHYSICAL", "parents_told": "YES"}
    desk.post(f"/triage/{pk}/", decision | {"rationale": "A pattern."})
    before = Concern.objects.get()

    desk.post(
        f"/triage/{pk}/move/",
        {"child": str(right.pk), "child_name": "Mia Hussain", "reason": "It was the girl in 9A"},
    )

    after = Concern.objects.get()
    assert (after.reporter, after.written_at, after.happened_on) == (teacher, before.written_at, before.happened_on)
    assert after.file.child == right
    assert before.file.concerns.count() == 0
    (stub,) = before.file.moved_away.all()
    assert "9A" not in str(stub.reason)
    page = text(desk, f"/triage/{pk}/")
    assert "Mia Hussain" in page
    assert "It was the girl in 9A" in page
    assert "A mark on the left forearm." in text(reporter, own)
    steps = Entry.objects.filter(scope=pk, outcome="allow").order_by("pk").values_list("verb", flat=True)
    acts = [verb for verb in steps if verb in ("concern.logged", "concern.decided", "concern.moved")]
    logged = Entry.objects.filter(verb="concern.logged", object_uuid=pk).exists()
    assert logged
    assert acts[-2:] == ["concern.decided", "concern.moved"]
