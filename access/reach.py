"""Which rows say that a person or a team can see a guarded record now, and where do ended rows go?

guardian's object-permission tables, each with a direct foreign key to what it guards: one row per (scope, principal).
Its `permission` is the audience. An ended row moves to ReachEnded: left here it would still grant everywhere in
guardian. Nobody asks guardian; access.policy reads these rows.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import F, Q, TextChoices
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from access.models import School, Team, User
from access.roles import ALL_SECTIONS, Audience, Section
from vault.models import SealedRow

READ_PERMISSIONS: list[tuple[str, Any]] = [
    (audience.permission, f"Can read at {audience.label.lower()} audience") for audience in Audience
]


class Because(TextChoices):
    """Why a row of reach exists."""

    TEAM = "TEAM", "Member of the team"
    AUTHOR = "AUTHOR", "Wrote it"
    NAMED = "NAMED", "Named on a restricted file"
    GRANT = "GRANT", "Granted by name"
    COVER = "COVER", "Nobody else on the safeguarding team may see it"


class Ended(TextChoices):
    """Why a row of reach came to an end."""

    REVOKED = "REVOKED", "Ended by a lead"
    EXPIRED = "EXPIRED", "Reached its end date"
    RESTRICTED = "RESTRICTED", "The file was restricted"
    UNRESTRICTED = "UNRESTRICTED", "The restriction was lifted"
    LEFT = "LEFT", "The membership ended"
    WALLED = "WALLED", "A conflict wall was raised"
    MOVED_YEAR = "MOVED_YEAR", "The child moved year"
    LEFT_CARE = "LEFT_CARE", "The child came out of care"
    REPLACED = "REPLACED", "Replaced by another row"


class Guarded(SealedRow):
    """A record that reach is given to. Its uuid is its scope: everything on it is sealed and seen under that scope."""

    wall_column: ClassVar[str] = "pk"
    """The column whose subject a conflict wall may also name: the child of a file or a concern."""
    follows_child: ClassVar[bool] = False
    """Whether the teams of the record's child reach it too, and move with the child (people.teams)."""
    hidden_when_restricted: ClassVar[bool] = True
    """Whether restriction hides the record from teams. Not so a child, whom all staff may know: it narrows them."""
    author_column: ClassVar[str] = ""
    """Who wrote it and may always read her own words, if it is of that kind."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    restricted = models.BooleanField(default=False)

    class Meta:
        abstract = True
        default_permissions = ()
        permissions = READ_PERMISSIONS

    @property
    def scope_id(self) -> uuid.UUID:
        return self.pk

    def newest(self, audience: Audience, sections: Section) -> datetime | None:
        """When the newest record on it that this audience may see was made: what a new row sorts by. None: now."""
        return None


class _Reach(models.Model):
    """What both kinds of row say. `sort_key` is the time of the newest record that this row's audience may see."""

    sections = models.IntegerField(default=int(ALL_SECTIONS))
    since = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=12, choices=Because)
    sort_key = models.DateTimeField()

    class Meta:
        abstract = True


def _principal_meta(principal: str) -> dict[str, Any]:
    return {
        "constraints": [
            models.UniqueConstraint(name=f"%(class)s_once_{principal}", fields=["content_object", principal])
        ],
        "indexes": [
            models.Index(
                models.F(principal),
                models.F("sort_key").desc(),
                models.F("content_object").desc(),
                name="%(class)s_page",
            )
        ],
    }


