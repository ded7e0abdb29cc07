import time
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.roll.known import KnownPupil
from people.roll.matching import NO_UPN, Extent, Kind, match, problems, tally
from people.roll.repeats import refuse_repeats
from people.roll.rows import Format, Problem, ProblemKind, PupilRow, Roll
from tests.people.roll.samples import AMY, BEN, CAT, TEMPORARY, upn

BORN = date(2015, 3, 4)
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)
KNOWN = KnownPupil(ONE, AMY, (), "Okafor", "Amy", born_on=BORN, sex="F", year=6, form="6B", email="amy@x.uk")
OTHER = KnownPupil(TWO, BEN, (), "Neill", "Ben", born_on=date(2014, 5, 6), year=7, form="7A")


def row(number=2, upn=AMY, surname="Okafor", forename="Amy", born_on=BORN, **cells):
    return PupilRow(number, upn, surname=surname, forename=forename, born_on=born_on, **cells)


def roll(*rows, file_format=Format.CSV):
    return Roll(file_format, refuse_repeats(rows), True, is_full_possible=file_format is not Format.CTF)


def kinds(outcomes):
    return [outcome.kind for outcome in outcomes]


def only(outcomes):
    assert len(outcomes) == 1
    return outcomes[0]


def test_pupil_with_the_same_upn_and_nothing_new_is_unchanged():
    outcome = only(match([KNOWN, OTHER], roll(row(sex="F", year=6, form="6B", email="amy@x.uk"))))

    assert (outcome.kind, outcome.known, outcome.changes, outcome.warnings) == (Kind.UNCHANGED, ONE, {}, ())


def test_what_the_list_says_otherwise_is_a_change():
    outcome = only(
        match(
            [KNOWN, OTHER],
            roll(row(surname="Obi", year=7, form="7B", born_on=date(2015, 3, 5), sex="M", email="a@x.uk")),
        )
    )

    assert (outcome.kind, outcome.known) == (Kind.CHANGED, ONE)
    assert outcome.changes == {
        "surname": ("Okafor", "Obi"),
        "born_on": (BORN, date(2015, 3, 5)),
        "sex": ("F", "M"),
        "year": (6, 7),
        "form": ("6B", "7B"),
        "email": ("amy@x.uk", "a@x.uk"),
    }


def test_absent_value_never_erases_one():
    full = replace(KNOWN, former_upns=(CAT,), preferred_forename="Mimi", preferred_surname="Obi")

    assert only(match([full], roll(row(born_on=None)))).changes == {}


def test_reception_is_a_year_like_any_other():
    assert only(match([KNOWN], roll(row(year=0)))).changes == {"year": (6, 0)}
    assert only(match([replace(KNOWN, year=0)], roll(row(year=1)))).changes == {"year": (0, 1)}


def test_names_in_capitals_are_no_new_spelling():
    assert only(match([KNOWN], roll(row(surname="OKAFOR", forename="AMY")))).changes == {}
    assert only(match([replace(KNOWN, surname="OKAFOR")], roll(row()))).changes == {"surname": ("OKAFOR", "Okafor")}


def test_preferred_name_that_repeats_the_legal_one_is_nothing_new():
    assert only(match([KNOWN], roll(row(preferred_forename="Amy", preferred_surname="Okafor")))).changes == {}
    assert only(match([KNOWN], roll(row(preferred_forename="Mimi")))).changes == {"preferred_forename": ("", "Mimi")}
    back = only(match([replace(KNOWN, preferred_forename="Mimi")], roll(row(preferred_forename="Amy"))))
    assert back.changes == {"preferred_forename": ("Mimi", "Amy")}


def test_unknown_pupil_is_new():
    outcome = only(match([OTHER], roll(row())))

    assert (outcome.kind, outcome.known, outcome.warnings) == (Kind.NEW, None, ())


def test_unknown_pupil_without_a_upn_is_new_with_a_warning():
    outcome = only(match([OTHER], roll(row(upn=""))))

    assert (outcome.kind, outcome.warnings) == (Kind.NEW, (NO_UPN,))
    assert problems([outcome]) == [Problem(2, ProblemKind.WARNING, NO_UPN)]


