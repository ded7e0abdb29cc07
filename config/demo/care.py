"""Who is, or was, looked after at Hillview School? Their status, who is around them, and what was agreed."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from access import gate
from access.roles import Audience, Can
from access.serving import serving
from casework.actions import agreed, files
from casework.models import CaseFile, StatusEpisode
from config.demo.hillview import Hillview
from people.actions.confiding import ContactFacts
from people.actions.family import ProfessionalFacts, add_contact, add_professional
from people.models import Child, Contact, Professional

AUTHORITY = "Northmoor"
SOCIAL_CARE = "Northmoor Children’s Services"
VIRTUAL_SCHOOL = "Northmoor Virtual School"
LOOKED_AFTER = 4  # the others were so before
SINCE = 75
"""For how many days; the last one for three."""
CARERS = ("Joy Hartley", "Ruth Mbeki", "Pam Sillitoe", "Dean Bright", "Ellen Crosby")
MOTHERS = ("Kelly", "Shanice", "Dorota", "Michelle", "Tracey")
AGREED = ("Ask for the child’s own views before the PEP review", "Send the PEP targets to the virtual school")


def bring_into_care(hillview: Hillview, child: Child, at: datetime) -> None:
    so_far = StatusEpisode.objects.filter(kind=StatusEpisode.Kind.LAC).count()
    kind = StatusEpisode.Kind.LAC if so_far < LOOKED_AFTER else StatusEpisode.Kind.PLAC
    in_care = kind == StatusEpisode.Kind.LAC
    if in_care:
        at = hillview.now - timedelta(days=3 if so_far == LOOKED_AFTER - 1 else SINCE - so_far)
    file = files.open_file(school=hillview.school, by=hillview.lead, child=child, at=at)
    files.start_episode(
        file=file,
        by=hillview.lead,
        at=at,
        kind=kind,
        started_on=timezone.localdate(at),
        authority=AUTHORITY if in_care else "",
        basis="Care order" if in_care else "",
    )


def note_care(hillview: Hillview) -> None:
    """What the designated teacher finds in her files."""
    with serving(hillview.lead):
        gate.look(hillview.lead, to=Can.FIND_CHILD, verb="children.listed")
        cared_for = CaseFile.objects.filter(child__looked_after=True).select_related("child")
        for number, file in enumerate(cared_for.order_by("opened_at", "pk")):
            is_in_care = StatusEpisode.objects.filter(file=file, kind=StatusEpisode.Kind.LAC).exists()
            _around(hillview, file.child, number, is_in_care=is_in_care)
            _agree(hillview, file, number)


def _around(hillview: Hillview, child: Child, number: int, *, is_in_care: bool) -> None:
    """Who is rung first, and in care a mother whose address the carers must not learn."""
    kinds, carer = Contact.Kind, CARERS[number % len(CARERS)]
    contacts = [
        ContactFacts(
            kinds.CARER if is_in_care else kinds.MOTHER,
            carer,
            f"07700 900{700 + number}",
            notes="Foster carer." if is_in_care else "Adoptive mother.",
            has_parental_responsibility=not is_in_care,
            lives_with_child=True,
        )
    ]
    if is_in_care:
        mother = f"{MOTHERS[number % len(MOTHERS)]} {child.who.surname}"
        contacts.append(
            ContactFacts(
                kinds.MOTHER,
                mother,
                f"07700 900{750 + number}",
                address="6 Linden Court, Northmoor",
                has_parental_responsibility=True,
                address_confidential=True,
                order=2,
            )
        )
    at = hillview.school_day(190)
    for facts in contacts:
        add_contact(child=child, by=hillview.lead, at=at, facts=facts, pk=uuid4())
    _professionals(hillview, child, at, is_in_care=is_in_care)


def _professionals(hillview: Hillview, child: Child, at: datetime, *, is_in_care: bool) -> None:
    roles = Professional.Role
    known = [(roles.VIRTUAL_SCHOOL, "Neil Abara", VIRTUAL_SCHOOL)]
    if is_in_care:
        known.append((roles.SOCIAL_WORKER, "Carol Webster", SOCIAL_CARE))
    for role, name, agency in known:
        facts = ProfessionalFacts(role, name, "01632 960115", agency=agency, audience=Audience.PASTORAL)
        add_professional(child=child, by=hillview.lead, at=at, facts=facts, pk=uuid4())


def _agree(hillview: Hillview, file: CaseFile, number: int) -> None:
    agreed.agree_action(
        file=file,
        by=hillview.lead,
        at=hillview.now,
        words=AGREED[number % len(AGREED)],
        owner=hillview.staff["designated"],
        due_on=hillview.today + timedelta(days=5 + 3 * number),
        audience=Audience.PASTORAL,
        pk=uuid4(),
    )
