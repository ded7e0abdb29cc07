"""E1, the vault's part: how near is opening a sealed value to the cipher alone, and how far from Fernet?

One thread, 500-byte notes that pad to 512 bytes, each with its own nonce, row and associated data; unpadding and
decoding are counted. The other sides are `openssl speed` on blocks of 512 bytes, and Fernet on the same notes.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet

from vault.sealing import Binding, Cipher, Column, SealedAt, new_key, open_texts

NOTES = 20_000
NOTE = ("He said he does not want to go home on Fridays. " * 11)[:500]
OPENSSL = ("openssl", "speed", "-seconds", "1", "-evp", "aes-256-gcm", "-decrypt", "-bytes", "512")


def run(rounds: int = 7) -> dict[str, dict[str, Any]]:
    column, rows = _sealed_notes()
    fernet = Fernet(Fernet.generate_key())
    tokens = [fernet.encrypt(NOTE.encode()) for _ in range(NOTES // 10)]
    runs: list[dict[str, float | None]] = []
    for _ in range(rounds + 1):
        runs.append(
            {
                "vault": _rate(NOTES, lambda: open_texts(rows, lambda binding, sealed: column), times=8),
                "openssl": _openssl_rate(),
                "fernet": _rate(len(tokens), lambda: [fernet.decrypt(token).decode() for token in tokens]),
            }
        )
    kept = runs[1:]  # the first round warms up
    return {
        "E1_open_openssl": _result(kept, "openssl", "opened values a second, against openssl speed at 512 bytes"),
        "E1_open_fernet": _result(kept, "fernet", "opened values a second, against Fernet on the same notes"),
    }


def _sealed_notes() -> tuple[Column, list[SealedAt]]:
    here = Binding(uuid4(), uuid4(), "PASTORAL", 1)
    column = Cipher(new_key(), 1, here).column("chronologies.Event", "fact")
    uuids = [uuid4().bytes for _ in range(NOTES)]
    return column, [(here, row, column.seal(row, NOTE.encode())) for row in uuids]


def _rate(count: int, work: Callable[[], object], *, times: int = 1) -> float:
    """By processor time, as openssl speed counts."""
    start = time.process_time()
    for _ in range(times):
        work()
    return times * count / (time.process_time() - start)


def _openssl_rate() -> float | None:
    if shutil.which("openssl") is None:
        return None
    told = subprocess.run(OPENSSL, capture_output=True, text=True, check=False).stdout
    found = re.search(r"([\d.]+)k\s*$", told)
    return float(found[1]) * 1_000 / 512 if found else None


def _result(runs: list[dict[str, float | None]], other: str, what: str) -> dict[str, Any]:
    pairs = [(run["vault"], run[other]) for run in runs]
    ratios = [ours / theirs for ours, theirs in pairs if ours and theirs]
    if not ratios:
        return {"ratio": None, "why": f"{other} is not here", "runs": [], "what": what}
    return {"ratio": round(median(ratios), 3), "runs": [round(ratio, 3) for ratio in ratios], "what": what}


if __name__ == "__main__":
    for name, result in run().items():
        print(name, result)
