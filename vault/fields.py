"""How are words declared on a model? `fact = SealedTextField()`, and nothing more."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from vault import keyring
from vault.models import MisplacedError, SealedRow
from vault.sealing import Binding, SealedAt, open_texts
from vault.values import DIGEST, Digest, Opaque, Sealed, SealedJSON, Stored

if TYPE_CHECKING:
    Bytes = models.BinaryField[Any, Any]
else:
    Bytes = models.BinaryField

BLANK = Stored(b"")
REFUSED_OPTIONS = ("null", "unique", "db_index", "primary_key", "choices", "unique_for_date")


class SealedAttribute(DeferredAttribute):
    """Reading gives a `Sealed`; assigning seals at once. The row itself holds nothing but ciphertext."""

    field: "SealedField"

    def __get__(self, row: Any, cls: type[models.Model] | None = None) -> Any:
        if row is None:
            return self
        field = self.field
        held = row.__dict__.get(field.attname) or super().__get__(row, cls)
        return field.value_class(held, field, row) if isinstance(held, Stored) else held

    def __set__(self, row: SealedRow, value: object) -> None:
        row.__dict__[self.field.attname] = self.field.held(row, value)


class _ToStore(bytes):
    """Ciphertext on its way from `pre_save`: nothing else may be written to a sealed column."""


class SealedField(Bytes):
    """What text and JSON have in common. A sealed column has no lookups but isnull, no index, no default."""

    descriptor_class = SealedAttribute
    value_class: type[Sealed] = Sealed

    def __init__(self, *args: Any, **options: Any) -> None:
        for name in REFUSED_OPTIONS:
            if options.get(name):
                raise FieldError(f"A sealed field takes no {name}: nothing can be told from its ciphertext.")
        if options.get("default", b"") != b"":
            raise FieldError("A sealed field takes no default: words are sealed for one row.")
        super().__init__(*args, **options)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if not issubclass(self.model, SealedRow):
            found.append(checks.Error("A model with sealed fields must be a SealedRow.", obj=self, id="vault.E001"))
        return found

    # What an assignment does

    def held(self, row: SealedRow, value: object) -> Stored:
        """The ciphertext that the row will hold for what is assigned to it."""
        if isinstance(value, Stored):
            return self._loaded(row, value)
        if isinstance(value, Sealed):
            return self._same(row, value)
        if isinstance(value, Digest):
            raise MisplacedError(f"{self} was given a digest from a pickle. Load the row again.")
        words = self.words(value)
        return Stored(self.seal(row.place_for_sealing(), row.pk, words), fresh=True) if words else BLANK

    def words(self, value: object) -> str:
        """The text to seal; empty for a blank."""
        raise NotImplementedError

    def seal(self, binding: Binding, row: UUID, words: str) -> bytes:
        ring = keyring.ring()
        if ring.knows(DIGEST.findall(words)):  # what a person types may look like a digest: it is not one of ours
            raise MisplacedError(f"{self} was given a digest where words belong. Pass .text on, not the value itself.")
        try:
            text = words.encode()
        except UnicodeEncodeError:
            text = None  # raised below, out of reach of an exception that holds the words
        if text is None:
            raise MisplacedError(f"{self} was given a text that is not valid Unicode.")
        return ring.seal(binding, self.model._meta.label, self.name, row.bytes, text)

    def open(self, row: SealedRow, raw: bytes) -> str:
        if not raw:
            return ""
        binding, label = row.binding(), self.model._meta.label
        return keyring.ring().opening(binding, label, self.name, raw).open(row.pk.bytes, raw).decode()

    def _loaded(self, row: SealedRow, value: Stored) -> Stored:
        if value.raw and not row._state.adding:
            raise MisplacedError(f"{self} was given a value that was read without its row. Load the row.")
        return value

    def _same(self, row: SealedRow, value: Sealed) -> Stored:
        if value and (value.field is not self or value.row.pk != row.pk):
            raise MisplacedError(f"{self} was given another row's or field's sealed value. Pass its .text on.")
        return value.stored

    # What the database gets and gives

    def get_default(self) -> Stored:
        return BLANK

    def from_db_value(self, value: Any, *_: object) -> Stored:
        if value is None:  # an outer join that found no row
            return BLANK
        return Stored(value if type(value) is bytes else bytes(value))

    def pre_save(self, model_instance: Any, add: bool) -> _ToStore:
        held = model_instance.__dict__[self.attname]
        if not isinstance(held, Stored) or (add and held.raw and not held.fresh):
            raise MisplacedError(f"{self} holds a value that was not sealed for this row. Load the row again.")
        if not held.raw and not self.blank:
            raise MisplacedError(f"{self} has no words yet, and may not be blank.")
        if add:
            model_instance.refuse_moved()
        return _ToStore(held.raw)

    def get_prep_value(self, value: Any) -> bytes:
        if value != b"" and not isinstance(value, _ToStore):
            raise FieldError(f"{self} is written by saving its row, and by nothing else.")
        return bytes(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self} is sealed: it cannot be filtered by {lookup_name}.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        raise FieldError(f"{self} is sealed: it cannot be filtered by {lookup_name}.")

    # What forms, fixtures and logs get: digests

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, Opaque):
            raise MisplacedError(f"{self} cannot be loaded from a fixture: words are sealed for one row.")
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


class SealedTextField(SealedField):
    """Words. Assigned as a str; read as a `Sealed`, whose words are `.text`."""

    def words(self, value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(f"{self} takes text, not {type(value).__name__}.")
        return value


class SealedJSONField(SealedField):
    """Several words under one seal. Assigned as anything JSON has; read as a `Sealed`, whose value is `.value`."""

    value_class = SealedJSON

    def words(self, value: object) -> str:
        """Canonical: the same value always gives the same text. None is a blank."""
        if value is None:
            return ""
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def seal_value(field: Any, binding: Binding, row: UUID, value: object) -> bytes:
    """The ciphertext for a row that COPY or a raw INSERT will write. `field` is Model._meta.get_field(…)."""
    words = field.words(value)
    return field.seal(binding, row, words) if words else b""


def open_many(field: Any, rows: Iterable[SealedAt]) -> list[str]:
    """The words of many rows, given as (binding, the row's uuid in bytes, ciphertext): for searches and long lists.

    Sort by binding and pass the same Binding object for neighbours: a key is looked up when it changes.
    """
    label, name, ring = field.model._meta.label, field.name, keyring.ring()
    return open_texts(rows, lambda binding, sealed: ring.opening(binding, label, name, sealed))
