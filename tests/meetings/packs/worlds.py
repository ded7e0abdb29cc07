"""A file from which a pack is drafted, with what must not get out of it."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models

from access.models import School, User
from access.roles import Audience
from access.serving import serving
from casework.models import CaseFile
from meetings.actions.packs import (
    Brief,
    Drafted,
    Settled,
    finish_check,
    prepare_pack,
    settle_places,
)
from meetings.actions.packs_leaving import Made, keep_copy
from meetings.actions.templates import keep_template
from meetings.models import Pack, PackSection
from meetings.queries.known import known_people
from meetings.queries.packs import groups_in, parts_of, places_in, suggestion
from meetings.release.deciding import Choice
from tests import factories
from vault import keyring

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OTHER, SISTER, REFUGE = "Jordan O'Neill", "Layla", "17 Alder Rise"
TEXT = Made("TEXT", b"Maya was cold.", "Maya was cold.", "TWF5YQ==")
REFUGE_PHONE, REFUGE_CODE = "0113 496 0777", "LS98 7ZZ"


def a_file(school: School, lead: User) -> CaseFile:
    """Maya's, whose mother lives in a refuge and whose classmate is in her chronology."""
    child = factories.child(school, upn="H801200001001")
    factories.child(school, "O'Neill", "Jordan", upn="K801200001002", born_on="2013-05-06")
    file = factories.file(child, by=lead)
    factories.contact(child, lead, name="Tariq Hussain", kind="FATHER", address="4 Quarry Lane, Leeds LS99 1AA")
    factories.contact(
        child,
        lead,
        name="Amina Hussain",
        phone=REFUGE_PHONE,
        address=f"{REFUGE}\nOtley {REFUGE_CODE}",
        has_parental_responsibility=True,
        lives_with_child=True,
        address_confidential=True,
        phone_confidential=True,
    )
    factories.contact(child, lead, name="Layla Hussain", kind="SIBLING")
    factories.professional(child, lead)
    told: dict[str, Any] = {"category": "NEGLECT", "significant": True, "child_voice": "I was cold."}
    factories.event(file, lead, fact=f"{OTHER} gave her a coat. Layla was there too.", opinion="A pattern.", **told)
    factories.event(
        file,
        lead,
        fact=f"They moved to {REFUGE}, {REFUGE_CODE}; ring {REFUGE_PHONE}.",
        on=date(2026, 10, 2),
        significant=True,
        marking="THIRD_PARTY",
        source_agency="Westmere Police",
    )
    factories.event(file, lead, fact="Advice of counsel.", on=date(2026, 10, 3), significant=True, marking="PRIVILEGED")
    factories.event(file, lead, fact="Forgot her PE kit.", on=date(2026, 10, 5))
    return file


def opened(file: CaseFile, by: User) -> Any:
    """At work as this person, with the file, the child's contacts and the directory open."""

    class _Open:
        def __enter__(self) -> CaseFile:
            self.work = serving(by)
            self.work.__enter__()
            for section in (1, 2, 4, 8, 32):
                for audience in Audience:
                    keyring.unlock(file.school_id, file.pk, audience, section)
                    keyring.unlock(file.school_id, file.child_id, audience, section)
            keyring.unlock(file.school_id, file.school_id, "DIRECTORY", 1)
            return CaseFile.objects.select_related("child", "school").get(pk=file.pk)

        def __exit__(self, *raised: object) -> None:
            self.work.__exit__(None, None, None)

    return _Open()


def brief(**more: Any) -> Brief:
    given: dict[str, Any] = {
        "for_whom": Pack.For.CHAIR,
        "recipient": {"person": "Denise Park", "role": "Chair", "agency": ""},
        "purpose": "Initial conference on 14 December",
        "sections": list(PackSection.values),
    }
    return Brief(**(given | more))


def a_pack(file: CaseFile, by: User, *words: str, **more: Any) -> Pack:
    """A draft of these words, without the drafting."""
    texts = words or ("Maya was cold.", f"{OTHER} gave her a coat.")
    parts = [Drafted(PackSection.CHRONOLOGY, text, source="typed") for text in texts]
    with opened(file, by) as now:
        return prepare_pack(file=now, by=by, at=AT, pk=uuid.uuid4(), brief=brief(**more), parts=parts)


def checked(pack: Pack, by: User) -> Pack:
    """Every place taken out, unless it may be kept; the check finished."""
    with opened(pack.file, by) as file:
        known, current = known_people(by, file), Pack.objects.get(pk=pack.pk)
        groups = groups_in(places_in(current, parts_of(current), known))
        answers = [Settled(group, suggestion(group.mention)[0] or Choice.REDACT, "Not about Maya") for group in groups]
        settle_places(pack=current, by=by, at=AT, answers=answers, known=known)
        return finish_check(pack=current, by=by, at=AT + timedelta(minutes=1), known=known)


def one_of_everything(file: CaseFile, by: User) -> dict[str, models.Model]:
    """A pack that was checked and left, one of its parts, what left, and a Word form: by what their addresses start."""
    pack = checked(a_pack(file, by, "Maya was cold.", "Then Brandon came."), by)
    with opened(pack.file, by) as now:
        known, current = known_people(by, now), Pack.objects.select_related("file").get(pk=pack.pk)
        copy = keep_copy(pack=current, by=by, at=AT, pk=uuid.uuid4(), made=TEXT, known=known)
        template = keep_template(
            school=now.school, by=by, at=AT, pk=uuid.uuid4(), name="Northmoor’s form", content=b"PK", sealed="UEs="
        )
    part = pack.parts.get(number=1)
    return {"packs/": pack, "packs/parts/": part, "packs/copies/": copy, "packs/templates/": template}
