"""The pages of early help: the family's agreement, and the assessment from its start to its end."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import Can
from casework.actions.problem import Problem
from casework.models import CaseFile
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header
from meetings.actions import early_help as actions
from meetings.forms.early_help import (
    AuthoriseAssessment,
    CloseAssessment,
    DecideRisk,
    RecordAgreement,
    StartAssessment,
    WithdrawAgreement,
    WriteAssessment,
)
from meetings.forms.sheets import PREFIX
from meetings.models import Assessment, FamilyAgreement
from meetings.queries.early_help import agreements_on, assessments_on, team_meets_by
from meetings.queries.plans import plans_on
from meetings.queries.sharing import agreement_on
from meetings.sheets.early_help import ASSESSMENT
from meetings.states import NEXT_ASSESSMENT
from meetings.views.drafts import restore
from people.models import Agency

FILES = CaseFile.objects.select_related("child", "school")
AGREEMENTS = FamilyAgreement.objects.select_related("file__child", "school")
ASSESSMENTS = Assessment.objects.select_related("file__child", "school", "agreement", "authorised_by")


@require_safe
def plan_list(request: Request, pk: UUID) -> HttpResponse:
    """Everything that was agreed with the family or about the child: agreements, assessments, plans."""
    file = gate.fetch(request.user, FILES, pk, to=Can.READ_MEETINGS)
    header = file_header(request.user, file, "plans", on=timezone.localdate())
    agreements = agreements_on(request.user, file)
    assessments = assessments_on(request.user, file)
    context = {
        "file": file,
        "header": header,
        "agreements": agreements,
        "assessments": [(one, team_meets_by(one)) for one in assessments],
        "plans": plans_on(request.user, file),
        "may_start": bool(agreements) and all(one.state == "CLOSED" for one in assessments),
    }
    return render(request, "meetings/plan_list.html", context)


@form_page
def agreement_create(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.ASSESS)
    agencies = list(Agency.objects.filter(school=file.school_id).order_by("name"))
    initial = {"key": uuid4(), "agreed_on": timezone.localdate(), "holds_responsibility": True}
    form = RecordAgreement(posted(request), agencies=agencies, initial=initial)

    def act(given: dict[str, Any]) -> object:
        return actions.record_agreement(
            file=file, by=request.user, at=timezone.now(), agreed=form.agreed, pk=given["key"]
        )

    return _answer(request, "meetings/agreement_create.html", form, act, file, "Agreement recorded.")


@form_page
def agreement_withdraw(request: Request, pk: UUID) -> HttpResponse:
    agreement = gate.fetch(request.user, AGREEMENTS, pk, to=Can.ASSESS)

    def act(given: dict[str, Any]) -> object:
        return actions.withdraw_agreement(agreement=agreement, by=request.user, at=timezone.now(), **given)

    form = WithdrawAgreement(
        posted(request), initial={"version": agreement.version, "withdrawn_on": timezone.localdate()}
    )
    done = "Withdrawal recorded. A safeguarding lead decides about the risk."
    return _answer(request, "meetings/agreement_withdraw.html", form, act, agreement.file, done, agreement=agreement)


@form_page
def agreement_risk(request: Request, pk: UUID) -> HttpResponse:
    agreement = gate.fetch(request.user, AGREEMENTS, pk, to=Can.DECIDE_RISK)

    def act(given: dict[str, Any]) -> object:
        return actions.decide_risk(agreement=agreement, by=request.user, at=timezone.now(), **given)

    form = DecideRisk(posted(request), initial={"version": agreement.version})
    template = "meetings/agreement_risk.html"
    return _answer(request, template, form, act, agreement.file, "Decision recorded.", agreement=agreement)


@form_page
def assessment_create(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.ASSESS)
    initial = {"key": uuid4(), "started_on": timezone.localdate(), "lead_practitioner": request.user.called}
    form = StartAssessment(posted(request), initial=initial)

    def act(given: dict[str, Any]) -> object:
        key, agreement = given.pop("key"), agreement_on(file)
        if agreement is None:
            raise Problem("The family’s agreement comes first: record it, then start the assessment")
        return actions.start_assessment(
            file=file, by=request.user, at=timezone.now(), agreement=agreement, pk=key, **given
        )

    return _answer(
        request, "meetings/assessment_create.html", form, act, file, "Assessment started.", known=agreement_on(file)
    )


@require_safe
def assessment_read(request: Request, pk: UUID) -> HttpResponse:
    assessment = gate.fetch(request.user, ASSESSMENTS, pk, to=Can.READ_MEETINGS)
    may = policy.capabilities(request.user, policy.clearance(request.user, CaseFile, assessment.file_id))
    context = {
        "file": assessment.file,
        "assessment": assessment,
        "sheet": ASSESSMENT,
        "parts": ASSESSMENT.read(assessment.answers.value if assessment.answers else {}),
        "team_by": team_meets_by(assessment),
        "follows": NEXT_ASSESSMENT[assessment.state],
        "may": {can.value for can in may},
    }
    return render(request, "meetings/assessment_read.html", context)


@form_page
def assessment_write(request: Request, pk: UUID) -> HttpResponse:
    assessment = gate.fetch(request.user, ASSESSMENTS, pk, to=Can.ASSESS)
    finish = request.POST.get("then") == "finish"
    form = WriteAssessment(
        posted(request),
        sheet=ASSESSMENT,
        answers=assessment.answers.value if assessment.answers else {},
        finished=finish,
        initial={"version": assessment.version},
    )

    def act(given: dict[str, Any]) -> object:
        write = actions.complete_assessment if finish else actions.save_assessment
        return write(
            assessment=assessment,
            by=request.user,
            at=timezone.now(),
            version=given["version"],
            answers=form.answers,
        )

    done = "Assessment complete." if finish else "Saved. It is not complete yet."
    kept = restore(request, form, "assessment", assessment)
    return _about(request, "meetings/assessment_write.html", form, act, assessment, done, now=_as_it_is, drafts=kept)


@form_page
def assessment_authorise(request: Request, pk: UUID) -> HttpResponse:
    assessment = gate.fetch(request.user, ASSESSMENTS, pk, to=Can.DECIDE_RISK)

    def act(given: dict[str, Any]) -> object:
        return actions.authorise_assessment(
            assessment=assessment, by=request.user, at=timezone.now(), version=given["version"]
        )

    form = AuthoriseAssessment(posted(request), initial={"version": assessment.version})
    return _about(request, "meetings/assessment_authorise.html", form, act, assessment, "Assessment authorised.")


@form_page
def assessment_close(request: Request, pk: UUID) -> HttpResponse:
    assessment = gate.fetch(request.user, ASSESSMENTS, pk, to=Can.ASSESS)
    initial = {"version": assessment.version, "closed_on": timezone.localdate()}
    form = CloseAssessment(posted(request), initial=initial)

    def act(given: dict[str, Any]) -> object:
        return actions.close_assessment(
            assessment=assessment, by=request.user, at=timezone.now(), version=given["version"], ending=form.ending
        )

    return _about(request, "meetings/assessment_close.html", form, act, assessment, "Assessment closed.")


def _answer(
    request: Request, template: str, form: Any, act: Any, file: CaseFile, done: str, **more: Any
) -> HttpResponse:
    then = reverse("meetings:plan_list", args=[file.pk])
    return answer(request, template, form, act, then=then, done=done, file=file, **more)


def _about(
    request: Request, template: str, form: Any, act: Any, assessment: Assessment, done: str, **more: Any
) -> HttpResponse:
    then = reverse("meetings:assessment_read", args=[assessment.pk])
    context: dict[str, Any] = {"file": assessment.file, "assessment": assessment, "sheet": ASSESSMENT} | more
    return answer(request, template, form, act, then=then, done=done, **context)


def _as_it_is(assessment: Assessment) -> dict[str, Any]:
    told = assessment.answers.value if assessment.answers else {}
    return {PREFIX + code: value for code, value in told.items()}
