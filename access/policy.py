"""May she? Every question about who may see or do what is answered here, as a queryset.

`rows_that_count` is the rule; `visible`, `clearance` and `can` are built on it, so list, page, search, export and
count cannot disagree.
Order of the rule: account inactive or no current membership, no; conflict wall, no (but for one's own words);
restricted file, named people's rows only; then any current row of the person or of a team she is in today.
There is no superuser branch. guardian is not asked (docs/adr).
"""

import uuid
from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any, TypeVar, cast

from django.db.models import Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, QuerySet

from access.models import ConflictWall, School, User
from access.prepared import MOMENT, Prepared, stand_in
from access.reach import Because, Guarded, person_rows, team_rows
from access.roles import LEADS, MATRIX, STANDS_IN, Audience, Can, Role, Section
from access.standings import Standing as Standing
from access.standings import reading_standings_once as reading_standings_once
from access.standings import stand_at as stand_at
from access.standings import standing as standing

Record = TypeVar("Record", bound=Any)
COVERS = frozenset(STANDS_IN)


class Clearance(dict[Audience, Section]):
    """The audiences that a person may open on one guarded record, each with its sections.

    `stands_in`: she covers it, since nobody on the safeguarding team may see it, and does there what a lead does.
    """

    stands_in: bool = False

    def covers(self, audience: str, section: int) -> bool:
        return bool(self.get(Audience(audience), Section(0)) & section)


def visible(user: User, records: QuerySet[Record], *, audience: Audience | None = None) -> QuerySet[Record]:
    """Those of `records` that this person may see: guarded records, or records that hang on one.

    With `audience`, those guarded records that she may open as far as that: more than her own words, for instance.
    """
    person = standing(user)
    if not person.roles:
        return records.none()
    if owner := owner_of(records.model):
        return records.filter(**{owner: user, "school": person.school})
    if kept_by_school(records.model):
        return records.filter(school=person.school)
    guarded, path = guarded_by(records.model)
    if not path:
        return records.filter(_within_reach(person, guarded, audience), school=person.school)
    return records.filter(_covered(person, guarded, path), school=person.school)


def can(user: User, capability: Can, record: Any) -> bool:
    """Whether this person may do this to this record (a School, a guarded record, or one that hangs on one)."""
    rule, person = MATRIX[capability], standing(user)
    held = bool(person.roles & rule.roles)
    if owner := owner_of(type(record)):
        return held and bool(getattr(record, owner) == user and school_of(record) == person.school_id)
    if rule.audience is None:
        return held and school_of(record) == person.school_id
    if not (held or person.roles & COVERS):
        return False
    guarded, path = guarded_by(type(record))
    opened = clearance(user, guarded, getattr(record, f"{path}_id") if path else record.pk)
    return allows(user, capability, opened) and (not path or opened.covers(record.audience, record.section))


def allows(user: User, capability: Can, opened: Clearance) -> bool:
    """Whether this person may do it on a guarded record that is open to her so far."""
    rule = MATRIX[capability]
    return bool(_roles_on(user, opened) & rule.roles) and rule.allows(opened)


def seems(user: User, capability: Can, record: Guarded) -> bool:
    """Whether this person might, were there no conflict wall: a page that must not tell of one. It opens nothing."""
    return allows(user, capability, clearances(user, type(record), [record.pk], through_walls=True)[record.pk])


def clearance(user: User, model: type[Guarded], pk: uuid.UUID) -> Clearance:
    """The audiences and sections of a guarded record that this person may open. Empty: for her it does not exist."""
    return clearances(user, model, [pk])[pk]


def clearances(
    user: User, model: type[Guarded], pks: Sequence[uuid.UUID], *, through_walls: bool = False
) -> dict[uuid.UUID, Clearance]:
    """The clearance for each of these, in one query."""
    person, opened = standing(user), {pk: Clearance() for pk in pks}
    if person.school is None or not pks:
        return opened
    given = {"user": person.user_id, "school": person.school.pk, "now": person.at}
    given |= {f"team{n}": team for n, team in enumerate(person.teams)} | {f"pk{n}": pk for n, pk in enumerate(pks)}
    for key, codename, sections, because in _clearances_query(model, len(person.teams), len(pks), through_walls).rows(
        given
    ):
        found = opened[uuid.UUID(str(key))]
        found.stands_in |= because == Because.COVER and bool(person.roles & COVERS)
        for audience in Audience.of(codename).within:
            found[audience] = found.get(audience, Section(0)) | Section(sections)
    return opened


@lru_cache(maxsize=256)
def _clearances_query(model: type[Guarded], teams: int, count: int, through_walls: bool) -> Prepared:
    """The rows that count on some records, compiled for a person in so many teams and for so many records."""
    names, anybody = [f"pk{n}" for n in range(count)], _anybody(teams)
    pks = [stand_in(f"pk{n}") for n in range(count)]
    people, rows = (
        rows.filter(content_object__in=pks, content_object__school=anybody.school_id).values_list(
            "content_object_id", "permission__codename", "sections", "because"
        )
        for rows in rows_that_count(anybody, model, through_walls=through_walls)
    )
    return Prepared(people.union(rows, all=True), [*_names(teams), *names])


