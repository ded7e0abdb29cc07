"""How does {{ form }} look, and under which names are static files served?"""

from django.forms.renderers import TemplatesSetting
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Govuk(TemplatesSetting):
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files under hashed names, the modules that a script imports included."""

    support_js_module_import_aggregation = True
