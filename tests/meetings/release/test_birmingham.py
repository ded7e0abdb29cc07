"""A report left the school with another child's details in it. Of 200 such texts, none gets out unseen.

Each text is about one child, and in each something of somebody else was left: a name in one of the ways in which names
are typed, or a number that leads to them. What is found beside is a false alarm, and those are counted.
"""

import random
from collections.abc import Callable

import pytest

from meetings.release.deciding import WITHHELD, Choice, Decision, Leftovers, released
from meetings.release.finding import mentions
from meetings.release.known import Kind, Person
from tests.meetings.release.people import CLASSMATES, KNOWN, MOTHER, SIBLING

DOCUMENTS = 200
FALSE_ALARMS = 70
ABOUT_HER = (
    "Maya came to registration without a coat on Tuesday 15 September 2026 and sat by the radiator.",
    "Attendance this year is 88.2%, with 14 late marks; the school’s target is 96%.",
    "She told her form tutor: “I didn’t have any tea. It’s OK, I’m used to it.” Her voice was flat.",
    "On 3 November 2026 Maya had a bruise of about 2 cm on her left forearm. She said that she fell.",
    "The DSL rang the MASH at 14:10 and sent the form by secure e-mail the same day.",
    "Mum did not answer. A message was left, and the office rang again at 15:30.",
    "Maya is working at the expected standard in English and Maths, and above it in Art.",
    "In our opinion this is a pattern and not a single bad week. Professional curiosity is needed.",
    "She asked to stay for Breakfast Club, and has been every day since the October half term.",
    "Free school meals were applied for; the pupil premium pays for her uniform and the PE kit.",
    "Risk: nobody at home when she wakes. Strength: she speaks to staff and likes Science.",
    "No exclusions. One detention in Year 8, for lateness; none in Year 9.",
    "An Early Help assessment was offered in March 2026 and declined. It was offered again in May.",
    "What needs to happen: a bed, a lamp, an adult in the house before 08:00. By when: 14 Dec 2026.",
    "On the scale she gave a 4. “It would be a 6 if there was food,” she said.",
    "The school nurse saw her on 12/10/2026. Height and weight were taken; a GP appointment was advised.",
    "CAMHS closed the referral. The waiting list is 30 weeks.",
    "I was in the corridor and heard shouting. I did not see who began it.",
    "Danger statement: if nothing changes, Maya may be hungry, cold and alone in the mornings.",
    "She was collected at 16:45. The person was not known to staff and did not give a name.",
    "Signed off by the safeguarding lead after the Team Around the Child meeting on Friday.",
    "Will this change? Maya thinks that it might, “if Mum gets better”.",
    "Mark on the right cheek, red, 1 cm. Photograph not taken. Body map done.",
    "Her UPN is H801200001001 and her date of birth is 4 March 2013.",
    "Year 9 pupils were at the Town Hall for the Christmas concert; Maya sang.",
)
LEFT_IN: tuple[tuple[str, str], ...] = (
    ("At lunch {} pushed in front of her.", "whole"),
    ("It happened after {} took the bag.", "backwards"),
    ("It was {}’s phone that was used.", "forename"),
    ("then {} said sorry and they went in", "small"),
    ("Witness: {}.", "capitals"),
    ("She had been with {} all morning.", "short"),
    ("There is an open concern about {} as well.", "initials"),
    ("The photograph was sent by {} on Sunday.", "initial_surname"),
    ("A friend, {} in her form, heard it.", "forename_initial"),
    ("See also the file of {} (UPN copied from the list).", "broken"),
    ("The letter was meant for {} in the other class.", "accent"),
    ("The other pupil’s number is {} on our system.", "upn"),
    ("The register says {} for the other one.", "born"),
    ("The e-mail went to {} by mistake.", "email"),
    ("The family’s number is {} in the old book.", "phone"),
    ("Both live near {} in town.", "postcode"),
    ("The house is {} by the park.", "street"),
    ("She spoke about {} from her old school.", "stranger"),
    ("She shares a bed with {} at home.", "sibling"),
    ("The report for {} was pasted in below.", "glued"),
)
Way = Callable[[Person, random.Random], str]


def _first(child: Person) -> str:
    return child.names[0][0]


def _last(child: Person) -> str:
    return child.names[0][1]


