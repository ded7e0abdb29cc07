"""Who sees to what falls due while the school is closed, and on which phone?"""

from datetime import datetime
from uuid import UUID, uuid4

from access import gate, reach
from access.models import User
from access.roles import Can, Section
from casework.actions.problem import Problem
from casework.models import CaseFile, Cover
from casework.queries import due
from clocks.actions.running import NotRunning, cover_clock
from clocks.models import Clock


@gate.action(Can.AGREE_ACTION, records="cover.named")
def name_cover(
    *, file: CaseFile, by: User, at: datetime, clock: Clock, person: User, phone: str = "", pk: UUID | None = None
) -> Cover:
    """Somebody who knows of it already: naming them never widens who may read about the child."""
    if pk and (again := Cover.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    place = due.place_of(by, clock.subject)
    if place is None or place.file_id != file.pk:
        raise gate.NotHere("No such clock.")
    if not person.is_active or due.place_of(person, clock.subject) is None:
        raise Problem(f"{person.name} cannot see this: choose somebody else, or grant access first", field="person")
    try:
        cover_clock(school=file.school, by=by, clock=clock, person=person)
    except NotRunning:
        raise Problem("This is not due any more: it has been done, or is owed no longer") from None
    cover = Cover(
        pk=pk or uuid4(),
        school_id=file.school_id,
        file=file,
        audience=place.audience,
        section=int(Section.PLAN),
        author=by,
        recorded_at=at,
        clock=clock,
        person=person,
    )
    cover.phone = phone
    cover.save(force_insert=True)
    reach.touch(file, place.audience, at=at, section=Section.PLAN)
    return cover
