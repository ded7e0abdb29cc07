"""P1: what does reach cost the first page of a list, and does it stay so when a million files are kept?

Rows are made in SQL in the product's own tables: N case files with 20 N rows of reach, 15 N of 500 people and 5 N of
60 teams, so that the planner sees an average person of 3 % of all files, and no shape measured here is average.
Ours is `access.pages.page`, the person's standing known, as once in a request; the other side is the newest 25 files
as the ORM fetches them with their children, along an index made for that here. Each shape is a person with one team,
the shape's files shared out between both. PostgreSQL only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from django.db import connection
from guardian.shortcuts import get_objects_for_user

from access import policy
from access.models import Team, User
from access.pages import page
from access.roles import Audience
from benchmarks import reach_rows
from benchmarks.sides import Result, medians, missing, result, seconds
from casework.models import CaseFile, CaseFilePersonReach, CaseFileTeamReach

SHAPES = {
    "random200": "200 files anywhere",
    "two_percent": "2 % of all files",
    "oldest200": "the 200 oldest files",
    "all": "every file by the team, 2 % of them also by name",
    "none": "no file",
    "five_teams": "2 % of all files, by a person and five teams",
}
TIMES = 20
Runs = dict[str, list[float]]


def run(rounds: int = 7, scale: int = 10_000) -> dict[str, Result]:
    if connection.vendor != "postgresql":
        return {f"P1_{name}": missing(_what(name, scale), "its rows are made by PostgreSQL") for name in SHAPES}
    small = max(scale // 10, 1_000)
    reach_rows.fill(0, small)
    at_small = _rounds(rounds)
    reach_rows.fill(small, scale)
    at_large = _rounds(rounds)
    rows = {f"P1_{name}": result(at_large[name], _what(name, scale)) for name in SHAPES}
    rows["P1_growth"] = _growth(at_small, at_large, small, scale)
    return rows | {"P1_guardian": _against_guardian(rounds)}


def _what(name: str, scale: int) -> str:
    return f"first page in reach / unfiltered page, {scale:,} files, {20 * scale:,} rows of reach: {SHAPES[name]}"


def _rounds(rounds: int) -> Runs:
    """Every shape in turn in every round, each beside the unfiltered page; the first round is left out."""
    runs: Runs = {}
    for number in range(rounds + 1):
        for name in SHAPES:
            with _at_work(name) as ours:
                first, second = medians(ours, _unfiltered, TIMES)
            if number:
                runs.setdefault(name, []).append(first / second)
    return runs


def _unfiltered() -> list[CaseFile]:
    return list(CaseFile.objects.select_related("child").order_by("-opened_at", "-id")[:25])


@contextmanager
def _at_work(name: str) -> Iterator[Callable[[], object]]:
    user = User.objects.get(pk=reach_rows.person(reach_rows.PEOPLE + reach_rows.SHAPES.index(name)))
    with policy.reading_standings_once():
        policy.standing(user)
        yield lambda: page(user, CaseFile, related="child")


def _growth(small: Runs, large: Runs, few: int, many: int) -> Result:
    """Each by its own unfiltered page; the shape that grew most."""
    grown = {name: [late / early for early, late in zip(small[name], large[name], strict=True)] for name in large}
    worst = max(grown, key=lambda name: median(grown[name]))
    return result(grown[worst], f"that ratio at {many:,} files / at {few:,}, where it grew most: {worst}")


def _against_guardian(rounds: int) -> Result:
    """How many of our pages fit in one of guardian's, on the same rows. What takes guardian a second is asked once."""
    found: dict[str, list[float]] = {}
    for number, name in enumerate(reach_rows.SHAPES):
        with _at_work(name) as ours:
            asked = _guardian(number)
            times = rounds if seconds(asked) < 1 else 1
            pairs = [(seconds(asked), median(seconds(ours) for _ in range(TIMES))) for _ in range(times)]
        found[name] = [theirs / each for theirs, each in pairs]
    told = ", ".join(f"{name} {median(each):.0f}" for name, each in found.items())
    return result(
        found["random200"], f"guardian's get_objects_for_user, first page / ours: 200 files anywhere ({told})"
    )


def _guardian(number: int) -> Callable[[], object]:
    """Its groups are our teams. It asks the person for them, and the rows whether they are its generic ones."""
    for rows in (CaseFilePersonReach, CaseFileTeamReach):
        rows.objects.is_generic = lambda: False
    user = User.objects.get(pk=reach_rows.person(reach_rows.PEOPLE + number))
    user.groups = Team.objects.filter(pk__in=map(reach_rows.team, reach_rows.teams_of(number)))
    asked = {"klass": CaseFile, "with_superuser": False}

    def first_page() -> object:
        files = get_objects_for_user(user, Audience.PASTORAL.permission, **asked)
        return list(files.select_related("child").order_by("-opened_at", "-id")[:25])

    return first_page
