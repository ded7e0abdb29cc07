"""How does each model of ours come to leave its field changes in the log?

One loop over every model in the house, with explicit fields. django-auditlog then reports what a save or a delete
changed, and `audit.models.EntryManager` makes a line of it. It sees neither `queryset.update` nor `bulk_create`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from auditlog.registry import auditlog
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from audit.columns import CODES, EXEMPT, LEFT_OUT, SORT_KEYS
from vault.fields import SealedField

PLAIN: Final = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.DurationField,
    models.ForeignKey,
    models.IntegerField,
    models.TimeField,
    models.UUIDField,
)


def register_models() -> None:
    """Called once, when every app is loaded."""
    for model in our_models():
        if model._meta.label not in EXEMPT:
            auditlog.register(model, include_fields=logged_fields(model), serialize_data=False)


def our_models() -> Iterator[type[models.Model]]:
    """Every concrete model of an app in this house."""
    for config in apps.get_app_configs():
        if Path(config.path).parent == settings.BASE_DIR:
            yield from config.get_models(include_auto_created=True)


def logged_fields(model: type[models.Model]) -> list[str]:
    """The columns whose changes are logged. Never empty, since auditlog would take that to mean all of them."""
    if model._meta.many_to_many:
        raise ImproperlyConfigured(f"{model._meta.label} has a many-to-many field: give the rows a model of their own.")
    return [field.name for field in model._meta.concrete_fields if _is_logged(model._meta.label, field)]


def is_text(field: "models.Field[Any, Any]") -> bool:
    """Whether the column could hold words in clear: whatever is not known to be something else."""
    return not (field.choices or isinstance(field, (*PLAIN, SealedField, models.BinaryField)))


def _is_logged(label: str, field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.FloatField):
        raise ImproperlyConfigured(f"{label}.{field.name} is a float, which has no single form in the log.")
    if isinstance(field, models.BinaryField) and not isinstance(field, SealedField):
        return False
    if field.name == SORT_KEYS or field.name in LEFT_OUT.get(label, ()):
        return False
    return not is_text(field) or field.name in CODES.get(label, ())
