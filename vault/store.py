"""Where do wrapped data keys come from, and how is one made at its first use?

Keys are made inside the transaction that first needs them, so a key can be undone with it: see `Birth`.
Uses are counted by sampling: a nonce is random, so one seal in 4,096 has a nonce that starts with twelve zero bits,
and that one adds 4,096. At the cap the count is right within 1 % (one standard deviation: 0.4 %), which the margin
of sixteen between the cap and the 2^32 of NIST SP 800-38D swallows; no other seal pays for a write.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from django.db import connection, transaction
from django.db.models import F, QuerySet, UUIDField

from vault import providers
from vault.compiled import Compiled, Slot
from vault.models import DataKey, SchoolKey
from vault.sealing import (
    HEAD_BYTES,
    Binding,
    Cipher,
    UnreadableError,
    commitment,
    commits,
    framed,
    hkdf,
    make_head,
    new_key,
    placed,
)
from vault.xaes import Xaes

CAP = 2**28
ALARM = 2**24
SAMPLE = 2**12
_MANY = 5_000  # scopes in one query
_FEW = 4
_FIELDS = (
    *("id", "school", "scope", "audience", "section", "version", "wrapped", "commit", "uses"),
    *("school_key__version", "school_key__wrapped", "school_key__commit"),
)

logger = logging.getLogger("safehold.vault")


class SchoolSecret:
    """A school's unwrapped key, as the keys that follow from it."""

    def __init__(self, key: bytes) -> None:
        self.wrapping = Xaes(hkdf(key, b"wrap"))
        self.indexing = hkdf(key, b"blind index")


class Birth:
    """A key was made in a transaction that may yet be undone.

    Called on commit. Django forgets what was put on its list of such calls inside a transaction or savepoint that
    is rolled back: a birth that is neither settled nor on the list any more was undone, and its key is gone. Each
    commit and rollback starts a new list, so the old one is searched only once.
    """

    def __init__(self) -> None:
        self.settled = False
        self._list: list[Any] | None = None

    def __call__(self) -> None:
        self.settled = True

    def pending(self) -> bool:
        current = connection.run_on_commit
        if current is self._list:
            return True
        found = any(entry[1] is self for entry in current)
        self._list = current if found else None
        return found


_births: WeakValueDictionary[bytes, Birth] = WeakValueDictionary()  # by the key's commitment


class Key:
    """A data key as it was read; it is unwrapped only when something is sealed or opened with it."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.id, school, scope, audience, section, self.version, wrapped, commit, self.uses = row[:9]
        self.binding = Binding(school, scope, audience, section)
        self.head = make_head(self.id)
        self._wrapped, self._commit = bytes(wrapped), bytes(commit)
        self._school_key = row[9:]
        self._cipher: Cipher | None = None
        birth = _births.get(self._commit)
        self._birth = birth if birth is not None and birth.pending() else None

    def cipher(self) -> Cipher:
        if self._cipher is None:
            school_version, wrapped, commit = self._school_key
            secret = school_secret(self.binding.school, school_version, bytes(wrapped), bytes(commit))
            context = _context(self.binding, self.version, school_version)
            key = _committed(secret.wrapping.unwrap(self._wrapped, context), self._commit)
            self._cipher = Cipher(key, self.id, self.binding)
        return self._cipher

    def exists(self) -> bool:
        """False once the transaction that made the key was undone: nothing may be sealed under it any more."""
        return self._birth is None or self._birth.settled or self._birth.pending()

    def count(self, sealed: bytes) -> None:
        """Add to the count if this seal is one of the sampled ones."""
        if int.from_bytes(sealed[HEAD_BYTES : HEAD_BYTES + 2]) < 2**16 // SAMPLE:
            self.uses += SAMPLE
            DataKey.objects.filter(pk=self.id).update(uses=F("uses") + SAMPLE)
            if self.uses >= ALARM:
                logger.warning("Data key %s was used about %s times.", self.id, self.uses)


def read_keys(school: UUID, scopes: Iterable[UUID]) -> Iterator[Key]:
    """Every key of these scopes, oldest version first; one query for up to 5,000 scopes."""
    waiting = iter(scopes)
    while some := list(islice(waiting, _MANY)):
        if len(some) <= _FEW:
            named = {f"scope{number}": scope for number, scope in enumerate(some)}
            yield from map(Key, _few_keys(len(some)).rows(school=school, **named))
        else:
            yield from map(Key, _keys(school, some))


def _keys(school: Any, scopes: list[Any]) -> QuerySet[Any, Any]:
    return DataKey.objects.filter(school=school, scope__in=scopes).order_by("version").values_list(*_FIELDS)


@cache
def _few_keys(count: int) -> Compiled:
    """What a page asks: the text depends only on how many scopes there are."""
    slots = [Slot(f"scope{number}", UUIDField()) for number in range(count)]
    return Compiled(lambda: _keys(Slot("school", UUIDField()), slots))


def make_key(binding: Binding, version: int) -> None:
    """Make this version unless another process was first; the caller reads what is there afterwards."""
    school_key = _newest_school_key(binding.school)
    secret = _secret_of(school_key)
    key = new_key()
    commit = commitment(key)
    wrapped = secret.wrapping.wrap(key, _context(binding, version, school_key.version))
    row = DataKey(school_key=school_key, **binding._asdict(), version=version, wrapped=wrapped, commit=commit)
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    birth = _births[commit] = Birth()
    transaction.on_commit(birth)


def index_key(school: UUID) -> bytes:
    """The blind index's key follows the school's first key, so that a newer one does not empty the index."""
    first = SchoolKey.objects.filter(school=school).order_by("version").first() or _newest_school_key(school)
    return _secret_of(first).indexing


_secrets: dict[tuple[UUID, int, bytes], SchoolSecret] = {}


def school_secret(school: UUID, version: int, wrapped: bytes, commit: bytes) -> SchoolSecret:
    """Unwrapped once in a process. Kept by what was unwrapped, so a key that was undone is never mistaken for one."""
    name = (school, version, wrapped)
    if name not in _secrets:
        key = providers.provider().unwrap(wrapped, school_context(school, version))
        _secrets[name] = SchoolSecret(_committed(key, commit))
    return _secrets[name]


def school_context(school: UUID, version: int) -> bytes:
    return framed(b"school key", school.bytes, version.to_bytes(4))


def _newest_school_key(school: UUID) -> SchoolKey:
    keys = SchoolKey.objects.filter(school=school).order_by("-version")
    return keys.first() or _first_school_key(school)


def _first_school_key(school: UUID) -> SchoolKey:
    key, provider = new_key(), providers.provider()
    wrapped = provider.wrap(key, school_context(school, 1))
    row = SchoolKey(school=school, version=1, wrapped=wrapped, kek_id=provider.current_id(), commit=commitment(key))
    SchoolKey.objects.bulk_create([row], ignore_conflicts=True)
    return SchoolKey.objects.get(school=school, version=1)


def _secret_of(row: SchoolKey) -> SchoolSecret:
    return school_secret(row.school, row.version, bytes(row.wrapped), bytes(row.commit))


def _context(binding: Binding, version: int, school_version: int) -> bytes:
    return framed(b"data key", *placed(binding), version.to_bytes(4), school_version.to_bytes(4))


def _committed(key: bytes, commit: bytes) -> bytes:
    if not commits(key, commit):
        raise UnreadableError("A wrapped key opens to a key that its row does not commit to.")
    return key
