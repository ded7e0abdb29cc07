"""Early help: the family's agreement and what it excludes, the assessment, what happens when the family withdraws."""

from datetime import date
from typing import Any

import pytest

from access import gate
from access.models import School, User
from access.roles import Can
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile, StatusEpisode
from clocks.models import Clock, Closure, TermDate
from meetings.actions.arranging import invite
from meetings.actions.early_help import (
    Agreed,
    Ending,
    authorise_assessment,
    close_assessment,
    complete_assessment,
    decide_risk,
    record_agreement,
    save_assessment,
    start_assessment,
    withdraw_agreement,
)
from meetings.actions.plans import Wanted, Written, start_plan, supersede_plan
from meetings.models import Assessment, FamilyAgreement, Plan
from meetings.queries.inviting import Invitee, agencies_to_ask, people_to_ask
from meetings.queries.sharing import excluded_from, named_in
from people.models import Agency
from tests import factories
from tests.meetings.worlds import LATER, held, planned

pytestmark = pytest.mark.django_db
WRITTEN = Written([Wanted("In school on time")], contingency="If she misses two days, home visit")
ANSWERS = {
    "reason": "Often late since September",
    "child_summary": "Bright; tired",
    "child_voice": "I get my brother up",
    "parenting_summary": "Warm; overwhelmed",
    "family_summary": "Mould in the flat",
    "scale": "4",
    "level": "EARLY_HELP",
}


@pytest.fixture
def housing(school: School) -> Agency:
    return _agency(school, "Northmoor Housing")


@pytest.fixture
def terms(school: School) -> None:
    """Autumn to 18 December 2026; INSET on 4 January 2027, pupils from the 5th."""
    with serving(factories.console(school)):
        for name, first, last in (
            ("AUTUMN", date(2026, 9, 1), date(2026, 12, 18)),
            ("SPRING", date(2027, 1, 4), date(2027, 3, 25)),
        ):
            TermDate.objects.create(school=school, name=name, starts_on=first, ends_on=last)
        Closure.objects.create(school=school, kind="INSET", starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 4))


def _agency(school: School, name: str) -> Agency:
    with serving(factories.console(school)):
        return Agency.objects.create(school=school, kind=Agency.Kind.OTHER, name=name)


def _agree(file: CaseFile, by: User, **more: Any) -> FamilyAgreement:
    told = {"who": "Amina Hussain, mother", "agreed_on": date(2026, 11, 23), "signed": True} | more
    with serving(by):
        return record_agreement(file=file, by=by, at=LATER, agreed=Agreed(**told))


def _assess(file: CaseFile, by: User, agreement: FamilyAgreement) -> Assessment:
    with serving(by):
        return start_assessment(
            file=file,
            by=by,
            at=LATER,
            agreement=agreement,
            started_on=date(2026, 11, 23),
            lead_practitioner="Priya Shah",
        )


def _plan(file: CaseFile, by: User) -> Plan:
    with serving(by):
        told = {"started_on": date(2026, 12, 1), "lead_practitioner": "Priya Shah", "written": WRITTEN}
        return start_plan(file=file, by=by, at=LATER, kind="EARLY_HELP", **told)


def _withdraw(agreement: FamilyAgreement, by: User) -> FamilyAgreement:
    with serving(by):
        day = date(2027, 1, 12)
        return withdraw_agreement(
            agreement=agreement, by=by, at=LATER, version=agreement.version, withdrawn_on=day, because="Too much"
        )


def _decide(agreement: FamilyAgreement, by: User, risk: str) -> FamilyAgreement:
    with serving(by):
        now = FamilyAgreement.objects.get(pk=agreement.pk)
        return decide_risk(agreement=now, by=by, at=LATER, version=now.version, risk=risk, words="Seen each day")


