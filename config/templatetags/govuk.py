"""How does a template draw a GOV.UK component? One Jinja environment, built once.

{% govuk "tag" text="Restricted" classes="govuk-tag--purple" %} draws any component by its upstream name,
{% govuk_errors form %} the error summary, {{ form.child|govuk_field }} a field with its label, hint and error;
{{ form.child|govuk_field:"s" }} makes the label and its boxes small ("s", "m", "l"; "m" unless told).
"""

from collections.abc import Iterable
from functools import lru_cache

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader, Template

from config.components import Params, describe, first_control

register = template.Library()
PACKAGE = "govuk_frontend_jinja"  # the macros import one another by this prefix
JINJA = Environment(loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}), autoescape=True)


class UnsafeHtmlError(ValueError):
    """Plain words were handed over as if they were markup."""


@register.simple_tag
def govuk(component: str, /, **params: object) -> SafeString:
    _refuse_html(params)
    return mark_safe(_macro(component).render(params=params))  # noqa: S308 - Jinja has escaped every word


@register.simple_tag
def govuk_errors(*bound_forms: forms.BaseForm | Iterable[forms.BaseForm]) -> SafeString:
    """The summary of what to put right in all the forms given, or in lists of them; empty when nothing is wrong."""
    every = [one for given in bound_forms for one in ([given] if isinstance(given, forms.BaseForm) else given)]
    links = [link for form in every for link in _links(form)]
    if not links:
        return SafeString()
    return govuk("error-summary", titleText="There is a problem", errorList=links)


@register.filter
def govuk_field(bound: forms.BoundField, label_size: str = "m") -> SafeString:
    if bound.is_hidden:
        return bound.as_widget()
    component, params = describe(bound, label_size)
    return govuk(component, **params)


@lru_cache
def _macro(component: str) -> Template:
    name = "govuk" + component.title().replace("-", "")
    path = f"{PACKAGE}/components/{component}/macro.html"
    return JINJA.from_string(f"{{% from '{path}' import {name} %}}{{{{ {name}(params) }}}}")


def _links(form: forms.BaseForm) -> list[Params]:
    """In the order of the page, whichever mistake was found first: the whole form's, then field by field."""
    names = [NON_FIELD_ERRORS, *form.fields]
    return [_link(form, name, str(message)) for name in names for message in form.errors.get(name, ())]


def _link(form: forms.BaseForm, name: str, message: str) -> Params:
    where: Params = {"href": f"#{first_control(form[name])}"} if name in form.fields else {}
    return {"text": message} | where


def _refuse_html(value: object) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if str(name).lower().endswith("html") and not isinstance(inner, SafeString):
                raise UnsafeHtmlError(f"{name} takes markup; give the words as text instead")
            _refuse_html(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_html(inner)
