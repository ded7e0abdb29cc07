"""Which standing teams reach a child's records, and how do their rows follow the child?

The safeguarding team reaches every unrestricted record; the year team what is pastoral; the looked-after team, the
parts that a personal education plan needs. Of a child whose file is restricted, the safeguarding team keeps what is
pastoral, so that the child's page looks as it always did; what is confidential is for the people named. A change of
year or of care ends and writes rows in its own transaction.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from access.models import Team
from access.reach import Because, Ended, Guarded, end, give_team, team_rows
from access.roles import ALL_SECTIONS, Audience, Section
from people.models import Child

PEP_SECTIONS = Section.IDENTITY | Section.MEETINGS | Section.PLAN | Section.ATTENDANCE


class Share(NamedTuple):
    """What a team's row on a record says."""

    audience: Audience
    sections: Section


def shares_for(child: Child) -> dict[Team, Share]:
    leads = Audience.PASTORAL if child.restricted else Audience.SAFEGUARDING
    wanted: dict[tuple[Team.Kind, int | None], Share] = {(Team.Kind.SAFEGUARDING, None): Share(leads, ALL_SECTIONS)}
    if child.status != Child.Status.LEFT and child.year is not None:
        wanted[Team.Kind.YEAR, child.year] = Share(Audience.PASTORAL, ALL_SECTIONS)
    if child.looked_after:
        wanted[Team.Kind.LOOKED_AFTER, None] = Share(Audience.PASTORAL, PEP_SECTIONS)
    return {
        Team.objects.get_or_create(school_id=child.school_id, kind=kind, year=year)[0]: share
        for (kind, year), share in wanted.items()
    }


def settle(record: Guarded, child: Child, *, at: datetime, because: Ended = Ended.MOVED_YEAR) -> None:
    """Make the team rows of a record about this child what they should be: ended ones are kept, new ones begin."""
    wanted = {} if record.restricted and record.hidden_when_restricted else shares_for(child)
    for row in team_rows(type(record)).objects.filter(content_object=record, because=Because.TEAM):
        share = wanted.get(row.group)
        if share and (share.audience.permission, int(share.sections)) == (row.permission.codename, row.sections):
            del wanted[row.group]
        else:
            end(row, at=at, reason=because)
    for team, share in wanted.items():
        give_team(record, team, share.audience, at=at, sections=share.sections)


def follow(child: Child, *, at: datetime, because: Ended = Ended.MOVED_YEAR) -> None:
    """The child moved year, left, or came into or out of care: the rows of every record that follows a child follow."""
    for record in followers(child):
        settle(record, child, at=at, because=because)


def followers(child: Child) -> Iterator[Guarded]:
    """The child, the file, and whatever else is guarded in its own right and has the file's teams."""
    yield child
    for model in Guarded.__subclasses__():
        if model.follows_child:
            yield from model._base_manager.filter(child=child)  # type: ignore[misc]  # each that follows has one
