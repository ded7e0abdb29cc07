"""The concern form from its first word to its receipt, one's own concerns, and adding to one."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import gate, policy
from access.middleware import Request
from access.models import User
from access.roles import STAFF, Audience, Can, Role
from access.rota import leads_to_tell, leads_today, people_in
from casework import bodymap
from casework.actions.concerns import WORDS, Account, AlreadySentError, add_to_concern, log_concern
from casework.actions.drafts import start_draft
from casework.forms.concern_page import ANOTHER, ConcernPage, Staff, kept, restored
from casework.forms.concerns import AddToConcern
from casework.models import Concern, Draft
from casework.queries.concerns import filed_under, is_words_only, own, unsent
from casework.views.keeping import keep_again, keep_writing
from casework.views.picking import settle
from casework.views.reading import read_account
from people.models import Child

SHOW_AGAIN = ("find", "describe", ANOTHER)
"""Steps of the form that bring the page back and check nothing; the first two are for pages without scripts."""


@require_http_methods(["GET", "HEAD", "POST"])
def concern_create(request: Request) -> HttpResponse:
    key = read_key(request)
    if request.method == "POST":
        save_known(request, key)  # before anything that needs the log: what was typed is safe whatever fails
    begun = [] if request.method == "POST" else list(unsent(request.user))
    gate.look(request.user, to=Can.LOG_CONCERN, verb="concern.form_opened", shown=begun)
    if request.method != "POST":
        return _resumed(request) or _show(request, _page(request, QueryDict(), sent=False), key, begun=begun)
    step = request.POST.get("do", "send")
    if step == "later":
        keep_typed(request, key)
        return redirect("casework:home")
    page = _page(request, request.POST, sent=step not in SHOW_AGAIN)
    settle(request, page.pickers, search=True)
    if not page.sent:
        return _show(request, page, key)
    return _send(request, page, key) if page.is_valid() else _show(request, page, key, status=422)


def show_draft(request: Request, pk: UUID) -> HttpResponse:
    """The form as it was left, on whichever device."""
    draft = gate.fetch(request.user, Draft.objects.filter(kind=Draft.Kind.CONCERN), pk, to=Can.KEEP_DRAFT)
    page = _page(request, restored(draft.body.value), sent=False)
    settle(request, page.pickers, search=False)
    return _show(request, page, draft.pk, draft=draft)


@require_safe
def concern_sent(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, Concern.objects.filter(reporter=request.user), pk, to=Can.READ_CONCERN)
    leads = leads_today(request.school, timezone.localdate())
    return render(request, "casework/concern_sent.html", {"concern": concern, "leads": leads})


@require_safe
def concern_list(request: Request) -> HttpResponse:
    concerns = list(own(request.user).select_related("child", "acknowledged_by").prefetch_related(*_MOVES))
    begun = list(unsent(request.user))
    gate.look(request.user, to=Can.LOG_CONCERN, verb="concerns.listed", shown=[*concerns, *begun])
    context = {"concerns": own_rows(request.user, concerns), "begun": begun, "today": timezone.localdate()}
    return render(request, "casework/concern_list.html", context)


@require_safe
def concern_read(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, _READ, pk, to=Can.READ_CONCERN)
    return _shown(request, concern, AddToConcern(initial={"key": uuid4()}))


@require_POST
def concern_add(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, _READ, pk, to=Can.ADD_TO_CONCERN)
    form = AddToConcern(request.POST)
    if not form.is_valid():
        return _shown(request, concern, form, status=422)
    given = form.cleaned_data
    add_to_concern(concern=concern, by=request.user, words=given["words"], at=timezone.now(), pk=given["key"])
    return redirect(f"{reverse('casework:concern_read', args=[pk])}#additions")


def own_rows(user: User, concerns: list[Concern]) -> list[dict[str, Any]]:
    """One's own concerns for a list: behind a wall each one just says that it was sent."""
    walls = policy.walls(user)
    return [
        {"concern": concern, "child": filed_under(concern), "words_only": is_words_only(concern, walls)}
        for concern in concerns
    ]


def read_key(request: Request) -> UUID:
    """The uuid under which this form is kept and sent. Only one that we gave to this person counts; else a new one."""
    try:
        return UUID(_signer(request.user).unsign(request.POST.get("key", "")))
    except (BadSignature, ValueError):
        return uuid4()


def keep_typed(request: Request, key: UUID) -> None:
    """Keep what was posted as this person's draft, unless it was sent meanwhile."""
    keep_writing(
        request,
        kept(request.POST),
        find=policy.visible(request.user, Draft.objects.filter(pk=key)).first,
        begin=lambda body, at: start_draft(school=request.school, by=request.user, key=key, body=body, at=at),
    )


