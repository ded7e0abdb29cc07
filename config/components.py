"""Which GOV.UK component draws this form field, and with which words?

A widget that nothing here knows is refused: a field that renders badly would be noticed by nobody in time.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import singledispatch
from typing import Any

from django import forms

Params = dict[str, object]

# Attributes that a component takes by a name of its own; any other goes on the control as it stands.
TAKEN = ("rows", "inputmode", "spellcheck", "autocomplete", "autocapitalize", "pattern", "prefix", "suffix")
# maxlength cuts a pasted account short without a word: the form says so instead.
DROPPED = ("maxlength", "minlength", "min", "max", "step", "required", "placeholder", "cols")
OURS = ("type", "id", "class", "threshold", "hints")
QUIET_LIMIT = 2000  # a long box counts characters only near its end
DATE_PARTS = ("_day", "_month", "_year")


class UnknownWidgetError(TypeError):
    """No component has been chosen for this widget yet: add one to config.components."""


def describe(bound: forms.BoundField, label_size: str = "m") -> tuple[str, Params]:
    """The component's name and its parameters, words always as text."""
    component, params = _described(bound.field.widget, bound, label_size)
    hint: Params = {"hint": {"text": _words(bound.help_text)}} if bound.help_text else {}
    error: Params = {"errorMessage": {"text": " ".join(map(_words, bound.errors))}} if bound.errors else {}
    return component, {"name": bound.html_name} | _attrs(bound.field.widget.attrs) | hint | params | error


