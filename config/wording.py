"""What does a form say when it says nothing of its own? Plain sentences, that never repeat what was typed."""

from typing import Final

from django import forms

ANY: Final = {
    "required": "Fill this in: it is needed",
    "max_length": "Shorten this to %(limit_value)d characters at most",
    "min_length": "Write at least %(limit_value)d characters",
    "min_value": "Enter %(limit_value)s or more",
    "max_value": "Enter %(limit_value)s or less",
    "null_characters_not_allowed": "A character in this cannot be kept: type it again instead of pasting it",
}
OF_KIND: Final[dict[type[forms.Field], dict[str, str]]] = {
    forms.Field: ANY,
    forms.BooleanField: {"required": "Tick this to go on"},
    forms.ChoiceField: {"required": "Choose an answer", "invalid_choice": "Choose one of the answers offered"},
    forms.MultipleChoiceField: {
        "required": "Choose at least one answer",
        "invalid_choice": "Choose from the answers offered",
        "invalid_list": "Choose from the answers offered",
    },
    forms.DateField: {"invalid": "Enter a real date"},
    forms.TimeField: {"invalid": "Enter a time, for example 10:45"},
    forms.DateTimeField: {"invalid": "Enter a real date and time"},
    forms.IntegerField: {"invalid": "Enter a whole number"},
    forms.DecimalField: {"invalid": "Enter a number"},
    forms.EmailField: {"invalid": "Enter an e-mail address, for example name@school.example"},
    forms.UUIDField: {"invalid": "This page is out of date: open it again"},
    forms.MultiValueField: {"invalid": "Fill in every box", "incomplete": "Fill in every box"},
    forms.FileField: {
        "required": "Choose a file",
        "invalid": "Choose the file again: it did not arrive",
        "missing": "Choose the file again: it did not arrive",
        "empty": "Choose a file that is not empty",
        "max_length": "Give the file a shorter name: %(max)d characters at most",
    },
}


def speak_plainly() -> None:
    """Before any form is made: a field takes these words when it is made, and a form's own go before them."""
    for kind, words in OF_KIND.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}
