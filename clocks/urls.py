"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from clocks.views import calendar, intervals

app_name = "clocks"
urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar_read, name="calendar_read"),
    path("calendar/import/", calendar.calendar_import, name="calendar_import"),
    path("calendar/import/confirm/", calendar.calendar_confirm, name="calendar_confirm"),
    path("calendar/terms/new/", calendar.term_create, name="term_create"),
    path("calendar/terms/<uuid:pk>/", calendar.term_edit, name="term_edit"),
    path("calendar/terms/<uuid:pk>/remove/", calendar.term_remove, name="term_remove"),
    path("calendar/closures/new/", calendar.closure_create, name="closure_create"),
    path("calendar/closures/<uuid:pk>/", calendar.closure_edit, name="closure_edit"),
    path("calendar/times/", intervals.interval_list, name="interval_list"),
    path("calendar/times/<str:code>/", intervals.interval_edit, name="interval_edit"),
    path("calendar/closures/<uuid:pk>/remove/", calendar.closure_remove, name="closure_remove"),
]
