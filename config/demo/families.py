"""Who is at home with Maya and with the other children who have a file? Adults, numbers, and who must not be rung."""

from uuid import uuid4

from access import gate
from access.roles import Audience, Can
from access.serving import serving
from casework.models import CaseFile
from config.demo.hillview import Hillview
from people.actions.confiding import ContactFacts
from people.actions.family import ProfessionalFacts, add_contact, add_professional
from people.models import Child, Contact, Professional

SURGERY = "Northmoor School Nursing Team"
SOCIAL_CARE = "Northmoor Children’s Services"
FAMILIES = 25  # children with a file beside Maya whose family is known
MOTHERS = ("Anna", "Farah", "Joanne", "Krystyna", "Marcia", "Nadia", "Sunita")
FATHERS = ("Ade", "Darren", "Imran", "Lee", "Pawel", "Rohan", "Steve")


def note_families(hillview: Hillview, maya: Child) -> None:
    with serving(hillview.lead):
        gate.look(hillview.lead, to=Can.FIND_CHILD, verb="children.listed")
        _around_maya(hillview, maya)
        others = CaseFile.objects.exclude(child=maya).exclude(child__looked_after=True).select_related("child")
        for number, file in enumerate(others.order_by("opened_at", "pk")[:FAMILIES]):
            _parents(hillview, file.child, number)


def _around_maya(hillview: Hillview, maya: Child) -> None:
    kinds, roles = Contact.Kind, Professional.Role
    surname = maya.who.surname
    for facts in (
        ContactFacts(
            kinds.MOTHER, f"Samina {surname}", "07700 900214", has_parental_responsibility=True, lives_with_child=True
        ),
        ContactFacts(
            kinds.FATHER,
            f"Tariq {surname}",
            "07700 900377",
            notes="No contact with Maya except as the family court has ordered. He may not collect her.",
            court_order="Child arrangements order, Northmoor Family Court",
            has_parental_responsibility=True,
            contact_restricted=True,
            order=2,
        ),
        ContactFacts(kinds.GRANDPARENT, "Rehana Aziz", "07700 900458", has_parental_responsibility=False, order=3),
    ):
        _contact(hillview, maya, facts)
    for person in (
        ProfessionalFacts(roles.SOCIAL_WORKER, "Carol Webster", "01632 960112", agency=SOCIAL_CARE),
        ProfessionalFacts(roles.SCHOOL_NURSE, "Bev Lane", "01632 960140", agency=SURGERY, audience=Audience.PASTORAL),
    ):
        add_professional(child=maya, by=hillview.lead, at=hillview.school_day(190), facts=person, pk=uuid4())


def _parents(hillview: Hillview, child: Child, number: int) -> None:
    """Everybody has one parent on record, every second child two."""
    surname, kinds = child.who.surname, Contact.Kind
    mother = f"{MOTHERS[number % len(MOTHERS)]} {surname}"
    phone = f"07700 900{500 + 2 * number}"
    _contact(
        hillview,
        child,
        ContactFacts(kinds.MOTHER, mother, phone, has_parental_responsibility=True, lives_with_child=True),
    )
    if number % 2:
        father = f"{FATHERS[number % len(FATHERS)]} {surname}"
        phone = f"07700 900{501 + 2 * number}"
        _contact(hillview, child, ContactFacts(kinds.FATHER, father, phone, has_parental_responsibility=True, order=2))


def _contact(hillview: Hillview, child: Child, facts: ContactFacts) -> None:
    add_contact(child=child, by=hillview.lead, at=hillview.school_day(190), facts=facts, pk=uuid4())
