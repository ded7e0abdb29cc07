"""How does a form of this app come to know which child was meant? One look for all that were picked, one a search."""

from collections.abc import Sequence

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.forms.picking import PickChild
from people.directory import find_children, identities
from people.models import Child


def settle(request: Request, forms: Sequence[PickChild], *, search: bool) -> None:
    """Look up who was picked; with `search`, bring a list for every name that is not a child yet."""
    chosen = [form.chosen for form in forms if form.chosen]
    if chosen:
        children = Child.objects.filter(school=request.school, pk__in=chosen)
        gate.look(request.user, to=Can.FIND_CHILD, verb="children.picked", shown=children)
        known = {child.id: child for child in identities(request.school, children)}
        for form in forms:
            form.settle(known)
    for form in forms:
        if search and form.words and not form.picked:
            form.found = find_children(request.user, form.words, limit=10)
