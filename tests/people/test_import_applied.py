"""What applying a list writes: rows, reach and lines of the log, all of it or nothing."""

import json
import random
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from access import gate
from access.bulk import NotInBulk, writer
from access.models import School, Team, User
from access.reach import ReachEnded, rows_on
from access.roles import Can
from access.serving import serving
from audit.batches import differing
from audit.models import Entry
from people import teams
from people.models import Child, RollImport
from tests import factories
from tests.people.roll import samples
from tests.people.roll.samples import AMY, BEN, csv_bytes
from vault import keyring
from vault.blind import blind_index

pytestmark = pytest.mark.django_db

HEADINGS = ("UPN", "Surname", "Forename", "Date of birth", "Year", "Reg")
AMY_ROW = (AMY, "Okafor", "Amy", "14/03/2015", "Year 6", "6A")
BEN_ROW = (BEN, "O'Neill", "Ben", "2/11/2014", "Year 7", "7B")


@pytest.fixture
def run(school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*rows: object, content: bytes = b"", options: tuple[str, ...] = ()) -> dict[str, Any]:
        file = tmp_path / "roll"
        file.write_bytes(content or csv_bytes(HEADINGS, *rows))
        call_command("import_pupils", str(file), "--school", school.code, "--json", "--apply", *options)
        return json.loads(capsys.readouterr().out)

    return run


def reach(record: Any) -> set[tuple[Any, ...]]:
    return {
        (row.group_id, row.permission.codename, row.sections, row.because, row.expires_at) for row in rows_on(record)
    }


def team_reach_as_recomputed(record: Any, child: Child) -> set[tuple[Any, ...]]:
    return {
        (team.pk, share.audience.permission, int(share.sections), "TEAM", None)
        for team, share in teams.shares_for(child).items()
    }


def test_a_new_child_is_reached_by_the_teams_of_the_year(run: Any, school: School, at_work: User) -> None:
    run(AMY_ROW)

    child = Child.objects.get()
    assert sorted((row.group.kind, row.group.year) for row in rows_on(child)) == [("SAFEGUARDING", None), ("YEAR", 6)]


def test_a_looked_after_child_in_a_ctf_is_reached_by_their_team(run: Any) -> None:
    run(content=samples.ctf(samples.ctf_pupil(more="<LookedAfter><InCare>true</InCare></LookedAfter>")))

    assert [row.group.kind for row in rows_on(Child.objects.get())].count("LOOKED_AFTER") == 1


@pytest.mark.parametrize("seed", range(4))
def test_reach_after_any_imports_is_what_the_facts_say(run: Any, school: School, at_work: User, seed: int) -> None:
    dice = random.Random(seed)
    pupils = [samples.upn(number) for number in range(12)]
    for _ in range(3):
        listed = dice.sample(pupils, 8)
        rows = [(upn, f"Name{upn}", "Amy", "14/03/2015", str(dice.randint(7, 9)), "A") for upn in listed]
        run(*rows, options=("--roll", "full", "--confirm-leavers"))
        for child in Child.objects.order_by("pk")[:4]:
            if not hasattr(child, "file"):
                factories.file(child)

    records = [(child, child) for child in Child.objects.all()]
    records += [(child.file, child) for child in Child.objects.filter(file__isnull=False).select_related("file")]
    assert len(records) > 12
    for record, child in records:
        assert reach(record) == team_reach_as_recomputed(record, child)


def test_rows_in_bulk_are_those_that_one_child_would_get(run: Any, school: School, at_work: User) -> None:
    run(AMY_ROW)
    imported = Child.objects.get()
    by_hand = factories.child(school, "Else", year=6, form="6A")

    run((*AMY_ROW[:4], "Year 8", "8C"))
    by_hand.year = 8
    by_hand.save()
    teams.follow(by_hand, at=timezone.now())

    assert reach(imported) == reach(by_hand)
    said = ("kind", "team__year", "audience", "sections", "because", "expires_at", "reason")
    ended = [list(ReachEnded.objects.filter(scope=one.pk).values_list(*said)) for one in (imported, by_hand)]
    assert ended[0] == ended[1] == [("people.child", 6, "PASTORAL", 511, "TEAM", None, "MOVED_YEAR")]


def test_each_batch_commits_to_every_row(run: Any, school: School) -> None:
    run(AMY_ROW, BEN_ROW)

    entry = Entry.objects.get(verb="children.created")
    assert list(differing(entry, Child)) == []
    assert set(json.loads(entry.body)["mentions"]) == {str(pk) for pk in Child.objects.values_list("pk", flat=True)}
    victim = Child.objects.first()
    with connection.cursor() as cursor:
        key = victim.pk if connection.vendor == "postgresql" else victim.pk.hex
        cursor.execute("UPDATE people_child SET form = '9Z' WHERE id = %s", [key])
    assert list(differing(entry, Child)) == [victim.pk]


