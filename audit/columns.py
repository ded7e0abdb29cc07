"""Which models leave field changes in the log, and which of their text columns may stand there in clear?

Data only; `audit.registration` reads it. A column of numbers, dates, ids or choices is always logged and a sealed one
as its digest. A text column is logged only if it is named here as holding codes: otherwise it could hold words. A
guard test fails for every model and every text column of ours that nothing here speaks of.
"""

from typing import Final

EXEMPT: Final = {
    "access.StaffSeen": "When somebody last opened the staff page: that look is an entry of its own.",
    "audit.Entry": "It is the log.",
    "audit.Mention": "An index of the log, made from it.",
    "audit.Pending": "What the log has not sequenced yet, written by the database.",
    "casework.Draft": "Nobody's record yet: its start, opening and discarding are logged, its keystrokes are not.",
    "jobs.Job": "The outbox's bookkeeping: a task's name and ids. What the task does leaves lines of its own.",
    "vault.DataKey": "Key rows never reach the log; what was done to a key is an entry of its own.",
    "vault.SchoolKey": "Key rows never reach the log; what was done to a key is an entry of its own.",
}

# Text that is a code, a hash, an address (model:uuid) or the school's own name.
CODES: Final[dict[str, frozenset[str]]] = {
    "access.Membership": frozenset({"classes"}),
    "access.ReachEnded": frozenset({"kind"}),
    "access.School": frozenset({"code", "name"}),
    "casework.StatusEpisode": frozenset({"ended_by"}),
    "chronologies.Event": frozenset({"linked"}),
    "clocks.Clock": frozenset({"code"}),
    "clocks.LocalProfile": frozenset({"code"}),
    "documents.Disclosure": frozenset({"sha256"}),
    "meetings.Assessment": frozenset({"level"}),
    "meetings.FamilyAgreement": frozenset({"excluded", "scope"}),
    "meetings.Meeting": frozenset({"decision", "kind"}),
    "meetings.Pack": frozenset({"sections"}),
    "meetings.PackCopy": frozenset({"form", "sha256"}),
    "meetings.PackPart": frozenset({"source"}),
    "meetings.WordTemplate": frozenset({"sha256"}),
    "people.Child": frozenset({"form"}),
    "people.RollImport": frozenset({"counts", "format"}),
}

# Text that somebody typed and that could be words about a person; secrets; and columns that change with every use.
LEFT_OUT: Final[dict[str, frozenset[str]]] = {
    "access.EarlierName": frozenset({"name"}),
    "access.Invitation": frozenset({"token_hash"}),
    "access.User": frozenset({"email", "extension", "last_login", "name", "now_called", "password"}),
    "casework.StatusEpisode": frozenset({"authority"}),
    "meetings.AuthorityNumber": frozenset({"authority"}),
    "people.Agency": frozenset({"name", "out_of_hours_phone", "phone"}),
    "people.ColumnMapping": frozenset({"columns", "name"}),
    "people.RollImport": frozenset({"options"}),
}

# On rows of reach: "last changed" at an audience, which would tell of records above the reader's.
SORT_KEYS: Final = "sort_key"
