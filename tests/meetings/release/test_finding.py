"""Each way to write a name or a number that leads to somebody is found, where it stands and whom it means."""

import time
from datetime import date

import pytest

from meetings.release.finding import mentions
from meetings.release.index import Known
from meetings.release.known import Kind, Person
from tests.meetings.release.people import AROUND, KNOWN, SUBJECT

JORDAN = Person("Jordan O'Neill", Kind.OTHER_CHILD, (("Jordan", "O'Neill"),), date(2013, 5, 6), ("K123456789012",))
DOUBLE = Person("Zoë Smith-Jones", Kind.OTHER_CHILD, (("Zoë", "Smith-Jones"), ("Zoey", "Smith")))
FEW = Known([*AROUND, JORDAN, DOUBLE])


def found(text: str, known: Known = FEW) -> list[tuple[Kind, str]]:
    return [(one.kind, one.words) for one in mentions(text, known)]


@pytest.mark.parametrize(
    "written",
    [
        "Jordan O'Neill",
        "Jordan O’Neill",
        "Jordan O Neill",
        "Jordan ONeill",
        "JORDAN O'NEILL",
        "jordan o'neill",
        "O'Neill, Jordan",
        "Jordan\nO'Neill",
        "Jordan   O'Neill",
        "J O'Neill",
        "J. O'Neill",
        "Jordan O",
        "Ｊｏｒｄａｎ O'Neill",
        "Jor\u00addan O\u200b'Neill",
        "Jоrdan O'Neill",  # a Cyrillic o
        "Jordanoneill",
        "Zoë Smith-Jones",
        "Zoe Smith Jones",
        "ZOE SMITH–JONES",
        "Zoe\u0308 Smith-Jones",
        "Zoë Smithjones",
        "Zoë Smith",
        "Zoey Smith",
        "Z Smith-Jones",
        "Zoë Smith-\nJones",
        "Zoë Smi-\nth",
    ],
)
def test_another_child_by_name_is_found_and_may_not_be_kept(written: str) -> None:
    text = f"At lunch {written} was there."

    (one,) = mentions(text, FEW)

    assert (one.kind, one.words, one.may_be_kept) == (Kind.OTHER_CHILD, written, False)


@pytest.mark.parametrize("written", ["Jordan", "jordan", "Jordans", "Jordan's", "Jordan’s", "Jordy", "Jord", "O'Neill"])
def test_part_of_a_name_is_found_and_may_mean_somebody_else(written: str) -> None:
    (one,) = mentions(f"Then {written} coat was taken.", FEW)

    assert (one.kind, one.who, one.may_be_kept) == (Kind.OTHER_CHILD, ("Jordan O'Neill",), True)


@pytest.mark.parametrize("written", ["Layla", "layla", "Layla's", "Layla Hussain", "LAYLA"])
def test_a_sister_is_known_by_her_forename(written: str) -> None:
    (one,) = mentions(f"She said that {written} was ill.", FEW)

    assert (one.kind, one.may_be_kept) == (Kind.SIBLING, False)


def test_the_child_herself_is_nobody_else() -> None:
    assert found("Maya was tired. Maya Hussain, UPN H801200001001, born 4 March 2013. MAYA’S shoes were wet.") == []


def test_a_name_that_the_child_shares_is_told_apart_by_its_title() -> None:
    assert found("I rang Mr Hussain and then Hussain came.") == [(Kind.FAMILY, "Hussain")]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ring 07700 900123 after two.", Kind.PHONE, "07700 900123"),
        ("Ring +44 7700 900 123 after two.", Kind.PHONE, "+44 7700 900 123"),
        ("Ring (01632) 960\n001 after two.", Kind.PHONE, "(01632) 960\n001"),
        ("Ring ٠٧٧٠٠ ٩٠٠١٢٣ after two.", Kind.PHONE, "٠٧٧٠٠ ٩٠٠١٢٣"),
        ("They moved to M1 1AA in the spring.", Kind.POSTCODE, "M1 1AA"),
        ("They moved to ls98\u00a01zz in the spring.", Kind.POSTCODE, "ls98\u00a01zz"),
        ("It was sent to kid.jo@mail.example today.", Kind.EMAIL, "kid.jo@mail.example"),
        ("It was sent to kid (at) mail.example today.", Kind.EMAIL, "kid (at) mail.example"),
        ("She follows @jo_the_kid there.", Kind.EMAIL, "@jo_the_kid"),
        ("His UPN is K123456789012 here.", Kind.OTHER_CHILD, "K123456789012"),
        ("His UPN is M123456789012 here.", Kind.NUMBER, "M123456789012"),
        ("He was born on 6 May 2013 in town.", Kind.BORN, "6 May 2013"),
        ("A child (DOB 06/05/13) was seen.", Kind.BORN, "06/05/13"),
        ("A child, born 1st of June 2012, was seen.", Kind.BORN, "1st of June 2012"),
        ("She stays at 22 Harbour Row now.", Kind.ADDRESS, "22 Harbour Row"),
        ("She stays at 4 Quarry Ln now.", Kind.ADDRESS, "4 Quarry Ln"),
        ("The car was AB12 CDE, parked.", Kind.NUMBER, "AB12 CDE"),
        ("It began when Brandon arrived.", Kind.UNKNOWN, "Brandon"),
        ("It was about Kyle Renshaw-Pike again.", Kind.UNKNOWN, "Kyle Renshaw-Pike"),
        ("Mum’s friend Mr. Renshaw came.", Kind.UNKNOWN, "Renshaw"),
        ("Will hit her on the way in.", Kind.UNKNOWN, "Will"),
        ("She was with BK and they ran.", Kind.INITIALS, "BK"),
        ("She was with B.K. and they ran.", Kind.INITIALS, "B.K"),
        ("She pushed child T over.", Kind.INITIALS, "T"),
        ("Her brother was there.", Kind.RELATION, "brother"),
        ("She pushed another boy over.", Kind.RELATION, "another boy"),
        ("Ruth Adeyemi saw it.", Kind.STAFF, "Ruth Adeyemi"),
        ("Denise rang back.", Kind.PROFESSIONAL, "Denise"),
        ("It was the Westmere Police who came.", Kind.AGENCY, "Westmere Police"),
    ],
)
def test_each_kind_is_found(text: str, kind: Kind, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "written",
    [
        "17 Alder Rise",
        "17 ALDER RISE",
        "Alder Rise",
        "Larch House",
        "larch\nhouse",
        "LS98 7ZZ",
        "ls987zz",
        "0113 4960777",
        "+44 113 496 0777",
        "nasreen@refuge.example",
    ],
)
def test_a_confidential_detail_is_never_kept(written: str) -> None:
    (one,) = [one for one in mentions(f"She is at {written} for now.", FEW)]

    assert (one.words, one.confidential, one.may_be_kept) == (written, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "A mark on the arm will be seen. In May 2026 she was late 14 times; on 4 May she was not.",
        "Year 9 went to the PE hall at 09:15 on Monday 14 September 2026. Form 9B, Room C, Section 47.",
        "Attendance is 91.4% (national 93.1%). She was late on 03/09/2026, 04/09/2026 and 07/09/2026.",
        "The DSL rang CAMHS, the MASH and Early Help. An ICPC is on Mon 14 Dec 2026 at 10.00.",
        "I saw her in English. She said: “I am fine.” Mum came at Christmas. Nan sent a T-shirt.",
    ],
)
def test_words_of_every_day_are_no_alarm(text: str) -> None:
    assert found(text, KNOWN) == []


