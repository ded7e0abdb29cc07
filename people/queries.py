"""What is read about children and their families, always within reach?"""

from access.models import School
from people.models import Child


def name_of(child: Child) -> str:
    """What the child is called. Raises Locked unless the gate opened the directory."""
    return child.who.name


def groups_of(school: School) -> tuple[list[int], list[str]]:
    """The years and the forms that have children on roll: codes, not names."""
    pairs = Child.objects.filter(school=school, status=Child.Status.ON_ROLL).values_list("year", "form").distinct()
    known = list(pairs)
    years = sorted({year for year, _ in known if year is not None})
    forms = sorted({form for _, form in known if form}, key=_natural)
    return years, forms


def _natural(form: str) -> tuple[int, str]:
    """7A before 10A, and forms with a name after those with a number."""
    figures = "".join(letter for letter in form[:2] if letter.isdigit())
    return int(figures) if figures else 99, form.casefold()
