"""Who leads on safeguarding today, how are they reached, and who works here from when?"""

import hashlib
from datetime import date

from django.db.models import QuerySet

from access.models import DutyLead, Membership, School, User, held_on
from access.roles import LEADS, Role


def leads_today(school: School, on: date) -> list[User]:
    """Today's leads in the rota's order; with nobody on the rota, the head; with no head, every lead. Never stale."""
    leads = people_in(school, on, *LEADS)
    rota = DutyLead.objects.filter(school=school, weekday=on.weekday(), user__in=leads).select_related("user")
    on_duty = [duty.user for duty in rota.order_by("order")]
    return on_duty or heads(school, on) or list(leads)


def duties(school: School) -> dict[tuple[int, int], str]:
    """Whose key stands where on the rota: by weekday and order, whether or not they still lead."""
    found = DutyLead.objects.filter(school=school).order_by("weekday", "order")
    return {(one.weekday, one.order): str(one.user_id) for one in found}


def version(school: School) -> str:
    """What the rota says now, in short: another rota has another."""
    return hashlib.sha256(repr(sorted(duties(school).items())).encode()).hexdigest()[:16]


def heads(school: School, on: date) -> list[User]:
    """Named as such wherever they stand for a lead."""
    found = list(people_in(school, on, Role.HEAD))
    for head in found:
        head.leads_as = "head"
    return found


def leads_to_tell(school: School, on: date) -> list[User]:
    """Everybody who can have been told in person: today's first, as the pages name them, then every other lead."""
    first = leads_today(school, on)
    return [*first, *(lead for lead in people_in(school, on, *LEADS) if lead not in first)]


def first_day(user: User, after: date) -> Membership | None:
    """What somebody who holds nothing yet will begin with."""
    coming = Membership.objects.filter(user=user, starts_on__gt=after, ended_at__isnull=True)
    return coming.select_related("school").order_by("starts_on", "pk").first()


def people_in(school: School, on: date, *roles: Role) -> QuerySet[User]:
    """The active people who hold one of these roles at this school on this day, by name."""
    return User.objects.filter(
        pk__in=current_memberships(school, on).filter(role__in=roles).values("user"), is_active=True
    ).order_by("name", "pk")


def current_memberships(school: School, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(held_on(on), school=school)
