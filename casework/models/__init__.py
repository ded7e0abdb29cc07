"""What was noticed about a child, what was decided, and what is kept on the child's case file?"""

from casework.models.concerns import (
    Addition,
    BodyMapMark,
    Category,
    Concern,
    ConcernPersonReach,
    ConcernRecord,
    ConcernTeamReach,
    Involvement,
)
from casework.models.drafts import (
    Draft,
)
from casework.models.files import (
    CaseFile,
    CaseFilePersonReach,
    CaseFileTeamReach,
    CaseRecord,
)
from casework.models.records import (
    AgreedAction,
    Cover,
    Placement,
    StatusEpisode,
)
from casework.models.triage import (
    ConcernMove,
    Notice,
    Triage,
)

__all__ = [
    "Addition",
    "AgreedAction",
    "BodyMapMark",
    "CaseFile",
    "CaseFilePersonReach",
    "CaseFileTeamReach",
    "CaseRecord",
    "Category",
    "Concern",
    "ConcernMove",
    "ConcernPersonReach",
    "ConcernRecord",
    "ConcernTeamReach",
    "Cover",
    "Draft",
    "Involvement",
    "Notice",
    "Placement",
    "StatusEpisode",
    "Triage",
]
