"""Who works at which school, as what, and since when?"""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, TextChoices
from django.db.models.functions import Lower

from access.roles import Role
from vault.fields import SealedTextField
from vault.models import SealedRow


class SchoolManager(models.Manager["School"]):
    def coded(self, code: str) -> "School | None":
        """By its short name, in capitals or not."""
        return self.filter(code__iexact=code).first() if code.isprintable() else None


class School(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[SchoolManager] = SchoolManager()

    def __str__(self) -> str:
        return f"school:{self.pk}"


EARLIER = " (earlier "
"""What stands between a name and those it had before; no name that is typed holds a bracket."""


class UserManager(BaseUserManager["User"]):
    def named(self, email: str) -> "User":
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser):
    """A person who signs in, or a named system actor that cannot. There is no superuser and no staff flag."""

    class Kind(TextChoices):
        PERSON = "PERSON", "Person"
        SYSTEM = "SYSTEM", "System actor"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    """As they stand wherever they are named: with the names they had before, "Ruth Bell (earlier Ruth Adeyemi)"."""
    now_called = models.CharField(max_length=200, blank=True)
    extension = models.CharField("phone extension", max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    is_active = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    leads_as: str = ""
    """As what somebody who is no lead stands for one: set where leads are named, not a column."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_system_actor_is_inactive", condition=Q(kind="PERSON") | Q(is_active=False)
            ),
        ]

    def __str__(self) -> str:
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name of now alone: to speak to them, or of them as somebody to find."""
        return self.now_called or self.name

    @property
    def names(self) -> list[str]:
        """The name of now, then each earlier one, the latest first."""
        before = self.name[len(self.called) :]
        return [self.called, *(before.removeprefix(EARLIER).removesuffix(")").split(", ") if before else ())]


class EarlierName(models.Model):
    """What somebody was called until a day. `User.name` says it wherever they are named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="earlier_names")
    name = models.CharField(max_length=200)
    until = models.DateField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"earliername:{self.pk}"


class Team(models.Model):
    """A standing group that reach is given to. Who is in it comes from dated memberships."""

    class Kind(TextChoices):
        SAFEGUARDING = "SAFEGUARDING", "Safeguarding team"
        YEAR = "YEAR", "Year team"
        LOOKED_AFTER = "LOOKED_AFTER", "Looked-after children’s team"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=20, choices=Kind)
    year = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="team_of_a_year_once", fields=["school", "kind", "year"]),
            models.UniqueConstraint(name="team_once", fields=["school", "kind"], condition=Q(year__isnull=True)),
            models.CheckConstraint(
                name="team_year_goes_with_kind",
                condition=Q(kind="YEAR", year__isnull=False) | (~Q(kind="YEAR") & Q(year__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"team:{self.pk}"

    @property
    def label(self) -> str:
        return f"Year {self.year} pastoral team" if self.kind == self.Kind.YEAR else self.get_kind_display()


def held_on(day: Any) -> Q:
    """The condition that a membership is held on a day: from the first to the last, unless it was ended at once."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=day) | Q(ends_on=day, ended_at__isnull=True)
    return not_over & Q(starts_on__lte=day)


def not_over_on(day: Any) -> Q:
    """The condition that a membership is held on that day or will be: `Membership.is_over`, asked of the database."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=day, ended_at__isnull=True)


class Membership(models.Model):
    """A person's role at a school from one day to another; `ends_on` is the last day. One row a team.

    `ended_at` is the moment on the last day at which it was ended at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    classes = models.JSONField(default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="membership_ended_at_once_has_a_last_day",
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_team_goes_with_role",
                condition=Q(role__in=["DSL", "DEPUTY_DSL", "PASTORAL", "DESIGNATED_TEACHER"], team__isnull=False)
                | (~Q(role__in=["DSL", "DEPUTY_DSL", "PASTORAL", "DESIGNATED_TEACHER"]) & Q(team__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="membership_person", fields=["user", "school"])]

    def __str__(self) -> str:
        return f"membership:{self.pk}"

    def is_over(self, on: date) -> bool:
        return self.ends_on is not None and (self.ends_on < on or self.ended_at is not None)


class RoleChange(models.Model):
    """A role that leads, the head or accounts hang on was given or ended: when, and by whom."""

    class What(TextChoices):
        STARTED = "STARTED", "Given"
        ENDED = "ENDED", "Ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="role_change_lately", fields=["school", "changed_at"])]

    def __str__(self) -> str:
        return f"rolechange:{self.pk}"


class Invitation(models.Model):
    """A one-time link to a new account. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation:{self.pk}"


class StaffSeen(models.Model):
    """When a lead or the head last opened the staff page: newer accounts are pointed to on their home."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="staff_seen_once", fields=["user", "school"])]

    def __str__(self) -> str:
        return f"staffseen:{self.pk}"


class DutyLead(models.Model):
    """Who leads on safeguarding on a weekday: the rota. Nobody on it: the head."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    weekday = models.SmallIntegerField()
    order = models.SmallIntegerField(default=1)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="duty_lead_once", fields=["school", "weekday", "order"]),
            models.CheckConstraint(name="duty_lead_weekday", condition=Q(weekday__range=(0, 6))),
        ]

    def __str__(self) -> str:
        return f"dutylead:{self.pk}"


class ConflictWall(SealedRow):
    """This person finds nothing about this subject (a child or one concern), whatever else says yes."""

    school = models.ForeignKey(School, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="walls")
    subject = models.UUIDField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = SealedTextField(blank=True)
    audience = "SAFEGUARDING"
    section = 1

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="wall_once_at_a_time", fields=["user", "subject"], condition=Q(lifted_at__isnull=True)
            ),
            models.CheckConstraint(
                name="wall_lifted_at_and_by",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"conflictwall:{self.pk}"

    @property
    def scope_id(self) -> uuid.UUID:
        return self.subject
