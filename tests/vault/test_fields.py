import copy
from uuid import uuid4

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.sample import Note
from vault import keyring
from vault.fields import BLANK, SealedField, SealedJSONField, SealedTextField, open_many, seal_value
from vault.models import MisplacedError
from vault.sealing import UnreadableError
from vault.values import Digest

WORDS = Note._meta.get_field("words")
FACTS = Note._meta.get_field("facts")


def loaded(note):
    return Note.objects.get(pk=note.pk)


@pytest.fixture
def note(unlocked):
    note = Note(**unlocked, words="he said stop", facts={"b": [1, None], "a": "é"})
    note.save()
    return note


def test_words_come_back(note):
    assert note.words.text == loaded(note).words.text == "he said stop"
    assert note.facts.value == loaded(note).facts.value == {"a": "é", "b": [1, None]}


def test_the_database_holds_none_of_them(note):
    assert not any(b"stop" in raw or b"said" in raw for raw in (loaded(note).words.raw, loaded(note).facts.raw))


def test_json_is_canonical(note):
    assert note.facts.text == '{"a":"é","b":[1,null]}'


def test_a_blank_needs_no_key(db, place):
    note = Note(**place)

    assert not note.voice
    assert (note.voice.text, str(note.voice), note.facts.text, note.facts.value) == ("", "", "", None)
    note.voice, note.facts = "", None
    assert (note.voice.raw, note.facts.raw) == (b"", b"")


def test_words_that_may_not_be_blank_are_asked_for(unlocked):
    with pytest.raises(MisplacedError, match="sample.Note.words has no words yet"):
        Note(**unlocked).save()


def test_assigning_seals_at_once(unlocked, place):
    note = Note(**place)
    note.words = "he said stop"

    assert note.__dict__["words"].raw not in (b"", b"he said stop")


def test_a_row_without_a_place_is_refused(unlocked, place):
    for name in place:
        without = {key: value for key, value in place.items() if key != name}
        with pytest.raises(MisplacedError, match="before words"):
            Note(**without, words="he said stop")


def test_words_before_the_place_are_refused(unlocked, place):
    class Early(Note):
        class Meta:
            proxy = True
            app_label = "sample"
            apps = Apps()

        @property
        def scope(self):
            raise AttributeError

        def binding(self):
            return self.scope

    with pytest.raises(MisplacedError, match="before words"):
        Early(**place, words="he said stop")


@pytest.mark.parametrize("value", [b"bytes", 5, None, ["list"]])
def test_words_are_text(unlocked, value):
    with pytest.raises(TypeError, match="takes text, not"):
        Note(**unlocked, words=value)


def test_json_takes_what_json_has(unlocked):
    with pytest.raises(ValueError, match="not JSON compliant"):
        Note(**unlocked, facts=float("nan"))
    with pytest.raises(TypeError):
        Note(**unlocked, facts={1, 2})


@pytest.mark.parametrize("wrapping", ["{}", "she said: {} and left", " {}\n"])
def test_a_digest_is_refused_as_words(note, wrapping):
    with pytest.raises(MisplacedError, match="digest where words belong"):
        note.words = wrapping.format(note.words)
    with pytest.raises(MisplacedError):
        note.facts = {"words": wrapping.format(note.words)}


LOOKALIKES = [
    "sealed:" + "ab" * 32,
    f"she wrote: sealed:{'0' * 64}, and left",
    f"sealed:{'9' * 64}sealed:{'f' * 64}",
    f"\nsealed:{'e' * 80}",
]


def every_sealed_field():
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, SealedField)]


@pytest.mark.parametrize("typed", LOOKALIKES)
def test_what_only_looks_like_a_digest_is_words_like_any_other(note, typed):
    note.words, note.voice, note.facts = typed, typed, {"said": [typed], typed: 1}
    note.save()

    assert (loaded(note).words.text, loaded(note).voice.text) == (typed, typed)
    assert loaded(note).facts.value == {"said": [typed], typed: 1}


