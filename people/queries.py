"""What is read about children and their families, always within reach?"""

from dataclasses import dataclass

from access import policy
from access.models import School, User
from people.models import Child, Contact, ContactRecord, Professional


@dataclass(frozen=True)
class Family:
    """Those around a child whom one person may know of: contacts in the order of calling, and professionals."""

    contacts: list[Contact]
    professionals: list[Professional]

    @property
    def holders(self) -> list[Contact]:
        """Who holds parental responsibility."""
        return [contact for contact in self.contacts if contact.has_parental_responsibility]

    @property
    def not_to_contact(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.contact_restricted]

    @property
    def at_home(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.lives_with_child]

    @property
    def social_workers(self) -> list[Professional]:
        return [one for one in self.professionals if one.role == Professional.Role.SOCIAL_WORKER]

    @property
    def has_siblings(self) -> bool:
        return any(contact.kind == Contact.Kind.SIBLING for contact in self.contacts)


def family_of(user: User, child: Child) -> Family:
    """Everybody around the child now, as far as this person reaches.

    The words open once the gate has opened the child's scope, by fetching the child or showing it along.
    """
    opened = policy.clearance(user, Child, child.pk)
    audiences = [audience for audience in opened if opened.covers(audience, ContactRecord.section)]
    contacts = Contact.objects.filter(child=child, ended_at__isnull=True, audience__in=audiences)
    professionals = Professional.objects.filter(child=child, ended_at__isnull=True, audience__in=audiences)
    return Family(
        list(contacts.order_by("order", "contact_restricted", "kind", "pk")),
        list(professionals.select_related("agency").order_by("role", "pk")),
    )


def name_of(child: Child) -> str:
    """What the child is called. Raises Locked unless the gate opened the directory."""
    return child.who.name


def groups_of(school: School) -> tuple[list[int], list[str]]:
    """The years and the forms that have children on roll: codes, not names."""
    pairs = Child.objects.filter(school=school, status=Child.Status.ON_ROLL).values_list("year", "form").distinct()
    known = list(pairs)
    years = sorted({year for year, _ in known if year is not None})
    forms = sorted({form for _, form in known if form}, key=_natural)
    return years, forms


def _natural(form: str) -> tuple[int, str]:
    """7A before 10A, and forms with a name after those with a number."""
    figures = "".join(letter for letter in form[:2] if letter.isdigit())
    return int(figures) if figures else 99, form.casefold()
