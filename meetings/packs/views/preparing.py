"""A pack from its choices to its words: asked for, drafted, changed paragraph by paragraph."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Can
from casework.actions.problem import Problem
from casework.models import CaseFile
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header
from chronologies.filters import Filters, Order
from chronologies.timeline import Stream
from meetings.actions.packs import Brief, add_part, change_part, prepare_pack, refuse_unfinished
from meetings.models import FILE_SECTIONS, PEP_SECTIONS, Meeting, Pack, PackPart, PackSection
from meetings.packs.drafting import Gathered, draft, privileged
from meetings.packs.forms import AT_FIRST, TYPED, AddPart, ChangePart, PreparePack
from meetings.packs.presets import preset
from meetings.packs.views.reading import FILES, around, fetch, fetch_part, known_for, source
from meetings.queries.kept_back import kept_back, passed_on
from meetings.queries.known import known_people
from meetings.queries.meetings import meetings_on
from meetings.queries.packs import PARENTS, packs_on, parents_of, parts_of
from meetings.queries.sharing import kind_of, unbound
from people.models import Agency, Contact
from people.queries import family_of


@require_safe
def pack_list(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.PREPARE_PACK)
    packs = [(pack, list(pack.copies.order_by("recorded_at"))) for pack in packs_on(request.user, file)]
    shown = {"packs": packs, "header": file_header(request.user, file, "packs", on=timezone.localdate())}
    return render(request, "meetings/packs/pack_list.html", around(request.user, file) | shown)


@form_page
def pack_create(request: Request, pk: UUID) -> HttpResponse:
    """Opened from a meeting, it begins with what the meeting says."""
    if request.method != "POST":
        return _page(request, _open(request, pk), None, status=200)
    form = _form(request, pk)
    if not form.is_valid():
        return _page(request, _open(request, pk), form, status=422)
    told = form.cleaned_data
    stream, file = _gather(request, pk, told)
    try:
        pack = _prepare(request, file, stream, told)
    except Problem as problem:
        problem.tell(form)
        return _page(request, file, form, status=422)
    messages.success(request, "The draft is ready. Nothing has left the school.")
    return redirect("meetings:pack_read", pack.pk)


@require_safe
def pack_read(request: Request, pk: UUID) -> HttpResponse:
    """The draft, each paragraph with where it comes from."""
    pack = fetch(request, pk)
    parts = parts_of(pack)
    shown = around(request.user, pack.file, pack) | {
        "chapters": _chapters(pack, parts),
        "passed_on": _passed_on(pack, parts),
        "nothing_for": _nothing_for(pack),
        "check_again": pack.checked_at is not None and _has_lapsed(request, pack),
        "copies": list(pack.copies.select_related("author").order_by("recorded_at")),
    }
    return render(request, "meetings/packs/pack_read.html", shown)


@form_page
def part_edit(request: Request, pk: UUID) -> HttpResponse:
    part = fetch_part(request, pk)

    def act(given: dict[str, Any]) -> object:
        known = known_for(request.user, part.pack)
        return change_part(part=part, by=request.user, at=timezone.now(), known=known, **given)

    initial = {"version": part.version, "words": part.words.text, "left_out": part.left_out}
    form = ChangePart(posted(request), initial=initial)
    shown = around(request.user, part.file, part.pack) | {"part": part, "source": source(part)}
    shown |= {"back": _back(part.pack, [part]).get(part.source, "")}
    then = f"{reverse('meetings:pack_read', args=[part.pack_id])}#part-{part.number}"
    return answer(
        request, "meetings/packs/part_edit.html", form, act, then=then, done="Words saved.", now=_words, **shown
    )


@form_page
def part_create(request: Request, pk: UUID) -> HttpResponse:
    pack = fetch(request, pk)

    def act(given: dict[str, Any]) -> object:
        known, key = known_for(request.user, pack), given.pop("key")
        return add_part(pack=pack, by=request.user, at=timezone.now(), pk=key, known=known, **given)

    sections = PEP_SECTIONS if pack.pep_id else FILE_SECTIONS
    first = PackSection.PEP if pack.pep_id else PackSection.DANGER
    form = AddPart(posted(request), sections=sections, initial={"key": uuid4(), "heading": first})
    then = reverse("meetings:pack_read", args=[pk])
    shown = around(request.user, pack.file, pack)
    return answer(request, "meetings/packs/part_create.html", form, act, then=then, done="Paragraph added.", **shown)


def _open(request: Request, pk: UUID) -> CaseFile:
    return gate.fetch(request.user, FILES, pk, to=Can.PREPARE_PACK, showing=lambda file, _: [file.child])


def _form(request: Request, pk: UUID, **initial: Any) -> PreparePack:
    meetings = Meeting.objects.filter(file=pk).exclude(state="CANCELLED").order_by("-planned_at")
    agencies = Agency.objects.filter(school=request.school).order_by("name")
    first = {"key": uuid4(), "significant_only": True, "sections": AT_FIRST} | initial
    parents = Contact.objects.filter(child__file=pk).values_list("pk", flat=True)
    return PreparePack(posted(request), initial=first, agencies=agencies, meetings=meetings, parents=parents)


def _parents(request: Request, file: CaseFile) -> list[Contact]:
    among = set(parents_of(file))
    return [one for one in family_of(request.user, file.child).contacts if one in among]


def _gather(request: Request, pk: UUID, told: dict[str, Any]) -> tuple[Stream, CaseFile]:
    """The look that drafts it: the chronology of the period, the child's contacts, meetings and plans."""
    filters = Filters(
        start=told["starts_on"],
        end=told["ends_on"],
        significant=told["significant_only"],
        unstruck=True,
        order=Order.OLDEST,
    )
    stream = Stream(request.user, filters, size=None)

    def showing(file: CaseFile, clearance: Clearance) -> list[Guarded]:
        return [file.child, *stream.place(file, clearance)]

    return stream, gate.fetch(request.user, FILES, pk, to=Can.PREPARE_PACK, showing=showing)