def test_what_the_family_excludes_is_shared_with_nobody_there(
    school: School, file: CaseFile, pastoral: User, housing: Agency
) -> None:
    health = _agency(school, "School nursing")
    assert excluded_from(pastoral, file) == []

    _agree(file, pastoral, excluded=[str(housing.pk)])

    assert excluded_from(pastoral, file) == [housing]
    assert named_in(pastoral, file, ["  northmoor   HOUSING "], with_people=False) == housing
    assert named_in(pastoral, file, ["School nursing"], with_people=False) is None
    assert excluded_from(pastoral, factories.file(factories.child(school, "Lane", "Sam"))) == []
    assert agencies_to_ask(pastoral, file) == ([health], [housing])


@pytest.mark.parametrize("typed", [True, False])
def test_an_excluded_agency_is_not_invited(file: CaseFile, pastoral: User, housing: Agency, typed: bool) -> None:
    _agree(file, pastoral, excluded=[str(housing.pk)])
    asked = Invitee("AGENCY", "Sam Field", agency_name=housing.name, agency=None if typed else housing)

    with pytest.raises(Problem, match="did not agree to share with Northmoor Housing"):
        planned(file, pastoral, "TAF", date(2027, 1, 5), invitees=[asked])
    meeting = planned(file, pastoral, "TAF", date(2027, 1, 5), invitees=[])
    with serving(pastoral), pytest.raises(Problem, match="did not agree to share"):
        invite(meeting=meeting, by=pastoral, at=LATER, version=1, invitees=[asked])


def test_a_professional_of_an_excluded_agency_is_not_offered(
    file: CaseFile, lead: User, pastoral: User, housing: Agency
) -> None:
    factories.professional(file.child, lead, name="Sam Field", role="OTHER", agency=housing.name)
    _agree(file, pastoral, excluded=[str(housing.pk)])

    with serving(lead):
        gate.fetch(lead, CaseFile, file.pk, to=Can.HOLD_MEETING, showing=lambda file, _: [file.child])
        offered = [label for label, _ in people_to_ask(lead, file, LATER).values()]

    assert [label for label in offered if "Sam Field" in label] == []


def test_a_later_agreement_counts_and_the_earlier_one_stays(file: CaseFile, pastoral: User, housing: Agency) -> None:
    _agree(file, pastoral, excluded=[str(housing.pk)])
    _agree(file, pastoral, agreed_on=date(2026, 12, 1))

    assert excluded_from(pastoral, file) == []
    assert FamilyAgreement.objects.count() == 2


def test_an_agency_is_not_both_agreed_to_and_excluded(file: CaseFile, pastoral: User, housing: Agency) -> None:
    with pytest.raises(Problem) as refused:
        _agree(file, pastoral, scope=[str(housing.pk)], excluded=[str(housing.pk)])

    assert refused.value.field == "excluded"


def test_an_assessment_is_written_completed_and_authorised(
    terms: None, file: CaseFile, pastoral: User, lead: User
) -> None:
    made = _assess(file, pastoral, _agree(file, pastoral))
    due = dict(Clock.objects.values_list("code", "due_on"))
    assert due == {"C09": date(2026, 12, 7), "C10": date(2026, 12, 14), "C11.1": date(2027, 1, 5)}

    with serving(pastoral):
        made = save_assessment(assessment=made, by=pastoral, at=LATER, version=1, answers={"reason": "Late"})
        with pytest.raises(Problem) as refused:
            complete_assessment(assessment=made, by=pastoral, at=LATER, version=2, answers={"reason": "Late"})
        assert refused.value.field == "sheet_child_summary"
        made = complete_assessment(assessment=made, by=pastoral, at=LATER, version=2, answers=ANSWERS)
    assert (made.state, made.scale, made.level) == ("COMPLETED", 4, "EARLY_HELP")

    with serving(pastoral), pytest.raises(gate.Refused):
        authorise_assessment(assessment=made, by=pastoral, at=LATER, version=3)
    with serving(lead):
        authorise_assessment(assessment=made, by=lead, at=LATER, version=3)
    episode = StatusEpisode.objects.get()
    assert (episode.kind, episode.started_on) == ("EARLY_HELP", date(2026, 11, 23))


