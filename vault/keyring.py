"""What is unlocked in this request or job, and nowhere else?

A ring holds what was unlocked here. It is opened when a request or job starts and emptied when it ends; keys are
read from the database when something is first sealed or opened, for all unlocked scopes in one query.
Only `access.gate` unlocks.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from uuid import UUID

from vault import store
from vault.sealing import Binding, Column, UnreadableError, VaultError, head_of


class Locked(VaultError):
    """Nothing unlocked these words in this request or job."""


class Ring:
    """The unlocked places of one request or job, and the keys read for them so far."""

    def __init__(self, outer: "Ring | None" = None, *, of_request: bool = False) -> None:
        self.outer = outer
        self.of_request = of_request
        self._open = True
        self._sections: dict[tuple[UUID, UUID, str], int] = {}
        self._unread: dict[UUID, set[UUID]] = {}
        self._wanted: set[tuple[UUID, UUID]] = set()
        self._keys: dict[Binding, dict[bytes, store.Key]] = {}
        self._columns: dict[tuple[bytes, str, str], tuple[Binding, Column]] = {}
        self._index_keys: dict[UUID, bytes] = {}
        self._digests: set[str] = set()

    def unlock(self, school: UUID, scope: UUID, audience: str, sections: int) -> None:
        if not self._open:
            raise Locked("This request or job has ended.")
        place = (school, scope, str(audience))
        self._want(school, scope)
        self._sections[place] = self._sections.get(place, 0) | int(sections)

    def lock(self) -> None:
        """Forget everything; threads that still hold this ring find it shut."""
        self._open = False
        for held in (self._sections, self._unread, self._wanted, self._keys, self._columns, self._index_keys):
            held.clear()
        self._digests.clear()

    def gave(self, digest: str) -> str:
        """A digest that this request or job was given instead of words."""
        self._digests.add(digest)
        return digest

    def knows(self, digests: Iterable[str]) -> bool:
        return not self._digests.isdisjoint(digests)

    def places(self) -> dict[tuple[UUID, UUID, str], int]:
        return dict(self._sections)

    def narrow(self, places: dict[tuple[UUID, UUID, str], int]) -> None:
        """Lock everything but what was unlocked then."""
        self._sections = places
        self._columns.clear()

    def empty(self) -> bool:
        return not self._sections

    def opening(self, binding: Binding, model: str, field: str, sealed: bytes) -> Column:
        """The column that opens this value, if it stands where its key belongs."""
        head = head_of(sealed)
        known = self._columns.get((head, model, field))
        if known is not None and known[0] == binding:
            return known[1]
        column = self._key_of(binding, head).cipher().column(model, field)
        self._columns[head, model, field] = (binding, column)
        return column

    def seal(self, binding: Binding, model: str, field: str, row: bytes, text: bytes) -> bytes:
        self._refuse_locked(binding)
        key = self._sealing_key(binding)
        sealed = key.cipher().column(model, field).seal(row, text)
        key.count(sealed)
        return sealed

    def index_key(self, school: UUID) -> bytes:
        if not any(place[0] == school for place in self._sections):
            raise Locked("Nothing of this school is unlocked here.")
        if school not in self._index_keys:
            self._index_keys[school] = store.index_key(school)
        return self._index_keys[school]

    def _want(self, school: UUID, scope: UUID) -> None:
        if (school, scope) not in self._wanted:
            self._wanted.add((school, scope))
            self._unread.setdefault(school, set()).add(scope)

    def _refuse_locked(self, binding: Binding) -> None:
        sections = self._sections.get((binding.school, binding.scope, binding.audience))
        if sections is None or int(binding.section) & ~sections:
            raise Locked("These words are not unlocked in this request or job.")

    def _key_of(self, binding: Binding, head: bytes) -> store.Key:
        """Another process may have made the key since this ring read the scope's keys."""
        self._refuse_locked(binding)
        if head not in self._keys_of(binding):
            self._read(binding.school, {binding.scope})
        key = self._keys_of(binding).get(head)
        if key is None:
            raise UnreadableError("This value was sealed under a key that does not belong here.")
        return key

    def _sealing_key(self, binding: Binding) -> store.Key:
        """The newest key; a new one if there is none yet, or if the newest is worn out."""
        newest = _newest(self._keys_of(binding))
        if newest is not None and not newest.exists():
            newest = _newest(self._read_anew(binding))
        if newest is None or newest.uses >= store.CAP:
            store.make_key(binding, 1 if newest is None else newest.version + 1)
            self._read(binding.school, {binding.scope})
            newest = _newest(self._keys_of(binding))
        if newest is None:
            raise UnreadableError("A key was made and then not found: is the database read-only?")
        return newest

    def _read_anew(self, binding: Binding) -> dict[bytes, store.Key]:
        """A key's number may be given again after its transaction was undone, so nothing made with it stays."""
        self._keys.pop(binding, None)
        self._columns.clear()
        self._read(binding.school, {binding.scope})
        return self._keys_of(binding)

    def _keys_of(self, binding: Binding) -> dict[bytes, store.Key]:
        if unread := self._unread.pop(binding.school, None):
            self._read(binding.school, unread)
        return self._keys.setdefault(binding, {})

    def _read(self, school: UUID, scopes: Iterable[UUID]) -> None:
        for key in store.read_keys(school, scopes):
            self._keys.setdefault(key.binding, {}).setdefault(key.head, key)


