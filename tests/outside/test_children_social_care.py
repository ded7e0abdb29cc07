"""Statuses in the Department for Education's shape, held against its published schema (DfE CSC API 1.0.1)."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.social_care import shape
from meetings.social_care.shape import SECTIONS, Status, Who, child, written
from tests.outside.csc import SCHEMA, faults

MAYA = Who(
    UUID("00000000-0000-4000-8000-0000000000aa"),
    "Maya",
    "Hussain",
    date(2013, 3, 4),
    "F",
    "H801200001001",
    ("K801200001002", "X801200001003"),
)
FIRST, SECOND, THIRD, FOURTH = (UUID(f"00000000-0000-4000-8000-00000000000{n}") for n in range(1, 5))
CIN = Status(FIRST, "CIN", date(2026, 1, 5), date(2026, 3, 2))
ENQUIRY = Status(
    SECOND, "SECTION_47", date(2026, 3, 2), date(2026, 3, 20), "CONFERENCE", conference_on=date(2026, 3, 20)
)
CP = Status(THIRD, "CP", date(2026, 3, 20))
LAC = Status(FOURTH, "LAC", date(2026, 9, 1), date(2026, 10, 1))
SAME_IN_BOTH = {
    *("type", "title", "description", "items", "properties", "required", "additionalProperties", "default", "example"),
    *("pattern", "minLength", "maxLength", "maxItems", "uniqueItems", "format"),
}
"""What OpenAPI 3.0 and JSON Schema 2020-12 understand alike."""


def episodes(*statuses: Status) -> Any:
    told = child("NM204117", MAYA, statuses)
    assert faults([told]) == []
    return told["social_care_episodes"]


def test_the_schema_uses_nothing_that_our_reader_reads_otherwise() -> None:
    assert _keywords(SCHEMA) - SAME_IN_BOTH == set()


def _keywords(schema: dict[str, Any]) -> set[str]:
    inner = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    return set(schema).union(*map(_keywords, inner))


def test_the_departments_own_example_is_valid_and_a_spoilt_one_is_not() -> None:
    example = SCHEMA["items"]["example"]

    assert faults([example]) == []
    assert faults([example | {"category": "NEGLECT"}]) == [
        "$[0]: Additional properties are not allowed ('category' was unexpected)"
    ]
    assert faults([example | {"la_child_id": "NM 204117"}]) == [
        "$[0].la_child_id: 'NM 204117' does not match '^[A-Za-z0-9]+$'"
    ]
    assert faults([{"social_care_episodes": []}]) == ["$[0]: 'la_child_id' is a required property"]


def test_one_child_from_need_over_enquiries_and_a_plan_into_care() -> None:
    told = child("NM204117", MAYA, [LAC, CP, ENQUIRY, CIN])

    assert faults([told]) == []
    assert told == {
        "la_child_id": "NM204117",
        "mis_child_id": "00000000-0000-4000-8000-0000000000aa",
        "child_details": {
            "unique_pupil_number": "H801200001001",
            "former_unique_pupil_number": "X801200001003",
            "first_name": "Maya",
            "surname": "Hussain",
            "date_of_birth": "2013-03-04",
            "sex": "F",
        },
        "social_care_episodes": [
            {
                "social_care_episode_id": "00000000-0000-4000-8000-000000000001",
                "child_in_need_plans": [
                    {
                        "child_in_need_plan_id": "00000000-0000-4000-8000-000000000001",
                        "start_date": "2026-01-05",
                        "end_date": "2026-03-02",
                    }
                ],
                "section_47_assessments": [
                    {
                        "section_47_assessment_id": "00000000-0000-4000-8000-000000000002",
                        "start_date": "2026-03-02",
                        "icpc_required_flag": True,
                        "icpc_date": "2026-03-20",
                        "end_date": "2026-03-20",
                    }
                ],
                "child_protection_plans": [
                    {
                        "child_protection_plan_id": "00000000-0000-4000-8000-000000000003",
                        "start_date": "2026-03-20",
                    }
                ],
                "child_looked_after_placements": [
                    {
                        "child_looked_after_placement_id": "00000000-0000-4000-8000-000000000004",
                        "start_date": "2026-09-01",
                        "end_date": "2026-10-01",
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("ended_by", "held_on", "expected"),
    [
        ("", None, {}),
        ("CONFERENCE", date(2026, 3, 19), {"icpc_required_flag": True, "icpc_date": "2026-03-19"}),
        ("CONFERENCE", None, {}),  # a transfer-in conference, for one
        ("NOT_SUBSTANTIATED", None, {"icpc_required_flag": False}),
        ("MOVED", None, {}),
        ("DIED", None, {}),
    ],
    ids=["open", "conference", "another-conference", "not-substantiated", "moved", "died"],
)
def test_whether_a_conference_was_required_is_said_only_where_it_is_known(
    ended_by: str, held_on: date | None, expected: dict[str, object]
) -> None:
    status = Status(SECOND, "SECTION_47", date(2026, 3, 2), date(2026, 3, 20), ended_by, conference_on=held_on)

    [told] = episodes(status)[0]["section_47_assessments"]

    assert {name: said for name, said in told.items() if name.startswith("icpc")} == expected


@pytest.mark.parametrize(
    ("kind", "section", "key"),
    [
        ("CIN", "child_in_need_plans", "child_in_need_plan_id"),
        ("SECTION_47", "section_47_assessments", "section_47_assessment_id"),
        ("CP", "child_protection_plans", "child_protection_plan_id"),
        ("LAC", "child_looked_after_placements", "child_looked_after_placement_id"),
    ],
)
def test_an_open_status_has_a_start_and_no_end(kind: str, section: str, key: str) -> None:
    assert episodes(Status(FIRST, kind, date(2026, 3, 2))) == [
        {
            "social_care_episode_id": "00000000-0000-4000-8000-000000000001",
            section: [{key: "00000000-0000-4000-8000-000000000001", "start_date": "2026-03-02"}],
        }
    ]


@pytest.mark.parametrize(
    ("placements", "expected"),
    [
        ((), [(FOURTH, "2026-09-01", "2026-10-01")]),
        (((FIRST, date(2026, 9, 1)),), [(FIRST, "2026-09-01", "2026-10-01")]),
        (((FIRST, date(2026, 9, 9)),), [(FOURTH, "2026-09-01", "2026-09-09"), (FIRST, "2026-09-09", "2026-10-01")]),
        (
            ((SECOND, date(2026, 9, 20)), (FIRST, date(2026, 9, 1))),
            [(FIRST, "2026-09-01", "2026-09-20"), (SECOND, "2026-09-20", "2026-10-01")],
        ),
    ],
    ids=["none", "one", "the-first-unknown", "two"],
)
def test_a_time_in_care_is_told_placement_by_placement(
    placements: tuple[tuple[UUID, date], ...], expected: list[tuple[UUID, str, str]]
) -> None:
    told = episodes(Status(FOURTH, "LAC", date(2026, 9, 1), date(2026, 10, 1), placements=placements))

    assert told[0]["child_looked_after_placements"] == [
        {"child_looked_after_placement_id": str(key), "start_date": since, "end_date": until}
        for key, since, until in expected
    ]


@pytest.mark.parametrize(
    ("starts", "together"),
    [(date(2026, 3, 2), 1), (date(2026, 3, 3), 1), (date(2026, 3, 4), 2)],
    ids=["same-day", "next-day", "a-day-between"],
)
def test_statuses_with_a_day_between_them_are_two_episodes(starts: date, together: int) -> None:
    assert len(episodes(CIN, Status(THIRD, "CP", starts))) == together


def test_a_short_status_within_a_long_one_ends_no_episode() -> None:
    inner = Status(SECOND, "SECTION_47", date(2026, 1, 10), date(2026, 1, 20), "NOT_SUBSTANTIATED")

    assert len(episodes(CIN, inner, Status(THIRD, "CP", date(2026, 2, 20)))) == 1


def test_what_is_not_known_is_absent() -> None:
    told = child("1", Who(FIRST, "Maya", ""), [CP])

    assert faults([told]) == []
    assert told["child_details"] == {"first_name": "Maya"}


@pytest.mark.parametrize("who", [{"upn": "H80120000100"}, {"sex": "X"}, {"former_upns": ("H801",)}], ids=str)
def test_what_the_shape_would_refuse_is_absent(who: dict[str, Any]) -> None:
    told = child("1", Who(FIRST, "Maya", "Hussain", **who), [CP])

    assert faults([told]) == []
    assert told["child_details"] == {"first_name": "Maya", "surname": "Hussain"}


def test_a_former_number_that_is_the_present_one_is_not_said_again() -> None:
    told = child("1", Who(FIRST, "Maya", "Hussain", upn="H801200001001", former_upns=("H801200001001",)), [CP])

    assert told["child_details"]["unique_pupil_number"] == "H801200001001"
    assert "former_unique_pupil_number" not in told["child_details"]


@pytest.mark.parametrize("number", ["", "NM 204117", "NM-204117", "2" * 21, "204117\n", "Ｎ１"])
def test_a_number_that_no_authority_could_have_given_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="not a number that an authority could have given"):
        child(number, MAYA, [CP])


def test_the_file_is_one_array_of_json_whatever_a_name_holds() -> None:
    odd = child("1", Who(FIRST, 'Zoë "\n\ud800', "</script>"), [CP])

    assert json.loads(written([odd])) == [odd]
    assert "Zoë".encode() in written([odd])


@given(
    st.lists(
        st.builds(
            Status,
            st.uuids(),
            st.sampled_from(list(SECTIONS)),
            st.dates(),
            st.none() | st.dates(),
            st.sampled_from(["", "CONFERENCE", "NOT_SUBSTANTIATED", "MOVED"]),
            conference_on=st.none() | st.dates(),
        )
    ),
    st.builds(Who, st.uuids(), st.text(), st.text(), st.none() | st.dates(), st.text(max_size=2), st.text(max_size=14)),
)
def test_whatever_is_known_fits_the_schema_and_no_status_is_lost(statuses: list[Status], who: Who) -> None:
    told = child("NM204117", who, statuses)

    given_keys = sorted(
        one[key]
        for episode in told.get("social_care_episodes", [])
        for section, key in SECTIONS.values()
        for one in episode.get(section, [])
    )
    assert faults([told]) == []
    assert given_keys == sorted(str(status.key) for status in statuses)


def test_more_children_than_one_array_may_hold_are_a_fault() -> None:
    one = child("1", MAYA, [CP])

    assert faults([one] * shape.MOST) == []
    assert len(faults([one] * (shape.MOST + 1))) == 1
