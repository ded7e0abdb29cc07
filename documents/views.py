"""The documents that are taken away as files."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from documents import spreadsheet
from people.importing import report
from people.models import RollImport


@require_safe
def roll_report(request: Request, pk: UUID) -> HttpResponse:
    """What an import did or would do, a row for each pupil. Two entries: the look, and the digest of what leaves."""
    current = gate.fetch(request.user, RollImport, pk, to=Can.IMPORT_PUPILS)
    confirmed = current.confirm_leavers
    lines = (report.cells(line, leavers_confirmed=confirmed) for line in current.report.value or [])
    content = spreadsheet.write(report.HEADINGS, lines)
    gate.look(request.user, to=Can.IMPORT_PUPILS, verb="import.report_taken", query=sha256(content).hexdigest())
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="pupil-import.csv"'
    return answer
