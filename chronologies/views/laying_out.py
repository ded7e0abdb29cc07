"""How is one entry laid out for reading: every part that was filled in, under the words that asked for it?"""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from access.roles import Audience, Section
from casework.models import Concern
from chronologies.dates import day_words, moment_words, recorded_later
from chronologies.events import parents_words, told_by
from chronologies.forms.readers import PARTS, TEAMS
from chronologies.models import Event, Significance
from chronologies.particulars import Particulars
from people.forms.conflict import Difference

Part = dict[str, Any]
NOTHING = "Not recorded"


def event_parts(event: Event, linked: Concern | None) -> list[Part]:
    """An entry as it is now. What it is linked to is shown only as far as the reader may see it."""
    told = Particulars.of(event)
    parts = _parts(replace(told, linked=""))
    if linked:
        href = reverse("casework:concern_read", args=[linked.pk])
        parts.append({"key": "Belongs to", "value": f"Concern of {day_words(linked.happened_on)}", "href": href})
    later = recorded_later(told.happened.over_by(told.at_time), event.recorded_at)
    recorded = f"{moment_words(event.recorded_at)}, by {event.author.name}{f' ({later})' if later else ''}"
    return [
        *parts,
        {"key": "Recorded", "value": recorded},
        {"key": "Who may read this", "value": TEAMS.get(Audience(event.audience), "")},
        {"key": "Part of the file", "value": PARTS.get(Section(event.section), "")},
    ]


def version_parts(kept: dict[str, Any]) -> list[Part]:
    """An entry as it was before a correction."""
    return _parts(Particulars.from_json(kept))


def differences(now: Particulars, yours: Particulars) -> list[Difference]:
    """Where what somebody typed is not what an entry says now, in the words of its page."""
    saved, typed = ({part["key"]: part["value"] for part in _parts(told)} for told in (now, yours))
    every = [(key, saved.get(key, NOTHING), typed.get(key, NOTHING)) for key in dict.fromkeys([*saved, *typed])]
    return [Difference(*one) for one in every if one[1] != one[2]]


def _parts(told: Particulars) -> list[Part]:
    when = told.happened.words() + (f" at {told.at_time:%H:%M}" if told.at_time else "")
    asked = [
        ("When it happened", when),
        ("What happened", told.fact),
        ("The child’s voice", told.child_voice),
        ("Source", told_by(told.source, told.source_name, told.source_agency, told.hand)),
        ("Category", Event.Category(told.category).label),
        ("Significance", Significance(told.significance).label),
        ("Risk or protective", Event.Bearing(told.bearing).label),
        ("Professional opinion", told.opinion),
        ("What it meant for the child", told.impact),
        ("Done", told.action_taken),
        ("Decided", told.decision),
        ("Why", told.rationale),
        ("Outcome", told.outcome),
        ("Parents or carers know", parents_words(told.parent_informed, told.parent_not_informed_because)),
        ("Agency’s reference", told.reference),
        ("Marking", Event.Marking(told.marking).label),
        ("Paper file held", told.paper_held),
    ]
    return [{"key": key, "value": value} for key, value in asked if value]
