"""Schools, people and records for tests: made by the product's own means, so that the log has them too."""

import itertools
import uuid
from datetime import UTC, date, datetime
from typing import Any

from access.models import ConflictWall, Membership, School, Team, User
from access.reach import Because, give_person
from access.roles import Audience, Role, Section
from access.serving import serving
from audit.context import SYSTEM_ACTORS, Who, acting
from casework.actions.agreed import agree_action
from casework.actions.concerns import Account, log_concern
from casework.actions.drafts import start_draft
from casework.actions.triage import Verdict, decide_concern
from casework.models import AgreedAction, CaseFile, Concern, Draft, Triage
from chronologies.actions.events import promote_event, record_event
from chronologies.dates import UNKNOWN, PartialDate
from chronologies.models import Event, Precision
from chronologies.particulars import Particulars
from clocks.models import Closure, TermDate
from people import teams
from people.actions.family import ContactFacts, ProfessionalFacts, add_contact, add_professional
from people.models import Child, Contact, Professional, RollImport
from vault import keyring

LONG_AGO = date(2024, 9, 1)
AT = datetime(2026, 11, 16, 8, 50, tzinfo=UTC)  # a Monday
PASSWORD = "an amber lantern by the harbour"
_numbers = itertools.count(1)
TEAM_OF = {
    Role.DSL: Team.Kind.SAFEGUARDING,
    Role.DEPUTY_DSL: Team.Kind.SAFEGUARDING,
    Role.PASTORAL: Team.Kind.YEAR,
    Role.DESIGNATED_TEACHER: Team.Kind.LOOKED_AFTER,
}


def school(code: str = "hillview", name: str = "Hillview School") -> School:
    with acting(Who(actor_id=SYSTEM_ACTORS["console"])):
        known = set(User.objects.filter(kind=User.Kind.SYSTEM).values_list("pk", flat=True))
        for actor in sorted(set(SYSTEM_ACTORS), key=lambda name: name != "console"):
            if SYSTEM_ACTORS[actor] not in known:
                _system_actor(actor)
        made: School = School.objects.create(code=code, name=name)
        for pk in SYSTEM_ACTORS.values():
            Membership.objects.create(school=made, user_id=pk, role=Role.SYSTEM, starts_on=LONG_AGO)
    return made


def console(school: School) -> User:
    return User.objects.get(pk=SYSTEM_ACTORS["console"])


def user(school: School, name: str) -> User:
    number = next(_numbers)
    with console_at(school):
        made = User(email=f"person{number}@hillview.example", name=name, is_active=True)
        made.set_password(PASSWORD)
        made.save()
    return made


def person(school: School, role: Role, *, year: int | None = None, classes: Any = (), name: str = "") -> User:
    made = user(school, name or f"{role.label} {next(_numbers)}")
    join(school, made, role, year=year, classes=classes)
    return made


def join(school: School, user: User, role: Role, *, year: int | None = None, classes: Any = ()) -> Membership:
    kind = TEAM_OF.get(role)
    with console_at(school):
        team = Team.objects.get_or_create(school=school, kind=kind, year=year)[0] if kind else None
        return Membership.objects.create(
            school=school, user=user, role=role, team=team, classes=list(classes), starts_on=LONG_AGO
        )


def child(
    school: School,
    surname: str = "Hussain",
    forename: str = "Maya",
    *,
    year: int | None = 9,
    form: str = "9B",
    born_on: str = "2013-03-04",
    looked_after: bool = False,
    listed_in_care: bool = False,
    **identity: object,
) -> Child:
    with console_at(school), keyring.opened():
        keyring.unlock(school.pk, school.pk, "DIRECTORY", 1)
        made = Child(school=school, year=year, form=form, looked_after=looked_after, listed_in_care=listed_in_care)
        made.identity = {"surname": surname, "forename": forename, "born_on": born_on, "sex": "F"} | identity
        made.save()
        teams.settle(made, made, at=AT)
    return made


def file(child: Child, *, by: User | None = None, restricted_to: tuple[User, ...] = ()) -> CaseFile:
    """A case file with the rows of reach that it should have; restricted when people are named."""
    with console_at(child.school):
        made = CaseFile.objects.create(
            school=child.school,
            child=child,
            opened_at=AT,
            opened_by_id=by.pk if by else SYSTEM_ACTORS["console"],
            restricted=bool(restricted_to),
        )
        teams.settle(made, child, at=AT)
        for named in restricted_to:
            give_person(made, named, Audience.SAFEGUARDING, Because.NAMED, at=AT)
    return made


