"""Which wrapped keys are there, and what must a row have before words can be sealed in it?

Key rows hold uuids, not foreign keys to what they lock: the vault knows nothing of schools or files.
"""

from collections.abc import Collection
from operator import attrgetter
from typing import Any, Self
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from vault.sealing import Binding, VaultError


class MisplacedError(VaultError):
    """A sealed row is not placed yet, or was moved: saving it would lose its words for ever."""


class SchoolKey(models.Model):
    """The key that wraps one school's data keys, itself wrapped by the provider."""

    school = models.UUIDField()
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    kek_id = models.CharField(max_length=64)
    commit = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="schoolkey_one_of_each_version")]

    def __str__(self) -> str:
        return f"schoolkey:{self.pk}"


class DataKey(models.Model):
    """The key of one scope, audience and section, wrapped by the school's key."""

    id = models.AutoField(primary_key=True)  # written in each sealed value, in four bytes
    school_key = models.ForeignKey(SchoolKey, models.PROTECT, related_name="+")
    school = models.UUIDField()
    scope = models.UUIDField()
    audience = models.CharField(max_length=16)
    section = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    commit = models.BinaryField()
    uses = models.BigIntegerField(default=0)  # counted by sampling: see vault.store

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "scope", "audience", "section", "version"], name="datakey_one_of_each_version"
            )
        ]

    def __str__(self) -> str:
        return f"datakey:{self.pk}"


class SealedRow(models.Model):
    """A row with sealed words.

    Subclasses provide `school_id`, `scope_id`, `audience` and `section` as fields, properties or class constants
    that can be answered from the row's own columns. They and the pk are write-once: the words are sealed to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    _sealed_as: tuple[UUID, Binding] | None = None
    _loaded: tuple[str | None, Collection[str], Collection[Any]] | None = None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"

    def binding(self) -> Binding:
        return Binding(*_place_of(self))

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """Keep the row as it was loaded: reading a thousand rows must not pay for a check that only saving needs."""
        row = super().from_db(db, field_names, values, **more)
        row._loaded = (db, field_names, values)
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_moved()
        super().save(*args, **kwargs)
        if self._sealed_as is None:
            self._sealed_as = (self.pk, self.binding())

    def refuse_moved(self) -> None:
        """Raise if the pk or the place differs from what the words here were sealed to."""
        before = self._sealed_as or self._place_when_loaded()
        if before is not None and before != (self.pk, self.binding()):
            raise MisplacedError(f"{self._meta.label} was moved after its words were sealed. Write a new row instead.")

    def place_for_sealing(self) -> Binding:
        """The binding of a row that is about to be given words; it stays as it is from now on."""
        try:
            binding = self.binding()
        except (AttributeError, ObjectDoesNotExist):
            raise _not_placed(self, "its place") from None
        for name, value in zip(Binding._fields, binding, strict=True):
            if value is None or value == "":
                raise _not_placed(self, name)
        if not all(isinstance(value, UUID) for value in (binding.school, binding.scope, self.pk)):
            raise _not_placed(self, "a uuid")
        self._sealed_as = self._sealed_as or (self.pk, binding)
        self.refuse_moved()
        return binding

    def _place_when_loaded(self) -> tuple[UUID, Binding] | None:
        if self._loaded is None:
            return None
        row = super().from_db(*self._loaded)
        return row.pk, row.binding()


_place_of = attrgetter("school_id", "scope_id", "audience", "section")


def _not_placed(row: SealedRow, what: str) -> MisplacedError:
    return MisplacedError(
        f"{row._meta.label}: give the row its school, scope, audience and section before words ({what})."
    )
