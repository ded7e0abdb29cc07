"""Which records of this app do clocks hang on, and who may know of those?

A meeting, an assessment and a PEP: whoever may read it. The status that a child is looked after: whoever may read
that, and the designated teacher who keeps the child's PEPs.
"""

from typing import Any

from django.db.models import QuerySet

from access import policy
from access.models import User
from access.roles import Can, Role
from casework.models import CaseFile, StatusEpisode
from casework.queries.due import Source, register
from meetings.models import Assessment, Meeting, Pep


def kept_by(user: User, care: QuerySet[Any]) -> QuerySet[Any]:
    """Those on whose files this person keeps PEPs: two queries more, and only for a designated teacher."""
    if Role.DESIGNATED_TEACHER not in policy.standing(user).roles:
        return care.none()
    within = policy.visible(user, CaseFile.objects.filter(pk__in=care.values("file"))).values_list("pk", flat=True)
    cleared = policy.clearances(user, CaseFile, list(within))
    return care.filter(file__in=[pk for pk, opened in cleared.items() if policy.allows(user, Can.KEEP_PEP, opened)])


register(Source(Meeting, "meetings:meeting_read"))
register(Source(Assessment, "meetings:assessment_read"))
register(Source(Pep, "meetings:pep_read"))
register(Source(StatusEpisode, "meetings:pep_list", by_file=True, kind=StatusEpisode.Kind.LAC, also=kept_by))
