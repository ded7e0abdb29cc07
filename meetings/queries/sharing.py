"""May something about this child be shared with this agency, as far as the family's agreement goes?

An agency is known by its record, by its name in whatever is typed, by the domain of an e-mail address, and by those
who work for it around this child.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from uuid import UUID

from access import policy
from access.models import User
from casework.models import CaseFile, StatusEpisode
from meetings.models import FamilyAgreement, Meeting
from meetings.sheets import SHEETS
from meetings.states import MeetingState
from people.models import Agency, Child, Professional

EMAIL = re.compile(r"[\w.+'-]{1,64}@([\w.-]{1,255})")
EMPTY = frozenset({"the", "a", "of", "for", "and", "at", "ltd", "limited", "plc", "llp", "cic"})
"""Words that stand in a name and say nothing about whose it is."""
SHARED_DOMAINS = frozenset(
    ["gmail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "yahoo.com", "yahoo.co.uk", "icloud.com"]
    + ["nhs.net", "cjsm.net", "gov.uk"]
)
"""Domains that many have: only a whole address in one of them names anybody."""
PROTECTED = frozenset({"SECTION_47", "CP", "LAC"})
"""Statuses under which the law, and not the family's agreement, says with whom is shared."""
FOR_SOCIAL_CARE = "SOCIAL_CARE"
"""What the export for children's social care is for, where a kind of meeting is asked for."""
SHORTEST_RUN = 6
"""Of how many letters a name has to be, to be found without its gaps."""


def agreement_on(file: CaseFile) -> FamilyAgreement | None:
    """The latest agreement, withdrawn or not: what a family excluded stays excluded when it withdraws."""
    return FamilyAgreement.objects.filter(file=file).order_by("-agreed_on", "-recorded_at", "pk").first()


def binds(by: User, file: CaseFile, kind: str = "") -> bool:
    """Whether what the family excluded is kept to, in a meeting of this kind or in what is sent for it.

    It is kept to in early help. Keeping a child safe does not need the family's agreement: a statutory meeting, the
    export for children's social care, and anything while an enquiry, a protection plan or care stands, or once it was
    decided to refer. A status that this person may not see changes nothing for her: else she would learn of it here.
    """
    if kind == FOR_SOCIAL_CARE or (kind in SHEETS and SHEETS[kind].statutory):
        return False
    latest = agreement_on(file)
    if latest is not None and latest.risk == FamilyAgreement.Risk.REFER:
        return False
    standing = StatusEpisode.objects.filter(file=file, kind__in=PROTECTED, ended_on__isnull=True)
    return not policy.visible(by, standing).exists()


def excluded_from(by: User, file: CaseFile, kind: str = "") -> list[Agency]:
    """With which agencies nothing is shared, for a meeting of this kind."""
    return _refused(file) if binds(by, file, kind) else []


def unbound(by: User, file: CaseFile, kind: str = "") -> list[Agency]:
    """Which agencies the family excluded in early help that may be shared with all the same: the page says so."""
    return [] if binds(by, file, kind) else _refused(file)


def kind_of(meeting: Meeting | None) -> str:
    """What something is prepared for, as `binds` asks; a meeting that was cancelled opens nothing."""
    return meeting.kind if meeting is not None and meeting.state != MeetingState.CANCELLED else ""


def named_in(
    by: User, file: CaseFile, texts: Iterable[str], kind: str = "", *, with_people: bool = True
) -> Agency | None:
    """The excluded agency that one of these texts names, or whose people do that this person may know of.

    For the people the gate must have opened the child's contacts for her.
    """
    excluded, texts = excluded_from(by, file, kind), [text for text in texts if text.strip()]
    if not excluded or not texts:
        return None
    people = list(_people(by, file, [agency.pk for agency in excluded])) if with_people else []
    for agency in excluded:
        theirs = [one for one in people if one.agency_id == agency.pk]
        if any(_names(text, agency, theirs) for text in texts):
            return agency
    return None


def _refused(file: CaseFile) -> list[Agency]:
    latest = agreement_on(file)
    if latest is None or not latest.excluded:
        return []
    return list(Agency.objects.filter(pk__in=latest.excluded).order_by("name"))


def _people(by: User, file: CaseFile, agencies: list[UUID]) -> Iterator[Professional]:
    opened = policy.clearance(by, Child, file.child_id)
    audiences = [audience for audience in opened if opened.covers(audience, Professional.section)]
    yield from Professional.objects.filter(child=file.child_id, agency__in=agencies, audience__in=audiences)


def _names(text: str, agency: Agency, people: Iterable[Professional]) -> bool:
    return _holds(text, agency.name) or any(_holds_person(text, one) for one in people)


def _holds(text: str, name: str) -> bool:
    """The words of a name in a row, or run together as in "northmoor-housing.example"."""
    wanted, said = _words(name), _words(text)
    if not wanted:
        return False
    run = "".join(wanted)
    in_row = f" {' '.join(wanted)} " in f" {' '.join(said)} "
    return in_row or (len(run) >= SHORTEST_RUN and run in "".join(said))


def _holds_person(text: str, one: Professional) -> bool:
    name, email = _words(one.name.text), one.email.text.casefold().strip()
    if len(name) > 1 and f" {' '.join(name)} " in f" {' '.join(_words(text))} ":
        return True
    if not email:
        return False
    domain = email.rpartition("@")[2]
    domains = {found.casefold() for found in EMAIL.findall(text)}
    return email in text.casefold() or (domain in domains and domain not in SHARED_DOMAINS)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    letters = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return [word for word in letters.split() if word not in EMPTY]
