"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from meetings.packs import urls as packs
from meetings.social_care import urls as social_care
from meetings.views import early_help, holding, meetings, peps, peps_targets, plans

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("files/<uuid:pk>/meetings/", meetings.meeting_list, name="meeting_list"),
    path("files/<uuid:pk>/meetings/new/", meetings.meeting_create, name="meeting_create"),
    path("meetings/<uuid:pk>/", meetings.meeting_read, name="meeting_read"),
    path("meetings/<uuid:pk>/invitation.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("meetings/<uuid:pk>/change/", meetings.meeting_change, name="meeting_change"),
    path("meetings/<uuid:pk>/invite/", meetings.meeting_invite, name="meeting_invite"),
    path("meetings/<uuid:pk>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<uuid:pk>/attendance/", holding.meeting_attendance, name="meeting_attendance"),
    path("meetings/<uuid:pk>/record/", holding.meeting_record, name="meeting_record"),
    path("meetings/<uuid:pk>/correct/", holding.meeting_correct, name="meeting_correct"),
    path("meetings/<uuid:pk>/versions/<int:number>/", meetings.meeting_version, name="meeting_version"),
    path("meetings/<uuid:pk>/minutes/", holding.meeting_minutes, name="meeting_minutes"),
    path("meetings/<uuid:pk>/dissent/", holding.dissent_create, name="dissent_create"),
    path("meetings/<uuid:pk>/progress/", plans.plan_progress, name="plan_progress"),
    path("files/<uuid:pk>/plans/", early_help.plan_list, name="plan_list"),
    path("files/<uuid:pk>/plans/new/", plans.plan_create, name="plan_create"),
    path("plans/<uuid:pk>/", plans.plan_read, name="plan_read"),
    path("plans/<uuid:pk>/versions/<int:number>/", plans.plan_version, name="plan_version"),
    path("plans/<uuid:pk>/next/", plans.plan_supersede, name="plan_supersede"),
    path("plans/<uuid:pk>/end/", plans.plan_end, name="plan_end"),
    path("outcomes/<uuid:pk>/steps/new/", plans.step_create, name="step_create"),
    path("steps/<uuid:pk>/", plans.step_note, name="step_note"),
    path("files/<uuid:pk>/agreements/new/", early_help.agreement_create, name="agreement_create"),
    path("agreements/<uuid:pk>/withdraw/", early_help.agreement_withdraw, name="agreement_withdraw"),
    path("agreements/<uuid:pk>/risk/", early_help.agreement_risk, name="agreement_risk"),
    path("files/<uuid:pk>/assessments/new/", early_help.assessment_create, name="assessment_create"),
    path("assessments/<uuid:pk>/", early_help.assessment_read, name="assessment_read"),
    path("assessments/<uuid:pk>/write/", early_help.assessment_write, name="assessment_write"),
    path("assessments/<uuid:pk>/authorise/", early_help.assessment_authorise, name="assessment_authorise"),
    path("assessments/<uuid:pk>/close/", early_help.assessment_close, name="assessment_close"),
    *packs.urlpatterns,
    *social_care.urlpatterns,
    path("peps/", peps.pep_due, name="pep_due"),
    path("files/<uuid:pk>/peps/", peps.pep_list, name="pep_list"),
    path("files/<uuid:pk>/peps/new/", peps.pep_create, name="pep_create"),
    path("peps/<uuid:pk>/", peps.pep_read, name="pep_read"),
    path("peps/<uuid:pk>/write/", peps.pep_write, name="pep_write"),
    path("peps/<uuid:pk>/held/", peps.pep_held, name="pep_held"),
    path("peps/<uuid:pk>/submit/", peps.pep_submit, name="pep_submit"),
    path("peps/<uuid:pk>/rating/", peps.pep_rate, name="pep_rate"),
    path("peps/<uuid:pk>/sign-off/", peps.pep_sign_off, name="pep_sign_off"),
    path("peps/<uuid:pk>/targets/new/", peps_targets.pep_target_create, name="pep_target_create"),
    path("peps/<uuid:pk>/spending/new/", peps_targets.pep_spending_create, name="pep_spending_create"),
    path("targets/<uuid:pk>/", peps_targets.pep_target_read, name="pep_target_read"),
    path("targets/<uuid:pk>/change/", peps_targets.pep_target_change, name="pep_target_change"),
    path("targets/<uuid:pk>/evaluate/", peps_targets.pep_target_evaluate, name="pep_target_evaluate"),
]
