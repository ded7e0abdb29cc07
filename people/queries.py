"""What is read about children and their families, always within reach?

Two readers must be told apart. Whoever never sees what is confidential is told that there is more, and whom to ask.
A safeguarding lead who is kept out of one child's records is told nothing of it: for her that child has none.
"""

from dataclasses import dataclass
from uuid import UUID

from access import policy
from access.models import School, User
from access.policy import Clearance
from access.roles import LEADS, Audience
from people.models import Child, Contact, ContactRecord, Professional

ASK = "Ask a safeguarding lead"
NOTHING = "None recorded that you can see"


@dataclass(frozen=True)
class Family:
    """Those around a child whom one person may know of: contacts in the order of calling, and professionals.

    `asks`: she is told that there may be more than she can see. `others` are known to the safeguarding leads alone.
    """

    contacts: list[Contact]
    professionals: list[Professional]
    asks: bool = False
    others: int = 0

    @property
    def unknown(self) -> str:
        """In place of what is not there for this person, whether or not it is recorded."""
        return ASK if self.asks else NOTHING

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
    rows = Contact.objects.filter(child=child, ended_at__isnull=True)
    every = list(rows.order_by("order", "contact_restricted", "kind", "pk"))
    parts = {row.part_of_id: row for row in every if row.part_of_id}
    whole = [row for row in every if not row.part_of_id]
    contacts = [row for row in whole if row.audience in audiences]
    asks = _asks(user, opened)
    for contact in contacts:
        _part(contact, parts.get(contact.pk), opened, asks=asks)
    professionals = Professional.objects.filter(child=child, ended_at__isnull=True, audience__in=audiences)
    return Family(
        contacts,
        list(professionals.select_related("agency").order_by("role", "pk")),
        asks=asks,
        others=len(whole) - len(contacts) if asks and opened else 0,
    )


def with_its_part(user: User, contact: Contact) -> Contact:
    """One contact with what is confidential about it, as far as this person may know."""
    opened = policy.clearance(user, Child, contact.child_id)
    part = Contact.objects.filter(part_of=contact, ended_at__isnull=True).first()
    _part(contact, part, opened, asks=_asks(user, opened))
    return contact


def confides(user: User, child: UUID) -> bool:
    """Whether this person's forms ask for what is for the safeguarding team alone: of a lead always, by role first."""
    return bool(policy.standing(user).roles & LEADS) or _confided(policy.clearance(user, Child, child))


def _asks(user: User, opened: Clearance) -> bool:
    """By role first: what a lead is told must not depend on whether she is kept out of this child's records."""
    return not (policy.standing(user).roles & LEADS) and not _confided(opened)


def _confided(opened: Clearance) -> bool:
    return opened.covers(Audience.SAFEGUARDING, ContactRecord.section)


def _part(contact: Contact, part: Contact | None, opened: Clearance, *, asks: bool) -> None:
    """What this person reads of the part: all of it, that it is withheld, or no sign of it."""
    if part is None:
        return
    if _confided(opened):
        contact.confidential = part
    elif asks:  # that there are words can be told without opening them
        named = [name for name in Contact.BOXES if getattr(part, name)]
        contact.withheld = frozenset([*named, *(["address"] if part.address_confidential else [])])


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
