"""What may be said of an error? Its type, where it was, and a reference: never a value, never a word of a record."""

import json
import logging
import traceback
from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

FIELDS = ("request_id", "job", "job_name", "status_code")


class SilentReporterFilter(SafeExceptionReporterFilter):
    """An error report shows no local variable and nothing that was posted."""

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, str]:
        return {}


def _event(record: logging.LogRecord) -> str:
    """What happened, without the address that was asked for: a path can hold a one-time link or a typed word."""
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        return f"{getattr(record, 'status_code', '')} {match.route if match else 'no such address'}".strip()
    return str(record.msg) if record.exc_info else record.getMessage()


class JsonLines(logging.Formatter):
    """One JSON line an event. Of an exception: its type and places, not its message, which could hold words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        line |= {name: str(getattr(record, name)) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at_places"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return json.dumps(line)
