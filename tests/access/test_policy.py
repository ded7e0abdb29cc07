"""The truth table: role by capability by the state of the record. Every expected value is written out here.

A new capability or role fails until it has its row or column.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from access import policy
from access.models import ConflictWall, Membership, School, User
from access.reach import Because, Ended, Guarded, ReachEnded, end, give_person, touch
from access.roles import ALL_SECTIONS, MATRIX, Audience, Can, Role, Section
from access.serving import serving
from casework.models import CaseFile, Concern, Draft
from people.models import Child
from tests import factories
from tests.access.worlds import COLUMNS, drawn, everybody, held, table
from tests.meetings.worlds_peps import in_care, whole

pytestmark = pytest.mark.django_db

OF_SCHOOL = [can for can in Can if MATRIX[can].audience is None and can != Can.KEEP_DRAFT]
OF_CHILD = [Can.READ_CONTACTS, Can.EDIT_CONTACTS]
OF_CONCERN = [Can.READ_CONCERN, Can.ADD_TO_CONCERN, Can.TRIAGE_CONCERN, Can.MOVE_CONCERN]
OF_TARGET = [Can.READ_TARGET, Can.NOTE_TARGET]
OF_FILE = [can for can in Can if MATRIX[can].audience and can not in (*OF_CHILD, *OF_CONCERN, *OF_TARGET)]

SCHOOL = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
LOG_CONCERN     Y   Y   Y   Y   Y   Y   -   -   -   -
FIND_CHILD      Y   Y   Y   Y   Y   Y   -   -   -   -
EDIT_CHILD      Y   Y   -   -   -   -   -   -   -   -
IMPORT_PUPILS   Y   Y   -   -   -   -   -   -   -   Y
KEEP_TEMPLATES  Y   Y   -   -   -   -   -   -   -   -
SEE_STAFF       Y   Y   -   -   -   Y   -   -   Y   -
MANAGE_ACCOUNTS Y   Y   -   -   -   Y   -   -   Y   Y
RENAME_STAFF    Y   -   -   -   -   Y   -   -   -   -
MANAGE_ROTA     Y   Y   -   -   -   Y   -   -   -   -
MANAGE_CALENDAR Y   Y   -   -   -   -   -   -   Y   -
SET_LOCAL_TIMES Y   Y   -   -   -   -   -   -   -   -
RUN_CLOCKS      Y   Y   Y   Y   Y   Y   -   -   -   Y
LIST_PEPS       Y   Y   -   Y   -   -   -   -   -   -
LIST_DUE        Y   Y   Y   Y   -   Y   Y   -   -   -
EXPORT_STATUSES Y   Y   -   -   -   -   -   -   -   -
SEE_TRIAGE      Y   Y   -   -   -   Y   -   -   -   -
LIST_FILES      Y   Y   Y   Y   Y   Y   Y   -   -   -
OPEN_FILE       Y   Y   -   -   -   Y   -   -   -   -
KEEP_OUT        Y   Y   -   -   -   -   -   -   -   -
READ_LOG        Y   Y   -   -   -   -   -   Y   -   -
"""
FILE_OPEN = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       Y   Y   Y   -   -   -   -   -   -   -
RECORD_EVENT    Y   Y   Y   -   -   -   -   -   -   -
CORRECT_EVENT   Y   Y   Y   -   -   -   -   -   -   -
READ_VERSION    Y   Y   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   Y   Y   -   -   -   -   -   -   -   -
STRIKE_EVENT    Y   Y   -   -   -   -   -   -   -   -
EDIT_FILE       Y   Y   -   -   -   -   -   -   -   -
SET_STATUS      Y   Y   -   -   -   -   -   -   -   -
AGREE_ACTION    Y   Y   Y   -   -   -   -   -   -   -
FINISH_ACTION   Y   Y   Y   -   -   -   -   -   -   -
EXPORT_FILE     Y   Y   -   -   -   -   -   -   -   -
PREPARE_PACK    Y   Y   -   -   -   -   -   -   -   -
PACK_PEP        Y   Y   -   -   -   -   -   -   -   -
READ_MEETINGS   Y   Y   Y   -   -   -   -   -   -   -
HOLD_MEETING    Y   Y   Y   -   -   -   -   -   -   -
ASSESS          Y   Y   Y   -   -   -   -   -   -   -
DECIDE_RISK     Y   Y   -   -   -   -   -   -   -   -
KEEP_PLAN       Y   Y   Y   -   -   -   -   -   -   -
KEEP_PEP        Y   Y   -   -   -   -   -   -   -   -
SEE_REACH       Y   Y   -   -   -   -   -   -   -   -
GRANT_REACH     Y   Y   -   -   -   -   -   -   -   -
RESTRICT_FILE   Y   Y   -   -   -   -   -   -   -   -
RAISE_WALL      Y   Y   -   -   -   -   -   -   -   -
"""
FILE_OF_A_LOOKED_AFTER_CHILD_OF_ANOTHER_YEAR = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       Y   Y   -   Y   -   -   -   -   -   -
RECORD_EVENT    Y   Y   -   Y   -   -   -   -   -   -
CORRECT_EVENT   Y   Y   -   Y   -   -   -   -   -   -
READ_VERSION    Y   Y   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   Y   Y   -   -   -   -   -   -   -   -
STRIKE_EVENT    Y   Y   -   -   -   -   -   -   -   -
EDIT_FILE       Y   Y   -   -   -   -   -   -   -   -
SET_STATUS      Y   Y   -   -   -   -   -   -   -   -
AGREE_ACTION    Y   Y   -   Y   -   -   -   -   -   -
FINISH_ACTION   Y   Y   -   Y   -   -   -   -   -   -
EXPORT_FILE     Y   Y   -   -   -   -   -   -   -   -
PREPARE_PACK    Y   Y   -   -   -   -   -   -   -   -
PACK_PEP        Y   Y   -   Y   -   -   -   -   -   -
READ_MEETINGS   Y   Y   -   Y   -   -   -   -   -   -
HOLD_MEETING    Y   Y   -   Y   -   -   -   -   -   -
ASSESS          Y   Y   -   Y   -   -   -   -   -   -
DECIDE_RISK     Y   Y   -   -   -   -   -   -   -   -
KEEP_PLAN       Y   Y   -   Y   -   -   -   -   -   -
KEEP_PEP        Y   Y   -   Y   -   -   -   -   -   -
SEE_REACH       Y   Y   -   -   -   -   -   -   -   -
GRANT_REACH     Y   Y   -   -   -   -   -   -   -   -
RESTRICT_FILE   Y   Y   -   -   -   -   -   -   -   -
RAISE_WALL      Y   Y   -   -   -   -   -   -   -   -
"""
FILE_RESTRICTED_TO_THE_DEPUTY = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       -   Y   -   -   -   -   -   -   -   -
RECORD_EVENT    -   Y   -   -   -   -   -   -   -   -
CORRECT_EVENT   -   Y   -   -   -   -   -   -   -   -
READ_VERSION    -   Y   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   -   Y   -   -   -   -   -   -   -   -
STRIKE_EVENT    -   Y   -   -   -   -   -   -   -   -
EDIT_FILE       -   Y   -   -   -   -   -   -   -   -
SET_STATUS      -   Y   -   -   -   -   -   -   -   -
AGREE_ACTION    -   Y   -   -   -   -   -   -   -   -
FINISH_ACTION   -   Y   -   -   -   -   -   -   -   -
EXPORT_FILE     -   Y   -   -   -   -   -   -   -   -
PREPARE_PACK    -   Y   -   -   -   -   -   -   -   -
PACK_PEP        -   Y   -   -   -   -   -   -   -   -
READ_MEETINGS   -   Y   -   -   -   -   -   -   -   -
HOLD_MEETING    -   Y   -   -   -   -   -   -   -   -
ASSESS          -   Y   -   -   -   -   -   -   -   -
DECIDE_RISK     -   Y   -   -   -   -   -   -   -   -
KEEP_PLAN       -   Y   -   -   -   -   -   -   -   -
KEEP_PEP        -   Y   -   -   -   -   -   -   -   -
SEE_REACH       -   Y   -   -   -   -   -   -   -   -
GRANT_REACH     -   Y   -   -   -   -   -   -   -   -
RESTRICT_FILE   -   Y   -   -   -   -   -   -   -   -
RAISE_WALL      -   Y   -   -   -   -   -   -   -   -
"""
FILE_GRANTED_IN_FULL_TO_ALL = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       Y   Y   Y   Y   Y   Y   Y   -   -   -
RECORD_EVENT    Y   Y   Y   Y   -   Y   -   -   -   -
CORRECT_EVENT   Y   Y   Y   Y   -   Y   -   -   -   -
READ_VERSION    Y   Y   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   Y   Y   -   -   -   -   -   -   -   -
STRIKE_EVENT    Y   Y   -   -   -   -   -   -   -   -
EDIT_FILE       Y   Y   -   -   -   -   -   -   -   -
SET_STATUS      Y   Y   -   -   -   -   -   -   -   -
AGREE_ACTION    Y   Y   Y   Y   -   -   -   -   -   -
FINISH_ACTION   Y   Y   Y   Y   Y   Y   -   -   -   -
EXPORT_FILE     Y   Y   -   -   -   -   -   -   -   -
PREPARE_PACK    Y   Y   -   -   -   -   -   -   -   -
PACK_PEP        Y   Y   -   Y   -   -   -   -   -   -
READ_MEETINGS   Y   Y   Y   Y   -   Y   Y   -   -   -
HOLD_MEETING    Y   Y   Y   Y   -   -   -   -   -   -
ASSESS          Y   Y   Y   Y   -   -   -   -   -   -
DECIDE_RISK     Y   Y   -   -   -   -   -   -   -   -
KEEP_PLAN       Y   Y   Y   Y   -   -   -   -   -   -
KEEP_PEP        Y   Y   -   Y   -   -   -   -   -   -
SEE_REACH       Y   Y   -   -   -   Y   -   -   -   -
GRANT_REACH     Y   Y   -   -   -   -   -   -   -   -
RESTRICT_FILE   Y   Y   -   -   -   -   -   -   -   -
RAISE_WALL      Y   Y   -   -   -   Y   -   -   -   -
"""
FILE_GRANTED_MEETINGS_TO_ALL = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       Y   Y   Y   Y   Y   Y   Y   -   -   -
RECORD_EVENT    Y   Y   Y   Y   -   Y   -   -   -   -
CORRECT_EVENT   Y   Y   Y   Y   -   Y   -   -   -   -
READ_VERSION    Y   Y   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   Y   Y   -   -   -   -   -   -   -   -
STRIKE_EVENT    Y   Y   -   -   -   -   -   -   -   -
EDIT_FILE       -   -   -   -   -   -   -   -   -   -
SET_STATUS      -   -   -   -   -   -   -   -   -   -
AGREE_ACTION    -   -   -   -   -   -   -   -   -   -
FINISH_ACTION   Y   Y   Y   Y   Y   Y   -   -   -   -
EXPORT_FILE     -   -   -   -   -   -   -   -   -   -
PREPARE_PACK    -   -   -   -   -   -   -   -   -   -
PACK_PEP        Y   Y   -   Y   -   -   -   -   -   -
READ_MEETINGS   Y   Y   Y   Y   -   Y   Y   -   -   -
HOLD_MEETING    Y   Y   Y   Y   -   -   -   -   -   -
ASSESS          Y   Y   Y   Y   -   -   -   -   -   -
DECIDE_RISK     Y   Y   -   -   -   -   -   -   -   -
KEEP_PLAN       -   -   -   -   -   -   -   -   -   -
KEEP_PEP        Y   Y   -   Y   -   -   -   -   -   -
SEE_REACH       Y   Y   -   -   -   Y   -   -   -   -
GRANT_REACH     Y   Y   -   -   -   -   -   -   -   -
RESTRICT_FILE   Y   Y   -   -   -   -   -   -   -   -
RAISE_WALL      -   -   -   -   -   -   -   -   -   -
"""
FILE_GRANTED_FOR_TEACHING_TO_ALL = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       Y   Y   Y   Y   Y   Y   Y   -   -   -
RECORD_EVENT    -   -   -   -   -   -   -   -   -   -
CORRECT_EVENT   -   -   -   -   -   -   -   -   -   -
READ_VERSION    -   -   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   -   -   -   -   -   -   -   -   -   -
STRIKE_EVENT    -   -   -   -   -   -   -   -   -   -
EDIT_FILE       -   -   -   -   -   -   -   -   -   -
SET_STATUS      -   -   -   -   -   -   -   -   -   -
AGREE_ACTION    -   -   -   -   -   -   -   -   -   -
FINISH_ACTION   Y   Y   Y   Y   Y   Y   -   -   -   -
EXPORT_FILE     -   -   -   -   -   -   -   -   -   -
PREPARE_PACK    -   -   -   -   -   -   -   -   -   -
PACK_PEP        -   -   -   -   -   -   -   -   -   -
READ_MEETINGS   -   -   -   -   -   -   -   -   -   -
HOLD_MEETING    -   -   -   -   -   -   -   -   -   -
ASSESS          -   -   -   -   -   -   -   -   -   -
DECIDE_RISK     -   -   -   -   -   -   -   -   -   -
KEEP_PLAN       -   -   -   -   -   -   -   -   -   -
KEEP_PEP        -   -   -   -   -   -   -   -   -   -
SEE_REACH       -   -   -   -   -   -   -   -   -   -
GRANT_REACH     -   -   -   -   -   -   -   -   -   -
RESTRICT_FILE   -   -   -   -   -   -   -   -   -   -
RAISE_WALL      -   -   -   -   -   -   -   -   -   -
"""
FILE_NOBODY = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_FILE       -   -   -   -   -   -   -   -   -   -
RECORD_EVENT    -   -   -   -   -   -   -   -   -   -
CORRECT_EVENT   -   -   -   -   -   -   -   -   -   -
READ_VERSION    -   -   -   -   -   -   -   -   -   -
PROMOTE_ENTRY   -   -   -   -   -   -   -   -   -   -
STRIKE_EVENT    -   -   -   -   -   -   -   -   -   -
EDIT_FILE       -   -   -   -   -   -   -   -   -   -
SET_STATUS      -   -   -   -   -   -   -   -   -   -
AGREE_ACTION    -   -   -   -   -   -   -   -   -   -
FINISH_ACTION   -   -   -   -   -   -   -   -   -   -
EXPORT_FILE     -   -   -   -   -   -   -   -   -   -
PREPARE_PACK    -   -   -   -   -   -   -   -   -   -
PACK_PEP        -   -   -   -   -   -   -   -   -   -
READ_MEETINGS   -   -   -   -   -   -   -   -   -   -
HOLD_MEETING    -   -   -   -   -   -   -   -   -   -
ASSESS          -   -   -   -   -   -   -   -   -   -
DECIDE_RISK     -   -   -   -   -   -   -   -   -   -
KEEP_PLAN       -   -   -   -   -   -   -   -   -   -
KEEP_PEP        -   -   -   -   -   -   -   -   -   -
SEE_REACH       -   -   -   -   -   -   -   -   -   -
GRANT_REACH     -   -   -   -   -   -   -   -   -   -
RESTRICT_FILE   -   -   -   -   -   -   -   -   -   -
RAISE_WALL      -   -   -   -   -   -   -   -   -   -
"""
TARGET_OPEN = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_TARGET     Y   Y   -   Y   Y   -   -   -   -   -
NOTE_TARGET     Y   Y   -   Y   Y   -   -   -   -   -
"""
CHILD_OPEN = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_CONTACTS   Y   Y   Y   -   -   -   -   -   -   -
EDIT_CONTACTS   Y   Y   Y   -   -   -   -   -   -   -
"""
CHILD_NOBODY = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_CONTACTS   -   -   -   -   -   -   -   -   -   -
EDIT_CONTACTS   -   -   -   -   -   -   -   -   -   -
"""
CONCERN_OPEN = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_CONCERN    Y   Y   -   -   Y   -   -   -   -   -
ADD_TO_CONCERN  Y   Y   -   -   Y   -   -   -   -   -
TRIAGE_CONCERN  Y   Y   -   -   -   -   -   -   -   -
MOVE_CONCERN    Y   Y   -   -   -   -   -   -   -   -
"""
CONCERN_AUTHOR_ONLY = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_CONCERN    -   -   -   -   Y   -   -   -   -   -
ADD_TO_CONCERN  -   -   -   -   Y   -   -   -   -   -
TRIAGE_CONCERN  -   -   -   -   -   -   -   -   -   -
MOVE_CONCERN    -   -   -   -   -   -   -   -   -   -
"""
CONCERN_NOBODY = """
                DSL DEP PAS DES TEA HEA CHA OVE TEC SYS
READ_CONCERN    -   -   -   -   -   -   -   -   -   -
ADD_TO_CONCERN  -   -   -   -   -   -   -   -   -   -
TRIAGE_CONCERN  -   -   -   -   -   -   -   -   -   -
MOVE_CONCERN    -   -   -   -   -   -   -   -   -   -
"""


