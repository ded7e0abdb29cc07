"""Why can a pupil list, or one cell of it, not be read? The sentences never quote what a cell holds."""

SHOWN = 60


class UnreadableFile(Exception):
    """The whole file is refused; `sentence` says what is wrong and where, and nothing of it is used."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadCell(Exception):
    """One cell cannot be used; the reason follows the name of its field: "The surname is too long."."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def shown(heading: str) -> str:
    """A heading or element name as it may stand in a sentence: one line, not long, nothing invisible."""
    plain = "".join(letter if letter.isprintable() else " " for letter in heading)
    plain = " ".join(plain.split())
    return f"“{plain[:SHOWN]}…”" if len(plain) > SHOWN else f"“{plain}”"
