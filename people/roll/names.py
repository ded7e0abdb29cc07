"""When are two names the same name? For comparing only: what is kept is what was written."""

import unicodedata


def key(name: str) -> str:
    """Letters and figures in small type: O’Neill is O'NEILL, Zoë is Zoe."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    folded = name.casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded.strip()
