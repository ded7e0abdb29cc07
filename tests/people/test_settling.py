"""What a person says about rows in doubt settles those rows, and no others."""

from datetime import date
from uuid import UUID

from people.importing import settling
from people.roll.known import KnownPupil
from people.roll.matching import Extent
from people.roll.rows import Format, PupilRow, Roll
from tests.people.roll.samples import AMY, BEN, CAT, upn

BORN = date(2015, 3, 4)
ONE, TWO = UUID(int=1), UUID(int=2)
KNOWN = KnownPupil(ONE, AMY, (), "Okafor", "Amy", born_on=BORN)
OTHER = KnownPupil(TWO, BEN, (), "Neill", "Ben", born_on=date(2014, 5, 6))
NAMESAKES = [PupilRow(number, upn(number), (), "Okafor", "Amy", born_on=BORN) for number in (2, 3)]
# By its UPN this row is Amy, by name and date of birth it is somebody else.
ELSE = PupilRow(4, AMY, (), "Quill", "Bea", born_on=date(2013, 2, 21))


def kinds(*rows, said):
    roll = Roll(Format.CSV, rows, has_birth_dates=True, is_full_possible=True)
    _, lines = settling.compare([KNOWN, OTHER], roll, Extent.FULL, said)
    return {line["row"] or line["child"]: line["kind"] for line in lines}


def test_rows_in_doubt_do_nothing_until_somebody_says_whom_they_mean():
    assert kinds(*NAMESAKES, said={}) == {2: "unsure", 3: "unsure", str(TWO): "left"}


def test_an_answer_settles_its_own_row_alone():
    assert kinds(*NAMESAKES, said={"2": str(ONE)}) == {2: "changed", 3: "unsure", str(TWO): "left"}
    assert kinds(*NAMESAKES, said={"2": str(ONE), "3": "out"}) == {2: "changed", 3: "unsure", str(TWO): "left"}
    assert kinds(*NAMESAKES, said={"2": str(ONE), "3": "new"}) == {2: "changed", 3: "new", str(TWO): "left"}


def test_a_pupil_whom_one_row_is_leaves_another_row_in_doubt_all_the_same():
    said = {"4": str(ONE)}

    assert kinds(NAMESAKES[0], ELSE, said=said) == {2: "unsure", 4: "changed", str(TWO): "left"}


def test_an_answer_about_a_row_that_is_not_in_doubt_is_passed_over():
    plain = PupilRow(2, CAT, (), "Lee", "Cat", born_on=BORN)

    assert kinds(plain, said={"2": str(TWO), "9": "new"})[2] == "new"


def test_a_child_who_is_no_longer_a_candidate_leaves_the_row_in_doubt():
    roll = Roll(Format.CSV, (NAMESAKES[0],), has_birth_dates=True, is_full_possible=True)

    outcomes, lines = settling.compare([KNOWN], roll, Extent.PART, {"2": str(TWO)})

    assert settling.unsettled(lines, {"2": str(TWO)}).keys() == {"2"}
    assert [outcome.kind.value for outcome in outcomes] == ["unsure"]
