"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from casework.views import agreed, concerns, drafts, due, files, home, listing, reach, triage, walls

app_name = "casework"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("concerns/", concerns.concern_list, name="concern_list"),
    path("concerns/new/", concerns.concern_create, name="concern_create"),
    path("concerns/drafts/<uuid:pk>/", drafts.draft_read, name="draft_read"),
    path("concerns/drafts/<uuid:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path("concerns/<uuid:pk>/", concerns.concern_read, name="concern_read"),
    path("concerns/<uuid:pk>/sent/", concerns.concern_sent, name="concern_sent"),
    path("concerns/<uuid:pk>/additions/", concerns.concern_add, name="concern_add"),
    path("triage/", triage.triage_queue, name="triage_queue"),
    path("triage/<uuid:pk>/", triage.concern_triage, name="concern_triage"),
    path("triage/<uuid:pk>/acknowledge/", triage.concern_acknowledge, name="concern_acknowledge"),
    path("triage/<uuid:pk>/feedback/", triage.concern_feedback, name="concern_feedback"),
    path("triage/<uuid:pk>/close/", triage.concern_close, name="concern_close"),
    path("triage/<uuid:pk>/move/", triage.concern_move, name="concern_move"),
    path("triage/<uuid:pk>/walls/", walls.concern_walls, name="concern_walls"),
    path("triage/<uuid:pk>/walls/<uuid:wall>/lift/", walls.concern_wall_lift, name="concern_wall_lift"),
    path("children/<uuid:pk>/walls/", walls.child_walls, name="child_walls"),
    path("children/<uuid:pk>/walls/<uuid:wall>/lift/", walls.child_wall_lift, name="child_wall_lift"),
    path("children/<uuid:pk>/file/", files.child_file, name="child_file"),
    path("files/", listing.file_list, name="file_list"),
    path("files/<uuid:pk>/", files.file_read, name="file_read"),
    path("files/<uuid:pk>/paper/", files.file_paper, name="file_paper"),
    path("files/<uuid:pk>/statuses/new/", files.status_start, name="status_start"),
    path("statuses/<uuid:pk>/review/", files.status_review, name="status_review"),
    path("statuses/<uuid:pk>/end/", files.status_end, name="status_end"),
    path("files/<uuid:pk>/actions/", agreed.action_list, name="action_list"),
    path("files/<uuid:pk>/actions/new/", agreed.action_create, name="action_create"),
    path("actions/<uuid:pk>/done/", agreed.action_finish, name="action_finish"),
    path("due/", due.due_list, name="due_list"),
    path("due/before-you-break-up/", due.due_break, name="due_break"),
    path("due/<uuid:pk>/chase/", due.due_chase, name="due_chase"),
    path("due/<uuid:pk>/cover/", due.due_cover, name="due_cover"),
    path("files/<uuid:pk>/access/", reach.file_reach, name="file_reach"),
    path("files/<uuid:pk>/access/looks/", reach.file_looks, name="file_looks"),
    path("files/<uuid:pk>/access/grant/", reach.reach_grant, name="reach_grant"),
    path("files/<uuid:pk>/access/<uuid:user>/end/", reach.reach_end, name="reach_end"),
    path("files/<uuid:pk>/access/restrict/", reach.file_restrict, name="file_restrict"),
    path("files/<uuid:pk>/access/lift/", reach.file_unrestrict, name="file_unrestrict"),
    path("files/<uuid:pk>/access/walls/new/", reach.wall_raise, name="wall_raise"),
    path("files/<uuid:pk>/access/walls/<uuid:wall>/lift/", reach.wall_lift, name="wall_lift"),
]