def visible_rows(user: User, records: Callable[[uuid.UUID], Sequence[QuerySet[Any]]]) -> list[tuple[Any, ...]]:
    """As `visible`, for a question that pages of work ask each time: compiled once for each such function.

    `records` is given a school and returns records that hang on guarded ones, as `values_list`; here are their rows.
    """
    person = standing(user)
    if person.school is None:
        return []
    given = {"user": person.user_id, "school": person.school.pk, "now": person.at}
    given |= {f"team{n}": team for n, team in enumerate(person.teams)}
    return _visible_query(records, len(person.teams)).rows(given)


@lru_cache(maxsize=64)
def _visible_query(records: Callable[[uuid.UUID], Sequence[QuerySet[Any]]], teams: int) -> Prepared:
    anybody = _anybody(teams)
    parts = [
        each.filter(_covered(anybody, *guarded_by(each.model)), school=anybody.school)
        for each in records(stand_in("school"))
    ]
    return Prepared(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0], _names(teams))


def _anybody(teams: int) -> Standing:
    """A stand-in for a person in so many teams."""
    mine = tuple(stand_in(f"team{n}") for n in range(teams))
    return Standing(stand_in("user"), School(pk=stand_in("school")), frozenset(), mine, (), (), MOMENT)


def _names(teams: int) -> list[str]:
    return ["user", "school", *(f"team{n}" for n in range(teams))]


def capabilities(user: User, opened: Clearance) -> frozenset[Can]:
    """Everything that this person may do on a guarded record that is open to her so far: what its page offers."""
    return frozenset(may for may, rule in MATRIX.items() if rule.audience and allows(user, may, opened))


def _roles_on(user: User, opened: Clearance) -> frozenset[Role]:
    roles = standing(user).roles
    return roles | LEADS if opened.stands_in else roles


def walls(user: User) -> frozenset[uuid.UUID]:
    """The subjects (children, concerns) that this person is walled off from now: own words stay, words only."""
    raised = ConflictWall.objects.filter(user=user, lifted_at__isnull=True)
    return frozenset(raised.values_list("subject", flat=True))


def cleared(clearance: Clearance) -> Q:
    """The condition that a record on a file lies within a clearance."""
    alike: dict[Section, list[str]] = {}
    for audience, sections in clearance.items():
        alike.setdefault(sections, []).append(audience.value)
    parts = [
        Q(audience__in=audiences, section__in=[int(section) for section in sections])
        for sections, audiences in alike.items()
    ]
    return reduce(or_, parts) if parts else Q(pk__in=[])


def guarded_by(model: type[Any]) -> tuple[type[Guarded], str]:
    """The guarded model that decides about `model`, and the path to it ("" for itself)."""
    if issubclass(model, Guarded):
        return model, ""
    path: str = model.guarded_by
    return model._meta.get_field(path).related_model, path


def owner_of(model: type[Any]) -> str:
    """The column that names the one person a record is for, if it is of that kind: a draft."""
    owner: str = getattr(model, "owned_by", "")
    return owner


def kept_by_school(model: type[Any]) -> bool:
    """Whether records of this model are the school's own, for whoever's role has the capability: an import."""
    return getattr(model, "kept_by_school", False)


def school_of(record: Any) -> uuid.UUID:
    return record.pk if isinstance(record, School) else record.school_id


def rows_that_count(
    person: Standing, model: type[Guarded], *, through_walls: bool = False
) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The rows of people and of teams that let this person see guarded records of this model now: the rule itself."""
    current = Q(expires_at__isnull=True) | Q(expires_at__gt=person.at)
    people = person_rows(model).objects.filter(current, user=person.user_id)
    teams = team_rows(model).objects.filter(current, group__in=person.teams)
    if model.hidden_when_restricted:
        teams = teams.filter(content_object__restricted=False)
    if through_walls:
        return people, teams
    walled = _walled(person, f"content_object__{model.wall_column}")
    return people.filter(Q(because=Because.AUTHOR) | ~walled), teams.filter(~walled)


def _walled(person: Standing, subject: str) -> Q:
    walls = ConflictWall.objects.filter(user=person.user_id, lifted_at__isnull=True)
    here = Q(subject=OuterRef("content_object_id")) | Q(subject=OuterRef(subject))
    return Q(Exists(walls.filter(here)))


def _within_reach(person: Standing, model: type[Guarded], audience: Audience | None) -> Q:
    people, teams = rows_that_count(person, model)
    if audience is not None:
        people, teams = (rows.filter(permission__codename__in=_wide_enough(audience)) for rows in (people, teams))
    return Q(Exists(people.filter(content_object=OuterRef("pk")))) | Q(
        Exists(teams.filter(content_object=OuterRef("pk")))
    )


def _covered(person: Standing, model: type[Guarded], path: str) -> Q:
    """A record on a guarded one: covered by a row whose audience is wide enough and whose sections take it in."""
    covered = Q(pk__in=[])
    for audience in Audience:
        for rows in rows_that_count(person, model):
            both = ExpressionWrapper(F("sections").bitand(cast(Any, OuterRef("section"))), output_field=IntegerField())
            on_it = rows.annotate(shared=both).filter(
                content_object=OuterRef(f"{path}_id"), permission__codename__in=_wide_enough(audience), shared__gt=0
            )
            covered |= Q(Exists(on_it), audience=audience)
    return covered


def _wide_enough(audience: Audience) -> list[str]:
    return [other.permission for other in Audience if audience in other.within]
