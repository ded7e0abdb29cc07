"""A1, the page: what does its log entry cost?

The same page twice, with the gate writing its entry and with nothing written; the entry is on disk before the answer.
"""

from functools import partial
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.pages import asked, served
from benchmarks.sides import Result, compare
from benchmarks.x1_page import ENTRIES, TIMES, made
from chronologies.timeline import PAGE


def run(rounds: int = 7) -> dict[str, Result]:
    here = made()
    with served(here.lead) as (client, _):
        logged = partial(asked, client, f"/files/{here.file.pk}/chronology/", PAGE)

        def unlogged() -> None:
            with patch("access.lines.commit", lambda lines: None):
                logged()

        with CaptureQueriesContext(connection) as captured:
            logged()
        written = sum("INSERT" in query["sql"] for query in captured.captured_queries)
        what = f"{PAGE} entries of {ENTRIES:,}, the whole page: logged / unlogged; {written} INSERT a page"
        return {"A1_page": compare(logged, unlogged, what, rounds=rounds, times=TIMES)}
