"""Which clocks are there? C01 to C53, as data: what starts each, how long it runs, whose it is, and what says so.

A part of a clock has a number of its own (C25.2 is the second review). A rule that changes in September is a new line
with the same code and its `since`; the older line stays, for what happened before. Lines that begin LOCAL are what a
local authority may set otherwise. Words here name no paragraph: those change each year and are checked by people.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from clocks.calendar import Roll, Unit
from clocks.rules import Binding, Counter, Measure, Owner, Rule, Window

SCHOOL, LA, POLICE, PARENT = Owner
STATUTE, REGULATIONS, STATUTORY_GUIDANCE, GUIDANCE, LOCAL, GOOD_PRACTICE, HOUSE = Binding
BEFORE, NEXT_WORKING, NEXT_SCHOOL = Roll.BEFORE, Roll.NEXT_WORKING, Roll.NEXT_SCHOOL

TOGETHER = "Working Together to Safeguard Children"
KCSIE = "Keeping Children Safe in Education"
PARTNERSHIP = "the local safeguarding partnership’s procedures"
AUTHORITY = "the local authority’s procedures"
EXCLUSION = "Suspension and Permanent Exclusion guidance"
PEPS = "Promoting the education of looked-after children"
REVIEWS = "Care Planning, Placement and Case Review Regulations 2010"
OURS = "this product’s own rule"


class NoSuchClock(Exception):
    """There is no clock of this code."""


class NotInForce(Exception):
    """The duty had not commenced on that day."""


def _working(count: int, roll: Roll = Roll.STAYS) -> tuple[Measure, ...]:
    return (Measure(count, Unit.WORKING, roll),)


def _school(count: int, roll: Roll = Roll.STAYS, *, first: bool = False) -> tuple[Measure, ...]:
    return (Measure(count, Unit.SCHOOL, roll, first),)


def _weeks(count: int, roll: Roll) -> tuple[Measure, ...]:
    return (Measure(count, Unit.WEEKS, roll),)


def _months(count: int, roll: Roll) -> tuple[Measure, ...]:
    return (Measure(count, Unit.MONTHS, roll),)


SAME_DAY: Final = _school(0, NEXT_SCHOOL)
SESSIONS: Final = Counter(10, "unauthorised sessions", Window.SCHOOL_WEEKS, weeks=10)
FOI: Final = (Measure(20, Unit.SCHOOL), Measure(60, Unit.WORKING))

# fmt: off
RULES: Final[tuple[Rule, ...]] = (
    # Concerns and referrals
    Rule("C01", "A concern arose", "Concern written up", SCHOOL, "whoever saw or heard it", GOOD_PRACTICE, "good record keeping", SAME_DAY),
    Rule("C02", "A concern was logged", "First decision on the concern", SCHOOL, "safeguarding lead", HOUSE, OURS, _school(1), local=True),
    Rule("C03", "A referral was made by phone", "Referral confirmed in writing", SCHOOL, "referrer", LOCAL, PARTNERSHIP, _working(1), local=True, confirmed=False),
    Rule("C04", "A referral was made", "Decision and reply to the referrer", LA, "children’s social care", STATUTORY_GUIDANCE, TOGETHER, _working(1)),
    Rule("C05", "A referral was made", "Chase, if there is no reply", SCHOOL, "safeguarding lead", HOUSE, OURS, _working(2), local=True),
    Rule("C06", "A referral was made", "Social work assessment", LA, "children’s social care", STATUTORY_GUIDANCE, TOGETHER, _working(45)),
    # Child in need and early help
    Rule("C07", "The assessment’s outcome", "First child in need meeting", LA, "social worker", LOCAL, AUTHORITY, _working(10), local=True),
    Rule("C08", "A child in need meeting or review", "Child in need review", LA, "social worker", LOCAL, AUTHORITY, _weeks(6, BEFORE), local=True),
    Rule("C09", "An early help assessment began", "Early help assessment complete", SCHOOL, "lead practitioner", LOCAL, AUTHORITY, _working(10), local=True),
    Rule("C10", "An early help assessment began", "Early help plan given to the family", SCHOOL, "lead practitioner", LOCAL, AUTHORITY, _working(15), local=True),
    Rule("C11.1", "An early help assessment was agreed", "First team around the family review", SCHOOL, "lead practitioner", LOCAL, AUTHORITY, _weeks(6, NEXT_SCHOOL), local=True),
    Rule("C11.2", "A team around the family review", "Next team around the family review", SCHOOL, "lead practitioner", LOCAL, AUTHORITY, _weeks(12, NEXT_SCHOOL), local=True),
    # Child protection
    Rule("C12", "A strategy discussion", "Record of the strategy discussion, to those who took part", LA, "children’s social care", LOCAL, PARTNERSHIP, _working(1), local=True),
    Rule("C13", "The strategy discussion that began the section 47 enquiries", "Initial child protection conference", LA, "children’s social care", STATUTORY_GUIDANCE, TOGETHER, _working(15)),
    Rule("C14", "The initial conference", "School’s report, to the chair and shared with the parents", SCHOOL, "safeguarding lead", LOCAL, PARTNERSHIP, _working(-3), local=True),
    Rule("C15", "The initial conference", "First core group", LA, "social worker, with the core group", STATUTORY_GUIDANCE, TOGETHER, _working(10), local=True),
    Rule("C16", "A core group", "Next core group", LA, "social worker, with the core group", LOCAL, PARTNERSHIP, _weeks(6, BEFORE), local=True),
    Rule("C17", "The initial conference", "First review conference", LA, "conference chair", STATUTORY_GUIDANCE, TOGETHER, _months(3, BEFORE)),
    Rule("C18", "A review conference", "Next review conference", LA, "conference chair", STATUTORY_GUIDANCE, TOGETHER, _months(6, BEFORE)),
    Rule("C19", "A review conference", "School’s report to the review conference", SCHOOL, "safeguarding lead", LOCAL, PARTNERSHIP, _working(-5), local=True),
    Rule("C20.1", "A conference", "Letter with the conference’s decision", LA, "conference chair", LOCAL, PARTNERSHIP, _working(1), local=True),
    Rule("C20.2", "A conference", "Record of the conference", LA, "conference chair", LOCAL, PARTNERSHIP, _working(15), local=True),
    # Looked-after children
    Rule("C21", "The child became looked after", "PEP begun", LA, "social worker and designated teacher", STATUTORY_GUIDANCE, PEPS, _working(10), local=True),
    Rule("C22", "The child became looked after", "PEP complete, before the first review", LA, "social worker and designated teacher", LOCAL, AUTHORITY, _working(20), local=True),
    Rule("C23", "A PEP meeting", "PEP review, in the next term", SCHOOL, "designated teacher and social worker", STATUTORY_GUIDANCE, PEPS, (Measure(1, Unit.TERMS, BEFORE),)),
    Rule("C24", "A PEP meeting", "School’s part of the PEP", SCHOOL, "designated teacher", LOCAL, AUTHORITY, _working(5), local=True),
    Rule("C25.1", "The child became looked after", "First looked-after review", LA, "independent reviewing officer", REGULATIONS, REVIEWS, _working(20)),
    Rule("C25.2", "The first looked-after review", "Second looked-after review", LA, "independent reviewing officer", REGULATIONS, REVIEWS, _months(3, BEFORE)),
    Rule("C25.3", "A later looked-after review", "Next looked-after review", LA, "independent reviewing officer", REGULATIONS, REVIEWS, _months(6, BEFORE)),
    # Reports that somebody owes in person
    Rule("C26", "An allegation about an adult", "LADO told", SCHOOL, "headteacher", STATUTORY_GUIDANCE, KCSIE, _working(1), local=True, confirmed=False),
    Rule("C27", "FGM became known", "Report to the police", SCHOOL, "the teacher who knows, in person", STATUTE, "Female Genital Mutilation Act 2003", _working(1)),
    Rule("C28", "A child sex offence was suspected", "Report to the police or local authority, as soon as practicable", SCHOOL, "whoever suspects it, in person", STATUTE, "Crime and Policing Act 2026", in_force=None),
    Rule("C29", "The police attended domestic abuse", "Operation Encompass notice, before school starts", POLICE, "police", STATUTE, "Operation Encompass guidance", _school(1)),
    Rule("C30.1", "A restrictive intervention", "Written record", SCHOOL, "staff involved", REGULATIONS, "Recording and Reporting of Seclusion and Restraint Regulations 2025", SAME_DAY, in_force=date(2026, 4, 1)),
    Rule("C30.2", "A restrictive intervention", "Parents told, as soon as practicable", SCHOOL, "school", REGULATIONS, "Recording and Reporting of Seclusion and Restraint Regulations 2025", in_force=date(2026, 4, 1)),
    # Suspension, exclusion, provision elsewhere
    Rule("C31", "A suspension or exclusion", "Parents, local authority, social worker and virtual school told, without delay", SCHOOL, "headteacher", STATUTE, EXCLUSION),
    Rule("C32", "The first day of a suspension", "Work set and marked until then", SCHOOL, "school", GUIDANCE, EXCLUSION, _school(5, first=True)),
    Rule("C33.1", "The first day of a suspension", "Full-time education elsewhere", SCHOOL, "school", STATUTE, EXCLUSION, _school(6, first=True)),
    Rule("C33.2", "The first day of a permanent exclusion", "Full-time education elsewhere", LA, "local authority", STATUTE, EXCLUSION, _school(6, first=True)),
    Rule("C34", "Governors were told of a permanent exclusion, of more than 15 days in the term, or of a missed exam", "Governors meet", SCHOOL, "governors", STATUTE, EXCLUSION, _school(15)),
    Rule("C35", "Governors were told of more than 5 and up to 15 days in the term, and parents made representations", "Governors meet", SCHOOL, "governors", STATUTE, EXCLUSION, _school(50), confirmed=False),
    Rule("C36", "The governors' letter", "Parents may ask for a review panel until then", PARENT, "parents", STATUTE, EXCLUSION, _school(15)),
    Rule("C37", "Suspensions in a school year", "No more than 45 school days", SCHOOL, "headteacher", STATUTE, EXCLUSION, counter=Counter(45, "school days", Window.SCHOOL_YEAR)),
    Rule("C38", "The first day of an off-site direction", "Written notice to the parents", SCHOOL, "governors", REGULATIONS, "Off-site direction regulations", _school(-2)),
    Rule("C39", "An off-site direction began, or was reviewed", "Review, or parents may ask for one", SCHOOL, "governors", REGULATIONS, "Off-site direction regulations", _weeks(10, BEFORE)),
    Rule("C40.1", "A pastoral support plan began", "Pastoral support plan review", SCHOOL, "school", LOCAL, "custom", _weeks(8, NEXT_SCHOOL), local=True),
    Rule("C40.2", "A pastoral support plan began", "End of the pastoral support plan", SCHOOL, "school", LOCAL, "custom", _weeks(16, NEXT_SCHOOL), local=True),
    # Attendance
    Rule("C41", "Unauthorised absence", "Penalty notice to be considered", SCHOOL, "headteacher", STATUTORY_GUIDANCE, "Working together to improve school attendance", counter=SESSIONS),
    Rule("C42.1", "Unbroken unauthorised absence", "Local authority told", SCHOOL, "school", REGULATIONS, "School attendance regulations", counter=Counter(10, "school days", Window.UNBROKEN)),
    Rule("C42.2", "A return of irregular attenders", "Next return to the local authority", SCHOOL, "school", REGULATIONS, "School attendance regulations", _months(1, BEFORE)),
    Rule("C43.1", "Leave ended and the child did not return", "Joint enquiry with the local authority", SCHOOL, "school and local authority", REGULATIONS, "School attendance regulations", _school(10)),
    Rule("C43.2", "Unauthorised absence began", "Joint enquiry with the local authority", SCHOOL, "school and local authority", REGULATIONS, "School attendance regulations", _school(20)),
    # Files and requests
    Rule("C44", "The child left", "Child protection file sent to the next school", SCHOOL, "safeguarding lead", STATUTORY_GUIDANCE, KCSIE, _school(5), local=True, confirmed=False),
    Rule("C45", "A child protection file was sent", "Chase, if no receipt has come", SCHOOL, "safeguarding lead", GOOD_PRACTICE, "good record keeping", _school(5), local=True),
    Rule("C46.1", "A subject access request came", "Answer to the request", SCHOOL, "school", STATUTE, "UK GDPR", _months(1, NEXT_WORKING), pausable=True),
    Rule("C46.2", "A complex subject access request came", "Answer to the request", SCHOOL, "school", STATUTE, "UK GDPR", _months(3, NEXT_WORKING), pausable=True),
    Rule("C47", "A parent asked for the education record (maintained schools)", "Education record given", SCHOOL, "school", REGULATIONS, "Education (Pupil Information) Regulations 2005", _school(15)),
    Rule("C48", "A freedom of information request came", "Answer to the request", SCHOOL, "school", STATUTE, "Freedom of Information Act 2000", FOI, pausable=True),
    Rule("C49", "A complaint about personal data came", "Complaint acknowledged", SCHOOL, "school", STATUTE, "Data (Use and Access) Act 2025", (Measure(30, Unit.CALENDAR, BEFORE),)),
    Rule("C50", "A personal data breach became known", "Breach reported to the Information Commissioner", SCHOOL, "data protection officer", STATUTE, "UK GDPR", (Measure(72, Unit.HOURS),), confirmed=False),
    Rule("C51", "Emergency access was used", "Emergency access reviewed", SCHOOL, "reviewer", HOUSE, OURS, _school(1)),
    Rule("C52.1", "Professional disagreement, stage 1", "Answer, or on to stage 2", SCHOOL, "safeguarding lead", LOCAL, PARTNERSHIP, _working(1), local=True),
    Rule("C52.2", "Professional disagreement, stage 2", "Answer, or on to stage 3", SCHOOL, "safeguarding lead", LOCAL, PARTNERSHIP, _working(2), local=True),
    Rule("C52.3", "Professional disagreement, stage 3", "Answer, or on to the partnership", SCHOOL, "safeguarding lead", LOCAL, PARTNERSHIP, _working(5), local=True),
    Rule("C53.1", "The child’s birth", "Review whether to keep the file", SCHOOL, "safeguarding lead and data protection officer", GOOD_PRACTICE, "records management toolkit for schools", (Measure(25, Unit.YEARS),)),
    Rule("C53.2", "The child’s birth, where there is child sexual abuse", "Review whether to keep the file", SCHOOL, "safeguarding lead and data protection officer", GOOD_PRACTICE, "the national inquiry’s recommendations", (Measure(75, Unit.YEARS),), confirmed=False),
)
# fmt: on


def rule_for(code: str, on: date, rules: Sequence[Rule] = RULES) -> Rule:
    """The rule as it was on that day: the newest line not later than it. Raises NoSuchClock or NotInForce."""
    lines = [rule for rule in rules if rule.code == code and rule.since <= on]
    if not lines:
        raise NoSuchClock(code)
    rule = max(lines, key=lambda line: line.since)
    if rule.in_force is None or on < rule.in_force:
        raise NotInForce(code)
    return rule


def local_rules(on: date) -> list[Rule]:
    """Those that a local authority may set otherwise, as they are on that day."""
    codes = dict.fromkeys(rule.code for rule in RULES if rule.local)
    return [rule_for(code, on) for code in codes]
