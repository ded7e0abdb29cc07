"""An agency that the family excluded is not invited, does not run a meeting, and receives nothing, in early help."""

from collections.abc import Mapping
from typing import Any

from access.models import User
from access.reach import Guarded
from casework.actions.problem import Problem
from casework.models import CaseFile
from documents.actions import asks_about_recipients
from meetings.models import Meeting, Pack
from meetings.queries.inviting import Invitee
from meetings.queries.sharing import FOR_SOCIAL_CARE, excluded_from, kind_of, named_in
from people.models import Agency

NOT_INVITED = "The family did not agree to share with {}: it cannot be invited"
NOT_RUN = "The family did not agree to share with {}: nobody from there can run the meeting"
NOT_SENT = "The family has excluded {}: nothing about the child is shared with it"


def refuse_invitation(by: User, file: CaseFile, invitee: Invitee, kind: str, *, field: str = "") -> None:
    """Asked for as an agency, as somebody who works for it, or in words."""
    agency = invitee.agency or (invitee.professional.agency if invitee.professional else None)
    if found := _excluded(by, file, kind, agency, invitee.name, invitee.role, invitee.agency_name):
        raise Problem(NOT_INVITED.format(found.name), field=field or ("agencies" if invitee.agency else "others"))


def refuse_running(by: User, file: CaseFile, kind: str, *, chair: str, minute_taker: str) -> None:
    for field, words in (("chair", chair), ("minute_taker", minute_taker)):
        if found := _excluded(by, file, kind, None, words):
            raise Problem(NOT_RUN.format(found.name), field=field)


def refuse_recipient(
    by: User, file: CaseFile, agency: Agency | None, *words: str, meeting: Meeting | None = None
) -> None:
    """`meeting`: the one that it is prepared for."""
    if found := _excluded(by, file, kind_of(meeting), agency, *words):
        raise Problem(NOT_SENT.format(found.name), field="agency")


@asks_about_recipients
def refuse_disclosure(record: Guarded, by: User, recipient: Mapping[str, str], contents: Mapping[str, Any]) -> None:
    """Whatever leaves about a file, by whichever page; those who work there are not looked for, only the agency."""
    if not isinstance(record, CaseFile):
        return
    if found := named_in(by, record, recipient.values(), _leaves_for(contents), with_people=False):
        raise Problem(NOT_SENT.format(found.name), field="agency")


def _leaves_for(contents: Mapping[str, Any]) -> str:
    """For which kind of meeting something leaves, by what the register is told of it."""
    if "authority" in contents and "shape" in contents:
        return FOR_SOCIAL_CARE
    pack = Pack.objects.select_related("meeting").filter(pk=contents["pack"]).first() if "pack" in contents else None
    return kind_of(pack.meeting) if pack else ""


def _excluded(by: User, file: CaseFile, kind: str, agency: Agency | None, *words: str) -> Agency | None:
    if agency is not None and agency in excluded_from(by, file, kind):
        return agency
    return named_in(by, file, words, kind)
