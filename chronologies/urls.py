"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from chronologies.views import chronology, events, exports

app_name = "chronologies"
urlpatterns: list[URLPattern] = [
    path("files/<uuid:pk>/chronology/", chronology.chronology_read, name="chronology_read"),
    path("files/<uuid:pk>/chronology/new/", events.event_create, name="event_create"),
    path("files/<uuid:pk>/chronology/contact/", events.contact_create, name="contact_create"),
    path("files/<uuid:pk>/chronology/significant/", chronology.record_promote, name="record_promote"),
    path("files/<uuid:pk>/chronology/export/", exports.chronology_export, name="chronology_export"),
    path("files/<uuid:pk>/chronology/export/check/", exports.export_check, name="export_check"),
    path("files/<uuid:pk>/chronology/export/make/", exports.export_make, name="export_make"),
    path("chronology/<uuid:pk>/", events.event_read, name="event_read"),
    path("chronology/<uuid:pk>/correct/", events.event_correct, name="event_correct"),
    path("chronology/<uuid:pk>/strike/", events.event_strike, name="event_strike"),
    path("chronology/<uuid:pk>/versions/<int:number>/", events.event_version, name="event_version"),
]
