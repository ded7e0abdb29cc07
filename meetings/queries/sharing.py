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
from casework.models import CaseFile
from meetings.models import FamilyAgreement
from people.models import Agency, Child, Professional

EMAIL = re.compile(r"[\w.+'-]{1,64}@([\w.-]{1,255})")
EMPTY = frozenset({"the", "a", "of", "for", "and", "at", "ltd", "limited", "plc", "llp", "cic"})
"""Words that stand in a name and say nothing about whose it is."""
SHARED_DOMAINS = frozenset(
    ["gmail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "yahoo.com", "yahoo.co.uk", "icloud.com"]
    + ["nhs.net", "cjsm.net", "gov.uk"]
)
"""Domains that many have: only a whole address in one of them names anybody."""
SHORTEST_RUN = 6
"""Of how many letters a name has to be, to be found without its gaps."""


def may_share_with(file: CaseFile, agency: Agency | str) -> bool:
    """Whether the family's latest agreement does not exclude this agency, given as a record or as it was typed.

    Asked before anybody is invited, and before anything is put in what is sent. What the law has shared without
    agreement is no invitation and no sharing of the school's own: it is recorded as what happened.
    """
    if isinstance(agency, Agency):
        return agency not in excluded_from(file)
    return named_in(file, [agency]) is None


def agreement_on(file: CaseFile) -> FamilyAgreement | None:
    """The latest agreement, withdrawn or not: what a family excluded stays excluded when it withdraws."""
    return FamilyAgreement.objects.filter(file=file).order_by("-agreed_on", "-recorded_at", "pk").first()


def excluded_from(file: CaseFile) -> list[Agency]:
    latest = agreement_on(file)
    if latest is None or not latest.excluded:
        return []
    return list(Agency.objects.filter(pk__in=latest.excluded).order_by("name"))


def named_in(file: CaseFile, texts: Iterable[str], by: User | None = None) -> Agency | None:
    """The excluded agency that one of these texts names. `by`: whoever asks, for the people whom she may know of.

    The gate must have opened the child's contacts for her.
    """
    excluded, texts = excluded_from(file), [text for text in texts if text.strip()]
    if not excluded or not texts:
        return None
    people = list(_people(by, file, [agency.pk for agency in excluded])) if by else []
    for agency in excluded:
        theirs = [one for one in people if one.agency_id == agency.pk]
        if any(_names(text, agency, theirs) for text in texts):
            return agency
    return None


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
