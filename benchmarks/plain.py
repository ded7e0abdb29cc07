"""What would the records be if nobody had sealed them? The other side's tables: the same columns, words in clear.

The shelf's event holds Fernet tokens instead, and its log is django-auditlog's own row. Tables are made when asked for.
"""

import copy
from typing import Any

from auditlog.models import AbstractLogEntry
from cryptography.fernet import Fernet
from django.db import connection, models

from casework.models import CaseFile
from chronologies.models import Event
from chronologies.particulars import WORDS
from people.identity import Identity, year_label
from people.models import Child
from vault.fields import SealedField

FERNET = Fernet(Fernet.generate_key())


def _columns(model: type[models.Model], sealed: type["models.Field[Any, Any]"], **instead: Any) -> dict[str, Any]:
    """The model's columns, sealed ones of another kind, some replaced."""
    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in instead:
            found[field.name] = instead[field.name]
        elif isinstance(field, SealedField):
            found[field.name] = sealed()
        else:
            found[field.name] = _copied(field)
    return found


def _copied(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return models.ForeignKey(field.related_model, models.PROTECT, null=field.null, related_name="+")
    made = copy.copy(field.clone())
    made.remote_field = None
    return made


def _model(name: str, columns: dict[str, Any], *bases: type, indexes: Any = (), **more: Any) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "benchmarks", "indexes": list(indexes)})
    return type(name, bases or (models.Model,), {"__module__": __name__, "Meta": meta} | columns | more)


PlainChild: Any = _model(
    "PlainChild",
    _columns(Child, models.JSONField),
    who=property(lambda child: Identity.read(child.identity)),
    year_label=property(lambda child: year_label(child.year)),
)
PlainFile: Any = _model(
    "PlainFile",
    _columns(CaseFile, models.TextField, child=models.ForeignKey(PlainChild, models.PROTECT, related_name="+")),
)


def _event(name: str, sealed: type["models.Field[Any, Any]"], index: str) -> Any:
    columns = _columns(Event, sealed, file=models.ForeignKey(PlainFile, models.PROTECT, related_name="+"))
    return _model(name, columns, indexes=[models.Index(name=index, fields=["file", "-sorts_at", "-id"])])


PlainEvent = _event("PlainEvent", models.TextField, "plain_event_in_order")
ShelfEvent = _event("ShelfEvent", models.BinaryField, "shelf_event_in_order")


class ShelfEntry(AbstractLogEntry):
    """django-auditlog's own row class, which the product swaps for its own."""

    actor = models.ForeignKey("access.User", models.SET_NULL, null=True, related_name="+")
    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE, related_name="+")

    class Meta(AbstractLogEntry.Meta):
        app_label = "benchmarks"
        abstract = False


def make(*kinds: Any) -> None:
    with connection.schema_editor() as editor:
        for kind in kinds:
            editor.create_model(kind)


def copied(record: Any, kind: Any, words: dict[str, Any], **more: Any) -> Any:
    """A record of the product as a row of the other side."""
    plain = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if not isinstance(field, SealedField)
    }
    blank = b"" if kind is ShelfEvent else ""
    sealed = {field.name: blank for field in record._meta.concrete_fields if isinstance(field, SealedField)}
    return kind(**plain | sealed | words | more)


def shelved(words: dict[str, str]) -> dict[str, bytes]:
    return {name: FERNET.encrypt(text.encode()) for name, text in words.items()}


def unshelved(event: Any) -> list[str]:
    sealed = [bytes(getattr(event, name)) for name in WORDS]
    return [FERNET.decrypt(token).decode() if token else "" for token in sealed]
