"""Which address of this app leads to which view?"""

from django.urls import URLPattern

app_name = "casework"
urlpatterns: list[URLPattern] = []
