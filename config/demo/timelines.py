"""What is in the one long file? Six hundred entries of a child whose family is known to the authority."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from access import gate
from access.roles import Audience, Can
from access.serving import serving
from casework.actions import agreed, files
from casework.models import CaseFile, StatusEpisode
from chronologies.actions.events import promote_event, record_event
from chronologies.dates import PartialDate
from chronologies.models import Event, Precision, Significance
from chronologies.particulars import Particulars
from config.demo import stories
from config.demo.hillview import Hillview
from people.models import Child

ENTRIES = 600
SIGNIFICANT = frozenset({Significance.HIGH, Significance.CRITICAL})
AUTHORITY = "Northmoor"


def write_chronology(hillview: Hillview, child: Child) -> None:
    with serving(hillview.lead):
        file = gate.fetch(hillview.lead, CaseFile, CaseFile.objects.get(child=child).pk, to=Can.RECORD_EVENT)
        gate.look(hillview.lead, to=Can.FIND_CHILD, verb="children.listed")
        _early_years(hillview, file, child)
        for number in range(ENTRIES - len(stories.BEFORE_SCHOOL)):
            _line(hillview, file, child, number)
        _statuses(hillview, file)
        _agree(hillview, file)


def _early_years(hillview: Hillview, file: CaseFile, child: Child) -> None:
    at = hillview.school_day(700)
    for precision, years, category, fact, bearing in stories.BEFORE_SCHOOL:
        on = None if precision == "UNKNOWN" else date(hillview.today.year + years, 1, 1)
        told = Particulars(
            happened=PartialDate(on, Precision(precision)),
            fact=fact,
            source=Event.Source.PARENT,
            hand=Event.Hand.SECOND,
            category=category,
            bearing=bearing,
        )
        record_event(file=file, by=hillview.lead, at=at, particulars=told, audience=Audience.SAFEGUARDING, pk=uuid4())


def _line(hillview: Hillview, file: CaseFile, child: Child, number: int) -> None:
    line = stories.LINES[hillview.dice.randrange(len(stories.LINES))]
    at = hillview.school_day(720 - number * 720 // ENTRIES)
    happened = timezone.localdate(at) - timedelta(days=hillview.dice.choice([0, 0, 0, 0, 1, 3]))
    audience = Audience.PASTORAL if line.pastoral else Audience.SAFEGUARDING
    event = record_event(
        file=file,
        by=hillview.lead,
        at=at,
        particulars=_particulars(hillview, line, child, PartialDate(happened)),
        audience=audience,
        pk=uuid4(),
    )
    if line.significance in SIGNIFICANT and hillview.dice.random() < 0.4:
        promote_event(event=event, by=hillview.lead)


def _particulars(hillview: Hillview, line: stories.Line, child: Child, happened: PartialDate) -> Particulars:
    dice = hillview.dice
    fill = {
        "name": child.who.forename,
        "n": dice.randrange(2, 5),
        "pct": dice.randrange(84, 97),
        "less": dice.randrange(71, 84),
        "month": dice.choice(stories.MONTHS),
        "lesson": dice.choice(stories.LESSONS),
        "team": dice.choice(stories.TEAMS),
    }
    words: dict[str, Any] = {
        "fact": line.fact,
        "opinion": line.opinion,
        "child_voice": line.voice,
        "impact": line.impact,
    }
    words |= {"action_taken": line.action, "outcome": line.outcome}
    third_party = line.source == Event.Source.AGENCY
    return Particulars(
        happened=happened,
        **{name: text.format(**fill) for name, text in words.items()},
        category=line.category,
        source=line.source,
        hand=Event.Hand.SECOND if third_party else Event.Hand.FIRST,
        source_agency=line.agency,
        significance=line.significance,
        bearing=line.bearing,
        marking=Event.Marking.THIRD_PARTY if third_party else Event.Marking.SCHOOL,
        parent_informed=dice.choice([True, True, None]),
    )


def _statuses(hillview: Hillview, file: CaseFile) -> None:
    at = hillview.school_day(200)
    started = timezone.localdate(at)
    kinds = StatusEpisode.Kind
    early = files.start_episode(
        file=file, by=hillview.lead, at=at, kind=kinds.EARLY_HELP, started_on=started - timedelta(days=300)
    )
    files.end_episode(
        episode=early, by=hillview.lead, at=at, version=early.version, ended_on=started, because="Stepped up."
    )
    files.start_episode(
        file=file,
        by=hillview.lead,
        at=at,
        kind=kinds.CP,
        started_on=started,
        authority=AUTHORITY,
        basis="Neglect",
        review_on=hillview.today + timedelta(days=23),
    )


def _agree(hillview: Hillview, file: CaseFile) -> None:
    pastoral = hillview.staff["pastoral"]
    for words, owner, days, audience in (
        ("Ring the family support worker about the dentist", hillview.lead, 0, Audience.SAFEGUARDING),
        ("Weekly check-in with Maya on Thursdays", pastoral, 2, Audience.PASTORAL),
        ("Report for the review conference", hillview.lead, 14, Audience.SAFEGUARDING),
        ("Breakfast club register to the office", pastoral, 0, Audience.PASTORAL),
    ):
        agreed.agree_action(
            file=file,
            by=hillview.lead,
            at=hillview.now - timedelta(days=6 if days == 0 else 0),
            words=words,
            owner=owner,
            due_on=hillview.today + timedelta(days=days - 3 if days == 0 else days),
            audience=audience,
            pk=uuid4(),
        )
