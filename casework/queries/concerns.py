"""Which concerns may this person see, and what of them: the queue to decide, and one's own?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from access import policy
from access.models import User
from access.roles import Audience
from casework.models import CaseFile, Concern, ConcernMove, Draft, Notice
from casework.states import ConcernState
from people.models import Child

DUPLICATE_WITHIN = timedelta(hours=24)
UNDECIDED = (ConcernState.SUBMITTED, ConcernState.ACKNOWLEDGED)


def queue(user: User) -> QuerySet[Concern]:
    """What this person may decide and nobody has closed: undecided first, urgent first, then who waits longest."""
    decided = Case(When(state__in=UNDECIDED, then=Value(0)), default=Value(1), output_field=IntegerField())
    within = policy.visible(user, Concern.objects.exclude(state=ConcernState.CLOSED), audience=Audience.SAFEGUARDING)
    return within.annotate(decided=decided).order_by("decided", "-urgent", "written_at", "pk")


def to_decide(user: User) -> QuerySet[Concern]:
    return queue(user).filter(state__in=UNDECIDED)


def neighbours(user: User, concern: Concern) -> tuple[UUID | None, UUID | None]:
    """The one before and the one after it in the queue."""
    order = list(queue(user).values_list("pk", flat=True))
    if concern.pk not in order:
        return None, order[0] if order else None
    here = order.index(concern.pk)
    return order[here - 1] if here else None, order[here + 1] if here + 1 < len(order) else None


def own(user: User) -> QuerySet[Concern]:
    """What this person reported, for ever, newest first."""
    return policy.visible(user, Concern.objects.filter(reporter=user)).order_by("-written_at", "pk")


def unsent(user: User) -> QuerySet[Draft]:
    """The concerns that this person began, what was worked on last at the top."""
    return policy.visible(user, Draft.objects.filter(kind=Draft.Kind.CONCERN)).order_by("-saved_at", "pk")


def about_child(user: User, child: Child, *, but: Concern | None = None) -> QuerySet[Concern]:
    """Other concerns about this child that this person may open in full, newest first."""
    every = Concern.objects.filter(child=child)
    others = every.exclude(pk=but.pk) if but else every
    return policy.visible(user, others, audience=Audience.SAFEGUARDING).order_by("-written_at", "pk")


def likely_duplicates(user: User, concern: Concern) -> QuerySet[Concern]:
    """About the same child, written within a day of it."""
    if concern.child is None:
        return Concern.objects.none()
    near = (concern.written_at - DUPLICATE_WITHIN, concern.written_at + DUPLICATE_WITHIN)
    return about_child(user, concern.child, but=concern).filter(written_at__range=near)


def stubs_on(file: CaseFile) -> QuerySet[ConcernMove]:
    """What is left on a file of concerns that were filed there by mistake: when and by whom, never a word."""
    return ConcernMove.objects.filter(from_file=file).select_related("moved_by").order_by("moved_at", "pk")


def unseen_told_to(user: User, at: datetime) -> QuerySet[Concern]:
    """What this person was told of because nobody on the safeguarding team had looked, and nobody has yet."""
    told = Notice.objects.filter(recipient=user, event=Notice.Event.UNSEEN, sent_at__lte=at).values("concern")
    walls = policy.walls(user)
    still = Concern.objects.filter(pk__in=told, state=ConcernState.SUBMITTED)
    return still.exclude(pk__in=walls).exclude(child__in=walls)


def is_words_only(concern: Concern, walls: Iterable[UUID]) -> bool:
    """Behind a conflict wall a reporter sees the own words and nothing of what became of them."""
    return bool({concern.pk, concern.child_id} & set(walls))


def is_hidden(child: Child | None, user: User) -> bool:
    """Whether the child has a case file that this person may not find."""
    files = CaseFile.objects.filter(child=child) if child else CaseFile.objects.none()
    return files.exists() and not policy.visible(user, files).exists()


def filed_under(concern: Concern) -> Child | None:
    """The child under whom the reporter filed it, also after it was moved. Prefetch `concernmoves__from_child`."""
    moves = sorted(concern.concernmoves.all(), key=lambda move: move.moved_at)
    return moves[0].from_child if moves else concern.child


def waiting(since: datetime, now: datetime) -> str:
    """ "25 minutes", "1 hour", "2 days"; nothing for what came within the last minute."""
    minutes = int((now - since).total_seconds()) // 60
    for size, name in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    return ""
