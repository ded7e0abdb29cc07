"""The school of the browser's journeys in the autumn of 2026, with its terms: for journeys whose dates are fixed.

Theo and Lena are in Year 9; his mother lives at an address that his father must not learn.
Run as a command in a process of its own: python -m tests.browser.december FOLDER
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path

from tests.browser import moved, seeding
from tests.browser.house import House

STARTS = "2026-11-23T09:00+00:00"  # a Monday
REFUGE = "14 Harbour Cottages"
SPANS = (
    ("AUTUMN", date(2026, 9, 2), date(2026, 12, 18)),
    ("SPRING", date(2027, 1, 4), date(2027, 3, 25)),
    ("SUMMER", date(2027, 4, 12), date(2027, 7, 21)),
)
CLOSED = (
    ("INSET", date(2027, 1, 4), date(2027, 1, 4)),
    ("HALF_TERM", date(2026, 10, 26), date(2026, 10, 30)),
    ("HALF_TERM", date(2027, 2, 15), date(2027, 2, 19)),
)


def main(folder: Path) -> None:
    moved.Clock(folder).follow()
    seeding.prepare(folder)
    seeding.keep(folder, _school())


def ids_of(house: House) -> dict[str, str]:
    found: dict[str, str] = json.loads((house.folder / seeding.IDS).read_text())
    return found


def _school() -> dict[str, object]:
    from clocks.models import Closure, TermDate
    from tests import factories

    school, people = seeding.staffed()
    with factories.console_at(school):
        for name, starts_on, ends_on in SPANS:
            TermDate.objects.create(school=school, name=name, starts_on=starts_on, ends_on=ends_on)
        for kind, starts_on, ends_on in CLOSED:
            Closure.objects.create(school=school, kind=kind, starts_on=starts_on, ends_on=ends_on)
    theo = factories.child(school, "Okafor", "Theo", year=9, form="9B", born_on="2013-02-03")
    lena = factories.child(school, "Lowe", "Lena", year=9, form="9A", born_on="2013-06-21")
    files = {name: factories.file(child, by=people["lead"]) for name, child in (("theo", theo), ("lena", lena))}
    _around(theo, files["theo"], people["lead"])
    _around_lena(lena, people["lead"])
    return {name: file.pk for name, file in files.items()}


TOLD = {"significant": True, "marking": "THIRD_PARTY", "child_voice": "I like it there."}


def _around(theo, file, lead) -> None:
    from access.roles import Audience
    from people.models import Agency
    from tests import factories

    mother = {"address": REFUGE, "address_confidential": True, "lives_with_child": True}
    factories.contact(theo, lead, name="Ngozi Okafor", has_parental_responsibility=True, **mother)
    father = {"name": "Paul Okafor", "kind": "FATHER", "address": "2 Mill Lane", "order": 2}
    factories.contact(theo, lead, has_parental_responsibility=True, **father)
    factories.professional(theo, lead, name="Jo Clarke", agency="Northmoor social care")
    for on, fact, more in (
        (date(2026, 9, 14), "Came in hungry and asked for food.", {"significant": True}),
        (date(2026, 10, 6), "Asleep in two lessons.", {"opinion": "He looks worn out.", "significant": True}),
        (date(2026, 11, 18), f"Mother said that they sleep at {REFUGE}.", TOLD | {"audience": Audience.SAFEGUARDING}),
        (date(2026, 11, 20), "Football trial went well.", {}),
    ):
        at = datetime(on.year, on.month, on.day, 15, 0).astimezone()
        factories.event(file, lead, on=on, at=at, fact=fact, **more)
    with factories.console_at(theo.school):
        Agency.objects.get_or_create(school=theo.school, name="Northmoor Housing", kind=Agency.Kind.OTHER)


def _around_lena(lena, lead) -> None:
    from tests import factories

    factories.contact(lena, lead, name="Rosa Lowe", has_parental_responsibility=True, lives_with_child=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