def test_former_upn_of_the_row_finds_the_pupil_who_has_it_now():
    outcome = only(match([KNOWN, OTHER], roll(row(upn=CAT, former_upns=(AMY,)))))

    assert (outcome.kind, outcome.known) == (Kind.CHANGED, ONE)
    assert outcome.changes == {"upn": (AMY, CAT), "former_upns": ((), (AMY,))}


def test_former_upn_of_the_row_finds_the_pupil_who_had_it_too():
    outcome = only(match([replace(KNOWN, former_upns=(BEN,))], roll(row(upn=CAT, former_upns=(BEN,)))))

    assert outcome.changes == {"upn": (AMY, CAT), "former_upns": ((BEN,), (BEN, AMY))}


def test_earlier_upn_finds_the_pupil_and_does_not_come_back():
    outcome = only(match([replace(KNOWN, former_upns=(CAT,))], roll(row(upn=CAT))))

    assert (outcome.kind, outcome.known, outcome.changes) == (Kind.UNCHANGED, ONE, {})
    assert outcome.warnings == ("The list gives an earlier or temporary UPN; the known one stays.",)


def test_permanent_upn_replaces_a_temporary_one_and_not_the_other_way_round():
    settled = only(match([replace(KNOWN, upn=TEMPORARY)], roll(row(upn=AMY, former_upns=(TEMPORARY,)))))
    unsettled = only(match([KNOWN], roll(row(upn=TEMPORARY, former_upns=(AMY,)))))

    assert settled.changes == {"upn": (TEMPORARY, AMY), "former_upns": ((), (TEMPORARY,))}
    assert unsettled.changes == {"former_upns": ((), (TEMPORARY,))}


def test_upn_comes_before_former_upn():
    outcome = only(match([KNOWN, OTHER], roll(row(former_upns=(BEN,)))))

    assert (outcome.known, outcome.changes) == (ONE, {})
    assert outcome.warnings == ("A former UPN belongs to another known pupil, and was left out.",)


def test_former_upns_of_two_pupils_are_a_question():
    outcome = only(match([KNOWN, OTHER], roll(row(upn=CAT, former_upns=(AMY, BEN)))))

    assert (outcome.kind, outcome.candidates) == (Kind.UNSURE, (ONE, TWO))
    assert outcome.reason == "Its UPN and former UPNs belong to more than one known pupil."


@pytest.mark.parametrize(
    "cells",
    [
        {"upn": ""},
        {"upn": CAT},
        {"upn": "", "surname": "OKAFOR", "forename": "amy"},
        {"upn": "", "forename": "Mimi"},
        {"upn": "", "surname": "O’Kafor"},
        {"upn": "", "forename": "Amÿ"},
    ],
)
def test_name_and_birth_date_are_a_question_and_never_an_answer(cells):
    known = replace(KNOWN, preferred_forename="Mimi")

    outcome = only(match([known, OTHER], roll(row(**cells))))

    assert (outcome.kind, outcome.known, outcome.candidates, outcome.changes) == (Kind.UNSURE, None, (ONE,), {})
    assert outcome.reason == (
        "A pupil of this name and date of birth is known, but not by this UPN."
        if cells["upn"]
        else "A pupil of this name and date of birth is known. This row has no UPN to be sure by."
    )


def test_same_name_and_another_birth_date_is_another_pupil():
    assert only(match([KNOWN], roll(row(upn="", born_on=date(2015, 3, 5))))).kind is Kind.NEW
    assert only(match([KNOWN], roll(row(upn=CAT, born_on=date(2015, 3, 5))))).kind is Kind.NEW


@pytest.mark.parametrize(
    ("known", "cells"),
    [
        (KNOWN, {"upn": "", "born_on": None}),
        (replace(KNOWN, born_on=None), {"upn": ""}),
        (replace(KNOWN, upn=""), {"upn": CAT, "born_on": None}),
        (replace(KNOWN, upn="", born_on=None), {"upn": CAT}),
    ],
)
def test_same_name_with_no_birth_date_to_compare_is_a_question(known, cells):
    outcome = only(match([known], roll(row(**cells))))

    assert (outcome.kind, outcome.candidates) == (Kind.UNSURE, (ONE,))
    assert outcome.reason == "A pupil of this name is known, and there is no date of birth to compare."


