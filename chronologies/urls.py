"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from chronologies.views import chronology, correcting, drafts, events, exports

app_name = "chronologies"
urlpatterns: list[URLPattern] = [
    path("files/<uuid:pk>/chronology/", chronology.chronology_read, name="chronology_read"),
    path("files/<uuid:pk>/chronology/new/", events.event_create, name="event_create"),
    path("files/<uuid:pk>/chronology/contact/", events.contact_create, name="contact_create"),
    path("files/<uuid:pk>/chronology/drafts/<slug:form>/", drafts.draft_keep, name="draft_keep"),
    path("files/<uuid:pk>/chronology/significant/", chronology.record_promote, name="record_promote"),
    path("files/<uuid:pk>/chronology/export/", exports.chronology_export, name="chronology_export"),
    path("files/<uuid:pk>/chronology/export/check/", exports.export_check, name="export_check"),
    path("files/<uuid:pk>/chronology/export/make/", exports.export_make, name="export_make"),
    path("chronology/drafts/<uuid:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path("chronology/<uuid:pk>/draft/", drafts.correction_keep, name="correction_keep"),
    path("chronology/<uuid:pk>/", events.event_read, name="event_read"),
    path("chronology/<uuid:pk>/correct/", correcting.event_correct, name="event_correct"),
    path("chronology/<uuid:pk>/strike/", correcting.event_strike, name="event_strike"),
    path("chronology/<uuid:pk>/move/", correcting.event_move, name="event_move"),
    path("chronology/<uuid:pk>/versions/<int:number>/", events.event_version, name="event_version"),
]
