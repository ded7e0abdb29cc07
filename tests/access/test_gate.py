"""Both doors: nothing opens without its entry, and what may not be seen does not exist."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction

from access import gate, policy
from access.models import School, User
from access.roles import ALL_SECTIONS, Audience, Can, Role, Section
from access.serving import serving
from audit.models import Entry, LogUnavailable
from casework.actions.files import end_episode, start_episode
from casework.actions.problem import Problem
from casework.models import AgreedAction, CaseFile, Draft, StatusEpisode
from chronologies.models import Event
from tests import factories
from tests.audit import cut
from tests.audit.cut import log_cut_off
from vault import keyring
from vault.keyring import Locked

pytestmark = pytest.mark.django_db


def _verbs(user: User) -> list[str]:
    """What the gate wrote in this person's name; what the models' own field changes say is left aside."""
    written = Entry.objects.filter(actor=user).exclude(reason_code="").order_by("pk")
    return list(written.values_list("verb", flat=True))


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


# A look


@pytest.mark.parametrize("who", ["lead", "pastoral"])
def test_fetch_refuses_an_act_on_what_one_can_see(school: School, who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    file = factories.file(factories.child(school))

    with serving(user):
        if who == "lead":
            assert gate.fetch(user, CaseFile, file.pk, to=Can.SET_STATUS) == file
        else:
            with pytest.raises(gate.Refused):
                gate.fetch(user, CaseFile, file.pk, to=Can.SET_STATUS)

    assert _verbs(user) == ["file.opened" if who == "lead" else "file.refused"]


def test_fetch_of_a_record_on_a_file_hides_what_is_above_ones_audience(
    school: School, lead: User, pastoral: User
) -> None:
    file = factories.file(factories.child(school))
    episode = _episode(file, lead)

    with serving(pastoral), pytest.raises(gate.NotHere):
        gate.fetch(pastoral, StatusEpisode, episode.pk, to=Can.READ_FILE)
    with serving(lead):
        assert gate.fetch(lead, StatusEpisode, episode.pk, to=Can.SET_STATUS).basis.text == "Neglect"


def test_a_refused_look_opens_nothing(school: School, teacher: User) -> None:
    file = factories.file(factories.child(school))

    with serving(teacher):
        with pytest.raises(gate.NotHere):
            gate.fetch(teacher, CaseFile, file.pk, to=Can.READ_FILE)
        assert keyring.locked()


def test_a_look_with_the_log_cut_off_opens_nothing(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead), log_cut_off():
        with pytest.raises(LogUnavailable):
            gate.fetch(lead, CaseFile, file.pk, to=Can.READ_FILE)
        with pytest.raises(LogUnavailable):
            gate.look(lead, to=Can.FIND_CHILD, verb="children.listed")
        with pytest.raises(LogUnavailable):
            gate.unlock_shown(lead, [file], to=Can.READ_FILE, verb="files.listed", sections=ALL_SECTIONS)
        assert keyring.locked()


def test_a_refusal_with_the_log_cut_off_is_no_answer_either(school: School, teacher: User) -> None:
    with serving(teacher), log_cut_off(), pytest.raises(LogUnavailable):
        gate.fetch(teacher, CaseFile, uuid.uuid4(), to=Can.READ_FILE)


@pytest.mark.parametrize("who", ["auditor", "technical", "stranger"])
def test_a_look_at_children_opens_no_names_for_oversight(
    school: School, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)

    with serving(user):
        with pytest.raises(gate.NotHere):
            gate.look(user, to=Can.FIND_CHILD, verb="children.listed")
        assert keyring.locked()

    assert _verbs(user) == ["children.refused"]


def test_unlock_shown_is_all_or_nothing(school: School, pastoral: User) -> None:
    own, other = (factories.file(factories.child(school, year=year)) for year in (9, 10))

    with serving(pastoral):
        with pytest.raises(gate.NotHere):
            gate.unlock_shown(pastoral, [own, other], to=Can.READ_FILE, verb="files.listed", sections=ALL_SECTIONS)
        assert keyring.locked()


@pytest.mark.django_db(transaction=True)
def test_a_look_inside_an_open_transaction_is_an_error(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead), transaction.atomic(), pytest.raises(RuntimeError):
        gate.fetch(lead, CaseFile, file.pk, to=Can.READ_FILE)


# An act


@gate.action(Can.READ_FILE, records="file.nested")
def _outer(*, file: CaseFile, by: User, then: Callable[[], object]) -> CaseFile:
    then()
    return file


def _episode(file: CaseFile, by: User) -> StatusEpisode:
    with serving(by):
        today = factories.AT.date()
        return start_episode(
            file=file, by=by, at=factories.AT, kind="CIN", started_on=today, authority="Northshire", basis="Neglect"
        )


def _set_status(file: CaseFile, by: User) -> None:
    start_episode(file=file, by=by, at=factories.AT, kind="EARLY_HELP", started_on=factories.AT.date())


def test_acts_nest_and_each_has_its_entry(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead):
        _outer(file=file, by=lead, then=lambda: _set_status(file, lead))

    acts = [verb for verb in _verbs(lead) if verb in ("file.nested", "status.started")]
    assert acts == ["status.started", "file.nested"]


def test_a_nested_refusal_is_written_after_the_rollback(school: School, pastoral: User) -> None:
    file = factories.file(factories.child(school))

    with serving(pastoral), pytest.raises(gate.Refused):
        _outer(file=file, by=pastoral, then=lambda: _set_status(file, pastoral))

    assert _verbs(pastoral) == ["status.refused"]
    assert not StatusEpisode.objects.exists()


def test_a_refusal_that_was_caught_is_written_all_the_same(school: School, pastoral: User) -> None:
    file = factories.file(factories.child(school))

    def try_it() -> None:
        with suppress(gate.Refused):
            _set_status(file, pastoral)

    with serving(pastoral):
        _outer(file=file, by=pastoral, then=try_it)

    assert sorted(_verbs(pastoral)) == ["file.nested", "status.refused"]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_outlives_the_transaction_it_happened_in(school: School, pastoral: User) -> None:
    file = factories.file(factories.child(school))

    with serving(pastoral), pytest.raises(gate.Refused):
        _set_status(file, pastoral)

    refused = Entry.objects.get(actor=pastoral)
    assert (refused.verb, refused.outcome, refused.object_uuid) == ("status.refused", "deny", file.pk)


def test_an_act_that_fails_leaves_nothing_and_opens_nothing(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    def fail() -> None:
        _set_status(file, lead)
        raise LookupError("something else")

    with serving(lead):
        with pytest.raises(LookupError):
            _outer(file=file, by=lead, then=fail)
        assert keyring.locked()

    assert not StatusEpisode.objects.exists()
    assert _verbs(lead) == []


def test_an_act_that_fails_leaves_open_what_a_look_had_opened(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))
    episode = _episode(file, lead)

    with serving(lead):
        read = gate.fetch(lead, StatusEpisode, episode.pk, to=Can.SET_STATUS)
        with pytest.raises(Problem):
            _set_status_in_the_future(file, lead)
        assert read.basis.text == "Neglect"


def _set_status_in_the_future(file: CaseFile, by: User) -> None:
    later = factories.AT.date() + timedelta(days=1)
    start_episode(file=file, by=by, at=factories.AT, kind="EARLY_HELP", started_on=later)


def test_an_act_whose_own_entry_fails_is_undone(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead):
        with pytest.raises(LogUnavailable):
            _outer(file=file, by=lead, then=_cut_the_log_for_good)
        assert keyring.locked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the connection is as good as before

    assert _verbs(lead) == []


def _cut_the_log_for_good() -> None:
    """From here on to the end of the act; the rollback mends it."""
    cut._run(cut.CUT)


def test_an_act_with_the_log_cut_off_changes_nothing(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead), log_cut_off():
        with pytest.raises(LogUnavailable):
            _set_status(file, lead)
        assert keyring.locked()

    assert not StatusEpisode.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_inside_somebody_elses_transaction_is_an_error(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    with serving(lead), transaction.atomic(), pytest.raises(RuntimeError):
        _set_status(file, lead)


def test_an_act_on_a_file_out_of_reach_is_refused_and_opens_nothing(school: School, teacher: User) -> None:
    file = factories.file(factories.child(school))

    with serving(teacher):
        with pytest.raises(gate.Refused):
            _set_status(file, teacher)
        assert keyring.locked()


def test_the_reason_of_an_act_is_sealed_beside_its_entry(school: School, lead: User) -> None:
    episode = _episode(factories.file(factories.child(school)), lead)

    with serving(lead):
        end_episode(episode=episode, by=lead, at=factories.AT, ended_on=factories.AT.date(), because="A bruise healed")

    entry = Entry.objects.get(verb="status.ended")
    assert b"bruise" not in bytes(entry.details)
    assert "bruise" not in entry.body


# Opening a scope


def test_a_scope_is_opened_only_inside_an_act(school: School, lead: User) -> None:
    with serving(lead), pytest.raises(Locked):
        gate.opening(CaseFile(school=school), Audience.SAFEGUARDING)


def test_an_act_cannot_open_a_record_that_is_there_already(school: School, lead: User, deputy: User) -> None:
    file = factories.file(factories.child(school))
    hidden = factories.file(factories.child(school, "Jones"), restricted_to=(deputy,))

    with serving(lead), pytest.raises(Locked):
        _outer(file=file, by=lead, then=lambda: gate.opening(CaseFile(pk=hidden.pk, school=school), Audience.TEACHING))


# Several at once, and one's own


def test_unlock_shown_opens_each_and_names_them_in_one_entry(school: School, lead: User) -> None:
    files = [factories.file(factories.child(school, name)) for name in ("Hussain", "Jones")]

    with serving(lead):
        gate.unlock_shown(lead, files, to=Can.READ_FILE, verb="files.listed", sections=ALL_SECTIONS)
        assert [file.child.identity.value["surname"] for file in files] == ["Hussain", "Jones"]

    assert _verbs(lead) == ["files.listed"]


def test_unlock_shown_opens_no_other_section_than_those_asked_for(school: School, lead: User) -> None:
    file = factories.file(factories.child(school, "Hussain"))
    action = factories.agreed(file, lead, owner=lead, words="Ring the family")
    others = [
        factories.event(file, lead, section=one) for one in (Section.CHRONOLOGY, Section.LEGAL, Section.ATTENDANCE)
    ]

    with serving(lead):
        gate.unlock_shown(lead, [file], to=Can.READ_FILE, verb="files.listed", sections=Section.PLAN)

        assert AgreedAction.objects.get(pk=action.pk).words.text == "Ring the family"
        assert file.child.identity.value["surname"] == "Hussain"
        for other in others:
            with pytest.raises(Locked):
                _ = Event.objects.get(pk=other.pk).fact.text


def test_unlock_shown_of_nothing_is_no_look(school: School, lead: User) -> None:
    with serving(lead):
        gate.unlock_shown(lead, [], to=Can.READ_FILE, verb="files.listed", sections=ALL_SECTIONS)

    assert _verbs(lead) == []


def test_fetch_opens_what_is_shown_along_only_as_far_as_one_may(school: School, pastoral: User) -> None:
    own = factories.file(factories.child(school, year=9))
    other = factories.file(factories.child(school, year=10))
    episode = _episode(other, factories.person(school, Role.DSL))

    with serving(pastoral):
        gate.fetch(pastoral, CaseFile, own.pk, to=Can.READ_FILE, showing=lambda file, opened: [own.child, other])

        with pytest.raises(Locked):
            _ = episode.basis.text


def test_a_draft_of_somebody_else_does_not_exist(school: School, lead: User, teacher: User) -> None:
    draft = factories.draft(school, teacher)

    with serving(lead):
        with pytest.raises(gate.NotHere):
            gate.fetch(lead, Draft, draft.pk, to=Can.KEEP_DRAFT)
        gate.keep(lead, draft)
        assert keyring.locked()
    with serving(teacher):
        assert gate.fetch(teacher, Draft, draft.pk, to=Can.KEEP_DRAFT).body.value == {"words": ["half a thought"]}


def test_a_draft_is_not_kept_for_somebody_who_has_left(school: School, teacher: User) -> None:
    draft = factories.draft(school, teacher)
    with serving(factories.console(school)):
        membership = teacher.memberships.get()
        membership.ends_on = membership.starts_on
        membership.save()

    with serving(teacher):
        gate.keep(teacher, draft)
        assert keyring.locked()
