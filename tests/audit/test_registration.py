"""Guards: a new model or text column of ours is not known to the log until somebody has said what it is."""

import pytest
from auditlog.registry import auditlog
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps

from audit.columns import CODES, EXEMPT, LEFT_OUT
from audit.registration import is_text, logged_fields, our_models, register_models
from tests.audit.sample import Paper
from vault.fields import SealedField

OURS = {model._meta.label: model for model in our_models()}
LOGGED = {label: model for label, model in OURS.items() if label not in EXEMPT}


def test_our_models_are_those_of_the_house():
    assert {"access.User", "access.School", "audit.Entry", "vault.DataKey"} <= set(OURS)
    assert not {"auth.Permission", "sessions.Session", "auditlog.LogEntry"} & set(OURS)


def test_every_model_is_registered_or_exempt_with_a_reason():
    registered = {model._meta.label for model in auditlog.get_models()}

    assert registered == set(LOGGED)
    assert all(EXEMPT.values())


@pytest.mark.parametrize("label", sorted(LOGGED))
def test_every_text_column_is_a_code_or_left_out(label):
    texts = {field.name for field in OURS[label]._meta.concrete_fields if is_text(field)}

    undeclared = texts - CODES.get(label, frozenset()) - LEFT_OUT.get(label, frozenset())
    assert not undeclared, "Say in audit.columns whether they hold codes (CODES) or could hold words (LEFT_OUT)."


@pytest.mark.parametrize("label", sorted({*EXEMPT, *CODES, *LEFT_OUT}))
def test_nothing_is_said_of_what_is_not_there(label):
    columns = {field.name for field in OURS[label]._meta.concrete_fields}

    assert CODES.get(label, frozenset()) <= columns
    assert LEFT_OUT.get(label, frozenset()) <= columns
    assert not CODES.get(label, frozenset()) & LEFT_OUT.get(label, frozenset())


@pytest.mark.parametrize("label", sorted(LOGGED))
def test_registration_is_explicit_and_keeps_no_raw_bytes(label):
    options = auditlog.get_model_fields(LOGGED[label])
    fields = {name: LOGGED[label]._meta.get_field(name) for name in options["include_fields"]}

    assert fields
    assert all(field.concrete for field in fields.values())
    assert not any(
        isinstance(field, models.BinaryField) and not isinstance(field, SealedField) for field in fields.values()
    )
    assert not auditlog.get_serialize_options(LOGGED[label])["serialize_data"]


def test_fields_of_a_model_by_class():
    assert logged_fields(Paper) == [
        *("id", "school_id", "scope_id", "audience", "section", "status", "owner", "happened_at", "due_on", "cost"),
        "words",
    ]


def test_a_person_is_logged_without_name_address_password_or_last_visit():
    logged = logged_fields(get_user_model())

    assert "is_active" in logged
    assert not {"email", "name", "password", "last_login"} & set(logged)


def test_registering_twice_changes_nothing():
    before = auditlog.get_models()

    register_models()

    assert auditlog.get_models() == before


@isolate_apps("audit")
def test_a_float_is_refused():
    class Weighed(models.Model):  # noqa: DJ008
        weight = models.FloatField()

        class Meta:
            app_label = "audit"

    with pytest.raises(ImproperlyConfigured, match="float"):
        logged_fields(Weighed)


@isolate_apps("audit", "django.contrib.contenttypes")
def test_a_many_to_many_field_is_refused():
    class Shared(models.Model):  # noqa: DJ008
        types = models.ManyToManyField("contenttypes.ContentType")

        class Meta:
            app_label = "audit"

    with pytest.raises(ImproperlyConfigured, match="many-to-many"):
        logged_fields(Shared)


def test_no_model_of_ours_has_a_many_to_many_field():
    assert not [label for label, model in OURS.items() if model._meta.many_to_many]


def test_every_model_is_named_by_its_address():
    for model in OURS.values():
        assert str(model(pk=None)) == f"{model._meta.model_name}:None", model._meta.label


def test_auditlog_is_set_as_the_log_needs_it(settings):
    assert settings.AUDITLOG_LOGENTRY_MODEL == "audit.Entry"
    assert settings.AUDITLOG_STORE_JSON_CHANGES is True  # None is null and 1 is 1, not text
    assert settings.AUDITLOG_USE_BASE_MANAGER is True  # the old row is read past any scoped manager
    assert settings.AUDITLOG_DISABLE_REMOTE_ADDR is True  # headers are a stranger's word
    assert settings.AUDITLOG_CID_GETTER == "audit.context.request_id"
    assert settings.AUDITLOG_INCLUDE_ALL_MODELS is False
    assert not [name for name in settings.MIDDLEWARE if name.startswith("auditlog")]
    assert settings.INSTALLED_APPS.index("audit") < settings.INSTALLED_APPS.index("auditlog")  # our auditlogflush wins