@pytest.fixture
def people(school: School) -> dict[str, User]:
    return everybody(school)


@pytest.fixture
def child(school: School) -> Child:
    return factories.child(school, year=9)


@pytest.fixture
def concern(people: dict[str, User], child: Child) -> Concern:
    """Logged by the teacher."""
    return factories.concern(child.school, people["TEA"], child)


def _grant_all(people: dict[str, User], record: Guarded, **more: object) -> None:
    with serving(factories.console(record.school)):
        for person in people.values():
            given = {"audience": Audience.SAFEGUARDING, "because": Because.GRANT, "at": factories.AT} | more
            give_person(record, person, **given)  # type: ignore[arg-type]


def _restrict(record: Guarded) -> None:
    with serving(factories.console(record.school)):
        record.restricted = True
        record.save()


def _wall_all(people: dict[str, User], child: Child) -> None:
    for person in people.values():
        factories.wall(person, child)


def _end_all(people: dict[str, User], school: School) -> None:
    with serving(factories.console(school)):
        for membership in Membership.objects.filter(user__in=people.values()):
            membership.ends_on = timezone.localdate() - timedelta(days=1)
            membership.save()


def _deactivate_all(people: dict[str, User], school: School) -> None:
    with serving(factories.console(school)):
        for person in people.values():
            person.is_active = False
            person.save()


