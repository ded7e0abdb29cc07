"""Which kinds of meetings and assessments are there?"""

from meetings.sheets import child_in_need, core_group, early_help, looked_after, protection, school
from meetings.sheets.base import Sheet

SHEETS: dict[str, Sheet] = {
    sheet.code: sheet
    for sheet in (
        early_help.TEAM,
        school.TEAM_AROUND_CHILD,
        school.INCLUSION,
        school.REINTEGRATION,
        child_in_need.PLANNING,
        child_in_need.REVIEW,
        protection.STRATEGY,
        protection.INITIAL,
        protection.REVIEW,
        protection.PRE_BIRTH,
        protection.TRANSFER_IN,
        protection.RECONVENED,
        core_group.CORE_GROUP,
        looked_after.REVIEW,
        school.MARAC,
        school.PROFESSIONALS,
    )
}
"""The kinds of meetings, in the order in which they are offered."""
CONFERENCES = frozenset({"CONFERENCE", "REVIEW", "PRE_BIRTH", "TRANSFER_IN", "RECONVENED"})
