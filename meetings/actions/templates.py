"""A local authority's Word form is kept for the school's packs, and taken out of use. It was looked through before."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from access import gate
from access.models import School, User
from access.roles import Can
from meetings.models import WordTemplate


@gate.action(Can.KEEP_TEMPLATES, records="wordtemplate.kept")
def keep_template(
    *, school: School, by: User, at: datetime, pk: UUID, name: str, content: bytes, sealed: str
) -> WordTemplate:
    """Asked twice with the same pk, there is one."""
    if again := WordTemplate.objects.filter(pk=pk, school=school, uploaded_by=by).first():
        return again
    made = WordTemplate(pk=pk, school=school, uploaded_by=by, uploaded_at=at, sha256=sha256(content).hexdigest())
    made.name, made.content = name, sealed
    made.save(force_insert=True)
    return made


@gate.action(Can.KEEP_TEMPLATES, records="wordtemplate.ended")
def end_template(*, template: WordTemplate, by: User, at: datetime) -> WordTemplate:
    """Offered no more. What was made with it stays as it left."""
    current = WordTemplate.objects.select_for_update().get(pk=template.pk)
    if current.ended_at is None:
        current.ended_at = at
        current.save()
    return current
