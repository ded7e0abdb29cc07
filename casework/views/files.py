"""A file's overview, its statuses, and where its paper is held."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import Can
from casework.actions import files as actions
from casework.forms.files import EndStatus, NotePaper, RecordPlacement, ReviewStatus, StartStatus
from casework.models import CaseFile, StatusEpisode
from casework.queries.overview import overview
from casework.queries.reach import shared_with
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header
from people.directory import read_child
from people.queries import family_of

FILES = CaseFile.objects.select_related("child")
EPISODES = StatusEpisode.objects.select_related("file__child")


@require_safe
def child_file(request: Request, pk: UUID) -> HttpResponse:
    """From a child to the file: the same page where there is none, one that is hidden, or a wall."""
    file = policy.visible(request.user, CaseFile.objects.filter(child=pk)).first()
    if file:
        return redirect("casework:file_read", file.pk)
    child, may_keep_out = read_child(request.user, pk), policy.can(request.user, Can.KEEP_OUT, request.school)
    return render(request, "casework/child_file.html", {"child": child, "may_keep_out": may_keep_out})


@require_safe
def file_read(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.READ_FILE, showing=lambda file, _: [file.child])
    today = timezone.localdate()
    knows_family = policy.can(request.user, Can.READ_CONTACTS, file.child)
    header = file_header(request.user, file, "overview", on=today)
    context = {
        "file": file,
        "header": header,
        "family": family_of(request.user, file.child) if knows_family else None,
        "shared": next(iter(shared_with(request.user, file)), None) if header["in_part"] else None,
        **overview(request.user, file, header["opened"], on=today),
    }
    return render(request, "casework/file_read.html", context)


@form_page
def file_paper(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.EDIT_FILE)

    def act(given: dict[str, Any]) -> object:
        return actions.note_paper(file=file, by=request.user, at=timezone.now(), **given)

    form = NotePaper(posted(request), initial=_noted(file))
    then, done = reverse("casework:file_read", args=[pk]), "Saved."
    return answer(request, "casework/file_paper.html", form, act, then=then, done=done, now=_noted, file=file)


@form_page
def status_start(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.SET_STATUS)

    def act(given: dict[str, Any]) -> object:
        key = given.pop("key")
        return actions.start_episode(file=file, by=request.user, at=timezone.now(), pk=key, **given)

    form = StartStatus(posted(request), initial={"key": uuid4(), "started_on": timezone.localdate()})
    then, done = reverse("casework:file_read", args=[pk]), "Status started."
    return answer(request, "casework/status_start.html", form, act, then=then, done=done, file=file)


@form_page
def placement_create(request: Request, pk: UUID) -> HttpResponse:
    in_care = EPISODES.filter(kind=StatusEpisode.Kind.LAC)
    episode = gate.fetch(request.user, in_care, pk, to=Can.SET_STATUS)

    def act(given: dict[str, Any]) -> object:
        key = given.pop("key")
        return actions.record_placement(episode=episode, by=request.user, at=timezone.now(), pk=key, **given)

    form = RecordPlacement(posted(request), initial={"key": uuid4(), "since": timezone.localdate()})
    return _end(request, "casework/placement_create.html", form, act, episode, "Placement recorded.")


@form_page
def status_review(request: Request, pk: UUID) -> HttpResponse:
    episode = gate.fetch(request.user, EPISODES, pk, to=Can.SET_STATUS)

    def act(given: dict[str, Any]) -> object:
        return actions.review_episode(episode=episode, by=request.user, at=timezone.now(), **given)

    form = ReviewStatus(posted(request), initial={"version": episode.version})
    return _end(request, "casework/status_review.html", form, act, episode, "Review recorded.")


@form_page
def status_end(request: Request, pk: UUID) -> HttpResponse:
    episode = gate.fetch(request.user, EPISODES, pk, to=Can.SET_STATUS)

    def act(given: dict[str, Any]) -> object:
        return actions.end_episode(episode=episode, by=request.user, at=timezone.now(), **given)

    initial = {"version": episode.version, "ended_on": timezone.localdate()}
    form = EndStatus(posted(request), kind=episode.kind, initial=initial)
    return _end(request, "casework/status_end.html", form, act, episode, "Status ended.")


def _end(request: Request, template: str, form: Any, act: Any, episode: StatusEpisode, done: str) -> HttpResponse:
    then = reverse("casework:file_read", args=[episode.file_id])
    context = {"file": episode.file, "episode": episode}
    return answer(request, template, form, act, then=then, done=done, now=_dated, **context)


def _noted(file: CaseFile) -> dict[str, Any]:
    return {"version": file.version, "paper_held": file.paper_held.text}


def _dated(episode: StatusEpisode) -> dict[str, Any]:
    return {
        "review_on": episode.review_on,
        "ended_on": episode.ended_on,
        "ended_by": episode.ended_by,
        "because": episode.ended_because.text if episode.ended_on else "",
    }