@pytest.mark.parametrize("field", every_sealed_field(), ids=str)
def test_every_sealed_field_takes_what_looks_like_a_digest(field, unlocked):
    place, row = Note(**unlocked).binding(), uuid4()
    for typed in LOOKALIKES:
        value = {"said": typed} if isinstance(field, SealedJSONField) else typed
        sealed = seal_value(field, place, row, value)

        assert open_many(field, [(place, row.bytes, sealed)]) == [field.words(value)]


def test_a_digest_that_somebody_else_saw_is_words_here(note, unlocked, place):
    seen = str(note.words)

    with keyring.opened():
        keyring.unlock(place["school_id"], place["scope_id"], place["audience"], 0b111)
        note.voice = seen
        note.save()

    assert loaded(note).voice.text == seen


def test_invalid_unicode_is_refused_without_showing_it(unlocked):
    with pytest.raises(MisplacedError, match="not valid Unicode") as caught:
        Note(**unlocked, words="he said \udc80")

    assert caught.value.__context__ is None


def test_the_same_value_again_keeps_its_ciphertext(note):
    before = note.words.raw

    note.words = note.words
    note.words = loaded(note).words

    assert note.words.raw == before


def test_the_same_words_again_are_sealed_anew(note):
    before = note.words.raw

    note.words = note.words.text

    assert note.words.raw != before
    assert note.words.text == "he said stop"


def test_another_rows_value_is_refused(note, place):
    other = Note(**place)

    with pytest.raises(MisplacedError, match="another row's or field's"):
        other.words = note.words
    with pytest.raises(MisplacedError):
        note.voice = note.words


def test_a_blank_may_come_from_anywhere(note, place):
    other = Note(**place)

    note.voice = other.voice

    assert not note.voice


def test_a_value_read_without_its_row_is_refused(note, place):
    stored = Note.objects.values_list("words", flat=True).get()

    with pytest.raises(MisplacedError, match="read without its row"):
        note.words = stored
    with pytest.raises(MisplacedError, match="not sealed for this row"):
        Note(**place, words=stored).save()


def test_a_digest_from_a_pickle_is_refused(note):
    with pytest.raises(MisplacedError, match="digest from a pickle"):
        note.words = Digest(str(note.words))


def test_saving_an_unchanged_row_writes_the_same_ciphertext(note):
    before = loaded(note).words

    loaded(note).save()

    assert loaded(note).words == before


def test_refreshing_keeps_the_words(note):
    note.refresh_from_db()

    assert note.words.text == "he said stop"


def test_a_deferred_column_is_loaded_when_read(note, django_assert_num_queries):
    row = Note.objects.defer("words").get()

    with django_assert_num_queries(1):
        assert row.words.text == "he said stop"


def test_a_copy_saves_the_same_ciphertext(note, registered):
    before = note.words

    copy.deepcopy(note).save()

    assert loaded(note).words == before


def test_bulk_create_seals_too(unlocked, place):
    Note.objects.bulk_create([Note(**place, words=f"line {number}") for number in range(3)])

    assert {note.words.text for note in Note.objects.all()} == {"line 0", "line 1", "line 2"}


def test_bulk_create_refuses_a_row_that_was_moved(unlocked, place):
    note = Note(**place, words="he said stop")
    note.audience = "SAFEGUARDING"

    with pytest.raises(MisplacedError, match="moved"):
        Note.objects.bulk_create([note])


@pytest.mark.parametrize("value", ["words", b"words", None])
def test_nothing_but_saving_writes_a_sealed_column(note, value):
    with pytest.raises(FieldError, match="by saving its row"):
        Note.objects.update(words=value)


def test_bulk_update_is_refused(note):
    with pytest.raises(FieldError):
        Note.objects.bulk_update([note], ["words"])


@pytest.mark.parametrize(
    "lookup", ["words", "words__exact", "words__contains", "words__in", "facts__key", "words__lower__exact"]
)
def test_a_sealed_column_cannot_be_filtered(db, lookup):
    with pytest.raises(FieldError, match="is sealed"):
        Note.objects.filter(**{lookup: "x"})


