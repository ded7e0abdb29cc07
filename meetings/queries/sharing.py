"""May something about this child be shared with this agency, as far as the family's agreement goes?"""

from casework.models import CaseFile
from meetings.models import FamilyAgreement
from people.models import Agency


def may_share_with(file: CaseFile, agency: Agency | str) -> bool:
    """Whether the family's latest agreement does not exclude this agency, given as a record or by its name.

    Asked before anybody is invited, and before anything is put in what is sent. What the law has shared without
    agreement is no invitation and no sharing of the school's own: it is recorded as what happened.
    """
    latest = agreement_on(file)
    if latest is None or not latest.excluded:
        return True
    if isinstance(agency, Agency):
        return str(agency.pk) not in latest.excluded
    names = Agency.objects.filter(pk__in=latest.excluded).values_list("name", flat=True)
    return _plain(agency) not in {_plain(name) for name in names}


def agreement_on(file: CaseFile) -> FamilyAgreement | None:
    """The latest agreement, withdrawn or not: what a family excluded stays excluded when it withdraws."""
    return FamilyAgreement.objects.filter(file=file).order_by("-agreed_on", "-recorded_at", "pk").first()


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
