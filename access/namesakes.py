"""Who is called the same as somebody else here, and how are they told apart where people are chosen?"""

import unicodedata
from collections.abc import Iterable

from django.utils import timezone

from access.models import Membership, School, User, not_over_on
from access.roles import Role


def folded(name: str) -> str:
    """A name without its case, spaces and accents: "RUTH  Adéyemi" is Ruth Adeyemi."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return "".join(plain.casefold().split())


def namesakes(school: School, name: str) -> list[User]:
    """Everybody who works here or did, and is or was called so."""
    people = User.objects.filter(kind=User.Kind.PERSON, memberships__school=school).distinct().order_by("name", "pk")
    return [one for one in people if folded(name) in _folded(one)]


def told_apart(people: Iterable[User]) -> list[tuple[str, str]]:
    """Key and label of each, for a list to choose from: a namesake of anybody here stands with role and e-mail.

    One query, which finds namesakes who are not on the list as well.
    """
    listed = list(people)
    shared, roles = _known_beside(listed)
    return [(str(one.pk), _label(one, roles) if _folded(one) & shared else one.name) for one in listed]


def described(person: User) -> str:
    """Somebody with role and e-mail."""
    return _label(person, _known_beside([person])[1])


def _known_beside(people: list[User]) -> tuple[set[str], dict[object, list[str]]]:
    """The folded names that two people of these schools share, and each one's roles."""
    if not people:
        return set(), {}
    schools = Membership.objects.filter(user__in=people).values("school")
    here = Membership.objects.filter(not_over_on(timezone.localdate()), school__in=schools, user__kind="PERSON")
    bearers: dict[str, set[object]] = {}
    roles: dict[object, list[str]] = {}
    for user, name, called, role in here.values_list("user", "user__name", "user__now_called", "role"):
        roles.setdefault(user, []).append(str(Role(role).label))
        for one in _folded(User(name=name, now_called=called)):
            bearers.setdefault(one, set()).add(user)
    return {name for name, users in bearers.items() if len(users) > 1}, roles


def _label(person: User, roles: dict[object, list[str]]) -> str:
    return f"{person.name} ({', '.join([*dict.fromkeys(roles.get(person.pk, ())), person.email])})"


def _folded(person: User) -> set[str]:
    return {folded(name) for name in person.names}
