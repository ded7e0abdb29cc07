"""Who can be asked to a meeting about this child, as far as a person knows them and the family agreed?"""

from dataclasses import dataclass
from datetime import datetime

from access import policy
from access.history import who_could_see
from access.models import Membership, User
from access.namesakes import told_apart
from access.roles import Audience, Can, Section
from casework.models import CaseFile
from meetings.models import Attendance
from meetings.queries.sharing import excluded_from
from people.models import Agency, Professional
from people.queries import family_of


@dataclass(frozen=True)
class Invitee:
    """Somebody who is asked to a meeting, or came to it."""

    capacity: str
    name: str
    role: str = ""
    agency_name: str = ""
    user: User | None = None
    professional: Professional | None = None
    agency: Agency | None = None


def agencies_to_ask(by: User, file: CaseFile, kind: str = "") -> tuple[list[Agency], list[Agency]]:
    """The school's agencies: those that can be asked to a meeting of this kind, and those that the family excluded."""
    excluded = excluded_from(by, file, kind)
    every = Agency.objects.filter(school=file.school_id).order_by("name")
    return [one for one in every if one not in excluded], excluded


def people_to_ask(user: User, file: CaseFile, at: datetime, kind: str = "") -> dict[str, tuple[str, Invitee]]:
    """The child, the family, the professionals and the staff around this file, as far as this person knows them."""
    capacity, child = Attendance.Capacity, file.child
    offered = {"child": (f"{child.who.name}, the child", Invitee(capacity.CHILD, child.who.name))}
    if policy.can(user, Can.READ_CONTACTS, child):
        family = family_of(user, child)
        for contact in family.contacts:
            told = Invitee(capacity.FAMILY, contact.name.text, role=contact.get_kind_display())
            warning = " – contact restricted" if contact.contact_restricted else ""
            offered[f"contact-{contact.pk}"] = (f"{told.name}, {told.role.lower()}{warning}", told)
        excluded = {agency.pk for agency in excluded_from(user, file, kind)}
        for one in family.professionals:
            if one.agency_id in excluded:
                continue
            name = one.agency.name if one.agency else ""
            told = Invitee(capacity.AGENCY, one.name.text, one.get_role_display(), name, None, one, one.agency)
            offered[f"professional-{one.pk}"] = (", ".join(filter(None, (told.name, told.role, name))), told)
    staff = colleagues(user, file, at, Section.MEETINGS)
    for colleague, (key, label) in zip(staff, told_apart(staff), strict=True):
        offered[f"user-{key}"] = (label, Invitee(capacity.STAFF, colleague.called, user=colleague))
    return offered


def colleagues(
    user: User, file: CaseFile, at: datetime, section: Section, audience: Audience = Audience.TEACHING
) -> list[User]:
    """Those who may read this part of the file; to whoever may not know who sees it, those of her own teams."""
    seeing = [sight for sight in who_could_see(file, at) if audience in sight.audience.within]
    readers = {sight.user.pk: sight.user for sight in seeing if sight.sections & section}
    if not policy.can(user, Can.SEE_REACH, file):
        mates = set(Membership.objects.filter(team__in=policy.standing(user).teams).values_list("user", flat=True))
        readers = {pk: one for pk, one in readers.items() if pk in mates or pk == user.pk}
    return sorted((one for one in readers.values() if one.is_active), key=lambda one: one.name)