def test_isnull_is_the_one_lookup(note):
    assert Note.objects.filter(words__isnull=False).count() == 1


@pytest.mark.parametrize("option", ["null", "unique", "db_index", "primary_key", "choices"])
def test_options_that_would_tell_something_are_refused(option):
    with pytest.raises(FieldError, match=f"takes no {option}"):
        SealedTextField(**{option: [("a", "a")]})


def test_a_default_is_refused():
    with pytest.raises(FieldError, match="no default"):
        SealedTextField(default="words")


def test_migrations_can_write_the_field_down():
    field = SealedTextField(blank=True)
    field.set_attributes_from_name("words")
    _, path, args, options = field.deconstruct()

    assert (path, args, options) == ("vault.fields.SealedTextField", [], {"blank": True})
    assert SealedTextField(default=b"").get_prep_value(b"") == b""
    assert SealedTextField().get_default() is BLANK


def test_only_a_sealed_row_may_have_sealed_fields():
    class Bare(models.Model):
        words = SealedJSONField()

        class Meta:
            app_label = "sample"
            apps = Apps()

        def __str__(self):
            return "bare"

    assert [found.id for found in Bare._meta.get_field("words").check()] == ["vault.E001"]
    assert WORDS.check() == []


def test_the_common_field_takes_no_words():
    with pytest.raises(NotImplementedError):
        SealedField().words("words")


def test_the_attribute_on_the_class_is_the_field():
    assert Note.words.field is WORDS


def test_full_clean_keeps_the_ciphertext(note):
    before = note.words.raw

    note.full_clean(exclude={"title"})

    assert note.words.raw == before


def test_fixtures_cannot_bring_words():
    with pytest.raises(MisplacedError, match="fixture"):
        WORDS.to_python("words")


def test_a_value_sealed_for_a_raw_insert_is_the_rows_own(note):
    raw = seal_value(FACTS, note.binding(), note.pk, {"a": 1})
    Note.objects.filter(pk=note.pk).update(title="x")

    assert FACTS.open(note, raw) == '{"a":1}'
    assert seal_value(FACTS, note.binding(), note.pk, None) == b""


def test_many_rows_are_opened_at_once(unlocked, place):
    elsewhere = place | {"section": 2}
    notes = [Note(**there, words=f"line {number}") for number, there in enumerate((place, place, elsewhere))]

    rows = [(note.binding(), note.pk.bytes, note.words.raw) for note in notes]

    assert open_many(WORDS, [*rows, (notes[0].binding(), b"", b"")]) == ["line 0", "line 1", "line 2", ""]


def test_many_rows_are_not_opened_where_they_are_locked(note):
    rows = [(note.binding(), note.pk.bytes, note.words.raw)]

    with keyring.opened(), pytest.raises(keyring.Locked):
        open_many(WORDS, rows)


@pytest.mark.parametrize(
    "change", [{"section": 2}, {"audience": "SAFEGUARDING"}, {"scope_id": None}, {"school_id": None}]
)
def test_a_row_moved_in_the_database_does_not_open(note, place, change):
    other = Note(**place).pk
    Note.objects.update(**{name: value or other for name, value in change.items()})
    moved = loaded(note)
    keyring.unlock(moved.school_id, moved.scope_id, moved.audience, 0b111)

    with pytest.raises(UnreadableError):
        _ = moved.words.text


def test_ciphertexts_swapped_between_rows_and_columns_do_not_open(note, place):
    other = Note(**place, words="she said go", voice="so there")
    other.save()
    held, others = note.__dict__, other.__dict__
    held["words"], others["words"], others["voice"] = others["words"], held["words"], others["words"]

    for value in (note.words, other.words, other.voice):
        with pytest.raises(UnreadableError):
            _ = value.text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_taken_as_it_is(text):
    assert WORDS.words(text) == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_has_one_text(value):
    assert FACTS.words(value) == FACTS.words(copy.deepcopy(value))
