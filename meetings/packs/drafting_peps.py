"""How does one PEP become the draft of a pack: its sections, the child's voice, targets old and new, and the money?

From the PEP, its targets and its lines of pupil premium plus, as far as this person reads them; from nothing else.
"""

from collections.abc import Iterator
from dataclasses import replace

from access.models import User
from meetings.actions.packs import Drafted
from meetings.models import PackPart, PackSection, Pep, PepTarget
from meetings.queries.packs import REACHED_BY
from meetings.queries.peps import premium_of, targets_of
from meetings.release.deciding import Choice, Decision, released
from meetings.release.finding import mentions
from meetings.release.index import Known
from meetings.sheets.pep import PEP

VOICE = "child_voice"


def draft(user: User, pep: Pep, known: Known) -> list[Drafted]:
    """Raises Locked for what the look has not opened. Addresses and numbers are taken out at once."""
    parts = [*_written(pep), *_targets(user, pep), *_premium(user, pep)]
    return [replace(part, words=_clear(part.words, known)) for part in parts if part.words.strip()]


def money(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def _written(pep: Pep) -> Iterator[Drafted]:
    source, answers = f"pep:{pep.pk}", pep.answers.value if pep.answers else {}
    for question in PEP.questions:
        words = question.in_words(answers.get(question.code))
        if question.code == VOICE:
            yield Drafted(PackSection.VOICE, words, PackPart.Kind.VOICE, question.label, source)
        else:
            yield Drafted(PackSection.PEP, words, caption=question.label, source=source)


def _targets(user: User, pep: Pep) -> Iterator[Drafted]:
    for heading, whose in ((PackSection.BEFORE, pep.previous), (PackSection.TARGETS, pep)):
        for target in targets_of(user, whose):
            caption = f"{target.number}. {target.subject.text}"
            yield Drafted(heading, _target(target), caption=caption, source=f"peptarget:{target.pk}")


def _target(target: PepTarget) -> str:
    told = (
        ("", target.words.text),
        ("Measured by: ", target.measure.text),
        ("By when: ", f"{target.due_on:%-d %B %Y}"),
        ("What staff do: ", target.staff_does.text),
        ("What the child does: ", target.child_does.text),
        ("What came of it: ", target.get_result_display()),
        ("What shows it: ", target.evaluation.text),
    )
    return "\n".join(f"{label}{words}" for label, words in told if words)


def _premium(user: User, pep: Pep) -> Iterator[Drafted]:
    numbers = {target.pk: target.number for target in targets_of(user, pep)}
    for line in pep.spendings.order_by("number"):
        number = numbers.get(line.target_id)
        for_what = f"{line.words.text} (target {number})" if number else line.words.text
        words = f"{money(line.pence)}: {for_what}"
        yield Drafted(PackSection.PREMIUM, words, source=f"pepspending:{line.pk}")
    premium = premium_of(pep)
    if premium.pence:
        words = f"{money(premium.pence)} planned in {premium.year}"
        yield Drafted(PackSection.PREMIUM, words, source=f"pep:{pep.pk}")


def _clear(words: str, known: Known) -> str:
    gone = [one for one in mentions(words, known) if one.confidential or one.kind in REACHED_BY]
    return released(words, [Decision(one.start, one.end, Choice.REDACT, "An address or number") for one in gone])