@pytest.mark.parametrize(
    "text",
    ["1 " * 20_000, "a.b" * 20_000, "A" * 60_000, "O'" * 30_000, "-\n" * 30_000, "Jordan " * 8_000, "+(0)" * 15_000]
    + ["a@a." * 15_000, "1/" * 30_000, "A1 " * 20_000, "born " * 12_000, "12 Aa " * 10_000, "J." * 30_000],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()

    mentions(text, FEW)

    assert time.process_time() - start < 10


@pytest.mark.parametrize("text", ["Is it full-time?", "As before.", "Yes. Is she well?"])
def test_a_word_with_a_capital_is_nobodys_initials(text: str) -> None:
    isla = Person("Isla Shah", Kind.OTHER_CHILD, (("Isla", "Shah"),), close=True)
    named = Known([SUBJECT, isla, Person("Amy Stone", Kind.OTHER_CHILD, (("Amy", "Stone"),), close=True)])

    assert mentions(text, named) == []


@pytest.mark.parametrize("text", ["With IS today.", "In IS's book."])
def test_initials_are_found_with_a_possessive(text: str) -> None:
    named = Known([SUBJECT, Person("Isla Shah", Kind.OTHER_CHILD, (("Isla", "Shah"),), close=True)])

    assert [one.kind for one in mentions(text, named)] == [Kind.INITIALS]


@pytest.mark.parametrize(
    "after",
    [
        ". Then rang",
        ", and",
        ")",
        "\n",
        "\nThen",
        ";",
        "…",
        "?",
        "!",
        ":",
        ".\nThen",
        "’s",
        "'s",
        "/x",
        ">",
        " and",
    ],
)
def test_a_confidential_e_mail_ends_where_it_ends(after: str) -> None:
    (one,) = [one for one in mentions(f"Mail nasreen@refuge.example{after} rang.", FEW) if one.kind is Kind.EMAIL]

    assert (one.words, one.confidential, one.may_be_kept) == ("nasreen@refuge.example", True, False)


@pytest.mark.parametrize("after", [". then", " . Then", ".Then", "-", "_"])
@pytest.mark.parametrize("before", ["", "me.", "'", "-"])
def test_a_confidential_e_mail_glued_to_other_words_may_not_be_kept(before: str, after: str) -> None:
    (one,) = [
        one for one in mentions(f"Mail {before}nasreen@refuge.example{after} rang.", FEW) if one.kind is Kind.EMAIL
    ]

    assert "nasreen@refuge.example" in one.words
    assert (one.confidential, one.may_be_kept) == (True, False)


@pytest.mark.parametrize(
    "written",
    [
        "AlderRise",
        "17AlderRise",
        "alderrise",
        "17 Al\nder Rise",
        "Alder_Rise",
        "A l d e r  R i s e",
        "Larch_House",
        "LarchHouse",
        "L S 9 8 7 Z Z",
        "LS 98 7ZZ",
        "L.S.9 8.7.Z.Z",
        "LS98/7ZZ",
        "ls-98-7zz",
    ],
)
def test_a_confidential_address_is_found_however_it_is_spaced(written: str) -> None:
    (one,) = mentions(f"She is at {written} for now.", FEW)

    assert (one.words, one.confidential, one.may_be_kept) == (written, True, False)


@pytest.mark.parametrize("text", ["The code is XLS987ZZQ.", "Results: 98 7 ZZ top.", "She will rise."])
def test_letters_within_other_words_are_no_postcode(text: str) -> None:
    assert [one for one in mentions(text, FEW) if one.confidential] == []


@pytest.mark.parametrize(
    "text",
    [
        "She came in. Pale and quiet. Later she ate.",
        "Source: ANON. She saw it.",
        "See HYPERLINK below.",
        "Unkempt again.",
    ],
)
def test_what_opens_a_clause_or_stands_for_a_form_is_no_name(text: str) -> None:
    assert found(text, KNOWN) == []