def test_same_name_with_another_upn_and_no_birth_date_is_new_with_a_warning():
    outcome = only(match([KNOWN], roll(row(upn=CAT, born_on=None))))

    assert (outcome.kind, outcome.warnings) == (Kind.NEW, ("A pupil of the same name is known by another UPN.",))


def test_upn_on_somebody_elses_name_is_a_question():
    outcome = only(match([KNOWN], roll(row(surname="Neill", forename="Ben", born_on=date(2014, 5, 6)))))

    assert (outcome.kind, outcome.candidates) == (Kind.UNSURE, (ONE,))
    assert outcome.reason == "The UPN is that of a known pupil with other names and another date of birth."


def test_row_without_a_upn_beside_one_with_it_is_a_question():
    outcomes = match([], roll(row(2), row(3, upn="")))

    assert kinds(outcomes) == [Kind.NEW, Kind.UNSURE]
    assert outcomes[1].reason == "Row 2 has the same name and a UPN; this row has none."


def test_rows_that_share_a_former_upn_are_a_question():
    outcomes = match([], roll(row(2), row(3, CAT, "Other", former_upns=(AMY,)), row(4, BEN, "Neill")))

    assert kinds(outcomes) == [Kind.UNSURE, Kind.UNSURE, Kind.NEW]
    assert outcomes[0].reason == "Row 3 has one of its UPNs too, now or formerly."
    assert outcomes[1].reason == "Row 2 has one of its UPNs too, now or formerly."


def test_two_rows_cannot_be_the_same_known_pupil():
    known = replace(KNOWN, former_upns=(CAT, upn(7)))

    by_upn = match([known], roll(row(2), row(3, CAT, "Okafor")))
    formerly = match([known], roll(row(2, CAT), row(3, upn(7), "Okafor")))

    assert kinds(by_upn) == [Kind.UNCHANGED, Kind.UNSURE]
    assert by_upn[1].reason == "Row 2 is, or may be, the same known pupil."
    assert kinds(formerly) == [Kind.UNSURE, Kind.UNSURE]


def test_refused_row_is_refused_whatever_it_matches():
    outcome = only(match([KNOWN], roll(row(refused="The date of birth is empty.", warnings=("w",)))))

    assert (outcome.kind, outcome.known, outcome.reason) == (Kind.REFUSED, None, "The date of birth is empty.")
    assert problems([outcome]) == [
        Problem(2, ProblemKind.REFUSED, "The date of birth is empty."),
        Problem(2, ProblemKind.WARNING, "w"),
    ]


def test_pupil_off_roll_comes_back():
    outcome = only(match([replace(KNOWN, on_roll=False)], roll(row())))

    assert (outcome.kind, outcome.changes) == (Kind.CHANGED, {"on_roll": (False, True)})
    assert outcome.warnings == ("The pupil was not on roll, and would be again.",)


def test_full_list_proposes_everybody_it_does_not_name():
    gone = replace(OTHER, id=THREE, upn=CAT, surname="Left", on_roll=False)

    outcomes = match([KNOWN, OTHER, gone], roll(row()), extent=Extent.FULL)

    assert kinds(outcomes) == [Kind.UNCHANGED, Kind.LEFT]
    assert (outcomes[1].known, outcomes[1].row, outcomes[1].reason) == (TWO, None, "Not in the list.")
    assert problems(outcomes) == []


def test_part_list_and_ctf_propose_nobody():
    assert kinds(match([KNOWN, OTHER], roll(row()))) == [Kind.UNCHANGED]
    assert kinds(match([KNOWN, OTHER], roll(row(), file_format=Format.CTF), extent=Extent.FULL)) == [Kind.UNCHANGED]


