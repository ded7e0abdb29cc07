"""A school with one of everything, and a word of its own in every sealed column."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from access.models import School, User
from access.serving import serving
from casework.actions.files import start_episode
from casework.models import BodyMapMark, CaseFile, Concern
from chronologies.models import Event
from clocks.models import Clock
from people.models import Child
from tests import factories
from tests.meetings.packs.worlds import one_of_everything
from tests.meetings.social_care.worlds import numbered
from tests.meetings.worlds import a_meeting, a_plan, an_assessment
from tests.meetings.worlds_peps import in_care, whole
from vault import keyring
from vault.fields import SealedField, SealedJSONField
from vault.models import SealedRow

STARTS = (
    *("children/", "files/", "concerns/", "concerns/drafts/", "triage/", "statuses/", "actions/", "chronology/"),
    *("meetings/", "plans/", "outcomes/", "steps/", "assessments/", "agreements/"),
    *("contacts/", "professionals/", "staff/", "memberships/", "imports/", "user", "wall"),
    *("calendar/terms/", "calendar/closures/", "peps/", "targets/"),
    *("due/", "packs/", "packs/parts/", "packs/copies/", "packs/templates/"),
)


@dataclass
class World:
    """`keys` says which record fills an address that starts so."""

    NO_KEYS: ClassVar = dict.fromkeys(STARTS, uuid.UUID("00000000-0000-4000-8000-000000000000"))
    school: School
    child: Child
    file: CaseFile
    concern: Concern
    event: Event
    keys: dict[str, uuid.UUID] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def build(school: School, lead: User, pastoral: User, teacher: User) -> World:
    child = factories.child(school, year=9, form="9B")
    file = factories.file(child, by=lead)
    concern = factories.concern(school, teacher, child, marks=[{"region": "front-left-upper-arm"}])
    factories.decision(concern, lead)
    event = factories.event(file, by=lead)
    with serving(lead):
        episode = start_episode(
            file=file,
            by=lead,
            at=factories.AT,
            kind="CP",
            started_on=factories.AT.date(),
            review_on=factories.AT.date(),
            authority="Northmoor",
            basis="Neglect",
        )
    numbered(file, lead)
    wall = factories.wall(factories.user(school, "Cousin"), child)
    meeting, plan, assessment = a_meeting(file, lead), a_plan(file, lead), an_assessment(file, lead)
    records: dict[str, models.Model] = {
        "children/": child,
        "files/": file,
        "concerns/": concern,
        "concerns/drafts/": factories.draft(school, teacher),
        "triage/": concern,
        "statuses/": episode,
        "actions/": factories.agreed(file, lead, owner=pastoral),
        "chronology/": event,
        "meetings/": meeting,
        "plans/": plan,
        "outcomes/": plan.now.outcomes.get(),
        "steps/": plan.now.outcomes.get().steps.get(),
        "assessments/": assessment,
        "agreements/": assessment.agreement,
        "contacts/": factories.contact(child, lead, phone="0113 496 0001", address="1 Harbour Row"),
        "professionals/": factories.professional(child, lead, phone="0113 496 0002"),
        "staff/": teacher,
        "memberships/": teacher.memberships.get(),
        "imports/": factories.roll_import(school, lead),
        "calendar/terms/": factories.term(school),
        "calendar/closures/": factories.closure(school),
        "user": pastoral,
        "wall": wall,
        **one_of_everything(file, lead),
    }
    pep = whole(in_care(school, lead, year=8), lead, teacher=teacher)
    records |= {"peps/": pep, "targets/": pep.targets.get(number=1), "due/": Clock.objects.get(code="C22")}
    keys = {start: record.pk for start, record in records.items()}
    return World(school=school, child=child, file=file, concern=concern, event=event, keys=keys)


def plant(world: World) -> None:
    """Put a word that stands nowhere else into every sealed column of every row."""
    for model in apps.get_models():
        if issubclass(model, SealedRow):
            for row in model._base_manager.all():
                _plant_in(row, world)


def _plant_in(row: Any, world: World) -> None:
    sealed = [each for each in row._meta.concrete_fields if isinstance(each, SealedField)]
    with serving(factories.console(world.school)):
        school, scope, audience, section = row.binding()
        keyring.unlock(school, scope, audience, section)
        for column in sealed:
            word = f"canary-{row._meta.model_name}-{column.name}-{uuid.uuid4().hex[:8]}"
            setattr(row, column.name, _value(row, column, word))
            world.words.append(word)
        row.save()


def _value(row: Any, column: SealedField, word: str) -> Any:
    if not isinstance(column, SealedJSONField):
        return word
    if column.name in SHAPED:
        return SHAPED[column.name](word)
    kept = getattr(row, column.name).value if getattr(row, column.name) else {}
    if isinstance(row, Child | BodyMapMark):
        return kept | {"surname" if isinstance(row, Child) else "explanation": word}
    return kept | {"words": word} if isinstance(kept, dict) else [word]


def _report(word: str) -> Any:
    names = dict.fromkeys(("child", "surname", "forename", "form", "reason", "candidates"), word)
    return [names | {"row": 2, "kind": "refused", "year": 9, "changes": [], "warnings": []}]


# Columns whose JSON has a shape that a page relies on.
SHAPED: dict[str, Callable[[str], Any]] = {
    "feedback": lambda word: {"said": "RECEIVED", "words": word},
    "table": lambda word: {"format": "csv", "headings": [word], "lines": [[2, [word]]]},
    "report": _report,
}
