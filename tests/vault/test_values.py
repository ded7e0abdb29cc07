"""Where sealed words could slip out by accident, only a digest comes."""

import copy
import hashlib
import json
import logging
import pickle
import traceback

import pytest
from auditlog.diff import model_instance_diff
from auditlog.registry import auditlog
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import model_to_dict
from django.template import Context, Template
from django.views.debug import ExceptionReporter

from tests.vault.sample import Note
from vault import keyring
from vault.models import MisplacedError
from vault.sealing import UnreadableError
from vault.values import Digest, OnlyADigestError, Stored

CANARY = "canary-5a1e-words"


@pytest.fixture
def note(unlocked):
    note = Note(**unlocked, words=CANARY, facts={"surname": CANARY})
    note.save()
    return Note.objects.get(pk=note.pk)


def test_str_and_repr_are_the_full_digest(note):
    expected = "sealed:" + hashlib.sha256(note.words.raw).hexdigest()

    assert str(note.words) == repr(note.words) == f"{note.words}" == expected


def test_equality_compares_ciphertext(note, place):
    twin = Note.objects.get()

    assert note.words == twin.words
    assert hash(note.words) == hash(twin.words)
    twin.words = CANARY
    assert note.words != twin.words
    assert note.words != CANARY


def test_a_pickled_value_is_a_digest_and_opens_nothing(note):
    pickled = pickle.dumps([note.words, note.facts])
    words, facts = pickle.loads(pickled)

    assert CANARY.encode() not in pickled
    assert note.words.raw not in pickled
    assert (str(words), repr(facts)) == (str(note.words), str(note.facts))
    with pytest.raises(OnlyADigestError):
        _ = words.text
    with pytest.raises(OnlyADigestError):
        _ = facts.value
    assert str(pickle.loads(pickle.dumps(words))) == str(words)


@pytest.mark.parametrize("made", ["here", "earlier"])
def test_a_pickled_row_cannot_be_saved(note, place, registered, made):
    original = note if made == "earlier" else Note(**place, words=CANARY)
    pickled = pickle.dumps(original)
    row = pickle.loads(pickled)

    assert CANARY.encode() not in pickled
    assert original.words.raw not in pickled
    assert str(row.words) == str(original.words)
    assert not row.voice
    with pytest.raises(MisplacedError, match="Load the row again"):
        row.save()


def test_a_deep_copy_holds_no_words(note, registered):
    assert isinstance(copy.deepcopy(note.words), Digest)
    assert CANARY not in str(vars(copy.deepcopy(note)))


def test_the_row_itself_holds_no_words_after_reading_them(note):
    assert note.words.text == CANARY

    assert CANARY not in str(vars(note))
    assert CANARY not in repr([vars(key) for key in keyring.ring()._keys[note.binding()].values()])


def test_serialised_rows_show_digests(note):
    for form in ("json", "jsonl", "xml", "python"):
        dumped = str(serializers.serialize(form, [note]))
        assert CANARY not in dumped
        assert str(note.words) in dumped


def test_a_digest_from_a_dump_cannot_be_loaded(note, registered):
    dumped = serializers.serialize("json", [note])

    with pytest.raises(serializers.base.DeserializationError, match="cannot be loaded from a fixture"):
        list(serializers.deserialize("json", dumped))


def test_json_refuses_it(note):
    for encoder in (json.JSONEncoder, DjangoJSONEncoder):
        with pytest.raises(TypeError, match="not JSON serializable"):
            json.dumps({"words": note.words}, cls=encoder)


def test_a_template_shows_a_digest_unless_it_asks_for_the_text(note):
    shown = Template("{{ note.words }}|{{ note.words.text }}|{{ note.facts.value.surname }}|{{ note.voice }}")

    assert shown.render(Context({"note": note})) == f"{note.words}|{CANARY}|{CANARY}|"


def test_a_template_does_not_hide_that_words_are_locked(note):
    with keyring.opened(), pytest.raises(keyring.Locked):
        Template("{{ note.words.text }}").render(Context({"note": note}))


def test_a_template_knows_a_blank(note):
    shown = Template("{% if note.words %}words{% endif %}{% if note.voice %}voice{% endif %}")

    assert shown.render(Context({"note": note})) == "words"


def test_values_without_their_row_are_opaque(note):
    (stored,) = Note.objects.values_list("words", flat=True)

    assert isinstance(stored, Stored)
    assert str(stored) == str(note.words)
    assert not hasattr(stored, "text")


def test_logs_and_tracebacks_show_digests(note, caplog):
    logging.getLogger("test").error("note %s %r", note.words, note)
    with keyring.opened(), pytest.raises(keyring.Locked) as caught:
        _ = note.words.text
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)

    assert CANARY not in caplog.text
    assert CANARY not in "".join(told.format())


def test_a_forged_value_is_reported_without_words(note):
    note.__dict__["words"] = Stored(note.words.raw[:-1] + bytes([note.words.raw[-1] ^ 1]))

    with pytest.raises(UnreadableError) as caught:
        _ = note.words.text

    report = ExceptionReporter(None, type(caught.value), caught.value, caught.tb).get_traceback_text()
    assert CANARY not in report


def test_forms_filled_from_the_model_get_digests(note):
    assert CANARY not in str(model_to_dict(note))


@pytest.fixture
def watched():
    auditlog.register(Note, include_fields=["title", "words", "voice", "facts"])
    yield
    auditlog.unregister(Note)


def test_the_log_of_changes_sees_digests(note, watched):
    before = Note.objects.get()
    old = str(note.words)
    note.words, note.voice = "canary-other", CANARY

    changed = model_instance_diff(before, note)

    assert changed == {"words": (old, str(note.words)), "voice": ("", str(note.voice))}


def test_the_log_of_changes_sees_a_new_row_as_digests(note, watched):
    changed = model_instance_diff(None, note)

    assert CANARY not in str(changed)
    assert changed["words"][1] == str(note.words)


def test_the_log_of_changes_sees_nothing_where_nothing_changed(note, watched):
    assert model_instance_diff(Note.objects.get(), note) is None
    assert model_instance_diff(Note.objects.get(), note, use_json_for_changes=True) is None


def test_a_blank_has_no_digest():
    assert str(Stored(b"")) == ""
    assert pickle.loads(pickle.dumps(Stored(b""))) == Stored(b"")
