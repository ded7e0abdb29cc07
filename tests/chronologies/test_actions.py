"""Nothing in a chronology is overwritten: what is wrong is corrected with a reason or struck out with one."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from access import gate
from access.gate import Refused
from access.models import School, User
from access.roles import Audience, Can, Section
from access.serving import serving
from audit.models import Entry
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile
from chronologies.actions import events as actions
from chronologies.dates import UNKNOWN, PartialDate
from chronologies.models import Correction, Event, Precision
from chronologies.particulars import Particulars
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
TODAY = PartialDate(date(2026, 11, 16))


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


def _record(file: CaseFile, by: User, **told):
    with serving(by):
        given = {"happened": TODAY, "fact": "Hungry."} | told
        return actions.record_event(
            file=file, by=by, at=AT, particulars=Particulars(**given), audience=Audience.PASTORAL
        )


def _correct(event: Event, by: User, *, version: int = 1, reason: str = "wrong day", **told):
    with serving(by):
        gate.fetch(by, Event, event.pk, to=Can.CORRECT_EVENT)
        now = replace(Particulars.of(Event.objects.get(pk=event.pk)), **told)
        return actions.correct_event(event=event, by=by, at=AT, version=version, reason=reason, particulars=now)


def _told(event: Event, by: User) -> Particulars:
    with serving(by):
        return Particulars.of(gate.fetch(by, Event, event.pk, to=Can.READ_FILE))


def test_event_keeps_every_field_as_it_was_typed(file: CaseFile, lead: User) -> None:
    told = Particulars(
        happened=PartialDate(date(2026, 11, 14), Precision.ABOUT),
        at_time=time(10, 42),
        fact=" Two spaces  and a tab\tkept.\r\nNext line. ",
        opinion="It looks like neglect.",
        child_voice="“I'm starvin'”",
        impact="Tired.",
        action_taken="Breakfast.",
        decision="Watch.",
        rationale="Third time.",
        outcome="Mother rang.",
        parent_informed=False,
        parent_not_informed_because="No answer.",
        reference="MASH/26/1187",
        source=Event.Source.AGENCY,
        hand=Event.Hand.SECOND,
        source_name="Duty worker",
        source_agency="MASH",
        category=Event.Category.NEGLECT,
        significance="HIGH",
        bearing=Event.Bearing.RISK,
        marking=Event.Marking.THIRD_PARTY,
        paper_held="Cabinet 2",
    )

    with serving(lead):
        made = actions.record_event(file=file, by=lead, at=AT, particulars=told, audience=Audience.SAFEGUARDING)

    kept = _told(made, lead)
    assert kept == replace(told, fact=" Two spaces  and a tab\tkept.\nNext line. ")
    assert (made.recorded_at, made.author, made.audience) == (AT, lead, "SAFEGUARDING")


def test_event_sent_twice_is_one(file: CaseFile, lead: User) -> None:
    pk = uuid4()
    for _ in range(2):
        with serving(lead):
            actions.record_event(
                file=file,
                by=lead,
                at=AT,
                particulars=Particulars(happened=TODAY, fact="Once."),
                audience=Audience.PASTORAL,
                pk=pk,
            )

    assert [event.pk for event in Event.objects.all()] == [pk]


def test_pastoral_officer_writes_for_the_pastoral_team_only(file: CaseFile, pastoral: User) -> None:
    event = _record(file, pastoral)

    assert event.audience == "PASTORAL"
    with serving(pastoral), pytest.raises(Problem):
        actions.record_event(
            file=file,
            by=pastoral,
            at=AT,
            particulars=Particulars(happened=TODAY, fact="For others."),
            audience=Audience.SAFEGUARDING,
        )
    assert Event.objects.count() == 1


def test_nobody_writes_in_a_section_that_they_may_not_read(school: School, designated: User) -> None:
    file = factories.file(factories.child(school, looked_after=True))

    with serving(designated), pytest.raises(Problem):
        actions.record_event(
            file=file,
            by=designated,
            at=AT,
            particulars=Particulars(happened=TODAY, fact="Not mine."),
            audience=Audience.PASTORAL,
            section=Section.CHRONOLOGY,
        )


@pytest.mark.parametrize("who", ["teacher", "auditor", "technical", "stranger", "designated", "head"])
def test_nobody_out_of_reach_records(file: CaseFile, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Refused):
        _record(file, request.getfixturevalue(who))

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"happened": PartialDate(date(2026, 11, 17))}, "happened"),
        ({"at_time": time(8, 51)}, "at_time"),
        ({"happened": UNKNOWN, "at_time": time(8, 0)}, "at_time"),
        ({"linked": f"concern:{uuid4()}"}, "linked"),
    ],
)
def test_event_refuses_what_cannot_be(file: CaseFile, lead: User, told: dict, field: str) -> None:
    with pytest.raises(Problem) as refused:
        _record(file, lead, **told)

    assert refused.value.field == field


def test_contact_keeps_the_agencys_reference(file: CaseFile, lead: User) -> None:
    with serving(lead):
        made = actions.record_contact(
            file=file,
            by=lead,
            at=AT,
            happened=TODAY,
            at_time=time(8, 30),
            agency="MASH",
            name="Duty worker",
            fact="Strategy discussion at two.",
            reference="MASH/26/1187",
            audience=Audience.SAFEGUARDING,
        )

    told = _told(made, lead)
    assert (told.category, told.source, told.reference) == ("AGENCY_CONTACT", "AGENCY", "MASH/26/1187")
    assert Entry.objects.filter(verb="contact.recorded", object_uuid=made.pk, scope=file.pk).count() == 1


def test_correction_keeps_the_old_version_whole(file: CaseFile, lead: User, deputy: User) -> None:
    event = _record(file, lead, happened=PartialDate(date(2026, 11, 13)), opinion="Mine.")

    corrected = _correct(event, deputy, happened=TODAY, fact="Hungry and cold.")

    assert (corrected.version, corrected.author, corrected.recorded_at) == (2, lead, AT)
    assert _told(event, lead).fact == "Hungry and cold."
    kept = Correction.objects.get(event=event, number=1)
    with serving(lead):
        gate.fetch(lead, Event, event.pk, to=Can.READ_VERSION)
        before = Particulars.from_json(kept.before.value)
        assert (before.fact, before.happened.on, before.opinion) == ("Hungry.", date(2026, 11, 13), "Mine.")
        assert (kept.reason.text, kept.author) == ("wrong day", deputy)


def test_correction_seals_only_what_changed_again(file: CaseFile, lead: User) -> None:
    event = _record(file, lead, opinion="Mine.")
    opinion, fact = str(event.opinion), str(event.fact)

    corrected = _correct(event, lead, fact="Hungry and cold.")

    assert str(corrected.opinion) == opinion
    assert str(corrected.fact) != fact


def test_correction_of_an_older_version_is_refused(file: CaseFile, lead: User) -> None:
    event = _record(file, lead)
    _correct(event, lead, fact="Second.")

    with pytest.raises(Stale):
        _correct(event, lead, fact="Third.", version=1)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("more", [{"reason": "  "}, {"fact": "Hungry."}])
def test_correction_needs_a_reason_and_a_change(file: CaseFile, lead: User, more: dict) -> None:
    event = _record(file, lead)

    with pytest.raises(Problem):
        _correct(event, lead, **{"reason": "because"} | more)


def test_struck_entry_stays_with_its_reason_and_changes_no_more(file: CaseFile, lead: User) -> None:
    event = _record(file, lead)
    with serving(lead):
        struck = actions.strike_event(event=event, by=lead, at=AT, version=1, reason="another child")
        assert (struck.struck_by, struck.struck_because.text) == (lead, "another child")

    assert _told(event, lead).fact == "Hungry."
    with pytest.raises(Problem):
        _correct(event, lead, version=2, fact="New.")


def test_pastoral_officer_strikes_and_promotes_nothing(file: CaseFile, pastoral: User) -> None:
    event = _record(file, pastoral)

    with serving(pastoral):
        with pytest.raises(Refused):
            actions.strike_event(event=event, by=pastoral, at=AT, version=1, reason="mine")
        with pytest.raises(Refused):
            actions.promote_event(event=event, by=pastoral)
    event.refresh_from_db()
    assert (event.struck_at, event.is_significant) == (None, False)


def test_promotion_flags_the_entry_and_types_nothing_again(file: CaseFile, lead: User) -> None:
    event = _record(file, lead)
    fact = str(event.fact)

    with serving(lead):
        promoted = actions.promote_event(event=event, by=lead)
    with serving(lead):
        demoted = actions.demote_event(event=event, by=lead)

    assert (promoted.is_significant, demoted.is_significant, str(demoted.fact)) == (True, False, fact)
    assert list(Entry.objects.filter(verb__in=["event.promoted", "event.demoted"]).values_list("verb", flat=True)) == [
        "event.promoted",
        "event.demoted",
    ]


def test_a_pastoral_entry_lifts_the_file_on_lists_a_safeguarding_one_only_for_leads(file: CaseFile, lead: User) -> None:
    later = AT + timedelta(days=1)

    factories.event(file, lead, audience=Audience.SAFEGUARDING, at=later)

    keys = {row.group.kind: row.sort_key for row in file.team_reach.select_related("group")}
    assert keys == {"SAFEGUARDING": later, "YEAR": AT}