def save_known(request: Request, key: UUID) -> bool:
    """Keep what was posted in the draft that there is: needs no entry, so it works even if the log does not."""
    find = policy.visible(request.user, Draft.objects.filter(pk=key)).first
    return keep_again(request, kept(request.POST), find=find)


_MOVES = ("concernmoves__from_child",)
_READ = Concern.objects.select_related(
    "child", "reporter", "acknowledged_by", "told_in_person", "file"
).prefetch_related(*_MOVES)


def _signer(user: User) -> Signer:
    return Signer(salt=f"concern:{user.pk}")


def _resumed(request: Request) -> HttpResponse | None:
    """After signing in again the person lands in the draft that was saved meanwhile."""
    try:
        key = UUID(request.GET.get("draft", ""))
    except ValueError:
        return None
    saved = policy.visible(request.user, Draft.objects.filter(pk=key)).exists()
    return redirect("casework:draft_read", key) if saved else None


def _page(request: Request, typed: QueryDict, *, sent: bool) -> ConcernPage:
    return ConcernPage(typed, _staff(request), sent=sent)


def _staff(request: Request) -> Staff:
    today, school = timezone.localdate(), request.school
    colleagues = people_in(school, today, *STAFF, Role.CHAIR).exclude(pk=request.user.pk)
    above = people_in(school, today, Role.HEAD).exclude(pk=request.user.pk).first()
    above = above or people_in(school, today, Role.CHAIR).first()
    head = f"{above.name}{f' (extension {above.extension})' if above.extension else ''}" if above else "the headteacher"
    return Staff(leads=leads_to_tell(school, today), colleagues=list(colleagues), head=head)


def _show(
    request: Request,
    page: ConcernPage,
    key: UUID,
    *,
    draft: Draft | None = None,
    begun: Sequence[Draft] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "begun": begun,
        "today": timezone.localdate(),
        "form": page,
        "key": _signer(request.user).sign(str(key)),
        "pk": key,
        "draft": draft,
        "leads": leads_today(request.school, timezone.localdate()),
        "views": bodymap.views(),
        "head": page.main.head,
    }
    return render(request, "casework/concern_create.html", context, status=status)


def _send(request: Request, page: ConcernPage, key: UUID) -> HttpResponse:
    with suppress(AlreadySentError):  # the second press of the same button: its receipt is the first one's
        log_concern(school=request.school, by=request.user, account=_account(page, key), at=timezone.now())
    return redirect("casework:concern_sent", key)


def _account(page: ConcernPage, key: UUID) -> Account:
    given = page.main.cleaned_data
    children = Child.objects.in_bulk([form.picked.id for form in page.pickers if form.picked])
    people = User.objects.in_bulk([UUID(pk) for pk in (*page.main.colleagues, given["told_in_person"]) if pk])
    about = page.about.picked
    told = given["told_in_person"]
    return Account(
        key=key,
        child=children[about.id] if about else None,
        kind=given["kind"],
        words={name: given[name] for name in WORDS} | {"child_described": _described(page)},
        happened_on=given["happened_on"],
        happened_at=given["happened_at"],
        urgent=given["urgent"],
        told_in_person=people[UUID(told)] if told else None,
        marks=page.described_marks(),
        others=_others(page, children),
        colleagues=[people[UUID(pk)] for pk in dict.fromkeys(page.main.colleagues)],
    )


def _described(page: ConcernPage) -> str:
    """How the child was described, with a name that was typed and found nobody."""
    described = page.main.cleaned_data["child_described"]
    name = "" if page.about.picked else page.about.words
    return "\n".join(part for part in (described, f"Name given: {name}" if name else "") if part)


def _others(page: ConcernPage, children: dict[UUID, Child]) -> list[tuple[Child, str]]:
    """Each further child once, and never the one whom it is about."""
    about = page.about.picked.id if page.about.picked else None
    named = {form.picked.id: form.cleaned_data["part"] for form in page.others if form.picked}
    return [(children[pk], part) for pk, part in named.items() if pk != about]


def _shown(request: Request, concern: Concern, form: AddToConcern, *, status: int = 200) -> HttpResponse:
    opened = policy.clearance(request.user, Concern, concern.pk)
    in_full = Audience.SAFEGUARDING in opened
    words_only = not in_full and is_words_only(concern, policy.walls(request.user))
    context = {
        "concern": concern,
        "form": form,
        "words_only": words_only,
        "may_triage": in_full and policy.can(request.user, Can.TRIAGE_CONCERN, concern),
        **read_account(concern, opened),
    }
    return render(request, "casework/concern_read.html", context, status=status)
