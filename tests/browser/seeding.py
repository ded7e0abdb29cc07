"""Makes an installation with a small school: one person of each role, and one record of each kind to open.

Run as a command in a process of its own: python -m tests.browser.seeding FOLDER
"""

import json
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import django

from config.run import installation

PEOPLE = {
    "lead": ("DSL", "Dan Reid"),
    "deputy": ("DEPUTY_DSL", "Ruth Adeyemi"),
    "pastoral": ("PASTORAL", "Priya Shah"),
    "designated": ("DESIGNATED_TEACHER", "Carys Lloyd"),
    "teacher": ("TEACHER", "Tom Wills"),
    "head": ("HEAD", "Sarah Okonkwo"),
    "chair": ("CHAIR", "Joan Bright"),
    "auditor": ("OVERSIGHT", "Helen Foster"),
    "technical": ("TECHNICAL", "Marek Nowak"),
}
IDS = "ids.json"


def main(folder: Path) -> None:
    prepare(folder)
    from django.conf import settings
    from django.core.management import call_command

    if settings.SAFEHOLD_DEMO:
        from tests.factories import PASSWORD

        (folder / "password").write_text(PASSWORD)
        call_command("seed_demo", password_file=folder / "password")
    else:
        keep(folder, _school())


def prepare(folder: Path) -> None:
    """An installation with its tables and nobody in it."""
    installation.prepare(folder)
    from django.conf import settings
    from django.core.management import call_command

    options = settings.DATABASES["default"]["OPTIONS"]  # it need not outlive a power cut
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def keep(folder: Path, ids: dict[str, object]) -> None:
    (folder / IDS).write_text(json.dumps({name: str(value) for name, value in ids.items()}))


def staffed():
    """A school with one person of each role, and leads to ring every day."""
    from access import actions as accounts
    from access import rota
    from access.roles import Role
    from access.serving import serving
    from tests import factories

    school = factories.school()
    people = {}
    for name, (role, full) in PEOPLE.items():
        person = factories.person(school, Role[role], year=9 if role == "PASTORAL" else None, name=full)
        person.email = f"{name}@hillview.example"
        with serving(factories.console(school)):
            person.save()
        people[name] = person
    with serving(people["lead"]):
        week = {day: [people["lead"], people["deputy"]] for day in range(7)}
        accounts.set_rota(school=school, by=people["lead"], week=week, version=rota.version(school))
        for who, extension in (("lead", "214"), ("deputy", "215")):
            accounts.set_extension(school=school, by=people["lead"], user=people[who], extension=extension)
    return school, people


def _school() -> dict[str, object]:
    from tests import factories

    school, people = staffed()
    for surname, forename, form, born in CHILDREN:
        factories.child(school, surname, forename, year=int(form[:-1]), form=form, born_on=born)
    return _records(school, people) | {f"user_{name}": person.pk for name, person in people.items()}


CHILDREN = [
    ("Okafor", "Zoe", "9B", "2013-11-02"),  # A1
    ("Marsh", "Ella", "9B", "2013-05-19"),  # A3: the wrong one
    ("Marsh", "Ellie", "9A", "2013-01-30"),  # A3: the right one
    ("Brook", "Toby", "9B", "2013-07-07"),  # A4
    ("Field", "Ivy", "8A", "2014-02-11"),  # the form: scripts off, drafts, keyboard
]


