"""An invented school: the child whom the texts are about, those around her, and 300 other children."""

import random
from datetime import date, timedelta

from meetings.release.index import Known
from meetings.release.known import Kind, Person


def words(text: str) -> list[str]:
    return text.split()


FORENAMES = words(
    "Aaliyah Adam Aisha Alfie Amelia Amina Anya Archie Ava Bilal Callum Charlotte Chloe Daniel Dylan Ella Ethan Evie "
    "Farah Finley Freya Grace Harvey Hassan Hope Ibrahim Isla Jasmine Jayden Jordan Kai Kayleigh Leo Lily Logan Lola "
    "Mark Mason Mia Mohammed Nadia Niamh Noah Oliver Olivia Omar Poppy Reece Rosie Ruby Samuel Sofia Tariq Theo Will "
    "Yusuf Zainab Zara Zoë Siân Oluwaseun Krzysztof D'Andre April Summer"
)
SURNAMES = words(
    "Ahmed Akhtar Andrews Bailey Begum Brown Campbell Clarke Cooper Davies Edwards Evans Fofana Green Griffiths Hall "
    "Harris Hughes Ivanova Jackson Johnson Kaur Kelly Khan Kowalski Lewis Long Mahmood McCarthy Mensah Morgan Murphy "
    "Nguyen O'Neill Okafor Osei Parker Patel Phillips Price Rahman Reid Roberts Sesay Sharma Shaw Singh Smith-Jones "
    "Stone Taylor Thomas Turner Walker Ward White Wójcik Wright Young"
)
SUBJECT = Person(
    "Maya Hussain",
    Kind.SUBJECT,
    (("Maya", "Hussain"), ("May", "Hussain")),
    date(2013, 3, 4),
    ("H801200001001",),
)
MOTHER = Person("Amina Hussain", Kind.FAMILY, (("Amina", "Hussain"),), phones=("07700 900123",), close=True)
FATHER = Person(
    "Tariq Hussain", Kind.FAMILY, (("Tariq", "Hussain"),), addresses=("4 Quarry Lane, Leeds LS99 1AA",), close=True
)
HIDDEN = Person(
    "Nasreen Hussain",
    Kind.FAMILY,
    (("Nasreen", "Hussain"),),
    phones=("0113 496 0777",),
    emails=("nasreen@refuge.example",),
    addresses=("Larch House, 17 Alder Rise\nOtley LS98 7ZZ",),
    confidential=True,
    close=True,
)
SIBLING = Person("Layla Hussain", Kind.SIBLING, (("Layla", "Hussain"),), date(2015, 7, 9), close=True)
STAFF = Person("Ruth Adeyemi", Kind.STAFF, (("Ruth", "Adeyemi"),))
WORKER = Person("Denise Park", Kind.PROFESSIONAL, (("Denise", "Park"),), phones=("0113 496 0100",), close=True)
AGENCY = Person("Westmere Police", Kind.AGENCY, (("", "Westmere Police"),), phones=("0113 496 0200",))
AROUND = (SUBJECT, MOTHER, FATHER, HIDDEN, SIBLING, STAFF, WORKER, AGENCY)


def classmates(count: int = 300) -> list[Person]:
    chance, made = random.Random(7), []
    for number in range(count):
        name = chance.choice(FORENAMES), chance.choice(SURNAMES)
        born = date(2008, 9, 1) + timedelta(days=chance.randrange(2900))
        upn = f"K9{chance.randrange(10**11):011d}"
        made.append(Person(f"{name[0]} {name[1]} ({number})", Kind.OTHER_CHILD, (name,), born, (upn,)))
    return made


CLASSMATES = classmates()
KNOWN = Known([*AROUND, *CLASSMATES])
