"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from people.views import search

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("children/find/", search.child_search, name="child_search"),
]