# Every role and every capability has its place


def test_every_role_has_its_column() -> None:
    assert set(COLUMNS.values()) == set(Role)


def test_every_capability_has_its_row_in_one_table() -> None:
    rows = [
        line.split()[0]
        for text in (SCHOOL, CHILD_OPEN, CONCERN_OPEN, TARGET_OPEN, FILE_OPEN)
        for line in text.split("\n")[2:-1]
    ]

    assert sorted([*rows, "KEEP_DRAFT"]) == sorted(Can.values)


# The school


def test_school(people: dict[str, User], school: School) -> None:
    assert table(people, OF_SCHOOL, school) == drawn(SCHOOL)


def test_another_school(people: dict[str, User]) -> None:
    elsewhere = factories.school("elsewhere", "Elsewhere School")
    del people["SYS"]  # the console works for every school

    assert held(people, OF_SCHOOL, elsewhere) == []


@pytest.mark.parametrize("gone", [_end_all, _deactivate_all])
def test_school_after_the_end(people: dict[str, User], school: School, gone: object) -> None:
    del people["SYS"]  # a system actor never signs in

    gone(people, school)  # type: ignore[operator]

    assert held(people, OF_SCHOOL, school) == []


def test_a_draft_is_for_its_own_author_whatever_the_role(people: dict[str, User], school: School) -> None:
    draft = factories.draft(school, people["TEA"])

    assert {short for short, user in people.items() if policy.can(user, Can.KEEP_DRAFT, draft)} == {"TEA"}
    assert {short for short, user in people.items() if policy.visible(user, Draft.objects.all())} == {"TEA"}


