"""Which targets does somebody find on the page of their work?"""

from django.urls import reverse

from access import gate
from access.models import User
from access.roles import Can, Section
from casework.queries.errands import Errand, Errands, register
from meetings.queries.peps import targets_to_help_with


@register
def targets(user: User) -> Errands:
    """Those that name this person, by subject: no word of where they come from."""
    found = targets_to_help_with(user)
    gate.unlock_shown(user, found, to=Can.READ_TARGET, verb="targets.listed", sections=Section.PLAN)
    lines = [
        Errand(
            who=one.child.who.name,
            form=one.child.form,
            what=one.subject.text,
            due_on=one.due_on,
            href=reverse("meetings:pep_target_read", args=[one.pk]),
        )
        for one in found
    ]
    return Errands("Targets to help with", lines)
