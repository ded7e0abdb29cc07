"""Which state may follow which? Tables, rendered to docs/states.md."""

from django.db.models import TextChoices


class ConcernState(TextChoices):
    SUBMITTED = "SUBMITTED", "Sent"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Seen"
    TRIAGED = "TRIAGED", "Being handled"
    FEEDBACK_GIVEN = "FEEDBACK_GIVEN", "Being handled: you have been told"
    CLOSED = "CLOSED", "Closed"


class Decision(TextChoices):
    LINK = "LINK", "Add to the child’s open file"
    OPEN_FILE = "OPEN_FILE", "Open a case file"
    MONITOR = "MONITOR", "Monitor, with a review date"
    REFER = "REFER", "Refer to an agency"
    NO_ACTION = "NO_ACTION", "No further action"


NEXT_CONCERN: dict[str, frozenset[str]] = {
    "SUBMITTED": frozenset({"ACKNOWLEDGED"}),
    "ACKNOWLEDGED": frozenset({"TRIAGED"}),
    "TRIAGED": frozenset({"TRIAGED", "FEEDBACK_GIVEN"}),
    "FEEDBACK_GIVEN": frozenset({"TRIAGED", "CLOSED"}),
    "CLOSED": frozenset({"ACKNOWLEDGED"}),
}


# A status: what must be known when it starts, and what to say if it is not. Keys are kinds of StatusEpisode.
_AUTHORITY = {"authority": "Enter the local authority"}
NEEDED_TO_START: dict[str, dict[str, str]] = {
    "CP": _AUTHORITY
    | {"basis": "Enter the category of the plan", "review_on": "Enter the date of the review conference"},
    "SECTION_47": _AUTHORITY,
    "LAC": _AUTHORITY | {"basis": "Enter the legal basis, such as section 20 or a care order"},
    "CIN": _AUTHORITY,
    "FAMILY_HELP": {},
    "EARLY_HELP": {},
    "PLAC": {},
    "MONITOR": {"review_on": "Enter the date of the review"},
}
# What stands in the way of a status: the open one, and what to do about it.
NOT_BESIDE: dict[str, dict[str, str]] = {
    "CIN": {"CP": "A child protection plan is open: a review conference ends it first"},
    "FAMILY_HELP": {"CP": "A child protection plan is open: a review conference ends it first"},
}
# What can end a status that does not end by itself. Those of a meeting are recorded with the meeting, nowhere else.
ENDED_BY: dict[str, dict[str, str]] = {
    "CP": {
        "REVIEW_CONFERENCE": "A review conference ended the plan",
        "LOOKED_AFTER": "The child became looked after",
        "MOVED": "The family moved: another authority’s conference took the plan over",
        "EIGHTEEN": "The young person turned 18",
        "DIED": "The child died",
    },
    "SECTION_47": {
        "CONFERENCE": "A conference was held",
        "NOT_SUBSTANTIATED": "The concerns were not substantiated",
        "MOVED": "The family moved: another authority took the enquiries over",
        "DIED": "The child died",
    },
}
BY_A_MEETING = frozenset({"REVIEW_CONFERENCE", "CONFERENCE"})
CARE = frozenset({"LAC", "PLAC"})
"""The statuses that bring in the designated teacher's team."""
CLOCKS_FROM: dict[str, tuple[str, ...]] = {"LAC": ("C21", "C22", "C25.1")}
"""Which clocks run from the day on which a status starts, for as long as it stands."""
LONGEST_MONITORING = 42
"""Days until a watch is looked at again, at most."""


class WrongState(Exception):
    """What was asked cannot follow the state that the record is in."""


def step(table: dict[str, frozenset[str]], now: str, then: str) -> str:
    """The next state, or WrongState."""
    if then not in table[now]:
        raise WrongState(f"{then} cannot follow {now}.")
    return then