# A file


def test_file_open(people: dict[str, User], child: Child) -> None:
    assert table(people, OF_FILE, factories.file(child)) == drawn(FILE_OPEN)


def test_file_of_a_looked_after_child_of_another_year(people: dict[str, User], school: School) -> None:
    file = factories.file(factories.child(school, year=10, looked_after=True))

    assert table(people, OF_FILE, file) == drawn(FILE_OF_A_LOOKED_AFTER_CHILD_OF_ANOTHER_YEAR)


def test_file_restricted(people: dict[str, User], child: Child) -> None:
    file = factories.file(child, restricted_to=(people["DEP"],))

    assert table(people, OF_FILE, file) == drawn(FILE_RESTRICTED_TO_THE_DEPUTY)


def test_file_restricted_hides_it_from_teams_even_if_a_row_was_left(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)

    _restrict(file)

    assert table(people, OF_FILE, file) == drawn(FILE_NOBODY)
    assert file.team_reach.exists()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, FILE_GRANTED_IN_FULL_TO_ALL),
        ({"sections": Section.MEETINGS}, FILE_GRANTED_MEETINGS_TO_ALL),
        ({"audience": Audience.TEACHING}, FILE_GRANTED_FOR_TEACHING_TO_ALL),
        ({"expires_at": factories.AT}, FILE_NOBODY),
    ],
    ids=["in-full", "meetings-only", "for-teaching", "lapsed"],
)
def test_file_granted(people: dict[str, User], child: Child, given: dict[str, object], expected: str) -> None:
    file = factories.file(child, restricted_to=(people["DSL"],))

    _grant_all(people, file, **given)

    assert table(people, OF_FILE, file) == drawn(expected)


