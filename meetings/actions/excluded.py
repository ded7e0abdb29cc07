"""An agency that the family excluded is not invited, does not run a meeting, and receives nothing."""

from collections.abc import Mapping

from access.models import User
from access.reach import Guarded
from casework.actions.problem import Problem
from casework.models import CaseFile
from documents.actions import asks_about_recipients
from meetings.queries.inviting import Invitee
from meetings.queries.sharing import excluded_from, named_in
from people.models import Agency

NOT_INVITED = "The family did not agree to share with {}: it cannot be invited"
NOT_RUN = "The family did not agree to share with {}: nobody from there can run the meeting"
NOT_SENT = "The family has excluded {}: nothing about the child is shared with it"


def refuse_invitation(by: User, file: CaseFile, invitee: Invitee, *, field: str = "") -> None:
    """Asked for as an agency, as somebody who works for it, or in words."""
    agency = invitee.agency or (invitee.professional.agency if invitee.professional else None)
    if found := _excluded(by, file, agency, invitee.name, invitee.role, invitee.agency_name):
        raise Problem(NOT_INVITED.format(found.name), field=field or ("agencies" if invitee.agency else "others"))


def refuse_running(by: User, file: CaseFile, *, chair: str, minute_taker: str) -> None:
    for field, words in (("chair", chair), ("minute_taker", minute_taker)):
        if found := _excluded(by, file, None, words):
            raise Problem(NOT_RUN.format(found.name), field=field)


def refuse_recipient(by: User, file: CaseFile, agency: Agency | None, *words: str, field: str = "agency") -> None:
    if found := _excluded(by, file, agency, *words):
        raise Problem(NOT_SENT.format(found.name), field=field)


@asks_about_recipients
def refuse_disclosure(record: Guarded, by: User, recipient: Mapping[str, str]) -> None:
    """Whatever leaves about a file, by whichever page; those who work there are not looked for, only the agency."""
    found = named_in(record, recipient.values()) if isinstance(record, CaseFile) else None
    if found:
        raise Problem(NOT_SENT.format(found.name), field="agency")


def _excluded(by: User, file: CaseFile, agency: Agency | None, *words: str) -> Agency | None:
    if agency is not None and agency in excluded_from(file):
        return agency
    return named_in(file, words, by)
