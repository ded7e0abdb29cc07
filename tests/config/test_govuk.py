"""Does every field come out as the right component, with its words as words?"""

import datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from config.components import UnknownWidgetError, describe
from config.templatetags.govuk import UnsafeHtmlError, govuk, govuk_errors, govuk_field


class PartsOfDate(forms.MultiWidget):
    def __init__(self) -> None:
        super().__init__({"day": forms.TextInput(), "month": forms.TextInput(), "year": forms.TextInput()})

    def decompress(self, value):
        return list(value or (None, None, None))


class PartlyKnown(forms.MultiValueField):
    widget = PartsOfDate

    def __init__(self, **kwargs):
        super().__init__([forms.CharField(required=False) for _ in range(3)], **kwargs)

    def compress(self, parts):
        return parts


def one(field, data=None, **kwargs):
    form = type("One", (forms.Form,), {"it": field})(data, **kwargs)
    return form["it"]


def drawn(field, data=None, **kwargs):
    return " ".join(govuk_field(one(field, data, **kwargs)).split())


@pytest.mark.parametrize(
    ("field", "component"),
    [
        (forms.CharField(), "input"),
        (forms.CharField(widget=forms.Textarea), "textarea"),
        (forms.CharField(widget=forms.Textarea, max_length=100), "character-count"),
        (forms.CharField(widget=forms.PasswordInput), "password-input"),
        (forms.IntegerField(), "input"),
        (forms.EmailField(), "input"),
        (forms.DateField(), "input"),
        (forms.TimeField(), "input"),
        (forms.DateTimeField(), "input"),
        (forms.FileField(), "file-upload"),
        (forms.ChoiceField(), "select"),
        (forms.ChoiceField(widget=forms.RadioSelect), "radios"),
        (forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple), "checkboxes"),
        (forms.BooleanField(), "checkboxes"),
        (PartlyKnown(), "date-input"),
    ],
)
def test_describe_chooses_the_component(field, component):
    assert describe(one(field))[0] == component


@pytest.mark.parametrize(
    "field",
    [
        forms.MultipleChoiceField(),
        forms.CharField(widget=forms.Widget),
        forms.SplitDateTimeField(),
        forms.DateField(widget=forms.SelectDateWidget),
        forms.ChoiceField(choices=[("group", [("A", "a")])]),
    ],
)
def test_describe_refuses_what_it_does_not_know(field):
    with pytest.raises(UnknownWidgetError):
        describe(one(field))


WORDS = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize("words", [WORDS, mark_safe(WORDS)])
def test_words_are_never_markup(words):
    field = forms.ChoiceField(
        label=words, help_text=words, choices=[("A", words)], widget=forms.RadioSelect(attrs={"hints": {"A": words}})
    )

    html = drawn(field)

    assert "<script>" not in html
    assert html.count(ESCAPED) == 4


def test_error_and_value_are_escaped():
    field = forms.CharField(validators=[refuse])

    html = drawn(field, {"it": WORDS})

    assert "<script>" not in html
    assert html.count(ESCAPED) == 2


def refuse(value):
    raise forms.ValidationError(value)


def test_textarea_gives_back_the_words_unchanged():
    words = "\n  First line\n\n    She said “no”\nlast & least  "

    html = govuk_field(one(forms.CharField(widget=forms.Textarea, max_length=9000), initial={"it": words}))

    assert f">\n{words.replace('&', '&amp;')}</textarea>" in html  # the browser drops the first line break


def test_password_is_never_sent_back():
    assert "hunter2" not in drawn(forms.CharField(widget=forms.PasswordInput), {"it": "hunter2"})


def test_long_text_is_not_cut_by_the_browser():
    assert "maxlength=" not in drawn(forms.CharField(max_length=20)).replace("data-maxlength=", "")


