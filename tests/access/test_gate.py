"""Both doors: nothing opens without its entry, and what may not be seen does not exist."""

import uuid

import pytest

from access import gate, policy
from access.models import School, User
from access.roles import Audience, Can
from access.serving import serving
from audit.models import Entry
from casework.models import CaseFile
from tests import factories
from vault.keyring import Locked

pytestmark = pytest.mark.django_db


def _verbs(user: User) -> list[str]:
    return list(Entry.objects.filter(actor=user).order_by("pk").values_list("verb", flat=True))


def test_fetch_opens_the_file_for_a_lead(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead):
        found = gate.fetch(lead, CaseFile.objects.select_related("child"), file.pk, to=Can.READ_FILE)

        assert found.child.identity.value["surname"] == "Hussain"
    assert _verbs(lead) == ["file.opened"]


def test_nothing_is_open_once_the_work_is_over(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))
    with serving(lead):
        found = gate.fetch(lead, CaseFile.objects.select_related("child"), file.pk, to=Can.READ_FILE)

    with serving(lead), pytest.raises(Locked):
        _ = found.child.identity.value


@pytest.mark.parametrize("who", ["teacher", "auditor", "technical", "stranger", "head", "designated"])
def test_fetch_hides_a_file_out_of_reach(school: School, who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    file = factories.file(factories.child(school))

    with serving(user):
        with pytest.raises(gate.NotHere) as hidden:
            gate.fetch(user, CaseFile, file.pk, to=Can.READ_FILE)
        with pytest.raises(gate.NotHere) as absent:
            gate.fetch(user, CaseFile, uuid.uuid4(), to=Can.READ_FILE)

    assert str(hidden.value) == str(absent.value)
    assert _verbs(user) == ["file.refused", "file.refused"]


def test_fetch_clears_a_pastoral_officer_for_pastoral_words_only(school: School, pastoral: User) -> None:
    file = factories.file(factories.child(school, year=9))
    other_year = factories.file(factories.child(school, "Jones", year=10))

    with serving(pastoral):
        assert set(policy.clearance(pastoral, CaseFile, file.pk)) == {Audience.TEACHING, Audience.PASTORAL}
        assert policy.clearance(pastoral, CaseFile, other_year.pk) == {}
        assert list(policy.visible(pastoral, CaseFile.objects.all())) == [file]


def test_a_restricted_file_is_for_named_people_only(school: School, lead: User, deputy: User) -> None:
    file = factories.file(factories.child(school), restricted_to=(deputy,))

    with serving(lead):
        assert list(policy.visible(lead, CaseFile.objects.all())) == []
    with serving(deputy):
        assert list(policy.visible(deputy, CaseFile.objects.all())) == [file]
