"""Who leads on safeguarding today, and how are they reached?"""

from datetime import date

from django.db.models import Q, QuerySet

from access.models import DutyLead, Membership, School, User
from access.roles import LEADS, Role


def leads_today(school: School, on: date) -> list[User]:
    """Today's leads in the rota's order; with nobody on the rota, the head; with no head, every lead. Never stale."""
    leads = people_in(school, on, *LEADS)
    rota = DutyLead.objects.filter(school=school, weekday=on.weekday(), user__in=leads).select_related("user")
    on_duty = [duty.user for duty in rota.order_by("order")]
    return on_duty or list(people_in(school, on, Role.HEAD)) or list(leads)


def people_in(school: School, on: date, *roles: Role) -> QuerySet[User]:
    """The active people who hold one of these roles at this school on this day, by name."""
    return User.objects.filter(
        pk__in=current_memberships(school, on).filter(role__in=roles).values("user"), is_active=True
    ).order_by("name", "pk")


def current_memberships(school: School, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), school=school, starts_on__lte=on)
