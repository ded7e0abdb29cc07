"""What each role finds at each address, in a school with one of everything: a table that a person can read.

A new address fails until it has its row. "-" is 404: for this person there is no such page. 200 is a page, 302 leads
on, 403 is refused to somebody who sees the record. What can only be sent to is sent nothing, and undone.
"""

import pytest
from django.db import transaction
from django.test import Client

from access.models import School, User
from access.roles import Role
from tests import factories
from tests.leaks.addresses import addresses, filled
from tests.leaks.world import World

pytestmark = pytest.mark.django_db

# The lead, the pastoral officer of the child's year, the designated teacher, the teacher who wrote the concern, the
# head, the safeguarding governor, and the technical administrator. The child is not looked after.
WHO = ("DSL", "PAS", "DES", "TEA", "HEA", "GOV", "TEC")
FOUND = """
                                     DSL PAS DES TEA HEA GOV TEC
access:account                       200 200 200 200 200 200 200
access:invitation_accept             -   -   -   -   -   -   -
access:invitation_again              422 -   -   -   422 -   422
access:membership_end                200 -   -   -   200 -   200
access:membership_start              200 -   -   -   200 -   200
access:rota_edit                     200 -   -   -   200 -   -
access:staff_invite                  200 -   -   -   200 -   200
access:staff_list                    200 -   -   -   200 -   200
access:staff_read                    200 -   -   -   200 -   200
access:staff_rename                  200 -   -   -   200 -   -
accessibility                        200 200 200 200 200 200 200
account_change_password              200 200 200 200 200 200 200
account_inactive                     200 200 200 200 200 200 200
account_login                        302 302 302 302 302 302 302
account_logout                       200 200 200 200 200 200 200
account_reauthenticate               200 200 200 200 200 200 200
account_reset_password               200 200 200 200 200 200 200
account_reset_password_done          200 200 200 200 200 200 200
account_reset_password_from_key      -   -   -   -   -   -   -
account_reset_password_from_key_done 200 200 200 200 200 200 200
account_set_password                 302 302 302 302 302 302 302
account_signup                       302 302 302 302 302 302 302
casework:action_create               200 200 -   -   -   -   -
casework:action_finish               200 200 -   -   -   -   -
casework:action_list                 200 200 -   -   -   -   -
casework:child_file                  302 302 200 200 200 -   -
casework:child_wall_lift             200 -   -   -   -   -   -
casework:child_walls                 200 -   -   -   -   -   -
casework:concern_acknowledge         302 -   -   403 -   -   -
casework:concern_add                 422 -   -   422 -   -   -
casework:concern_close               302 -   -   403 -   -   -
casework:concern_create              200 200 200 200 200 -   -
casework:concern_feedback            200 -   -   403 -   -   -
casework:concern_list                200 200 200 200 200 -   -
casework:concern_move                200 -   -   403 -   -   -
casework:concern_read                200 -   -   200 -   -   -
casework:concern_sent                -   -   -   200 -   -   -
casework:concern_triage              200 -   -   403 -   -   -
casework:concern_wall_lift           -   -   -   403 -   -   -
casework:concern_walls               200 -   -   403 -   -   -
casework:draft_discard               -   -   -   302 -   -   -
casework:draft_read                  -   -   -   200 -   -   -
casework:due_break                   200 200 200 -   200 -   -
casework:due_chase                   200 -   200 -   -   -   -
casework:due_cover                   200 -   200 -   -   -   -
casework:due_list                    200 200 200 -   200 -   -
casework:file_list                   200 200 200 200 200 -   -
casework:file_looks                  200 403 -   -   -   -   -
casework:file_paper                  200 403 -   -   -   -   -
casework:file_reach                  200 403 -   -   -   -   -
casework:file_read                   200 200 -   -   -   -   -
casework:file_register               200 403 -   -   -   -   -
casework:file_restrict               200 403 -   -   -   -   -
casework:file_unrestrict             200 403 -   -   -   -   -
casework:home                        200 200 200 200 200 200 200
casework:placement_create            -   -   -   -   -   -   -
casework:reach_end                   -   403 -   -   -   -   -
casework:reach_grant                 200 403 -   -   -   -   -
casework:status_end                  200 -   -   -   -   -   -
casework:status_review               200 -   -   -   -   -   -
casework:status_start                200 403 -   -   -   -   -
casework:triage_queue                200 -   -   -   200 -   -
casework:wall_lift                   200 403 -   -   -   -   -
casework:wall_raise                  200 403 -   -   -   -   -
chronologies:chronology_export       200 403 -   -   -   -   -
chronologies:chronology_read         200 200 -   -   -   -   -
chronologies:contact_create          200 200 -   -   -   -   -
chronologies:correction_keep         -   -   -   -   -   -   -
chronologies:draft_discard           -   -   -   -   -   -   -
chronologies:draft_keep              -   -   -   -   -   -   -
chronologies:event_correct           200 200 -   -   -   -   -
chronologies:event_create            200 200 -   -   -   -   -
chronologies:event_move              200 403 -   -   -   -   -
chronologies:event_read              200 200 -   -   -   -   -
chronologies:event_strike            200 403 -   -   -   -   -
chronologies:event_version           -   403 -   -   -   -   -
chronologies:export_check            422 403 -   -   -   -   -
chronologies:export_make             422 403 -   -   -   -   -
chronologies:record_promote          -   403 -   -   -   -   -
clocks:calendar_confirm              302 -   -   -   -   -   302
clocks:calendar_import               200 -   -   -   -   -   200
clocks:calendar_read                 200 -   -   -   -   -   200
clocks:closure_create                200 -   -   -   -   -   200
clocks:closure_edit                  200 -   -   -   -   -   200
clocks:closure_remove                200 -   -   -   -   -   200
clocks:interval_edit                 -   -   -   -   -   -   -
clocks:interval_list                 200 -   -   -   -   -   -
clocks:term_create                   200 -   -   -   -   -   200
clocks:term_edit                     200 -   -   -   -   -   200
clocks:term_remove                   200 -   -   -   -   -   200
documents:roll_report                200 -   -   -   -   -   -
healthz                              200 200 200 200 200 200 200
help                                 200 200 200 200 200 200 200
hidden                               200 200 200 200 200 200 200
meetings:agreement_create            200 200 -   -   -   -   -
meetings:agreement_risk              200 403 -   -   -   -   -
meetings:agreement_withdraw          200 200 -   -   -   -   -
meetings:assessment_authorise        200 403 -   -   -   -   -
meetings:assessment_close            200 200 -   -   -   -   -
meetings:assessment_create           200 200 -   -   -   -   -
meetings:assessment_read             200 200 -   -   -   -   -
meetings:assessment_write            200 200 -   -   -   -   -
meetings:assessment_write_keep       204 204 -   -   -   -   -
meetings:care_check                  422 403 -   -   -   -   -
meetings:care_export                 200 403 -   -   -   -   -
meetings:care_make                   422 403 -   -   -   -   -
meetings:care_number                 200 403 -   -   -   -   -
meetings:copy_read                   200 -   -   -   -   -   -
meetings:dissent_create              200 -   -   -   -   -   -
meetings:draft_discard               -   -   -   -   -   -   -
meetings:meeting_attendance          200 -   -   -   -   -   -
meetings:meeting_calendar            200 -   -   -   -   -   -
meetings:meeting_cancel              200 -   -   -   -   -   -
meetings:meeting_change              200 -   -   -   -   -   -
meetings:meeting_correct             200 -   -   -   -   -   -
meetings:meeting_correct_keep        204 -   -   -   -   -   -
meetings:meeting_create              200 200 -   -   -   -   -
meetings:meeting_invite              200 -   -   -   -   -   -
meetings:meeting_list                200 200 -   -   -   -   -
meetings:meeting_minutes             200 -   -   -   -   -   -
meetings:meeting_read                200 -   -   -   -   -   -
meetings:meeting_record              200 -   -   -   -   -   -
meetings:meeting_record_keep         204 -   -   -   -   -   -
meetings:meeting_version             200 -   -   -   -   -   -
meetings:pack_check                  200 -   -   -   -   -   -
meetings:pack_compare                200 -   -   -   -   -   -
meetings:pack_create                 200 403 -   -   -   -   -
meetings:pack_finish                 302 -   -   -   -   -   -
meetings:pack_list                   200 403 -   -   -   -   -
meetings:pack_make                   200 -   -   -   -   -   -
meetings:pack_read                   200 -   -   -   -   -   -
meetings:pack_share                  200 -   -   -   -   -   -
meetings:part_create                 200 -   -   -   -   -   -
meetings:part_edit                   200 -   -   -   -   -   -
meetings:pep_create                  200 403 -   -   -   -   -
meetings:pep_due                     200 -   200 -   -   -   -
meetings:pep_held                    200 -   200 -   -   -   -
meetings:pep_list                    200 200 -   -   -   -   -
meetings:pep_pack_create             200 -   200 -   -   -   -
meetings:pep_rate                    200 -   200 -   -   -   -
meetings:pep_read                    200 -   200 -   -   -   -
meetings:pep_sign_off                200 -   200 -   -   -   -
meetings:pep_spending_create         200 -   200 -   -   -   -
meetings:pep_submit                  200 -   200 -   -   -   -
meetings:pep_target_change           200 -   200 403 -   -   -
meetings:pep_target_create           200 -   200 -   -   -   -
meetings:pep_target_evaluate         200 -   200 403 -   -   -
meetings:pep_target_note             200 -   200 200 -   -   -
meetings:pep_target_read             200 -   200 200 -   -   -
meetings:pep_target_withdraw         200 -   200 403 -   -   -
meetings:pep_write                   200 -   200 -   -   -   -
meetings:pep_write_keep              204 -   204 -   -   -   -
meetings:plan_create                 200 200 -   -   -   -   -
meetings:plan_create_keep            204 204 -   -   -   -   -
meetings:plan_end                    200 -   -   -   -   -   -
meetings:plan_list                   200 200 -   -   -   -   -
meetings:plan_progress               302 -   -   -   -   -   -
meetings:plan_read                   200 -   -   -   -   -   -
meetings:plan_supersede              200 -   -   -   -   -   -
meetings:plan_supersede_keep         204 -   -   -   -   -   -
meetings:plan_version                200 -   -   -   -   -   -
meetings:school_care_check           422 -   -   -   -   -   -
meetings:school_care_export          200 -   -   -   -   -   -
meetings:school_care_make            422 -   -   -   -   -   -
meetings:step_create                 200 -   -   -   -   -   -
meetings:step_note                   200 -   -   -   -   -   -
meetings:template_create             200 -   -   -   -   -   -
meetings:template_end                200 -   -   -   -   -   -
meetings:template_list               200 -   -   -   -   -   -
people:child_create                  200 -   -   -   -   -   -
people:child_edit                    200 -   -   -   -   -   -
people:child_list                    200 200 200 200 200 -   -
people:child_read                    200 200 200 200 200 -   -
people:child_search                  200 200 200 200 200 -   -
people:contact_create                200 200 -   -   -   -   -
people:contact_edit                  200 200 -   -   -   -   -
people:contact_end                   200 200 -   -   -   -   -
people:family_read                   200 200 -   -   -   -   -
people:import_columns                302 -   -   -   -   -   -
people:import_confirm                302 -   -   -   -   -   -
people:import_create                 200 -   -   -   -   -   -
people:import_discard                302 -   -   -   -   -   -
people:import_leavers                302 -   -   -   -   -   -
people:import_list                   200 -   -   -   -   -   -
people:import_read                   200 -   -   -   -   -   -
people:import_reopen                 302 -   -   -   -   -   -
people:professional_create           200 200 -   -   -   -   -
people:professional_edit             200 -   -   -   -   -   -
people:professional_end              200 -   -   -   -   -   -
readyz                               200 200 200 200 200 200 200
"""