class PersonReach(_Reach, UserObjectPermissionBase):  # type: ignore[misc]
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="%(class)s", db_index=False)
    permission = models.ForeignKey(Permission, on_delete=models.PROTECT, related_name="%(class)s", db_index=False)
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = _principal_meta("user")["constraints"]
        indexes = _principal_meta("user")["indexes"]

    def __str__(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"


class TeamReach(_Reach, GroupObjectPermissionBase):  # type: ignore[misc]
    group = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="%(class)s", db_index=False)
    permission = models.ForeignKey(Permission, on_delete=models.PROTECT, related_name="%(class)s", db_index=False)
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = _principal_meta("group")["constraints"]
        indexes = _principal_meta("group")["indexes"]

    def __str__(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"


class ReachEnded(models.Model):
    """A row of reach that has ended: who could see which scope from when to when, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    scope = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reach_ended")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="reach_ended")
    audience = models.CharField(max_length=12, choices=Audience)
    sections = models.IntegerField()
    because = models.CharField(max_length=12, choices=Because)
    since = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Ended)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reach_ended_has_one_principal",
                condition=Q(user__isnull=True, team__isnull=False) | Q(user__isnull=False, team__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"reachended:{self.pk}"


Row = TypeVar("Row", PersonReach, TeamReach)


def person_rows(model: type[Guarded]) -> type[PersonReach]:
    """The table of people's rows for a kind of guarded record. Its related name must stand, or guardian's is used."""
    return cast(type[PersonReach], model._meta.get_field("person_reach").related_model)  # type: ignore[misc]


def team_rows(model: type[Guarded]) -> type[TeamReach]:
    return cast(type[TeamReach], model._meta.get_field("team_reach").related_model)  # type: ignore[misc]


def give_person(
    record: Guarded,
    user: User,
    audience: Audience,
    because: Because,
    *,
    at: datetime,
    sections: Section = ALL_SECTIONS,
    expires_at: datetime | None = None,
    sort_key: datetime | None = None,
) -> PersonReach:
    """One row for this person; an earlier one ends and is kept."""
    rows = person_rows(type(record))
    for old in rows.objects.filter(content_object=record, user=user):
        end(old, at=at, reason=Ended.REPLACED)
    return rows.objects.create(  # type: ignore[no-any-return]
        content_object=record,
        user=user,
        permission=reading_permission(type(record), audience),
        because=because,
        since=at,
        sections=int(sections),
        expires_at=expires_at,
        sort_key=sort_key or record.newest(audience, sections) or at,
    )


def give_team(
    record: Guarded,
    team: Team,
    audience: Audience,
    *,
    at: datetime,
    sections: Section = ALL_SECTIONS,
    sort_key: datetime | None = None,
) -> TeamReach:
    rows = team_rows(type(record))
    for old in rows.objects.filter(content_object=record, group=team):
        end(old, at=at, reason=Ended.REPLACED)
    return rows.objects.create(  # type: ignore[no-any-return]
        content_object=record,
        group=team,
        permission=reading_permission(type(record), audience),
        because=Because.TEAM,
        since=at,
        sections=int(sections),
        sort_key=sort_key or record.newest(audience, sections) or at,
    )


def end(row: PersonReach | TeamReach, *, at: datetime, reason: Ended) -> ReachEnded:
    """Move a row to ReachEnded. The move is one act: callers hold the transaction."""
    person = isinstance(row, PersonReach)
    ended = ReachEnded.objects.create(
        school_id=row.content_object.school_id,
        kind=row.content_object._meta.label_lower,
        scope=row.content_object_id,
        user=row.user if isinstance(row, PersonReach) else None,
        team=None if person else row.group,
        audience=audience_of(row),
        sections=row.sections,
        because=row.because,
        since=row.since,
        expires_at=row.expires_at,
        until=at,
        reason=reason,
    )
    row.delete()
    return ended


def withdraw(row: PersonReach, *, at: datetime, reason: Ended) -> None:
    """End a person's row. If the record is her own words, what she may always see of them is written back."""
    record, user = row.content_object, row.user
    end(row, at=at, reason=reason)
    wrote_it = bool(record.author_column) and getattr(record, record.author_column) == user.pk
    if wrote_it and row.because != Because.AUTHOR:
        give_person(record, user, Audience.TEACHING, Because.AUTHOR, at=at)


def audience_of(row: PersonReach | TeamReach) -> Audience:
    return Audience.of(row.permission.codename)


def touch(record: Guarded, audience: Audience, *, at: datetime, section: Section = ALL_SECTIONS) -> None:
    """A record at this audience was added: the rows that may see it sort by its time from now on."""
    wide_enough = [other.permission for other in Audience if audience in other.within]
    for rows in (person_rows(type(record)), team_rows(type(record))):
        rows.objects.annotate(shared=F("sections").bitand(int(section))).filter(
            content_object=record, permission__codename__in=wide_enough, sort_key__lt=at, shared__gt=0
        ).update(sort_key=at)


def rows_on(record: Guarded) -> Iterable[PersonReach | TeamReach]:
    for rows in (person_rows(type(record)), team_rows(type(record))):
        yield from rows.objects.filter(content_object=record).select_related("permission", "content_object")


def reading_permission(model: type[Guarded], audience: Audience) -> Permission:
    """guardian's permission that stands for an audience of this kind of record."""
    return Permission.objects.get_by_natural_key(
        audience.permission, model._meta.app_label, str(model._meta.model_name)
    )