def test_file_lapsed_to_the_moment(people: dict[str, User], child: Child, time_machine: object) -> None:
    file = factories.file(child)
    _grant_all({"HEA": people["HEA"]}, file, expires_at=factories.AT)

    time_machine.move_to(factories.AT - timedelta(microseconds=1), tick=False)  # type: ignore[attr-defined]
    assert policy.can(people["HEA"], Can.READ_FILE, file)
    time_machine.move_to(factories.AT, tick=False)  # type: ignore[attr-defined]
    assert not policy.can(people["HEA"], Can.READ_FILE, file)


def test_file_walled(people: dict[str, User], child: Child) -> None:
    file = factories.file(child, restricted_to=(people["DSL"],))
    _grant_all(people, file)

    _wall_all(people, child)

    assert table(people, OF_FILE, file) == drawn(FILE_NOBODY)


def test_file_of_another_school(people: dict[str, User]) -> None:
    file = factories.file(factories.child(factories.school("elsewhere", "Elsewhere School")))
    del people["SYS"]  # the console works for every school
    _grant_all(people, file)

    assert held(people, OF_FILE, file) == []


@pytest.mark.parametrize("gone", [_end_all, _deactivate_all])
def test_file_after_the_end(people: dict[str, User], child: Child, gone: object) -> None:
    del people["SYS"]
    file = factories.file(child)
    _grant_all(people, file)

    gone(people, child.school)  # type: ignore[operator]

    assert held(people, OF_FILE, file) == []