def test_lines_of_an_import(run: Any, school: School) -> None:
    run(AMY_ROW, BEN_ROW)
    before = Entry.objects.latest("pk").pk

    run((*AMY_ROW[:4], "Year 7", "7A"), options=("--roll", "full", "--confirm-leavers"))

    said = Entry.objects.filter(pk__gt=before).order_by("pk").values_list("verb", flat=True)
    assert list(said) == [
        "roll.read", "roll.compared", "rollimport.created", "import.started", "rollimport.updated", "import.confirmed",
        "rollimport.updated", "import.applied", "children.changed", "children.left", "reach.ended", "reach.ended",
        "reach.given",
    ]  # fmt: skip


def test_the_log_holds_no_name(run: Any) -> None:
    run(AMY_ROW)

    assert not [entry for entry in Entry.objects.all() if "okafor" in f"{entry.body}{entry.changes}".lower()]


def test_what_cannot_be_finished_leaves_nothing(run: Any, school: School, at_work: User) -> None:
    """The database refuses the last rows after others were written: all is as it was, but for the import's state."""
    run(AMY_ROW)
    other = factories.child(school, "Else", "Nobody")
    keyring.unlock(school.pk, school.pk, Child.audience, Child.section)
    with connection.cursor() as cursor:  # the index says what the sealed identity does not: matching cannot know
        key = other.pk if connection.vendor == "postgresql" else other.pk.hex
        cursor.execute("UPDATE people_child SET upn_index = %s WHERE id = %s", [blind_index(school.pk, BEN), key])
    before = _everything()

    with pytest.raises(SystemExit):
        run((*AMY_ROW[:4], "Year 7", "7A"), BEN_ROW)

    assert _everything() == before
    assert list(RollImport.objects.order_by("started_at").values_list("status", flat=True)) == ["APPLIED", "FAILED"]


def _everything() -> list[Any]:
    children = list(Child.objects.order_by("pk").values_list())
    rows = [sorted(reach(child), key=str) for child in Child.objects.order_by("pk")]
    lines = (
        Entry.objects.filter(verb__startswith="children").count()
        + Entry.objects.filter(verb__startswith="reach.").count()
    )
    return [children, rows, lines, ReachEnded.objects.count()]


def test_nobody_writes_in_bulk_outside_a_bulk_act(school: School, at_work: User) -> None:
    with pytest.raises(NotInBulk):
        writer()


def test_a_known_value_is_never_erased(run: Any, school: School, at_work: User) -> None:
    run(AMY_ROW)

    told = run((AMY, "Okafor", "Amy", "14/03/2015", "", ""))

    assert (told["unchanged"], Child.objects.get().form) == (1, "6A")


def test_passwords_in_a_file_are_kept_nowhere(school: School, run: Any, lead: User, client: Any) -> None:
    canary = "swordfish-canary-77"
    rows = csv_bytes((*HEADINGS, "Password"), (*AMY_ROW, canary))
    run(content=rows)
    client.force_login(lead)
    unknown = csv_bytes(("No.", "Family", "Given", "PIN code"), (AMY, "Okafor", "Amy", canary))
    pk = uuid4()
    client.post("/imports/new/", {"pk": pk, "file": SimpleUploadedFile("x.csv", unknown), "extent": "part"})

    with serving(lead):
        held = gate.fetch(lead, RollImport, pk, to=Can.IMPORT_PUPILS)
        assert (held.table.value["headings"], canary in held.table.text) == (["No.", "Family", "Given"], False)
    for one in RollImport.objects.all():
        with serving(lead):
            opened = gate.fetch(lead, RollImport, one.pk, to=Can.IMPORT_PUPILS)
            assert canary not in opened.report.text + opened.rows.text + opened.table.text + str(opened.options)
    assert RollImport.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_database_file_holds_no_name_and_no_password(school: School, run: Any, settings: Any) -> None:
    """What is on disk after an import: the whole file on SQLite; on PostgreSQL, every table as text."""
    run(content=csv_bytes((*HEADINGS, "Password"), (*AMY_ROW, "swordfish-canary-77")))

    stored = _on_disk(settings)
    assert b"hillview" in stored
    assert not [word for word in (b"swordfish-canary-77", b"Okafor", AMY.encode()) if word in stored]


def _on_disk(settings: Any) -> bytes:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))
    with connection.cursor() as cursor:
        parts = []
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT BINARY)') as copy:
                parts += [bytes(part) for part in copy]
    return b"".join(parts)


def test_teams_are_made_for_years_that_were_new(run: Any, school: School) -> None:
    run(AMY_ROW, BEN_ROW)

    assert sorted(Team.objects.filter(kind="YEAR").values_list("year", flat=True)) == [6, 7]
