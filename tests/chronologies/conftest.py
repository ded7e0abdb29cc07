"""A file with something on it for every audience, so that there is always something to leak."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from access.models import School, User
from access.roles import Audience, Section
from access.serving import serving
from casework.actions.triage import Verdict, decide_concern
from casework.models import CaseFile, Concern
from chronologies.models import Event
from tests import factories

Browser = Callable[[User], Client]
PASTORAL_WORDS = "came in without a coat"
SAFEGUARDING_WORDS = "strategy discussion canary"
LEGAL_WORDS = "care proceedings canary"
CONCERN_WORDS = "bruise on the arm canary"
RATIONALE = "two marks in a week canary"
HIDDEN = (SAFEGUARDING_WORDS, LEGAL_WORDS, CONCERN_WORDS, RATIONALE)


@dataclass
class Filed:
    file: CaseFile
    pastoral: Event
    safeguarding: Event
    legal: Event
    concern: Concern

    @property
    def address(self) -> str:
        return f"/files/{self.file.pk}/chronology/"


@pytest.fixture
def filed(school: School, lead: User, teacher: User) -> Filed:
    child = factories.child(school)
    concern = factories.concern(school, teacher, child, words={"words": CONCERN_WORDS})
    verdict = Verdict(decision="OPEN_FILE", category="PHYSICAL", rationale=RATIONALE, parents_told=True)
    with serving(lead):
        decide_concern(concern=concern, by=lead, verdict=verdict, version=1, at=factories.AT)
    file = CaseFile.objects.get(child=child)
    return Filed(
        file=file,
        pastoral=factories.event(file, lead, fact=PASTORAL_WORDS, category="NEGLECT"),
        safeguarding=factories.event(
            file,
            lead,
            fact=SAFEGUARDING_WORDS,
            audience=Audience.SAFEGUARDING,
            on=date(2026, 11, 13),
            category="LEGAL",
            significance="CRITICAL",
            significant=True,
        ),
        legal=factories.event(
            file, lead, fact=LEGAL_WORDS, audience=Audience.SAFEGUARDING, section=Section.LEGAL, on=date(2026, 11, 12)
        ),
        concern=concern,
    )


@pytest.fixture
def signed_in() -> Browser:
    """A browser in which this person is signed in."""

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_for
