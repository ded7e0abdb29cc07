"""How does {{ form }} look? As GOV.UK components everywhere, also in the forms of libraries."""

from django.forms.renderers import TemplatesSetting


class Govuk(TemplatesSetting):
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
