"""How does a file become the draft of a pack? Each paragraph from one record, with where it comes from.

Facts and opinions stay apart, what another agency said is marked, legally privileged entries never come in, and a
confidential address is taken out before anybody reads the draft.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from access import policy
from access.models import User
from access.roles import Audience
from casework.account import MARKS
from casework.models import CaseFile
from chronologies.exports.table import detail
from chronologies.models import Event
from chronologies.timeline import Row
from meetings.actions.packs import Drafted
from meetings.models import Assessment, Meeting, Outcome, PackPart, PackSection, Plan
from meetings.queries.kept_back import kept_back
from meetings.release.deciding import Choice, Decision, released
from meetings.release.finding import mentions
from meetings.release.index import Known
from meetings.sheets import SHEETS
from meetings.sheets.base import Question
from meetings.sheets.early_help import ASSESSMENT
from people.models import Contact, Professional
from people.queries import family_of

Kind = PackPart.Kind
PRIVILEGED = str(Event.Marking.PRIVILEGED.label)
THIRD_PARTY = str(Event.Marking.THIRD_PARTY.label)
AGENCY_CONTACT = str(Event.Category.AGENCY_CONTACT.label)
SOURCES = {"EVENT": "event", "CONCERN": "concern", "TRIAGE": "triage", "STATUS": "statusepisode"}
ANSWERS: Mapping[str, tuple[str, ...]] = {
    PackSection.VOICE: ("child_views", "child_voice", "lived_experience"),
    PackSection.STRENGTHS: ("working_well", "better"),
    PackSection.WORRIES: ("worries", "worse", "new_worries", "child_summary", "parenting_summary", "family_summary"),
    PackSection.SCALE: ("scale",),
    PackSection.DANGER: ("analysis",),
    PackSection.GOALS: ("needs_to_happen", "outcomes"),
}
"""Which questions of a meeting or an assessment say what a section of a pack asks for."""


@dataclass(frozen=True)
class Gathered:
    """What the look has opened: the rows of the chronology, and what was typed about school; for whom it is."""

    rows: Sequence[Row]
    typed: Mapping[str, str]
    to_family: bool = False


def draft(user: User, file: CaseFile, gathered: Gathered, sections: Iterable[str], known: Known) -> list[Drafted]:
    """In the order of the sections. Raises Locked for what the look has not opened."""
    wanted = set(sections)
    parts = [part for part in _all(user, file, gathered, wanted) if part.heading in wanted and part.words.strip()]
    back = kept_back({part.source for part in parts}) if gathered.to_family else {}
    return [replace(_without_confidential(part, known), left_out=part.source in back) for part in parts]


def privileged(rows: Iterable[Row]) -> int:
    return sum(row.marking == PRIVILEGED for row in rows)


def _all(user: User, file: CaseFile, gathered: Gathered, wanted: set[str]) -> Iterator[Drafted]:
    if PackSection.FAMILY in wanted:
        yield from _family(user, file, to_family=gathered.to_family)
    for caption, words in gathered.typed.items():
        yield Drafted(PackSection.SCHOOL, words, caption=caption, source="typed")
    for row in gathered.rows:
        if row.kind in SOURCES and row.marking != PRIVILEGED:
            yield from _row(row, apart=PackSection.CONTACTS in wanted)
    yield from _said(user, file)
    yield from _goals(user, file)


def _family(user: User, file: CaseFile, *, to_family: bool) -> Iterator[Drafted]:
    """Who is who, never where they live nor how they are reached. Brothers and sisters are counted, not named.

    To the family, nobody is named of whom the safeguarding team alone knows: it may be the refuge.
    """
    family = family_of(user, file.child)
    for contact in family.contacts:
        if contact.kind != Contact.Kind.SIBLING and not (to_family and _for_the_team_alone(contact)):
            yield Drafted(PackSection.FAMILY, _who(contact), source=f"contact:{contact.pk}")
    siblings = sum(contact.kind == Contact.Kind.SIBLING for contact in family.contacts)
    if siblings:
        yield Drafted(PackSection.FAMILY, f"Brothers and sisters: {siblings}", source=f"child:{file.child_id}")
    for one in family.professionals:
        if to_family and _for_the_team_alone(one):
            continue
        told = (one.name.text, one.get_role_display(), one.agency.name if one.agency else "")
        yield Drafted(PackSection.FAMILY, ", ".join(filter(None, told)), source=f"professional:{one.pk}")


def _for_the_team_alone(one: Contact | Professional) -> bool:
    return one.audience == Audience.SAFEGUARDING


def _who(contact: Contact) -> str:
    told = [contact.name.text, contact.get_kind_display().lower()]
    if contact.has_parental_responsibility is not None:
        told.append(
            "has parental responsibility" if contact.has_parental_responsibility else "no parental responsibility"
        )
    if contact.lives_with_child:
        told.append("lives with the child")
    return ", ".join(told)


def _row(row: Row, *, apart: bool) -> Iterator[Drafted]:
    heading = PackSection.CONTACTS if apart and row.category == AGENCY_CONTACT else PackSection.CHRONOLOGY
    blank = Drafted(heading, "", caption=_caption(row), source=f"{SOURCES[row.kind]}:{row.pk}")
    yield replace(blank, words=detail(row), kind=Kind.FACT)
    yield from (replace(blank, words=words, kind=Kind.FACT) for label, words in row.details if label == MARKS)
    yield replace(blank, words=_lines(row.opinion, row.impact), kind=Kind.OPINION)
    yield replace(blank, words=_lines(row.action, row.outcome), kind=Kind.DONE)
    yield replace(blank, words=row.child_voice, kind=Kind.VOICE, heading=PackSection.VOICE)


def _caption(row: Row) -> str:
    when = ", ".join(part for part in (row.when[:1].upper() + row.when[1:], row.at_time) if part)
    told = f"{when}: {row.category}" if row.category else when
    third_party = row.marking == THIRD_PARTY
    return f"{told}. From another agency: {row.agency or 'not named'}" if third_party else told


def _said(user: User, file: CaseFile) -> Iterator[Drafted]:
    """What the latest meeting and the latest assessment said; of each question the newest answer."""
    seen: set[str] = set()
    for source, caption, questions, answers in _sheets(user, file):
        for heading, codes in ANSWERS.items():
            for code in (code for code in codes if code in questions and code not in seen):
                words = questions[code].in_words(answers.get(code))
                if words:
                    seen.add(code)
                    kind = Kind.VOICE if heading == PackSection.VOICE else Kind.PLAIN
                    yield Drafted(heading, words, kind=kind, caption=caption, source=source)


def _sheets(user: User, file: CaseFile) -> Iterator[tuple[str, str, dict[str, Question], Mapping[str, Any]]]:
    held = policy.visible(user, Meeting.objects.filter(file=file, held_on__isnull=False)).order_by("-held_on", "-pk")
    for meeting in held[:6]:
        sheet = SHEETS[meeting.kind]
        caption = f"{sheet.title}, {meeting.held_on:%-d %B %Y}"
        yield f"meeting:{meeting.pk}", caption, _questions(sheet.questions), _value(meeting)
    for one in policy.visible(user, Assessment.objects.filter(file=file)).order_by("-started_on", "-pk")[:1]:
        caption = f"{ASSESSMENT.title}, {one.started_on:%-d %B %Y}"
        yield f"assessment:{one.pk}", caption, _questions(ASSESSMENT.questions), _value(one)


def _goals(user: User, file: CaseFile) -> Iterator[Drafted]:
    """The outcomes of the plans that run, as their latest versions say them."""
    for plan in policy.visible(user, Plan.objects.filter(file=file).exclude(state="ENDED")).order_by(
        "started_on", "pk"
    ):
        outcomes = policy.visible(user, Outcome.objects.filter(plan_version=plan.now)).order_by("number")
        for outcome in outcomes:
            caption = f"{plan.get_kind_display()}, outcome {outcome.number}"
            words = _lines(outcome.words.text, outcome.measure.text)
            yield Drafted(PackSection.GOALS, words, caption=caption, source=f"outcome:{outcome.pk}")


def _without_confidential(part: Drafted, known: Known) -> Drafted:
    """Nobody is asked whether a confidential address may be kept: it does not come in."""
    if not known.keeps_secrets:
        return part
    return replace(part, words=_clear(part.words, known), caption=_clear(part.caption, known))


def _clear(words: str, known: Known) -> str:
    secret = [one for one in mentions(words, known) if one.confidential]
    return released(words, [Decision(one.start, one.end, Choice.REDACT, "Confidential") for one in secret])


def _questions(questions: Iterable[Question]) -> dict[str, Question]:
    return {question.code: question for question in questions}


def _value(record: Any) -> Mapping[str, Any]:
    return record.answers.value if record.answers else {}


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
