"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from people.views import children, listing, search

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("children/", listing.child_list, name="child_list"),
    path("children/new/", children.child_create, name="child_create"),
    path("children/<uuid:pk>/", children.child_read, name="child_read"),
    path("children/<uuid:pk>/edit/", children.child_edit, name="child_edit"),
    path("children/find/", search.child_search, name="child_search"),
]
