"""Which address leads to which app?"""

from django.urls import URLPattern, URLResolver, include, path

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("casework.urls")),
    path("", include("meetings.urls")),
    path("", include("chronologies.urls")),
    path("", include("documents.urls")),
    path("", include("people.urls")),
    path("", include("clocks.urls")),
    path("", include("access.urls")),
    path("account/", include("config.sign_in")),
    path("hidden/", views.hidden, name="hidden"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler500 = "config.views.server_error"
