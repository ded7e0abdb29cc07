"""A pack from its check to its bytes: each place decided, shared with the family, made, and compared with another."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.actions.problem import Problem
from casework.views.answering import answer, form_page, posted
from documents.actions import AlreadyDisclosedError, reference
from documents.models import Disclosure
from meetings.actions.either import needed
from meetings.actions.packs import Settled, finish_check, settle_places
from meetings.actions.packs_leaving import keep_copy, note_shared
from meetings.models import Pack, PackCopy, WordTemplate
from meetings.packs import making
from meetings.packs.comparing import compare, differ
from meetings.packs.forms import ChooseOther, MakePack, SettlePlaces, ShareWithFamily
from meetings.packs.views.reading import PACKS, around, fetch, known_for
from meetings.queries.packs import PARENTS, Group, groups_in, packs_on, parts_of, places_in

MOST = 60  # groups on a page
MADE_BEFORE = "This was made before. Go back to the pack to make another copy."


@form_page
def pack_check(request: Request, pk: UUID) -> HttpResponse:
    """Everybody else of whom it speaks, and what becomes of each place."""
    pack = fetch(request, pk)
    known = known_for(request.user, pack)
    groups = groups_in(places_in(pack, parts_of(pack), known), apart=request.GET.get("apart", ""))
    waiting = [group for group in groups if group.decision is None]
    asked = groups if request.GET.get("all") else waiting

    def act(given: dict[str, Any]) -> object:
        answers = [Settled(*one) for one in form.answers()]
        return settle_places(
            pack=pack, by=request.user, at=timezone.now(), answers=answers, known=known, pk=given["key"]
        )

    to_family, initial = pack.for_whom in PARENTS, {"key": uuid4()}
    form = SettlePlaces(posted(request), groups=asked[:MOST], to_family=to_family, initial=initial)
    shown = around(request.user, pack.file, pack) | _counted(groups, waiting, asked)
    then, done = reverse("meetings:pack_check", args=[pk]), "Decisions saved."
    return answer(request, "meetings/packs/pack_check.html", form, act, then=then, done=done, **shown)


@require_POST
def pack_finish(request: Request, pk: UUID) -> HttpResponse:
    pack = fetch(request, pk)
    try:
        finish_check(pack=pack, by=request.user, at=timezone.now(), known=known_for(request.user, pack))
    except Problem as problem:
        messages.error(request, problem.words)
        return redirect("meetings:pack_check", pk)
    messages.success(request, "The check is finished. Changing a word takes it back.")
    return redirect("meetings:pack_read", pk)


@form_page
def pack_share(request: Request, pk: UUID) -> HttpResponse:
    pack = gate.fetch(request.user, PACKS, pk, to=Can.PREPARE_PACK)

    def act(given: dict[str, Any]) -> object:
        return note_shared(pack=pack, by=request.user, at=timezone.now(), **given)

    initial = {"version": pack.version, **_shared(pack)}
    form = ShareWithFamily(posted(request), initial=initial)
    then = reverse("meetings:pack_read", args=[pk])
    shown = around(request.user, pack.file, pack)
    return answer(request, "meetings/packs/pack_share.html", form, act, then=then, done="Noted.", now=_shared, **shown)


@form_page
def pack_make(request: Request, pk: UUID) -> HttpResponse:
    pack = fetch(request, pk)
    templates = WordTemplate.objects.filter(school=pack.school_id, ended_at__isnull=True).order_by("uploaded_at")
    form = MakePack(posted(request), templates=templates, initial={"key": uuid4(), "form": Disclosure.Form.PDF})
    if form.is_valid():
        try:
            return _made(request, pack, form.cleaned_data)
        except Problem as problem:
            problem.tell(form)
        except AlreadyDisclosedError:
            form.add_error(None, MADE_BEFORE)
    shown = around(request.user, pack.file, pack) | {
        "form": form,
        "included": making.included(pack),
        "period": making.period(pack),
    }
    return render(request, "meetings/packs/pack_make.html", shown, status=422 if form.errors else 200)


@require_safe
def copy_read(request: Request, pk: UUID) -> HttpResponse:
    """The words of what left, as they left."""
    copies = PackCopy.objects.select_related("file__child", "pack", "author")
    copy = gate.fetch(request.user, copies, pk, to=needed(PackCopy, pk))
    shown = around(request.user, copy.file) | {"copy": copy, "pack": copy.pack, "reference": reference(copy.pk)}
    return render(request, "meetings/packs/copy_read.html", shown)


@form_page
def pack_compare(request: Request, pk: UUID) -> HttpResponse:
    """Word by word with another pack of this file; of a PEP with one of a PEP, whatever else its reader may see."""
    pack = fetch(request, pk)
    alike = [one for one in packs_on(request.user, pack.file) if bool(one.pep_id) == bool(pack.pep_id)]
    others = {str(one.pk): one for one in alike if one.pk != pack.pk}
    form = ChooseOther(posted(request), packs=others.values())
    shown = around(request.user, pack.file, pack) | {"form": form, "others": others}
    if form.is_valid():
        other = others[form.cleaned_data["other"]]
        runs = compare(_words(other), _words(pack))
        shown |= {"other": other, "runs": runs, "differences": differ(runs)}
    return render(request, "meetings/packs/pack_compare.html", shown, status=422 if form.errors else 200)


def _counted(groups: list[Group], waiting: list[Group], asked: list[Group]) -> dict[str, Any]:
    return {
        "waiting": len(waiting),
        "decided": len(groups) - len(waiting),
        "more": max(0, len(asked) - MOST),
        "shows_all": asked is groups,
    }


def _shared(pack: Pack) -> dict[str, Any]:
    told = {"shared_with": pack.shared_with.text, "because": pack.not_shared_because.text}
    return told | {"shared_on": pack.shared_on}


def _made(request: Request, pack: Pack, told: dict[str, Any]) -> HttpResponse:
    """Made, entered in the register and kept; only then handed over."""
    at, known = timezone.now(), known_for(request.user, pack)
    found = WordTemplate.objects.filter(pk=told["template"], school=pack.school_id) if told["template"] else None
    form = Disclosure.Form(told["form"])
    made = making.make(
        pack,
        known,
        by=request.user,
        at=at,
        pk=told["key"],
        form=form,
        template=found.first() if found is not None else None,
    )
    copy = keep_copy(pack=pack, by=request.user, at=at, pk=told["key"], made=made, known=known)
    name = f"pack-{reference(copy.pk)}.{making.ENDINGS[form]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(made.content, content_type=making.TYPES[form], headers=headers)


def _words(pack: Pack) -> str:
    """The words of the draft, part by part."""
    parts = [part for part in parts_of(pack) if not part.left_out]
    return "\n\n".join("\n".join(filter(None, (part.caption.text, part.words.text))) for part in parts)
