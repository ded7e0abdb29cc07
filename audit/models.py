"""What is a line of the log, and how is it kept from changing?

`Entry` is the one row class, django-auditlog's too. Rows are added through `EntryQuerySet.bulk_create` and by no other
way: it names the actor, takes the time and builds the body and its leaf. Nothing updates or deletes a row; the
database refuses both once more (migrations). It holds codes, ids and digests; words only in `details`, sealed.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, NoReturn
from uuid import UUID, uuid4

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, models
from django.utils import timezone

from audit.body import Body, leaf, plain
from audit.context import NoActor, Who, current
from audit.details import open_words, seal_words
from audit.inserting import FEW, insert
from vault.sealing import VaultError

# Where a row says which scope it belongs to: a record of ours, a row of reach, an ended row of reach.
SCOPE_COLUMNS: Final = ("scope_id", "content_object_id", "scope")
# A failed sign-in names no one, since nobody has shown who they are. The database holds the same rule.
NAMELESS: Final = frozenset({"signin.failed"})


class AppendOnlyError(RuntimeError):
    """A line of the log was to be changed, removed or put in by another way."""


class LogUnavailable(Exception):
    """The log could not be written: what was to be looked at stays shut, and what was to be done is undone."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def bulk_create(  # type: ignore[override]
        self, objs: Iterable["Entry"], batch_size: int | None = None, **options: Any
    ) -> list["Entry"]:
        """Adds the entries in one statement; each is completed here, whatever it said before."""
        entries = list(objs)
        if any(options.values()) or any(entry.pk or not entry._state.adding for entry in entries):
            raise AppendOnlyError("Only new entries are added to the log.")
        who = current()
        try:
            for entry in entries:
                entry.complete(who)
            if not 0 < len(entries) <= FEW:
                return super().bulk_create(entries, batch_size)
            insert(entries)
            return entries
        except (DatabaseError, OSError, VaultError) as error:
            raise LogUnavailable("The log cannot be written.") from error

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnlyError("Nothing in the log is changed.")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("Nothing in the log is changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Nothing in the log is removed.")


class EntryManager(LogEntryManager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    """Takes what django-auditlog saw change and makes a line of it."""

    def log_create(self, instance: models.Model, force_log: bool = False, **kwargs: Any) -> "Entry | None":
        changes = kwargs.get("changes")
        if changes is None and not force_log:
            return None
        entry = self.model.of(instance, kwargs["action"], changes or {})
        entry.save()
        return entry  # type: ignore[no-any-return]

    def log_m2m_changes(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("Our models have no many-to-many fields, so the log has no form for their changes.")


class Entry(AbstractLogEntry):  # type: ignore[misc]
    """One line. auditlog's columns are kept without their indexes, or not at all where they could hold words."""

    class Outcome(models.TextChoices):
        ALLOW = "allow"
        DENY = "deny"
        ERROR = "error"

    VERBS: ClassVar = {
        AbstractLogEntry.Action.CREATE: "created",
        AbstractLogEntry.Action.UPDATE: "updated",
        AbstractLogEntry.Action.DELETE: "deleted",
    }

    uuid = models.UUIDField(default=uuid4)
    timestamp = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    school = models.UUIDField(null=True)
    session_hash = models.CharField(max_length=64)
    ip = models.CharField(max_length=45)
    request_id = models.CharField(max_length=64)
    verb = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.ALLOW)
    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    object_type = models.CharField(max_length=100)
    object_pk = models.CharField(max_length=64)
    object_uuid = models.UUIDField(null=True)
    scope = models.UUIDField(null=True)
    audience = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=80)
    changes = models.JSONField(null=True)
    content_hash = models.CharField(max_length=64)
    details = models.BinaryField(null=True)  # salt and words, sealed together
    details_commit = models.CharField(max_length=64)
    body = models.TextField()
    leaf = models.BinaryField(max_length=32)

    object_id = serialized_data = action = changes_text = additional_data = None
    cid = remote_addr = remote_port = actor_email = None

    objects = EntryManager()
    words: str = ""  # the details before they are sealed
    mentions: tuple[UUID, ...] = ()

    class Meta:
        base_manager_name = "objects"
        get_latest_by = "id"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(name="entry_scope", fields=["scope", "id"]),
            models.Index(name="entry_actor", fields=["actor", "id"]),
        ]

    def __str__(self) -> str:
        return f"entry:{self.pk}"

    @property
    def object_repr(self) -> str:
        """An address, never a description; not a column, so nothing can be written to it."""
        return f"{self.object_type}:{self.object_pk}"

    @classmethod
    def of(cls, instance: models.Model, action: int, changes: Mapping[str, Any]) -> "Entry":
        """A field change that django-auditlog saw."""
        scopes = (getattr(instance, name, None) for name in SCOPE_COLUMNS)
        return cls(
            verb=f"{instance._meta.model_name}.{cls.VERBS[action]}",
            school=getattr(instance, "school_id", None),
            content_type=ContentType.objects.get_for_model(instance),
            object_type=instance._meta.label,
            object_pk=str(instance.pk),
            object_uuid=instance.pk if isinstance(instance.pk, UUID) else None,
            scope=next(filter(None, scopes), None),
            audience=getattr(instance, "audience", ""),
            changes=changes,
        )

    def complete(self, who: Who) -> None:
        """Fills in what nobody may choose (actor, time, digests) and makes the body and its leaf from the rest."""
        if who.actor_id is None and self.verb not in NAMELESS:
            raise NoActor(f"{self.verb} needs somebody who did it.")
        self.actor_id = who.actor_id
        self.school = self.school or who.school_id
        self.session_hash, self.ip, self.request_id = (
            who.session_hash,
            who.ip,
            who.request_id,
        )
        self.timestamp = timezone.now()
        self.object_pk = self.object_pk or str(self.object_uuid or "")
        self.mentions = tuple(dict.fromkeys(self.mentions))
        self.changes = plain(self.changes) if self.changes else None
        self.details, self.details_commit = seal_words(self.school, self.uuid, self.words)
        self.body = self._body().text()
        self.leaf = leaf(self.body)

    def _body(self) -> Body:
        return Body(
            id=self.uuid,
            at=self.timestamp,
            actor=self.actor_id,
            school=self.school,
            session_hash=self.session_hash,
            ip=self.ip,
            request_id=self.request_id,
            verb=self.verb,
            outcome=self.outcome,
            object_type=self.object_type,
            object_id=self.object_pk,
            scope=self.scope,
            audience=self.audience,
            reason_code=self.reason_code,
            changes=self.changes or {},
            content_hash=self.content_hash,
            mentions=self.mentions,
            details_commit=self.details_commit,
        )

    def details_text(self) -> str:
        """The words beside the line. Raises Locked unless the gate opened the school's log key here."""
        return open_words(self.school, self.uuid, bytes(self.details or b""), self.details_commit)

    def save(self, *_: Any, **__: Any) -> None:
        type(self).objects.bulk_create([self])

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("Nothing in the log is removed.")


class Pending(models.Model):
    """An entry that has no place in the tree yet. The database writes it with the entry, so no writer can forget."""

    # No constraint: entries are never removed, and the check would cost every insert.
    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
    )

    def __str__(self) -> str:
        return f"pending:{self.pk}"

    def save(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("The database writes what is pending.")

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("Only the sequencer takes from what is pending.")


class Mention(models.Model):
    """A scope that a list or a search showed: an index to find that entry by.

    The database fills it from the entry's body, and it can be made again from there.
    """

    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    scope = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(name="mention_scope", fields=["scope", "entry"])]

    def __str__(self) -> str:
        return f"mention:{self.pk}"
