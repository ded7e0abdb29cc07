"""Which models leave field changes in the log, and which of their text columns may stand there in clear?

Data only; `audit.registration` reads it. A column of numbers, dates, ids or choices is always logged and a sealed one
as its digest. A text column is logged only if it is named here as holding codes: otherwise it could hold words. A
guard test fails for every model and every text column of ours that nothing here speaks of.
"""

from typing import Final

EXEMPT: Final = {
    "audit.Entry": "It is the log.",
    "audit.Mention": "An index of the log, made from it.",
    "audit.Pending": "What the log has not sequenced yet, written by the database.",
    "vault.DataKey": "Key rows never reach the log; what was done to a key is an entry of its own.",
    "vault.SchoolKey": "Key rows never reach the log; what was done to a key is an entry of its own.",
}

# Text that is a code, a hash or a public name.
CODES: Final[dict[str, frozenset[str]]] = {
    "access.Membership": frozenset({"classes"}),
    "access.School": frozenset({"code", "name"}),
}

# Text that could be words about a person, or a secret, and columns that change with every use.
LEFT_OUT: Final[dict[str, frozenset[str]]] = {
    "access.Invitation": frozenset({"token_hash"}),
    "access.User": frozenset({"email", "extension", "last_login", "name", "password"}),
}

# On rows of reach: "last changed" at an audience, which would tell of records above the reader's.
SORT_KEYS: Final = "sort_key"
