"""A form of ours says in plain words what to put right, and never repeats what was typed."""

import pytest
from django import forms
from django.urls import get_resolver

from casework.forms.concerns import AddToConcern
from chronologies.forms.asking import FilterChronology
from chronologies.forms.events import StrikeEvent

TYPED = "Zanzibar"
RAW = (
    "Ensure this value",
    "Null characters",
    "Enter a valid",
    "Select a valid choice",
    "This field is required",
    "UUID",
)


def told(field: forms.Field, *typed: str) -> list[str]:
    form = type("One", (forms.Form,), {"it": field})({"it": list(typed) if len(typed) > 1 else "".join(typed)})
    return form.errors["it"]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (forms.CharField(), "", "Fill this in: it is needed"),
        (forms.CharField(max_length=5), TYPED, "Shorten this to 5 characters at most"),
        (forms.CharField(min_length=20), TYPED, "Write at least 20 characters"),
        (forms.CharField(), "a\0b", "A character in this cannot be kept: type it again instead of pasting it"),
        (forms.DateField(), TYPED, "Enter a real date"),
        (forms.TimeField(), TYPED, "Enter a time, for example 10:45"),
        (forms.DateTimeField(), TYPED, "Enter a real date and time"),
        (forms.ChoiceField(choices=[("A", "A")]), TYPED, "Choose one of the answers offered"),
        (forms.ChoiceField(choices=[("A", "A")]), "", "Choose an answer"),
        (forms.MultipleChoiceField(choices=[("A", "A")]), TYPED, "Choose from the answers offered"),
        (forms.TypedChoiceField(choices=[("1", "A")], coerce=int), TYPED, "Choose one of the answers offered"),
        (forms.IntegerField(), TYPED, "Enter a whole number"),
        (forms.IntegerField(min_value=1), "0", "Enter 1 or more"),
        (forms.IntegerField(max_value=9), "10", "Enter 9 or less"),
        (forms.UUIDField(), TYPED, "This page is out of date: open it again"),
        (forms.EmailField(), TYPED, "Enter an e-mail address, for example name@school.example"),
        (forms.BooleanField(), "", "Tick this to go on"),
    ],
)
def test_mistake_is_told_in_plain_words(field: forms.Field, typed: str, says: str) -> None:
    assert told(field, typed) == [says]


def test_words_of_a_form_itself_come_first() -> None:
    assert told(forms.CharField(error_messages={"required": "Write what happened"}), "") == ["Write what happened"]
    assert StrikeEvent({"version": "1", "reason": ""}).errors["reason"] == ["Say why it is struck out"]


def test_forms_that_were_made_before_this_was_set_say_it_too() -> None:
    assert AddToConcern({"words": "x" * 20_001}).errors["words"] == ["Shorten this to 20000 characters at most"]
    asked = FilterChronology({"start": TYPED, "kind": TYPED, "significance": [TYPED]}).errors
    assert dict(asked) == {
        "start": ["Enter a real date"],
        "kind": ["Choose one of the answers offered"],
        "significance": ["Choose from the answers offered"],
    }


def test_no_form_of_ours_answers_in_the_frameworks_words() -> None:
    assert get_resolver().url_patterns  # every page, and so every form, is loaded
    ours = [form for form in _below(forms.Form) if form.__module__.split(".")[0] not in ("django", "allauth", "tests")]

    raw = [
        f"{form.__qualname__}.{name}: {words}"
        for form in ours
        for name, field in form.base_fields.items()
        for words in map(str, field.error_messages.values())
        if words.startswith(RAW)
    ]

    assert raw == []
    assert len(ours) > 30


def _below(kind: type) -> list[type]:
    return [below for one in kind.__subclasses__() for below in (one, *_below(one))]
