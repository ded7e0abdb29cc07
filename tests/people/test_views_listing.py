"""Who gets the list of children, how is it filtered and searched, and how many queries does it ask?"""

import pytest

from access.roles import Role
from audit.models import Entry
from people.models import Child
from tests import factories

STAFF = [Role.DSL, Role.DEPUTY_DSL, Role.PASTORAL, Role.DESIGNATED_TEACHER, Role.TEACHER, Role.HEAD]


@pytest.fixture
def children(school):
    factories.child(factories.school("other", "Other School"), "Elsewhere", "Ellie")
    gone = factories.child(school, "Gone", "Gary")
    with factories.console_at(school):
        gone.status = Child.Status.LEFT
        gone.save()
    return [
        factories.child(school, "Brown", "Tyler", year=8, form="8C", born_on="2014-05-06"),
        factories.child(school, "Hussain", "Maya", year=9, form="9B"),
        factories.child(school, "Abbott", "Zara", year=9, form="9B"),
        factories.child(school, "Kowalska", "Anya", year=None, form=""),
    ]


def shown(answer):
    return [(child.name, child.form, child.who.born) for child in answer.context["children"]]


@pytest.mark.parametrize("role", STAFF)
def test_child_list_shows_every_member_of_staff_who_is_on_roll_by_form_and_name(client, school, children, role):
    client.force_login(factories.person(school, role, year=7 if role == Role.PASTORAL else None))

    answer = client.get("/children/")

    assert shown(answer) == [
        ("Tyler Brown", "8C", "6 May 2014"),
        ("Zara Abbott", "9B", "4 March 2013"),
        ("Maya Hussain", "9B", "4 March 2013"),
        ("Anya Kowalska", "", "4 March 2013"),
    ]
    assert b"1 to 4 of 4 children" in answer.content
    assert (b"Add a child" in answer.content) == (role in (Role.DSL, Role.DEPUTY_DSL))


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.TECHNICAL, Role.CHAIR])
def test_child_list_is_not_there_for_other_roles(client, school, children, role):
    client.force_login(factories.person(school, role))

    for answer in (client.get("/children/"), client.post("/children/", {"words": "brown"})):
        assert answer.status_code == 404
        assert b"Brown" not in answer.content
        assert b"8C" not in answer.content


def test_child_list_is_filtered_by_codes_in_the_address(client, teacher, children):
    client.force_login(teacher)

    assert [name for name, *_ in shown(client.get("/children/?year=8"))] == ["Tyler Brown"]
    assert [name for name, *_ in shown(client.get("/children/?form=9B"))] == ["Zara Abbott", "Maya Hussain"]
    assert shown(client.get("/children/?year=8&form=9B")) == []
    assert client.get("/children/?year=x").status_code == 422
    assert client.get("/children/?status=LEFT").context["children"] == client.get("/children/").context["children"]


def test_child_list_shows_leavers_to_a_lead_who_asks(client, lead, children):
    client.force_login(lead)

    assert [name for name, *_ in shown(client.get("/children/?status=LEFT"))] == ["Gary Gone"]


def test_child_list_search_takes_words_in_the_body_and_keeps_the_filter(client, teacher, children):
    client.force_login(teacher)

    answer = client.post("/children/?year=9", {"words": "zz"})
    assert answer.status_code == 200
    assert shown(answer) == []
    assert shown(client.post("/children/?year=9", {"words": "husein"}))[0][0] == "Maya Hussain"
    assert shown(client.post("/children/?year=8", {"words": "husein"})) == []
    assert b"Nobody found" in client.post("/children/", {"words": "gary"}).content
    assert b"Elsewhere" not in client.post("/children/", {"words": "ellie"}).content
    assert client.post("/children/", {"words": ""}).status_code == 422


def test_child_list_writes_what_was_asked_and_who_was_shown(client, teacher, children):
    client.force_login(teacher)
    client.get("/children/?year=9")

    verbs = list(
        Entry.objects.filter(actor=teacher, verb__startswith="child").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["children.listed", "children.found"]


@pytest.mark.parametrize("most", [1, 3, 60])
def test_child_list_asks_as_many_queries_for_one_child_as_for_many(
    client, school, teacher, most, django_assert_num_queries
):
    for number in range(most):
        factories.child(school, f"Surname{number:02}", "Maya", form="9B")
    client.force_login(teacher)
    client.get("/children/")

    with django_assert_num_queries(13):
        answer = client.get("/children/")

    assert len(answer.context["children"]) == min(most, 50)


def test_child_list_turns_pages_without_losing_or_repeating_a_child(client, school, teacher):
    for number in range(51):
        factories.child(school, f"Surname{number:02}", "Maya")
    client.force_login(teacher)

    first, second, beyond = (client.get(f"/children/?form=9B&page={page}") for page in (1, 2, 99))

    names = [name for answer in (first, second) for name, *_ in shown(answer)]
    assert names == [f"Maya Surname{number:02}" for number in range(51)]
    assert shown(beyond) == shown(second)
    assert b"?form=9B&amp;page=2" in first.content
    assert b"?form=9B&amp;page=1" in second.content


def test_child_list_asks_for_two_letters_where_one_was_typed(client, school, lead):
    factories.child(school)
    client.force_login(lead)

    answer = client.post("/children/", {"words": "m"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Enter two letters of a name, a form or a year") == 2
    assert ("Nobody found" in text, "Hussain" in text) == (False, False)