# A child's contacts


def test_child(people: dict[str, User], child: Child) -> None:
    assert table(people, OF_CHILD, child) == drawn(CHILD_OPEN)


def test_child_restricted_looks_as_it_did(people: dict[str, User], child: Child) -> None:
    _restrict(child)

    assert table(people, OF_CHILD, child) == drawn(CHILD_OPEN)


def test_child_walled(people: dict[str, User], child: Child) -> None:
    _wall_all(people, child)

    assert table(people, OF_CHILD, child) == drawn(CHILD_NOBODY)


# A target of a PEP


def test_target(people: dict[str, User], school: School) -> None:
    file = in_care(school, people["DSL"], year=10)
    target = whole(file, people["DES"], teacher=people["TEA"]).targets.get(number=1)

    assert table(people, OF_TARGET, target) == drawn(TARGET_OPEN)


# A concern


def test_concern(people: dict[str, User], concern: Concern) -> None:
    assert table(people, OF_CONCERN, concern) == drawn(CONCERN_OPEN)


def test_concern_restricted(people: dict[str, User], concern: Concern) -> None:
    _restrict(concern)

    assert table(people, OF_CONCERN, concern) == drawn(CONCERN_AUTHOR_ONLY)


def test_concern_walled_leaves_the_author_her_own_words(people: dict[str, User], concern: Concern) -> None:
    assert concern.child is not None
    _wall_all(people, concern.child)

    assert table(people, OF_CONCERN, concern) == drawn(CONCERN_AUTHOR_ONLY)
    assert policy.clearance(people["TEA"], Concern, concern.pk) == {Audience.TEACHING: ALL_SECTIONS}
    assert list(policy.visible(people["TEA"], Concern.objects.all())) == [concern]


def test_concern_of_a_walled_lead_opens_at_teaching_only(people: dict[str, User], child: Child) -> None:
    own = factories.concern(child.school, people["DSL"], child)

    factories.wall(people["DSL"], child)

    assert policy.clearance(people["DSL"], Concern, own.pk) == {Audience.TEACHING: ALL_SECTIONS}