def test_widget_attributes_reach_the_control():
    attrs = {
        "rows": 12,
        "spellcheck": "true",
        "autocomplete": "off",
        "data-kept": "yes",
        "class": "wide",
        "disabled": True,
    }

    html = drawn(forms.CharField(widget=forms.Textarea(attrs=attrs)))

    for said in (
        'rows="12"',
        'spellcheck="true"',
        'autocomplete="off"',
        'data-kept="yes"',
        "govuk-textarea wide",
        " disabled",
    ):
        assert said in html


def test_number_is_typed_as_text():
    html = drawn(forms.IntegerField(min_value=1))

    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html


def test_date_is_given_in_the_form_that_browsers_read():
    assert 'value="2026-11-04"' in drawn(forms.DateField(), initial={"it": datetime.date(2026, 11, 4)})
    assert 'value="09:05"' in drawn(forms.TimeField(), initial={"it": datetime.time(9, 5)})
    moment = datetime.datetime(2026, 11, 4, 9, 5, tzinfo=datetime.UTC)
    assert 'value="2026-11-04T09:05"' in drawn(forms.DateTimeField(), initial={"it": moment})


def test_chosen_answers_stay_chosen():
    choices = [("A", "a"), ("B", "b"), ("C", "c")]

    html = drawn(forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple), {"it": ["A", "C"]})

    assert html.count("checked") == 2
    assert 'value="B" checked' not in html


def test_hint_and_error_are_tied_to_the_control():
    html = drawn(forms.CharField(help_text="As it is written"), {"it": ""})

    assert 'aria-describedby="id_it-hint id_it-error"' in html


def test_partial_date_keeps_its_parts():
    html = drawn(PartlyKnown(label="When?"), {"it_month": "11", "it_year": "2026"})

    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--m"> When? </legend>' in html
    assert 'id="it_day"' not in html
    assert [f'name="it_{part}"' in html for part in ("day", "month", "year")] == [True, True, True]
    assert 'value="11"' in html


class Several(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter the name"})
    kind = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose what happened"})
    when = PartlyKnown(error_messages={"required": "Enter the date"})

    def clean(self):
        raise forms.ValidationError("These do not go together")


def test_summary_points_at_the_first_control():
    html = govuk_errors(Several({}))

    assert [target in html for target in ('href="#id_name"', 'href="#id_kind"', 'href="#id_when_0"')] == [True] * 3
    assert "These do not go together" in html


def test_summary_is_empty_when_nothing_is_wrong():
    assert govuk_errors(Several()) == ""


def test_summary_covers_several_forms():
    html = govuk_errors(Several({}), Several({}, prefix="second"))

    assert 'href="#id_second-name"' in html


def test_html_is_refused_unless_marked_safe():
    with pytest.raises(UnsafeHtmlError):
        govuk("details", summaryText="More", html="<b>words</b>")
    with pytest.raises(UnsafeHtmlError):
        govuk("summary-list", rows=[{"key": {"text": "Name"}, "value": {"html": "<b>words</b>"}}])

    assert "<b>words</b>" in govuk("details", summaryText="More", html=format_html("<b>{}</b>", "words"))


def test_plain_form_is_drawn_with_components():
    html = Template("{{ form }}").render(Context({"form": Several()}))

    assert html.count('class="govuk-form-group"') >= 3
    assert "govuk-radios" in html


def test_hidden_field_is_only_itself():
    assert drawn(forms.CharField(widget=forms.HiddenInput)) == '<input type="hidden" name="it" id="id_it">'


def test_chart_draws_bars_and_their_table():
    html = Template("{% load charts %}{% bars title rows of='Month' %}").render(
        Context({"title": "By month", "rows": [("Sep", 0), ("Oct", 40)]})
    )

    assert 'height="160"' in html
    assert 'height="0"' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">40</td>' in html
    assert "style=" not in html


def test_chart_of_nothing_is_drawn():
    assert "<svg" in Template("{% load charts %}{% bars 'None' rows %}").render(Context({"rows": []}))