@pytest.fixture
def people(school: School, lead: User, pastoral: User, teacher: User, world: World) -> dict[str, User]:
    others = {"DES": Role.DESIGNATED_TEACHER, "HEA": Role.HEAD, "GOV": Role.OVERSIGHT, "TEC": Role.TECHNICAL}
    made = {short: factories.person(school, role) for short, role in others.items()}
    known = {"DSL": lead, "PAS": pastoral, "TEA": teacher} | made
    return {short: known[short] for short in WHO}


def test_what_each_role_finds(people: dict[str, User], world: World) -> None:
    clients = [Client(headers={"host": "localhost"}) for _ in people]
    for client, user in zip(clients, people.values(), strict=True):
        client.force_login(user)

    found = {name: [_asked(client, filled(route, world.keys)) for client in clients] for name, route in addresses()}

    assert _drawn(found) == FOUND.strip("\n")


def _asked(client: Client, address: str) -> int:
    code = client.get(address).status_code
    if code != 405:
        return code
    before = transaction.savepoint()
    sent = client.post(address).status_code
    transaction.savepoint_rollback(before)
    return sent


def _drawn(found: dict[str, list[int]]) -> str:
    rows = {name: " ".join(f"{'-' if code == 404 else code:<3}" for code in codes) for name, codes in found.items()}
    width = max(map(len, rows))
    lines = [f"{'':<{width}} {' '.join(WHO)}", *(f"{name:<{width}} {row}" for name, row in sorted(rows.items()))]
    return "\n".join(line.rstrip() for line in lines)
