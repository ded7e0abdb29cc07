"""How does the installation come off an old outermost key, while it is in use?

Add a key, wrap what was wrapped under the old ones under it, and keep the old ones until no row needs them.
Every step can be repeated and stopped at any point; school and data keys stay the same, so no words are touched.
"""

from vault.models import SchoolKey
from vault.providers import KeyProvider
from vault.store import school_context


def rewrap(provider: KeyProvider) -> int:
    """Wrap every school's key under the current outermost key; returns how many were not."""
    done = 0
    for row in SchoolKey.objects.exclude(kek_id=provider.current_id()).iterator():
        context = school_context(row.school, row.version)
        wrapped = provider.wrap(provider.unwrap(bytes(row.wrapped), context), context)
        unchanged = SchoolKey.objects.filter(pk=row.pk, kek_id=row.kek_id)
        done += unchanged.update(wrapped=wrapped, kek_id=provider.current_id())
    return done
