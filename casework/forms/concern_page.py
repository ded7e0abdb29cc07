"""The whole page of the concern form: one main form, the child, further children, and each mark on the body map.

Typed text goes to and fro as the browser sends it: what is posted, what a draft keeps and what a page shows again are
the same names and values, so nothing that was typed can be lost between them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from access.models import User
from casework.bodymap import REGIONS, label
from casework.forms.concerns import DETAILS, LogConcern
from casework.forms.marks import UNSEEN, DescribeMark
from casework.forms.picking import MOST_OTHERS, FurtherChild, PickChild
from casework.models import Concern

ANOTHER = "another"
"""The step of the form that makes room for one more child."""
ABOVE_MARKS = ("child_unknown", "child_described", "kind")
BELOW_MARKS = ("regions", "mark_unseen", "words", "urgent", "happened_on", "happened_at", *DETAILS)
"""The main form's fields before and after the marks; the rest comes after further children."""
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "do"})


@dataclass(frozen=True)
class Staff:
    """Whom the form may name: the leads, everybody else who works here, and where staff concerns go."""

    leads: list[User]
    colleagues: list[User]
    head: str


class Part:
    """Some fields of a form, as the summary of errors reads a form."""

    def __init__(self, form: forms.Form, names: Iterable[str]) -> None:
        self.form, self.fields = form, {name: form.fields[name] for name in names}

    @property
    def errors(self) -> dict[str, Any]:
        return {name: self.form.errors[name] for name in self.fields if name in self.form.errors}

    def __getitem__(self, name: str) -> forms.BoundField:
        return self.form[name]


class ConcernPage:
    """Bound when it was sent, to be checked; unbound when it is shown again as it was, or new."""

    def __init__(self, typed: QueryDict, staff: Staff, *, sent: bool) -> None:
        self.typed, self.sent = typed, sent
        more: dict[str, Any] = {"leads": staff.leads, "staff": staff.colleagues, "head": staff.head}
        self.main: LogConcern = self._form(LogConcern, **more)
        self.about: PickChild = self._form(PickChild, prefix="about")
        self.others: list[FurtherChild] = [
            self._form(FurtherChild, prefix=f"other-{number}") for number in range(1, _others(typed) + 1)
        ]
        self.regions = _as_described(typed)
        self.marks: list[DescribeMark] = [self._form(DescribeMark, prefix=key) for key in self.regions]
        self.empty_mark = DescribeMark(prefix="__region__")

    def is_valid(self) -> bool:
        """Every form is asked, so that every error is told at once."""
        valid = all([form.is_valid() for form in self.forms()])
        if self.about.picked or self.main.cleaned_data.get("child_unknown"):
            return valid
        asked = "Choose the child from those found" if self.about.words else "Enter the child’s name"
        self.about.add_error("child_name", f"{asked}, or choose ‘I don’t know the child’s name’")
        return False

    def in_order(self) -> Iterator[forms.Form | Part]:
        """For the summary of errors, which follows the page: the main form is asked in pieces between the others."""
        yield self.about
        yield Part(self.main, ABOVE_MARKS)
        yield from self.marks
        yield Part(self.main, BELOW_MARKS)
        yield from self.others
        yield Part(self.main, [name for name in self.main.fields if name not in {*ABOVE_MARKS, *BELOW_MARKS}])

    def forms(self) -> Iterator[forms.Form]:
        yield self.about
        yield self.main
        yield from self.marks
        yield from self.others

    @property
    def errors(self) -> bool:
        return any(form.is_bound and form.errors for form in self.forms())

    @property
    def others_open(self) -> bool:
        return self.typed.get("do") == ANOTHER or any(form.words or form.picked for form in self.others)

    @property
    def may_add_other(self) -> bool:
        return len(self.others) < MOST_OTHERS

    @property
    def mark_forms(self) -> list[dict[str, Any]]:
        named = zip(self.regions, self.marks, strict=True)
        return [{"key": key, "label": label(key), "form": form} for key, form in named]

    @property
    def pickers(self) -> list[PickChild]:
        return [self.about, *self.others]

    def described_marks(self) -> list[dict[str, str]]:
        """Each mark that was placed; or, of an injury that nobody could place, that it was so."""
        given = self.main.cleaned_data
        if not self.regions and given["kind"] == Concern.Kind.MARK and given["mark_unseen"]:
            return [dict(UNSEEN)]
        return [form.described(key) for key, form in zip(self.regions, self.marks, strict=True)]

    def _form(self, kind: Any, *, prefix: str = "", **more: Any) -> Any:
        if self.sent:
            return kind(self.typed, prefix=prefix, **more)
        return kind(initial=_typed_in(kind, self.typed, prefix, more), prefix=prefix, **more)


def _as_described(typed: QueryDict) -> list[str]:
    """The regions that were ticked, in the order in which their questions stand on the page, so numbers stay."""
    ticked = dict.fromkeys(key for key in typed.getlist("regions") if key in REGIONS)
    described = {key: place for place, key in enumerate(dict.fromkeys(typed.getlist("marks")))}
    return sorted(ticked, key=lambda key: described.get(key, len(described)))


def _others(typed: QueryDict) -> int:
    """How many further children the page has room for: those who were named, and one more when asked."""
    named = [number for number in range(1, MOST_OTHERS + 1) if _is_named(typed, number)]
    last = max(named, default=0)
    return min(max(1, last + (typed.get("do") == ANOTHER)), MOST_OTHERS)


def _is_named(typed: QueryDict, number: int) -> bool:
    return any(typed.get(f"other-{number}-{name}") for name in ("child", "child_name", "child_found", "part"))


def asked_as(name: str) -> str:
    """The label over what a browser sends under this name; nothing if the page asks for no such thing."""
    prefix, _, field = name.rpartition("-")
    if prefix in REGIONS and field in DescribeMark.base_fields:
        return f"{label(prefix)}: {DescribeMark.base_fields[field].label}"
    if field == "child_name":
        return "Another child" if prefix.startswith("other-") else str(PickChild.base_fields[field].label)
    if field in DETAILS:
        return DETAILS[field][0]
    asked = LogConcern.base_fields.get(name)
    return str(asked.label or "") if asked else ""


def kept(typed: QueryDict) -> dict[str, list[str]]:
    """What a draft keeps of a posted form."""
    return {name: values for name, values in typed.lists() if name not in NOT_KEPT and any(values)}


def restored(body: dict[str, list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in body.items():
        typed.setlist(name, values)
    return typed


def _typed_in(kind: Any, typed: QueryDict, prefix: str, more: dict[str, Any]) -> dict[str, Any]:
    """The initial values of a form that is shown as it was typed, without a word of what is still missing."""
    initial: dict[str, Any] = {}
    for name, field in kind(prefix=prefix, **more).fields.items():
        html_name = f"{prefix}-{name}" if prefix else name
        if html_name in typed:
            several = isinstance(field, forms.MultipleChoiceField)
            initial[name] = typed.getlist(html_name) if several else typed[html_name]
    return initial
