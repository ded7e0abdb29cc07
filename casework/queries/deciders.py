"""Who can decide about a concern, and who must be told of it? Asked of the policy, one person at a time."""

from datetime import date

from access import policy
from access.models import User
from access.roles import LEADS, Audience, Can, Role
from access.rota import people_in
from casework.models import Concern

ABOVE = (Role.HEAD, Role.CHAIR)
"""Who is told next, in this order, when nobody below may see a concern or has looked at it."""


def deciders(concern: Concern, on: date) -> list[User]:
    """The leads within whose reach it is: never one whom it names, nor one walled off from the child."""
    leads = people_in(concern.school, on, *LEADS)
    return [lead for lead in leads if policy.can(lead, Can.TRIAGE_CONCERN, concern)]


def covering(concern: Concern, on: date) -> list[User]:
    """The head, or else the chair, to whom it was given since no lead may see it."""
    above = people_in(concern.school, on, *ABOVE)
    return [person for person in above if Audience.SAFEGUARDING in policy.clearance(person, Concern, concern.pk)]


def next_above(concern: Concern, on: date) -> list[User]:
    """The head; the chair when the concern names the head or a wall stands; nobody whom it names, ever."""
    for role in ABOVE:
        free = [person for person in people_in(concern.school, on, role) if not is_walled(person, concern)]
        if free:
            return free
    return []


def is_walled(user: User, concern: Concern) -> bool:
    return bool(policy.walls(user) & {concern.pk, concern.child_id})