@pytest.mark.parametrize(
    "named",
    [
        row(3, BEN, "Neill", "Ben", refused="The date of birth is empty."),
        row(3, BEN, "", "", refused="The surname is empty."),
        row(3, CAT, "", "", former_upns=(BEN,), refused="The surname is empty."),
        row(3, "", "NEILL", "Ben", None, refused="The UPN has the wrong check letter."),
        row(3, "", "Neill", "Ben", date(2014, 5, 6)),
        row(3, CAT, "Neill", "Ben", date(2014, 5, 6)),
    ],
)
def test_pupil_whose_row_is_refused_or_in_doubt_is_no_leaver(named):
    outcomes = match([KNOWN, OTHER], roll(row(), named), extent=Extent.FULL)

    assert kinds(outcomes) in ([Kind.UNCHANGED, Kind.REFUSED], [Kind.UNCHANGED, Kind.UNSURE])


def test_leavers_mention_refused_rows_that_name_nobody():
    outcomes = match([KNOWN], roll(row(2, "", "", "", refused="The surname is empty.")), extent=Extent.FULL)

    assert outcomes[1].reason == "Not in the list. Refused rows that name nobody: 1."


def test_answer_makes_an_unsure_row_the_candidate():
    outcome = only(match([KNOWN, OTHER], roll(row(upn=CAT, form="7B")), answers={2: ONE}))

    assert (outcome.kind, outcome.known) == (Kind.CHANGED, ONE)
    assert outcome.changes == {"upn": (AMY, CAT), "former_upns": ((), (AMY,)), "form": ("6B", "7B")}


def test_answer_makes_an_unsure_row_a_new_pupil():
    outcome = only(match([KNOWN], roll(row(upn="")), answers={2: None}))

    assert (outcome.kind, outcome.warnings) == (Kind.NEW, (NO_UPN,))


def test_answer_that_was_not_offered_changes_nothing():
    unsure = roll(row(upn=""))

    assert only(match([KNOWN, OTHER], unsure, answers={2: TWO})).kind is Kind.UNSURE
    assert only(match([KNOWN, OTHER], roll(row()), answers={2: TWO})).known == ONE


def test_nobody_is_created_with_a_upn_that_another_pupil_has():
    elses = roll(row(surname="Neill", forename="Ben", born_on=date(2014, 5, 6)))

    assert only(match([KNOWN], elses, answers={2: None})).kind is Kind.UNSURE


def test_nobody_is_created_with_a_upn_that_another_pupil_had():
    had_it = replace(KNOWN, former_upns=(CAT,))
    rows = roll(row(2, upn=CAT), row(3, upn=upn(7), former_upns=(CAT,), surname="Obi", forename="Bo"))

    outcomes = match([had_it], rows, answers={2: None})

    assert (outcomes[0].kind, outcomes[0].reason) == (
        Kind.UNSURE,
        "Another known pupil has this UPN, or had it before.",
    )


def test_nobody_is_given_a_upn_that_another_pupil_had():
    other = replace(OTHER, former_upns=(CAT, upn(7)))
    namesake = row(upn=CAT, former_upns=(AMY,))

    outcome = only(match([KNOWN, other], roll(namesake), answers={2: ONE}))

    assert (outcome.kind, outcome.reason) == (Kind.UNSURE, "Another known pupil has this UPN, or had it before.")


def test_a_new_pupil_is_not_given_a_former_upn_of_another():
    had_it = replace(KNOWN, former_upns=(CAT,))
    rows = roll(row(2, upn=upn(7), former_upns=(CAT,)), row(3, upn=upn(8), former_upns=(CAT,), surname="Obi"))

    outcomes = match([had_it], rows, answers={2: None, 3: ONE})

    assert (outcomes[0].kind, outcomes[0].row.former_upns) == (Kind.NEW, ())


def test_two_rows_are_not_answered_as_the_same_pupil():
    rows = roll(row(2, upn=CAT), row(3, upn=upn(7)))

    assert kinds(match([KNOWN], rows, answers={2: ONE, 3: ONE})) == [Kind.UNSURE, Kind.UNSURE]


def test_tally_counts_every_kind():
    outcomes = match([KNOWN, OTHER], roll(row(), row(3, CAT, "New")), extent=Extent.FULL)

    assert tally(outcomes) == {
        Kind.NEW: 1, Kind.CHANGED: 0, Kind.UNCHANGED: 1, Kind.LEFT: 1, Kind.UNSURE: 0, Kind.REFUSED: 0,
    }  # fmt: skip


