"""Which agreements and assessments are there on a file, and when is the family's team to meet?"""

from datetime import date

from access import policy
from access.models import User
from casework.models import CaseFile
from clocks.queries import running
from meetings.models import Assessment, FamilyAgreement
from people.models import Agency


def agreements_on(user: User, file: CaseFile) -> list[tuple[FamilyAgreement, list[str], list[str]]]:
    """The newest first, each with the names of the agencies that it agrees to, and of those that it excludes."""
    every = policy.visible(user, FamilyAgreement.objects.filter(file=file)).select_related("risk_decided_by")
    names = {str(one.pk): one.name for one in Agency.objects.filter(school=file.school_id)}
    ordered = every.order_by("-agreed_on", "-recorded_at", "pk")

    def named(codes: list[str]) -> list[str]:
        return sorted(names[code] for code in codes if code in names)

    return [(one, named(one.scope), named(one.excluded)) for one in ordered]


def assessments_on(user: User, file: CaseFile) -> list[Assessment]:
    every = policy.visible(user, Assessment.objects.filter(file=file))
    return list(every.order_by("-started_on", "-recorded_at", "pk"))


def team_meets_by(assessment: Assessment) -> date | None:
    """The day on which the team around the family is to meet: a school day, by the school's calendar."""
    clock = running([assessment.pk]).filter(code="C11.1").first()
    return clock.due_on if clock else None
