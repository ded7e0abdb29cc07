"""Who gives and ends which role, who leads when one ends, and who is told?

A role is given and ended by the tables of access.roles, never by its holder; a school is never left without a
designated safeguarding lead who can sign in; and leads and head hear of every change among the roles that matter.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from access import policy
from access.models import Invitation, Membership, RoleChange, School, StaffSeen, User, not_over_on
from access.roles import ENDS, GIVES, SENIOR, TOLD_OF, Role
from access.rota import people_in
from audit.context import SYSTEM_ACTORS
from jobs import queue

TELL = "access.tell_role_changed"
LATELY = timedelta(days=14)


class NotYours(Exception):
    """Nobody changes their own account's roles, and each role gives and ends only those of the tables."""


class LastLead(Exception):
    """The school would be left without a designated safeguarding lead. The words are fit to show."""

    def __init__(self) -> None:
        super().__init__(
            "The school would have no designated safeguarding lead. "
            "Appoint another first: when they have signed in, this role can end."
        )


def roles_given_by(by: User) -> frozenset[Role]:
    """Somebody who may not read files may not make an account that can; the head appoints the leads."""
    return _held(by, GIVES)


def roles_ended_by(by: User) -> frozenset[Role]:
    return _held(by, ENDS)


def refuse_own(by: User, user: User) -> None:
    if by == user:
        raise NotYours("You cannot change your own access. Ask another safeguarding lead.")


def refuse_widening(by: User, role: Role) -> None:
    if role in roles_given_by(by):
        return
    raise NotYours(f"Only {_names(role, GIVES)} can give this role.")


def refuse_ending(by: User, membership: Membership) -> None:
    refuse_own(by, membership.user)
    role = Role(membership.role)
    if role not in roles_ended_by(by):
        raise NotYours(f"Only {_names(role, ENDS)} can end this role.")


def may_set_extension(by: User, user: User) -> bool:
    """A lead's and the head's is where staff ring about a child: theirs to say, not whoever looks after accounts."""
    if policy.standing(by).roles & (SENIOR | {Role.SYSTEM}):
        return True
    return not user.memberships.filter(not_over_on(timezone.localdate()), role__in=SENIOR).exists()


def refuse_last_lead(membership: Membership, last: date | None, at: datetime) -> None:
    """Whether on every day that this role would have covered somebody else leads. `last` None: it ends at once."""
    if membership.role != Role.DSL or not membership.user.is_active:
        return
    School.objects.select_for_update().get(pk=membership.school_id)  # two of them do not end each other's
    others = _others(membership, at)
    today = timezone.localdate(at)
    day = max(membership.starts_on, last + timedelta(days=1) if last else today)
    while membership.ends_on is None or day <= membership.ends_on:
        ends = [one.ends_on for one in others if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)]
        if not ends:
            raise LastLead
        if None in ends:
            return
        day = max(end for end in ends if end) + timedelta(days=1)


def to_be_told(school: School, at: datetime) -> list[User]:
    """The leads and the head of this moment: asked before the change, so that whoever loses a role hears of it."""
    return list(people_in(school, timezone.localdate(at), *SENIOR))


def tell(changed: Collection[Membership], what: RoleChange.What, *, by: User, at: datetime, told: list[User]) -> None:
    """Written down for the staff page, and one e-mail to each, in the act's own transaction."""
    noted = [one for one in changed if one.role in TOLD_OF]
    for one in noted:
        RoleChange.objects.create(school=one.school, membership=one, what=what, changed_at=at, changed_by=by)
    system = User.objects.get(pk=SYSTEM_ACTORS["jobs"]) if noted else None
    for person in told if noted else ():
        queue.put(TELL, ids={"person": person.pk}, due_at=at, by=system)


def changed_lately(school: School, at: datetime) -> QuerySet[RoleChange]:
    lately = RoleChange.objects.filter(school=school, changed_at__gt=at - LATELY)
    return lately.select_related("membership__user", "membership__team", "changed_by").order_by("-changed_at", "pk")


def invited_lately(school: School, at: datetime) -> list[Invitation]:
    """The first invitation of each account that is new here, the newest first."""
    found = _invitations(school, at).select_related("user", "invited_by").order_by("invited_at", "pk")
    first: dict[object, Invitation] = {}
    for one in found:
        first.setdefault(one.user_id, one)
    return list(first.values())[::-1]


def unseen_accounts(user: User, school: School, at: datetime) -> int:
    """How many accounts others made since this person last opened the staff page."""
    seen = StaffSeen.objects.filter(user=user, school=school, seen_at__gte=OuterRef("invited_at"))
    found = _invitations(school, at).exclude(user=user).exclude(invited_by=user).exclude(Exists(seen))
    return found.values("user").distinct().count()


def note_seen(user: User, school: School, at: datetime) -> None:
    StaffSeen.objects.update_or_create(user=user, school=school, defaults={"seen_at": at})


def _invitations(school: School, at: datetime) -> QuerySet[Invitation]:
    earlier = Invitation.objects.filter(user=OuterRef("user"), invited_at__lte=at - LATELY)
    return Invitation.objects.filter(~Exists(earlier), school=school, invited_at__gt=at - LATELY)


def _others(membership: Membership, at: datetime) -> list[Membership]:
    """The other roles of a lead that hold now or later, of people who can sign in."""
    here = Membership.objects.filter(not_over_on(timezone.localdate(at)), school=membership.school_id, role=Role.DSL)
    return list(here.filter(user__is_active=True).exclude(pk=membership.pk))


def _held(by: User, table: Mapping[Role, frozenset[Role]]) -> frozenset[Role]:
    return frozenset().union(*(table.get(role, frozenset()) for role in policy.standing(by).roles))


def _names(role: Role, table: Mapping[Role, frozenset[Role]]) -> str:
    """ "a designated safeguarding lead or the head", for a role that nobody else gives or ends."""
    who = {holder for holder, roles in table.items() if role in roles}
    if Role.DEPUTY_DSL in who:
        return "a safeguarding lead"
    return "a designated safeguarding lead or the head" if Role.HEAD in who else "a designated safeguarding lead"
