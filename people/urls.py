"""Which address of this app leads to which view?"""

from django.urls import URLPattern, path

from people.views import children, family, imports, leavers, listing, search

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("children/", listing.child_list, name="child_list"),
    path("children/new/", children.child_create, name="child_create"),
    path("children/<uuid:pk>/", children.child_read, name="child_read"),
    path("children/<uuid:pk>/edit/", children.child_edit, name="child_edit"),
    path("children/<uuid:pk>/family/", family.family_read, name="family_read"),
    path("children/<uuid:pk>/family/contacts/new/", family.contact_create, name="contact_create"),
    path("children/<uuid:pk>/family/professionals/new/", family.professional_create, name="professional_create"),
    path("contacts/<uuid:pk>/edit/", family.contact_edit, name="contact_edit"),
    path("contacts/<uuid:pk>/end/", family.contact_end, name="contact_end"),
    path("professionals/<uuid:pk>/edit/", family.professional_edit, name="professional_edit"),
    path("professionals/<uuid:pk>/end/", family.professional_end, name="professional_end"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_create, name="import_create"),
    path("imports/<uuid:pk>/", imports.import_read, name="import_read"),
    path("imports/<uuid:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<uuid:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:pk>/leavers/", leavers.import_leavers, name="import_leavers"),
    path("imports/<uuid:pk>/reopen/", imports.import_reopen, name="import_reopen"),
    path("imports/<uuid:pk>/discard/", imports.import_discard, name="import_discard"),
    path("children/find/", search.child_search, name="child_search"),
]