@pytest.mark.parametrize("gone", [_end_all, _deactivate_all])
def test_concern_after_the_end(people: dict[str, User], concern: Concern, gone: object) -> None:
    del people["SYS"]

    gone(people, concern.school)  # type: ignore[operator]

    assert held(people, OF_CONCERN, concern) == []


# While signed in


def test_revocation_holds_at_once(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)
    with serving(people["PAS"]):
        assert policy.can(people["PAS"], Can.READ_FILE, file)

        for row in file.team_reach.filter(permission__codename="read_pastoral"):
            end(row, at=factories.AT, reason=Ended.REVOKED)

        assert not policy.can(people["PAS"], Can.READ_FILE, file)


def test_an_ended_membership_holds_in_the_next_request(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)
    with serving(people["PAS"]):
        assert policy.can(people["PAS"], Can.READ_FILE, file)
        _end_all({"PAS": people["PAS"]}, child.school)

    with serving(people["PAS"]):
        assert not policy.can(people["PAS"], Can.READ_FILE, file)


def test_a_wall_holds_at_once(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)
    with serving(people["DSL"]):
        assert policy.can(people["DSL"], Can.READ_FILE, file)
        factories.wall(people["DSL"], child)

        assert not policy.can(people["DSL"], Can.READ_FILE, file)


def test_joining_a_team_again_lifts_no_wall(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)
    factories.wall(people["DSL"], child)

    factories.join(child.school, people["DSL"], Role.DEPUTY_DSL)
    _grant_all({"DSL": people["DSL"]}, file)

    assert not policy.visible(people["DSL"], CaseFile.objects.all()).exists()


def test_a_lifted_wall_is_no_wall(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)
    wall = factories.wall(people["DSL"], child)

    with serving(factories.console(child.school)):
        wall.lifted_at, wall.lifted_by = factories.AT, people["DEP"]
        wall.save()

    assert policy.can(people["DSL"], Can.READ_FILE, file)
    assert ConflictWall.objects.count() == 1


# Rows


def test_a_wider_row_replaces_the_narrower_one_and_keeps_it(people: dict[str, User], child: Child) -> None:
    file = factories.file(child)
    _grant_all({"HEA": people["HEA"]}, file, audience=Audience.TEACHING)
    _grant_all({"HEA": people["HEA"]}, file)

    assert file.person_reach.filter(user=people["HEA"]).count() == 1
    assert ReachEnded.objects.get(user=people["HEA"]).reason == Ended.REPLACED


@pytest.mark.parametrize(
    ("audience", "moved"),
    [
        (Audience.TEACHING, {"read_teaching", "read_pastoral", "read_safeguarding"}),
        (Audience.PASTORAL, {"read_pastoral", "read_safeguarding"}),
        (Audience.SAFEGUARDING, {"read_safeguarding"}),
    ],
)
def test_touch_moves_the_rows_that_may_see_it(
    people: dict[str, User], child: Child, audience: Audience, moved: set[str]
) -> None:
    file, later = factories.file(child), factories.AT + timedelta(hours=1)
    _grant_all({"TEA": people["TEA"]}, file, audience=Audience.TEACHING)

    touch(file, audience, at=later)

    rows = [*file.person_reach.select_related("permission"), *file.team_reach.select_related("permission")]
    assert {row.permission.codename for row in rows if row.sort_key == later} == moved


def test_touch_leaves_rows_that_were_not_granted_the_section(people: dict[str, User], child: Child) -> None:
    file, later = factories.file(child), factories.AT + timedelta(hours=1)
    _grant_all({"HEA": people["HEA"]}, file, sections=Section.MEETINGS)

    touch(file, Audience.SAFEGUARDING, at=later, section=Section.PLAN)

    assert file.person_reach.get().sort_key == factories.AT


# guardian


def test_guardian_is_never_asked_and_its_own_tables_stay_empty(people: dict[str, User], child: Child) -> None:
    from django.conf import settings
    from guardian.models import GroupObjectPermission, UserObjectPermission

    file = factories.file(child, restricted_to=(people["DSL"],))
    _grant_all(people, file)

    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()
    assert not hasattr(settings, "GUARDIAN_LEGACY_GLOBAL_PERMS_GROUP_UNION")
    assert all("guardian" not in backend for backend in settings.AUTHENTICATION_BACKENDS)
    assert not any(field.name in ("is_superuser", "is_staff") for field in User._meta.get_fields())