def account(child: Child | None, **more: Any) -> Account:
    """What a member of staff writes, as the form hands it over."""
    words = {"words": "There is a mark on the left arm.", "child_words": "He grabbed me."} | more.pop("words", {})
    given = {"key": uuid.uuid4(), "child": child, "kind": "SAW", "words": words, "happened_on": AT.date()} | more
    return Account(**given)


def concern(school: School, by: User, child: Child | None, *, at: datetime = AT, **more: Any) -> Concern:
    """Logged by the product's own act."""
    with serving(by):
        return log_concern(school=school, by=by, account=account(child, **more), at=at)


def decision(concern: Concern, by: User, **more: Any) -> Triage:
    given = {"decision": "REFER", "category": "PHYSICAL", "rationale": "Known to social care already."}
    given |= {"parents_told": False, "not_told_because": "RISK"} | more
    with serving(by):
        now = Concern.objects.get(pk=concern.pk)
        return decide_concern(concern=now, by=by, verdict=Verdict(**given), version=now.version, at=AT)


def agreed(file: CaseFile, by: User, *, owner: User, words: str = "Ring home", **more: Any) -> AgreedAction:
    """An action that a pastoral officer may read, too."""
    given = {"due_on": AT.date(), "audience": Audience.PASTORAL} | more
    with serving(by):
        return agree_action(file=file, by=by, at=AT, words=words, owner=owner, **given)


def draft(school: School, by: User, *, key: uuid.UUID | None = None, body: Any = None) -> Draft:
    with serving(by):
        given = body or {"words": ["half a thought"]}
        return start_draft(school=school, by=by, key=key or uuid.uuid4(), body=given, at=AT)


def contact(child: Child, by: User, *, name: str = "Amina Hussain", kind: str = "MOTHER", **facts: Any) -> Contact:
    """An adult around a child, noted by the product's own act."""
    with serving(by):
        told = ContactFacts(kind=kind, name=name, **facts)
        return add_contact(child=child, by=by, at=AT, facts=told, pk=uuid.uuid4())


def professional(
    child: Child, by: User, *, name: str = "Jo Clarke", role: str = "SOCIAL_WORKER", **facts: Any
) -> Professional:
    with serving(by):
        told = ProfessionalFacts(role=role, name=name, **facts)
        return add_professional(child=child, by=by, at=AT, facts=told, pk=uuid.uuid4())


def roll_import(school: School, by: User) -> RollImport:
    """An import that was read and waits to be confirmed."""
    with serving(by):
        keyring.unlock(school.pk, school.pk, "DIRECTORY", 1)
        made = RollImport(school=school, started_by=by, started_at=AT, format="csv")
        made.options = {"question": "", "columns": {}}
        made.file_name = "year-9.csv"
        made.save()
    return made


def term(school: School) -> TermDate:
    with console_at(school):
        return TermDate.objects.create(
            school=school, name="AUTUMN", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
        )


def closure(school: School) -> Closure:
    with console_at(school):
        return Closure.objects.create(school=school, kind="INSET", starts_on=date(2026, 9, 2), ends_on=date(2026, 9, 2))


def wall(user: User, child: Child, *, at: datetime = AT) -> ConflictWall:
    """A conflict wall between this person and this child, as a lead would raise it."""
    with serving(console(child.school)):
        made = ConflictWall(
            school=child.school, user=user, subject=child.pk, raised_at=at, raised_by=console(child.school)
        )
        keyring.unlock(child.school_id, child.pk, "SAFEGUARDING", 1)
        made.reason = "A relation of the family"
        made.save()
    return made


def event(
    file: CaseFile,
    by: User,
    *,
    fact: str = "Came in without a coat.",
    on: date | None = date(2026, 11, 14),
    precision: Precision = Precision.EXACT,
    at: datetime = AT,
    audience: Audience = Audience.PASTORAL,
    section: Section = Section.CHRONOLOGY,
    significant: bool = False,
    **told: Any,
) -> Event:
    """An entry of the chronology, recorded by this person; significant ones are promoted as well."""
    happened = PartialDate(on, precision) if on else UNKNOWN
    with serving(by):
        made = record_event(
            file=file,
            by=by,
            at=at,
            audience=audience,
            section=section,
            particulars=Particulars(happened=happened, fact=fact, **told),
        )
        return promote_event(event=made, by=by) if significant else made


def console_at(school: School) -> Any:
    """In the name of whoever runs commands, for rows that have no act of their own."""
    return acting(Who(actor_id=SYSTEM_ACTORS["console"], school_id=school.pk))


def _system_actor(name: str) -> User:
    made = User(
        pk=SYSTEM_ACTORS[name], email=f"{name}@system.invalid", name=name, kind=User.Kind.SYSTEM, is_active=False
    )
    made.set_unusable_password()
    made.save()
    return made
