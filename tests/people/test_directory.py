"""Whom do the words of a search mean, and what does the log keep of it?"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.gate import NotHere
from access.roles import Role
from access.serving import serving
from audit.models import Entry
from people import spelling
from people.directory import find_children, identities, list_children, tell_found
from people.models import Child
from tests import factories
from vault import keyring

UPN = "R821234520001"


@pytest.fixture
def children(school):
    return {
        "maya": factories.child(school),
        "sam": factories.child(school, "O'Neill", "Sam", form="9A", upn=UPN),
        "zoe": factories.child(school, "Brontë", "Zoë", year=10, form="10C"),
        "mo": factories.child(school, "al-Husseini", "Muhammad", form="9B", preferred_forename="Mo"),
        "lee": factories.child(school, "李", "小龙", year=0, form="Oak"),
        "ann": factories.child(school, "Smyth", "Ann Marie", year=10, form="10C", former_upns=["H801200001001"]),
    }


def names(user, words, **more):
    with serving(user):
        return [child.name for child in find_children(user, words, **more)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ma", ["Maya Hussain", "Ann Marie Smyth"]),
        ("maya", ["Maya Hussain"]),
        ("Hussain Maya", ["Maya Hussain"]),
        ("hussein", ["Mo al-Husseini", "Maya Hussain"]),
        ("oneill", ["Sam O'Neill"]),
        ("O’NEILL", ["Sam O'Neill"]),
        ("sam o neill", ["Sam O'Neill"]),
        ("neill", ["Sam O'Neill"]),
        ("zoe bronte", ["Zoë Brontë"]),
        ("Zoë", ["Zoë Brontë"]),
        ("mohamed", ["Mo al-Husseini"]),
        ("alhusseini", ["Mo al-Husseini"]),
        ("annmarie", ["Ann Marie Smyth"]),
        ("smith", ["Ann Marie Smyth"]),
        ("李", ["小龙 李"]),
        ("9B", ["Mo al-Husseini", "Maya Hussain"]),
        ("9 b", ["Mo al-Husseini", "Maya Hussain"]),
        ("maya 9b", ["Maya Hussain"]),
        ("oak", ["小龙 李"]),
        ("reception", ["小龙 李"]),
        ("10", ["Zoë Brontë", "Ann Marie Smyth"]),
        ("year 10", ["Zoë Brontë", "Ann Marie Smyth"]),
        ("Y10 smyth", ["Ann Marie Smyth"]),
        (UPN, ["Sam O'Neill"]),
        ("r82123 4520001", ["Sam O'Neill"]),
        ("0001", ["Sam O'Neill"]),
        ("001", ["Sam O'Neill", "Ann Marie Smyth"]),
        ("maya h", ["Maya Hussain"]),
        ("maya s", []),
        ("sam oneil", ["Sam O'Neill"]),
        ("1001", ["Ann Marie Smyth"]),
        ("m", []),
        ("", []),
        ("maya 10c", []),
        ("xylophone", []),
    ],
)
def test_search_finds(teacher, children, words, found):
    assert names(teacher, words) == found


def test_search_puts_what_begins_with_the_words_before_what_sounds_like_them(teacher, school):
    factories.child(school, "Hussein", "Ali")
    factories.child(school, "Hussain", "Zara")
    factories.child(school, "Husseinova", "Bea")

    assert names(teacher, "hussein") == ["Ali Hussein", "Bea Husseinova", "Zara Hussain"]


def test_search_cuts_after_ranking(teacher, children):
    assert names(teacher, "9b", limit=1) == ["Mo al-Husseini"]


def test_search_finds_nobody_of_another_school_and_nobody_who_left(teacher, children):
    other = factories.school("other", "Other School")
    factories.child(other, "Hussain", "Maya")
    leaver = children["maya"]
    with factories.console_at(leaver.school):
        leaver.status = Child.Status.LEFT
        leaver.save()

    assert names(teacher, "maya") == []
    assert names(teacher, "hussain") == ["Mo al-Husseini"]


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.TECHNICAL, Role.CHAIR])
def test_search_is_not_there_for_roles_that_keep_no_children(school, children, role):
    person = factories.person(school, role)

    with serving(person), pytest.raises(NotHere):
        find_children(person, "maya")

    assert Entry.objects.filter(actor=person, outcome="deny", verb="children.refused").count() == 1


def test_search_writes_the_words_before_and_the_hits_after(teacher, children):
    with serving(teacher):
        find_children(teacher, "maya")

    before, after = Entry.objects.filter(actor=teacher).order_by("pk")
    assert (before.verb, after.verb) == ("children.searched", "children.found")
    with keyring.opened():
        keyring.unlock(before.school, before.school, "AUDIT", 1)
        told = [json.loads(entry.details_text()) for entry in (before, after)]
    assert told == [
        {"query": "maya", "shown": []},
        {"query": "", "shown": [f"child:{children['maya'].pk}"]},
    ]


def test_directory_is_locked_without_a_look(teacher, school, children):
    with serving(teacher), pytest.raises(keyring.Locked):
        identities(school)


def test_list_is_by_year_form_and_name(teacher, children):
    with serving(teacher):
        listed = list_children(teacher, Child.objects.filter(year__in=[9, 10]))
        tell_found(teacher, listed)

    assert [child.label for child in listed] == [
        "Sam O'Neill · 9A · born 4 March 2013",
        "Mo al-Husseini · 9B · born 4 March 2013",
        "Maya Hussain · 9B · born 4 March 2013",
        "Zoë Brontë · 10C · born 4 March 2013",
        "Ann Marie Smyth · 10C · born 4 March 2013",
    ]


@pytest.mark.parametrize("most", [1, 30])
def test_search_asks_as_many_queries_for_one_child_as_for_thirty(teacher, school, most, django_assert_num_queries):
    for number in range(most):
        factories.child(school, f"Surname{number}", "Maya")

    names(teacher, "warming up: the school's log key is read once a process")

    with serving(teacher), django_assert_num_queries(8):
        assert len(find_children(teacher, "maya", limit=50)) == most


@given(st.text(max_size=40))
def test_folding_is_settled_after_once(text):
    assert spelling.fold(spelling.fold(text)) == spelling.fold(text)


@given(st.text(max_size=40))
def test_every_word_of_a_name_fits_itself_and_its_beginning(name):
    words = spelling.words_of(name)

    for piece in spelling.pieces(name):
        assert max(spelling.likeness(piece, word) for word in words) == spelling.SAME
        assert max(spelling.likeness(piece[:2], word) for word in words) >= spelling.STARTS


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=20), st.data())
def test_one_slip_is_forgiven(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))

    assert spelling.likeness(word[:place] + letter + word[place + 1 :], word) > 0
