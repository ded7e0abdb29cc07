"""The roll from a file, without a browser: what it would change, and with --apply what it changed."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from audit.context import SYSTEM_ACTORS
from people import imports
from people.actions import imports as actions
from people.actions.imports import Compared, Source
from people.importing.leavers import Share
from people.imports import Offered
from people.models import Child
from people.roll import matching
from people.roll.dates import AmbiguousDates, DateOrder
from people.roll.mapping import UnmappedHeadings
from people.roll.matching import Extent, Kind
from people.roll.reading import MAX_BYTES
from people.roll.refusals import UnreadableFile
from people.roll.rows import Format, Problem, ProblemKind

COUNTED = {
    "created": Kind.NEW,
    "updated": Kind.CHANGED,
    "unchanged": Kind.UNCHANGED,
    "left": Kind.LEFT,
    "unsure": Kind.UNSURE,
    "refused": Kind.REFUSED,
}
SHOWN = 50
WHOLE_FILE = 0  # the row of a problem that is not about one row


class Command(BaseCommand):
    help = "Compare a pupil list with the school's, and say what it would change; change it with --apply."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CTF, a SIMS report, or a table as CSV or .xlsx")
        parser.add_argument("--school", required=True, metavar="CODE", help="the school's short name")
        parser.add_argument(
            "--format",
            choices=[one.value for one in Format],
            help="what wrote the file; told from its content if left out",
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE.json", help='headings by field: {"upn": "Pupil no", …}'
        )
        parser.add_argument(
            "--date-order",
            choices=[one.value for one in DateOrder],
            help="how days and months stand, if it cannot be told",
        )
        parser.add_argument(
            "--roll",
            choices=[one.value for one in Extent],
            default=Extent.PART.value,
            help="full: whoever is missing is proposed as a leaver; with a warning in row 0 if more than a fifth are",
        )
        parser.add_argument("--apply", action="store_true", help="apply it; without this nothing is changed")
        parser.add_argument(
            "--confirm-leavers", action="store_true", help="with --apply: mark all leavers as left, however many"
        )
        parser.add_argument("--json", action="store_true", help="print one object and nothing else")

    def handle(self, *_: Any, school: str, **options: Any) -> None:
        try:
            here = _school(school)
            console = User.objects.get(pk=SYSTEM_ACTORS["console"])
            with serving(console, school=here):
                told = _import(console, here, options)
        except (UnreadableFile, actions.RollChanged) as refusal:
            self._refuse(str(refusal), as_json=options["json"])
        else:
            self._tell(told, options)

    def _refuse(self, sentence: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            sys.exit(2)
        raise CommandError(sentence, returncode=2)

    def _tell(self, told: Mapping[str, Any], options: Mapping[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(", ".join(f"{told[name]} {name}" for name in COUNTED) + ".")
        for problem in told["problems"][:SHOWN]:
            where = f"Row {problem['row']}" if problem["row"] else "The whole file"
            self.stdout.write(f"{where}, {problem['kind']}: {problem['reason']}")
        if more := len(told["problems"]) - SHOWN:
            self.stdout.write(
                f"And {more} more: --json prints all." if more > 0 else "", ending="\n" if more > 0 else ""
            )
        self.stdout.write(_what_now(told, options))


def _import(console: User, school: School, options: Mapping[str, Any]) -> dict[str, Any]:
    offered, at = _offered(options), timezone.now()
    compared, outcomes = imports.compare(console, school, _read(offered, at), offered.extent)
    too_many = _too_many(school, compared.counts[Kind.LEFT])
    if options["apply"]:
        _apply(console, school, offered, compared, confirm_leavers=options["confirm_leavers"])
    found = [*too_many, *matching.problems(outcomes, compared.roll, offered.extent)]
    problems = [_as_json(problem) for problem in found]
    return {name: compared.counts[kind] for name, kind in COUNTED.items()} | {"problems": problems}


def _too_many(school: School, left: int) -> list[Problem]:
    """A list that leaves out more than a fifth is seldom whole. It is said of the whole file, before it is applied."""
    share = Share(left, Child.objects.filter(school=school, status=Child.Status.ON_ROLL).count())
    reason = f"{share} pupils on roll are not in the list: more than a fifth. Check that it lists every pupil."
    return [Problem(WHOLE_FILE, ProblemKind.WARNING, reason)] if share.is_large else []


def _apply(console: User, school: School, offered: Offered, compared: Compared, *, confirm_leavers: bool) -> None:
    at = timezone.now()
    source = Source(offered.file_name, offered.extent, compared=compared)
    started = actions.start_import(school=school, by=console, at=at, pk=uuid4(), source=source)
    actions.confirm_import(roll_import=started, by=console, at=at, confirm_leavers=confirm_leavers, put_off=False)
    imports.apply(console, started, at=at)


def _offered(options: Mapping[str, Any]) -> Offered:
    chosen, mapping = options["format"], options["mapping"]
    return Offered(
        file_name=os.fsencode(options["file"].name).decode(errors="replace"),
        content=_content(options["file"]),
        extent=Extent(options["roll"]),
        file_format=Format(chosen) if chosen else None,
        columns=_columns(mapping) if mapping else None,
        date_order=options["date_order"],
    )


def _read(offered: Offered, at: Any) -> Any:
    """With the options named that would help."""
    try:
        return offered.read(at)
    except AmbiguousDates as question:
        raise UnreadableFile(f"{question.sentence} Add --date-order day-first or --date-order month-first.") from None
    except UnmappedHeadings as question:
        raise UnreadableFile(f"{question.sentence} Give a --mapping.") from None


def _school(code: str) -> School:
    found = School.objects.coded(code)
    if found is None:
        raise UnreadableFile("There is no school with this code.")
    return found


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.") from None


def _columns(path: Path) -> dict[str, str]:
    try:
        found = json.loads(_content(path))
    except (ValueError, RecursionError):  # lists within lists, deeper than Python reads
        raise UnreadableFile("The mapping is not a JSON file.") from None
    if not isinstance(found, dict) or not all(isinstance(heading, str) for heading in found.values()):
        raise UnreadableFile('The mapping is not one object of fields and headings, such as {"upn": "Pupil number"}.')
    return found


def _as_json(problem: Problem) -> dict[str, object]:
    return {"row": problem.row, "kind": problem.kind.value, "reason": problem.reason}


def _what_now(told: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    if not options["apply"]:
        return "Nothing was changed. Add --apply to change it."
    if told["left"] and not options["confirm_leavers"]:
        return "Applied, but for the leavers: add --confirm-leavers once they have been checked."
    return "Applied."