def _prepare(request: Request, file: CaseFile, stream: Stream, told: dict[str, Any]) -> Pack:
    parent = parents_of(file).filter(pk=told["parent"]).first() if told["parent"] else None
    known, rows = known_people(request.user, file, parent), stream.rows()
    typed = {label: told[name] for name, label in TYPED.items()}
    gathered = Gathered(rows, typed, to_family=told["for_whom"] in PARENTS)
    parts = draft(request.user, file, gathered, told["sections"], known)
    agency = Agency.objects.filter(pk=told["agency"]).first() if told["agency"] else None
    meetings = policy.visible(request.user, Meeting.objects.filter(file=file))
    meeting = meetings.filter(pk=told["meeting"]).first() if told["meeting"] else None
    brief = Brief(
        for_whom=told["for_whom"],
        recipient={
            "person": told["person"],
            "role": told["role"],
            "agency": agency.name if agency else told["other_agency"],
        },
        purpose=told["purpose"],
        sections=told["sections"],
        parent=parent,
        despite=told["despite"],
        agency=agency,
        meeting=meeting,
        starts_on=told["starts_on"],
        ends_on=told["ends_on"],
        significant_only=told["significant_only"],
        left_out=privileged(rows),
    )
    return prepare_pack(file=file, by=request.user, at=timezone.now(), pk=told["key"], brief=brief, parts=parts)


def _chapters(pack: Pack, parts: list[PackPart]) -> list[dict[str, Any]]:
    back = _back(pack, parts)
    each = groupby(parts, key=lambda part: part.heading)
    return [{"title": PackSection(code).label, "parts": [_shown(part, back) for part in some]} for code, some in each]


def _has_lapsed(request: Request, pack: Pack) -> bool:
    """Whether somebody or something has become known since the check that it did not decide on."""
    try:
        refuse_unfinished(pack, known_for(request.user, pack))
    except Problem:
        return True
    return False


def _back(pack: Pack, parts: Iterable[PackPart]) -> dict[str, str]:
    """Why a parent does not read what these were drafted from."""
    return kept_back({part.source for part in parts}) if pack.for_whom in PARENTS else {}


def _passed_on(pack: Pack, parts: Iterable[PackPart]) -> int:
    if pack.pep_id or pack.for_whom in (Pack.For.OWN, *PARENTS):
        return 0
    return passed_on({part.source for part in parts if not part.left_out})


def _nothing_for(pack: Pack) -> list[str]:
    """The parts that were asked for and have no paragraph, in the order of the pack."""
    told = set(pack.parts.values_list("heading", flat=True))
    return [label for code, label in PackSection.choices if code in pack.sections and code not in told]


def _shown(part: PackPart, back: Mapping[str, str]) -> dict[str, Any]:
    words, why = part.words.text, back.get(part.source, "")
    changed = words != part.drafted.text
    return {"part": part, "words": words, "changed": changed, "source": source(part), "back": why}


def _words(part: PackPart) -> dict[str, Any]:
    return {"words": part.words.text, "left_out": part.left_out}


def _page(request: Request, file: CaseFile, form: PreparePack | None, *, status: int) -> HttpResponse:
    """Only the meetings that this person may read are offered; the one it is for is the way back."""
    readable = {str(one.pk): one for some in meetings_on(request.user, file) for one in some}
    meeting = readable.get(str(form["meeting"].value() if form else request.GET.get("meeting", "")))
    if form is None:
        begun = preset(request.user, meeting, timezone.localdate()) if meeting else {}
        form = _form(request, file.pk, **begun)
    form.offer(readable, _parents(request, file))
    warned = unbound(request.user, file, kind_of(meeting))
    shown = around(request.user, file) | {"form": form, "meeting": meeting, "unbound": warned}
    return render(request, "meetings/packs/pack_create.html", shown, status=status)
