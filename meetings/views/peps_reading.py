"""How is one PEP laid out for reading: where it stands, its targets, its money, and what it says?"""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from access import policy
from access.models import User
from access.roles import Can
from casework.views.header import caption
from meetings.actions.peps import WRITTEN_IN
from meetings.models import Pep, PepRating, PepTarget
from meetings.queries.peps import FEWEST, due_on, premium_of, standing_targets, targets_of
from meetings.sheets.pep import PEP

COLOURS = {"SCHEDULED": "blue", "SIGNED_OFF": "green", "GREEN": "green", "AMBER": "yellow", "SUPERSEDED": "grey"}
COLOURS |= {"RETURNED": "orange"}
RATED = {PepRating.Rating.RED: "orange", PepRating.Rating.AMBER: "yellow", PepRating.Rating.GREEN: "green"}
DEEDS: dict[str, list[tuple[str, str]]] = {
    "SCHEDULED": [("Write the PEP", "pep_write"), ("Record the meeting as held", "pep_held")],
    "PRE_POPULATED": [("Write the PEP", "pep_write"), ("Record the meeting as held", "pep_held")],
    "SCHOOL_PART_DONE": [("Record the meeting as held", "pep_held"), ("Write the PEP", "pep_write")],
    "MEETING_HELD": [("Write the PEP", "pep_write"), ("Submit to the virtual school", "pep_submit")],
    "RETURNED": [("Write the PEP", "pep_write"), ("Submit again", "pep_submit")],
    "SUBMITTED": [("Record the rating", "pep_rate")],
    "GREEN": [("Record the sign-off", "pep_sign_off")],
    "AMBER": [("Record the sign-off", "pep_sign_off")],
}
"""What can be done next in each state, the first of them first."""
IN_WRITING = [("Set a target", "pep_target_create"), ("Plan pupil premium plus", "pep_spending_create")]


def pep_page(user: User, pep: Pep) -> dict[str, Any]:
    """The gate has unlocked the file and the targets."""
    may_pack = policy.can(user, Can.PACK_PEP, pep)
    may, writes = policy.can(user, Can.KEEP_PEP, pep), pep.state in WRITTEN_IN
    targets, before = targets_of(user, pep), targets_of(user, pep.previous)
    answers = pep.answers.value if pep.answers else {}
    told = PEP.read(answers)
    return {
        "file": pep.file,
        "pep": pep,
        "caption": caption(pep.file.child, timezone.localdate()),
        "tags": [{"text": pep.get_state_display(), "colour": COLOURS.get(pep.state, "teal")}],
        "deeds": _deeds(pep, writes) if may else [],
        "may_write": may and writes,
        "facts": _facts(pep),
        "ratings": [(one, RATED[PepRating.Rating(one.rating)]) for one in pep.ratings.order_by("-number")],
        "targets": [target_page(one) for one in targets],
        "hidden": pep.targets.count() - len(targets),
        "wanted": max(0, FEWEST - standing_targets(pep)),
        "before": [target_page(one) for one in before],
        "lines": _lines(pep, targets),
        "premium": _premium(pep),
        "parts": told,
        "unwritten": [part.title for part in PEP.parts if part.title not in {one["title"] for one in told}],
        "packs": list(policy.visible(user, pep.packs.order_by("-recorded_at", "pk"))) if may_pack else [],
        "may_pack": may_pack,
        "ahead": due_on([pep.file], timezone.now()) if pep.is_open else [],
    }


def target_page(target: PepTarget) -> dict[str, Any]:
    """One target in words."""
    told = [
        ("How it is measured", target.measure.text),
        ("By when", f"{target.due_on:%-d %B %Y}"),
        ("What staff do", target.staff_does.text),
        ("What the child does", target.child_does.text),
        ("Who helps with it", target.teacher.name if target.teacher else ""),
        ("What came of it", target.get_result_display()),
        ("What shows it", target.evaluation.text),
        ("Withdrawn", f"{target.withdrawn_at:%-d %B %Y}" if target.withdrawn_at else ""),
        ("Why it was withdrawn", target.withdrawn_because.text),
    ]
    rows = [{"key": key, "value": value} for key, value in told if value]
    notes = list(target.notes.select_related("author").order_by("-noted_at", "pk"))
    return {"target": target, "rows": rows, "notes": notes}


def money(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def _deeds(pep: Pep, writes: bool) -> list[dict[str, str]]:
    offered = DEEDS.get(pep.state, []) + (IN_WRITING if writes else [])
    if not pep.targets.exists():
        offered = [one for one in offered if one[1] != "pep_spending_create"]
    return [{"text": text, "href": reverse(f"meetings:{name}", args=[pep.pk])} for text, name in offered]


def _facts(pep: Pep) -> list[dict[str, str]]:
    told = [
        ("Meeting planned for", pep.planned_on),
        ("Held on", pep.held_on),
        ("Submitted on", pep.submitted_on),
        ("Signed off on", pep.signed_off_on),
        ("Next meeting", pep.next_on),
    ]
    rows = [{"key": key, "value": f"{day:%A %-d %B %Y}"} for key, day in told if day]
    return rows + ([{"key": "Signed off by", "value": pep.signed_off_by.text}] if pep.signed_off_on else [])


def _lines(pep: Pep, targets: list[PepTarget]) -> list[dict[str, str]]:
    subjects = {one.pk: f"{one.number}. {one.subject.text}" for one in targets}
    return [
        {"words": line.words.text, "target": subjects.get(line.target_id, ""), "amount": money(line.pence)}
        for line in pep.spendings.order_by("number")
    ]


def _premium(pep: Pep) -> str:
    """What is planned in the year, beside the rate as far as somebody has set it."""
    premium = premium_of(pep)
    if premium.rate is None:
        return f"{money(premium.pence)} planned in {premium.year}. The rate for {premium.year} is not set here."
    return f"{money(premium.pence)} planned of {money(premium.rate)} for {premium.year}."
