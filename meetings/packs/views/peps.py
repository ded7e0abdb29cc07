"""A pack of one PEP, for the virtual school: prepared by whoever keeps the PEP. From there on it is as any pack."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from access import gate
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Can
from casework.views.answering import answer, form_page, posted
from meetings.actions.packs import Brief, prepare_pep_pack
from meetings.models import PEP_SECTIONS, Pack, Pep
from meetings.packs.drafting_peps import draft
from meetings.packs.forms import PreparePepPack
from meetings.queries.known import known_people
from meetings.queries.peps import targets_of

PEPS = Pep.objects.select_related("file__child", "file__school", "previous")


@form_page
def pep_pack_create(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.PACK_PEP, showing=_along(request))
    first = {
        "key": uuid4(),
        "role": "Virtual school",
        "purpose": f"The PEP of {pep.held_on or pep.planned_on:%-d %B %Y}",
    }
    form = PreparePepPack(posted(request), initial=first)

    def act(given: dict[str, Any]) -> object:
        known = known_people(request.user, pep.file)
        recipient = {name: given[name] for name in ("person", "role", "agency")}
        brief = Brief(Pack.For.VIRTUAL_SCHOOL, recipient, given["purpose"], [one.value for one in PEP_SECTIONS])
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "pk": given["key"]}
        return prepare_pep_pack(pep=pep, brief=brief, parts=draft(request.user, pep, known), **who)

    then = lambda: reverse("meetings:pack_read", args=[form.cleaned_data["key"]])  # noqa: E731
    done = "The draft is ready. Nothing has left the school."
    context: dict[str, Any] = {"file": pep.file, "pep": pep}
    return answer(request, "meetings/packs/pep_pack_create.html", form, act, then=then, done=done, **context)


def _along(request: Request) -> Any:
    """The targets, and the child's family, who are looked for in what is drafted."""

    def showing(pep: Pep, _: Clearance) -> list[Guarded]:
        targets = [*targets_of(request.user, pep), *targets_of(request.user, pep.previous)]
        return [pep.file.child, *targets]

    return showing