@pytest.mark.parametrize("born_on", [BORN, None])
def test_ten_thousand_pupils_of_one_name_are_matched_quickly(born_on):
    known = [KnownPupil(UUID(int=n), upn(n), surname="Ali", forename="Amy", born_on=born_on) for n in range(10_000)]
    rows = [row(n, "", "Ali", "Amy", born_on, form=str(n)) for n in range(10_000)]
    everybody = Roll(Format.CSV, tuple(rows), True, is_full_possible=True)

    start = time.process_time()
    outcomes = match(known, everybody, extent=Extent.FULL)

    assert tally(outcomes)[Kind.UNSURE] == 10_000
    assert time.process_time() - start < 5


def apply(known, outcomes):
    """What confirming does, in a model without a database: unsure and refused rows change nothing."""
    after = {pupil.id: pupil for pupil in known}
    for outcome in outcomes:
        if outcome.kind is Kind.CHANGED:
            new = {field: new for field, (_, new) in outcome.changes.items()}
            after[outcome.known] = replace(after[outcome.known], **new)
        if outcome.kind is Kind.LEFT:
            after[outcome.known] = replace(after[outcome.known], on_roll=False)
        if outcome.kind is Kind.NEW:
            made = _created(outcome.row)
            after[made.id] = made
    return list(after.values())


def _created(row):
    names = ("upn", "former_upns", "surname", "forename", "preferred_forename", "preferred_surname")
    cells = {name: getattr(row, name) for name in (*names, "born_on", "sex", "year", "form", "email")}
    return KnownPupil(uuid5(ONE, repr(row)), **cells)


FEW_UPNS = st.sampled_from(["", AMY, BEN, CAT, TEMPORARY, upn(1), upn(2)])
FEW_NAMES = st.sampled_from(["Amy", "AMY", "Ben", "Zoë"])
FEW_DATES = st.sampled_from([None, BORN, date(2014, 5, 6)])
FORMER = st.lists(FEW_UPNS.filter(bool), max_size=2, unique=True).map(tuple)
ROWS = st.builds(
    PupilRow,
    number=st.just(0),
    upn=FEW_UPNS,
    former_upns=FORMER,
    surname=FEW_NAMES,
    forename=FEW_NAMES,
    preferred_forename=st.sampled_from(["", "Amy", "Mimi"]),
    preferred_surname=st.just(""),
    born_on=FEW_DATES,
    sex=st.sampled_from(["", "F"]),
    year=st.sampled_from([None, 0, 7]),
    form=st.sampled_from(["", "7B"]),
    email=st.just(""),
    looked_after=st.none(),
    contacts=st.just(()),
    refused=st.sampled_from(["", "", "", "Refused."]),
    warnings=st.just(()),
)
LISTS = st.lists(ROWS, max_size=6).map(
    lambda rows: roll(
        *(
            replace(row, number=number, former_upns=tuple(n for n in row.former_upns if n != row.upn))
            for number, row in enumerate(rows, start=2)
        )
    )
)


@given(st.lists(LISTS, max_size=3), LISTS, st.sampled_from(Extent))
def test_same_list_twice_changes_nothing_the_second_time(history, last, extent):
    known = []
    for earlier in history:
        known = apply(known, match(known, earlier))
    once = apply(known, match(known, last, extent=extent))

    again = match(once, last, extent=extent)

    assert apply(once, again) == once


@given(st.lists(LISTS, max_size=3), st.sampled_from(Extent))
def test_no_upn_is_ever_given_to_two_pupils_and_nothing_is_erased(lists, extent):
    known = []
    for one in lists:
        outcomes = match(known, one, extent=extent)
        after = apply(known, outcomes)
        numbers = [pupil.upn for pupil in after if pupil.upn]
        assert len(numbers) == len(set(numbers))
        for outcome in outcomes:
            assert all(new not in ("", None, ()) for _, new in outcome.changes.values())
        matched = [outcome.known for outcome in outcomes if outcome.known]
        assert len(matched) == len(set(matched))
        known = after