def _newest(keys: dict[bytes, store.Key]) -> store.Key | None:
    return max(keys.values(), key=attrgetter("version"), default=None)


_ring: ContextVar[Ring | None] = ContextVar("ring", default=None)


def ring() -> Ring:
    current = _ring.get()
    if current is None:
        raise Locked("Words can be sealed or opened only in a request or a job.")
    return current


def gave(digest: str) -> str:
    """Remembered until the request or job ends, so that code which seals it as words by mistake is caught."""
    current = _ring.get()
    return digest if current is None else current.gave(digest)


@contextmanager
def opened() -> Iterator[None]:
    """One job: nothing is unlocked at its start, whatever surrounds it, and nothing of it at its end."""
    job = Ring(outer=_ring.get())
    _ring.set(job)
    try:
        yield
    finally:
        job.lock()
        _ring.set(job.outer)


def begin_request(**_: object) -> None:
    """For `request_started`. A request that never said it had finished is locked here at the latest."""
    end_request()
    _ring.set(Ring(outer=_ring.get(), of_request=True))


def end_request(**_: object) -> None:
    """For `request_finished`, which comes after the last byte: streamed answers can open words to their end."""
    current = _ring.get()
    if current is not None and current.of_request:
        current.lock()
        _ring.set(current.outer)


def unlock(school: UUID, scope: UUID, audience: str, sections: int) -> None:
    """Let the words of these sections be sealed and opened here. Section 0 needs no bit, only the audience."""
    ring().unlock(school, scope, audience, sections)


def unlock_many(places: Iterable[tuple[UUID, UUID, str, int]]) -> None:
    """For lists and searches: however many scopes, their keys are read in one query at first need."""
    current = ring()
    for place in places:
        current.unlock(*place)


@contextmanager
def relocking_on_error() -> Iterator[None]:
    """An act that is undone takes back what it unlocked: no words stay open whose line in the log is gone."""
    current = ring()
    before = current.places()
    try:
        yield
    except BaseException:
        current.narrow(before)
        raise


@contextmanager
def relocking() -> Iterator[None]:
    """What is unlocked inside is locked again at its end."""
    current = ring()
    before = current.places()
    try:
        yield
    finally:
        current.narrow(before)


def lock_all() -> None:
    """Lock everything in this request or job again, here and now; more may be unlocked after it."""
    current = _ring.get()
    if current is not None:
        current.lock()
        _ring.set(Ring(outer=current.outer, of_request=current.of_request))


def locked() -> bool:
    """Is nothing unlocked here?"""
    current = _ring.get()
    return current is None or current.empty()
