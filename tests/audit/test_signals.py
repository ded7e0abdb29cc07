import pytest
from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import RequestFactory

from audit.context import Who, acting, hash_session, known
from audit.models import Entry, LogUnavailable
from tests.audit.conftest import SCHOOL, make_person
from tests.audit.cut import log_cut_off

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOBODY = Who(ip="192.0.2.9", request_id="req-9")


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.post("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR="8.8.8.8", HTTP_X_CORRELATION_ID="x" * 300)
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


def newest() -> Entry:
    return Entry.objects.latest()


def test_signing_in_names_the_person_though_nobody_was_at_work(person, request_):
    with acting(NOBODY):
        login(request_, person, backend=BACKEND)
        assert known() is NOBODY

    line = newest()
    assert (line.verb, line.outcome, line.actor_id) == ("signin.succeeded", "allow", person.pk)
    assert (line.ip, line.request_id) == ("192.0.2.9", "req-9")
    assert line.session_hash == hash_session(request_.session.session_key) != ""
    assert (line.object_type, line.object_uuid) == ("access.User", person.pk)


def test_signing_in_leaves_one_line_and_no_field_change(person, request_):
    before = Entry.objects.count()

    with acting(NOBODY):
        login(request_, person, backend=BACKEND)

    assert Entry.objects.count() == before + 1
    assert get_user_model().objects.get(pk=person.pk).last_login is not None


def test_signing_in_where_nobody_set_who_is_at_work(person, request_):
    login(request_, person, backend=BACKEND)

    assert newest().actor_id == person.pk


def test_signing_out_is_a_line(person, request_, who):
    login(request_, person, backend=BACKEND)
    session = hash_session(request_.session.session_key)
    with acting(who):
        logout(request_)

    line = newest()
    assert (line.verb, line.actor_id, line.school, line.session_hash) == ("signin.ended", person.pk, SCHOOL, session)


def test_signing_out_without_having_signed_in_is_no_line(db, request_):
    with acting(NOBODY):
        user_logged_out.send(sender=None, request=request_, user=None)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("outer", [None, NOBODY, Who(school_id=SCHOOL)])
def test_failed_sign_in_names_no_one_and_keeps_nothing_typed(person, outer, settings):
    settings.AUTHENTICATION_BACKENDS = [BACKEND]
    typed = {"username": person.email, "email": person.email, "password": "correct horse battery"}
    if outer is None:
        assert authenticate(None, **typed) is None
    else:
        with acting(outer):
            assert authenticate(None, **typed) is None

    line = newest()
    assert (line.verb, line.outcome, line.actor_id) == ("signin.failed", "deny", None)
    said = repr([getattr(line, field.attname) for field in Entry._meta.concrete_fields])
    assert person.email not in said
    assert str(person.pk) not in said
    assert "horse" not in said
    assert line.ip == (outer.ip if outer else "")


def test_failed_sign_in_of_somebody_signed_in_names_no_one_either(person, who, settings):
    settings.AUTHENTICATION_BACKENDS = [BACKEND]
    with acting(who):
        authenticate(None, username="x@example.org", password="wrong")

    assert newest().actor_id is None


@pytest.mark.parametrize(
    ("signal", "verb"),
    [(password_set, "password.set"), (password_changed, "password.changed"), (password_reset, "password.reset")],
)
def test_new_password_is_a_line_without_the_password(person, request_, signal, verb):
    with acting(NOBODY):
        signal.send(sender=type(person), request=request_, user=person)

    line = newest()
    assert (line.verb, line.actor_id, line.changes) == (verb, person.pk, None)


def test_signing_in_fails_when_the_log_is_cut_off(person, request_):
    with log_cut_off(), pytest.raises(LogUnavailable), transaction.atomic():
        login(request_, person, backend=BACKEND)


def test_headers_of_a_stranger_are_not_in_the_log(person, request_):
    with acting(NOBODY):
        login(request_, person, backend=BACKEND)

    assert "8.8.8.8" not in newest().body
    assert "xxx" not in newest().body


def test_one_person_at_a_time_is_named(request_, db):
    first, second = make_person("first"), make_person("second")
    with acting(Who(actor_id=first.pk)):
        password_changed.send(sender=None, request=request_, user=second)
        assert known().actor_id == first.pk

    assert newest().actor_id == second.pk
