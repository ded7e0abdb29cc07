"""Two people changed the same record: what stands there now, and what did this person write?"""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django import forms
from django.http import QueryDict


class Difference(NamedTuple):
    what: str
    now: str
    yours: str


def differences(form: forms.Form, now: Mapping[str, Any]) -> list[Difference]:
    """The fields where what was typed is not what stands there now, in words."""
    return [
        Difference(str(bound.label), _shown(bound, now.get(bound.name)), _shown(bound, form.cleaned_data[bound.name]))
        for bound in form.visible_fields()
        if _shown(bound, now.get(bound.name)) != _shown(bound, form.cleaned_data[bound.name])
    ]


def again(form: forms.Form, version: int) -> forms.Form:
    """The same answers in a form that knows the version now: sending it replaces what the other person wrote."""
    answers = cast(QueryDict, form.data).copy()
    answers["version"] = str(version)
    fresh = type(form)(answers, **getattr(form, "made_with", {}))
    fresh.is_valid()
    return fresh


def _shown(bound: forms.BoundField, value: object) -> str:
    choices = dict(getattr(bound.field, "choices", ()))
    words = {str(code): str(text) for code, text in choices.items()}
    if isinstance(value, list | tuple):
        return ", ".join(words.get(str(one), str(one)) for one in value) or "Not recorded"
    if isinstance(value, bool):
        return words.get(str(value), "Yes" if value else "No")
    text = "" if value is None else str(value)
    return words.get(text, text) or "Not recorded"
