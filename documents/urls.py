"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from documents import views

app_name = "documents"
urlpatterns: list[URLPattern] = [
    path("imports/<uuid:pk>/report.csv", views.roll_report, name="roll_report"),
]