def _records(school, people):
    """One of each, about Maya Hussain; nothing in the journeys touches her."""
    from django.utils import timezone

    from access import actions as accounts
    from access.actions import Post
    from access.models import Membership
    from access.roles import Audience, Role, Section
    from access.serving import serving
    from casework.actions import files, reach
    from casework.actions.walls import raise_wall
    from casework.models import CaseFile
    from chronologies.actions.events import correct_event
    from chronologies.dates import PartialDate
    from chronologies.models import Precision
    from chronologies.particulars import Particulars
    from clocks.actions.running import Trigger, start_clock
    from people import imports
    from people.actions.imports import confirm_import
    from people.roll.matching import Extent
    from tests import factories
    from tests.meetings.packs.worlds import OTHER, a_pack, one_of_everything
    from tests.meetings.worlds import a_meeting, a_plan, an_assessment, held, planned
    from tests.meetings.worlds_peps import care, whole

    now, lead, teacher = timezone.now(), people["lead"], people["teacher"]
    yesterday = timezone.localdate() - timedelta(days=1)
    maya = factories.child(school, "Hussain", "Maya", looked_after=True)
    mark = {"region": "front-left-upper-arm", "size": "2", "unit": "CM", "shape": "ROUND", "colour": "blue"}
    told = {"at": now - timedelta(hours=2), "happened_on": yesterday, "kind": "MARK", "marks": [mark], "urgent": True}
    concern = factories.concern(school, teacher, maya, **told)
    decided = factories.concern(school, teacher, maya, at=now - timedelta(days=1), happened_on=yesterday)
    factories.decision(decided, lead)
    file = CaseFile.objects.get(child=maya)
    event = factories.event(file, lead, on=yesterday, at=now, significant=True, opinion="Tired as well as cold.")
    factories.event(file, lead, on=yesterday, at=now, fact="Rang home.", audience=Audience.SAFEGUARDING)
    with serving(lead):
        when, fact = PartialDate(yesterday, Precision.EXACT), "Came in without a coat or a jumper."
        particulars = Particulars(happened=when, fact=fact, opinion="Tired as well as cold.")
        correct_event(
            event=event, by=lead, at=now, version=event.version, reason="More was seen", particulars=particulars
        )
        status = files.start_episode(
            file=file, by=lead, at=now, kind="CIN", started_on=yesterday, authority="Northmoor", basis="Section 17"
        )
        reach.grant_reach(
            file=file,
            by=lead,
            at=now,
            person=people["head"],
            audience=Audience.PASTORAL,
            sections=Section.CHRONOLOGY,
            until=timezone.localdate() + timedelta(days=30),
            reason="Meets the family",
        )
        invited = accounts.invite_staff(
            school=school,
            by=lead,
            email="new@hillview.example",
            name="Nia Rowe",
            post=Post(Role.TEACHER, classes=("7A",)),
            starts_on=timezone.localdate(),
            at=now,
        )
        again = accounts.invite_again(school=school, by=lead, user=invited.user, at=now)
        taken = [
            imports.begin(lead, school, imports.Offered(name, content.encode(), Extent.PART), pk=uuid.uuid4(), at=now)
            for name, content in (("roll.csv", ROLL), ("odd.csv", ODD))
        ]
        whole_roll = imports.Offered("all.csv", ALL.encode(), Extent.FULL)
        leavers = imports.begin(lead, school, whole_roll, pk=uuid.uuid4(), at=now)
        confirm_import(roll_import=leavers, by=lead, at=now, confirm_leavers=False, put_off=False)
        imports.apply(lead, leavers, at=now)
    related = factories.person(school, Role.TEACHER, name="Uma Wells")
    with serving(lead):
        kept_out = raise_wall(subject=concern, by=lead, at=now, person=related, reason="She was there")
    meetings = planned(file, lead, "CONFERENCE", timezone.localdate()), a_meeting(file, lead)
    plan, assessment = a_plan(file, lead), an_assessment(file, lead)
    with serving(lead):
        trigger = Trigger(timezone.localdate() - timedelta(days=7))
        late = start_clock(school=school, by=lead, subject=meetings[1].pk, code="C12", trigger=trigger, at=now)
    packs = one_of_everything(file, lead)
    draft_pack = a_pack(file, lead, f"{OTHER} took her coat.", "Ring 07700 900123 about it.", meeting=meetings[0])
    in_care = care(file, lead)
    pep = whole(CaseFile.objects.get(pk=file.pk), lead, teacher=teacher)
    restricted = factories.file(factories.child(school, "Lane", "Sam", form="9C"), by=lead, restricted_to=(lead,))
    return {
        "child": maya.pk,
        "concern": concern.pk,
        "decided": decided.pk,
        "file": file.pk,
        "restricted": restricted.pk,
        "event": event.pk,
        "status": status.pk,
        "care": in_care.pk,
        "agreed": factories.agreed(file, lead, owner=people["pastoral"]).pk,
        "contact": factories.contact(maya, lead, phone="01632 960001").pk,
        "professional": factories.professional(maya, lead).pk,
        "wall": factories.wall(related, maya).pk,
        "concern_wall": kept_out.pk,
        "draft": factories.draft(school, teacher, body={"words": ["Half a thought"], "about-child_name": [""]}).pk,
        "term": factories.term(school).pk,
        "closure": factories.closure(school).pk,
        "membership": Membership.objects.get(user=people["teacher"]).pk,
        "invitation": again.token,
        "meeting_planned": meetings[0].pk,
        "meeting_held": meetings[1].pk,
        "clock_late": late.pk,
        "core_group": held(file, lead, "CORE_GROUP", yesterday).pk,
        "plan": plan.pk,
        "outcome": plan.now.outcomes.get().pk,
        "step": plan.now.outcomes.get().steps.get().pk,
        "assessment": assessment.pk,
        "agreement": assessment.agreement_id,
        "pack": draft_pack.pk,
        "pack_part": draft_pack.parts.get(number=1).pk,
        "pack_copy": packs["packs/copies/"].pk,
        "word_template": packs["packs/templates/"].pk,
        "pep": pep.pk,
        "target": pep.targets.get(number=1).pk,
        "import": taken[0].pk,
        "leavers": leavers.pk,
        "table": taken[1].pk,
    }


ROLL = """UPN,Surname,Forename,Date of birth,Gender,Year group,Registration form
J820200018009,Ash,Noor,2014-09-12,F,8,8A
V820200018010,Penn,Kit,2014-12-01,M,8,8A
"""
ALL = """UPN,Surname,Forename,Date of birth,Gender,Year group,Registration form
H243278544154,Quarry,Zed,2014-05-12,M,8,8A
"""
ODD = "Number,Family,Given,Arrived\nJ820200018009,Ash,Noor,12/09/2014\n"

if __name__ == "__main__":
    main(Path(sys.argv[1]))