def first_control(bound: forms.BoundField) -> str:
    """The id of the first thing a person can type in or tick: where the error summary points."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, forms.MultiWidget) else bound.auto_id


@singledispatch
def _described(widget: forms.Widget, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    raise UnknownWidgetError(f"{type(widget).__name__} of field {bound.name}")


@_described.register
def _(widget: forms.TextInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    kind = {"type": widget.attrs.get("type", widget.input_type), "value": _value(bound)}
    return "input", _labelled(bound, size) | kind


@_described.register
def _(widget: forms.NumberInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    whole = not isinstance(bound.field, forms.DecimalField | forms.FloatField)
    keys = {
        "type": "text",
        "inputmode": "numeric" if whole else "decimal",
        "spellcheck": False,
    }
    return "input", _labelled(bound, size) | keys | {"value": _value(bound)}


@_described.register
def _(widget: forms.EmailInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    autocomplete = widget.attrs.get("autocomplete", "email")
    keys = {"type": "email", "spellcheck": False, "autocomplete": autocomplete}
    return "input", _labelled(bound, size) | keys | {"value": _value(bound)}


@_described.register
def _(widget: forms.PasswordInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "password-input", _labelled(bound, size)  # a password is never sent back


@_described.register
def _(widget: forms.DateInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "input", _labelled(bound, size) | {
        "type": "date",
        "value": _moment(bound),
        "classes": "app-input--date",
    }


@_described.register
def _(widget: forms.TimeInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "input", _labelled(bound, size) | {
        "type": "time",
        "value": _moment(bound),
        "classes": "app-input--time",
    }


@_described.register
def _(widget: forms.DateTimeInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    kind = {
        "type": "datetime-local",
        "value": _moment(bound),
        "classes": "app-input--moment",
    }
    return "input", _labelled(bound, size) | kind


@_described.register
def _(widget: forms.Textarea, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    limit = getattr(bound.field, "max_length", None)
    value = str(_value(bound))
    kept = f"\n{value}" if value[:1] in ("\n", "\r") else value  # browsers drop the first line break in the box
    text = _labelled(bound, size) | {"value": kept}
    if not limit:
        return "textarea", text
    quiet = widget.attrs.get("threshold", 75 if limit >= QUIET_LIMIT else None)
    return "character-count", text | {"maxlength": limit, "threshold": quiet}


@_described.register
def _(widget: forms.FileInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "file-upload", _labelled(bound, size) | {
        "javascript": True,
        "multiple": widget.allow_multiple_selected,
    }


@_described.register
def _(widget: forms.Select, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "select", _labelled(bound, size) | {"items": _items(widget, bound)}


@_described.register
def _(widget: forms.SelectMultiple, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    raise UnknownWidgetError(f"{bound.name}: use CheckboxSelectMultiple, which can be used without a mouse")


@_described.register
def _(widget: forms.RadioSelect, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "radios", _grouped("radios", bound, size) | {"items": _items(widget, bound)}


@_described.register
def _(widget: forms.CheckboxSelectMultiple, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    return "checkboxes", _grouped("checkboxes", bound, size) | {"items": _items(widget, bound)}


@_described.register
def _(widget: forms.CheckboxInput, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    item: Params = {
        "value": "on",
        "text": _words(bound.label),
        "checked": bool(bound.value()),
    }
    if bound.help_text:  # the words belong to the box, there is no group to hang them on
        item |= {"hint": {"text": _words(bound.help_text)}}
    return "checkboxes", {"idPrefix": bound.auto_id, "items": [item], "hint": None}


@_described.register
def _(widget: forms.MultiWidget, bound: forms.BoundField, size: str) -> tuple[str, Params]:
    context = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})
    parts = context["widget"]["subwidgets"]
    if tuple(part["name"].removeprefix(bound.html_name) for part in parts) != DATE_PARTS:
        raise UnknownWidgetError(f"{bound.name}: only day, month and year stand side by side")
    items = [_date_part(part, bool(bound.errors)) for part in parts]
    return "date-input", {"id": bound.auto_id, "fieldset": _fieldset(bound, size), "items": items}


def _date_part(part: dict[str, Any], wrong: bool) -> Params:
    name = str(part["name"])
    year = name.endswith("_year")
    classes = f"govuk-input--width-{4 if year else 2}{' govuk-input--error' if wrong else ''}"
    label = name.rsplit("_", 1)[1].capitalize()
    value = "" if part["value"] is None else part["value"]
    return {
        "name": name,
        "id": part["attrs"]["id"],
        "label": label,
        "classes": classes,
        "value": value,
    }


def _attrs(attrs: dict[str, object]) -> Params:
    taken = {name: attrs[name] for name in TAKEN if name in attrs}
    for name in ("prefix", "suffix"):
        if name in taken:
            taken[name] = {"text": taken[name]}
    if "spellcheck" in taken:
        taken["spellcheck"] = str(taken["spellcheck"]).lower() == "true"
    rest = {name: _attribute(value) for name, value in attrs.items() if name not in TAKEN + DROPPED + OURS}
    return taken | {"classes": attrs.get("class"), "attributes": rest}


def _attribute(value: object) -> object:
    return {"value": value, "optional": True} if isinstance(value, bool) else str(value)


def _words(value: object) -> str:
    """Plain words, also when they were marked safe: no label, hint, choice or error is ever markup."""
    return str.__str__(str(value))


def _value(bound: forms.BoundField) -> object:
    value = bound.value()
    return "" if value is None else value


def _moment(bound: forms.BoundField) -> str:
    """The browser's own date and time boxes read ISO 8601 and nothing else."""
    value = _value(bound)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _labelled(bound: forms.BoundField, size: str) -> Params:
    return {
        "id": bound.auto_id,
        "label": {"text": _words(bound.label), "classes": f"govuk-label--{size}"},
    }


def _grouped(component: str, bound: forms.BoundField, size: str) -> Params:
    small = {"classes": f"govuk-{component}--small"} if size == "s" else {}
    return small | {"idPrefix": bound.auto_id, "fieldset": _fieldset(bound, size)}


def _fieldset(bound: forms.BoundField, size: str) -> Params:
    return {
        "legend": {
            "text": _words(bound.label),
            "classes": f"govuk-fieldset__legend--{size}",
        }
    }


def _items(widget: forms.Select | forms.RadioSelect, bound: forms.BoundField) -> list[Params]:
    value = bound.value()
    chosen = {"" if one is None else str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    hints = widget.attrs.get("hints", {})
    return [_item(str(code or ""), text, chosen, hints) for code, text in widget.choices]


def _item(code: str, text: object, chosen: Iterable[str], hints: dict[str, str]) -> Params:
    if isinstance(text, list | tuple):
        raise UnknownWidgetError(f"a list within a list ({code}): no component draws one")
    hint: Params = {"hint": {"text": _words(hints[code])}} if code in hints else {}
    return {
        "value": code,
        "text": _words(text),
        "checked": code in chosen,
        "selected": code in chosen,
    } | hint