def _broken(child: Person, chance: random.Random) -> str:
    at = max(2, len(_last(child)) // 2)
    return f"{_first(child)} {_last(child)[:at]}-\n{_last(child)[at:]}"


def _accent(child: Person, chance: random.Random) -> str:
    return f"{_first(child)}\u00a0{_last(child)}".replace("o", "o\u0301").replace("'", "’")


def _figures(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


WAYS: dict[str, Way] = {
    "whole": lambda child, chance: f"{_first(child)} {_last(child)}",
    "backwards": lambda child, chance: f"{_last(child)}, {_first(child)}",
    "forename": lambda child, chance: _first(child),
    "small": lambda child, chance: f"{_first(child)} {_last(child)}".lower(),
    "capitals": lambda child, chance: f"{_first(child)} {_last(child)}".upper(),
    "short": lambda child, chance: chance.choice(["Jordy", "Sam", "Olly", "Dan", "Mo", "Charlie", "Kayleigh"]),
    "initials": lambda child, chance: chance.choice(["BK", "J.Z", "K.B", "TQ"]),
    "initial_surname": lambda child, chance: f"{_first(child)[0]}. {_last(child)}",
    "forename_initial": lambda child, chance: f"{_first(child)} {_last(child)[0]}",
    "broken": _broken,
    "accent": _accent,
    "upn": lambda child, chance: child.numbers[0],
    "born": lambda child, chance: f"{child.born_on:%d/%m/%Y}",
    "email": lambda child, chance: f"{_figures(chance, 3)}kid@mail.example",
    "phone": lambda child, chance: f"07{_figures(chance, 3)} {_figures(chance, 6)}",
    "postcode": lambda child, chance: f"LS{chance.randint(10, 29)} {chance.randint(1, 9)}QX",
    "street": lambda child, chance: f"{chance.randint(1, 200)} Harbour Row",
    "stranger": lambda child, chance: chance.choice(["Brandon Kyle-Pike", "Xanthe", "Bogdan", "Keira Fenn"]),
    "sibling": lambda child, chance: SIBLING.names[0][0],
    "glued": lambda child, chance: f"{_first(child)}{_last(child)}".replace("'", "").replace("-", ""),
}


def document(seed: int) -> tuple[str, list[tuple[int, int]]]:
    """A text about Maya, and where in it something of somebody else stands."""
    chance = random.Random(seed)
    lines: list[tuple[str, str]] = [(line, "") for line in chance.sample(ABOUT_HER, 9)]
    for frame, way in chance.sample(LEFT_IN, chance.randint(1, 4)):
        words = WAYS[way](chance.choice(CLASSMATES), chance)
        lines.insert(chance.randint(0, len(lines)), (frame.replace("{}", words), words))
    text, places = "", []
    for line, words in lines:
        if words:
            at = len(text) + line.index(words)
            places.append((at, at + len(words)))
        text += line + chance.choice([" ", "\n", "\n\n"])
    return text, places


@pytest.mark.parametrize("seed", range(DOCUMENTS))
def test_nothing_of_another_child_gets_out_unseen(seed: int) -> None:
    text, places = document(seed)
    found = mentions(text, KNOWN)

    unseen = [text[start:end] for start, end in places if not any(_covers(one, start, end) for one in found)]

    assert unseen == []
    decisions = [Decision(one.start, one.end, Choice.REDACT, "Another child") for one in found]
    told = released(text, decisions, mentions=found)
    assert told.count(WITHHELD) == len(found)
    assert not any(Leftovers(told).hold(text[start:end]) for start, end in places)


def test_false_alarms_are_few_enough_to_be_read() -> None:
    alarms = [
        one.words
        for text, places in map(document, range(DOCUMENTS))
        for one in mentions(text, KNOWN)
        if one.kind is not Kind.RELATION and not any(one.start < end and start < one.end for start, end in places)
    ]

    assert len(alarms) <= FALSE_ALARMS, sorted(set(alarms))


def test_whole_names_and_numbers_of_other_children_can_never_be_kept() -> None:
    for child in CLASSMATES[:50]:
        for words in (f"{_first(child)} {_last(child)}", child.numbers[0]):
            (one,) = mentions(f"It was about {words} again.", KNOWN)
            assert (one.kind, one.may_be_kept) == (Kind.OTHER_CHILD, False), words


def test_the_mother_may_be_named() -> None:
    (one,) = mentions(f"I rang {MOTHER.who} at nine.", KNOWN)

    assert (one.kind, one.may_be_kept) == (Kind.FAMILY, True)


def _covers(one: object, start: int, end: int) -> bool:
    return one.start <= start and one.end >= end  # type: ignore[attr-defined]
