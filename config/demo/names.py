"""Who goes to Hillview School? The same invented children each time, their ages relative to today."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.gb.upn import calc_check_digit

FORENAMES = {
    "F": [
        "Maya",
        "Aisha",
        "Grace",
        "Zoë",
        "Amelia",
        "Niamh",
        "Fatima",
        "Chloe",
        "Oluwaseun",
        "Freya",
        "Hana",
        "Isla",
        "Jasmine",
        "Keira",
        "Leila",
        "Martha",
        "Nadia",
        "Orla",
        "Priya",
        "Rosie",
        "Sana",
        "Tegan",
        "Una",
        "Violet",
        "Wiktoria",
        "Yasmin",
        "Zainab",
        "Beth",
        "Carys",
        "Daisy",
        "Eleni",
        "Farrah",
        "Gwen",
        "Heidi",
        "Imani",
    ],
    "M": [
        "Adam",
        "Bilal",
        "Callum",
        "Daniel",
        "Ethan",
        "Faisal",
        "George",
        "Haris",
        "Ibrahim",
        "Jakub",
        "Kofi",
        "Liam",
        "Mateusz",
        "Noah",
        "Owen",
        "Patrick",
        "Rhys",
        "Samuel",
        "Tariq",
        "Umar",
        "Vikram",
        "William",
        "Xavier",
        "Yusuf",
        "Zac",
        "Aaron",
        "Ben",
        "Connor",
        "Dylan",
        "Elijah",
        "Finlay",
        "Gabriel",
        "Hugo",
        "Isaac",
    ],
}
SURNAMES = [
    "Hussain",
    "Okafor",
    "Reid",
    "Shah",
    "Wills",
    "O’Neill",
    "Novak",
    "Patel",
    "Thompson",
    "Begum",
    "Walsh",
    "Kowalski",
    "Adeyemi",
    "Clarke",
    "Rahman",
    "Evans",
    "Fraser",
    "Greene",
    "Hart",
    "Ivanova",
    "Jones",
    "Khan",
    "Lloyd",
    "Mensah",
    "Nowak",
    "Osei",
    "Parry",
    "Quinn",
    "Robinson",
    "Singh",
    "Taylor",
    "Underhill",
    "Varga",
    "Whitlock",
    "Xu",
    "Young",
    "Zielinski",
    "Abbott",
    "Baptiste",
    "Chowdhury",
    "Doyle",
    "Ellis",
    "Farouk",
    "Gill",
    "Hughes",
    "Islam",
    "Jarvis",
    "Kaur",
    "Lewis",
    "Morgan",
    "Nasser",
    "Oakley",
    "Pereira",
    "Rashid",
    "Stone",
    "Tran",
    "Usman",
    "Vance",
    "Weaver",
    "Yates",
    "Ashworth",
    "Bright",
    "Cole",
    "Dacosta",
]
FORMS = "ABCD"
YEARS = range(7, 12)
IN_A_FORM = 15


@dataclass(frozen=True)
class Pupil:
    """What a school's information system knows of a child."""

    surname: str
    forename: str
    preferred_forename: str
    sex: str
    born_on: date
    year: int
    form: str
    upn: str
    looked_after: bool = False


def pupils(today: date) -> list[Pupil]:
    """Three hundred children, Maya Hussain of 9B first."""
    return list(_pupils(random.Random(2026), today))  # noqa: S311 — a story, not a secret


def upn(number: int) -> str:
    """A well-formed number of an authority that does not exist."""
    body = f"999{4021:04}{23:02}{number:03}"
    return f"{calc_check_digit(body)}{body}"


def school_year(today: date) -> int:
    """The year in which this school year began."""
    return today.year if today.month >= 9 else today.year - 1


def _pupils(dice: random.Random, today: date) -> Iterator[Pupil]:
    taken: set[tuple[str, str]] = set()
    number = 0
    for year in sorted(YEARS, key=lambda each: each != 9):
        for letter in sorted(FORMS, key=lambda each: (year == 9) and each != "B"):
            for _ in range(IN_A_FORM):
                number += 1
                yield _pupil(dice, today, taken, number, year, letter)


def _pupil(dice: random.Random, today: date, taken: set[tuple[str, str]], number: int, year: int, letter: str) -> Pupil:
    sex = dice.choice("FM")
    name = (dice.choice(FORENAMES[sex]), dice.choice(SURNAMES))
    while name in taken or name == ("Maya", "Hussain"):
        name = (dice.choice(FORENAMES[sex]), dice.choice(SURNAMES))
    if number == 1:
        sex, name = "F", ("Maya", "Hussain")
    taken.add(name)
    born = date(school_year(today) - year - 5, 9, 1) + timedelta(days=dice.randrange(365))
    short = {"Samuel": "Sam", "Daniel": "Dan", "William": "Will", "Oluwaseun": "Seun", "Gabriel": "Gabe"}
    return Pupil(
        surname=name[1],
        forename=name[0],
        preferred_forename=short.get(name[0], "") if dice.random() < 0.6 else "",
        sex=sex,
        born_on=born,
        year=year,
        form=f"{year}{letter}",
        upn=upn(number),
        looked_after=number in {8, 47, 133, 201, 262},
    )
