"""All the children of a school with one authority: who is in it, who is left out and why, in whose register it stands."""

import uuid
from datetime import date
from hashlib import sha256

import pytest

from access.models import School, User
from access.serving import serving
from audit.models import Entry, Mention
from documents.models import Disclosure
from meetings.actions.early_help import Agreed, record_agreement
from meetings.social_care import shape
from people.models import Agency
from tests import factories
from tests.meetings.social_care.worlds import (
    browser,
    check_all,
    children,
    in_need,
    make_all,
    names,
    numbered,
    seen,
    status,
    text,
)
from tests.meetings.worlds import LATER
from tests.outside.csc import faults

pytestmark = pytest.mark.django_db


def test_children_with_a_number_are_in_it_and_the_others_named_with_the_reason(school: School, lead: User) -> None:
    in_need(school, lead, "Wills", "Thomas", "NM2")
    in_need(school, lead, "Hussain", "Maya", "NM1")
    in_need(school, lead, "Lane", "Sam", number="")
    factories.file(factories.child(school, "Bright", "Ana"), by=lead)

    page, made = text(check_all(lead)), make_all(lead)

    assert faults(children(made)) == []
    assert names(made) == ["Maya", "Thomas"]
    assert "Children in it 2 Left out 1 Left out Sam Lane : Northmoor’s number for the child is not recorded." in page
    assert "Ana" not in page


def test_what_a_family_excluded_in_early_help_keeps_no_child_out(school: School, lead: User) -> None:
    in_need(school, lead, "Hussain", "Maya")
    file = in_need(school, lead, "Lane", "Sam")
    with serving(lead):
        agency = Agency.objects.create(school=school, kind="SOCIAL_CARE", name="Northmoor Children’s Services")
        agreed = Agreed(who="Jo Lane", agreed_on=date(2026, 11, 20), excluded=[str(agency.pk)])
        record_agreement(file=file, by=lead, at=LATER, agreed=agreed)

    page, made = text(check_all(lead)), make_all(lead)

    assert names(made) == ["Maya", "Sam"]
    assert "Children in it 2 Left out 0" in page


def test_ended_statuses_are_in_it_only_where_they_are_asked_for(school: School, lead: User) -> None:
    ended = factories.file(factories.child(school, "Lane", "Sam"), by=lead)
    status(ended, lead, "CIN", date(2027, 1, 5), date(2027, 3, 5))
    numbered(ended, lead)
    in_need(school, lead, "Hussain", "Maya")

    assert names(make_all(lead, which="OPEN")) == ["Maya"]
    assert names(make_all(lead, which="EVER")) == ["Maya", "Sam"]


def test_it_is_entered_in_the_register_of_every_child_in_it_and_of_no_other(school: School, lead: User) -> None:
    files = [in_need(school, lead, "Hussain", "Maya"), in_need(school, lead, "Wills", "Thomas")]
    in_need(school, lead, "Lane", "Sam", number="")

    response = make_all(lead)

    digest = sha256(response.content).hexdigest()
    assert sorted(Disclosure.objects.values_list("scope", "sha256", "form")) == sorted(
        (file.pk, digest, "JSON") for file in files
    )
    entries = Entry.objects.filter(verb="file.exported").values_list("scope", "content_hash")
    assert sorted(entries) == sorted((file.pk, digest) for file in files)
    assert Entry.objects.filter(verb="statuses.exported").count() == 1


def test_every_file_is_named_in_the_log_before_it_is_opened(school: School, lead: User) -> None:
    files = [in_need(school, lead, "Hussain", "Maya"), in_need(school, lead, "Lane", "Sam", number="")]

    check_all(lead)

    [entry] = Entry.objects.filter(verb="statuses.gathered")
    assert entry.reason_code == "EXPORT_FILE"
    named = Mention.objects.filter(entry=entry).values_list("scope", flat=True)
    assert set(named) == {file.pk for file in files}


def test_pressed_twice_leaves_once(school: School, lead: User) -> None:
    in_need(school, lead, "Hussain", "Maya")
    in_need(school, lead, "Wills", "Thomas")
    key = str(uuid.uuid4())

    first, second = make_all(lead, key=key), make_all(lead, key=key)

    assert (first.status_code, second.status_code, Disclosure.objects.count()) == (200, 422, 2)


def test_the_register_is_written_for_all_or_for_none(school: School, lead: User) -> None:
    in_need(school, lead, "Hussain", "Maya")
    last = in_need(school, lead, "Wills", "Thomas")
    key = uuid.uuid4()
    make_all(lead, key=str(key))
    added = in_need(school, lead, "Abel", "Ivy")

    refused = make_all(lead, key=str(key))

    assert refused.status_code == 422
    assert Disclosure.objects.filter(scope=added.pk).count() == 0
    assert Disclosure.objects.filter(scope=last.pk).count() == 1


def test_more_than_one_file_may_hold_leave_in_parts(
    school: School, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape, "MOST", 2)
    for surname, forename in (("Abel", "Ivy"), ("Hussain", "Maya"), ("Wills", "Thomas")):
        in_need(school, lead, surname, forename)
    in_need(school, lead, "Aaron", "Left Out", number="")
    key = str(uuid.uuid4())

    page = text(check_all(lead))

    assert "Which part? Children 1 to 2 Children 3 to 3" in page
    assert names(make_all(lead, key=key, part="1")) == ["Ivy", "Maya"]
    assert names(make_all(lead, key=key, part="2")) == ["Thomas"]
    assert make_all(lead, part="3").status_code == 422
    assert make_all(lead, part="").status_code == 422


def test_nothing_leaves_before_the_warnings_are_read(school: School, lead: User) -> None:
    in_need(school, lead, "Hussain", "Maya")

    response = make_all(lead, read_it="")

    assert response.status_code == 422
    assert "Tick that you have read the warnings" in text(response)
    assert not Disclosure.objects.exists()


def test_where_there_is_nobody_the_page_says_so(school: School, lead: User) -> None:
    page = text(browser(lead).get("/files/social-care/"))

    assert "No file that you can see has a status with a local authority." in page
    assert check_all(lead).status_code == 422


def test_children_without_a_number_alone_make_no_file(school: School, lead: User) -> None:
    in_need(school, lead, "Lane", "Sam", number="")

    response = make_all(lead)

    assert response.status_code == 422
    assert "There is nobody to export." in text(response)


def test_the_list_of_files_leads_a_lead_there_and_nobody_else(
    school: School, lead: User, deputy: User, pastoral: User
) -> None:
    in_need(school, lead, "Hussain", "Maya")

    for user, links in ((lead, 1), (deputy, 1), (pastoral, 0)):
        assert browser(user).get("/files/").content.decode().count('href="/files/social-care/"') == links


def test_a_child_who_joined_after_it_was_read_does_not_leave_before_it_is_read_again(
    school: School, lead: User
) -> None:
    in_need(school, lead, "Hussain", "Maya")
    read = seen(check_all(lead))
    in_need(school, lead, "Wills", "Thomas")

    changed = make_all(lead, seen=read)

    assert changed.status_code == 422
    assert "What would leave has changed since you read it. Read it again." in text(changed)
    assert not Disclosure.objects.exists()
    assert names(make_all(lead, seen=seen(changed))) == ["Maya", "Thomas"]