def test_no_assessment_without_an_agreement(file: CaseFile, pastoral: User) -> None:
    refused = _agree(file, pastoral, given=False)

    with pytest.raises(Problem, match="The family’s agreement comes first"):
        _assess(file, pastoral, refused)
    assert refused.awaits_decision


def test_a_team_around_the_family_meets_the_first_review_and_sets_the_next(
    terms: None, file: CaseFile, pastoral: User
) -> None:
    _assess(file, pastoral, _agree(file, pastoral))

    held(file, pastoral, "TAF", date(2027, 1, 5), "CONTINUE")

    assert Clock.objects.get(code="C11.1").met_on == date(2027, 1, 5)
    assert Clock.objects.get(code="C11.2").due_on == date(2027, 3, 30)


@pytest.mark.parametrize(("risk", "state"), [("CARRY_ON", "RUNNING"), ("REFER", "ENDED"), ("MONITOR", "ENDED")])
def test_a_withdrawal_stops_the_plan_until_a_lead_has_decided(
    file: CaseFile, pastoral: User, lead: User, risk: str, state: str
) -> None:
    agreement = _agree(file, pastoral)
    _assess(file, pastoral, agreement)
    plan = _plan(file, pastoral)

    agreement = _withdraw(agreement, pastoral)
    assert Plan.objects.get().state == "STOPPED"
    with serving(pastoral), pytest.raises(Problem, match="a safeguarding lead decides about the risk first"):
        supersede_plan(plan=plan, by=pastoral, at=LATER, version=2, written=WRITTEN)
    with pytest.raises(gate.Refused):
        _decide(agreement, pastoral, risk)

    _decide(agreement, lead, risk)
    assert Plan.objects.get().state == state
    assert not FamilyAgreement.objects.get().awaits_decision
    with pytest.raises(Problem, match="There is nothing to decide"):
        _decide(agreement, lead, risk)


def test_an_assessment_closes_with_the_distance_travelled(file: CaseFile, pastoral: User, lead: User) -> None:
    made = _assess(file, pastoral, _agree(file, pastoral))
    _plan(file, pastoral)
    told = {"distance": "On time: 4 to 8", "family_feedback": "It helped", "contingency": "Ring Priya"}
    for missing in told:
        ending = Ending("NEEDS_MET", date(2027, 3, 1), 8, **(told | {missing: " "}))
        with serving(pastoral), pytest.raises(Problem) as refused:
            close_assessment(assessment=made, by=pastoral, at=LATER, version=1, ending=ending)
        assert refused.value.field == missing

    with serving(pastoral):
        ending = Ending("NEEDS_MET", date(2027, 3, 1), 8, **told)
        made = close_assessment(assessment=made, by=pastoral, at=LATER, version=1, ending=ending)
        assert made.distance.text == "On time: 4 to 8"

    assert (made.state, made.exit, made.scale_at_end, Plan.objects.get().state) == ("CLOSED", "NEEDS_MET", 8, "ENDED")
    assert not Clock.objects.filter(stopped_on__isnull=True).exists()


def test_an_authorised_assessment_is_closed_by_a_lead_and_the_status_ends(
    file: CaseFile, pastoral: User, lead: User
) -> None:
    made = _assess(file, pastoral, _agree(file, pastoral))
    ending = Ending("STEP_UP", date(2027, 3, 1), 3, "Worse", "We need more", "Front door")
    with serving(pastoral):
        complete_assessment(assessment=made, by=pastoral, at=LATER, version=1, answers=ANSWERS)
    with serving(lead):
        authorise_assessment(assessment=made, by=lead, at=LATER, version=2)
    with serving(pastoral), pytest.raises(Problem, match="A safeguarding lead closes"):
        close_assessment(assessment=made, by=pastoral, at=LATER, version=3, ending=ending)
    with serving(lead):
        close_assessment(assessment=made, by=lead, at=LATER, version=3, ending=ending)

    assert StatusEpisode.objects.get().ended_on == date(2027, 3, 1)
