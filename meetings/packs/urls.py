"""Which address leads to which page of a pack?"""

from django.urls import URLPattern, path

from meetings.packs.views import peps, preparing, releasing, templates

urlpatterns: list[URLPattern] = [
    path("files/<uuid:pk>/packs/", preparing.pack_list, name="pack_list"),
    path("files/<uuid:pk>/packs/new/", preparing.pack_create, name="pack_create"),
    path("peps/<uuid:pk>/packs/new/", peps.pep_pack_create, name="pep_pack_create"),
    path("packs/<uuid:pk>/", preparing.pack_read, name="pack_read"),
    path("packs/<uuid:pk>/add/", preparing.part_create, name="part_create"),
    path("packs/<uuid:pk>/check/", releasing.pack_check, name="pack_check"),
    path("packs/<uuid:pk>/finish/", releasing.pack_finish, name="pack_finish"),
    path("packs/<uuid:pk>/shared/", releasing.pack_share, name="pack_share"),
    path("packs/<uuid:pk>/make/", releasing.pack_make, name="pack_make"),
    path("packs/<uuid:pk>/compare/", releasing.pack_compare, name="pack_compare"),
    path("packs/parts/<uuid:pk>/", preparing.part_edit, name="part_edit"),
    path("packs/copies/<uuid:pk>/", releasing.copy_read, name="copy_read"),
    path("packs/templates/", templates.template_list, name="template_list"),
    path("packs/templates/new/", templates.template_create, name="template_create"),
    path("packs/templates/<uuid:pk>/end/", templates.template_end, name="template_end"),
]
